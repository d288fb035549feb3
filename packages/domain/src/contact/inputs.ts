// Written by `npm run docs` from the schemas of the commands; a test keeps it true.
/**
 * Enters a person or organisation in the directory.
 */
export interface ContactRegisterInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Whom the personal fields are about, where that person is known already. A UUID. */
  readonly personId?: string | undefined
  /** Person or organisation. */
  readonly kind: 'individual' | 'organisation'
  /** Name. At most 200 characters. */
  readonly name: string
  /** Phone number; of the company’s country unless it says otherwise. At most 100 characters. */
  readonly phone?:
    | string
    | {
        /** Number as people write it. At most 100 characters. */
        readonly number: string
        /** Country, ISO 3166-1, whose number it is unless it has a country code; null none. */
        readonly country: string | null
      }
    | undefined
  /** E-mail address. At most 254 characters. */
  readonly email?: string | undefined
  /** What kind of contact it is. */
  readonly profile?:
    | {
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
        /** How far it has been talked to; null none. At most 120 characters. */
        readonly contactStatus?:
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
        /** Where the contact comes from; null none. At most 120 characters. */
        readonly contactSource?:
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
        /** What made it a customer; null none. At most 120 characters. */
        readonly customerSource?:
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
    | undefined
  /** Regular when left out. */
  readonly term?: 'regular' | 'oneOff' | undefined
  /** Tax code. At most 30 characters. */
  readonly taxCode?: string | undefined
  /** What is known of the person’s life. */
  readonly demographics?:
    | {
        /** Date of birth; null unknown. A day, 'YYYY-MM-DD'. */
        readonly birthDate?: string | null | undefined
        /** Gender; null unknown. */
        readonly gender?: 'female' | 'male' | 'other' | null | undefined
        /** Where the person lives; null unknown. At most 200 characters. */
        readonly areaOfResidence?: string | null | undefined
        /** Occupation; null unknown. At most 200 characters. */
        readonly occupation?: string | null | undefined
        /** Whether the person has a business; null unknown. */
        readonly ownBusiness?: boolean | null | undefined
      }
    | undefined
  /** Account manager. A UUID. */
  readonly accountManagerId?: string | undefined
  /** Addresses; the first is the main one. At most 50. */
  readonly addresses?:
    | readonly {
        /** Which address. A UUID. */
        readonly addressId: string
        /** What it is for: office, delivery …; null none. At most 200 characters. */
        readonly label?: string | null | undefined
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
      }[]
    | undefined
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
 * Gives a contact another name.
 */
export interface ContactRenameInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Name. At most 200 characters. */
  readonly name: string
}

/**
 * Says that a contact is a person, or an organisation, after all.
 */
export interface ContactSetKindInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Person or organisation. */
  readonly kind: 'individual' | 'organisation'
}

/**
 * Sets what kind of contact it is; what is left out stays.
 */
export interface ContactSetProfileInput {
  /** Which contact. A UUID. */
  readonly contactId: string
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
  /** How far it has been talked to; null none. At most 120 characters. */
  readonly contactStatus?:
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
  /** Where the contact comes from; null none. At most 120 characters. */
  readonly contactSource?:
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
  /** What made it a customer; null none. At most 120 characters. */
  readonly customerSource?:
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
 * Says that a contact is a regular one, or one for one deal only.
 */
export interface ContactSetTermInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Regular, or for one deal only. */
  readonly term: 'regular' | 'oneOff'
  /** Whether the company’s assignment rules are asked where nobody manages it; true when left out. */
  readonly byRules?: boolean | undefined
}

/**
 * Says what a contact may become.
 */
export interface ContactSetProspectiveAsInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** What it may become; null not said. */
  readonly prospectiveAs: 'customer' | 'supplier' | 'both' | null
}

/**
 * Sets the tax code of a contact.
 */
export interface ContactSetTaxCodeInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Tax code; null none. At most 30 characters. */
  readonly taxCode: string | null
}

/**
 * Says what is known of a person’s life; what is left out stays.
 */
