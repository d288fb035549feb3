import { showRemark, type RowOutcome } from '@eventcrm/importer'

/** Rows told one by one; whoever has more to mend opens the file of rejected rows. */
const rowsTold = 10

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
  #rows = 0
  #rejections = 0

  add({ row, outcome, reasons, notices }: RowOutcome): void {
    this.#rows++
    if (outcome === 'rejected') {
      this.#rejections++
      if (this.#rejected.length < rowsTold) this.#rejected.push({ row, reasons })
    }
    for (const notice of notices) {
      const { column, code } = notice
      const key = `${code} ${column ?? ''}`
      const known = this.#notices.get(key) ?? { column, code, rows: 0, firstRow: row, message: showRemark(notice) }
      this.#notices.set(key, { ...known, rows: known.rows + 1 })
    }
  }

  /** '1,024 rows, 3 rejected' */
  line(): string {
    const rows = `${this.#rows.toLocaleString('en')} ${this.#rows === 1 ? 'row' : 'rows'}`
    return this.#rejections === 0 ? rows : `${rows}, ${this.#rejections.toLocaleString('en')} rejected`
  }

  told(): { readonly firstRejected: readonly RejectedRow[]; readonly noticesGiven: readonly NoticeGiven[] } {
    return { firstRejected: this.#rejected, noticesGiven: [...this.#notices.values()] }
  }
}
