import type { Language } from '@eventcrm/domain'
import { showRemark, type RowOutcome } from '@eventcrm/importer'
import { formatsOf } from '../formats.ts'
import { importWords } from './import-words.ts'

/** Rows told one by one; whoever has more to mend opens the file of rejected rows. */
const rowsTold = 10
/** Different things said of one column that are told one by one; more are counted with the first of them. */
const messagesTold = 20
/** Ranges of rows that are kept of all notices together, at some 50 bytes each: of a million rows every tenth can have one. */
const rangesKept = 100_000

/** Rows that stand one below the other, both included. */
export interface RowRange {
  readonly from: number
  readonly to: number
}

export interface RejectedRow {
  readonly row: number
  readonly reasons: RowOutcome['reasons']
}

/** A notice that several rows gave. */
export interface NoticeGiven {
  readonly column: string | null
  readonly code: string
  /** How many they are. */
  readonly rows: number
  /** Which they are, from the first on; of very many the last are only counted. */
  readonly inRows: readonly RowRange[]
  /** What it said in the first. */
  readonly message: string
}

interface Gathered {
  readonly about: Pick<NoticeGiven, 'column' | 'code' | 'message'>
  readonly inRows: RowRange[]
  rows: number
  /** Of them, how many are in the ranges. */
  listed: number
}

/** What to tell of an import's rows, however many there are. */
export class ImportTally {
  readonly #rejected: RejectedRow[] = []
  readonly #notices = new Map<string, Gathered>()
  readonly #messages = new Map<string, Set<string>>()
  readonly #language: Language
  #ranges = 0
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
      const known = this.#notices.get(key) ?? { about: { column, code, message }, inRows: [], rows: 0, listed: 0 }
      this.#notices.set(key, known)
      this.#list(known, row)
    }
  }

  #list(notice: Gathered, row: number): void {
    const { inRows } = notice
    const isAllListed = notice.listed === notice.rows
    notice.rows++
    const last = inRows.at(-1)
    if (isAllListed && last && row <= last.to + 1) inRows[inRows.length - 1] = { from: last.from, to: row }
    else if (isAllListed && this.#ranges < rangesKept) {
      this.#ranges++
      inRows.push({ from: row, to: row })
    } else return
    notice.listed++
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
    return {
      firstRejected: this.#rejected,
      noticesGiven: [...this.#notices.values()].map(({ about, rows, inRows }) => ({ ...about, rows, inRows })),
    }
  }
}
