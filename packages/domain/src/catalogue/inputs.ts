// Written by `npm run docs` from the schemas of the commands; a test keeps it true.
/**
 * Adds a value to choose, after the others unless told where.
 */
export interface CatalogueAddEntryInput {
  /** Which catalogue. */
  readonly catalogue:
    | 'customerGroup'
    | 'territory'
    | 'industry'
    | 'size'
    | 'leadSource'
    | 'campaign'
    | 'contactSource'
    | 'customerSource'
    | 'contactStatus'
    | 'position'
    | 'tag'
    | 'leadLostReason'
  /** Which catalogue entry. A UUID. */
  readonly entryId: string
  /** Label, unique among the entries in use beside it. At most 120 characters. */
  readonly label: string
  /** Code of the company’s own, unique among the entries in use. At most 60 characters. */
  readonly code?: string | undefined
  /** Place among the entries, lowest first; of equals, the lower id goes first. 0 to 1000000. */
  readonly order?: number | undefined
  /** Entry that it stands under; null at the top. A UUID. */
  readonly parentId?: string | null | undefined
  /** Numbers that it stands for, in a catalogue of sizes. */
  readonly band?:
    | {
        /** Lowest number. 0 to 1000000000. */
        readonly from: number
        /** Highest number; null without end. 0 to 1000000000. */
        readonly to: number | null
      }
    | undefined
}

/**
 * Adds the values that a new company begins with, those that were never there and whose label nobody has.
 */
export interface CatalogueAddReadyMadeInput {
  /** Which catalogue. */
  readonly catalogue:
    | 'customerGroup'
    | 'territory'
    | 'industry'
    | 'size'
    | 'leadSource'
    | 'campaign'
    | 'contactSource'
    | 'customerSource'
    | 'contactStatus'
    | 'position'
    | 'tag'
    | 'leadLostReason'
  /** Language of the labels; the company’s when left out. */
  readonly language?: 'en' | 'vi' | undefined
}

/**
 * Gives a value another label; what was chosen before shows the old one on its days.
 */
export interface CatalogueRenameEntryInput {
  /** Which catalogue. */
  readonly catalogue:
    | 'customerGroup'
    | 'territory'
    | 'industry'
    | 'size'
    | 'leadSource'
    | 'campaign'
    | 'contactSource'
    | 'customerSource'
    | 'contactStatus'
    | 'position'
    | 'tag'
    | 'leadLostReason'
  /** Which catalogue entry. A UUID. */
  readonly entryId: string
  /** Label, unique among the entries in use beside it. At most 120 characters. */
  readonly label: string
}

/**
 * Gives a value another code.
 */
export interface CatalogueSetEntryCodeInput {
  /** Which catalogue. */
  readonly catalogue:
    | 'customerGroup'
    | 'territory'
    | 'industry'
    | 'size'
    | 'leadSource'
    | 'campaign'
    | 'contactSource'
    | 'customerSource'
    | 'contactStatus'
    | 'position'
    | 'tag'
    | 'leadLostReason'
  /** Which catalogue entry. A UUID. */
  readonly entryId: string
  /** Code of the company’s own, unique among the entries in use. At most 60 characters. */
  readonly code: string | null
}

/**
 * Moves a value among those beside it.
 */
export interface CatalogueReorderEntryInput {
  /** Which catalogue. */
  readonly catalogue:
    | 'customerGroup'
    | 'territory'
    | 'industry'
    | 'size'
    | 'leadSource'
    | 'campaign'
    | 'contactSource'
    | 'customerSource'
    | 'contactStatus'
    | 'position'
    | 'tag'
    | 'leadLostReason'
  /** Which catalogue entry. A UUID. */
  readonly entryId: string
  /** Place among the entries, lowest first; of equals, the lower id goes first. 0 to 1000000. */
  readonly order: number
}

/**
 * Puts a value, and all that is under it, under another one.
 */
export interface CatalogueMoveEntryInput {
  /** Which catalogue. */
  readonly catalogue:
    | 'customerGroup'
    | 'territory'
    | 'industry'
    | 'size'
    | 'leadSource'
    | 'campaign'
    | 'contactSource'
    | 'customerSource'
    | 'contactStatus'
    | 'position'
    | 'tag'
    | 'leadLostReason'
  /** Which catalogue entry. A UUID. */
  readonly entryId: string
  /** Entry that it stands under; null at the top. A UUID. */
  readonly parentId: string | null
}

/**
 * Has a value stand for other numbers.
 */
