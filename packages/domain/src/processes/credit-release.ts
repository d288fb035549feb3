import { invoice } from '../invoice/commands.ts'
import { showMoney } from '../kernel/money.ts'
import { defineProcess, leg, type Answer, type Leg } from '../kernel/process.ts'
import { payment } from '../payment/commands.ts'

/**
 * Tells payments what a credit note released of them: what it credits beyond the outstanding is in their remainders again. The invoice says
 * so already; here the payments learn of it.
 */
export const creditRelease = defineProcess({
  name: 'creditRelease',
  version: 1,
  describe: 'Puts into the remainder of payments what a credit note leaves without anything to pay',
  aggregates: [invoice, payment],
  requests: {
    InvoiceCredited: {
      key: ({ streamId, data }) => (data.released.length > 0 ? `${streamId}/${data.creditNoteId}` : null),
      *steps({ streamId: invoiceId, data: { creditNoteId, released } }): Generator<Leg, void, Answer> {
        for (const { paymentId, allocationId, amount } of released) {
          const part = { paymentId, allocationId, creditNoteId, amount: showMoney(amount) }
          const answer = yield leg(`released/${allocationId}`, payment.release(part))
          if (!answer.accepted) return
        }
        const { paymentId } = released.at(-1) ?? {}
        if (paymentId !== undefined)
          yield leg('completed', payment.completeRelease({ paymentId, invoiceId, creditNoteId }))
      },
    },
  },
  outcomes: {
    PaymentReleaseCompleted: ({ data }) => `${data.invoiceId}/${data.creditNoteId}`,
  },
})
