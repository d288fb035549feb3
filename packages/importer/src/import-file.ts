import type { Language } from '@eventcrm/crm'
import { randomUUID } from 'node:crypto'
import { cellsAsText } from './cells-as-text.ts'
import { blanks } from './csv/blanks.ts'
import { lookForDuplicates, type DuplicatesOptions, type ImportDuplicates } from './duplicates.ts'
import { FileUnreadable } from './errors.ts'
import { companyAsOf, type ImportTarget } from './form.ts'
import { forms } from './forms/index.ts'
import { handledRows, openImport, type HandledRow, type ImportOptions } from './import-rows.ts'
import type { Mapping } from './mapping.ts'
import { showRemark, type RowOutcome } from './outcome.ts'
import { placeForRejected } from './place-for-rejected.ts'
import { RejectedFile } from './rejected-file.ts'
import { WrittenDown } from './written-down.ts'

export interface ImportFileOptions extends ImportOptions {
  /**
   * Where rejected rows are written: Excel's format for a name in .xlsx, else CSV. Rejected rows of the last time are written over there, and
   * removed when none was rejected; nothing else is. Left out, a name beside the file that is free, or has the same rejected rows already: orders.rejected.csv for
   * orders.csv, else orders.rejected-2.csv.
   */
  readonly rejectedFile?: string
  /** False: it does not look at the end which leads and contacts that it wrote down may be the same as others, for which documents are brought up to date. */
  readonly duplicates?: boolean
  /** Of the reasons in that file; the company's when left out. */
  readonly language?: Language
  /** Called once with each row's outcome, in the order of the file, and waited for; what it throws ends the import. */
  readonly onRow?: (outcome: RowOutcome) => void | Promise<void>
}

/** A customer that a row about something else made. */
export interface CustomerMade {
  readonly row: number
  readonly id: string
  readonly name: string
}
export interface CustomersMade {
  readonly count: number
  /** The first 100 of them, in the order of the rows. */
  readonly first: readonly CustomerMade[]
}

const madeKept = 100

/** What became of the rows of a file. */
export interface RowsImported {
  /** Rows with an outcome: the sum of the four below. */
  readonly rows: number
  readonly created: number
  readonly changed: number
  readonly unchanged: number
  readonly rejected: number
  /** Notices about rows that went in. */
  readonly notices: number
  /** The file with the rejected rows, each behind its reasons, to be mended and imported with the same mapping; null when there are none. */
  readonly rejectedFile: string | null
  /** Why the file could not be read to its end; null when it was. The rows before are in. */
  readonly brokeOff: FileUnreadable | null
  /** Position of the last event of a row; `crm.projected` waits for it. Null when nothing changed. */
  readonly position: string | null
  /** Customers that rows about something else made, since nobody was known by the name or code that they give. */
  readonly customersMade: CustomersMade
  /** The run under which the import is kept, and the correlation id of all that it did. */
  readonly importRunId: string
}

export interface ImportSummary extends RowsImported {
  /** Leads and contacts that rows wrote down and that may be the same as others; null where it was not to look for them. */
  readonly duplicates: ImportDuplicates | null
}

/** A file that was opened and has the columns of its mapping: what can be wrong before a row is imported is not. */
export interface PreparedImport {
  /** Bytes of the whole file; null when that is not known. */
  readonly totalBytes: number | null
  /**
   * Imports it, as `importFile` does.
   * @throws what `importFile` does; Error when it was run or closed before, or is closed before its end: as an import that breaks off
   */
  run(
    crm: ImportTarget,
    options?: Omit<ImportFileOptions, 'rejectedFile' | 'duplicates' | 'onDuplicates'>,
  ): Promise<RowsImported>
  /**
   * To be asked once it was run, also where the file broke off: which leads and contacts that its rows wrote down may be the same as others. Documents are brought up to
   * date for it. Before, there are none.
   * @throws what `onDuplicates` throws
   */
  duplicates(crm: ImportTarget, options?: DuplicatesOptions): Promise<ImportDuplicates>
  /** Lets go of the file; an import under way breaks off. Closing again does nothing. */
  close(): Promise<void>
}

