// Written by `npm run docs` from the schemas of the commands; a test keeps it true.
/**
 * Notes that an import begins.
 */
export interface ImportRunBeginInput {
  /** Which import. A UUID. */
  readonly importRunId: string
  /** Name of the file, its folder aside; null for one without. At most 255 characters. */
  readonly fileName: string | null
  /** SHA-256 of the file, in hex; null where it is not known. */
  readonly sha256: string | null
  /** What its rows become. At most 60 characters. */
  readonly becomes: string
  /** How they are read, as JSON; null where that is too long. At most 100000 characters. */
  readonly mapping: string | null
  /** First row asked for; null the file’s. */
  readonly fromRow: number | null
  /** Last row asked for; null the file’s. */
  readonly toRow: number | null
}

/**
 * Notes that an import came to the end of its rows.
 */
export interface ImportRunFinishInput {
  /** Which import. A UUID. */
  readonly importRunId: string
  /** Rows about something new. */
  readonly created: number
  /** Rows that changed something. */
  readonly changed: number
  /** Rows that said what held already. */
  readonly unchanged: number
  /** Rows that did not go in. */
  readonly rejected: number
}

/**
 * Notes that an import broke off.
 */
export interface ImportRunBreakOffInput {
  /** Which import. A UUID. */
  readonly importRunId: string
  /** Rows about something new. */
  readonly created: number
  /** Rows that changed something. */
  readonly changed: number
  /** Rows that said what held already. */
  readonly unchanged: number
  /** Rows that did not go in. */
  readonly rejected: number
  /** What broke it off: stopped, fault, or why the file could not be read. At most 60 characters. */
  readonly cause: string
}

/**
 * What a caller gives for each command of `importRun`.
 */
export interface ImportRunInputs {
  /**
   * Notes that an import begins.
   *
   * Rejected with `IMPORT_RUN_BEGUN`.
   */
  readonly begin: ImportRunBeginInput
  /**
   * Notes that an import came to the end of its rows.
   *
   * Rejected with `IMPORT_RUN_UNKNOWN`, `IMPORT_RUN_ENDED`.
   */
  readonly finish: ImportRunFinishInput
  /**
   * Notes that an import broke off.
   *
   * Rejected with `IMPORT_RUN_UNKNOWN`, `IMPORT_RUN_ENDED`.
   */
  readonly breakOff: ImportRunBreakOffInput
}
