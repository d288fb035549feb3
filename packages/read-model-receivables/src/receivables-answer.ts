// The report's figures: which stand where, and in which order.
import { showMoney, type Day, type ShownMoney } from '@eventcrm/domain'
import { byFirst, falling, rising, type Answered, type Ranking } from '@eventcrm/projection'
import { bucketsOf, placeIn, type Bucket, type Standing } from './ageing.ts'
import type { InvoiceDocument } from './invoices.ts'
import type { CheckedReceivablesQuestion } from './receivables-question.ts'

export interface BucketFigures extends Bucket {
  readonly outstanding: ShownMoney
  /** Instalments with something outstanding. */
  readonly instalments: number
}

/** What is to be paid. `outstanding` is `notYetDue`, `dueToday` and `overdue` together; and `notYetDue` and all buckets together. */
export interface OutstandingFigures {
  readonly outstanding: ShownMoney
  /** Its due day is still to come. */
  readonly notYetDue: ShownMoney
  /** It falls due on the very day asked for, so it is not overdue; it is in the first bucket. */
  readonly dueToday: ShownMoney
  /** Its due day is over: the first bucket without what falls due on the very day, and all others. */
  readonly overdue: ShownMoney
  /** By how many days have passed since the due day. */
  readonly buckets: readonly BucketFigures[]
}

export interface CustomerReceivables extends OutstandingFigures {
  readonly customerId: string
  readonly name: string | null
  /** Invoices with something outstanding. */
  readonly invoices: number
  /** What came in and pays no invoice, less what was paid out: less than 0 where more was. */
  readonly advance: ShownMoney
}

export interface InvoiceReceivable {
  readonly invoiceId: string
  /** Of the series of its number; null none. */
  readonly symbol: string | null
  readonly number: string | null
  readonly customerId: string
  readonly customer: string | null
  readonly issuedOn: Day
  /** The first due day of what is outstanding. */
  readonly dueOn: Day
  readonly total: ShownMoney
  readonly paid: ShownMoney
  readonly credited: ShownMoney
  readonly writtenOff: ShownMoney
  readonly outstanding: ShownMoney
  /** Days since that due day; 0 where it is not over. */
  readonly daysOverdue: number
}

/** Everything in one currency; currencies are never added up. */
export interface CurrencyReceivables extends OutstandingFigures {
  readonly currency: string
  /** Invoices with something outstanding. */
  readonly invoices: number
  /** Customers with something outstanding or an advance. */
  readonly customersInAll: number
  readonly advances: ShownMoney
  readonly daysSalesOutstanding: {
    /** Outstanding ÷ invoiced × 90, two decimals, half up; null where nothing was invoiced. */
    readonly days: number | null
    /** Totals of the invoices dated within the last 90 days, that of `asOf` included, and not cancelled by then. */
    readonly invoiced: ShownMoney
  }
  /** Most outstanding first, `top` of them. */
  readonly customers: readonly CustomerReceivables[]
  /** Longest overdue first, then most outstanding; `top` of them. */
  readonly openInvoices: readonly InvoiceReceivable[]
}

export interface Receivables extends Answered<CheckedReceivablesQuestion> {
  /** By currency code. */
  readonly currencies: readonly CurrencyReceivables[]
}

/** Days over which what was invoiced is compared with what is outstanding. */
export const salesDays = 90

/** Adds up what is outstanding. */
class OutstandingTally {
  readonly #limits: readonly number[]
  /** The first is of what is not due yet. */
  readonly #buckets: { amount: bigint; instalments: number }[]
  #dueToday = 0n
  #overdue = 0n
  invoices = 0

  constructor(limits: readonly number[]) {
    this.#limits = limits
    this.#buckets = Array.from({ length: limits.length + 2 }, () => ({ amount: 0n, instalments: 0 }))
  }

  add({ instalments }: Standing): void {
    this.invoices++
    for (const { days, amount } of instalments) {
      const bucket = this.#buckets[placeIn(this.#limits, days) + 1]
      if (!bucket) continue
      bucket.amount += BigInt(amount)
      bucket.instalments++
      if (days === 0) this.#dueToday += BigInt(amount)
      if (days > 0) this.#overdue += BigInt(amount)
    }
  }

  get outstanding(): bigint {
    return this.#buckets.reduce((sum, { amount }) => sum + amount, 0n)
  }

  figures(currency: string): OutstandingFigures {
    const shown = (minorUnits: bigint) => showMoney({ minorUnits, currency })
    const [notYetDue, ...due] = this.#buckets
    return {
      outstanding: shown(this.outstanding),
      notYetDue: shown(notYetDue?.amount ?? 0n),
      dueToday: shown(this.#dueToday),
      overdue: shown(this.#overdue),
      buckets: bucketsOf(this.#limits).map((bucket, i) => ({
        ...bucket,
        outstanding: shown(due[i]?.amount ?? 0n),
        instalments: due[i]?.instalments ?? 0,
      })),
    }
  }
}

interface CustomerTally {
  readonly customerId: string
  readonly open: OutstandingTally
  advance: bigint
}