/**
 * Opens a file to be imported, and checks that it has the columns that the mapping names: for whoever must know before the CRM is
 * there to import it into. Call `close`, whether it was run or not.
 * @param rejectedFile as in `ImportFileOptions`
 * @param signal aborted, the file is no longer opened, which of Excel's may take seconds, and the signal's reason is thrown
 * @throws FileUnreadable
 * @example
 * const prepared = await prepareImport('orders.csv', mapping)
 * try {
 *   await prepared.run(await createCrm({ file: 'crm.sqlite', actor: 'lan', company: {} }))
 * } finally {
 *   await prepared.close()
 * }
 */
export const prepareImport = async (
  file: string,
  mapping: Mapping,
  rejectedFile?: string,
  signal?: AbortSignal,
): Promise<PreparedImport> => {
  const place = await placeForRejected(file, rejectedFile)
  const opened = await openImport(file, mapping, signal)
  let wasRun = false
  const closed = new AbortController()
  const written = new WrittenDown()
  return {
    totalBytes: opened.totalBytes,
    async close() {
      closed.abort(
        new Error(
          `${file} was closed before all of it was imported: prepare it again with \`prepareImport\`, and close it after the run`,
        ),
      )
      await opened.close()
    },
    duplicates: (crm, options = {}) => lookForDuplicates(crm, written, options),
    async run(crm, options = {}) {
      if (wasRun)
        throw new Error(
          `The import of ${file} was run already: to import it again, prepare it again with \`prepareImport\``,
        )
      closed.signal.throwIfAborted()
      wasRun = true
      const language = options.language ?? (await companyAsOf(crm)).language
      const asText = cellsAsText(mapping, opened.sheet)
      const { sheet } = mapping
      // reasons have blanks in them
      const delimiter = mapping.delimiter === blanks ? ',' : mapping.delimiter
      const rejects = new RejectedFile(opened.sheet, place, { delimiter, sheet, language, asText })
      const importRunId = randomUUID()
      const counts = { created: 0, changed: 0, unchanged: 0, rejected: 0 }
      const firstMade: CustomerMade[] = []
      let customersMade = 0
      let notices = 0
      let position: string | null = null
      let brokeOff: FileUnreadable | null = null
      const handle = async ({ outcome, written: row, wrote }: HandledRow) => {
        counts[outcome.outcome]++
        notices += outcome.notices.length
        if (outcome.position !== null && (position === null || outcome.position > position)) position = outcome.position
        if (outcome.outcome === 'rejected')
          await rejects.add(outcome.reasons.map(reason => showRemark(reason, language)).join('; '), row)
        for (const { id, name } of wrote) {
          written.add(id, outcome.row)
          if (forms[mapping.becomes].makes === null) continue
          customersMade++
          if (firstMade.length < madeKept) firstMade.push({ row: outcome.row, id, name })
        }
        await options.onRow?.(outcome)
      }
      try {
        const rows = handledRows(crm, opened, options, importRunId)
        try {
          for await (const row of rows) await handle(row)
        } catch (error) {
          if (!(error instanceof FileUnreadable)) throw error
          brokeOff = error
        }
        closed.signal.throwIfAborted() // else the rows would seem to have come to their end
        const rejectedRows = await rejects.finish(brokeOff === null)
        const { created, changed, unchanged, rejected } = counts
        const sum = created + changed + unchanged + rejected
        return {
          rows: sum,
          ...counts,
          notices,
          rejectedFile: rejectedRows,
          brokeOff,
          position,
          customersMade: { count: customersMade, first: firstMade },
          importRunId,
        }
      } finally {
        await rejects.discard()
      }
    },
  }
}

/**
 * Imports a file, and writes the rows that were rejected into another. `importRows` tells what an import is.
 * @throws FileUnreadable when the import cannot begin; what a store throws, the signal's reason: rows before are in, and no file of rejected rows is
 *   left: what stood there before stays. CommandInvalid for an actor or a reason that will not do: nothing was imported
 * @example
 * const { created, rejected, rejectedFile } = await importFile(crm, 'orders.csv', await readMapping('orders.mapping.json'))
 */
export const importFile = async (
  crm: ImportTarget,
  file: string,
  mapping: Mapping,
  { rejectedFile, duplicates: isLooked = true, ...options }: ImportFileOptions = {},
): Promise<ImportSummary> => {
  const prepared = await prepareImport(file, mapping, rejectedFile, options.signal)
  try {
    const summary = await prepared.run(crm, options)
    // the rows are in, whatever becomes of the search
    return { ...summary, duplicates: isLooked ? await prepared.duplicates(crm, options) : null }
  } finally {
    await prepared.close()
  }
}
