// A small company's half year in the words of the release before there were leads: staff, contacts, products, pipelines, opportunities.
import { salesPipeline, standardLostReasons, standardStages, type Crm } from '@eventcrm/crm'
import { commandsOf, daysAfter, idOf } from './calendar.ts'

export const staffMember = (n: number) => idOf(1, n)
export const team = (n: number) => idOf(2, n)
const product = (n: number) => idOf(3, n)
export const contact = (n: number) => idOf(4, n)
const opportunity = (n: number) => idOf(5, n)
const stage = (n: number) => idOf(6, n)
const reason = (n: number) => idOf(7, n)
const projects = idOf(8, 1)
const part = (n: number) => idOf(9, n)

/** Persons whose data is gone from the file: a contact, one whose title says a name, and a salesperson who left. */
export const erasedPersons = [idOf(10, 1), idOf(10, 2), idOf(10, 3)] as const
const [erasedContact, erasedCaller, erasedSeller] = erasedPersons

type Sales = Pick<
  Crm,
  'catalogues' | 'contacts' | 'opportunities' | 'pipelines' | 'products' | 'send' | 'staff' | 'teams'
>

const setUp = async ({ staff, teams, products, pipelines, catalogues, send }: Sales): Promise<void> => {
  const on = commandsOf('set-up')
  const names = ['Trần Thị Mai', 'Lê Văn Hùng', 'Phạm Minh Đức', 'Nguyễn Thị Lan', 'Vũ Quốc Bảo', 'Đặng Thu Hà']
  for (const [n, name] of names.entries())
    await staff.register(
      {
        ...{
          staffMemberId: staffMember(n),
          name,
          email: `nv${String(n)}@songlam.example.com`,
          department: 'Kinh doanh',
        },
        ...(n === 4 ? { personId: erasedSeller } : {}),
      },
      on('2026-01-02'),
    )
  for (const [n, name] of ['Miền Bắc', 'Miền Nam'].entries()) {
    await teams.create({ teamId: team(n), name, territory: name, leaderId: staffMember(n * 3) }, on('2026-01-02'))
    for (const member of [0, 1, 2]) {
      const staffMemberId = staffMember(n * 3 + member)
      await teams.addMember({ teamId: team(n), staffMemberId }, on('2026-01-02'))
      await staff.setMainTeam({ staffMemberId, mainTeamId: team(n) }, on('2026-01-02'))
    }
  }
  const goods = ['Máy in Canon LBP 6030', 'Máy chiếu Epson EB-X51', 'Ghế xoay Hòa Phát', 'Mực in 12A', 'Bảng tương tác']
  for (const [n, name] of goods.entries()) {
    const listPrice = { amount: (n + 1) * 1_500_000, currency: 'VND' }
    const group = n < 2 ? 'Thiết bị' : 'Nội thất'
    await products.list(
      { productId: product(n), code: `SP-${String(n)}`, name, group, unit: 'cái', listPrice },
      on('2026-01-03'),
    )
  }
  await pipelines.addStage(
    {
      stageId: stage(1),
      name: 'Thương lượng',
      order: 30,
      probability: 80,
      rottingDays: 14,
      requirements: ['Chốt giá'],
    },
    on('2026-01-03'),
  )
  await pipelines.setStageRottingDays({ stageId: standardStages.new, rottingDays: 21 }, on('2026-01-03'))
  await pipelines.addLostReason({ reasonId: reason(1), name: 'Không liên lạc được' }, on('2026-01-03'))
  await pipelines.create(
    { pipelineId: projects, name: 'Dự án', template: 'empty', teamIds: [team(1)] },
    on('2026-01-03'),
  )
  await send(
    ['Khảo sát', 'Thi công', 'Nghiệm thu'].map((name, n) =>
      salesPipeline.addStage({
        ...{
          pipelineId: projects,
          stageId: stage(n + 10),
          name,
          order: n * 10,
          probability: [20, 60, 100][n],
          isWon: n === 2,
        },
      }),
    ),
    on('2026-01-03'),
  )
  const tag = { catalogue: 'tag' } as const
  await catalogues.addEntry({ ...tag, entryId: part(900), label: 'trường học' }, on('2026-01-03'))
}

const peopleAndOrganisations = [
  'Trường THPT Lê Lợi',
  'Nguyễn Văn Đông',
  'Công ty TNHH Đại Phát',
  'Trần Thị Ngọc Ánh',
  'Bệnh viện Đa khoa Hà Tĩnh',
  'Lê Hoàng Nam',
  'Công ty CP Xây dựng Sông Đà 9',
  'Phan Thị Kim Cúc',
  'Trường Mầm non Hoa Sen',
  'Đỗ Mạnh Cường',
  'Khách sạn Mường Thanh',
  'Hoàng Thị Yến',
  'HTX Nông nghiệp Đức Thọ',
  'Bùi Xuân Trường',
  'Nhà sách Thăng Long',
  'Nguyễn Thị Hồng',
]
const isOrganisation = (n: number) => n % 2 === 0

