import { createReadStream } from 'node:fs'
import { isReasonsHeading } from './reasons-heading.ts'
import { openSheet } from './sheet.ts'

/** Rows that may stand above the headings. */
const lastHeading = 1000

/** Whether a file is one of rejected rows, or empty: nothing that anybody would miss. */
export const isRejectedFile = async (file: string): Promise<boolean> => {
  for (const delimiter of [',', ';', '\t', '|']) {
    const answer = await hasReasons(file, delimiter).catch(() => 'no')
    if (answer !== 'no') return answer === 'yes'
  }
  return false
}

/** @returns no, where another delimiter might say otherwise; never, where none can */
const hasReasons = async (file: string, delimiter: string): Promise<'yes' | 'no' | 'never'> => {
  const sheet = await openSheet(createReadStream(file), { heading: null, delimiter })
  try {
    if (sheet.rejectedBefore || sheet.width === 0) return 'yes'
    for await (const { row, cells } of sheet.rows) {
      if (isReasonsHeading(cells[0])) return 'yes'
      if (row > lastHeading) break
    }
    return sheet.format === 'xlsx' ? 'never' : 'no'
  } finally {
    await sheet.close()
  }
}
