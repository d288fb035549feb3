import { catalogue as lists, catalogueId, readyMadeId, type Words } from '@eventcrm/crm'
import { salesPipeline, salesTeam, staffMember, product, contact } from '@eventcrm/crm'
import { theStandardPipeline, type MoneyInput } from '@eventcrm/crm'
import type { Day, Language } from '@eventcrm/crm'
import { customersOf, type Customer } from './customers.ts'
import { idsOf, type Ids } from './ids.ts'
import { campaigns } from './names/leads.ts'
import { catalogue, type DemoProduct } from './names/products.ts'
import { staffOf, type Staff } from './staff.ts'

/** A company as the seed has it: everything but what happens in its two years. */
export interface Company {
  readonly seed: number
  /** Of its pipeline, stages and lost reasons; people, companies and goods are called as they are called in Vietnam. */
  readonly language: Language
  readonly id: Ids
  readonly staff: Staff
  readonly customers: readonly Customer[]
  /** Those of whom nothing comes. */
  readonly prospects: readonly Customer[]
}

/** How `createCrm` sets the company up. */
export const foundingOf = (language: Language) =>
  ({
    name: 'Công ty Cổ phần Thiết bị Văn phòng Sông Lam',
    timeZone: 'Asia/Ho_Chi_Minh',
    currency: 'VND',
    country: 'VN',
    language,
  }) as const

/** One customer to about three opportunities, so that many come back, and more leads of which nothing comes than opportunities. */
export const companyOf = (seed: number, opportunities: number, language: Language): Company => {
  const id = idsOf(seed)
  return {
    seed,
    language,
    id,
    staff: staffOf(seed, id),
    customers: customersOf(seed, Math.max(12, Math.round(opportunities / 3)), id),
    prospects: customersOf(seed, Math.max(8, Math.round(opportunities * 1.2)), id, 'prospects'),
  }
}

export const productId = ({ id }: Company, { code }: DemoProduct): string => id('product', code)

const negotiation = {
  en: { name: 'Negotiation', requirements: ['Agree on the price and the day of delivery', 'Send the contract'] },
  vi: { name: 'Thương lượng', requirements: ['Chốt giá và thời hạn giao hàng', 'Gửi hợp đồng'] },
}

/** A stage of the company's own, between the preset ones. */
export const negotiationOf = ({ id }: Company): string => id('stage', 'negotiation')

/** List prices rise once, so that what was offered before and after can be told apart. */
export const pricesRiseOn: Day = '2025-07-01'
const raised = (price: number): number => Math.round((price * 1.05) / 10_000) * 10_000

export const priceOn = ({ price }: DemoProduct, day: Day): number => (day < pricesRiseOn ? price : raised(price))

export const dong = (amount: number): MoneyInput => ({ amount, currency: 'VND' })

export const priceRise = (company: Company) =>
  catalogue.map(sold =>
    product.changePrice({ productId: productId(company, sold), listPrice: dong(raised(sold.price)) }),
  )

const groups: Readonly<Record<string, string>> = { 'Cá nhân': 'individual', VIP: 'vip', 'Doanh nghiệp': 'enterprise' }
const territories = { north: 'north', centre: 'central', south: 'south' } as const
/** Entries of the ready-made catalogues, which are in the company's language. */
export const groupOf = ({ group }: Customer) => ({
  entryId: readyMadeId(catalogueId('customerGroup'), groups[group] ?? 'enterprise'),
})
export const territoryOf = ({ office }: Pick<Customer, 'office'>) => ({
  entryId: readyMadeId(catalogueId('territory'), territories[office.region]),
})
export const campaignId = ({ id }: Company, campaign: Words): string => id('campaign', campaign.en)

/** What is set up before the first customer is called, the company itself aside: a list of commands each, in this order. */
export const settingUp = (company: Company) => {
  const { id, staff } = company
  const { administrator, director, accountant, sellers } = staff
  const pipelineId = theStandardPipeline
  const teamId = (seller: { readonly office: { readonly region: string } | null }) =>
    id('sales team', seller.office?.region ?? '')
  const register = ({ id: staffMemberId, name, email, department }: Staff['director'], mainTeamId?: string) =>
    staffMember.register({
      staffMemberId,
      name,
      email,
      department,
      ...(mainTeamId === undefined ? {} : { mainTeamId }),
    })
  const leaders = sellers.filter(({ leads }) => leads)
  return [
    [register(administrator)],
    [register(director)],
    [register(accountant)],
    [
      salesPipeline.addStage({
        pipelineId,
        stageId: negotiationOf(company),
        order: 30,
        probability: 80,
        rottingDays: 21,
        ...negotiation[company.language],
      }),
    ],
    campaigns.map(campaign =>
      lists.addEntry({
        catalogue: 'campaign',
        entryId: campaignId(company, campaign),
        label: campaign[company.language],
      }),
    ),
    ...leaders.map(leader => [
      register(leader),
      salesTeam.create({
        teamId: teamId(leader),
        name: leader.office?.team ?? '',
        ...(leader.office ? { territory: territoryOf({ office: leader.office }) } : {}),
        leaderId: leader.id,
      }),
      salesTeam.addMember({ teamId: teamId(leader), staffMemberId: leader.id }),
      staffMember.setMainTeam({ staffMemberId: leader.id, mainTeamId: teamId(leader) }),
    ]),
    ...catalogue.map(sold => {
      const { code, name, group, unit, price } = sold
      return [product.list({ productId: productId(company, sold), code, name, group, unit, listPrice: dong(price) })]
    }),
  ]
}

/** Somebody who starts to sell for a team. */
export const joining = ({ id }: Company, { id: staffMemberId, name, email, department, office }: Staff['director']) => {
  const teamId = id('sales team', office?.region ?? '')
  return [
    staffMember.register({ staffMemberId, name, email, department, mainTeamId: teamId }),
    salesTeam.addMember({ teamId, staffMemberId }),
  ]
}

export const leaving = ({ id }: Company, { id: staffMemberId, office }: Staff['director']) => [
  salesTeam.removeMember({ teamId: id('sales team', office?.region ?? ''), staffMemberId }),
  staffMember.recordLeft({ staffMemberId }),
]

export const registering = (customer: Customer, accountManagerId: string) => {
  const { id, addressId, kind, name, email, industry, size, province, street } = customer
  return contact.register({
    contactId: id,
    kind,
    name,
    email,
    profile: { group: groupOf(customer), industry, size, territory: territoryOf(customer) },
    accountManagerId,
    addresses: [
      { addressId, label: kind === 'organisation' ? 'Văn phòng' : 'Nhà riêng', street, province, country: 'Việt Nam' },
    ],
  })
}
