// Written by `npm run docs` from the schemas of the commands; a test keeps it true.
/**
 * Gives the next number to an invoice or a credit note, dated no earlier than the last number.
 */
export interface InvoiceSeriesTakeInput {
  /** Which invoice series. A UUID. */
  readonly seriesId: string
  /** The number after the last. */
  readonly number: number
  /** Invoice or credit note that gets it. A UUID. */
  readonly ownerId: string
  /** The invoice, or the one that is credited. A UUID. */
  readonly invoiceId: string
  /** Symbol of the series. At most 30 characters. */
  readonly symbol: string
  /** Year of the series. 1900 to 2199. */
  readonly year: number
}

/**
 * What a caller gives for each command of `invoiceSeries`.
 */
export interface InvoiceSeriesInputs {
  /**
   * Gives the next number to an invoice or a credit note, dated no earlier than the last number.
   *
   * Rejected with `NUMBER_NOT_NEXT`.
   */
  readonly take: InvoiceSeriesTakeInput
}
