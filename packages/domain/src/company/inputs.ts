// Written by `npm run docs` from the schemas of the commands; a test keeps it true.
/**
 * Sets the company up, before anything else happens in it; its time zone never changes.
 */
export interface CompanyFoundInput {
  /** Which company: there is one. */
  readonly companyId?: '00000000-0000-4000-8000-000000000001' | undefined
  /** Name. At most 200 characters. */
  readonly name?: string | null | undefined
  /** IANA time zone by which the day of every event is fixed. */
  readonly timeZone: string
  /** Currency where none is given, ISO 4217. */
  readonly currency: string
  /** Country, ISO 3166-1, whose phone numbers are meant where none is given; VN when left out, null none. */
  readonly country?: string | null | undefined
  /** Language of labels. */
  readonly language: 'en' | 'vi'
  /** Tells whether the secret that ids of outside keys derive from is this company’s; null it can’t be told. A UUID. */
  readonly keyCheck?: string | null | undefined
}

/**
 * Gives the company another name.
 */
export interface CompanyRenameInput {
  /** Which company: there is one. */
  readonly companyId?: '00000000-0000-4000-8000-000000000001' | undefined
  /** Name; null none. At most 200 characters. */
  readonly name: string | null
}

/**
 * Uses another currency where none is given; what was written before keeps its own.
 */
export interface CompanySetCurrencyInput {
  /** Which company: there is one. */
  readonly companyId?: '00000000-0000-4000-8000-000000000001' | undefined
  /** Currency, ISO 4217. */
  readonly currency: string
}

/**
 * Reads phone numbers as those of another country where none is given; numbers written before stay.
 */
export interface CompanySetCountryInput {
  /** Which company: there is one. */
  readonly companyId?: '00000000-0000-4000-8000-000000000001' | undefined
  /** Country, ISO 3166-1, whose phone numbers are meant where none is given; null none. */
  readonly country: string | null
}

/**
 * Shows labels in another language.
 */
export interface CompanySetLanguageInput {
  /** Which company: there is one. */
  readonly companyId?: '00000000-0000-4000-8000-000000000001' | undefined
  /** Language of labels. */
  readonly language: 'en' | 'vi'
}

/**
 * Gives customer codes that nobody chooses another form; those that are taken stay.
 */
export interface CompanySetCustomerCodesInput {
  /** Which company: there is one. */
  readonly companyId?: '00000000-0000-4000-8000-000000000001' | undefined
  /** What the codes begin with. At most 20 characters. */
  readonly prefix: string
  /** Digits of the number, filled up with zeros; longer numbers keep theirs. 1 to 12. */
  readonly width: number
}

/**
 * Says whether leads must be qualified before they are converted.
 */
export interface CompanySetLeadQualificationInput {
  /** Which company: there is one. */
  readonly companyId?: '00000000-0000-4000-8000-000000000001' | undefined
  /** They must. */
  readonly required: boolean
}

/**
 * Says which documents make a contact a customer by themselves; what is left out stays.
 */
export interface CompanySetCustomerTriggersInput {
  /** Which company: there is one. */
  readonly companyId?: '00000000-0000-4000-8000-000000000001' | undefined
  /** The first invoice; it does unless set otherwise. */
  readonly invoice?: boolean | undefined
  /** The first payment; it does not unless set otherwise. */
  readonly payment?: boolean | undefined
  /** The first recorded purchase; it does unless set otherwise. */
  readonly sale?: boolean | undefined
}

/**
 * Says how much of revenue is margin, which a customer’s lifetime value counts from that day on.
 */
export interface CompanySetMarginInput {
  /** Which company: there is one. */
  readonly companyId?: '00000000-0000-4000-8000-000000000001' | undefined
  /** Percent of revenue, at most two decimals; 100 unless set otherwise. 0 to 100. */
  readonly margin: number
}

/**
 * Says which fields of a form must be filled in; what was entered before stays.
 */
export interface CompanySetRequiredFieldsInput {
  /** Which company: there is one. */
  readonly companyId?: '00000000-0000-4000-8000-000000000001' | undefined
  /** Form that they are required in. */
  readonly form: 'lead' | 'contact' | 'customer' | 'opportunity'
  /** Of which kind; null of every kind. */
  readonly kind?: 'individual' | 'organisation' | null | undefined
  /** Fields that must be filled in, of the company’s own as custom.field; the others need not be. At most 100. */
  readonly fields: readonly string[]
}

/**
 * What a caller gives for each command of `company`.
 */
export interface CompanyInputs {
  /**
   * Sets the company up, before anything else happens in it; its time zone never changes.
   *
   * Rejected with `ALREADY_FOUNDED`.
   */
  readonly found: CompanyFoundInput
  /**
   * Gives the company another name.
   *
   * Rejected with `COMPANY_NOT_FOUNDED`.
   */
  readonly rename: CompanyRenameInput
  /**
   * Uses another currency where none is given; what was written before keeps its own.
   *
   * Rejected with `COMPANY_NOT_FOUNDED`.
   */
  readonly setCurrency: CompanySetCurrencyInput
  /**
   * Reads phone numbers as those of another country where none is given; numbers written before stay.
   *
   * Rejected with `COMPANY_NOT_FOUNDED`.
   */
  readonly setCountry: CompanySetCountryInput
  /**
   * Shows labels in another language.
   *
   * Rejected with `COMPANY_NOT_FOUNDED`.
   */
  readonly setLanguage: CompanySetLanguageInput
  /**
   * Gives customer codes that nobody chooses another form; those that are taken stay.
   *
   * Rejected with `COMPANY_NOT_FOUNDED`.
   */
  readonly setCustomerCodes: CompanySetCustomerCodesInput
  /**
   * Says whether leads must be qualified before they are converted.
   *
   * Rejected with `COMPANY_NOT_FOUNDED`.
   */
  readonly setLeadQualification: CompanySetLeadQualificationInput
  /**
   * Says which documents make a contact a customer by themselves; what is left out stays.
   *
   * Rejected with `COMPANY_NOT_FOUNDED`.
   */
  readonly setCustomerTriggers: CompanySetCustomerTriggersInput
  /**
   * Says how much of revenue is margin, which a customer’s lifetime value counts from that day on.
   *
   * Rejected with `COMPANY_NOT_FOUNDED`.
   */
  readonly setMargin: CompanySetMarginInput
  /**
   * Says which fields of a form must be filled in; what was entered before stays.
   *
   * Rejected with `COMPANY_NOT_FOUNDED`, `FIELD_UNKNOWN`.
   */
  readonly setRequiredFields: CompanySetRequiredFieldsInput
}
