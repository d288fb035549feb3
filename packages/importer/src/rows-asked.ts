// Which of a file's rows are asked for.
import { FileUnreadable } from './errors.ts'
import type { FileRow } from './file-row.ts'
import type { Form } from './form.ts'
import { goesOn } from './lines.ts'
import type { Mapping } from './mapping.ts'
import type { Occurrences } from './occurrences.ts'
import type { ReadRow } from './read-row.ts'
import type { Sheet } from './sheet.ts'

/** @throws FileUnreadable when all rows stand above the first that is asked for */
export async function* rowsAsked(
  sheet: Sheet,
  { rows, heading, key }: Mapping,
  { lines }: Form,
  { readRow, occurrences }: { readonly readRow: (row: FileRow) => ReadRow; readonly occurrences: Occurrences },
): AsyncGenerator<ReadRow, undefined> {
  // Rejected rows were numbered in the file that they come from.
  const { from = 1, to = Infinity } = sheet.rejectedBefore ? {} : (rows ?? {})
  let last = heading ?? 0
  let above: ReadRow | undefined
  let isAsked = false
  for await (const sheetRow of sheet.rows) {
    // what begins with a row asked for goes in whole, and what began above it does not
    const row = lines && (from > 1 || to < Infinity) ? readRow(sheetRow) : undefined
    const isBehind = row !== undefined && above !== undefined && goesOn(above, row)
    if (!isBehind) {
      if (sheetRow.row > to) return undefined
      isAsked = sheetRow.row >= from
    }
    above = row
    last = sheetRow.row
    if (isAsked) yield row ?? readRow(sheetRow)
    else if (!key) occurrences.of(readRow(sheetRow).content) // equal rows are counted from the top of the file
  }
  // A file with headings alone has nothing that could be missed.
  if (last > (heading ?? 0) && last < from) {
    const words = {
      en: `The rows asked for begin with row ${String(from)}, but the last row of the file is row ${String(last)}`,
      vi: `Các dòng cần nhập bắt đầu từ dòng ${String(from)}, nhưng dòng cuối của tệp là dòng ${String(last)}`,
    }
    throw new FileUnreadable('RowsBehindEnd', words, { row: last })
  }
  return undefined
}

/** The same rows, with the first of them read: what is wrong up to there is known before anything is done. */
export const begun = async <T>(rows: AsyncGenerator<T, undefined>): Promise<AsyncIterable<T>> => {
  const first = await rows.next()
  async function* all(): AsyncGenerator<T, undefined> {
    if (first.done === true) return undefined
    yield first.value
    return yield* rows
  }
  return all()
}
