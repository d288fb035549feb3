import { invoice } from '../invoice/commands.ts'
import { defineProcess, leg } from '../kernel/process.ts'

/** A credit note is one of its invoice: two invoices may have one of the same id. */
const creditKey = (invoiceId: string, creditNoteId: string): string => `${invoiceId}/${creditNoteId}`

/**
 * Has invoices and credit notes issued under the next number of their series. Nothing can refuse them any more, so each number is used; command
 * handling takes it, and finds it again after a crash.
 */
export const invoiceIssue = defineProcess({
  name: 'invoiceIssue',
  version: 1,
  describe: 'Issues invoices and credit notes under the next numbers of their series, without gaps',
  aggregates: [invoice],
  requests: {
    InvoiceReadyToIssue: {
      key: ({ streamId }) => streamId,
      *steps({ streamId: invoiceId }) {
        yield leg('issue', invoice.completeIssue({ invoiceId }))
      },
    },
    InvoiceCreditRequested: {
      key: ({ streamId, data }) => creditKey(streamId, data.creditNoteId),
      *steps({ streamId: invoiceId, data: { creditNoteId } }) {
        yield leg('credit', invoice.completeCredit({ invoiceId, creditNoteId }))
      },
    },
  },
  outcomes: {
    InvoiceIssued: ({ streamId }) => streamId,
    InvoiceCredited: ({ streamId, data }) => creditKey(streamId, data.creditNoteId),
  },
})
