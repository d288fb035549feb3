// Written by `npm run docs` from the schemas of the commands; a test keeps it true.
/**
 * Takes a customer code for a contact.
 */
export interface CustomerCodeClaimInput {
  /** Which customer code. A UUID. */
  readonly codeId: string
  /** Contact that becomes a customer under it. A UUID. */
  readonly ownerId: string
}

/**
 * Frees a customer code of a contact that did not become a customer under it after all.
 */
export interface CustomerCodeReleaseInput {
  /** Which customer code. A UUID. */
  readonly codeId: string
  /** Contact that took it. A UUID. */
  readonly ownerId: string
}

/**
 * What a caller gives for each command of `customerCode`.
 */
export interface CustomerCodeInputs {
  /**
   * Takes a customer code for a contact.
   *
   * Rejected with `CUSTOMER_CODE_TAKEN`.
   */
  readonly claim: CustomerCodeClaimInput
  /**
   * Frees a customer code of a contact that did not become a customer under it after all.
   */
  readonly release: CustomerCodeReleaseInput
}
