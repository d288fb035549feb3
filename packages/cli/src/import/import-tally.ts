import type { Language } from '@eventcrm/domain'
import { showRemark, type RowOutcome } from '@eventcrm/importer'
import { formatsOf } from '../formats.ts'
import { importWords } from './import-words.ts'

/** Rows told one by one; whoever has more to mend opens the file of rejected rows. */
const rowsTold = 10
/** Different things said of one column that are told one by one; more are counted with the first of them. */
const messagesTold = 20

export interface RejectedRow {
  readonly row: number
  readonly reasons: RowOutcome['reasons']
}

/** A notice that several rows gave. */
export interface NoticeGiven {
  readonly column: string | null
  readonly code: string
  readonly rows: number
  /** The first row that gave it, and what it said there. */
  readonly firstRow: number
  readonly message: string
}

/** What to tell of an import's rows, however many there are. */
export class ImportTally {
  readonly #rejected: RejectedRow[] = []
  readonly #notices = new Map<string, NoticeGiven>()
  readonly #messages = new Map<string, Set<string>>()
  readonly #language: Language
  #rows = 0
  #rejections = 0

  constructor(language: Language) {
    this.#language = language
  }

  add({ row, outcome, reasons, notices }: RowOutcome): void {
    this.#rows++
    if (outcome === 'rejected') {
      this.#rejections++
      if (this.#rejected.length < rowsTold) this.#rejected.push({ row, reasons })
    }
    for (const notice of notices) {
      const { column, code } = notice
      const message = showRemark(notice, this.#language)
      const about = `${code} ${column ?? ''}`
      const told = this.#messages.get(about) ?? new Set()
      // What names something is told for each, as long as that is few.
      if (told.size < messagesTold) this.#messages.set(about, told.add(message))
      const key = told.has(message) ? `${about} ${message}` : about
      const known = this.#notices.get(key) ?? {
        column,
        code,
        rows: 0,
        firstRow: row,
        message,
      }
      this.#notices.set(key, { ...known, rows: known.rows + 1 })
    }
  }

  /** '1,024 rows, 3 rejected' */
  line(): string {
    const words = importWords[this.#language]
    const rejections = formatsOf(this.#language).count(this.#rejections)
    return this.#rejections === 0
      ? words.rows(this.#rows)
      : `${words.rows(this.#rows)}, ${rejections} ${words.rejected}`
  }

  told(): { readonly firstRejected: readonly RejectedRow[]; readonly noticesGiven: readonly NoticeGiven[] } {
    return { firstRejected: this.#rejected, noticesGiven: [...this.#notices.values()] }
  }
}
