import { z } from 'zod'
import { contactState, type ContactState } from '../contact/state.ts'
import { kernelRejection } from '../kernel/aggregate.ts'
import { same } from '../kernel/change.ts'
import { isRejection, type Rejection } from '../kernel/command.ts'
import { custom } from '../kernel/custom-fields.ts'
import type { Day } from '../kernel/dated.ts'
import { derivedId } from '../kernel/derived-id.ts'
import { emailAddress } from '../kernel/email-address.ts'
import { expected } from '../kernel/expected.ts'
import { externalIds } from '../kernel/external-ids.ts'
import { currencyGiven, moneyGiven, quantity, showMoney, type StoredMoney } from '../kernel/money.ts'
import type { Reference } from '../kernel/reference.ts'
import { dayGiven, id, line as oneLine, text } from '../kernel/values.ts'
import { opportunityState, type OpportunityState } from '../opportunity/state.ts'
import { productState, type ProductState } from '../product/state.ts'
import { assign, type Assignment } from '../sales-team/assignment.ts'
import { salesTeamState, type SalesTeamState } from '../sales-team/state.ts'
import { activeStaffMember, staffMemberState, type StaffMemberState } from '../staff-member/state.ts'
import { hundredths, invoiceAmounts } from './amounts.ts'
import { invoiceEvents as events } from './events.ts'
import { command, invoiceId, reject } from './rules.ts'
import {
  mostChanges,
  mostInstalments,
  mostLines,
  type InvoiceBuyer,
  type InvoiceContent,
  type InvoiceState,
} from './state.ts'
import { dueRules, instalmentsOf } from './terms.ts'

const twoDecimals = expected({ en: 'expected at most two decimals', vi: 'cần nhiều nhất hai chữ số thập phân' })
const percentage = z
  .number()
  .min(0)
  .max(100)
  .refine(value => Math.round(value * 100) / 100 === value, twoDecimals)

const eachLineOnce = expected({ en: 'expected each line once', vi: 'cần mỗi dòng một lần' })
const oneOfBoth = expected({
  en: 'expected a due day or instalments, not both',
  vi: 'cần ngày đến hạn hoặc các kỳ thanh toán, không phải cả hai',
})

const line = z.strictObject({
  lineId: id('line').optional().describe('Which line; one is made of its place when left out'),
  productId: id('product').nullish().describe('Product; null where it is none of the list'),
  description: oneLine(200).nullish().describe('What is charged for, as printed; null as the product is called'),
  quantity: quantity.default(1).describe('Units, at most three decimals; 1 when left out'),
  unitPrice: moneyGiven.describe('Price of a unit without tax'),
  discount: moneyGiven.optional().describe('Discount on the line; none when left out'),
  taxRate: percentage.nullish().describe('Tax in percent; null or left out where it is not subject to tax'),
})

const wholeExpected = expected({
  en: 'expected portions that add up to 100 percent',
  vi: 'cần các phần cộng lại bằng 100 phần trăm',
})
const portions = z
  .array(
    z.strictObject({
      portion: percentage.describe('Percent of the total, at most two decimals'),
      rule: z.enum(dueRules).default('daysAfterInvoice').describe('What its due day counts from'),
      count: z.int().min(0).max(3650).describe('Days, or months where the rule counts those'),
    }),
  )
  .min(1)
  .max(mostInstalments)
  .refine(parts => parts.reduce((sum, { portion }) => sum + hundredths(portion), 0n) === 10_000n, wholeExpected)
  .meta({ kind: 'instalments' })
const terms = z
  .strictObject({
    dueOn: dayGiven.optional().describe('One due day; not before the date of the invoice, which counts instead'),
    instalments: portions.optional().describe('Instalments, whose portions add up to 100'),
  })
  .refine(given => given.dueOn === undefined || given.instalments === undefined, oneOfBoth)

