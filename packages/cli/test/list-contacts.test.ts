import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newFolder } from './run.ts'

const { run, file, remove } = newFolder()
const list = (...args: readonly string[]) => run(['list', ...args, '--database', 'demo.sqlite'])

interface Listed {
  readonly id: string
  readonly name: string
  readonly owner: string | null
  readonly code: string | null
  readonly customerSince: string | null
}
interface Answer {
  readonly contacts?: readonly Listed[]
  readonly customers?: readonly Listed[]
  readonly groups?: readonly { readonly value: string | null; readonly count: number }[]
  readonly next: string | null
}
const asked = async (...args: readonly string[]): Promise<Answer> => {
  const { exitCode, stdout } = await list(...args, '--format', 'json')
  expect(exitCode).toBe(0)
  return JSON.parse(stdout)
}

let all: readonly Listed[] = []
beforeAll(async () => {
  await run(['demo', '--seed', '12', '--opportunities', '60'])
  all = (await asked('contacts')).contacts ?? []
})
afterAll(remove)

describe('list contacts and customers', () => {
  it('finds by words of the name, accents and their order aside', async () => {
    const one = all.find(({ name }) => name.split(' ').length > 2)
    const typed = (one?.name ?? '').split(' ').slice(-2).toReversed().join(' ')
    const { contacts = [] } = await asked(
      'contacts',
      '--name',
      typed.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd'),
    )
    expect(contacts.map(({ id }) => id)).toContain(one?.id)
    expect(contacts.length).toBeLessThan(all.length)
  })

  it('finds codes, numbers and addresses as search does, and has archived ones apart', async () => {
    const fields = {
      ...{ kind: { value: 'organisation' }, name: 'name', phone: 'phone', email: 'email' },
      ...{ customerCode: 'code', archived: 'archived' },
    }
    writeFileSync(file('c.json'), JSON.stringify({ becomes: 'contact', key: ['id'], fields }))
    const rows = ['A,Acme,0912345678,Info@acme.vn,KH7,', 'B,Beta,0987654321,,,yes']
    writeFileSync(file('c.csv'), ['id,name,phone,email,code,archived', ...rows].join('\n'))
    await run(['import', 'c.csv', '-m', 'c.json', '-d', 'c.sqlite'])
    const names = async (...args: readonly string[]) => {
      const { stdout } = await run(['list', 'contacts', '-d', 'c.sqlite', '-f', 'json', ...args])
      const { contacts }: Answer = JSON.parse(stdout)
      return contacts?.map(({ name }) => name)
    }
    expect(await names('--code', 'kh')).toEqual(['Acme'])
    expect(await names('--phone', '0912')).toEqual(['Acme'])
    expect(await names('--email', 'info@')).toEqual(['Acme'])
    expect(await names('--phone', '4321')).toEqual([])
    expect(await names('--phone', '4321', '--apart', 'only')).toEqual(['Beta'])
    expect(await names('--apart', 'with')).toEqual(['Acme', 'Beta'])
  })

  it('finds by whose they are, and counts by groups', async () => {
    expect((await asked('customers', '--no-owner')).customers?.every(({ owner }) => owner === null)).toBe(true)
    const { customers = [], groups = [] } = await asked('customers', '--group-by', 'owner')
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(customers.length)
  })

  it('is a table with its groups in the company’s language', async () => {
    const { stdout, exitCode } = await list('customers', '--limit', '2', '--group-by', 'kind')
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^ {2}Mã khách.* Tên +/)
    expect(stdout).toMatch(/\n\n {2}Loại +Số lượng\n/)
  })

  it('is CSV for a spreadsheet, with names beside ids', async () => {
    const { stdout } = await list('contacts', '-f', 'csv')
    expect(stdout).toMatch(/^\uFEFFid,name,code,kind,phone,email,ownerId,owner,/)
  })

  it.each([
    [['contacts', '--scope', 'mine'], /--scope: whose\?/],
    [['contacts', '--descending'], /--descending: of what\?/],
    [['contacts', '--owner', 'Không Có Ai'], /--owner: no staff member is called/],
    [['contacts', '--kind', 'x'], /Allowed choices are individual, organisation/],
    [['contacts', '--registered-from', '1.1.2025'], /Expected a day like/],
    [
      ['contacts', '--registered-from', '2025-02-01', '--registered-to', '2025-01-01'],
      /--registered-to: expected what is not before --registered-from/,
    ],
    [
      ['contacts', '--industry', 'Sản xuấtt'],
      /--industry: no entry of the catalogue is called so; did you mean Sản xuất\?/,
    ],
    [['contacts', '--after', 'x'], /--after: expected what the page before ended with/],
    [['contacts', '--sort', 'phone'], /Allowed choices are/],
  ] as const)('%j is a mistake that names what is meant', async (args, message) => {
    const { exitCode, stdout, stderr } = await list(...args, '--language', 'en')
    expect([exitCode, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(message)
  })
})

describe('search', () => {
  const search = (...args: readonly string[]) => run(['search', ...args, '--database', 'demo.sqlite'])

  it('finds by name, and by code', async () => {
    const one = all.find(({ code }) => code !== null)
    if (!one) throw new Error('nobody has a code')
    for (const typed of [one.name, one.code?.toLowerCase() ?? '']) {
      const { stdout, exitCode } = await search(typed, '-f', 'json')
      expect(exitCode).toBe(0)
      const { hits }: { readonly hits: readonly Listed[] } = JSON.parse(stdout)
      expect(hits.map(({ id }) => id)).toContain(one.id)
    }
    const { stdout } = await search(one.name)
    expect(stdout).toContain(one.code)
  })

  it('says when there is more', async () => {
    const one = all.find(({ code }) => code !== null)?.code ?? ''
    expect((await search(one.slice(0, 2), '--limit', '1', '--language', 'en')).stderr).toContain(
      'there are or may be more',
    )
    expect(JSON.parse((await search(one, '-f', 'json')).stdout)).toMatchObject({ more: false })
  })

  it('ends with 1 when nobody is found', async () => {
    const { stdout, exitCode } = await search('khongcoai', '--language', 'vi')
    expect([stdout, exitCode]).toEqual(['  Không tìm thấy ai.\n', 1])
  })
})
