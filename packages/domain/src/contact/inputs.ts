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
        /** Industry; null none. At most 60 characters. */
        readonly industry?: string | null | undefined
        /** Size of the organisation; null none. At most 60 characters. */
        readonly size?: string | null | undefined
        /** Customer group; null none. At most 60 characters. */
        readonly group?: string | null | undefined
        /** Territory; null none. At most 60 characters. */
        readonly territory?: string | null | undefined
      }
    | undefined
  /** Account manager. A UUID. */
  readonly accountManagerId?: string | undefined
  /** Addresses. At most 50. */
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
 * Sets the phone number of a contact.
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
 * Sets the e-mail address of a contact.
 */
export interface ContactSetEmailInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** E-mail address; null none. At most 254 characters. */
  readonly email: string | null
}

/**
 * Sets what kind of contact it is; what is left out stays.
 */
export interface ContactSetProfileInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Industry; null none. At most 60 characters. */
  readonly industry?: string | null | undefined
  /** Size of the organisation; null none. At most 60 characters. */
  readonly size?: string | null | undefined
  /** Customer group; null none. At most 60 characters. */
  readonly group?: string | null | undefined
  /** Territory; null none. At most 60 characters. */
  readonly territory?: string | null | undefined
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
 * Makes a contact a customer, under a code that no other contact has; its history goes on.
 */
export interface ContactBecomeCustomerInput {
  /** Which contact. A UUID. */
  readonly contactId: string
  /** Customer code, unique in the company whatever its case. At most 60 characters. */
  readonly code: string
  /** What made it a customer. */
  readonly trigger?:
    'manual' | 'import' | 'leadConversion' | 'opportunityWon' | 'order' | 'contract' | 'invoice' | 'payment' | undefined
  /** The order, contract, invoice or other thing that did. A UUID. */
  readonly documentId?: string | undefined
}

/**
 * What a caller gives for each command of `contact`.
 */
export interface ContactInputs {
  /**
   * Enters a person or organisation in the directory.
   *
   * Rejected with `ADDRESS_EMPTY`, `ADDRESS_EXISTS`, `ALREADY_REGISTERED`, `MISSING_FIELDS`, `PHONE_INVALID`, `STAFF_MEMBER_LEFT`, `STAFF_MEMBER_UNKNOWN`.
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
   * Rejected with `CONTACT_UNKNOWN`.
   */
  readonly setKind: ContactSetKindInput
  /**
   * Sets the phone number of a contact.
   *
   * Rejected with `CONTACT_UNKNOWN`, `PHONE_INVALID`.
   */
  readonly setPhone: ContactSetPhoneInput
  /**
   * Sets the e-mail address of a contact.
   *
   * Rejected with `CONTACT_UNKNOWN`.
   */
  readonly setEmail: ContactSetEmailInput
  /**
   * Sets what kind of contact it is; what is left out stays.
   *
   * Rejected with `CONTACT_UNKNOWN`.
   */
  readonly setProfile: ContactSetProfileInput
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
   * Makes a contact a customer, under a code that no other contact has; its history goes on.
   *
   * Rejected with `CONTACT_UNKNOWN`, `ALREADY_CUSTOMER`, `MISSING_FIELDS`.
   */
  readonly becomeCustomer: ContactBecomeCustomerInput
}
