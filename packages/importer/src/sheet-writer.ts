import { extname, dirname, resolve } from 'node:path'
import { csvInto } from './csv/write.ts'
import { NewFile } from './new-file.ts'
import { xlsxInto } from './xlsx/write.ts'

/** What is written into a cell. A day is YYYY-MM-DD, with HH:mm:ss behind it where it has a time. */
export type SheetCell = string | number | boolean | { readonly day: string } | null

/** Rows on their way into a file, in one format. */
export interface RowSink {
  add(cells: readonly SheetCell[]): Promise<void>
  /** Closes the file, synced. */
  end(): Promise<void>
  /** Lets go of the file, whatever became of it. */
  abandon(): Promise<void>
}

export type SheetFormat = 'csv' | 'xlsx'

/** By a file's extension: what is not Excel's is CSV. */
export const formatOf = (file: string): SheetFormat => (extname(file).toLowerCase() === '.xlsx' ? 'xlsx' : 'csv')

export interface SheetWriter {
  add(cells: readonly SheetCell[]): Promise<void>
  /** Makes the file appear under its name, in the place of one that is there. */
  finish(): Promise<void>
  /** Leaves nothing behind of a file that did not appear. */
  discard(): Promise<void>
}

export interface SheetWriterOptions {
  /** Of CSV: a comma when left out. */
  readonly delimiter?: string | undefined
  /** Of Excel, what the sheet is called: Sheet1 when left out. */
  readonly sheet?: string | undefined
}

/** A sheet that is not there yet. `end` hands out the file, to be given a name. */
export const beginSheet = async (
  folder: string,
  format: SheetFormat,
  { delimiter = ',', sheet = 'Sheet1' }: SheetWriterOptions,
): Promise<Pick<SheetWriter, 'add' | 'discard'> & { readonly end: () => Promise<NewFile> }> => {
  const file = await NewFile.begin(folder)
  const rows: RowSink = format === 'xlsx' ? xlsxInto(file.handle, sheet) : csvInto(file.handle, delimiter)
  return {
    add: cells => rows.add(cells),
    async end() {
      await rows.end()
      return file
    },
    async discard() {
      await rows.abandon()
      await file.discard()
    },
  }
}

/**
 * Writes rows into a file, Excel's if its name ends in .xlsx, else CSV: in UTF-8 with its mark, and no cell of it a formula. It appears under its
 * name when it is whole, readable for its owner only; until then it is a temporary file beside it, which goes with the process.
 * @throws what the file system does; call `discard` whatever happens, it leaves alone what is finished
 * @example
 * const writer = await openSheetWriter('contacts.xlsx')
 * try {
 *   await writer.add(['name', 'since'])
 *   await writer.add(['Hoa Sen', { day: '2026-03-01' }])
 *   await writer.finish()
 * } finally {
 *   await writer.discard()
 * }
 */
export const openSheetWriter = async (file: string, options: SheetWriterOptions = {}): Promise<SheetWriter> => {
  const begun = await beginSheet(dirname(resolve(file)), formatOf(file), options)
  return {
    add: begun.add,
    discard: begun.discard,
    async finish() {
      await (await begun.end()).replace(file)
    },
  }
}
