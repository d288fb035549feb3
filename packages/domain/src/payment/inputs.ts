// Written by `npm run docs` from the schemas of the commands; a test keeps it true.
import type { MoneyInput } from '../kernel/money.ts'

/**
 * Records money that came in from a customer; what is not allocated to invoices is the customer’s advance.
 */
export interface PaymentReceiveInput {
  /** Which payment. A UUID. */
  readonly paymentId: string
  /** Whom the reference and own fields are about; the customer when left out. A UUID. */
  readonly personId?: string | undefined
  /** Who paid, or was paid. A UUID. */
  readonly customerId: string
  /** How much. */
  readonly amount: MoneyInput
  /** How: cash, bank transfer …. At most 60 characters. */
  readonly method?: string | undefined
  /** What the bank or the receipt says of it. At most 300 characters. */
  readonly reference?: string | undefined
  /** Salesperson in charge; nobody when left out. A UUID. */
  readonly ownerId?: string | undefined
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
 * Records money paid out to a customer: given back, a deposit, a commission; it pays no invoice.
 */
export interface PaymentMakeInput {
  /** Which payment. A UUID. */
  readonly paymentId: string
  /** Whom the reference and own fields are about; the customer when left out. A UUID. */
  readonly personId?: string | undefined
  /** Who paid, or was paid. A UUID. */
  readonly customerId: string
  /** How much. */
  readonly amount: MoneyInput
  /** How: cash, bank transfer …. At most 60 characters. */
  readonly method?: string | undefined
  /** What the bank or the receipt says of it. At most 300 characters. */
  readonly reference?: string | undefined
  /** Salesperson in charge; nobody when left out. A UUID. */
  readonly ownerId?: string | undefined
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
  /** What for; something else when left out. */
  readonly purpose?: 'refund' | 'deposit' | 'commission' | 'other' | undefined
}

/**
 * States that who paid is a customer; the process that sees to it says so, and nobody else needs to.
 */
export interface PaymentCompleteCustomerInput {
  /** Which payment. A UUID. */
  readonly paymentId: string
  /** Who is to become a customer. A UUID. */
  readonly customerId: string
}

/**
 * States that who paid did not become a customer; the process that sees to it says so, and nobody else needs to.
 */
export interface PaymentRefuseCustomerInput {
  /** Which payment. A UUID. */
  readonly paymentId: string
  /** Who is to become a customer. A UUID. */
  readonly customerId: string
  /** Why not: the code of a rejection. */
  readonly code: string
}

/**
 * Has a part of the remainder pay an invoice: up to its outstanding, on any day from the payment’s on. One that the invoice refused stays refused: another try takes an id of its own.
 */
export interface PaymentAllocateInput {
  /** Which payment. A UUID. */
  readonly paymentId: string
  /** Which allocation. A UUID. */
  readonly allocationId: string
  /** Which invoice. A UUID. */
  readonly invoiceId: string
  /** Instalment that it is meant for, from 1; what is paid covers the first due whichever it names. 1 to 60. */
  readonly instalment?: number | undefined
  /** How much, in the currency of both. */
  readonly amount: MoneyInput
}

/**
 * States that an invoice took a part; the process that asked it says so, and nobody else needs to.
 */
export interface PaymentCompleteAllocationInput {
  /** Which payment. A UUID. */
  readonly paymentId: string
  /** Which allocation. A UUID. */
  readonly allocationId: string
}

/**
 * States that an invoice did not take a part; the process that asked it says so, and nobody else needs to.
 */
export interface PaymentRefuseAllocationInput {
  /** Which payment. A UUID. */
  readonly paymentId: string
  /** Which allocation. A UUID. */
  readonly allocationId: string
  /** Why not: the code of a rejection. */
  readonly code: string
}

/**
 * Has a part pay its invoice no longer: it is in the remainder again, not before the day that it paid on.
 */
export interface PaymentUndoAllocationInput {
  /** Which payment. A UUID. */
  readonly paymentId: string
  /** Which allocation. A UUID. */
  readonly allocationId: string
}

/**
 * States that a part pays its invoice no longer; the process that asked it says so, and nobody else needs to.
 */
export interface PaymentCompleteUndoInput {
  /** Which payment. A UUID. */
  readonly paymentId: string
  /** Which allocation. A UUID. */
  readonly allocationId: string
  /** What was left of it, as the invoice says; nothing when left out. */
  readonly amount?: MoneyInput | undefined
}

/**
 * Puts into the remainder what a credit note left without anything to pay; the process of the credit note says so, and nobody else needs to.
 */
export interface PaymentReleaseInput {
  /** Which payment. A UUID. */
  readonly paymentId: string
  /** Which allocation. A UUID. */
  readonly allocationId: string
  /** Which credit note. A UUID. */
  readonly creditNoteId: string
  /** How much of that part. */
  readonly amount: MoneyInput
}

/**
 * States that every payment knows what a credit note released; the process of the credit note says so, and nobody else needs to.
 */
export interface PaymentCompleteReleaseInput {
  /** Which payment. A UUID. */
  readonly paymentId: string
  /** Which invoice. A UUID. */
  readonly invoiceId: string
  /** Which credit note. A UUID. */
  readonly creditNoteId: string
}

/**
 * Says that it did not come in after all: it counts nothing from that day on, and no invoice is paid by it.
 */
export interface PaymentBounceInput {
  /** Which payment. A UUID. */
  readonly paymentId: string
  /** Why; left out when not known. At most 2000 characters. */
  readonly reason?: string | undefined
  /** Whom the reason is about; the one that the reference is about when left out. A UUID. */
  readonly personId?: string | undefined
}

/**
 * States that no invoice is paid by it any more; the process of the bounce says so, and nobody else needs to.
 */
export interface PaymentCompleteBounceInput {
  /** Which payment. A UUID. */
  readonly paymentId: string
}

/**
 * What a caller gives for each command of `payment`.
 */
export interface PaymentInputs {
  /**
   * Records money that came in from a customer; what is not allocated to invoices is the customer’s advance.
   *
   * Rejected with `CONTACT_UNKNOWN`, `NOT_IN_SALES_TEAM`, `PAYMENT_EXISTS`, `SALES_TEAM_UNKNOWN`, `STAFF_MEMBER_LEFT`, `STAFF_MEMBER_UNKNOWN`.
   */
  readonly receive: PaymentReceiveInput
  /**
   * Records money paid out to a customer: given back, a deposit, a commission; it pays no invoice.
   *
   * Rejected with `CONTACT_UNKNOWN`, `NOT_IN_SALES_TEAM`, `PAYMENT_EXISTS`, `SALES_TEAM_UNKNOWN`, `STAFF_MEMBER_LEFT`, `STAFF_MEMBER_UNKNOWN`.
   */
  readonly make: PaymentMakeInput
  /**
   * States that who paid is a customer; the process that sees to it says so, and nobody else needs to.
   *
   * Rejected with `PAYMENT_UNKNOWN`.
   */
  readonly completeCustomer: PaymentCompleteCustomerInput
  /**
   * States that who paid did not become a customer; the process that sees to it says so, and nobody else needs to.
   *
   * Rejected with `PAYMENT_UNKNOWN`.
   */
  readonly refuseCustomer: PaymentRefuseCustomerInput
  /**
   * Has a part of the remainder pay an invoice: up to its outstanding, on any day from the payment’s on. One that the invoice refused stays refused: another try takes an id of its own.
   *
   * Rejected with `PAYMENT_UNKNOWN`, `ALLOCATION_EXISTS`, `CURRENCY_MISMATCH`, `INVOICE_UNKNOWN`, `MORE_THAN_REMAINDER`, `NOT_ISSUED`, `OTHER_CUSTOMER`, `PAYMENT_BOUNCED`, `PAYMENT_PAID_OUT`.
   */
  readonly allocate: PaymentAllocateInput
  /**
   * States that an invoice took a part; the process that asked it says so, and nobody else needs to.
   *
   * Rejected with `PAYMENT_UNKNOWN`, `ALLOCATION_UNKNOWN`.
   */
  readonly completeAllocation: PaymentCompleteAllocationInput
  /**
   * States that an invoice did not take a part; the process that asked it says so, and nobody else needs to.
   *
   * Rejected with `PAYMENT_UNKNOWN`, `ALLOCATION_STANDS`, `ALLOCATION_UNKNOWN`.
   */
  readonly refuseAllocation: PaymentRefuseAllocationInput
  /**
   * Has a part pay its invoice no longer: it is in the remainder again, not before the day that it paid on.
   *
   * Rejected with `PAYMENT_UNKNOWN`, `ALLOCATION_PENDING`, `ALLOCATION_UNKNOWN`.
   */
  readonly undoAllocation: PaymentUndoAllocationInput
  /**
   * States that a part pays its invoice no longer; the process that asked it says so, and nobody else needs to.
   *
   * Rejected with `PAYMENT_UNKNOWN`, `ALLOCATION_STANDS`, `ALLOCATION_UNKNOWN`, `MORE_THAN_ALLOCATED`, `CURRENCY_MISMATCH`.
   */
  readonly completeUndo: PaymentCompleteUndoInput
  /**
   * Puts into the remainder what a credit note left without anything to pay; the process of the credit note says so, and nobody else needs to.
   *
   * Rejected with `PAYMENT_UNKNOWN`, `ALLOCATION_UNKNOWN`, `MORE_THAN_ALLOCATED`, `CURRENCY_MISMATCH`.
   */
  readonly release: PaymentReleaseInput
  /**
   * States that every payment knows what a credit note released; the process of the credit note says so, and nobody else needs to.
   *
   * Rejected with `PAYMENT_UNKNOWN`.
   */
  readonly completeRelease: PaymentCompleteReleaseInput
  /**
   * Says that it did not come in after all: it counts nothing from that day on, and no invoice is paid by it.
   *
   * Rejected with `PAYMENT_UNKNOWN`, `PAYMENT_BOUNCED`, `PAYMENT_PAID_OUT`.
   */
  readonly bounce: PaymentBounceInput
  /**
   * States that no invoice is paid by it any more; the process of the bounce says so, and nobody else needs to.
   *
   * Rejected with `PAYMENT_UNKNOWN`, `PAYMENT_NOT_BOUNCED`.
   */
  readonly completeBounce: PaymentCompleteBounceInput
}
