import { createCrm } from '@eventcrm/crm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newFolder } from './run.ts'

const { run, remove, file } = newFolder()
const inFile = (...args: readonly string[]) => run([...args, '--database', 'leads.sqlite'])
const json = async (...args: readonly string[]): Promise<Readonly<Record<string, unknown>>> => {
  const { exitCode, stdout, stderr } = await inFile(...args, '--format', 'json')
  expect([exitCode, stderr]).toEqual([0, ''])
  return JSON.parse(stdout)
}

const contact: { id: string } = { id: '' }
beforeAll(async () => {
  const clock = () => new Date('2026-06-30T05:00:00Z')
  const crm = await createCrm({ file: file('leads.sqlite'), actor: 'lan', clock, company: { language: 'vi' } })
  const { leads, staff } = crm
  const [lan = '', school = '', shop = ''] = await Promise.all(
    ['lan', 'school', 'shop'].map(key => crm.idFor('lead', key)),
  )
  await staff.register({ staffMemberId: lan, name: 'Lan' }, { at: '2026-01-01' })
  await leads.create(
    { leadId: school, name: 'Nguyễn Văn Đông', organisationName: 'Trường Lê Lợi', source: 'Facebook', ownerId: lan },
    { at: '2026-02-01' },
  )
  await leads.create({ leadId: shop, title: 'Máy in cho cửa hàng', source: 'Hội thảo' }, { at: '2026-06-25' })
  const { customerId } = await leads.convert(
    { leadId: school, into: { mode: 'newOpportunity', title: 'Máy in' }, customer: { choice: 'create' } },
    { at: '2026-02-10' },
  )
  contact.id = customerId ?? ''
  await crm.catchUp()
  await crm.close()
})
afterAll(remove)

describe('list leads', () => {
  it('has the open ones, and others where they are asked for', async () => {
    expect(await json('list', 'leads')).toMatchObject({ leads: [{ name: 'Máy in cho cửa hàng', status: 'new' }] })
    expect(await json('list', 'leads', '--status', 'converted')).toMatchObject({
      leads: [{ name: 'Nguyễn Văn Đông', owner: 'Lan', contactId: contact.id, convertedOn: '2026-02-10' }],
    })
  })

  it('tells which are neglected', async () => {
    expect(await json('list', 'leads', '--neglected', '3')).toMatchObject({ leads: [{ ownerId: null }] })
    const { exitCode, stderr } = await inFile('list', 'leads', '--neglected', 'x', '--language', 'en')
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/Expected a whole number/)])
  })

  it('is a table with its groups in the company’s language, and CSV', async () => {
    const { stdout } = await inFile('list', 'leads', '--group-by', 'source')
    expect(stdout).toMatch(/^ {2}Tên +Điện thoại/)
    expect(stdout).toMatch(/\n\n {2}Nguồn +Số lượng\n/)
    expect((await inFile('list', 'leads', '-f', 'csv')).stdout).toMatch(/^\uFEFFid,name,title,organisation,kind,status/)
  })
})

describe('search --leads', () => {
  it('finds leads by their names and titles', async () => {
    expect(await json('search', 'cua hang', '--leads')).toMatchObject({ hits: [{ name: 'Máy in cho cửa hàng' }] })
    expect(await json('search', 'le loi', '--leads')).toMatchObject({ hits: [{ name: 'Nguyễn Văn Đông' }] })
  })
})

describe('report lead-funnel', () => {
  it('is a table in both languages, CSV and JSON', async () => {
    expect(await json('report', 'lead-funnel', '--as-of', '2026-06-30')).toMatchObject({
      total: { created: 2, converted: 1, won: 0, convertedRate: 0.5 },
    })
    const table = (language: string) => inFile('report', 'lead-funnel', '--language', language)
    expect((await table('vi')).stdout).toMatch(/Theo nguồn[^]*Facebook/)
    expect((await table('en')).stdout).toMatch(/By source[^]*Facebook/)
    expect((await inFile('report', 'lead-funnel', '-f', 'csv')).stdout).toMatch(/source,[^]*Facebook/)
    const { total } = await json('report', 'lead-funnel', '--as-of', '2026-06-30', '--no-owner')
    expect(total).toMatchObject({ created: 1, converted: 0 })
  })
})

describe('show', () => {
  it('says what a contact is now, with what happened to it in all its roles', async () => {
    const shown = await json('show', 'contact', 'truong le loi')
    expect(shown).toMatchObject({ contact: { id: contact.id, lifecycle: 'opportunity', pipelineStatus: 'inTalks' } })
    const { timeline } = shown
    expect(timeline).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ as: 'lead', type: 'LeadCreated', occurredOn: '2026-02-01' }),
        expect.objectContaining({ as: 'customer', type: 'OpportunityOpened' }),
      ]),
    )
  })

  it('finds leads and opportunities by their names, ids and keys', async () => {
    expect(await json('show', 'lead', 'cửa hàng')).toMatchObject({ lead: { source: 'Hội thảo' } })
    expect(await json('show', 'lead', 'school')).toMatchObject({ lead: { status: 'converted' } })
    expect(await json('show', 'opportunity', 'máy in')).toMatchObject({
      opportunity: { customerId: contact.id, customer: 'Trường Lê Lợi' },
    })
  })

  it('is a table in both languages', async () => {
    const { stdout: vi } = await inFile('show', 'contact', contact.id)
    expect(vi).toMatch(/Vòng đời +Có cơ hội\n[^]*Ngày +Diễn biến, mới nhất trước +Với\n[^]*cơ hội: Máy in/)
    expect(vi).toMatch(/tiềm năng: Nguyễn Văn Đông/)
    const { stdout: en } = await inFile('show', 'lead', 'school', '--language', 'en')
    expect(en).toMatch(
      /Status +Converted\n[^]*Day +What happened, the latest first +To what\n[^]*It became an opportunity/,
    )
  })

  it('says when there is none, or not what is meant', async () => {
    const none = await inFile('show', 'lead', 'khong co', '--language', 'en')
    expect([none.exitCode, none.stderr]).toEqual([1, expect.stringMatching(/lead: none is called/)])
    const kind = await inFile('show', 'invoice', 'x', '--language', 'vi')
    expect([kind.exitCode, kind.stderr]).toEqual([2, expect.stringMatching(/KIND: cần một trong các loại/)])
  })
})
