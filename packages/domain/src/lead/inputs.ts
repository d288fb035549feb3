// Written by `npm run docs` from the schemas of the commands; a test keeps it true.
import type { MoneyInput } from '../kernel/money.ts'

/**
 * Writes a lead down: a title or a name is enough, the rest can be completed later.
 */
export interface LeadCreateInput {
  /** Which lead. A UUID. */
  readonly leadId: string
  /** Whom the personal fields are about, where that person is known already. A UUID. */
  readonly personId?: string | undefined
  /** What it is about; null none. At most 300 characters. */
  readonly title?: string | null | undefined
  /** Name of the person; null none. At most 200 characters. */
  readonly name?: string | null | undefined
  /** Name of the organisation; null none. At most 200 characters. */
  readonly organisationName?: string | null | undefined
  /** Person or organisation; an organisation when left out and the name of one is given, else a person. */
  readonly kind?: 'individual' | 'organisation' | undefined
  /** Phone number; of the company’s country unless it says otherwise; null none. At most 100 characters. */
  readonly phone?:
    | string
    | {
        /** Number as people write it. At most 100 characters. */
        readonly number: string
        /** Country, ISO 3166-1, whose number it is unless it has a country code; null none. */
        readonly country: string | null
      }
    | null
    | undefined
  /** E-mail address; null none. At most 254 characters. */
  readonly email?: string | null | undefined
  /** Website; null none. At most 300 characters. */
  readonly website?: string | null | undefined
  /** Address; null none. */
  readonly address?:
    | {
        /** House number and street; null none. At most 200 characters. */
        readonly street?: string | null | undefined
        /** Ward or commune; null none. At most 200 characters. */
        readonly ward?: string | null | undefined
        /** District; null none. At most 200 characters. */
        readonly district?: string | null | undefined
        /** Province or city; null none. At most 200 characters. */
        readonly province?: string | null | undefined
        /** Country; null none. At most 200 characters. */
        readonly country?: string | null | undefined
        /** Postal code; null none. At most 200 characters. */
        readonly postalCode?: string | null | undefined
      }
    | null
    | undefined
  /** Position of the person; null none. At most 120 characters. */
  readonly position?:
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
  /** Industry; null none. At most 120 characters. */
  readonly industry?:
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
  /** Size of the organisation; null none. At most 120 characters. */
  readonly size?:
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
  /** Customer group; null none. At most 120 characters. */
  readonly group?:
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
  /** Territory; null none. At most 120 characters. */
  readonly territory?:
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
  /** Where it came from; null none. At most 120 characters. */
  readonly source?:
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
  /** Campaign that brought it; null none. At most 120 characters. */
  readonly campaign?:
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
  /** What is wanted; null unknown. */
  readonly need?:
    | {
        /** Products wanted. At most 50. */
        readonly productIds?: readonly string[] | undefined
        /** What is wanted, in words. At most 2000 characters. */
        readonly description?: string | null | undefined
        /** How strongly: a wish, or a need. */
        readonly strength?: 'wish' | 'need' | null | undefined
        /** Wanted now, or in the future. */
        readonly when?: 'now' | 'later' | null | undefined
        /** Day on which it is wanted. A day, 'YYYY-MM-DD'. */
        readonly wantedOn?: string | null | undefined
        /** Whether the money is there. */
        readonly canAfford?: boolean | null | undefined
      }
    | null
    | undefined
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
  /** Salesperson; nobody when left out. A UUID. */
  readonly ownerId?: string | null | undefined
  /** Sales team it counts for; the salesperson’s main team when left out; null none. A UUID. */
  readonly teamId?: string | null | undefined
  /** Whether the company’s assignment rules are asked where nobody has it; true when left out. */
  readonly byRules?: boolean | undefined
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
 * Gives it another title, or another name of a person or an organisation; what is left out stays.
 */
export interface LeadRenameInput {
  /** Which lead. A UUID. */
  readonly leadId: string
  /** What it is about; null none. At most 300 characters. */
  readonly title?: string | null | undefined
  /** Name of the person; null none. At most 200 characters. */
  readonly name?: string | null | undefined
  /** Name of the organisation; null none. At most 200 characters. */
  readonly organisationName?: string | null | undefined
}

/**
 * Says how it is reached; what is left out stays.
 */
export interface LeadSetContactDetailsInput {
  /** Which lead. A UUID. */
  readonly leadId: string
  /** Phone number; of the company’s country unless it says otherwise; null none. At most 100 characters. */
  readonly phone?:
    | string
    | {
        /** Number as people write it. At most 100 characters. */
        readonly number: string
        /** Country, ISO 3166-1, whose number it is unless it has a country code; null none. */
        readonly country: string | null
      }
    | null
    | undefined
  /** E-mail address; null none. At most 254 characters. */
  readonly email?: string | null | undefined
  /** Website; null none. At most 300 characters. */
  readonly website?: string | null | undefined
  /** Address, in place of the one that is there; null none. */
  readonly address?:
    | {
        /** House number and street; null none. At most 200 characters. */
        readonly street?: string | null | undefined
        /** Ward or commune; null none. At most 200 characters. */
        readonly ward?: string | null | undefined
        /** District; null none. At most 200 characters. */
        readonly district?: string | null | undefined
        /** Province or city; null none. At most 200 characters. */
        readonly province?: string | null | undefined
        /** Country; null none. At most 200 characters. */
        readonly country?: string | null | undefined
        /** Postal code; null none. At most 200 characters. */
        readonly postalCode?: string | null | undefined
      }
    | null
    | undefined
}

/**
 * Says what kind of lead it is and where it came from; what is left out stays.
 */
export interface LeadSetProfileInput {
  /** Which lead. A UUID. */
  readonly leadId: string
  /** Person or organisation. */
  readonly kind?: 'individual' | 'organisation' | undefined
  /** Position of the person; null none. At most 120 characters. */
  readonly position?:
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
  /** Industry; null none. At most 120 characters. */
  readonly industry?:
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
  /** Size of the organisation; null none. At most 120 characters. */
  readonly size?:
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
  /** Customer group; null none. At most 120 characters. */
  readonly group?:
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
  /** Territory; null none. At most 120 characters. */
  readonly territory?:
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
  /** Where it came from; null none. At most 120 characters. */
  readonly source?:
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
  /** Campaign that brought it; null none. At most 120 characters. */
  readonly campaign?:
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
 * Says what is wanted, how strongly and when, in place of what was known.
 */
export interface LeadSetNeedInput {
  /** Which lead. A UUID. */
  readonly leadId: string
  /** What is wanted; null unknown. */
  readonly need: {
    /** Products wanted. At most 50. */
    readonly productIds?: readonly string[] | undefined
    /** What is wanted, in words. At most 2000 characters. */
    readonly description?: string | null | undefined
    /** How strongly: a wish, or a need. */
    readonly strength?: 'wish' | 'need' | null | undefined
    /** Wanted now, or in the future. */
    readonly when?: 'now' | 'later' | null | undefined
    /** Day on which it is wanted. A day, 'YYYY-MM-DD'. */
    readonly wantedOn?: string | null | undefined
    /** Whether the money is there. */
    readonly canAfford?: boolean | null | undefined
  } | null
}

/**
 * Keeps what was answered to questions; questions left out keep their answer.
 */
export interface LeadAnswerQuestionsInput {
  /** Which lead. A UUID. */
  readonly leadId: string
  /** The questions and what was answered; of one given twice, the last counts. At most 100. */
  readonly answers: readonly {
    /** The question. At most 300 characters. */
    readonly question: string
    /** The answer; null takes it back. At most 2000 characters. */
    readonly answer: string | null
  }[]
}

/**
 * Puts a tag on it.
 */
export interface LeadTagInput {
  /** Which lead. A UUID. */
  readonly leadId: string
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
 * Takes a tag off.
 */
export interface LeadUntagInput {
  /** Which lead. A UUID. */
  readonly leadId: string
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
 * Notes something about it.
 */
export interface LeadAddNoteInput {
  /** Which lead. A UUID. */
  readonly leadId: string
  /** Which note. A UUID. */
  readonly noteId: string
  /** What was noted. At most 5000 characters. */
  readonly text: string
}

/**
 * Has a note say something else.
 */
export interface LeadChangeNoteInput {
  /** Which lead. A UUID. */
  readonly leadId: string
  /** Which note. A UUID. */
  readonly noteId: string
  /** What was noted. At most 5000 characters. */
  readonly text: string
}

/**
 * Removes a note.
 */
export interface LeadRemoveNoteInput {
  /** Which lead. A UUID. */
  readonly leadId: string
  /** Which note. A UUID. */
  readonly noteId: string
}

/**
 * Sets fields of the company’s own; fields left out stay.
 */
export interface LeadSetCustomFieldsInput {
  /** Which lead. A UUID. */
  readonly leadId: string
  /** Values by field; null clears. */
  readonly custom: Readonly<Record<string, string | number | boolean | null>>
}

/**
 * Says what another system calls it.
 */
export interface LeadSetExternalIdInput {
  /** Which lead. A UUID. */
  readonly leadId: string
  /** Which system. At most 60 characters. */
  readonly system: string
  /** Its id there; null none. At most 200 characters. */
  readonly id: string | null
}

/**
 * Gives it to a salesperson, or has it count for another team.
 */
export interface LeadAssignInput {
  /** Which lead. A UUID. */
  readonly leadId: string
  /** Salesperson; null nobody. A UUID. */
  readonly ownerId: string | null
  /** Sales team it counts for; when left out, the salesperson’s main team, or its own if nobody has it. A UUID. */
  readonly teamId?: string | null | undefined
  /** Rule that it is assigned by; null, or left out, by hand. At most 60 characters. */
  readonly rule?: string | null | undefined
}

/**
 * Decides that it is worth an opportunity.
 */
export interface LeadQualifyInput {
  /** Which lead. A UUID. */
  readonly leadId: string
  /** What was said about it. At most 5000 characters. */
  readonly note?: string | undefined
}

/**
 * Decides that it is not worth an opportunity, with the reason.
 */
export interface LeadDisqualifyInput {
  /** Which lead. A UUID. */
  readonly leadId: string
  /** Why; left out when no reason is known. At most 120 characters. */
  readonly reason?:
    | string
    | {
        /** Label of an entry, or free text. At most 120 characters. */
        readonly label: string
      }
    | {
        /** Which entry. A UUID. */
        readonly entryId: string
      }
    | undefined
  /** What was said about it. At most 5000 characters. */
  readonly note?: string | undefined
}

/**
 * Says how promising it is.
 */
export interface LeadRateInput {
  /** Which lead. A UUID. */
  readonly leadId: string
  /** How promising; null none. */
  readonly rating: 'cold' | 'warm' | 'hot' | null
}

/**
 * Says that it came to nothing, with the reason.
 */
export interface LeadMarkLostInput {
  /** Which lead. A UUID. */
  readonly leadId: string
  /** Why; left out when no reason is known. At most 120 characters. */
  readonly reason?:
    | string
    | {
        /** Label of an entry, or free text. At most 120 characters. */
        readonly label: string
      }
    | {
        /** Which entry. A UUID. */
        readonly entryId: string
      }
    | undefined
  /** What was said about it. At most 5000 characters. */
  readonly note?: string | undefined
}

/**
 * Opens a lost lead again, with all that was known of it.
 */
export interface LeadRestoreInput {
  /** Which lead. A UUID. */
  readonly leadId: string
}

/**
 * Says that it was entered by mistake: it counts nowhere on any day, and nothing more can happen to it.
 */
export interface LeadVoidInput {
  /** Which lead. A UUID. */
  readonly leadId: string
}

/**
 * Has the company’s rules give a lead that nobody has to somebody.
 */
export interface LeadAssignByRulesInput {
  /** Which lead. A UUID. */
  readonly leadId: string
}

/**
 * Gives it to whose turn it is; the process that carries an assignment out says so, and nobody else needs to.
 */
export interface LeadCompleteAssignmentInput {
  /** Which lead. A UUID. */
  readonly leadId: string
  /** Which assignment request. A UUID. */
  readonly requestId: string
  /** Salesperson whose turn it is. A UUID. */
  readonly ownerId: string
  /** Team within which it is; null the salesperson’s main team. A UUID. */
  readonly teamId: string | null
  /** Rule that it is assigned by. At most 60 characters. */
  readonly rule: string
}

/**
 * States that the rules give it to nobody; the process that carries an assignment out says so, and nobody else needs to.
 */
export interface LeadRefuseAssignmentInput {
  /** Which lead. A UUID. */
  readonly leadId: string
  /** Which assignment request. A UUID. */
  readonly requestId: string
  /** Why not: the code of a rejection. */
  readonly code: string
}

/**
 * Has it become an opportunity, a customer, or both: it is locked until that is done or was refused, and is converted once.
 */
export interface LeadConvertInput {
  /** Which lead. A UUID. */
  readonly leadId: string
  /** What it becomes. */
  readonly into:
    | {
        /** An opportunity is opened. */
        readonly mode: 'newOpportunity'
        /** Its title; the lead’s title, else its name, when left out. At most 300 characters. */
        readonly title?: string | undefined
        /** Its pipeline; the standard one when left out. A UUID. */
        readonly pipelineId?: string | undefined
        /** Its stage; the first when left out. A UUID. */
        readonly stageId?: string | undefined
        /** Its salesperson; the lead’s when left out; null nobody. A UUID. */
        readonly ownerId?: string | null | undefined
        /** Its sales team; the lead’s, or the main one of the salesperson given, when left out; null none. A UUID. */
        readonly teamId?: string | null | undefined
        /** Expected revenue; the sum of the lines when left out. */
        readonly expectedRevenue?: MoneyInput | undefined
        /** Day on which it is expected to close. A day, 'YYYY-MM-DD'. */
        readonly expectedCloseOn?: string | undefined
        /** What other systems call it. At most 50. */
        readonly externalIds?:
          | readonly {
              /** Which system. At most 60 characters. */
              readonly system: string
              /** Its id there. At most 200 characters. */
              readonly id: string
            }[]
          | undefined
      }
    | {
        /** An open opportunity takes the lead. */
        readonly mode: 'intoOpportunity'
        /** Which opportunity. A UUID. */
        readonly opportunityId: string
      }
    | {
        /** The lead becomes a customer without an opportunity. */
        readonly mode: 'customerOnly'
      }
  /** Whom that is for. */
  readonly customer:
    | {
        /** A contact is made of the lead. */
        readonly choice: 'create'
        /** Account manager; the salesperson of the opportunity, else of the lead, when left out; null nobody. A UUID. */
        readonly accountManagerId?: string | null | undefined
        /** Whether it becomes a customer, if it is not one; without an opportunity it always does. */
        readonly becomesCustomer?: boolean | undefined
        /** Customer code, unique in the company whatever its case; the company’s next when left out. At most 60 characters. */
        readonly code?: string | undefined
        /** What other systems call the contact. At most 50. */
        readonly externalIds?:
          | readonly {
              /** Which system. At most 60 characters. */
              readonly system: string
              /** Its id there. At most 200 characters. */
              readonly id: string
            }[]
          | undefined
      }
    | {
        /** A contact that is there. */
        readonly choice: 'link'
        /** Which contact. A UUID. */
        readonly contactId: string
        /** Whether it becomes a customer, if it is not one; without an opportunity it always does. */
        readonly becomesCustomer?: boolean | undefined
        /** Customer code, unique in the company whatever its case; the company’s next when left out. At most 60 characters. */
        readonly code?: string | undefined
      }
    | {
        /** Nobody is said. */
        readonly choice: 'none'
      }
}

/**
 * States that a conversion is done; the process that carries it out says so, and nobody else needs to.
 */
export interface LeadCompleteConversionInput {
  /** Which lead. A UUID. */
  readonly leadId: string
  /** Which conversion. A UUID. */
  readonly conversionId: string
}

/**
 * States that a conversion was refused; the process that carries it out says so, and nobody else needs to.
 */
export interface LeadRefuseConversionInput {
  /** Which lead. A UUID. */
  readonly leadId: string
  /** Which conversion. A UUID. */
  readonly conversionId: string
  /** What could not be done. */
  readonly step: 'opportunity' | 'contact' | 'customer' | 'link'
  /** Why not: the code of its rejection. */
  readonly code: string
}

/**
 * Has other leads become part of this one: it stands for them from then on, and has what they have.
 */
export interface LeadMergeInput {
  /** Which lead. A UUID. */
  readonly leadId: string
  /** Which merger; a new one. A UUID. */
  readonly mergeId: string
  /** Those that become part of it: of the first of them that has a value it counts. At most 20. */
  readonly loserIds: readonly string[]
  /** Fields of which another value is to count than the first that there is. At most 18. */
  readonly chosen?:
    | readonly {
        /** The field. */
        readonly field:
          | 'title'
          | 'name'
          | 'organisationName'
          | 'phone'
          | 'email'
          | 'website'
          | 'address'
          | 'kind'
          | 'position'
          | 'industry'
          | 'size'
          | 'group'
          | 'territory'
          | 'source'
          | 'campaign'
          | 'need'
          | 'rating'
          | 'assignment'
        /** Whose value it is to have. A UUID. */
        readonly fromId: string
      }[]
    | undefined
}

/**
 * Has a lead become part of another one; the process that merges them says so, and nobody else needs to.
 */
export interface LeadMergeIntoInput {
  /** Which lead. A UUID. */
  readonly leadId: string
  /** What it becomes part of. A UUID. */
  readonly survivorId: string
  /** Which merger. A UUID. */
  readonly mergeId: string
}

/**
 * States that a merger is done; the process that carries it out says so, and nobody else needs to.
 */
export interface LeadCompleteMergeInput {
  /** Which lead. A UUID. */
  readonly leadId: string
  /** Which merger. A UUID. */
  readonly mergeId: string
}

/**
 * States that a merger was refused; the process that carries it out says so, and nobody else needs to.
 */
export interface LeadRefuseMergeInput {
  /** Which lead. A UUID. */
  readonly leadId: string
  /** Which merger. A UUID. */
  readonly mergeId: string
  /** Which one could not become part of it. A UUID. */
  readonly loserId: string
  /** Why not. */
  readonly code: string
}

/**
 * Parts what was merged: each stands as what was said of it makes it, also what was said while it was part of another.
 */
export interface LeadUnmergeInput {
  /** Which lead. A UUID. */
  readonly leadId: string
  /** Which merger. A UUID. */
  readonly mergeId: string
}

/**
 * Has a lead stand for itself again; the process that unmerges says so, and nobody else needs to.
 */
export interface LeadSetApartInput {
  /** Which lead. A UUID. */
  readonly leadId: string
  /** What it becomes part of. A UUID. */
  readonly survivorId: string
  /** Which merger. A UUID. */
  readonly mergeId: string
}

/**
 * States that what was merged is parted; the process that parts it says so, and nobody else needs to.
 */
export interface LeadCompleteUnmergeInput {
  /** Which lead. A UUID. */
  readonly leadId: string
  /** Which merger. A UUID. */
  readonly mergeId: string
}

/**
 * What a caller gives for each command of `lead`.
 */
export interface LeadInputs {
  /**
   * Writes a lead down: a title or a name is enough, the rest can be completed later.
   *
   * Rejected with `ALREADY_CREATED`, `CATALOGUE_ENTRY_RETIRED`, `CATALOGUE_ENTRY_UNKNOWN`, `LEAD_NEEDS_A_NAME`, `MISSING_FIELDS`, `NOT_IN_SALES_TEAM`, `PHONE_INVALID`, `PRODUCT_UNKNOWN`, `SALES_TEAM_UNKNOWN`, `STAFF_MEMBER_LEFT`, `STAFF_MEMBER_UNKNOWN`, `LEAD_VOID`.
   */
  readonly create: LeadCreateInput
  /**
   * Gives it another title, or another name of a person or an organisation; what is left out stays.
   *
   * Rejected with `LEAD_UNKNOWN`, `LEAD_NEEDS_A_NAME`, `LEAD_CONVERTING`, `LEAD_VOID`.
   */
  readonly rename: LeadRenameInput
  /**
   * Says how it is reached; what is left out stays.
   *
   * Rejected with `LEAD_UNKNOWN`, `PHONE_INVALID`, `LEAD_CONVERTING`, `LEAD_VOID`.
   */
  readonly setContactDetails: LeadSetContactDetailsInput
  /**
   * Says what kind of lead it is and where it came from; what is left out stays.
   *
   * Rejected with `LEAD_UNKNOWN`, `CATALOGUE_ENTRY_RETIRED`, `CATALOGUE_ENTRY_UNKNOWN`, `LEAD_CONVERTING`, `LEAD_VOID`.
   */
  readonly setProfile: LeadSetProfileInput
  /**
   * Says what is wanted, how strongly and when, in place of what was known.
   *
   * Rejected with `LEAD_UNKNOWN`, `PRODUCT_UNKNOWN`, `LEAD_CONVERTING`, `LEAD_VOID`.
   */
  readonly setNeed: LeadSetNeedInput
  /**
   * Keeps what was answered to questions; questions left out keep their answer.
   *
   * Rejected with `LEAD_UNKNOWN`, `LEAD_CONVERTING`, `LEAD_VOID`.
   */
  readonly answerQuestions: LeadAnswerQuestionsInput
  /**
   * Puts a tag on it.
   *
   * Rejected with `LEAD_UNKNOWN`, `CATALOGUE_ENTRY_RETIRED`, `CATALOGUE_ENTRY_UNKNOWN`, `LEAD_CONVERTING`, `LEAD_VOID`.
   */
  readonly tag: LeadTagInput
  /**
   * Takes a tag off.
   *
   * Rejected with `LEAD_UNKNOWN`, `LEAD_CONVERTING`, `LEAD_VOID`.
   */
  readonly untag: LeadUntagInput
  /**
   * Notes something about it.
   *
   * Rejected with `LEAD_UNKNOWN`, `NOTE_EXISTS`, `LEAD_CONVERTING`, `LEAD_VOID`.
   */
  readonly addNote: LeadAddNoteInput
  /**
   * Has a note say something else.
   *
   * Rejected with `LEAD_UNKNOWN`, `NOTE_UNKNOWN`, `LEAD_CONVERTING`, `LEAD_VOID`.
   */
  readonly changeNote: LeadChangeNoteInput
  /**
   * Removes a note.
   *
   * Rejected with `LEAD_UNKNOWN`, `NOTE_UNKNOWN`, `LEAD_CONVERTING`, `LEAD_VOID`.
   */
  readonly removeNote: LeadRemoveNoteInput
  /**
   * Sets fields of the company’s own; fields left out stay.
   *
   * Rejected with `LEAD_UNKNOWN`, `LEAD_CONVERTING`, `LEAD_VOID`.
   */
  readonly setCustomFields: LeadSetCustomFieldsInput
  /**
   * Says what another system calls it.
   *
   * Rejected with `LEAD_UNKNOWN`, `LEAD_CONVERTING`, `LEAD_VOID`.
   */
  readonly setExternalId: LeadSetExternalIdInput
  /**
   * Gives it to a salesperson, or has it count for another team.
   *
   * Rejected with `LEAD_UNKNOWN`, `NOT_IN_SALES_TEAM`, `SALES_TEAM_UNKNOWN`, `STAFF_MEMBER_LEFT`, `STAFF_MEMBER_UNKNOWN`, `LEAD_CONVERTING`, `LEAD_VOID`.
   */
  readonly assign: LeadAssignInput
  /**
   * Decides that it is worth an opportunity.
   *
   * Rejected with `LEAD_UNKNOWN`, `LEAD_NOT_OPEN`, `LEAD_CONVERTING`, `LEAD_VOID`.
   */
  readonly qualify: LeadQualifyInput
  /**
   * Decides that it is not worth an opportunity, with the reason.
   *
   * Rejected with `LEAD_UNKNOWN`, `CATALOGUE_ENTRY_RETIRED`, `CATALOGUE_ENTRY_UNKNOWN`, `LEAD_NOT_OPEN`, `LEAD_CONVERTING`, `LEAD_VOID`.
   */
  readonly disqualify: LeadDisqualifyInput
  /**
   * Says how promising it is.
   *
   * Rejected with `LEAD_UNKNOWN`, `LEAD_NOT_OPEN`, `LEAD_CONVERTING`, `LEAD_VOID`.
   */
  readonly rate: LeadRateInput
  /**
   * Says that it came to nothing, with the reason.
   *
   * Rejected with `LEAD_UNKNOWN`, `CATALOGUE_ENTRY_RETIRED`, `CATALOGUE_ENTRY_UNKNOWN`, `LEAD_NOT_OPEN`, `LEAD_CONVERTING`, `LEAD_VOID`.
   */
  readonly markLost: LeadMarkLostInput
  /**
   * Opens a lost lead again, with all that was known of it.
   *
   * Rejected with `LEAD_UNKNOWN`, `LEAD_CONVERTING`, `LEAD_VOID`.
   */
  readonly restore: LeadRestoreInput
  /**
   * Says that it was entered by mistake: it counts nowhere on any day, and nothing more can happen to it.
   *
   * Rejected with `LEAD_UNKNOWN`, `ALREADY_CONVERTED`, `LEAD_CONVERTING`.
   */
  readonly void: LeadVoidInput
  /**
   * Has the company’s rules give a lead that nobody has to somebody.
   *
   * Rejected with `LEAD_UNKNOWN`, `ALREADY_ASSIGNED`, `LEAD_NOT_OPEN`, `LEAD_CONVERTING`, `LEAD_VOID`.
   */
  readonly assignByRules: LeadAssignByRulesInput
  /**
   * Gives it to whose turn it is; the process that carries an assignment out says so, and nobody else needs to.
   *
   * Rejected with `LEAD_UNKNOWN`, `ALREADY_ASSIGNED`, `ASSIGNMENT_NOT_REQUESTED`, `LEAD_NOT_OPEN`, `MERGED_INTO_ANOTHER`, `NOT_IN_SALES_TEAM`, `SALES_TEAM_UNKNOWN`, `STAFF_MEMBER_LEFT`, `STAFF_MEMBER_UNKNOWN`, `LEAD_CONVERTING`, `LEAD_VOID`.
   */
  readonly completeAssignment: LeadCompleteAssignmentInput
  /**
   * States that the rules give it to nobody; the process that carries an assignment out says so, and nobody else needs to.
   *
   * Rejected with `LEAD_UNKNOWN`, `ASSIGNMENT_NOT_REQUESTED`.
   */
  readonly refuseAssignment: LeadRefuseAssignmentInput
  /**
   * Has it become an opportunity, a customer, or both: it is locked until that is done or was refused, and is converted once.
   *
   * Rejected with `LEAD_UNKNOWN`, `ALREADY_CONVERTED`, `ALREADY_CUSTOMER`, `CONTACT_UNKNOWN`, `LEAD_CONVERTING`, `LEAD_NOT_OPEN`, `MERGING`, `MISSING_FIELDS`, `NOT_IN_SALES_TEAM`, `NOT_OPEN`, `NOT_QUALIFIED`, `NO_OPEN_STAGE`, `OPPORTUNITY_UNKNOWN`, `PIPELINE_CLOSED_TO_TEAM`, `PIPELINE_UNKNOWN`, `SALES_TEAM_UNKNOWN`, `STAFF_MEMBER_LEFT`, `STAFF_MEMBER_UNKNOWN`, `STAGE_CLOSED_TO_TEAM`, `STAGE_IS_WON`, `STAGE_RETIRED`, `STAGE_UNKNOWN`, `LEAD_VOID`.
   */
  readonly convert: LeadConvertInput
  /**
   * States that a conversion is done; the process that carries it out says so, and nobody else needs to.
   *
   * Rejected with `LEAD_UNKNOWN`, `CONVERSION_UNKNOWN`, `LEAD_VOID`.
   */
  readonly completeConversion: LeadCompleteConversionInput
  /**
   * States that a conversion was refused; the process that carries it out says so, and nobody else needs to.
   *
   * Rejected with `LEAD_UNKNOWN`, `CONVERSION_UNKNOWN`, `LEAD_VOID`.
   */
  readonly refuseConversion: LeadRefuseConversionInput
  /**
   * Has other leads become part of this one: it stands for them from then on, and has what they have.
   *
   * Rejected with `LEAD_UNKNOWN`, `CONVERTED_SURVIVES`, `LEAD_CONVERTING`, `LEAD_UNKNOWN`, `LEAD_VOID`, `MERGED_INTO_ANOTHER`, `MERGE_DATED_TOO_EARLY`, `MERGE_KNOWN`, `MERGING`, `TOO_MUCH_TO_MERGE`.
   */
  readonly merge: LeadMergeInput
  /**
   * Has a lead become part of another one; the process that merges them says so, and nobody else needs to.
   *
   * Rejected with `LEAD_UNKNOWN`, `CONVERTED_SURVIVES`, `LEAD_CONVERTING`, `LEAD_VOID`, `MERGED_INTO_ANOTHER`, `MERGE_DATED_TOO_EARLY`, `MERGE_UNKNOWN`, `MERGING`.
   */
  readonly mergeInto: LeadMergeIntoInput
  /**
   * States that a merger is done; the process that carries it out says so, and nobody else needs to.
   *
   * Rejected with `LEAD_UNKNOWN`, `MERGE_UNKNOWN`, `MERGING`.
   */
  readonly completeMerge: LeadCompleteMergeInput
  /**
   * States that a merger was refused; the process that carries it out says so, and nobody else needs to.
   *
   * Rejected with `LEAD_UNKNOWN`, `MERGE_UNKNOWN`.
   */
  readonly refuseMerge: LeadRefuseMergeInput
  /**
   * Parts what was merged: each stands as what was said of it makes it, also what was said while it was part of another.
   *
   * Rejected with `LEAD_UNKNOWN`, `LEAD_CONVERTING`, `MERGED_INTO_ANOTHER`, `MERGE_UNKNOWN`, `MERGING`.
   */
  readonly unmerge: LeadUnmergeInput
  /**
   * Has a lead stand for itself again; the process that unmerges says so, and nobody else needs to.
   *
   * Rejected with `LEAD_UNKNOWN`, `MERGE_UNKNOWN`.
   */
  readonly setApart: LeadSetApartInput
  /**
   * States that what was merged is parted; the process that parts it says so, and nobody else needs to.
   *
   * Rejected with `LEAD_UNKNOWN`, `MERGE_UNKNOWN`, `MERGING`.
   */
  readonly completeUnmerge: LeadCompleteUnmergeInput
}
