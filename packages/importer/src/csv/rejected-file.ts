import { stringify } from 'csv-stringify/sync'
import { randomUUID } from 'node:crypto'
import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { guarded } from './guard.ts'
import { noPlace } from './place-for-rejected.ts'
import type { Delimiter } from './read.ts'
import { reasonsHeading, type Sheet } from './sheet.ts'

/** Characters written at once: a file of a hundred thousand rejected rows is not a hundred thousand writes. */
const buffered = 64 * 1024

/**
 * A file of rejected rows: what stood above the headings, the headings and the rows, each behind why it was rejected. Nothing is
 * written before the first row; the file appears under its name when it is whole.
 */
export class RejectedFile {
  readonly #sheet: Pick<Sheet, 'top'>
  readonly #delimiter: Delimiter
  readonly #folder: string
  #handle: FileHandle | undefined
  #temporary = ''
  #rows: string[][] = []
  #size = 0

  /** @param folder where it will stand: only there can it appear at once */
  constructor(sheet: Pick<Sheet, 'top'>, delimiter: Delimiter, folder: string) {
    this.#sheet = sheet
    this.#delimiter = delimiter
    this.#folder = folder
  }

  async add(reasons: string, cells: readonly string[]): Promise<void> {
    if (!this.#handle) {
      this.#temporary = join(this.#folder, `.rejected-${randomUUID()}.tmp`)
      this.#handle = await open(this.#temporary, 'wx').catch((cause: unknown) => {
        throw noPlace(this.#folder, cause)
      })
      const { top } = this.#sheet
      // Spreadsheets take a file without the mark for one in their own encoding.
      await this.#handle.appendFile('\uFEFF')
      this.#rows = top.map((row, index) => [index === top.length - 1 ? reasonsHeading : '', ...row].map(guarded))
    }
    this.#rows.push([reasons, ...cells].map(guarded))
    this.#size += reasons.length + cells.reduce((sum, cell) => sum + cell.length, 0)
    if (this.#size >= buffered) await this.#flush()
  }

  /** Makes the file appear under a name; null when no row was rejected. */
  async finish(name: () => Promise<string>): Promise<string | null> {
    if (!this.#handle) return null
    await this.#flush()
    await this.#handle.sync()
    await this.#handle.close()
    const file = await name()
    await rename(this.#temporary, file)
    this.#handle = undefined
    return file
  }

  /** Leaves nothing behind of a file that did not appear. */
  async discard(): Promise<void> {
    const handle = this.#handle
    if (!handle) return
    this.#handle = undefined
    await handle.close() // closing twice does nothing
    await rm(this.#temporary, { force: true })
  }

  async #flush(): Promise<void> {
    const format = { delimiter: this.#delimiter, record_delimiter: '\r\n', quoted_match: /[\r\n]/ }
    const text = stringify(this.#rows, format)
    this.#rows = []
    this.#size = 0
    await this.#handle?.appendFile(text)
  }
}

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  )

/** The first name beside a file that no other has: orders.rejected.csv, orders.rejected-2.csv … Nobody's mended rows are written over. */
export const freeName = async (file: string): Promise<string> => {
  const extension = extname(file)
  const base = join(dirname(file), basename(file, extension).replace(/\.rejected(?:-\d+)?$/, ''))
  for (let n = 1; ; n++) {
    const name = `${base}.rejected${n === 1 ? '' : `-${String(n)}`}${extension}`
    if (!(await isThere(name))) return name
  }
}