export interface ContactSetDemographicsInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Date of birth; null unknown. A day, 'YYYY-MM-DD'. */
  readonly birthDate?: string | null | undefined
  /** Gender; null unknown. */
  readonly gender?: 'female' | 'male' | 'other' | null | undefined
  /** Where the person lives; null unknown. At most 200 characters. */
  readonly areaOfResidence?: string | null | undefined
  /** Occupation; null unknown. At most 200 characters. */
  readonly occupation?: string | null | undefined
  /** Whether the person has a business; null unknown. */
  readonly ownBusiness?: boolean | null | undefined
}

/**
 * Gives the account to another staff member.
 */
export interface ContactSetAccountManagerInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Account manager; null none. A UUID. */
  readonly accountManagerId: string | null
}

/**
 * Sets fields of the company’s own; the others stay.
 */
export interface ContactSetCustomFieldsInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Values by field; null clears. */
  readonly custom: Readonly<Record<string, string | number | boolean | null>>
}

/**
 * Says what another system calls a contact.
 */
export interface ContactSetExternalIdInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Which system. At most 60 characters. */
  readonly system: string
  /** Its id there; null none. At most 200 characters. */
  readonly id: string | null
}

/**
 * Sets the main phone number of a contact.
 */
export interface ContactSetPhoneInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Phone number; of the company’s country unless it says otherwise; null none. At most 100 characters. */
  readonly phone:
    | string
    | {
        /** Number as people write it. At most 100 characters. */
        readonly number: string
        /** Country, ISO 3166-1, whose number it is unless it has a country code; null none. */
        readonly country: string | null
      }
    | null
}

/**
 * Adds a phone number; the first is the main one.
 */
export interface ContactAddPhoneInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Which phone number. A UUID. */
  readonly phoneId: string
  /** What it is for: office, private …; null none. At most 60 characters. */
  readonly label?: string | null | undefined
  /** Phone number; of the company’s country unless it says otherwise. At most 100 characters. */
  readonly phone:
    | string
    | {
        /** Number as people write it. At most 100 characters. */
        readonly number: string
        /** Country, ISO 3166-1, whose number it is unless it has a country code; null none. */
        readonly country: string | null
      }
}

/**
 * Changes a phone number or what it is for; what is left out stays.
 */
export interface ContactChangePhoneInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Which phone number. A UUID. */
  readonly phoneId: string
  /** What it is for: office, private …; null none. At most 60 characters. */
  readonly label?: string | null | undefined
  /** Phone number; of the company’s country unless it says otherwise. At most 100 characters. */
  readonly phone?:
    | string
    | {
        /** Number as people write it. At most 100 characters. */
        readonly number: string
        /** Country, ISO 3166-1, whose number it is unless it has a country code; null none. */
        readonly country: string | null
      }
    | undefined
}

/**
 * Removes a phone number; the main one only where there is no other.
 */
export interface ContactRemovePhoneInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Which phone number. A UUID. */
  readonly phoneId: string
}

/**
 * Makes one of the phone numbers the main one; the one that was stays as a further one.
 */
export interface ContactMakePhoneMainInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Which phone number. A UUID. */
  readonly phoneId: string
}

/**
 * Sets the main e-mail address of a contact.
 */
export interface ContactSetEmailInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** E-mail address; null none. At most 254 characters. */
  readonly email: string | null
}

/**
 * Adds an e-mail address; the first is the main one.
 */
export interface ContactAddEmailInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Which e-mail address. A UUID. */
  readonly emailId: string
  /** What it is for: office, private …; null none. At most 60 characters. */
  readonly label?: string | null | undefined
  /** E-mail address. At most 254 characters. */
  readonly email: string
}

/**
 * Changes an e-mail address or what it is for; what is left out stays.
 */
export interface ContactChangeEmailInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Which e-mail address. A UUID. */
  readonly emailId: string
  /** What it is for: office, private …; null none. At most 60 characters. */
  readonly label?: string | null | undefined
  /** E-mail address. At most 254 characters. */
  readonly email?: string | undefined
}

/**
 * Removes an e-mail address; the main one only where there is no other.
 */
export interface ContactRemoveEmailInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Which e-mail address. A UUID. */
  readonly emailId: string
}

/**
 * Makes one of the e-mail addresses the main one; the one that was stays as a further one.
 */
