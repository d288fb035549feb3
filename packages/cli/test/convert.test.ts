import { contacts } from '@eventcrm/read-model-directory'
import { createCrm, type Crm } from '@eventcrm/crm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newFolder } from './run.ts'

const { run, remove, file } = newFolder('en')
const place = ['-d', 'leads.sqlite']
const convert = (...args: readonly string[]) => run(['convert', ...args, ...place])

const withCrm = async <T>(work: (crm: Crm) => Promise<T>): Promise<T> => {
  const crm = await createCrm({ file: file('leads.sqlite'), actor: 'lan', company: {}, project: false })
  try {
    return await work(crm)
  } finally {
    await crm.close()
  }
}
let leads = 0
let leadId = ''
/** A lead that was imported under a key. */
const newLead = () =>
  withCrm(async crm => {
    leadId = await crm.idFor('lead', `L-${String(++leads)}`)
    await crm.leads.create({ leadId, organisationName: `Trường số ${String(leads)}` })
  })

beforeAll(() =>
  withCrm(async crm => {
    const [lan, there, deal] = await Promise.all([
      crm.idFor('staffMember', 'lan'),
      crm.idFor('contact', 'there'),
      crm.idFor('opportunity', 'deal'),
    ])
    await crm.staff.register({ staffMemberId: lan, name: 'Nguyễn Thị Lan' })
    await crm.contacts.register({ contactId: there, kind: 'organisation', name: 'Đại Phát' })
    await crm.opportunities.open({ opportunityId: deal, title: 'Máy in' })
  }),
)
beforeEach(newLead)
afterAll(remove)

const came = async (...args: readonly string[]): Promise<Readonly<Record<string, unknown>>> => {
  const { exitCode, stdout, stderr } = await convert(...args, '--format', 'json')
  expect([exitCode, stderr]).toEqual([0, ''])
  return JSON.parse(stdout)
}

describe('convert', () => {
  it('makes a new opportunity for a contact made of the lead, told by its key or its id', async () => {
    const name = `Trường số ${String(leads)}`
    expect(await came(`L-${String(leads)}`)).toMatchObject({ leadId, title: name, name, isCustomer: false, code: null })
    const { exitCode, stderr } = await convert(leadId)
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('ALREADY_CONVERTED')])
  })

  it('opens it as it is told', async () => {
    const how = ['--title', 'Máy quét', '--owner', 'Nguyễn Thị', '--revenue', '5000000', '--expected', '2099-03-01']
    const { opportunityId } = await came(leadId, ...how, '--become-customer')
    await withCrm(async crm => {
      expect(await crm.state('opportunities', String(opportunityId))).toMatchObject({
        assignment: { ownerId: await crm.idFor('staffMember', 'lan') },
        revenue: { value: { minorUnits: 5_000_000, currency: 'VND' } },
        expectedCloseOn: '2099-03-01',
      })
      await crm.catchUp()
      expect((await crm.find(contacts, { where: { field: 'isCustomer', equals: true } })).documents).not.toEqual([])
    })
  })

  it('merges it into an opportunity that is there, for nobody or for a contact that is there', async () => {
    expect(await came(leadId, '--into', 'máy in', '--no-customer')).toMatchObject({ title: 'Máy in', customerId: null })
    await newLead()
    expect(await came(leadId, '--into', 'deal', '--customer', 'dai phat')).toMatchObject({ name: 'Đại Phát' })
  })

  it('makes a customer of it without an opportunity, under the code given', async () => {
    expect(await came(leadId, '--no-opportunity', '--code', 'KH-X')).toMatchObject({
      ...{ opportunityId: null, isCustomer: true, code: 'KH-X' },
    })
    await newLead()
    const { exitCode, stderr } = await convert(leadId, '--no-opportunity', '--code', 'kh-x', '--language', 'vi')
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/CUSTOMER_CODE_TAKEN: .*mã khách hàng/i)])
  })

  it('says in each language what it has become', async () => {
    const { stdout } = await convert(leadId, '--become-customer', '--code', 'KH-Y', '--language', 'vi')
    expect(stdout).toMatch(/^ {2}Cơ hội {6}Trường số \d+ {2}[0-9a-f-]{36}\n {2}Khách hàng {2}KH-Y {2}Trường số/)
  })

  it('has the days of its language', async () => {
    const of = async (language: 'en' | 'vi') =>
      (await convert(leadId, '--at', '2020-01-31', '--language', language)).stderr
    expect(await of('vi')).toMatch(/DATED_TOO_EARLY: Đối tượng này bắt đầu từ ngày \d\d\/\d\d\/\d{4}:/)
    expect(await of('en')).toMatch(/DATED_TOO_EARLY: It begins on \d{4}-\d\d-\d\d:/)
  })

  it.each([
    [['--into', 'Máy in', '--title', 'Khác'], /--title: it goes with an opportunity that is opened/],
    [['--into', 'Máy in', '--no-opportunity'], /--into and --no-opportunity: give one/],
    [['--no-opportunity', '--no-customer'], /--no-customer: without an opportunity/],
    [['--no-customer', '--code', 'KH-Z'], /--code: of whom\?/],
    [['--customer', 'Đại Phát', '--account-manager', 'Lan'], /--account-manager: the customer given/],
    [['--currency', 'USD'], /--currency: of what\?/],
    [['--owner', 'Không Có Ai'], /--owner: no staff member is called/],
    [['--stage', 'Không có'], /--stage: no stage is called/],
    [['--revenue', 'nhiều'], /--revenue: expected an amount/],
    [['--code', 'x'.repeat(61)], /--code: expected at most 60/],
    [['--expected', '1.1.2027'], /Expected a day like/],
  ] as const)('%j is a mistake that names what is meant, and changes nothing', async (args, message) => {
    const { exitCode, stdout, stderr } = await convert(leadId, ...args)
    expect([exitCode, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(message)
    await withCrm(async crm => {
      expect((await crm.state('leads', leadId)).status).toBe('open')
    })
  })

  it('ends with 1 where there is no such lead', async () => {
    const { exitCode, stderr } = await convert('L-none')
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('or was imported under that key')])
  })
})