const registerContacts = async ({ contacts }: Sales): Promise<void> => {
  const on = commandsOf('contacts')
  for (const [n, name] of peopleAndOrganisations.entries()) {
    const contactId = contact(n)
    const day = daysAfter('2026-01-05', n * 3)
    await contacts.register(
      {
        ...{ contactId, name, kind: isOrganisation(n) ? 'organisation' : 'individual' },
        ...(n === 3 ? { personId: erasedContact } : {}),
        ...(n % 4 === 3
          ? {}
          : { phone: `0912 345 6${String(n).padStart(2, '0')}`, email: `lh${String(n)}@example.com` }),
        profile: {
          ...{
            industry: n % 3 === 0 ? 'Giáo dục' : 'Ngành chưa có trong danh mục',
            group: isOrganisation(n) ? 'Doanh nghiệp' : 'Cá nhân',
          },
          ...(n % 5 === 0 ? { territory: 'Miền Trung', contactSource: 'Được giới thiệu' } : {}),
        },
        accountManagerId: staffMember(n % 6),
        ...(isOrganisation(n)
          ? { taxCode: `010012345${String(n % 10)}` }
          : { demographics: { gender: 'female', birthDate: '1985-04-30' } }),
        addresses: [
          {
            addressId: part(n),
            label: 'Chính',
            street: `${String(n + 1)} Quang Trung`,
            province: 'Nghệ An',
            country: 'Việt Nam',
          },
        ],
        externalIds: [{ system: 'misa', id: `M-${String(n)}` }],
        custom: { hangThe: n % 2 === 0 ? 'vàng' : 'bạc', diem: n },
      },
      on(day),
    )
    await contacts.tag({ contactId, tag: n % 2 === 0 ? 'trường học' : 'khách quen' }, on(day))
    await contacts.addNote({ contactId, noteId: part(100 + n), text: `Gọi lại cho ${name} sau Tết` }, on(day))
    if (!isOrganisation(n)) {
      const position = { employmentId: part(200 + n), organisationId: contact(n - 1), position: 'Giám đốc' }
      await contacts.takePosition({ contactId, ...position, since: day }, on(day))
    }
  }
  await contacts.addPhone(
    { contactId: contact(0), phoneId: part(300), label: 'kế toán', phone: '024 3825 1234' },
    on('2026-02-20'),
  )
  await contacts.becomeCustomer({ contactId: contact(0), code: 'LELOI' }, on('2026-02-20'))
  for (const n of [2, 4, 5]) await contacts.becomeCustomer({ contactId: contact(n) }, on('2026-02-21'))
  await contacts.becomeSupplier({ contactId: contact(6) }, on('2026-02-22'))
  await contacts.archive({ contactId: contact(15) }, on('2026-03-01'))
  await contacts.leavePosition({ contactId: contact(7), employmentId: part(207) }, on('2026-03-01'))
  await contacts.rename({ contactId: contact(2), name: 'Công ty Cổ phần Đại Phát' }, on('2026-03-10'))
  await contacts.setProfile({ contactId: contact(2), group: 'VIP', industry: 'Thương mại' }, on('2026-03-10'))
}