const buyer = z.strictObject({
  name: oneLine(300).optional().describe('Name'),
  taxCode: oneLine(60).optional().describe('Tax code'),
  address: text(500).optional().describe('Address'),
  email: emailAddress.optional().describe('Address that it is sent to'),
})

/** What a draft says, and what is recorded of one that was issued elsewhere. */
export const contentGiven = {
  invoiceId,
  personId: id('person')
    .optional()
    .describe('Whom its texts and own fields are about; whom the customer is about when left out'),
  customerId: id('contact').describe('Customer'),
  opportunityId: id('opportunity').nullish().describe('Opportunity that it is for; null none'),
  ownerId: id('staff member')
    .nullish()
    .describe(
      'Who is in charge; as of the opportunity, else the customer’s account manager, when left out; null nobody',
    ),
  teamId: id('sales team')
    .nullish()
    .describe(
      'Sales team it counts for; when left out the main team of who is named, else the opportunity’s; null none',
    ),
  currency: currencyGiven.optional().describe('Currency, ISO 4217; that of the first line when left out'),
  lines: z
    .array(line)
    .min(1)
    .max(mostLines)
    .check(({ value, issues }) => {
      const seen = new Set<string>()
      for (const [place, { lineId }] of value.entries()) {
        if (lineId === undefined) continue
        if (seen.has(lineId))
          issues.push({ code: 'custom', input: value, path: [place, 'lineId'], message: eachLineOnce })
        seen.add(lineId)
      }
    })
    .describe('Lines'),
  discount: moneyGiven.optional().describe('Discount on the whole invoice; none when left out'),
  terms: terms.optional().describe('When it is to be paid; on its date when left out'),
  buyer: buyer.optional().describe('Buyer as printed'),
  note: text(5000).optional().describe('What is said about it'),
  externalIds: externalIds.optional().describe('What other systems call it'),
  custom: custom.optional().describe('The company’s own fields'),
}
const draftGiven = z.strictObject(contentGiven)
type Given = z.output<typeof draftGiven>

type Products = Readonly<Record<`product/${string}`, Reference<ProductState>>>
/** Who manages the customer's account: known once the customer is. */
type Managers<Of> = Readonly<Record<`manager/${string}`, Of>>
type DraftContext = {
  readonly customer: Reference<ContactState>
  readonly opportunity: Reference<OpportunityState>
  readonly owner: Reference<StaffMemberState>
  readonly team: Reference<SalesTeamState>
} & Products &
  Managers<Reference<StaffMemberState>>

/** What content may be rejected with. */
export const contentRejects = [
  'AMOUNT_TOO_LARGE',
  'CONTACT_UNKNOWN',
  'CURRENCY_MISMATCH',
  'DISCOUNT_TOO_LARGE',
  'NOT_IN_SALES_TEAM',
  'OPPORTUNITY_UNKNOWN',
  'PRODUCT_UNKNOWN',
  'SALES_TEAM_UNKNOWN',
  'STAFF_MEMBER_UNKNOWN',
] as const

const productOf = (productId: string, place: number): Reference<ProductState> => ({
  ...productState.of(productId),
  refuse: ({ status }) =>
    status === 'unknown'
      ? { code: 'PRODUCT_UNKNOWN', details: { field: `lines.${String(place)}.productId`, productId } }
      : undefined,
})

/** The streams that content names. */
export const contentContext = ({ customerId, opportunityId, ownerId, teamId, lines }: Given): DraftContext => ({
  customer: {
    ...contactState.of(customerId),
    leadsTo: ({ accountManagerId }) =>
      accountManagerId === null ? {} : { [`manager/${accountManagerId}`]: staffMemberState.of(accountManagerId) },
  },
  opportunity: opportunityState.of(opportunityId),
  owner: activeStaffMember('ownerId', ownerId),
  team: salesTeamState.of(teamId),
  ...Object.fromEntries(
    lines.flatMap(({ productId }, place) =>
      typeof productId === 'string' ? [[`product/${productId}`, productOf(productId, place)] as const] : [],
    ),
  ),
})