interface Open {
  readonly document: Pick<InvoiceDocument, 'invoiceId' | 'symbol' | 'number'>
  readonly customerId: string
  readonly issuedOn: Day
  readonly standing: Standing
  readonly dueOn: Day
  readonly daysOverdue: number
}
const longestOverdue: Ranking<Open> = byFirst(
  falling(({ daysOverdue }) => daysOverdue),
  falling(({ standing }) => standing.outstanding),
  rising(({ document }) => document.symbol),
  rising(({ document }) => document.number),
  rising(({ document }) => document.invoiceId),
)
const mostOutstanding: Ranking<CustomerTally> = byFirst(
  falling(({ open }) => open.outstanding),
  falling(({ advance }) => advance),
  rising(({ customerId }) => customerId),
)

/** a / b × times to two decimals, half up; a ≥ 0, b > 0. */
const quotient = (a: bigint, times: bigint, b: bigint): number => Number((2n * a * times * 100n + b) / (2n * b)) / 100

/** Adds up what is outstanding in one currency: what it keeps grows with the customers, not with the invoices. */
class CurrencyTally {
  readonly #question: Pick<CheckedReceivablesQuestion, 'buckets' | 'top'>
  readonly #all: OutstandingTally
  readonly #customers = new Map<string, CustomerTally>()
  #open: Open[] = []
  #invoiced = 0n

  constructor(question: CheckedReceivablesQuestion) {
    this.#question = question
    this.#all = new OutstandingTally(question.buckets)
  }

  #of(customerId: string): CustomerTally {
    let tally = this.#customers.get(customerId)
    if (!tally) {
      tally = { customerId, open: new OutstandingTally(this.#question.buckets), advance: 0n }
      this.#customers.set(customerId, tally)
    }
    return tally
  }

  addInvoiced(total: number): void {
    this.#invoiced += BigInt(total)
  }

  addOpen(document: InvoiceDocument, customerId: string, standing: Standing): void {
    const [first] = standing.instalments
    if (!first) return
    this.#all.add(standing)
    this.#of(customerId).open.add(standing)
    const { invoiceId, symbol, number, issuedOn } = document
    const { dueOn, days } = first
    const daysOverdue = Math.max(0, days)
    this.#open.push({
      ...{
        document: { invoiceId, symbol, number },
        customerId,
        issuedOn: issuedOn ?? dueOn,
        standing,
        dueOn,
        daysOverdue,
      },
    })
    if (this.#open.length > 2 * this.#question.top + 1000) this.#open = this.#longest()
  }

  addAdvance(customerId: string, advance: number | bigint): void {
    this.#of(customerId).advance += BigInt(advance)
  }

  #longest(): Open[] {
    return this.#open.sort(longestOverdue).slice(0, this.#question.top)
  }

  /** Whose names are shown. */
  shown(): readonly string[] {
    return [
      ...this.#first().map(({ customerId }) => customerId),
      ...this.#longest().map(({ customerId }) => customerId),
    ]
  }

  #counted(): CustomerTally[] {
    return [...this.#customers.values()].filter(({ open, advance }) => open.invoices > 0 || advance !== 0n)
  }

  #first(): CustomerTally[] {
    return this.#counted().sort(mostOutstanding).slice(0, this.#question.top)
  }

  get isNothing(): boolean {
    return this.#invoiced === 0n && this.#all.invoices === 0 && this.#counted().length === 0
  }

  report(currency: string, nameOf: (id: string) => string | null): CurrencyReceivables {
    const shown = (minorUnits: number | bigint) => showMoney({ minorUnits, currency })
    const counted = this.#counted()
    const invoiced = this.#invoiced
    return {
      currency,
      ...this.#all.figures(currency),
      invoices: this.#all.invoices,
      customersInAll: counted.length,
      advances: shown(counted.reduce((sum, { advance }) => sum + advance, 0n)),
      daysSalesOutstanding: {
        days: invoiced === 0n ? null : quotient(this.#all.outstanding, BigInt(salesDays), invoiced),
        invoiced: shown(invoiced),
      },
      customers: this.#first().map(({ customerId, open, advance }) => ({
        ...{ customerId, name: nameOf(customerId), invoices: open.invoices },
        ...open.figures(currency),
        advance: shown(advance),
      })),
      openInvoices: this.#longest().map(({ document, customerId, issuedOn, standing, dueOn, daysOverdue }) => ({
        ...{ ...document, customerId, customer: nameOf(customerId), issuedOn, dueOn, daysOverdue },
        total: shown(standing.total),
        paid: shown(standing.paid),
        credited: shown(standing.credited),
        writtenOff: shown(standing.writtenOff),
        outstanding: shown(standing.outstanding),
      })),
    }
  }
}

/** Adds up what is outstanding, by currency. */
export class ReceivablesTally {
  readonly #question: CheckedReceivablesQuestion
  readonly #currencies = new Map<string, CurrencyTally>()

  constructor(question: CheckedReceivablesQuestion) {
    this.#question = question
  }

  of(currency: string): CurrencyTally {
    let tally = this.#currencies.get(currency)
    if (!tally) this.#currencies.set(currency, (tally = new CurrencyTally(this.#question)))
    return tally
  }

  async report(
    namesOf: (ids: readonly string[]) => Promise<(id: string) => string | null>,
  ): Promise<readonly CurrencyReceivables[]> {
    const counted = [...this.#currencies].filter(([, tally]) => !tally.isNothing).sort(([a], [b]) => (a < b ? -1 : 1))
    const nameOf = await namesOf(counted.flatMap(([, tally]) => tally.shown()))
    return counted.map(([currency, tally]) => tally.report(currency, nameOf))
  }
}
