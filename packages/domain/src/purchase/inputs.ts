// Written by `npm run docs` from the schemas of the commands; a test keeps it true.
import type { MoneyInput } from '../kernel/money.ts'

/**
 * Records that somebody bought something on a day; the first makes a contact a customer.
 */
export interface PurchaseRecordInput {
  /** Which purchase. A UUID. */
  readonly purchaseId: string
  /** Who bought. A UUID. */
  readonly customerId: string
  /** What was paid for it, tax included; it may be nothing. */
  readonly amount: MoneyInput
  /** How much of it is tax; unknown when left out. */
  readonly tax?: MoneyInput | undefined
  /** Units bought, at most three decimals; unknown when left out. 0 to 1000000. */
  readonly units?: number | undefined
  /** Salesperson who sold it; the customer’s account manager when left out and no team is named; null nobody. A UUID. */
  readonly ownerId?: string | null | undefined
  /** Sales team it counts for; the salesperson’s main team when left out; null none. A UUID. */
  readonly teamId?: string | null | undefined
  /** What other systems call it. At most 50. */
  readonly externalIds?:
    | readonly {
        /** Which system. At most 60 characters. */
        readonly system: string
        /** Its id there. At most 200 characters. */
        readonly id: string
      }[]
    | undefined
  /** The company’s own fields. */
  readonly custom?: Readonly<Record<string, string | number | boolean>> | undefined
}

/**
 * Says that it was entered by mistake: it counts nowhere on any day, its history stays.
 */
export interface PurchaseVoidInput {
  /** Which purchase. A UUID. */
  readonly purchaseId: string
}

/**
 * States that who bought is a customer; the process that sees to it says so, and nobody else needs to.
 */
export interface PurchaseCompleteCustomerInput {
  /** Which purchase. A UUID. */
  readonly purchaseId: string
  /** Who is to become a customer. A UUID. */
  readonly customerId: string
}

/**
 * States that who bought did not become a customer; the process that sees to it says so, and nobody else needs to.
 */
export interface PurchaseRefuseCustomerInput {
  /** Which purchase. A UUID. */
  readonly purchaseId: string
  /** Who is to become a customer. A UUID. */
  readonly customerId: string
  /** Why not: the code of a rejection. */
  readonly code: string
}

/**
 * What a caller gives for each command of `purchase`.
 */
export interface PurchaseInputs {
  /**
   * Records that somebody bought something on a day; the first makes a contact a customer.
   *
   * Rejected with `CONTACT_UNKNOWN`, `CURRENCY_MISMATCH`, `NOT_IN_SALES_TEAM`, `PURCHASE_RECORDED`, `PURCHASE_VOID`, `SALES_TEAM_UNKNOWN`, `STAFF_MEMBER_LEFT`, `STAFF_MEMBER_UNKNOWN`, `TAX_TOO_LARGE`.
   */
  readonly record: PurchaseRecordInput
  /**
   * Says that it was entered by mistake: it counts nowhere on any day, its history stays.
   *
   * Rejected with `PURCHASE_UNKNOWN`.
   */
  readonly void: PurchaseVoidInput
  /**
   * States that who bought is a customer; the process that sees to it says so, and nobody else needs to.
   *
   * Rejected with `PURCHASE_UNKNOWN`.
   */
  readonly completeCustomer: PurchaseCompleteCustomerInput
  /**
   * States that who bought did not become a customer; the process that sees to it says so, and nobody else needs to.
   *
   * Rejected with `PURCHASE_UNKNOWN`.
   */
  readonly refuseCustomer: PurchaseRefuseCustomerInput
}
