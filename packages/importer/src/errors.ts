import { wordsOf, type Wording, type Words } from '@eventcrm/crm'

/** Something that keeps an import from starting, or from going on. What is wrong with one row is in that row's outcome instead. */
export abstract class ImportError extends Error {
  abstract readonly code: string
}

export type UnreadableCode =
  | 'NotInEncoding'
  | 'NotUtf8'
  | 'BrokenQuotes'
  | 'RowTooLarge'
  | 'FileTooLarge'
  | 'NotReadable'
  | 'NoHeading'
  | 'SheetUnknown'
  | 'ColumnUnknown'
  | 'ColumnAmbiguous'
  | 'RowsBehindEnd'
  | 'NoSuchFile'
  | 'NotAFile'
  | 'SameFile'
  | 'NoPlaceForRejected'

/** The file cannot be read on. Rows before the one named may be in already; import the mended file again: they will be unchanged. */
export class FileUnreadable extends ImportError {
  override readonly name = 'FileUnreadable'
  readonly code: UnreadableCode
  /** What is wrong, in each language; `message` is the English. */
  readonly words: Words
  /** The row at fault, as a spreadsheet numbers rows, where it is known. */
  readonly row: number | null
  constructor(
    code: UnreadableCode,
    wording: Wording,
    { row = null, cause }: { readonly row?: number | null; readonly cause?: unknown } = {},
  ) {
    const words = wordsOf(wording)
    super(words.en, { cause })
    this.code = code
    this.words = words
    this.row = row
  }
}
export interface MappingFault {
  /** Where in the mapping: 'fields.name.column'; '' for the whole. */
  readonly path: string
  /** What was expected there. */
  readonly message: string
  /** The same for people, in each language. */
  readonly words: Words
}

/** @param path where in the mapping; '' for the whole */
export const mappingFault = (path: string, words: Words): MappingFault => ({ path, message: words.en, words })

/** The mapping is not one; nothing was imported. */
export class MappingInvalid extends ImportError {
  override readonly name = 'MappingInvalid'
  readonly code = 'MappingInvalid'
  readonly faults: readonly MappingFault[]
  constructor(faults: readonly MappingFault[], source = 'The mapping') {
    super(`${source}: ${faults.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ')}`)
    this.faults = faults
  }
}

/** A file that would have been written over; nothing was written. */
export class FileIsThere extends ImportError {
  override readonly name = 'FileIsThere'
  readonly code = 'FileIsThere'
  readonly file: string
  constructor(file: string) {
    super(`${file} is there already, and nothing is written over it: give another name`)
    this.file = file
  }
}