export interface ContactMakeEmailMainInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Which e-mail address. A UUID. */
  readonly emailId: string
}

/**
 * Adds an address.
 */
export interface ContactAddAddressInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Which address. A UUID. */
  readonly addressId: string
  /** What it is for: office, delivery …; null none. At most 200 characters. */
  readonly label?: string | null | undefined
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

/**
 * Changes an address; what is left out stays.
 */
export interface ContactChangeAddressInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Which address. A UUID. */
  readonly addressId: string
  /** What it is for: office, delivery …; null none. At most 200 characters. */
  readonly label?: string | null | undefined
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

/**
 * Removes an address.
 */
export interface ContactRemoveAddressInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Which address. A UUID. */
  readonly addressId: string
}

/**
 * Makes one of the addresses the main one; unless one is said to be, it is the one that has been there longest.
 */
export interface ContactMakeAddressMainInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Which address. A UUID. */
  readonly addressId: string
}

/**
 * Says that a person works for an organisation; for several at once, each under an id.
 */
export interface ContactTakePositionInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Which employment. A UUID. */
  readonly employmentId: string
  /** Organisation that the person works for. A UUID. */
  readonly organisationId: string
  /** Position there; null none. At most 120 characters. */
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
  /** Since when; null or left out where that is not known. A day, 'YYYY-MM-DD'. */
  readonly since?: string | null | undefined
}

/**
 * Gives a person another position in an organisation.
 */
export interface ContactChangePositionInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Which employment. A UUID. */
  readonly employmentId: string
  /** Position there; null none. At most 120 characters. */
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
}

/**
 * Says that a person no longer works for an organisation.
 */
export interface ContactLeavePositionInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Which employment. A UUID. */
  readonly employmentId: string
  /** Last day there; null or left out where that is not known. A day, 'YYYY-MM-DD'. */
  readonly until?: string | null | undefined
}

/**
 * Puts a tag on a contact.
 */
export interface ContactTagInput {
  /** Which contact. A UUID. */
  readonly contactId: string
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
 * Takes a tag off a contact.
 */
export interface ContactUntagInput {
  /** Which contact. A UUID. */
  readonly contactId: string
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
 * Notes something about a contact.
 */
export interface ContactAddNoteInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Which note. A UUID. */
  readonly noteId: string
  /** What is noted. At most 5000 characters. */
  readonly text: string
}

/**
 * Has it get a note of the lead that became it; a conversion of the lead says so, and nobody else needs to.
 */
export interface ContactTakeNoteInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Which lead. A UUID. */
  readonly leadId: string
  /** Which note. A UUID. */
  readonly noteId: string
}

/**
 * Rewords a note about a contact.
 */
export interface ContactChangeNoteInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Which note. A UUID. */
  readonly noteId: string
  /** What is noted. At most 5000 characters. */
  readonly text: string
}

/**
 * Takes a note about a contact away.
 */
export interface ContactRemoveNoteInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Which note. A UUID. */
  readonly noteId: string
}

/**
 * Makes a contact a customer, under a code that no other contact has; its history goes on.
 */
export interface ContactBecomeCustomerInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Customer code, unique in the company whatever its case; the company’s next when left out. At most 60 characters. */
  readonly code?: string | undefined
  /** What made it a customer. */
  readonly trigger?:
    | 'manual'
    | 'import'
    | 'leadConversion'
    | 'opportunityWon'
    | 'order'
    | 'contract'
    | 'invoice'
    | 'payment'
    | 'sale'
    | undefined
  /** The order, contract, invoice or other thing that did. A UUID. */
  readonly documentId?: string | undefined
  /** Whether the company’s assignment rules are asked where nobody manages it; true when left out. */
  readonly byRules?: boolean | undefined
}

/**
 * Makes a contact a supplier; it may be a customer too.
 */
export interface ContactBecomeSupplierInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** What made it a supplier. */
  readonly trigger?: 'manual' | 'import' | 'purchase' | 'goodsReceipt' | 'invoice' | 'payment' | undefined
  /** The purchase, invoice or other thing that did. A UUID. */
  readonly documentId?: string | undefined
}

/**
 * Puts a contact away: lists show it apart, and nothing else changes.
 */
