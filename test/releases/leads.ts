// What leads bring: assignment by turns, conversions, mergers, saved views; in the words of the release that brought them.
import type { Crm } from '@eventcrm/crm'
import { commandsOf, daysAfter, idOf } from './calendar.ts'
import { contact, staffMember, team } from './sales.ts'

const lead = (n: number) => idOf(11, n)
const part = (n: number) => idOf(12, n)
/** A lead about a person whose data is gone from the file. */
export const erasedLeadPerson = idOf(10, 4)
/** The lead whose conversion is under way. */
export const converting = lead(10)

type Leads = Pick<Crm, 'assignmentRules' | 'contacts' | 'leads' | 'processes' | 'savedViews' | 'viewed'>

const people = [
  'Mai Văn Phúc',
  'Trường Tiểu học Kim Liên',
  'Cao Thị Bích',
  'Công ty Hải Âu',
  'Lý Thanh Tùng',
  'Cty TNHH Hải Âu',
  'Đinh Công Sơn',
  'Trung tâm Anh ngữ Á Châu',
  'Tạ Thị Hoa',
  'Nhà máy Gạch Vinh',
  'Ngô Đình Khôi',
  'Quán cà phê Mộc',
]
const sources = ['Website', 'Hội thảo', 'Kênh chưa có trong danh mục']

/** From May to June: leads that go by the rules, and what becomes of them. */
export const takeLeads = async ({
  assignmentRules,
  contacts,
  leads,
  processes,
  savedViews,
  viewed,
}: Leads): Promise<void> => {
  const on = commandsOf('leads')
  for (const n of [0, 1, 2])
    await assignmentRules.setLimits({ staffMemberId: staffMember(n), perMonth: 20 }, on('2026-04-20'))
  await assignmentRules.setDefault({ teamId: team(0) }, on('2026-04-20'))
  for (const [n, called] of people.entries()) {
    const day = daysAfter('2026-05-02', n * 2)
    const leadId = lead(n)
    await leads.create(
      {
        ...{ leadId, title: `Nhu cầu số ${String(n)}`, tags: n % 2 === 0 ? ['trường công', 'hội chợ'] : [] },
        ...(n % 2 === 0
          ? { name: called }
          : { organisationName: called, name: 'Nguyễn Văn Liên hệ', position: 'Kế toán trưởng' }),
        ...(n === 8 ? { personId: erasedLeadPerson } : {}),
        ...{
          phone: `0987 000 1${String(n === 5 ? 3 : n).padStart(2, '0')}`,
          email: `khach${String(n)}@example.com`,
          source: sources[n % 3],
        },
        ...(n % 4 === 1 ? { campaign: 'Khai trường 2026' } : {}),
        ...{
          need: { description: 'Cần báo giá', strength: 'need', wantedOn: '2026-08-01' },
          custom: { kenh: 'hội chợ' },
        },
        ...(n === 9 ? { ownerId: staffMember(5), teamId: team(1) } : {}),
      },
      on(day),
    )
    await leads.addNote({ leadId, noteId: part(n), text: `Đã gọi cho ${called}` }, on(daysAfter(day, 1)))
  }
  await processes.settle()
  for (const n of [0, 1, 2, 3, 9, 10]) await leads.qualify({ leadId: lead(n), note: 'Có ngân sách' }, on('2026-05-28'))
  await leads.disqualify({ leadId: lead(4), note: 'Chỉ hỏi giá' }, on('2026-05-28'))
  await leads.markLost({ leadId: lead(6), note: 'Không nghe máy' }, on('2026-05-29'))
  await leads.markLost({ leadId: lead(7) }, on('2026-05-29'))
  await leads.restore({ leadId: lead(7) }, on('2026-06-01'))
  await leads.rate({ leadId: lead(1), rating: 'hot' }, on('2026-06-01'))
  await leads.void({ leadId: lead(11) }, on('2026-06-02'))
  const revenue = { amount: 45_000_000, currency: 'VND' }
  await leads.convert(
    {
      leadId: lead(1),
      into: { mode: 'newOpportunity', expectedRevenue: revenue },
      customer: { choice: 'create', becomesCustomer: true },
    },
    on('2026-06-03'),
  )
  await leads.convert(
    { leadId: lead(9), into: { mode: 'customerOnly' }, customer: { choice: 'create', becomesCustomer: true } },
    on('2026-06-04'),
  )
  await leads.merge(
    { ids: [lead(3), lead(5)], mergeId: part(100), chosen: { organisationName: lead(5) } },
    on('2026-06-05'),
  )
  await contacts.merge({ ids: [contact(4), contact(6)], mergeId: part(101) }, on('2026-06-06'))
  await contacts.merge({ ids: [contact(9), contact(13)], mergeId: part(102) }, on('2026-06-07'))
  await contacts.setProfile({ contactId: contact(13), group: 'VIP' }, on('2026-06-08'))
  await contacts.unmerge({ id: contact(9), mergeId: part(102) }, on('2026-06-09'))
  const view = (n: number, list: string, name: string) => ({
    savedViewId: part(200 + n),
    ownerId: staffMember(0),
    list,
    name,
  })
  await savedViews.save(
    {
      ...view(0, 'leads', 'Khách nóng của tôi'),
      filter: '{"rating":{"in":["hot"]}}',
      scope: 'mine',
      columns: ['name', 'phone'],
    },
    on('2026-06-10'),
  )
  await savedViews.save(
    {
      ...view(1, 'customers', 'Khách VIP'),
      shared: true,
      filter: '{"group":{"in":["VIP"]}}',
      sort: [{ field: 'customerSince' }],
    },
    on('2026-06-10'),
  )
  await viewed.note(staffMember(0), 'contact', contact(4))
}

/** A conversion that somebody asks for. */
export const convert = ({ leads }: Pick<Crm, 'leads'>) =>
  leads.convert(
    { leadId: converting, into: { mode: 'newOpportunity' }, customer: { choice: 'create', becomesCustomer: true } },
    commandsOf('converting')('2026-06-15'),
  )

/** What leads, contacts and customers are asked. */
export const leadQuestions: readonly (readonly string[])[] = [
  ['report', 'lead-funnel', '--as-of', '2026-05-31'],
  ['report', 'lead-funnel', '--as-of', '2026-06-30'],
  ['list', 'leads', '--apart', 'with', '--sort', 'createdOn'],
  ['list', 'contacts', '--apart', 'with', '--limit', '12'],
  ['list', 'customers', '--sort', 'customerSince'],
  ['search', 'dai phat'],
]
