const quotesIn = (text: string): number => {
  let count = 0
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) count++
  return count
}

/** A line longer than this is passed on in parts; the reader refuses it anyway. */
const longestLine = 1024 * 1024

/**
 * Puts cells like ="0912345673" between quotes. Spreadsheets take such a cell for text whose digits are all to be kept, and programs
 * that write CSV for them leave out the quotes around it, without which no reader of CSV takes it.
 */
export class TextFormulas {
  readonly #cell: RegExp
  #isInQuotes = false
  #held = ''

  constructor(delimiter: string) {
    const sign = delimiter === '|' ? '\\|' : delimiter
    this.#cell = new RegExp(`(?<=^|[${sign}\\r\\n])="([^"\\r\\n]*)"(?=$|[${sign}\\r\\n])`, 'g')
  }

  /** The lines that are whole. */
  write(text: string): string {
    const all = this.#held + text
    const end = Math.max(all.lastIndexOf('\n'), all.lastIndexOf('\r')) + 1
    const whole = end === 0 && all.length > longestLine ? all.length : end
    this.#held = all.slice(whole)
    return whole === 0 ? '' : this.#mended(all.slice(0, whole))
  }

  /** What is left when nothing more comes. */
  end(): string {
    const rest = this.#mended(this.#held)
    this.#held = ''
    return rest
  }

  /** What has not been passed on. */
  get held(): string {
    return this.#held
  }

  #mended(lines: string): string {
    const cell = this.#cell
    let [result, from] = ['', 0]
    cell.lastIndex = 0
    for (let found = cell.exec(lines); found; found = cell.exec(lines)) {
      const [whole, inside = ''] = found
      // A well-formed cell has an even number of quotes, this one too: where the number before is odd, it stands inside another cell.
      if (quotesIn(lines.slice(from, found.index)) % 2 === 1) this.#isInQuotes = !this.#isInQuotes
      result += lines.slice(from, found.index)
      from = found.index
      if (this.#isInQuotes) {
        cell.lastIndex = from + 1 // what looked like its end may begin another
        continue
      }
      result += `"=""${inside}"""`
      from += whole.length
    }
    const rest = lines.slice(from)
    if (quotesIn(rest) % 2 === 1) this.#isInQuotes = !this.#isInQuotes
    return result + rest
  }
}
