import { z } from 'zod'
import { companyState, theCompany } from '../company/state.ts'
import {
  customerRefusedGiven,
  isToMakeCustomer,
  isYetToMakeCustomer,
  madeCustomerGiven,
} from '../contact/made-customer.ts'
import { contactState } from '../contact/state.ts'
import { differingField } from '../kernel/change.ts'
import { isRejection } from '../kernel/command.ts'
import { custom } from '../kernel/custom-fields.ts'
import { externalIds } from '../kernel/external-ids.ts'
import { code, id, line } from '../kernel/values.ts'
import { assign } from '../sales-team/assignment.ts'
import { salesTeamState } from '../sales-team/state.ts'
import { activeStaffMember } from '../staff-member/state.ts'
import { paymentEvents as events, paymentPurpose } from './events.ts'
import { command, paymentId, reject, someMoney } from './rules.ts'
import type { PaymentState } from './state.ts'

const given = {
  paymentId,
  personId: id('person')
    .optional()
    .describe('Whom the reference and own fields are about; the customer when left out'),
  customerId: id('contact').describe('Who paid, or was paid'),
  amount: someMoney.describe('How much'),
  method: code.optional().describe('How: cash, bank transfer …'),
  reference: line(300).optional().describe('What the bank or the receipt says of it'),
  ownerId: id('staff member').optional().describe('Salesperson in charge; nobody when left out'),
  teamId: id('sales team')
    .nullish()
    .describe('Sales team it counts for; the salesperson’s main team when left out; null none'),
  externalIds: externalIds.optional().describe('What other systems call it'),
  custom: custom.optional().describe('The company’s own fields'),
}
const receiving = z.strictObject(given)
const making = z.strictObject({
  ...given,
  purpose: paymentPurpose.optional().describe('What for; something else when left out'),
})
type Given = z.output<typeof making>

const rejects = [
  'CONTACT_UNKNOWN',
  'NOT_IN_SALES_TEAM',
  'PAYMENT_EXISTS',
  'SALES_TEAM_UNKNOWN',
  'STAFF_MEMBER_LEFT',
  'STAFF_MEMBER_UNKNOWN',
] as const

const surroundings = ({ customerId, ownerId, teamId }: Given) => ({
  customer: contactState.of(customerId),
  owner: activeStaffMember('ownerId', ownerId),
  team: salesTeamState.of(teamId),
})
type Surroundings = ReturnType<typeof surroundings>
type There = { readonly [Name in keyof Surroundings]: Surroundings[Name]['fold']['initialState'] }

/** The field of a payment that says something else than the one recorded under its id; what it leaves out says nothing. */
const otherPayment = ({ paymentId: _, ...rest }: Given, recorded: NonNullable<PaymentState['recorded']>) =>
  differingField(rest, { purpose: undefined, ...recorded, ...recorded.assignment })

/** What both events say; a rejection; nothing where it is recorded already. */
const recordedFrom = (
  input: Given,
  status: 'received' | 'made',
  state: PaymentState,
  { customer, owner, team }: There,
) => {
  const { paymentId, customerId, amount, method = null, reference = null, ownerId = null, teamId } = input
  if (state.recorded) {
    const field = state.status === status ? otherPayment(input, state.recorded) : 'paymentId'
    return field === undefined ? null : reject('PAYMENT_EXISTS', { field, paymentId })
  }
  if (customer.status === 'unknown') return reject('CONTACT_UNKNOWN', { field: 'customerId', contactId: customerId })
  const assignment = assign({ ownerId, teamId }, owner, team)
  if (isRejection(assignment)) return assignment
  const { personId = customer.personId ?? paymentId, externalIds = [], custom = {} } = input
  return { personId, customerId, amount, method, reference, assignment, externalIds, custom }
}

/** Money that came in, and money paid out. */
export const recordCommands = {
  receive: command({
    describe: 'Records money that came in from a customer; what is not allocated to invoices is the customer’s advance',
    rejects,
    creates: true,
    schema: receiving,
    context: given => ({ ...surroundings(given), company: companyState.of(theCompany) }),
    decide: (input, state, there) => {
      const recorded = recordedFrom(input, 'received', state, there)
      if (recorded === null) return []
      if ('code' in recorded) return recorded
      const makesCustomer = isToMakeCustomer('payment', there.company, there.customer)
      return [events.PaymentReceived({ ...recorded, makesCustomer })]
    },
  }),

  make: command({
    describe: 'Records money paid out to a customer: given back, a deposit, a commission; it pays no invoice',
    rejects,
    creates: true,
    schema: making,
    context: surroundings,
    decide: (input, state, there) => {
      const recorded = recordedFrom(input, 'made', state, there)
      if (recorded === null) return []
      return 'code' in recorded ? recorded : [events.PaymentMade({ ...recorded, purpose: input.purpose ?? 'other' })]
    },
  }),

  completeCustomer: command({
    describe: 'States that who paid is a customer; the process that sees to it says so, and nobody else needs to',
    schema: z.strictObject({ paymentId, ...madeCustomerGiven }),
    decide: ({ customerId }, state) => (isYetToMakeCustomer(state) ? [events.PaymentMadeCustomer({ customerId })] : []),
  }),

  refuseCustomer: command({
    describe:
      'States that who paid did not become a customer; the process that sees to it says so, and nobody else needs to',
    schema: z.strictObject({ paymentId, ...customerRefusedGiven }),
    decide: ({ customerId, code }, state) =>
      isYetToMakeCustomer(state) ? [events.PaymentCustomerRefused({ customerId, code })] : [],
  }),
}
