// Written by `npm run docs` from the schemas of the commands; a test keeps it true.
/**
 * Takes a number for a contact’s customer code.
 */
export interface CustomerCodeSeriesTakeInput {
  /** Which customer code series. A UUID. */
  readonly seriesId: string
  /** The number. */
  readonly number: number
  /** Contact that becomes a customer. A UUID. */
  readonly ownerId: string
}

/**
 * What a caller gives for each command of `customerCodeSeries`.
 */
export interface CustomerCodeSeriesInputs {
  /**
   * Takes a number for a contact’s customer code.
   *
   * Rejected with `NUMBER_PASSED`.
   */
  readonly take: CustomerCodeSeriesTakeInput
}
