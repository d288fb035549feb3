// Written by `npm run docs` from the schemas of the commands; a test keeps it true.
import type { MoneyInput } from '../kernel/money.ts'

/**
 * Drafts an invoice: nothing is due until it is issued.
 */
export interface InvoiceDraftInput {
  /** Which invoice. A UUID. */
  readonly invoiceId: string
  /** Whom its texts and own fields are about; whom the customer is about when left out. A UUID. */
  readonly personId?: string | undefined
  /** Customer. A UUID. */
  readonly customerId: string
  /** Opportunity that it is for; null none. A UUID. */
  readonly opportunityId?: string | null | undefined
  /** Who is in charge; as of the opportunity, else the customer’s account manager, when left out; null nobody. A UUID. */
  readonly ownerId?: string | null | undefined
  /** Sales team it counts for; when left out the main team of who is named, else the opportunity’s; null none. A UUID. */
  readonly teamId?: string | null | undefined
  /** Currency, ISO 4217; that of the first line when left out. */
  readonly currency?: string | undefined
  /** Lines. At most 500. */
  readonly lines: readonly {
    /** Which line; one is made of its place when left out. A UUID. */
    readonly lineId?: string | undefined
    /** Product; null where it is none of the list. A UUID. */
    readonly productId?: string | null | undefined
    /** What is charged for, as printed; null as the product is called. At most 200 characters. */
    readonly description?: string | null | undefined
    /** Units, at most three decimals; 1 when left out. */
    readonly quantity?: number | undefined
    /** Price of a unit without tax. */
    readonly unitPrice: MoneyInput
    /** Discount on the line; none when left out. */
    readonly discount?: MoneyInput | undefined
    /** Tax in percent; null or left out where it is not subject to tax. 0 to 100. */
    readonly taxRate?: number | null | undefined
  }[]
  /** Discount on the whole invoice; none when left out. */
  readonly discount?: MoneyInput | undefined
  /** When it is to be paid; on its date when left out. */
  readonly terms?:
    | {
        /** One due day; not before the date of the invoice, which counts instead. A day, 'YYYY-MM-DD'. */
        readonly dueOn?: string | undefined
        /** Instalments, whose portions add up to 100. At most 60. */
        readonly instalments?:
          | readonly {
              /** Percent of the total, at most two decimals. 0 to 100. */
              readonly portion: number
              /** What its due day counts from. */
              readonly rule?: 'daysAfterInvoice' | 'daysAfterMonthEnd' | 'monthsAfterMonthEnd' | undefined
              /** Days, or months where the rule counts those. 0 to 3650. */
              readonly count: number
            }[]
          | undefined
      }
    | undefined
  /** Buyer as printed. */
  readonly buyer?:
    | {
        /** Name. At most 300 characters. */
        readonly name?: string | undefined
        /** Tax code. At most 60 characters. */
        readonly taxCode?: string | undefined
        /** Address. At most 500 characters. */
        readonly address?: string | undefined
        /** Address that it is sent to. At most 254 characters. */
        readonly email?: string | undefined
      }
    | undefined
  /** What is said about it. At most 5000 characters. */
  readonly note?: string | undefined
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
 * Changes a draft: all of it is as given since.
 */
export interface InvoiceChangeDraftInput {
  /** Which invoice. A UUID. */
  readonly invoiceId: string
  /** Whom its texts and own fields are about; whom the customer is about when left out. A UUID. */
  readonly personId?: string | undefined
  /** Customer. A UUID. */
  readonly customerId: string
  /** Opportunity that it is for; null none. A UUID. */
  readonly opportunityId?: string | null | undefined
  /** Who is in charge; as of the opportunity, else the customer’s account manager, when left out; null nobody. A UUID. */
  readonly ownerId?: string | null | undefined
  /** Sales team it counts for; when left out the main team of who is named, else the opportunity’s; null none. A UUID. */
  readonly teamId?: string | null | undefined
  /** Currency, ISO 4217; that of the first line when left out. */
  readonly currency?: string | undefined
  /** Lines. At most 500. */
  readonly lines: readonly {
    /** Which line; one is made of its place when left out. A UUID. */
    readonly lineId?: string | undefined
    /** Product; null where it is none of the list. A UUID. */
    readonly productId?: string | null | undefined
    /** What is charged for, as printed; null as the product is called. At most 200 characters. */
    readonly description?: string | null | undefined
    /** Units, at most three decimals; 1 when left out. */
    readonly quantity?: number | undefined
    /** Price of a unit without tax. */
    readonly unitPrice: MoneyInput
    /** Discount on the line; none when left out. */
    readonly discount?: MoneyInput | undefined
    /** Tax in percent; null or left out where it is not subject to tax. 0 to 100. */
    readonly taxRate?: number | null | undefined
  }[]
  /** Discount on the whole invoice; none when left out. */
  readonly discount?: MoneyInput | undefined
  /** When it is to be paid; on its date when left out. */
  readonly terms?:
    | {
        /** One due day; not before the date of the invoice, which counts instead. A day, 'YYYY-MM-DD'. */
        readonly dueOn?: string | undefined
        /** Instalments, whose portions add up to 100. At most 60. */
        readonly instalments?:
          | readonly {
              /** Percent of the total, at most two decimals. 0 to 100. */
              readonly portion: number
              /** What its due day counts from. */
              readonly rule?: 'daysAfterInvoice' | 'daysAfterMonthEnd' | 'monthsAfterMonthEnd' | undefined
              /** Days, or months where the rule counts those. 0 to 3650. */
              readonly count: number
            }[]
          | undefined
      }
    | undefined
  /** Buyer as printed. */
  readonly buyer?:
    | {
        /** Name. At most 300 characters. */
        readonly name?: string | undefined
        /** Tax code. At most 60 characters. */
        readonly taxCode?: string | undefined
        /** Address. At most 500 characters. */
        readonly address?: string | undefined
        /** Address that it is sent to. At most 254 characters. */
        readonly email?: string | undefined
      }
    | undefined
  /** What is said about it. At most 5000 characters. */
  readonly note?: string | undefined
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
 * Throws a draft away.
 */
export interface InvoiceDiscardDraftInput {
  /** Which invoice. A UUID. */
  readonly invoiceId: string
}

/**
 * Issues a draft: it gets the next number of its series, and can be changed no more. Where the number before has a later date, that is its date too, from which due days count.
 */
export interface InvoiceIssueInput {
  /** Which invoice. A UUID. */
  readonly invoiceId: string
  /** Symbol of the series that its number is of; HD when left out. At most 30 characters. */
  readonly symbol?: string | undefined
}

/**
 * Has an invoice issued under its number; its process says so, and nobody else needs to.
 */
export interface InvoiceCompleteIssueInput {
  /** Which invoice. A UUID. */
  readonly invoiceId: string
  /** The number: command handling takes it from the series, and refuses a command that says one. */
  readonly number?: number | undefined
}

/**
 * Records an invoice that was issued elsewhere, under the number it has; its day is its date.
 */
export interface InvoiceRecordInput {
  /** Which invoice. A UUID. */
  readonly invoiceId: string
  /** Whom its texts and own fields are about; whom the customer is about when left out. A UUID. */
  readonly personId?: string | undefined
  /** Customer. A UUID. */
  readonly customerId: string
  /** Opportunity that it is for; null none. A UUID. */
  readonly opportunityId?: string | null | undefined
  /** Who is in charge; as of the opportunity, else the customer’s account manager, when left out; null nobody. A UUID. */
  readonly ownerId?: string | null | undefined
  /** Sales team it counts for; when left out the main team of who is named, else the opportunity’s; null none. A UUID. */
  readonly teamId?: string | null | undefined
  /** Currency, ISO 4217; that of the first line when left out. */
  readonly currency?: string | undefined
  /** Lines. At most 500. */
  readonly lines: readonly {
    /** Which line; one is made of its place when left out. A UUID. */
    readonly lineId?: string | undefined
    /** Product; null where it is none of the list. A UUID. */
    readonly productId?: string | null | undefined
    /** What is charged for, as printed; null as the product is called. At most 200 characters. */
    readonly description?: string | null | undefined
    /** Units, at most three decimals; 1 when left out. */
    readonly quantity?: number | undefined
    /** Price of a unit without tax. */
    readonly unitPrice: MoneyInput
    /** Discount on the line; none when left out. */
    readonly discount?: MoneyInput | undefined
    /** Tax in percent; null or left out where it is not subject to tax. 0 to 100. */
    readonly taxRate?: number | null | undefined
  }[]
  /** Discount on the whole invoice; none when left out. */
  readonly discount?: MoneyInput | undefined
  /** When it is to be paid; on its date when left out. */
  readonly terms?:
    | {
        /** One due day; not before the date of the invoice, which counts instead. A day, 'YYYY-MM-DD'. */
        readonly dueOn?: string | undefined
        /** Instalments, whose portions add up to 100. At most 60. */
        readonly instalments?:
          | readonly {
              /** Percent of the total, at most two decimals. 0 to 100. */
              readonly portion: number
              /** What its due day counts from. */
              readonly rule?: 'daysAfterInvoice' | 'daysAfterMonthEnd' | 'monthsAfterMonthEnd' | undefined
              /** Days, or months where the rule counts those. 0 to 3650. */
              readonly count: number
            }[]
          | undefined
      }
    | undefined
  /** Buyer as printed. */
  readonly buyer?:
    | {
        /** Name. At most 300 characters. */
        readonly name?: string | undefined
        /** Tax code. At most 60 characters. */
        readonly taxCode?: string | undefined
        /** Address. At most 500 characters. */
        readonly address?: string | undefined
        /** Address that it is sent to. At most 254 characters. */
        readonly email?: string | undefined
      }
    | undefined
  /** What is said about it. At most 5000 characters. */
  readonly note?: string | undefined
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
  /** Its number. At most 60 characters. */
  readonly number: string
  /** Symbol of the series of its number; none when left out. At most 30 characters. */
  readonly symbol?: string | undefined
}

/**
 * States that the one it is for is a customer; the process that sees to it says so, and nobody else needs to.
 */
export interface InvoiceCompleteCustomerInput {
  /** Which invoice. A UUID. */
  readonly invoiceId: string
  /** Who is to become a customer. A UUID. */
  readonly customerId: string
}

/**
 * States that the one it is for did not become a customer; the process that sees to it says so, and nobody else needs to.
 */
export interface InvoiceRefuseCustomerInput {
  /** Which invoice. A UUID. */
  readonly invoiceId: string
  /** Who is to become a customer. A UUID. */
  readonly customerId: string
  /** Why not: the code of a rejection. */
  readonly code: string
}

/**
 * Cancels an issued invoice: it keeps its number, and comes to nothing from then on.
 */
export interface InvoiceCancelInput {
  /** Which invoice. A UUID. */
  readonly invoiceId: string
  /** Why. At most 2000 characters. */
  readonly reason?: string | undefined
}

/**
 * Has part of a payment pay it, up to what is outstanding on that day and every later one; the payment’s process says so.
 */
export interface InvoiceAllocateInput {
  /** Which invoice. A UUID. */
  readonly invoiceId: string
  /** Which allocation. A UUID. */
  readonly allocationId: string
  /** Which payment. A UUID. */
  readonly paymentId: string
  /** Instalment that it is meant for, 1 the first; null none. */
  readonly instalment?: number | null | undefined
  /** How much, in the invoice’s currency. */
  readonly amount: MoneyInput
}

/**
 * Has part of a payment pay it no more, as far as no credit note has freed it; one that began later, from then on.
 */
export interface InvoiceUndoAllocationInput {
  /** Which invoice. A UUID. */
  readonly invoiceId: string
  /** Which allocation. A UUID. */
  readonly allocationId: string
}

/**
 * Corrects an issued invoice by a credit note, in part or whole: it gets the next number of its series, dated no earlier than the number before, and frees payments where it credits more than is outstanding.
 */
export interface InvoiceCreditInput {
  /** Which invoice. A UUID. */
  readonly invoiceId: string
  /** Which credit note. A UUID. */
  readonly creditNoteId: string
  /** Amount credited, with tax; all that is neither credited nor written off when left out. */
  readonly amount?: MoneyInput | undefined
  /** Why. At most 2000 characters. */
  readonly reason?: string | undefined
  /** Symbol of the series that its number is of; when left out that of the invoice, HD of one issued elsewhere. At most 30 characters. */
  readonly symbol?: string | undefined
}

/**
 * Has a credit note issued under its number; its process says so, and nobody else needs to.
 */
export interface InvoiceCompleteCreditInput {
  /** Which invoice. A UUID. */
  readonly invoiceId: string
  /** Which credit note. A UUID. */
  readonly creditNoteId: string
  /** The number: command handling takes it from the series, and refuses a command that says one. */
  readonly number?: number | undefined
}

/**
 * Says that it is not expected to be paid, in part or whole.
 */
export interface InvoiceWriteOffInput {
  /** Which invoice. A UUID. */
  readonly invoiceId: string
  /** Which write-off. A UUID. */
  readonly writeOffId: string
  /** How much; all that is outstanding on that day and every later one when left out. */
  readonly amount?: MoneyInput | undefined
  /** Why. At most 2000 characters. */
  readonly reason?: string | undefined
}

/**
 * Expects what was written off after all; what was written off later, from then on.
 */
export interface InvoiceUndoWriteOffInput {
  /** Which invoice. A UUID. */
  readonly invoiceId: string
  /** Which write-off. A UUID. */
  readonly writeOffId: string
}

/**
 * Raises the instalments that were overdue from its own day on, once each; the clock sends it, dated on each such day.
 */
export interface InvoiceRaiseOverdueInput {
  /** Which invoice. A UUID. */
  readonly invoiceId: string
}

/**
 * What a caller gives for each command of `invoice`.
 */
export interface InvoiceInputs {
  /**
   * Drafts an invoice: nothing is due until it is issued.
   *
   * Rejected with `ALREADY_DRAFTED`, `STAFF_MEMBER_LEFT`, `AMOUNT_TOO_LARGE`, `CONTACT_UNKNOWN`, `CURRENCY_MISMATCH`, `DISCOUNT_TOO_LARGE`, `NOT_IN_SALES_TEAM`, `OPPORTUNITY_UNKNOWN`, `PRODUCT_UNKNOWN`, `SALES_TEAM_UNKNOWN`, `STAFF_MEMBER_UNKNOWN`.
   */
  readonly draft: InvoiceDraftInput
  /**
   * Changes a draft: all of it is as given since.
   *
   * Rejected with `INVOICE_UNKNOWN`, `NOT_DRAFT`, `STAFF_MEMBER_LEFT`, `AMOUNT_TOO_LARGE`, `CONTACT_UNKNOWN`, `CURRENCY_MISMATCH`, `DISCOUNT_TOO_LARGE`, `NOT_IN_SALES_TEAM`, `OPPORTUNITY_UNKNOWN`, `PRODUCT_UNKNOWN`, `SALES_TEAM_UNKNOWN`, `STAFF_MEMBER_UNKNOWN`.
   */
  readonly changeDraft: InvoiceChangeDraftInput
  /**
   * Throws a draft away.
   *
   * Rejected with `INVOICE_UNKNOWN`, `NOT_DRAFT`.
   */
  readonly discardDraft: InvoiceDiscardDraftInput
  /**
   * Issues a draft: it gets the next number of its series, and can be changed no more. Where the number before has a later date, that is its date too, from which due days count.
   *
   * Rejected with `INVOICE_UNKNOWN`, `ISSUED_OTHERWISE`, `NOT_DRAFT`.
   */
  readonly issue: InvoiceIssueInput
  /**
   * Has an invoice issued under its number; its process says so, and nobody else needs to.
   *
   * Rejected with `INVOICE_UNKNOWN`, `NOT_READY`, `NUMBER_MISSING`.
   */
  readonly completeIssue: InvoiceCompleteIssueInput
  /**
   * Records an invoice that was issued elsewhere, under the number it has; its day is its date.
   *
   * Rejected with `ALREADY_DRAFTED`, `SYMBOL_IN_USE`, `AMOUNT_TOO_LARGE`, `CONTACT_UNKNOWN`, `CURRENCY_MISMATCH`, `DISCOUNT_TOO_LARGE`, `NOT_IN_SALES_TEAM`, `OPPORTUNITY_UNKNOWN`, `PRODUCT_UNKNOWN`, `SALES_TEAM_UNKNOWN`, `STAFF_MEMBER_UNKNOWN`.
   */
  readonly record: InvoiceRecordInput
  /**
   * States that the one it is for is a customer; the process that sees to it says so, and nobody else needs to.
   *
   * Rejected with `INVOICE_UNKNOWN`.
   */
  readonly completeCustomer: InvoiceCompleteCustomerInput
  /**
   * States that the one it is for did not become a customer; the process that sees to it says so, and nobody else needs to.
   *
   * Rejected with `INVOICE_UNKNOWN`.
   */
  readonly refuseCustomer: InvoiceRefuseCustomerInput
  /**
   * Cancels an issued invoice: it keeps its number, and comes to nothing from then on.
   *
   * Rejected with `INVOICE_UNKNOWN`, `NOT_ISSUED`, `PARTLY_COVERED`.
   */
  readonly cancel: InvoiceCancelInput
  /**
   * Has part of a payment pay it, up to what is outstanding on that day and every later one; the payment’s process says so.
   *
   * Rejected with `INVOICE_UNKNOWN`, `ALLOCATION_EXISTS`, `CURRENCY_MISMATCH`, `INSTALMENT_UNKNOWN`, `NOT_ISSUED`, `OUTSTANDING_EXCEEDED`.
   */
  readonly allocate: InvoiceAllocateInput
  /**
   * Has part of a payment pay it no more, as far as no credit note has freed it; one that began later, from then on.
   *
   * Rejected with `INVOICE_UNKNOWN`, `ALLOCATION_UNKNOWN`.
   */
  readonly undoAllocation: InvoiceUndoAllocationInput
  /**
   * Corrects an issued invoice by a credit note, in part or whole: it gets the next number of its series, dated no earlier than the number before, and frees payments where it credits more than is outstanding.
   *
   * Rejected with `INVOICE_UNKNOWN`, `CREDIT_EXCEEDED`, `CREDIT_NOTE_EXISTS`, `CURRENCY_MISMATCH`, `NOT_ISSUED`.
   */
  readonly credit: InvoiceCreditInput
  /**
   * Has a credit note issued under its number; its process says so, and nobody else needs to.
   *
   * Rejected with `INVOICE_UNKNOWN`, `CREDIT_NOTE_UNKNOWN`, `NUMBER_MISSING`.
   */
  readonly completeCredit: InvoiceCompleteCreditInput
  /**
   * Says that it is not expected to be paid, in part or whole.
   *
   * Rejected with `INVOICE_UNKNOWN`, `CURRENCY_MISMATCH`, `NOTHING_OUTSTANDING`, `NOT_ISSUED`, `OUTSTANDING_EXCEEDED`, `WRITE_OFF_EXISTS`.
   */
  readonly writeOff: InvoiceWriteOffInput
  /**
   * Expects what was written off after all; what was written off later, from then on.
   *
   * Rejected with `INVOICE_UNKNOWN`, `WRITE_OFF_UNKNOWN`.
   */
  readonly undoWriteOff: InvoiceUndoWriteOffInput
  /**
   * Raises the instalments that were overdue from its own day on, once each; the clock sends it, dated on each such day.
   *
   * Rejected with `INVOICE_UNKNOWN`, `NOT_ISSUED`.
   */
  readonly raiseOverdue: InvoiceRaiseOverdueInput
}
