// What a conversion is to make, as it was given on the command line.
import type { Crm } from '@eventcrm/crm'
import { theCompany, theStandardPipeline, type LeadConvertInput } from '@eventcrm/domain'
import type { DirectoryKind } from '@eventcrm/read-model-directory'
import { usageFault } from '../fault.ts'
import { describedStream } from '../history/which-stream.ts'
import { stagesNamed } from '../list/opportunity-filter.ts'
import type { Place } from '../place.ts'
import { resolveName } from '../resolve-name.ts'

type Into = LeadConvertInput['into']
type Customer = LeadConvertInput['customer']

/** False where `--no-…` was given. */
type Named = string | boolean | undefined

export interface ConversionAsked {
  readonly into?: string | undefined
  /** Whether an opportunity is made or found at all. */
  readonly opportunity?: boolean | undefined
  readonly title?: string | undefined
  readonly pipeline?: string | undefined
  readonly stage?: string | undefined
  readonly owner?: Named
  readonly team?: Named
  readonly revenue?: string | undefined
  readonly currency?: string | undefined
  readonly expected?: string | undefined
  readonly customer?: Named
  readonly becomeCustomer?: boolean | undefined
  readonly code?: string | undefined
  readonly accountManager?: Named
}

const ofNew = ['title', 'pipeline', 'stage', 'owner', 'team', 'revenue', 'currency', 'expected'] as const

/** @throws Fault for options that go with another kind of conversion */
export const checkConversion = (asked: ConversionAsked): void => {
  const isNew = asked.opportunity !== false && asked.into === undefined
  // commander gives true for an option whose `--no-…` form was left out
  const extra = isNew ? undefined : ofNew.find(option => asked[option] !== undefined && asked[option] !== true)
  if (extra !== undefined)
    throw usageFault({
      en: `--${extra}: it goes with an opportunity that is opened, not with --into or --no-opportunity`,
      vi: `--${extra}: chỉ dùng khi mở cơ hội mới, không dùng với --into hay --no-opportunity`,
    })
  if (asked.opportunity === false && asked.into !== undefined)
    throw usageFault({
      en: '--into and --no-opportunity: give one of them',
      vi: '--into và --no-opportunity: chỉ dùng một trong hai',
    })
  if (asked.customer === false && asked.opportunity === false)
    throw usageFault({
      en: '--no-customer: without an opportunity, the lead becomes a customer',
      vi: '--no-customer: không có cơ hội thì khách hàng tiềm năng trở thành khách hàng',
    })
  const whose = asked.becomeCustomer === true ? 'become-customer' : asked.code === undefined ? undefined : 'code'
  if (asked.customer === false && whose !== undefined)
    throw usageFault({
      en: `--${whose}: of whom? leave --no-customer out`,
      vi: `--${whose}: của ai? hãy bỏ --no-customer`,
    })
  if (typeof asked.customer === 'string' && asked.accountManager !== undefined && asked.accountManager !== true)
    throw usageFault({
      en: '--account-manager: the customer given has one already, or nobody; leave it out',
      vi: '--account-manager: khách hàng đã cho đã có người phụ trách riêng; hãy bỏ tùy chọn này',
    })
  if (asked.currency !== undefined && asked.revenue === undefined)
    throw usageFault({
      en: '--currency: of what? give --revenue <amount>',
      vi: '--currency: của số tiền nào? hãy ghi --revenue <số tiền>',
    })
}

/** An id by a name; null where nobody was said to be it, undefined where nothing was said. */
const named = async (
  crm: Crm,
  given: Named,
  kind: DirectoryKind,
  option: string,
): Promise<string | null | undefined> =>
  typeof given === 'string' ? resolveName(crm, kind, given, `--${option}`) : given === false ? null : undefined

const intoOf = async (crm: Crm, place: Place, asked: ConversionAsked): Promise<Into> => {
  if (asked.opportunity === false) return { mode: 'customerOnly' }
  if (asked.into !== undefined) {
    const { id } = await describedStream(crm, place, 'opportunity', asked.into, () => Promise.resolve())
    return { mode: 'intoOpportunity', opportunityId: id }
  }
  const { title, pipeline, stage, revenue, expected } = asked
  const pipelineId = pipeline === undefined ? undefined : await resolveName(crm, 'pipeline', pipeline, '--pipeline')
  const [stageId] = stage === undefined ? [] : await stagesNamed(crm, stage, pipelineId ?? theStandardPipeline)
  const currency = asked.currency?.toUpperCase() ?? (await crm.state('company', theCompany)).currency
  return {
    ...{ mode: 'newOpportunity', title, pipelineId, stageId, expectedCloseOn: expected },
    ownerId: await named(crm, asked.owner, 'staffMember', 'owner'),
    teamId: await named(crm, asked.team, 'salesTeam', 'team'),
    expectedRevenue: revenue === undefined ? undefined : { amount: revenue, currency },
  }
}

const customerOf = async (crm: Crm, { customer, code, ...asked }: ConversionAsked): Promise<Customer> => {
  if (customer === false) return { choice: 'none' }
  // who gives a code means a customer
  const becomesCustomer = asked.becomeCustomer === true || code !== undefined ? true : undefined
  if (typeof customer === 'string') {
    const contactId = await resolveName(crm, 'contact', customer, '--customer')
    return { choice: 'link', contactId, becomesCustomer, code }
  }
  const accountManagerId = await named(crm, asked.accountManager, 'staffMember', 'account-manager')
  return { choice: 'create', accountManagerId, becomesCustomer, code }
}

/** @throws Fault naming the option at fault, and what may be meant by a name */
export const conversionAsked = async (
  crm: Crm,
  place: Place,
  asked: ConversionAsked,
): Promise<Pick<LeadConvertInput, 'into' | 'customer'>> => ({
  into: await intoOf(crm, place, asked),
  customer: await customerOf(crm, asked),
})
