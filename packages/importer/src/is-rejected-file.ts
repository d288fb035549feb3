import { createReadStream } from 'node:fs'
import { isReasonsHeading, openSheet } from './sheet.ts'

/** Rows that may stand above the headings. */
const lastHeading = 1000

/** Whether a file is one of rejected rows, or empty: nothing that anybody would miss. */
export const isRejectedFile = async (file: string): Promise<boolean> => {
  const sheets = await Promise.all(
    [',', ';', '\t', '|'].map(delimiter => hasReasons(file, delimiter).catch(() => false)),
  )
  return sheets.includes(true)
}

const hasReasons = async (file: string, delimiter: string): Promise<boolean> => {
  const sheet = await openSheet(createReadStream(file), { heading: null, delimiter })
  try {
    if (sheet.rejectedBefore || sheet.width === 0) return true
    for await (const { row, cells } of sheet.rows) {
      if (isReasonsHeading(cells[0])) return true
      if (row > lastHeading) return false
    }
    return false
  } finally {
    await sheet.close()
  }
}
