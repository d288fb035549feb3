export type { Bucket } from './ageing.ts'
export { invoiceDocument, invoices, type InvoiceDocument } from './invoices.ts'
export { invoicesList } from './invoices-list.ts'
export { paymentDocument, payments, type PaymentDocument } from './payments.ts'
export * from './read-model.ts'
export type {
  BucketFigures,
  CurrencyReceivables,
  CustomerReceivables,
  InvoiceReceivable,
  OutstandingFigures,
  Receivables,
} from './receivables-answer.ts'
export {
  receivablesQuestion,
  type CheckedReceivablesQuestion,
  type ReceivablesQuestion,
} from './receivables-question.ts'
export { receivablesReport } from './receivables-report.ts'
export type { StatementKind } from './statement-lines.ts'
export { statementQuestion, type CheckedStatementQuestion, type StatementQuestion } from './statement-question.ts'
export { statementReport, type CurrencyStatement, type Statement, type StatementLine } from './statement-report.ts'
