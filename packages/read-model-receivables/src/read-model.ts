import { defineReadModel } from '@eventcrm/projection'
import { mergers } from '@eventcrm/read-model-directory'
import { invoices } from './invoices.ts'
import { invoicesList } from './invoices-list.ts'
import { payments } from './payments.ts'
import { receivablesReport } from './receivables-report.ts'
import { statementReport } from './statement-report.ts'

/** Invoices and payments, and what is outstanding of them as of any day. */
export const receivablesReadModel = defineReadModel({
  name: 'receivables',
  describe: 'Invoices and payments, what is outstanding of them as of any day, and statements of account',
  views: [invoices, payments],
  alsoReads: [mergers],
  rollups: [],
  reports: [receivablesReport, statementReport],
  lists: [invoicesList],
})
