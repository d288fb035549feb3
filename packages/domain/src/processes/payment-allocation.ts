import { invoice } from '../invoice/commands.ts'
import { invoiceEvents } from '../invoice/events.ts'
import { showMoney } from '../kernel/money.ts'
import { decidedIn, defineProcess, leg, type Answer, type Leg, type ProcessEvent } from '../kernel/process.ts'
import { payment } from '../payment/commands.ts'

interface OfAllocation {
  readonly allocationId: string
}
const allocating = ({ streamId, data }: ProcessEvent<OfAllocation>) => `allocate/${streamId}/${data.allocationId}`
const undoing = ({ streamId, data }: ProcessEvent<OfAllocation>) => `undo/${streamId}/${data.allocationId}`
const bouncing = ({ streamId }: ProcessEvent) => `bounce/${streamId}`

/**
 * Has an invoice give back what is left of an allocation, and the payment say how much that was: nothing where credit notes released all of it.
 * @returns false where the invoice knows of no such allocation
 */
function* undo(
  paymentId: string,
  { allocationId, invoiceId }: OfAllocation & { readonly invoiceId: string },
): Generator<Leg, boolean, Answer> {
  const answer = yield leg(`invoice/${allocationId}`, invoice.undoAllocation({ invoiceId, allocationId }))
  if (!answer.accepted) return false
  const undone = decidedIn(answer.events, invoiceEvents.InvoiceAllocationUndone)
  const amount = undone && showMoney(undone.amount)
  yield leg(`undone/${allocationId}`, payment.completeUndo({ paymentId, allocationId, amount }))
  return true
}

/**
 * Carries allocations of payments to invoices. The invoice takes a part of a payment up to what is outstanding, or refuses, which puts the
 * part back into the remainder. The same way back: of what is undone, and of all that a payment pays that bounced, the invoice says how much
 * was left.
 */
export const paymentAllocation = defineProcess({
  name: 'paymentAllocation',
  version: 1,
  describe: 'Has invoices take the parts of payments that are to pay them, and give them back',
  aggregates: [payment],
  requests: {
    PaymentAllocationRequested: {
      key: allocating,
      *steps({ streamId: paymentId, data }): Generator<Leg, void, Answer> {
        const { allocationId, invoiceId, instalment, amount } = data
        const part = { invoiceId, allocationId, paymentId, instalment, amount: showMoney(amount) }
        const answer = yield leg('invoice', invoice.allocate(part))
        if (answer.accepted) yield leg('allocated', payment.completeAllocation({ paymentId, allocationId }))
        else {
          const { code } = answer.rejection
          yield leg('refused', payment.refuseAllocation({ paymentId, allocationId, code }))
        }
      },
    },
    PaymentAllocationUndoRequested: {
      key: undoing,
      *steps({ streamId: paymentId, data }): Generator<Leg, void, Answer> {
        yield* undo(paymentId, data)
      },
    },
    PaymentBounced: {
      key: bouncing,
      *steps({ streamId: paymentId, data }): Generator<Leg, void, Answer> {
        for (const allocation of data.allocations) if (!(yield* undo(paymentId, allocation))) return
        yield leg('completed', payment.completeBounce({ paymentId }))
      },
    },
  },
  outcomes: {
    PaymentAllocated: allocating,
    PaymentAllocationRefused: { key: allocating, refusal: ({ data }) => data.code },
    PaymentAllocationUndone: undoing,
    PaymentBounceCompleted: bouncing,
  },
})