export interface ContactArchiveInput {
  /** Which contact. A UUID. */
  readonly contactId: string
}

/**
 * Takes a contact into use again.
 */
export interface ContactUnarchiveInput {
  /** Which contact. A UUID. */
  readonly contactId: string
}

/**
 * Has the company’s rules give a regular customer that nobody manages to somebody.
 */
export interface ContactAssignByRulesInput {
  /** Which contact. A UUID. */
  readonly contactId: string
}

/**
 * Gives it to whose turn it is; the process that carries an assignment out says so, and nobody else needs to.
 */
export interface ContactCompleteAssignmentInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Which assignment request. A UUID. */
  readonly requestId: string
  /** Staff member whose turn it is. A UUID. */
  readonly accountManagerId: string
  /** Rule that it is given by. At most 60 characters. */
  readonly rule: string
}

/**
 * States that the rules give it to nobody; the process that carries an assignment out says so, and nobody else needs to.
 */
export interface ContactRefuseAssignmentInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Which assignment request. A UUID. */
  readonly requestId: string
  /** Why not: the code of a rejection. */
  readonly code: string
}

/**
 * Has other contacts become part of this one: it stands for them from then on, and has what they have.
 */
export interface ContactMergeInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Which merger; a new one. A UUID. */
  readonly mergeId: string
  /** Those that become part of it: of the first of them that has a value it counts. At most 20. */
  readonly loserIds: readonly string[]
  /** Fields of which another value is to count than the first that there is. At most 19. */
  readonly chosen?:
    | readonly {
        /** The field. */
        readonly field:
          | 'name'
          | 'industry'
          | 'size'
          | 'group'
          | 'territory'
          | 'contactStatus'
          | 'contactSource'
          | 'customerSource'
          | 'prospectiveAs'
          | 'taxCode'
          | 'accountManagerId'
          | 'birthDate'
          | 'gender'
          | 'areaOfResidence'
          | 'occupation'
          | 'ownBusiness'
          | 'term'
          | 'phone'
          | 'email'
        /** Whose value it is to have. A UUID. */
        readonly fromId: string
      }[]
    | undefined
}

/**
 * Has a contact become part of another one; the process that merges them says so, and nobody else needs to.
 */
export interface ContactMergeIntoInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** What it becomes part of. A UUID. */
  readonly survivorId: string
  /** Which merger. A UUID. */
  readonly mergeId: string
}

/**
 * States that a merger is done; the process that carries it out says so, and nobody else needs to.
 */
export interface ContactCompleteMergeInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Which merger. A UUID. */
  readonly mergeId: string
}

/**
 * States that a merger was refused; the process that carries it out says so, and nobody else needs to.
 */
export interface ContactRefuseMergeInput {
  /** Which contact. A UUID. */
  readonly contactId: string
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
export interface ContactUnmergeInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Which merger. A UUID. */
  readonly mergeId: string
}

/**
 * Has a contact stand for itself again; the process that unmerges says so, and nobody else needs to.
 */
export interface ContactSetApartInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** What it becomes part of. A UUID. */
  readonly survivorId: string
  /** Which merger. A UUID. */
  readonly mergeId: string
}

/**
 * States that what was merged is parted; the process that parts it says so, and nobody else needs to.
 */
export interface ContactCompleteUnmergeInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Which merger. A UUID. */
  readonly mergeId: string
}

/**
 * What a caller gives for each command of `contact`.
 */
