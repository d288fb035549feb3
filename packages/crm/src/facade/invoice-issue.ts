// `crm.invoices.issue` and `credit`: commands with which a process begins, answered with the number once that has ended.
import { invoice, invoiceEvents, type Day, type InvoiceCreditInput, type InvoiceIssueInput } from '@eventcrm/domain'
import type { DecodedEvent, Position } from '@eventcrm/event-store'
import type { CommandOptions } from '../commands/command-options.ts'
import type { Processes } from '../processes/processes.ts'

/** The number that an invoice or a credit note was issued under. */
export interface NumberIssued {
  readonly number: string
  /** Symbol of the series that the number is of. */
  readonly symbol: string
  /** Its date: the day asked for, or that of the number before where that is later. */
  readonly on: Day
  /** Position of the event that states it. `crm.projected` waits for it. */
  readonly position: Position
}

export interface InvoiceIssuing {
  /**
   * Issues a draft under the next number of its series, without gaps. Once it waits for the number nothing can refuse it; after a fault from then
   * on it is issued later, by whoever runs the processes or sends the same again.
   * @returns its number; the same when it was issued before
   * @throws what a command throws
   * @example const { number } = await crm.invoices.issue({ invoiceId }, { at: '2026-03-01' })
   */
  issue(input: InvoiceIssueInput, options?: CommandOptions): Promise<NumberIssued>
  /**
   * Corrects an issued invoice by a credit note, in part or whole, under a number of its own.
   * @returns the number of the credit note
   * @throws what a command throws
   * @example const { number } = await crm.invoices.credit({ invoiceId, creditNoteId, amount: { amount: 500, currency: 'USD' } })
   */
  credit(input: InvoiceCreditInput, options?: CommandOptions): Promise<NumberIssued>
}

const { InvoiceReadyToIssue, InvoiceIssued, InvoiceCreditRequested, InvoiceCredited } = invoiceEvents

const numberIn = (outcome: DecodedEvent | null): NumberIssued => {
  if (outcome?.type === InvoiceIssued.type) {
    const { number, symbol, on } = InvoiceIssued.schema.parse(outcome.data)
    return { number, symbol: symbol ?? '', on, position: outcome.position }
  }
  if (outcome?.type === InvoiceCredited.type) {
    const { number, symbol, on } = InvoiceCredited.schema.parse(outcome.data)
    return { number, symbol, on, position: outcome.position }
  }
  throw new TypeError('An invoice was asked to be issued, and was not')
}

export const invoiceIssuing = (processes: Pick<Processes, 'carryOut'>): InvoiceIssuing => ({
  issue: async (input, options) =>
    numberIn(await processes.carryOut(invoice.issue(input), options, ({ type }) => type === InvoiceReadyToIssue.type)),
  credit: async (input, options) =>
    numberIn(
      await processes.carryOut(
        invoice.credit(input),
        options,
        ({ type, data }) =>
          type === InvoiceCreditRequested.type &&
          Reflect.get(data, 'creditNoteId') === input.creditNoteId.toLowerCase(),
      ),
    ),
})
