// A storage contract: a released schema never changes. A change is a new version; the old one moves to `older`.
import { z } from 'zod'
import { customerRefusedStored, madeCustomerStored, makesCustomerStored } from '../contact/made-customer.ts'
import { customStored } from '../kernel/custom-fields.ts'
import { defineEvents } from '../kernel/events.ts'
import { externalIdsStored } from '../kernel/external-ids.ts'
import { storedMoney } from '../kernel/money.ts'
import { personal } from '../kernel/personal.ts'
import { id } from '../kernel/values.ts'
import { assignmentStored } from '../sales-team/assignment.ts'

const person = id('person').describe('Whom the personal fields are about; the payment’s own id where nobody is known')
const recorded = {
  personId: person,
  customerId: id('contact').describe('Who paid, or was paid'),
  amount: storedMoney.describe('How much'),
  method: z.string().nullable().describe('How: cash, bank transfer …; null not said'),
  reference: personal(z.string()).nullable().describe('What the bank or the receipt says of it; null nothing'),
  assignment: assignmentStored.describe('Who is in charge'),
  externalIds: externalIdsStored.describe('What other systems call it'),
  custom: customStored.describe('The company’s own fields'),
}

/** What money was paid out for. */
export const paymentPurpose = z
  .enum(['refund', 'deposit', 'commission', 'other'])
  .describe('What for: money given back, a deposit, a commission, something else')

const allocationId = id('allocation')
const invoiceId = id('invoice')
const allocation = {
  allocationId,
  invoiceId,
  instalment: z.int().nullable().describe('Instalment that it is meant for, from 1; null none in particular'),
  amount: storedMoney.describe('How much of the payment'),
}

const events = defineEvents({
  PaymentReceived: z.object({ ...recorded, makesCustomer: makesCustomerStored }).describe('Money came in'),
  PaymentMade: z.object({ ...recorded, purpose: paymentPurpose }).describe('Money was paid out'),

  PaymentMadeCustomer: madeCustomerStored.describe(
    'Who paid is a customer since: by this payment, or by something else by then',
  ),
  PaymentCustomerRefused: customerRefusedStored.describe('Who paid did not become a customer by it'),

  PaymentAllocationRequested: z
    .object(allocation)
    .describe('A part of it is to pay an invoice; it is out of the remainder from now on'),
  PaymentAllocated: z.object(allocation).describe('A part of it paid an invoice'),
  PaymentAllocationRefused: z
    .object({ allocationId, code: z.string().describe('Why not: the code of a rejection') })
    .describe('The invoice did not take that part: it is in the remainder as if it had never been asked for'),

  PaymentAllocationUndoRequested: z
    .object({ allocationId, invoiceId })
    .describe('A part of it is to pay an invoice no longer'),
  PaymentAllocationUndone: z
    .object({
      allocationId,
      invoiceId,
      amount: storedMoney.describe('What was left of that part, after what credit notes had released'),
    })
    .describe('A part of it pays an invoice no longer, and is in the remainder again'),

  PaymentAllocationReleased: z
    .object({
      allocationId,
      invoiceId,
      creditNoteId: id('credit note'),
      amount: storedMoney.describe('How much of that part'),
    })
    .describe(
      'A credit note of an invoice left so much of a part without anything to pay: it is in the remainder again',
    ),
  PaymentReleaseCompleted: z
    .object({ invoiceId, creditNoteId: id('credit note') })
    .describe('Every payment has in its remainder what the credit note released'),

  PaymentBounced: z
    .object({
      personId: person,
      reason: personal(z.string()).nullable().describe('Why; null not known'),
      allocations: z
        .array(z.object({ allocationId, invoiceId }))
        .describe('Its parts that pay invoices, and are undone'),
    })
    .describe('It did not come in after all: it counts nothing from this day on'),
  PaymentBounceCompleted: z.object({}).describe('No invoice is paid by it any more'),
})

type Inferred = typeof events
export interface PaymentEvents extends Inferred {} // a name for hovers and errors
export const paymentEvents: PaymentEvents = events
