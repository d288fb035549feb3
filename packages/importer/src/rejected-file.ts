import type { Language } from '@eventcrm/crm'
import type { CellsAsText } from './cells-as-text.ts'
import type { CellKind, FileRow } from './file-row.ts'
import { noFolder, type RejectedPlace } from './place-for-rejected.ts'
import { reasonsHeading } from './reasons-heading.ts'
import type { Sheet } from './sheet.ts'
import { beginSheet, formatOf, type SheetCell } from './sheet-writer.ts'

const sheetCell = (text: string, kind: CellKind | undefined): SheetCell => {
  if (kind === 'number') return Number(text)
  if (kind === 'day') return { day: text }
  return kind === 'boolean' ? text === 'TRUE' : text
}

interface RejectedSettings {
  readonly delimiter: string
  /** What an Excel file's sheet is called. */
  readonly sheet: string | undefined
  readonly language: Language
  readonly asText: CellsAsText
}

/**
 * A file of rejected rows: what stood above the headings, the headings and the rows, each behind why it was rejected. Nothing is
 * written before the first row; the file appears under its name when it is whole.
 */
export class RejectedFile {
  readonly #sheet: Pick<Sheet, 'top' | 'width'>
  readonly #place: RejectedPlace
  readonly #settings: RejectedSettings
  #file: Awaited<ReturnType<typeof beginSheet>> | undefined

  constructor(sheet: Pick<Sheet, 'top' | 'width'>, place: RejectedPlace, settings: RejectedSettings) {
    this.#sheet = sheet
    this.#place = place
    this.#settings = settings
  }

  async add(reasons: string, row: FileRow): Promise<void> {
    this.#file ??= await this.#begin()
    await this.#file.add([reasons, ...this.#cells(row)])
  }

  /**
   * Makes the file appear under a name; null when no row was rejected.
   * @param isWhole whether the import came to its end: else the rejected rows of the last time stay
   */
  async finish(isWhole: boolean): Promise<string | null> {
    if (this.#file) return this.#place.appear(await this.#file.end(), isWhole)
    if (isWhole) await this.#place.clear()
    return null
  }

  /** Leaves nothing behind of a file that did not appear. */
  async discard(): Promise<void> {
    await this.#file?.discard()
  }

  async #begin() {
    const { folder, name } = this.#place
    const { language } = this.#settings
    const file = await beginSheet(folder, formatOf(name), this.#settings).catch((cause: unknown) => {
      throw noFolder(folder, cause)
    })
    for (const [index, row] of this.#sheet.top.entries()) {
      const heading = index === this.#sheet.top.length - 1 ? reasonsHeading[language] : ''
      await file.add([heading, ...this.#cells(row)])
    }
    return file
  }

  #cells(row: FileRow): readonly SheetCell[] {
    if (formatOf(this.#place.name) === 'csv') return this.#settings.asText(row)
    const texts = row.signs?.some(sign => sign !== null) === true ? this.#settings.asText(row) : []
    // a number is written without its format, so a currency's sign stands in the cell
    const cells = row.cells.map((text, column) =>
      typeof row.signs?.[column] === 'string' ? (texts[column] ?? '') : sheetCell(text, row.kinds?.[column]),
    )
    // Behind the headings: in Excel it could not be seen any more that they do not fit under them.
    return row.unreadable ? [...Array.from({ length: this.#sheet.width }, () => null), ...cells] : cells
  }
}
