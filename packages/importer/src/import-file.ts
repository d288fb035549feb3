import { rm, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { freeName, RejectedFile } from './csv/rejected-file.ts'
import { FileUnreadable } from './errors.ts'
import type { ImportTarget } from './form.ts'
import { openImport, type ImportOptions } from './import-rows.ts'
import type { Mapping } from './mapping.ts'
import { showRemark, type RowOutcome } from './outcome.ts'

export interface ImportFileOptions extends ImportOptions {
  /**
   * Where rejected rows are written; when none was rejected, what stood there is removed. Left out, a new name beside the file:
   * orders.rejected.csv for orders.csv, and nothing is ever written over.
   */
  readonly rejectedFile?: string
  /** Called once with each row's outcome, in the order of the file, and waited for; what it throws ends the import. */
  readonly onRow?: (outcome: RowOutcome) => void | Promise<void>
}

export interface ImportSummary {
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
  /** Position of the last event; `crm.projected` waits for it. Null when nothing changed. */
  readonly position: string | null
}

const sizeOf = async (file: string): Promise<number> => {
  try {
    return (await stat(file)).size
  } catch (cause) {
    throw new FileUnreadable('NoSuchFile', `There is no file ${file}, or it may not be read`, { cause })
  }
}

/**
 * Imports a file, and writes the rows that were rejected into another. `importRows` tells what an import is.
 * @throws FileUnreadable, what a store throws, the signal's reason; rows before are in, and no file of rejected rows is left
 * @example
 * const { created, rejected, rejectedFile } = await importFile(crm, 'orders.csv', await readMapping('orders.mapping.json'))
 */
export const importFile = async (
  crm: ImportTarget,
  file: string,
  mapping: Mapping,
  options: ImportFileOptions = {},
): Promise<ImportSummary> => {
  const { rejectedFile, onRow } = options
  if (rejectedFile !== undefined && resolve(rejectedFile) === resolve(file)) {
    throw new FileUnreadable(
      'SameFile',
      'The rejected rows cannot be written over the file that they are read from: choose another name',
    )
  }
  const totalBytes = await sizeOf(file)
  const { sheet, rows } = await openImport(crm, file, mapping, { ...options, totalBytes })
  const rejects = new RejectedFile(sheet, mapping.delimiter, dirname(resolve(rejectedFile ?? file)))
  const counts = { created: 0, changed: 0, unchanged: 0, rejected: 0 }
  let notices = 0
  let position: string | null = null
  try {
    for await (const { outcome, cells } of rows) {
      counts[outcome.outcome]++
      notices += outcome.notices.length
      if (outcome.position !== null && (position === null || outcome.position > position)) position = outcome.position
      if (outcome.outcome === 'rejected') await rejects.add(outcome.reasons.map(showRemark).join('; '), cells)
      await onRow?.(outcome)
    }
    const written = await rejects.finish(() =>
      rejectedFile === undefined ? freeName(file) : Promise.resolve(rejectedFile),
    )
    if (written === null && rejectedFile !== undefined) await rm(rejectedFile, { force: true })
    const { created, changed, unchanged, rejected } = counts
    return { rows: created + changed + unchanged + rejected, ...counts, notices, rejectedFile: written, position }
  } finally {
    await rejects.discard()
  }
}