const openOpportunities = async ({ opportunities }: Sales): Promise<void> => {
  const on = commandsOf('opportunities')
  for (let n = 0; n < 36; n++) {
    const opportunityId = opportunity(n)
    const day = daysAfter('2026-01-26', n * 2)
    const inProjects = n % 9 === 8
    await opportunities.open(
      {
        ...{
          opportunityId,
          title:
            n === 7 ? 'Chị Ánh hỏi máy chiếu' : `${['Máy in', 'Phòng học', 'Nội thất'][n % 3] ?? ''} đợt ${String(n)}`,
        },
        ...(n === 7 ? { personId: erasedCaller } : {}),
        ...(inProjects
          ? { pipelineId: projects, teamId: team(1), ownerId: staffMember(3) }
          : n % 7 === 6
            ? {}
            : { ownerId: staffMember(n % 6) }),
        ...(n % 8 === 7 ? {} : { customerId: contact(n % 15) }),
        expectedRevenue:
          n % 6 === 5
            ? { amount: `${String(1000 + n)}.50`, currency: 'USD' }
            : { amount: (n + 2) * 5_000_000, currency: 'VND' },
        ...{
          expectedCloseOn: daysAfter(day, 30 + n),
          priority: n % 4,
          tags: n % 2 === 0 ? ['trường học', 'ưu tiên'] : ['đại lý'],
        },
        ...{
          externalIds: [{ system: 'misa', id: `CH-${String(n)}` }],
          custom: { nguonVon: n % 3 === 0 ? 'ngân sách' : 'tự có' },
        },
      },
      on(day),
    )
    if (n % 5 === 0 && n % 6 !== 5) {
      await opportunities.addLine(
        { opportunityId, lineId: part(400 + n), productId: product(n % 5), quantity: 2 },
        on(daysAfter(day, 1)),
      )
      await opportunities.addLine(
        {
          opportunityId,
          lineId: part(500 + n),
          productId: product(3),
          quantity: 10,
          unitPrice: { amount: 90_000, currency: 'VND' },
        },
        on(daysAfter(day, 1)),
      )
    }
    if (n % 4 === 1)
      await opportunities.addPerson(
        { opportunityId, contactId: contact(1), role: 'Người quyết định' },
        on(daysAfter(day, 1)),
      )
    if (!inProjects && n % 3 !== 2)
      await opportunities.changeStage(
        { opportunityId, stageId: n % 2 === 0 ? standardStages.qualified : stage(1) },
        on(daysAfter(day, 5)),
      )
    if (n % 6 === 2) await opportunities.markWon({ opportunityId }, on(daysAfter(day, 20)))
    if (n % 6 === 3)
      await opportunities.markLost(
        { opportunityId, reasonId: standardLostReasons.tooExpensive, note: 'Chờ năm sau' },
        on(daysAfter(day, 15)),
      )
    if (n % 12 === 3) await opportunities.reopen({ opportunityId }, on(daysAfter(day, 25)))
    if (n % 12 === 4) await opportunities.markLost({ opportunityId, reasonId: reason(1) }, on(daysAfter(day, 18)))
  }
}

/** What happens from January to April. */
export const sellUntilApril = async (crm: Sales): Promise<void> => {
  await setUp(crm)
  await registerContacts(crm)
  await openOpportunities(crm)
}

/** What happens in May and June, some of it told late: names and prices change, people leave, deals close. */
export const sellUntilJune = async ({
  contacts,
  opportunities,
  pipelines,
  products,
  staff,
  teams,
  catalogues,
}: Sales): Promise<void> => {
  const on = commandsOf('later')
  await products.changePrice(
    { productId: product(0), listPrice: { amount: 1_650_000, currency: 'VND' } },
    on('2026-05-04'),
  )
  await products.retire({ productId: product(4) }, on('2026-05-04'))
  await pipelines.renameStage({ stageId: standardStages.qualified, name: 'Đã xác nhận nhu cầu' }, on('2026-05-04'))
  await pipelines.setStageProbability({ stageId: standardStages.qualified, probability: 40 }, on('2026-05-04'))
  await pipelines.retireLostReason({ reasonId: reason(1) }, on('2026-05-04'))
  await catalogues.renameEntry({ catalogue: 'tag', entryId: part(900), label: 'trường công' }, on('2026-05-04'))
  await teams.removeMember({ teamId: team(1), staffMemberId: staffMember(4) }, on('2026-05-05'))
  await staff.recordLeft({ staffMemberId: staffMember(4) }, on('2026-05-05'))
  await staff.move({ staffMemberId: staffMember(5), department: 'Dự án' }, on('2026-05-05'))
  for (const n of [4, 10, 22])
    await opportunities.reassign({ opportunityId: opportunity(n), ownerId: staffMember(5) }, on('2026-05-06'))
  await opportunities.reopen({ opportunityId: opportunity(8) }, on('2026-05-10'))
  await opportunities.changeStage({ opportunityId: opportunity(8), stageId: stage(11) }, on('2026-05-11'))
  await opportunities.markWon(
    { opportunityId: opportunity(3), revenue: { amount: 30_000_000, currency: 'VND' } },
    on('2026-05-12'),
  )
  await opportunities.markLost(
    { opportunityId: opportunity(12), reasonId: standardLostReasons.noBudget },
    on('2026-05-13'),
  )
  await opportunities.setRevenue(
    { opportunityId: opportunity(13), revenue: { amount: 77_000_000, currency: 'VND' } },
    on('2026-05-14'),
  )
  await opportunities.setProbability({ opportunityId: opportunity(13), probability: 55 }, on('2026-05-14'))
  await opportunities.untag({ opportunityId: opportunity(16), tag: 'ưu tiên' }, on('2026-05-15'))
  await opportunities.tag({ opportunityId: opportunity(16), tag: 'trường công' }, on('2026-05-15'))
  await opportunities.linkCustomer({ opportunityId: opportunity(7), customerId: contact(14) }, on('2026-05-16'))
  await opportunities.markWon({ opportunityId: opportunity(19) }, on('2026-06-02'))
  // told weeks later
  await opportunities.setPriority({ opportunityId: opportunity(24), priority: 3 }, on('2026-04-02'))
  await contacts.becomeCustomer({ contactId: contact(9) }, on('2026-06-03'))
}