interface Named extends Managers<StaffMemberState> {
  readonly customer: ContactState
  readonly opportunity: OpportunityState
  readonly owner: StaffMemberState
  readonly team: SalesTeamState
}

/** The account manager, also one who has left, with the main team and department of that day. */
const managing = (accountManagerId: string | null, named: Named): Assignment => {
  const { mainTeamId = null, department = null } = named[`manager/${accountManagerId ?? ''}`] ?? {}
  return { ownerId: accountManagerId, teamId: mainTeamId, department }
}

/** Who is in charge: who is named, else who has the opportunity, else who manages the customer's account. */
const assignmentOf = ({ ownerId, teamId }: Given, named: Named): Assignment | Rejection => {
  const { customer, opportunity, owner, team } = named
  if (ownerId !== undefined) return assign({ ownerId, teamId }, owner, team)
  const ofWhom = opportunity.status === 'unknown' ? managing(customer.accountManagerId, named) : opportunity.assignment
  if (teamId === undefined) return ofWhom
  const counted = assign({ ownerId: null, teamId }, owner, team)
  return isRejection(counted) ? counted : { ...ofWhom, teamId }
}

const buyerOf = (given: Given['buyer']): InvoiceBuyer | null => {
  if (!given) return null
  const { name = null, taxCode = null, address = null, email = null } = given
  return { name, taxCode, address, email }
}

const wholeTerms = { portion: 100, rule: 'daysAfterInvoice', count: 0 } as const
const termsOf = ({ dueOn, instalments }: z.output<typeof terms> = {}): InvoiceContent['terms'] => ({
  dueOn: dueOn ?? null,
  instalments: instalments ?? (dueOn === undefined ? [wholeTerms] : []),
})

/** Which amounts are in another currency than the invoice. */
const otherCurrency = (currency: string, { lines, discount }: Given): Rejection | undefined => {
  const amounts = [
    ...lines.flatMap(({ unitPrice, discount: less }, place) => [
      { field: `lines.${String(place)}.unitPrice`, money: unitPrice },
      { field: `lines.${String(place)}.discount`, money: less },
    ]),
    { field: 'discount', money: discount },
  ]
  const other = amounts.find(({ money }) => money && money.currency !== currency)
  return (
    other && reject('CURRENCY_MISMATCH', { field: other.field, expected: currency, currency: other.money?.currency })
  )
}

/**
 * All that an invoice says, with what its lines come to.
 * @param before what it said until then: who is in charge stays, where the customer and the opportunity are the same and nobody else is named
 */