export interface ContactInputs {
  /**
   * Enters a person or organisation in the directory.
   *
   * Rejected with `ADDRESS_EMPTY`, `ADDRESS_EXISTS`, `ALREADY_REGISTERED`, `BORN_IN_FUTURE`, `CATALOGUE_ENTRY_RETIRED`, `CATALOGUE_ENTRY_UNKNOWN`, `MISSING_FIELDS`, `ORGANISATION_HAS_NO_DEMOGRAPHICS`, `PHONE_INVALID`, `STAFF_MEMBER_LEFT`, `STAFF_MEMBER_UNKNOWN`.
   */
  readonly register: ContactRegisterInput
  /**
   * Gives a contact another name.
   *
   * Rejected with `CONTACT_UNKNOWN`.
   */
  readonly rename: ContactRenameInput
  /**
   * Says that a contact is a person, or an organisation, after all.
   *
   * Rejected with `CONTACT_UNKNOWN`, `HAS_POSITIONS`.
   */
  readonly setKind: ContactSetKindInput
  /**
   * Sets what kind of contact it is; what is left out stays.
   *
   * Rejected with `CONTACT_UNKNOWN`, `CATALOGUE_ENTRY_RETIRED`, `CATALOGUE_ENTRY_UNKNOWN`.
   */
  readonly setProfile: ContactSetProfileInput
  /**
   * Says that a contact is a regular one, or one for one deal only.
   *
   * Rejected with `CONTACT_UNKNOWN`.
   */
  readonly setTerm: ContactSetTermInput
  /**
   * Says what a contact may become.
   *
   * Rejected with `CONTACT_UNKNOWN`.
   */
  readonly setProspectiveAs: ContactSetProspectiveAsInput
  /**
   * Sets the tax code of a contact.
   *
   * Rejected with `CONTACT_UNKNOWN`.
   */
  readonly setTaxCode: ContactSetTaxCodeInput
  /**
   * Says what is known of a person’s life; what is left out stays.
   *
   * Rejected with `CONTACT_UNKNOWN`, `BORN_IN_FUTURE`, `ORGANISATION_HAS_NO_DEMOGRAPHICS`.
   */
  readonly setDemographics: ContactSetDemographicsInput
  /**
   * Gives the account to another staff member.
   *
   * Rejected with `CONTACT_UNKNOWN`, `STAFF_MEMBER_LEFT`, `STAFF_MEMBER_UNKNOWN`.
   */
  readonly setAccountManager: ContactSetAccountManagerInput
  /**
   * Sets fields of the company’s own; the others stay.
   *
   * Rejected with `CONTACT_UNKNOWN`.
   */
  readonly setCustomFields: ContactSetCustomFieldsInput
  /**
   * Says what another system calls a contact.
   *
   * Rejected with `CONTACT_UNKNOWN`.
   */
  readonly setExternalId: ContactSetExternalIdInput
  /**
   * Sets the main phone number of a contact.
   *
   * Rejected with `CONTACT_UNKNOWN`, `MAIN_PHONE_NEEDED`, `PHONE_INVALID`.
   */
  readonly setPhone: ContactSetPhoneInput
  /**
   * Adds a phone number; the first is the main one.
   *
   * Rejected with `CONTACT_UNKNOWN`, `PHONE_EXISTS`, `PHONE_INVALID`.
   */
  readonly addPhone: ContactAddPhoneInput
  /**
   * Changes a phone number or what it is for; what is left out stays.
   *
   * Rejected with `CONTACT_UNKNOWN`, `PHONE_INVALID`, `PHONE_UNKNOWN`.
   */
  readonly changePhone: ContactChangePhoneInput
  /**
   * Removes a phone number; the main one only where there is no other.
   *
   * Rejected with `CONTACT_UNKNOWN`, `MAIN_PHONE_NEEDED`, `PHONE_UNKNOWN`.
   */
  readonly removePhone: ContactRemovePhoneInput
  /**
   * Makes one of the phone numbers the main one; the one that was stays as a further one.
   *
   * Rejected with `CONTACT_UNKNOWN`, `PHONE_UNKNOWN`.
   */
  readonly makePhoneMain: ContactMakePhoneMainInput
  /**
   * Sets the main e-mail address of a contact.
   *
   * Rejected with `CONTACT_UNKNOWN`, `MAIN_EMAIL_NEEDED`.
   */
  readonly setEmail: ContactSetEmailInput
  /**
   * Adds an e-mail address; the first is the main one.
   *
   * Rejected with `CONTACT_UNKNOWN`, `EMAIL_EXISTS`.
   */
  readonly addEmail: ContactAddEmailInput
  /**
   * Changes an e-mail address or what it is for; what is left out stays.
   *
   * Rejected with `CONTACT_UNKNOWN`, `EMAIL_UNKNOWN`.
   */
  readonly changeEmail: ContactChangeEmailInput
  /**
   * Removes an e-mail address; the main one only where there is no other.
   *
   * Rejected with `CONTACT_UNKNOWN`, `EMAIL_UNKNOWN`, `MAIN_EMAIL_NEEDED`.
   */
  readonly removeEmail: ContactRemoveEmailInput
  /**
   * Makes one of the e-mail addresses the main one; the one that was stays as a further one.
   *
   * Rejected with `CONTACT_UNKNOWN`, `EMAIL_UNKNOWN`.
   */
  readonly makeEmailMain: ContactMakeEmailMainInput
  /**
   * Adds an address.
   *
   * Rejected with `CONTACT_UNKNOWN`, `ADDRESS_EMPTY`, `ADDRESS_EXISTS`.
   */
  readonly addAddress: ContactAddAddressInput
  /**
   * Changes an address; what is left out stays.
   *
   * Rejected with `CONTACT_UNKNOWN`, `ADDRESS_EMPTY`, `ADDRESS_UNKNOWN`.
   */
  readonly changeAddress: ContactChangeAddressInput
  /**
   * Removes an address.
   *
   * Rejected with `CONTACT_UNKNOWN`, `ADDRESS_UNKNOWN`.
   */
  readonly removeAddress: ContactRemoveAddressInput
  /**
   * Makes one of the addresses the main one; unless one is said to be, it is the one that has been there longest.
   *
   * Rejected with `CONTACT_UNKNOWN`, `ADDRESS_UNKNOWN`.
   */
  readonly makeAddressMain: ContactMakeAddressMainInput
  /**
   * Says that a person works for an organisation; for several at once, each under an id.
   *
   * Rejected with `CONTACT_UNKNOWN`, `CATALOGUE_ENTRY_RETIRED`, `CATALOGUE_ENTRY_UNKNOWN`, `EMPLOYMENT_EXISTS`, `INDIVIDUAL_HAS_NO_CONTACT_PERSONS`, `ORGANISATION_TAKES_NO_POSITION`.
   */
  readonly takePosition: ContactTakePositionInput
  /**
   * Gives a person another position in an organisation.
   *
   * Rejected with `CONTACT_UNKNOWN`, `CATALOGUE_ENTRY_RETIRED`, `CATALOGUE_ENTRY_UNKNOWN`, `EMPLOYMENT_UNKNOWN`.
   */
  readonly changePosition: ContactChangePositionInput
  /**
   * Says that a person no longer works for an organisation.
   *
   * Rejected with `CONTACT_UNKNOWN`, `EMPLOYMENT_UNKNOWN`, `LEFT_BEFORE_BEGINNING`.
   */
  readonly leavePosition: ContactLeavePositionInput
  /**
   * Puts a tag on a contact.
   *
   * Rejected with `CONTACT_UNKNOWN`, `CATALOGUE_ENTRY_RETIRED`, `CATALOGUE_ENTRY_UNKNOWN`.
   */
  readonly tag: ContactTagInput
  /**
   * Takes a tag off a contact.
   *
   * Rejected with `CONTACT_UNKNOWN`.
   */
  readonly untag: ContactUntagInput
  /**
   * Notes something about a contact.
   *
   * Rejected with `CONTACT_UNKNOWN`, `NOTE_EXISTS`.
   */
  readonly addNote: ContactAddNoteInput
  /**
   * Has it get a note of the lead that became it; a conversion of the lead says so, and nobody else needs to.
   *
   * Rejected with `CONTACT_UNKNOWN`, `LEAD_OF_ANOTHER`, `NOTE_UNKNOWN`.
   */
  readonly takeNote: ContactTakeNoteInput
  /**
   * Rewords a note about a contact.
   *
   * Rejected with `CONTACT_UNKNOWN`, `NOTE_UNKNOWN`.
   */
  readonly changeNote: ContactChangeNoteInput
  /**
   * Takes a note about a contact away.
   *
   * Rejected with `CONTACT_UNKNOWN`, `NOTE_UNKNOWN`.
   */
  readonly removeNote: ContactRemoveNoteInput
  /**
   * Makes a contact a customer, under a code that no other contact has; its history goes on.
   *
   * Rejected with `CONTACT_UNKNOWN`, `ALREADY_CUSTOMER`, `CUSTOMER_CODE_MISSING`, `MISSING_FIELDS`.
   */
  readonly becomeCustomer: ContactBecomeCustomerInput
  /**
   * Makes a contact a supplier; it may be a customer too.
   *
   * Rejected with `CONTACT_UNKNOWN`.
   */
  readonly becomeSupplier: ContactBecomeSupplierInput
  /**
   * Puts a contact away: lists show it apart, and nothing else changes.
   *
   * Rejected with `CONTACT_UNKNOWN`.
   */
  readonly archive: ContactArchiveInput
  /**
   * Takes a contact into use again.
   *
   * Rejected with `CONTACT_UNKNOWN`.
   */
  readonly unarchive: ContactUnarchiveInput
  /**
   * Has the company’s rules give a regular customer that nobody manages to somebody.
   *
   * Rejected with `CONTACT_UNKNOWN`, `ALREADY_ASSIGNED`, `CONTACT_ARCHIVED`, `NOT_A_CUSTOMER`, `ONE_OFF_CUSTOMER`.
   */
  readonly assignByRules: ContactAssignByRulesInput
  /**
   * Gives it to whose turn it is; the process that carries an assignment out says so, and nobody else needs to.
   *
   * Rejected with `CONTACT_UNKNOWN`, `ALREADY_ASSIGNED`, `ASSIGNMENT_NOT_REQUESTED`, `CONTACT_ARCHIVED`, `MERGED_INTO_ANOTHER`, `NOT_A_CUSTOMER`, `ONE_OFF_CUSTOMER`, `STAFF_MEMBER_LEFT`, `STAFF_MEMBER_UNKNOWN`.
   */
  readonly completeAssignment: ContactCompleteAssignmentInput
  /**
   * States that the rules give it to nobody; the process that carries an assignment out says so, and nobody else needs to.
   *
   * Rejected with `CONTACT_UNKNOWN`, `ASSIGNMENT_NOT_REQUESTED`.
   */
  readonly refuseAssignment: ContactRefuseAssignmentInput
  /**
   * Has other contacts become part of this one: it stands for them from then on, and has what they have.
   *
   * Rejected with `CONTACT_UNKNOWN`, `CONTACT_UNKNOWN`, `KINDS_DIFFER`, `MERGED_INTO_ANOTHER`, `MERGE_DATED_TOO_EARLY`, `MERGE_KNOWN`, `MERGING`, `TOO_MUCH_TO_MERGE`.
   */
  readonly merge: ContactMergeInput
  /**
   * Has a contact become part of another one; the process that merges them says so, and nobody else needs to.
   *
   * Rejected with `CONTACT_UNKNOWN`, `KINDS_DIFFER`, `MERGED_INTO_ANOTHER`, `MERGE_DATED_TOO_EARLY`, `MERGE_UNKNOWN`, `MERGING`.
   */
  readonly mergeInto: ContactMergeIntoInput
  /**
   * States that a merger is done; the process that carries it out says so, and nobody else needs to.
   *
   * Rejected with `CONTACT_UNKNOWN`, `MERGE_UNKNOWN`, `MERGING`.
   */
  readonly completeMerge: ContactCompleteMergeInput
  /**
   * States that a merger was refused; the process that carries it out says so, and nobody else needs to.
   *
   * Rejected with `CONTACT_UNKNOWN`, `MERGE_UNKNOWN`.
   */
  readonly refuseMerge: ContactRefuseMergeInput
  /**
   * Parts what was merged: each stands as what was said of it makes it, also what was said while it was part of another.
   *
   * Rejected with `CONTACT_UNKNOWN`, `MERGED_INTO_ANOTHER`, `MERGE_UNKNOWN`, `MERGING`.
   */
  readonly unmerge: ContactUnmergeInput
  /**
   * Has a contact stand for itself again; the process that unmerges says so, and nobody else needs to.
   *
   * Rejected with `CONTACT_UNKNOWN`, `MERGE_UNKNOWN`.
   */
  readonly setApart: ContactSetApartInput
  /**
   * States that what was merged is parted; the process that parts it says so, and nobody else needs to.
   *
   * Rejected with `CONTACT_UNKNOWN`, `MERGE_UNKNOWN`, `MERGING`.
   */
  readonly completeUnmerge: ContactCompleteUnmergeInput
}