export interface CatalogueSetEntryBandInput {
  /** Which catalogue. */
  readonly catalogue:
    | 'customerGroup'
    | 'territory'
    | 'industry'
    | 'size'
    | 'leadSource'
    | 'campaign'
    | 'contactSource'
    | 'customerSource'
    | 'contactStatus'
    | 'position'
    | 'tag'
    | 'leadLostReason'
  /** Which catalogue entry. A UUID. */
  readonly entryId: string
  /** Numbers that it stands for; null none. */
  readonly band: {
    /** Lowest number. 0 to 1000000000. */
    readonly from: number
    /** Highest number; null without end. 0 to 1000000000. */
    readonly to: number | null
  } | null
}

/**
 * Takes a value out of the choice; where it was chosen, it stays.
 */
export interface CatalogueRetireEntryInput {
  /** Which catalogue. */
  readonly catalogue:
    | 'customerGroup'
    | 'territory'
    | 'industry'
    | 'size'
    | 'leadSource'
    | 'campaign'
    | 'contactSource'
    | 'customerSource'
    | 'contactStatus'
    | 'position'
    | 'tag'
    | 'leadLostReason'
  /** Which catalogue entry. A UUID. */
  readonly entryId: string
}

/**
 * Offers a retired value again.
 */
export interface CatalogueReinstateEntryInput {
  /** Which catalogue. */
  readonly catalogue:
    | 'customerGroup'
    | 'territory'
    | 'industry'
    | 'size'
    | 'leadSource'
    | 'campaign'
    | 'contactSource'
    | 'customerSource'
    | 'contactStatus'
    | 'position'
    | 'tag'
    | 'leadLostReason'
  /** Which catalogue entry. A UUID. */
  readonly entryId: string
}

/**
 * What a caller gives for each command of `catalogue`.
 */
export interface CatalogueInputs {
  /**
   * Adds a value to choose, after the others unless told where.
   *
   * Rejected with `BANDS_OVERLAP`, `CATALOGUE_ENTRY_RETIRED`, `CATALOGUE_ENTRY_UNKNOWN`, `CODE_TAKEN`, `ENTRY_EXISTS`, `LABEL_TAKEN`, `NOT_A_TREE`, `NO_BANDS`.
   */
  readonly addEntry: CatalogueAddEntryInput
  /**
   * Adds the values that a new company begins with, those that were never there and whose label nobody has.
   */
  readonly addReadyMade: CatalogueAddReadyMadeInput
  /**
   * Gives a value another label; what was chosen before shows the old one on its days.
   *
   * Rejected with `CATALOGUE_ENTRY_UNKNOWN`, `CATALOGUE_ENTRY_UNKNOWN`, `LABEL_TAKEN`.
   */
  readonly renameEntry: CatalogueRenameEntryInput
  /**
   * Gives a value another code.
   *
   * Rejected with `CATALOGUE_ENTRY_UNKNOWN`, `CATALOGUE_ENTRY_UNKNOWN`, `CODE_TAKEN`.
   */
  readonly setEntryCode: CatalogueSetEntryCodeInput
  /**
   * Moves a value among those beside it.
   *
   * Rejected with `CATALOGUE_ENTRY_UNKNOWN`, `CATALOGUE_ENTRY_UNKNOWN`.
   */
  readonly reorderEntry: CatalogueReorderEntryInput
  /**
   * Puts a value, and all that is under it, under another one.
   *
   * Rejected with `CATALOGUE_ENTRY_UNKNOWN`, `CATALOGUE_ENTRY_RETIRED`, `CATALOGUE_ENTRY_UNKNOWN`, `LABEL_TAKEN`, `NOT_A_TREE`, `UNDER_ITSELF`.
   */
  readonly moveEntry: CatalogueMoveEntryInput
  /**
   * Has a value stand for other numbers.
   *
   * Rejected with `CATALOGUE_ENTRY_UNKNOWN`, `BANDS_OVERLAP`, `CATALOGUE_ENTRY_UNKNOWN`, `NO_BANDS`.
   */
  readonly setEntryBand: CatalogueSetEntryBandInput
  /**
   * Takes a value out of the choice; where it was chosen, it stays.
   *
   * Rejected with `CATALOGUE_ENTRY_UNKNOWN`, `CATALOGUE_ENTRY_UNKNOWN`.
   */
  readonly retireEntry: CatalogueRetireEntryInput
  /**
   * Offers a retired value again.
   *
   * Rejected with `CATALOGUE_ENTRY_UNKNOWN`, `BANDS_OVERLAP`, `CATALOGUE_ENTRY_UNKNOWN`, `CODE_TAKEN`, `LABEL_TAKEN`.
   */
  readonly reinstateEntry: CatalogueReinstateEntryInput
}