export const contentOf = (given: Given, named: Named, before: InvoiceContent | null): InvoiceContent | Rejection => {
  const { invoiceId, customerId, opportunityId = null, lines, externalIds = [], custom = {}, note = null } = given
  if (named.customer.status === 'unknown')
    return reject('CONTACT_UNKNOWN', { field: 'customerId', contactId: customerId })
  if (opportunityId !== null && ['unknown', 'void'].includes(named.opportunity.status))
    return reject('OPPORTUNITY_UNKNOWN', { field: 'opportunityId', opportunityId })
  const isNamed = given.ownerId !== undefined || given.teamId !== undefined
  const stays = !isNamed && before?.customerId === customerId && before.opportunityId === opportunityId
  const assignment = stays ? before.assignment : assignmentOf(given, named)
  if (isRejection(assignment)) return assignment
  const { currency = lines[0]?.unitPrice.currency ?? '' } = given
  const mismatch = otherCurrency(currency, given)
  if (mismatch) return mismatch
  const money = (minorUnits: number): StoredMoney => ({ minorUnits, currency })
  const discount = given.discount?.minorUnits ?? 0
  const amounts = invoiceAmounts(
    lines.map(({ quantity, unitPrice, discount: less, taxRate = null }) => ({
      ...{ quantity, unitPrice: unitPrice.minorUnits, discount: less?.minorUnits ?? 0, taxRate },
    })),
    discount,
  )
  if ('fault' in amounts) {
    if (amounts.fault === 'tooLarge') return reject('AMOUNT_TOO_LARGE', { field: 'lines', currency })
    const field = amounts.line === null ? 'discount' : `lines.${String(amounts.line)}.discount`
    return reject('DISCOUNT_TOO_LARGE', { field, most: showMoney(money(amounts.most)).amount, currency })
  }
  const { net, tax, total, taxes } = amounts
  return {
    personId: given.personId ?? before?.personId ?? named.customer.personId ?? invoiceId,
    customerId,
    opportunityId,
    assignment,
    currency,
    lines: lines.map((one, i) => ({
      lineId: one.lineId ?? derivedId(invoiceId, `line/${String(i)}`),
      productId: one.productId ?? null,
      description: one.description ?? null,
      quantity: one.quantity,
      unitPrice: one.unitPrice,
      discount: one.discount ?? money(0),
      net: money(amounts.lines[i]?.net ?? 0),
      taxRate: one.taxRate ?? null,
      tax: money(amounts.lines[i]?.tax ?? 0),
    })),
    discount: money(discount),
    net: money(net),
    tax: money(tax),
    total: money(total),
    taxes: taxes.map(({ rate, taxable, tax: at }) => ({ rate, taxable: money(taxable), tax: money(at) })),
    terms: termsOf(given.terms),
    buyer: buyerOf(given.buyer),
    externalIds,
    custom,
    note,
  }
}

/** What is due when, of an invoice of that date. */
export const dueOf = ({ terms: agreed, total, currency }: InvoiceContent, on: Day) =>
  instalmentsOf(agreed, on, total.minorUnits).map(({ amount, ...due }) => ({
    ...due,
    amount: { minorUnits: amount, currency },
  }))

const whileDraft = ({ status }: InvoiceState, invoiceId: string): Rejection | undefined =>
  status === 'draft' ? undefined : reject('NOT_DRAFT', { field: 'invoiceId', invoiceId, status })

/** An invoice until it is issued. */
export const draftCommands = {
  draft: command({
    describe: 'Drafts an invoice: nothing is due until it is issued',
    rejects: ['ALREADY_DRAFTED', 'STAFF_MEMBER_LEFT', ...contentRejects],
    creates: true,
    schema: draftGiven,
    context: contentContext,
    decide: (given, { drafted }, named) => {
      const content = contentOf(given, named, drafted)
      if (isRejection(content)) return content
      if (!drafted) return [events.InvoiceDrafted(content)]
      const { invoiceId } = given
      return same(content, drafted) ? [] : reject('ALREADY_DRAFTED', { field: 'invoiceId', invoiceId })
    },
  }),

  changeDraft: command({
    describe: 'Changes a draft: all of it is as given since',
    rejects: ['NOT_DRAFT', 'STAFF_MEMBER_LEFT', ...contentRejects],
    schema: draftGiven,
    dependsOn: ['status'],
    context: contentContext,
    decide: (given, state, named) => {
      const content = contentOf(given, named, state.content)
      if (isRejection(content)) return content
      if (state.status === 'draft' && same(content, state.content)) return []
      const notDraft = whileDraft(state, given.invoiceId)
      if (notDraft) return notDraft
      if (state.changes >= mostChanges) return kernelRejection('TOO_MANY_FACTS', { most: mostChanges })
      return [events.InvoiceDraftChanged(content)]
    },
  }),

  discardDraft: command({
    describe: 'Throws a draft away',
    rejects: ['NOT_DRAFT'],
    schema: z.strictObject({ invoiceId }),
    dependsOn: ['content'],
    decide: ({ invoiceId }, state) =>
      state.status === 'discarded' ? [] : (whileDraft(state, invoiceId) ?? [events.InvoiceDraftDiscarded({})]),
  }),
}
