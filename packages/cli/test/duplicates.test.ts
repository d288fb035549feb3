import { createCrm, type Crm } from '@eventcrm/crm'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it, onTestFinished } from 'vitest'
import { newFolder } from './run.ts'

const { run, remove } = newFolder()
afterAll(remove)

const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const [an, binh] = [idOf(1), idOf(2)]

const withTwo = async (also: (crm: Crm) => Promise<unknown> = () => Promise.resolve()) => {
  const folder = await mkdtemp(join(tmpdir(), 'eventcrm-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'crm.sqlite')
  const crm = await createCrm({ file, actor: 'lan', company: {}, project: false })
  const phone = '0912 345 678'
  await crm.contacts.register({ contactId: an, kind: 'individual', name: 'Lê An', phone }, { at: '2026-01-05' })
  await crm.contacts.register({ contactId: binh, kind: 'individual', name: 'Lê Văn An', phone }, { at: '2026-01-06' })
  await also(crm)
  await crm.catchUp()
  await crm.close()
  return file
}

it('tells who may be the same and why, merges and parts them', async () => {
  const file = await withTwo()
  const told = await run(['duplicates', '-d', file, '--language', 'en'])
  expect(told).toMatchObject({ exitCode: 0, stderr: '' })
  expect(told.stdout).toContain('same phone number')
  const merged = await run(['merge', 'contacts', an, binh, '--choose', `name=${binh}`, '-d', file, '--language', 'en'])
  expect(merged).toMatchObject({ exitCode: 0 })
  expect(merged.stdout).toContain(`Lê Văn An (${an}) stands for 1 more`)
  expect(await run(['duplicates', '-d', file])).toMatchObject({ exitCode: 1 })
  const parted = await run(['unmerge', 'contacts', binh, '-d', file, '-f', 'json'])
  expect(JSON.parse(parted.stdout)).toMatchObject({ survivorId: an, loserIds: [binh] })
  const again = await run(['duplicates', '-d', file, '-f', 'json'])
  expect(JSON.parse(again.stdout)).toMatchObject({
    pairs: [{ id: an, other: { id: binh, score: 80, reasons: ['phone'] } }],
  })
})

it('calls leads by what they are about, else by whom', async () => {
  const file = await withTwo(async ({ leads }) => {
    await leads.create({ leadId: idOf(5), title: 'Máy in cho trường học' }, { at: '2026-01-05' })
    await leads.create({ leadId: idOf(6), organisationName: 'Trường Lê Lợi' }, { at: '2026-01-06' })
  })
  const merged = await run(['merge', 'leads', idOf(5), idOf(6), '-d', file, '--language', 'en'])
  expect(merged.stdout).toContain(`Máy in cho trường học (${idOf(5)}) stands for 1 more`)
})

it('shows ids whole, however wide the terminal is', async () => {
  const file = await withTwo()
  for (const columns of ['40', '80', '200'])
    expect((await run(['duplicates', '-d', file], { environment: { COLUMNS: columns } })).stdout).toMatch(
      new RegExp(`^ {4}${an}\n {4}${binh}$`, 'm'),
    )
})

it('merges what is named by name, and says what is wrong with what is typed', async () => {
  const file = await withTwo()
  const en = ['-d', file, '--language', 'en']
  for (const [args, said] of [
    [['merge', 'contacts', an], 'IDS: expected at least two different ones'],
    [['merge', 'contacts', an, an], 'IDS: expected at least two different ones'],
    [['merge', 'contacts', an, binh, '--survivor', idOf(9)], '--survivor: expected one of those that are merged'],
    [['merge', 'contacts', an, binh, '--choose', `name=${idOf(9)}`], '--choose: expected one of those that are merged'],
    [['unmerge', 'contacts', an, '--merger', 'zzz'], "--merger: expected the id of a merger, not 'zzz'"],
  ] as const) {
    const { exitCode, stderr } = await run([...args, ...en])
    expect(exitCode, args.join(' ')).toBe(2)
    expect(stderr).toContain(said)
  }
  expect((await run(['merge', 'contacts', an, 'xyz', ...en])).exitCode).toBe(1)
  expect((await run(['merge', 'contacts', 'Le An', 'le van an', ...en])).stdout).toContain('stands for 1 more')
  const again = await run(['merge', 'contacts', an, binh, ...en])
  expect(again).toMatchObject({ exitCode: 0 })
  expect(again.stdout).toContain('Nothing was done')
  expect((await run(['unmerge', 'contacts', 'Lê An', ...en])).stdout).toContain('stand for themselves again')
})

it('shows of a part what stands for it, and says so', async () => {
  const file = await withTwo()
  await run(['merge', 'contacts', an, binh, '-d', file])
  const shown = await run(['show', 'contact', binh, '-d', file, '--language', 'en'])
  expect(shown).toMatchObject({ exitCode: 0, stderr: `What was asked for is part of this one: ${binh}\n` })
  expect(shown.stdout).toContain('Lê An')
  const { stdout } = await run(['show', 'contact', binh, '-d', file, '-f', 'json'])
  expect(JSON.parse(stdout)).toMatchObject({ partAsked: binh, contact: { id: an } })
  expect((await run(['show', 'contact', an, '-d', file])).stderr).toBe('')
  const byName = await run(['show', 'contact', 'le van an', '-d', file, '-f', 'json'])
  expect(JSON.parse(byName.stdout)).toMatchObject({ partAsked: binh, contact: { id: an } })
})

it('finds what stands for a part by the part’s customer code, wherever one is given', async () => {
  const leadId = idOf(7)
  const file = await withTwo(async ({ contacts, leads }) => {
    await contacts.becomeCustomer({ contactId: an, code: 'KH-1' })
    await contacts.becomeCustomer({ contactId: binh, code: 'KH-2' })
    await contacts.merge({ ids: [an, binh], survivorId: an })
    await leads.create({ leadId, organisationName: 'Trường Lê Lợi' })
  })
  const told = async (...args: readonly string[]): Promise<unknown> => {
    const { stdout, stderr } = await run([...args, '-d', file, '-f', 'json'])
    expect(stderr).toBe('')
    return JSON.parse(stdout)
  }
  for (const code of ['KH-1', 'kh-2']) {
    for (const list of ['contacts', 'customers'])
      expect(await told('list', list, '--code', code)).toMatchObject({ [list]: [{ id: an, code: 'KH-1' }] })
    const shown = await run(['show', 'contact', code, '-d', file, '-f', 'json'])
    expect(JSON.parse(shown.stdout)).toMatchObject({ contact: { id: an } })
    expect(await told('search', code)).toMatchObject({ hits: [{ id: an }] })
  }
  expect(await told('convert', leadId, '--customer', 'KH-2')).toMatchObject({
    ...{ partAsked: binh, customerId: an, name: 'Lê An', code: 'KH-1' },
  })
  expect(await told('list', 'opportunities', '--customer', 'KH-2')).toMatchObject({
    opportunities: [{ title: 'Trường Lê Lợi', customer: 'Lê An' }],
  })
})

it('asks of a survivor of several mergers which one is meant, and tells them', async () => {
  const chi = idOf(3)
  const file = await withTwo(async ({ contacts }) => {
    await contacts.register({ contactId: chi, kind: 'individual', name: 'Lê Chi' })
    await contacts.merge({ ids: [an, binh], survivorId: an })
  })
  const en = ['-d', file, '--language', 'en']
  const { stdout } = await run(['merge', 'contacts', an, chi, ...en])
  const [, mergeId = ''] = /unmerge contacts \S+ --merger (\S+)/.exec(stdout) ?? []
  const several = await run(['unmerge', 'contacts', an, ...en])
  expect(several.exitCode).toBe(2)
  expect(several.stderr).toContain('It stands for others by several mergers')
  expect(several.stderr).toMatch(/--merger \S+ {2}\(Lê Văn An\)/)
  expect(several.stderr).toContain(`--merger ${mergeId}  (Lê Chi)`)
  expect((await run(['unmerge', 'contacts', an, '--merger', mergeId, ...en])).stdout).toContain('1 that Lê An')
  expect((await run(['unmerge', 'contacts', an, ...en])).stdout).toContain('stand for themselves again')
})

it('takes a customer’s code before a name that begins so', async () => {
  const file = await withTwo(async ({ contacts }) => {
    await contacts.becomeCustomer({ contactId: an, code: 'LE' })
    await contacts.register({ contactId: idOf(3), kind: 'individual', name: 'Le Lợi' })
  })
  const shown = await run(['show', 'contact', 'LE', '-d', file, '-f', 'json'])
  expect(JSON.parse(shown.stdout)).toMatchObject({ contact: { id: an } })
})

it('says when there are more than it shows', async () => {
  const file = await withTwo(crm => {
    const chi = { contactId: idOf(3), kind: 'individual', name: 'An', phone: '0912 345 678' } as const
    return crm.contacts.register(chi, { at: '2026-01-07' })
  })
  const one = await run(['duplicates', '-d', file, '--limit', '1'])
  expect(one.stdout).toContain('Còn nữa: hãy cho --limit lớn hơn.')
  const ofOne = await run(['duplicates', '-d', file, '--limit', '1', '-f', 'json'])
  expect(JSON.parse(ofOne.stdout)).toMatchObject({ complete: false })
  const all = await run(['duplicates', '-d', file, '--limit', '3'])
  expect(all.stdout).not.toContain('Còn nữa')
  const ofAll = await run(['duplicates', '-d', file, '--limit', '3', '-f', 'json'])
  expect(JSON.parse(ofAll.stdout)).toMatchObject({ complete: true })
})

it('says what is wrong with a merger asked for', async () => {
  const file = await withTwo()
  const unknown = await run(['merge', 'contacts', an, idOf(9), '-d', file, '--language', 'en'])
  expect(unknown.exitCode).not.toBe(0)
  expect(unknown.stderr).toContain('There is no such contact')
  const field = await run(['merge', 'contacts', an, binh, '--choose', `shoeSize=${an}`, '-d', file, '--language', 'en'])
  expect(field).toMatchObject({ exitCode: 2 })
  expect(field.stderr).toContain('--choose: expected one of name')
})
