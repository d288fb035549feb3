// Written by `npm run docs` from the schemas of the commands; a test keeps it true.
import type { MoneyInput } from '../kernel/money.ts'

/**
 * Opens an opportunity, in the first stage of the standard pipeline unless told where.
 */
export interface OpportunityOpenInput {
  /** Which opportunity. A UUID. */
  readonly opportunityId: string
  /** Whom title and own fields are about; left out when nobody is known. A UUID. */
  readonly personId?: string | undefined
  /** What it is about. At most 300 characters. */
  readonly title: string
  /** Which pipeline; the standard one when left out. A UUID. */
  readonly pipelineId?: string | undefined
  /** Which stage; the first that is open to its team and not folded when left out. A UUID. */
  readonly stageId?: string | undefined
  /** Salesperson; nobody when left out. A UUID. */
  readonly ownerId?: string | undefined
  /** Sales team it counts for; the salesperson’s main team when left out; null none. A UUID. */
  readonly teamId?: string | null | undefined
  /** Expected revenue; the sum of the lines when left out. */
  readonly expectedRevenue?: MoneyInput | undefined
  /** Currency of its lines, ISO 4217; that of the expected revenue, else the company’s, when left out. */
  readonly currency?: string | undefined
  /** Day on which it is expected to close. A day, 'YYYY-MM-DD'. */
  readonly expectedCloseOn?: string | undefined
  /** Stars, 0 to 3. */
  readonly priority?: number | undefined
  /** Tags. At most 100. */
  readonly tags?:
    | readonly (
        | string
        | {
            /** Label of an entry, or free text. At most 120 characters. */
            readonly label: string
          }
        | {
            /** Which entry. A UUID. */
            readonly entryId: string
          }
      )[]
    | undefined
  /** Contact that it is for. A UUID. */
  readonly customerId?: string | undefined
  /** Lead that became it. A UUID. */
  readonly leadId?: string | undefined
  /** Conversion of that lead. A UUID. */
  readonly conversionId?: string | undefined
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
 * Moves it to another stage of its pipeline; entering a stage that is won wins it at the expected revenue.
 */
export interface OpportunityChangeStageInput {
  /** Which opportunity. A UUID. */
  readonly opportunityId: string
  /** Which stage. A UUID. */
  readonly stageId: string
}

/**
 * Sets the probability by hand, or lets it follow the stage again.
 */
export interface OpportunitySetProbabilityInput {
  /** Which opportunity. A UUID. */
  readonly opportunityId: string
  /** Percent; null follows the stage. 0 to 100. */
  readonly probability: number | null
}

/**
 * Sets the expected revenue by hand, or lets it follow the lines again; of a won one, corrects the final amount.
 */
export interface OpportunitySetRevenueInput {
  /** Which opportunity. A UUID. */
  readonly opportunityId: string
  /** Expected revenue, in another currency only if there are no lines; null follows the lines. */
  readonly revenue: MoneyInput | null
}

/**
 * Says on which day it is expected to close.
 */
export interface OpportunitySetExpectedCloseInput {
  /** Which opportunity. A UUID. */
  readonly opportunityId: string
  /** Day on which it is expected to close; null unknown. A day, 'YYYY-MM-DD'. */
  readonly expectedCloseOn: string | null
}

/**
 * Wins it: it enters the next stage that is won, else the last one before its own.
 */
export interface OpportunityMarkWonInput {
  /** Which opportunity. A UUID. */
  readonly opportunityId: string
  /** Won stage that it enters, where it is not that one. A UUID. */
  readonly stageId?: string | undefined
  /** Final amount; the expected revenue when left out. */
  readonly revenue?: MoneyInput | undefined
}

/**
 * Loses it, with the reason and what was said about it.
 */
export interface OpportunityMarkLostInput {
  /** Which opportunity. A UUID. */
  readonly opportunityId: string
  /** Why; left out when no reason is known. A UUID. */
  readonly reasonId?: string | undefined
  /** What was said about it. At most 5000 characters. */
  readonly note?: string | undefined
  /** Whom the note is about; the one that the title is about when left out. A UUID. */
  readonly personId?: string | undefined
}

/**
 * Opens it again, in the open stage it was in; a final amount stays as what is expected.
 */
export interface OpportunityReopenInput {
  /** Which opportunity. A UUID. */
  readonly opportunityId: string
}

/**
 * Says that it was entered by mistake: it counts nowhere on any day, and nothing more can happen to it.
 */
export interface OpportunityVoidInput {
  /** Which opportunity. A UUID. */
  readonly opportunityId: string
  /** True: refused once it is won or lost, so that no sale is lost. */
  readonly onlyOpen?: boolean | undefined
}

/**
 * Has a lead become part of it; a conversion of the lead says so, and nobody else needs to.
 */
export interface OpportunityTakeLeadInput {
  /** Which opportunity. A UUID. */
  readonly opportunityId: string
  /** Which lead. A UUID. */
  readonly leadId: string
  /** Conversion of the lead. A UUID. */
  readonly conversionId?: string | undefined
}

/**
 * Has a lead be part of it no longer, however it stands; a conversion that was refused says so, and nobody else needs to.
 */
export interface OpportunityReleaseLeadInput {
  /** Which opportunity. A UUID. */
  readonly opportunityId: string
  /** Which lead. A UUID. */
  readonly leadId: string
  /** Conversion that took it; nothing happens where another one has since. A UUID. */
  readonly conversionId: string
}

/**
 * Adds a product line; the expected revenue follows unless it is set by hand.
 */
export interface OpportunityAddLineInput {
  /** Which opportunity. A UUID. */
  readonly opportunityId: string
  /** Which line. A UUID. */
  readonly lineId: string
  /** Which product. A UUID. */
  readonly productId: string
  /** Units, at most three decimals; 1 when left out. */
  readonly quantity?: number | undefined
  /** Price of a unit offered; the list price when left out. */
  readonly unitPrice?: MoneyInput | undefined
}

/**
 * Changes the quantity or the price of a product line; what is left out stays.
 */
export interface OpportunityChangeLineInput {
  /** Which opportunity. A UUID. */
  readonly opportunityId: string
  /** Which line. A UUID. */
  readonly lineId: string
  /** Units, at most three decimals. */
  readonly quantity?: number | undefined
  /** Price of a unit offered, in the opportunity’s currency. */
  readonly unitPrice?: MoneyInput | undefined
}

/**
 * Removes a product line.
 */
export interface OpportunityRemoveLineInput {
  /** Which opportunity. A UUID. */
  readonly opportunityId: string
  /** Which line. A UUID. */
  readonly lineId: string
}

/**
 * Gives it another title, open or closed.
 */
export interface OpportunityRetitleInput {
  /** Which opportunity. A UUID. */
  readonly opportunityId: string
  /** What it is about. At most 300 characters. */
  readonly title: string
}

/**
 * Gives it stars, open or closed.
 */
export interface OpportunitySetPriorityInput {
  /** Which opportunity. A UUID. */
  readonly opportunityId: string
  /** Stars, 0 to 3. */
  readonly priority: number
}

/**
 * Puts a tag on it, open or closed.
 */
export interface OpportunityTagInput {
  /** Which opportunity. A UUID. */
  readonly opportunityId: string
  /** Tag. At most 120 characters. */
  readonly tag:
    | string
    | {
        /** Label of an entry, or free text. At most 120 characters. */
        readonly label: string
      }
    | {
        /** Which entry. A UUID. */
        readonly entryId: string
      }
}

/**
 * Takes a tag off, open or closed.
 */
export interface OpportunityUntagInput {
  /** Which opportunity. A UUID. */
  readonly opportunityId: string
  /** Tag. At most 120 characters. */
  readonly tag:
    | string
    | {
        /** Label of an entry, or free text. At most 120 characters. */
        readonly label: string
      }
    | {
        /** Which entry. A UUID. */
        readonly entryId: string
      }
}

/**
 * Gives it to another salesperson or has it count for another team, open or closed.
 */
export interface OpportunityReassignInput {
  /** Which opportunity. A UUID. */
  readonly opportunityId: string
  /** Salesperson; null nobody. A UUID. */
  readonly ownerId: string | null
  /** Sales team it counts for; when left out, the salesperson’s main team, or its own if nobody has it. A UUID. */
  readonly teamId?: string | null | undefined
}

/**
 * Says whom it is for, open or closed.
 */
export interface OpportunityLinkCustomerInput {
  /** Which opportunity. A UUID. */
  readonly opportunityId: string
  /** Contact that it is for; null nobody known. A UUID. */
  readonly customerId: string | null
}

/**
 * Sets fields of the company’s own, open or closed; fields left out stay.
 */
export interface OpportunitySetCustomFieldsInput {
  /** Which opportunity. A UUID. */
  readonly opportunityId: string
  /** Values by field; null clears. */
  readonly custom: Readonly<Record<string, string | number | boolean | null>>
}

/**
 * Says what another system calls it, open or closed.
 */
export interface OpportunitySetExternalIdInput {
  /** Which opportunity. A UUID. */
  readonly opportunityId: string
  /** Which system. At most 60 characters. */
  readonly system: string
  /** Its id there; null none. At most 200 characters. */
  readonly id: string | null
}

/**
 * Says that a person is involved, open or closed; the first is the main one until another is said to be.
 */
export interface OpportunityAddPersonInput {
  /** Which opportunity. A UUID. */
  readonly opportunityId: string
  /** Person involved. A UUID. */
  readonly contactId: string
  /** What the person is in it: decision maker, buyer, user …; null or left out where that is not known. At most 120 characters. */
  readonly role?:
    | string
    | {
        /** Label of an entry, or free text. At most 120 characters. */
        readonly label: string
      }
    | {
        /** Which entry. A UUID. */
        readonly entryId: string
      }
    | null
    | undefined
}

/**
 * Gives a person involved another role, open or closed.
 */
export interface OpportunitySetPersonRoleInput {
  /** Which opportunity. A UUID. */
  readonly opportunityId: string
  /** Person involved. A UUID. */
  readonly contactId: string
  /** What the person is in it: decision maker, buyer, user …; null or left out where that is not known. At most 120 characters. */
  readonly role?:
    | string
    | {
        /** Label of an entry, or free text. At most 120 characters. */
        readonly label: string
      }
    | {
        /** Which entry. A UUID. */
        readonly entryId: string
      }
    | null
    | undefined
}

/**
 * Says that a person is no longer involved, open or closed.
 */
export interface OpportunityRemovePersonInput {
  /** Which opportunity. A UUID. */
  readonly opportunityId: string
  /** Person involved. A UUID. */
  readonly contactId: string
}

/**
 * Says which of the persons involved is the main one, open or closed.
 */
export interface OpportunitySetMainPersonInput {
  /** Which opportunity. A UUID. */
  readonly opportunityId: string
  /** Person involved. A UUID. */
  readonly contactId: string
}

/**
 * What a caller gives for each command of `opportunity`.
 */
export interface OpportunityInputs {
  /**
   * Opens an opportunity, in the first stage of the standard pipeline unless told where.
   *
   * Rejected with `ALREADY_OPENED`, `CATALOGUE_ENTRY_RETIRED`, `CATALOGUE_ENTRY_UNKNOWN`, `CONTACT_UNKNOWN`, `CURRENCY_MISMATCH`, `LEAD_UNKNOWN`, `MISSING_FIELDS`, `NOT_IN_SALES_TEAM`, `NO_OPEN_STAGE`, `PIPELINE_CLOSED_TO_TEAM`, `PIPELINE_UNKNOWN`, `SALES_TEAM_UNKNOWN`, `STAFF_MEMBER_LEFT`, `STAFF_MEMBER_UNKNOWN`, `STAGE_CLOSED_TO_TEAM`, `STAGE_IS_WON`, `STAGE_RETIRED`, `STAGE_UNKNOWN`, `OPPORTUNITY_VOID`.
   */
  readonly open: OpportunityOpenInput
  /**
   * Moves it to another stage of its pipeline; entering a stage that is won wins it at the expected revenue.
   *
   * Rejected with `OPPORTUNITY_UNKNOWN`, `NOT_OPEN`, `STAGE_CLOSED_TO_TEAM`, `STAGE_RETIRED`, `STAGE_UNKNOWN`, `OPPORTUNITY_VOID`.
   */
  readonly changeStage: OpportunityChangeStageInput
  /**
   * Sets the probability by hand, or lets it follow the stage again.
   *
   * Rejected with `OPPORTUNITY_UNKNOWN`, `NOT_OPEN`, `OPPORTUNITY_VOID`.
   */
  readonly setProbability: OpportunitySetProbabilityInput
  /**
   * Sets the expected revenue by hand, or lets it follow the lines again; of a won one, corrects the final amount.
   *
   * Rejected with `OPPORTUNITY_UNKNOWN`, `AMOUNT_TOO_LARGE`, `CURRENCY_MISMATCH`, `NOT_OPEN`, `OPPORTUNITY_VOID`.
   */
  readonly setRevenue: OpportunitySetRevenueInput
  /**
   * Says on which day it is expected to close.
   *
   * Rejected with `OPPORTUNITY_UNKNOWN`, `NOT_OPEN`, `OPPORTUNITY_VOID`.
   */
  readonly setExpectedClose: OpportunitySetExpectedCloseInput
  /**
   * Wins it: it enters the next stage that is won, else the last one before its own.
   *
   * Rejected with `OPPORTUNITY_UNKNOWN`, `CURRENCY_MISMATCH`, `NOT_OPEN`, `NO_WON_STAGE`, `STAGE_CLOSED_TO_TEAM`, `STAGE_NOT_WON`, `STAGE_RETIRED`, `STAGE_UNKNOWN`, `OPPORTUNITY_VOID`.
   */
  readonly markWon: OpportunityMarkWonInput
  /**
   * Loses it, with the reason and what was said about it.
   *
   * Rejected with `OPPORTUNITY_UNKNOWN`, `LOST_REASON_RETIRED`, `LOST_REASON_UNKNOWN`, `NOT_OPEN`, `OPPORTUNITY_VOID`.
   */
  readonly markLost: OpportunityMarkLostInput
  /**
   * Opens it again, in the open stage it was in; a final amount stays as what is expected.
   *
   * Rejected with `OPPORTUNITY_UNKNOWN`, `OPPORTUNITY_VOID`.
   */
  readonly reopen: OpportunityReopenInput
  /**
   * Says that it was entered by mistake: it counts nowhere on any day, and nothing more can happen to it.
   *
   * Rejected with `OPPORTUNITY_UNKNOWN`, `NOT_OPEN`.
   */
  readonly void: OpportunityVoidInput
  /**
   * Has a lead become part of it; a conversion of the lead says so, and nobody else needs to.
   *
   * Rejected with `OPPORTUNITY_UNKNOWN`, `NOT_OPEN`, `OPPORTUNITY_VOID`.
   */
  readonly takeLead: OpportunityTakeLeadInput
  /**
   * Has a lead be part of it no longer, however it stands; a conversion that was refused says so, and nobody else needs to.
   *
   * Rejected with `OPPORTUNITY_UNKNOWN`.
   */
  readonly releaseLead: OpportunityReleaseLeadInput
  /**
   * Adds a product line; the expected revenue follows unless it is set by hand.
   *
   * Rejected with `OPPORTUNITY_UNKNOWN`, `AMOUNT_TOO_LARGE`, `CURRENCY_MISMATCH`, `LINE_EXISTS`, `NOT_OPEN`, `PRICE_MISSING`, `PRODUCT_RETIRED`, `PRODUCT_UNKNOWN`, `OPPORTUNITY_VOID`.
   */
  readonly addLine: OpportunityAddLineInput
  /**
   * Changes the quantity or the price of a product line; what is left out stays.
   *
   * Rejected with `OPPORTUNITY_UNKNOWN`, `AMOUNT_TOO_LARGE`, `CURRENCY_MISMATCH`, `LINE_UNKNOWN`, `NOT_OPEN`, `OPPORTUNITY_VOID`.
   */
  readonly changeLine: OpportunityChangeLineInput
  /**
   * Removes a product line.
   *
   * Rejected with `OPPORTUNITY_UNKNOWN`, `LINE_UNKNOWN`, `NOT_OPEN`, `OPPORTUNITY_VOID`.
   */
  readonly removeLine: OpportunityRemoveLineInput
  /**
   * Gives it another title, open or closed.
   *
   * Rejected with `OPPORTUNITY_UNKNOWN`, `OPPORTUNITY_VOID`.
   */
  readonly retitle: OpportunityRetitleInput
  /**
   * Gives it stars, open or closed.
   *
   * Rejected with `OPPORTUNITY_UNKNOWN`, `OPPORTUNITY_VOID`.
   */
  readonly setPriority: OpportunitySetPriorityInput
  /**
   * Puts a tag on it, open or closed.
   *
   * Rejected with `OPPORTUNITY_UNKNOWN`, `CATALOGUE_ENTRY_RETIRED`, `CATALOGUE_ENTRY_UNKNOWN`, `OPPORTUNITY_VOID`.
   */
  readonly tag: OpportunityTagInput
  /**
   * Takes a tag off, open or closed.
   *
   * Rejected with `OPPORTUNITY_UNKNOWN`, `OPPORTUNITY_VOID`.
   */
  readonly untag: OpportunityUntagInput
  /**
   * Gives it to another salesperson or has it count for another team, open or closed.
   *
   * Rejected with `OPPORTUNITY_UNKNOWN`, `NOT_IN_SALES_TEAM`, `SALES_TEAM_UNKNOWN`, `STAFF_MEMBER_LEFT`, `STAFF_MEMBER_UNKNOWN`, `OPPORTUNITY_VOID`.
   */
  readonly reassign: OpportunityReassignInput
  /**
   * Says whom it is for, open or closed.
   *
   * Rejected with `OPPORTUNITY_UNKNOWN`, `CONTACT_UNKNOWN`, `OPPORTUNITY_VOID`.
   */
  readonly linkCustomer: OpportunityLinkCustomerInput
  /**
   * Sets fields of the company’s own, open or closed; fields left out stay.
   *
   * Rejected with `OPPORTUNITY_UNKNOWN`, `OPPORTUNITY_VOID`.
   */
  readonly setCustomFields: OpportunitySetCustomFieldsInput
  /**
   * Says what another system calls it, open or closed.
   *
   * Rejected with `OPPORTUNITY_UNKNOWN`, `OPPORTUNITY_VOID`.
   */
  readonly setExternalId: OpportunitySetExternalIdInput
  /**
   * Says that a person is involved, open or closed; the first is the main one until another is said to be.
   *
   * Rejected with `OPPORTUNITY_UNKNOWN`, `CATALOGUE_ENTRY_RETIRED`, `CATALOGUE_ENTRY_UNKNOWN`, `CONTACT_UNKNOWN`, `PERSON_EXISTS`, `PERSON_IS_ORGANISATION`, `OPPORTUNITY_VOID`.
   */
  readonly addPerson: OpportunityAddPersonInput
  /**
   * Gives a person involved another role, open or closed.
   *
   * Rejected with `OPPORTUNITY_UNKNOWN`, `CATALOGUE_ENTRY_RETIRED`, `CATALOGUE_ENTRY_UNKNOWN`, `PERSON_UNKNOWN`, `OPPORTUNITY_VOID`.
   */
  readonly setPersonRole: OpportunitySetPersonRoleInput
  /**
   * Says that a person is no longer involved, open or closed.
   *
   * Rejected with `OPPORTUNITY_UNKNOWN`, `PERSON_UNKNOWN`, `OPPORTUNITY_VOID`.
   */
  readonly removePerson: OpportunityRemovePersonInput
  /**
   * Says which of the persons involved is the main one, open or closed.
   *
   * Rejected with `OPPORTUNITY_UNKNOWN`, `PERSON_UNKNOWN`, `OPPORTUNITY_VOID`.
   */
  readonly setMainPerson: OpportunitySetMainPersonInput
}
