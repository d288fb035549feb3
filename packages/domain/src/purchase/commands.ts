import { z } from 'zod'
import { companyState, theCompany } from '../company/state.ts'
import {
  customerRefusedGiven,
  isToMakeCustomer,
  isYetToMakeCustomer,
  madeCustomerGiven,
} from '../contact/made-customer.ts'
import { contactRejections, contactState } from '../contact/state.ts'
import { defineAggregate, type Aggregate } from '../kernel/aggregate.ts'
import { differingField } from '../kernel/change.ts'
import { commandOf, defineRejections, isRejection } from '../kernel/command.ts'
import { custom } from '../kernel/custom-fields.ts'
import { externalIds } from '../kernel/external-ids.ts'
import { moneyGiven, units } from '../kernel/money.ts'
import { id } from '../kernel/values.ts'
import { assign, assignmentRejections } from '../sales-team/assignment.ts'
import { salesTeamState } from '../sales-team/state.ts'
import { activeStaffMember, staffMemberRejections } from '../staff-member/state.ts'
import { purchaseEvents as events, type PurchaseEvents } from './events.ts'
import type { PurchaseInputs } from './inputs.ts'
import { purchaseState, type PurchaseState } from './state.ts'

const reject = defineRejections({
  ...contactRejections,
  ...staffMemberRejections,
  ...assignmentRejections,
  PURCHASE_UNKNOWN: { en: 'There is no such purchase', vi: 'Không có giao dịch mua này' },
  PURCHASE_RECORDED: {
    en: 'A purchase was recorded under this id with other values',
    vi: 'Đã có giao dịch mua với mã này nhưng có giá trị khác',
  },
  PURCHASE_VOID: {
    en: 'The purchase was entered by mistake, and nothing more can happen to it',
    vi: 'Giao dịch mua này đã bị hủy vì nhập nhầm nên không ghi thêm được gì',
  },
  CURRENCY_MISMATCH: {
    en: 'The tax is in another currency than the amount',
    vi: 'Tiền thuế dùng loại tiền khác với số tiền',
  },
  TAX_TOO_LARGE: { en: 'The tax is more than the amount that it is part of', vi: 'Tiền thuế lớn hơn số tiền gồm nó' },
})

const command = commandOf(purchaseState)
const purchaseId = id('purchase')

const recording = z.strictObject({
  purchaseId,
  customerId: id('contact').describe('Who bought'),
  amount: moneyGiven.describe('What was paid for it, tax included; it may be nothing'),
  tax: moneyGiven.optional().describe('How much of it is tax; unknown when left out'),
  units: units.optional().describe('Units bought, at most three decimals; unknown when left out'),
  ownerId: id('staff member')
    .nullish()
    .describe(
      'Salesperson who sold it; the customer’s account manager when left out and no team is named; null nobody',
    ),
  teamId: id('sales team')
    .nullish()
    .describe('Sales team it counts for; the salesperson’s main team when left out; null none'),
  externalIds: externalIds.optional().describe('What other systems call it'),
  custom: custom.optional().describe('The company’s own fields'),
})

/** The field of a recording that says something else than what is there; what it leaves out says nothing. */
const otherRecording = (
  { purchaseId: _, tax, ...given }: z.output<typeof recording>,
  { assignment, ...recorded }: NonNullable<PurchaseState['recorded']>,
): string | undefined =>
  differingField({ ...given, tax: tax?.minorUnits }, { ...recorded, ...assignment }) ??
  (tax && tax.currency !== recorded.amount.currency ? 'tax' : undefined)

export type PurchaseRejection = keyof typeof reject.wordings
type Inferred = Aggregate<'purchase', 'purchaseId', PurchaseEvents, PurchaseState, PurchaseRejection, PurchaseInputs>
export interface PurchaseAggregate extends Inferred {} // a name for hovers and declarations

/** Something that a customer bought, where there is no invoice: what a lifetime's value is computed from then. */
export const purchase: PurchaseAggregate = defineAggregate({
  state: purchaseState,
  rejections: reject,
  unknown: 'PURCHASE_UNKNOWN',
  commands: {
    record: command({
      describe: 'Records that somebody bought something on a day; the first makes a contact a customer',
      rejects: [
        'CONTACT_UNKNOWN',
        'CURRENCY_MISMATCH',
        'NOT_IN_SALES_TEAM',
        'PURCHASE_RECORDED',
        'PURCHASE_VOID',
        'SALES_TEAM_UNKNOWN',
        'STAFF_MEMBER_LEFT',
        'STAFF_MEMBER_UNKNOWN',
        'TAX_TOO_LARGE',
      ],
      creates: true,
      schema: recording,
      context: ({ customerId, ownerId, teamId }) => ({
        company: companyState.of(theCompany),
        customer: contactState.of(customerId),
        owner: activeStaffMember('ownerId', ownerId),
        team: salesTeamState.of(teamId),
      }),
      decide: (given, { status, recorded }, { company, customer, owner, team }) => {
        const { purchaseId, customerId, amount, tax, ownerId, teamId } = given
        if (status === 'void') return reject('PURCHASE_VOID', { field: 'purchaseId', purchaseId })
        if (recorded) {
          const field = otherRecording(given, recorded)
          return field === undefined ? [] : reject('PURCHASE_RECORDED', { field, purchaseId })
        }
        if (customer.status === 'unknown')
          return reject('CONTACT_UNKNOWN', { field: 'customerId', contactId: customerId })
        if (tax && tax.currency !== amount.currency)
          return reject('CURRENCY_MISMATCH', { field: 'tax', expected: amount.currency, currency: tax.currency })
        if (tax && tax.minorUnits > amount.minorUnits) return reject('TAX_TOO_LARGE', { field: 'tax' })
        // whether the account manager belongs to a team that is named is not known here
        const soldBy = ownerId === undefined ? (teamId ? null : customer.accountManagerId) : ownerId
        const assignment = assign({ ownerId: soldBy, teamId }, owner, team)
        if (isRejection(assignment)) return assignment
        const { externalIds = [], custom = {}, units = null } = given
        return [
          events.PurchaseRecorded({
            personId: customer.personId ?? customerId,
            customerId,
            amount,
            tax: tax?.minorUnits ?? null,
            units,
            assignment,
            makesCustomer: isToMakeCustomer('sale', company, customer),
            externalIds,
            custom,
          }),
        ]
      },
    }),

    void: command({
      describe: 'Says that it was entered by mistake: it counts nowhere on any day, its history stays',
      schema: z.strictObject({ purchaseId }),
      decide: (_, { status }) => (status === 'void' ? [] : [events.PurchaseVoided({})]),
    }),

    completeCustomer: command({
      describe: 'States that who bought is a customer; the process that sees to it says so, and nobody else needs to',
      schema: z.strictObject({ purchaseId, ...madeCustomerGiven }),
      decide: ({ customerId }, state) =>
        isYetToMakeCustomer(state) ? [events.PurchaseMadeCustomer({ customerId })] : [],
    }),

    refuseCustomer: command({
      describe:
        'States that who bought did not become a customer; the process that sees to it says so, and nobody else needs to',
      schema: z.strictObject({ purchaseId, ...customerRefusedGiven }),
      decide: ({ customerId, code }, state) =>
        isYetToMakeCustomer(state) ? [events.PurchaseCustomerRefused({ customerId, code })] : [],
    }),
  },
})
