import type { Delimiter } from './read.ts'

const quotesIn = (text: string): number => {
  let count = 0
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) count++
  return count
}

/** A line longer than this is passed on in parts; the reader refuses it anyway. */
const longestLine = 1024 * 1024

/**
 * The same text with cells like ="0912345673" put between quotes. Spreadsheets take such a cell for text whose digits are all to be
 * kept, and programs that write CSV for them leave the quotes around it out, which no reader of CSV takes.
 */
export async function* quoteTextFormulas(
  text: AsyncIterable<string>,
  delimiter: Delimiter,
): AsyncGenerator<string, undefined> {
  const sign = delimiter === '|' ? '\\|' : delimiter
  const cell = new RegExp(`(?<=^|[${sign}\\r\\n])="([^"\\r\\n]*)"(?=$|[${sign}\\r\\n])`, 'g')
  let isInQuotes = false
  const mended = (lines: string): string => {
    let [result, from] = ['', 0]
    cell.lastIndex = 0
    for (let found = cell.exec(lines); found; found = cell.exec(lines)) {
      const [whole, inside = ''] = found
      // A well-formed cell has an even number of quotes, this one too: where the number before is odd, it stands inside another cell.
      if (quotesIn(lines.slice(from, found.index)) % 2 === 1) isInQuotes = !isInQuotes
      result += lines.slice(from, found.index)
      from = found.index
      if (isInQuotes) {
        cell.lastIndex = from + 1 // what looked like its end may begin another
        continue
      }
      result += `"=""${inside}"""`
      from += whole.length
    }
    const rest = lines.slice(from)
    if (quotesIn(rest) % 2 === 1) isInQuotes = !isInQuotes
    return result + rest
  }
  let rest = ''
  for await (const chunk of text) {
    rest += chunk
    const end = Math.max(rest.lastIndexOf('\n'), rest.lastIndexOf('\r')) + 1
    const whole = end === 0 && rest.length > longestLine ? rest.length : end
    if (whole === 0) continue
    yield mended(rest.slice(0, whole))
    rest = rest.slice(whole)
  }
  if (rest !== '') yield mended(rest)
  return undefined
}
