// Written by `npm run docs` from the schemas of the commands; a test keeps it true.
/**
 * Takes a number for an invoice that was issued elsewhere under it.
 */
export interface InvoiceNumberClaimInput {
  /** Which invoice number. A UUID. */
  readonly numberId: string
  /** Invoice that has it. A UUID. */
  readonly ownerId: string
}

/**
 * Frees the number of an invoice that was not recorded after all.
 */
export interface InvoiceNumberReleaseInput {
  /** Which invoice number. A UUID. */
  readonly numberId: string
  /** Invoice that took it. A UUID. */
  readonly ownerId: string
}

/**
 * What a caller gives for each command of `invoiceNumber`.
 */
export interface InvoiceNumberInputs {
  /**
   * Takes a number for an invoice that was issued elsewhere under it.
   *
   * Rejected with `INVOICE_NUMBER_TAKEN`.
   */
  readonly claim: InvoiceNumberClaimInput
  /**
   * Frees the number of an invoice that was not recorded after all.
   */
  readonly release: InvoiceNumberReleaseInput
}
