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
  for (const name of ['Phạm Thị Hoa', 'Vũ Thị Hồng'])
    await staff.register({ staffMemberId: await crm.idFor('staff', name), name }, { at: '2026-01-01' })
  const address = { province: 'Đồng Nai' }
  await leads.create({ leadId: shop, title: 'Máy in cho cửa hàng', source: 'Hội thảo', address }, { at: '2026-06-25' })
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

  it('finds by words of title and province, in any order, accents aside', async () => {
    for (const asked of [['--title', 'hang cua'], ['--province', 'nai dong'], ['--no-department']])
      expect(await json('list', 'leads', ...asked)).toMatchObject({ leads: [{ name: 'Máy in cho cửa hàng' }] })
    for (const asked of [['--title', 'ay'], ['--province', 'hanoi'], ['--no-province'], ['--department', 'sales']])
      expect(await json('list', 'leads', ...asked)).toMatchObject({ leads: [] })
  })

  it('finds by the title of the opportunity that they became', async () => {
    for (const title of ['Máy in', 'may'])
      expect(await json('list', 'leads', '--opportunity', title)).toMatchObject({
        leads: [{ name: 'Nguyễn Văn Đông' }],
      })
    const none = await inFile('list', 'leads', '--opportunity', 'Máy bay', '--language', 'en')
    expect([none.exitCode, none.stderr]).toEqual([
      2,
      expect.stringMatching(/--opportunity: no opportunity has a title/),
    ])
  })

  it('finds salespeople by any word of their names, and says whom it may be', async () => {
    for (const typed of ['Hoa', 'hoa thị', 'phạm hoa', 'ho phạm']) {
      expect(await json('list', 'leads', '--owner', typed)).toMatchObject({ leads: [] })
      expect((await inFile('history', 'staff', typed)).stdout).toContain('Phạm Thị Hoa')
    }
    expect(await json('list', 'leads', '--scope', 'mine', '--me', 'hoa')).toMatchObject({ leads: [] })
    const several = await inFile('list', 'leads', '--owner', 'thị', '--language', 'en')
    expect([several.exitCode, several.stderr]).toEqual([
      2,
      expect.stringMatching(/may be any of these[^]*Phạm Thị Hoa[^]*Vũ Thị Hồng/),
    ])
  })

  it('tells which are neglected', async () => {
    expect(await json('list', 'leads', '--neglected', '3')).toMatchObject({ leads: [{ ownerId: null }] })
    const { exitCode, stderr } = await inFile('list', 'leads', '--neglected', 'x', '--language', 'en')
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/Expected a whole number/)])
    const far = await inFile('list', 'leads', '--neglected', '99999999', '--language', 'vi')
    expect([far.exitCode, far.stderr]).toEqual([2, expect.stringMatching(/--neglected-days|--neglected: cần số ngày/)])
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

  it('is of a source by any label that it has or had, and of none that there is not', async () => {
    for (const typed of ['Hội thảo', 'hoi thao', 'FACEBOOK'])
      expect([typed, (await json('report', 'lead-funnel', '--source', typed))['total']]).toEqual([
        typed,
        expect.objectContaining({ created: 1 }),
      ])
    const { exitCode, stderr } = await inFile('report', 'lead-funnel', '--source', 'Facebok')
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/--source: danh mục không có .* ý bạn là Facebook/)])
    const known = await inFile('report', 'lead-funnel', '--source', 'xyzxyz', '--known-at', '2026-06-30T05:00:00Z')
    expect([known.exitCode, known.stderr]).toEqual([2, expect.stringMatching(/--source: danh mục không có/)])
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
