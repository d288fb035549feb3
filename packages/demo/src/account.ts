// What was sold to one customer is invoiced, and paid as that customer always pays.
import { instalmentsOf, invoice, payment, type Day, type Instalment, type Words } from '@eventcrm/crm'
import { Chance } from './chance.ts'
import { dong, type Company } from './company.ts'
import type { Customer } from './customers.ts'
import { reasons } from './names/wording.ts'
import type { Sale } from './opportunity-life.ts'
import { habitOf, termsOf, vat, withVat, type Habit } from './paying.ts'
import type { Employee } from './staff.ts'
import { stepOf, type Step } from './step.ts'
import { addDays, atMinute, daysBetween, lastDay, workingDay, workingMinutes } from './working-days.ts'

/** A sale, and the day from which on it may be invoiced: that on which it was written down. */
export interface KnownSale extends Sale {
  readonly knownOn: Day
}

interface Bill {
  readonly key: string
  readonly chance: Chance
  readonly invoiceId: string
  readonly sale: KnownSale
  readonly on: Day
  readonly total: number
  readonly instalments: readonly Instalment[]
}

/** A part of an invoice that the customer pays on a day. */
interface Part {
  readonly bill: Bill
  readonly key: string
  readonly on: Day
  readonly amount: number
  /** Never paid together with another, nor written down late: something follows from it. */
  readonly alone: boolean
}

/** Of an invoice, a credit note or an allocation: what asks for it, what the other stream says, and what comes of it. */
const carried = { carriesOut: true, appends: 3 }
/** Of a bounce or a release, by each part that is undone. */
const followed = { carriesOut: true, appends: null }

/** The working day after that one, or so many days later. */
const later = (day: Day, days: number): Day => workingDay(addDays(day, Math.max(1, days)))

/** The company's series of a year: 'C' for one with a code of the tax office, the year, 'T' for a company's own, and its letters. */
const symbolOn = (day: Day): string => `C${day.slice(2, 4)}TAA`

/** The last minute at which an invoice is written: what follows on the same day comes behind it. */
const issuedUntil = workingMinutes - 120

/** The invoices and payments of one customer, over the two years. */
export class Account {
  readonly steps: Step[] = []
  readonly #company: Company
  readonly #customer: Customer
  readonly #habit: Habit
  readonly #parts: Part[] = []

  constructor(company: Company, customer: Customer, sales: readonly KnownSale[]) {
    this.#company = company
    this.#customer = customer
    this.#habit = habitOf(company.seed, customer)
    for (const sale of sales) this.#bill(sale)
    this.#pay()
  }

  #step(key: string, at: string, messages: Step['messages'], rest: Partial<Step> = {}): void {
    const { accountant } = this.#company.staff
    this.steps.push(stepOf(key, at, accountant.id, messages, { about: this.#customer.id, appends: 1, ...rest }))
  }

  #say(chance: Chance, texts: readonly Words[]): string {
    return chance.pick(texts)[this.#company.language]
  }

  /** Something on a day, at any minute; nothing once the years are over. */
  #on(chance: Chance, on: Day, key: string, messages: Step['messages'], rest: Partial<Step> = {}): boolean {
    if (on > lastDay) return false
    this.#step(key, atMinute(on, chance.int(0, workingMinutes)), messages, rest)
    return true
  }

  #bill(sale: KnownSale): void {
    const chance = new Chance(this.#company.seed, `invoice/${sale.key}`)
    const on = later(sale.knownOn, chance.int(1, 5))
    if (on > lastDay || (sale.cancelledOn !== null && sale.cancelledOn <= on)) return
    const bill = this.#issue(`${sale.key}/invoice`, chance, sale, on)
    if (sale.cancelledOn !== null) {
      this.#cancel(bill, later(sale.cancelledOn, 1), reasons.invoiceCancelled)
      return
    }
    const fate = chance.weighted(
      ['wrong', 10] as const,
      ['allReturned', 8] as const,
      ['returned', 45] as const,
      ['paid', 937] as const,
    )
    if (fate === 'wrong') {
      const again = later(on, chance.int(1, 3))
      if (!this.#cancel(bill, again, reasons.invoiceWrong) || later(again, 1) > lastDay) return
      this.#settle(this.#issue(`${sale.key}/again`, chance, sale, later(again, 1)), 'paid')
    } else if (fate === 'allReturned') {
      this.#credit(bill, later(on, chance.int(3, 12)), undefined, reasons.allReturned)
    } else this.#settle(bill, fate)
  }

  #issue(key: string, chance: Chance, sale: KnownSale, on: Day): Bill {
    const { opportunityId, customer, lines, discount } = sale
    const invoiceId = this.#company.id('invoice', key)
    const total = withVat(lines, discount)
    const terms = termsOf(this.#company.seed, customer, total)
    const { name, email, street, province } = customer
    const minute = chance.int(0, issuedUntil)
    const drafting = invoice.draft({
      ...{ invoiceId, customerId: customer.id, opportunityId, terms: { instalments: [...terms] } },
      ...(discount === 0 ? {} : { discount: dong(discount) }),
      lines: lines.map(({ productId, description, quantity, unitPrice }) => ({
        ...{ productId, description, quantity, unitPrice: dong(unitPrice), taxRate: vat },
      })),
      buyer: { name, address: `${street}, ${province}`, email },
    })
    const issuing = invoice.issue({ invoiceId, symbol: symbolOn(on) })
    this.#step(key, atMinute(on, minute), [drafting, issuing], carried)
    return {
      ...{ key, chance, invoiceId, sale, on, total },
      instalments: instalmentsOf({ dueOn: null, instalments: terms }, on, total),
    }
  }

  #cancel({ key, chance, invoiceId }: Bill, on: Day, why: readonly Words[]): boolean {
    const reason = this.#say(chance, why)
    return this.#on(chance, on, `${key}/cancel`, [invoice.cancel({ invoiceId, reason })])
  }

  /** A credit note of that amount, or of all; frees payments where nothing else is left to credit. */
  #credit({ key, chance, invoiceId }: Bill, on: Day, amount: number | undefined, why: readonly Words[]): boolean {
    const creditNoteId = this.#company.id('credit note', key)
    const crediting = invoice.credit({
      ...{ invoiceId, creditNoteId, symbol: symbolOn(on), reason: this.#say(chance, why) },
      ...(amount === undefined ? {} : { amount: dong(amount) }),
    })
    return this.#on(chance, on, `${key}/credit`, [crediting], carried)
  }

  /** How an invoice that stands is paid, after a piece came back or not. */
  #settle(bill: Bill, fate: 'returned' | 'paid'): void {
    const { chance, on, total, sale } = bill
    const [piece] = sale.lines.filter(({ quantity }) => quantity > 1)
    const returned = piece ? withVat([{ ...piece, quantity: 1 }], 0) : Math.round(total / 20_000) * 1000
    const credit = Math.min(returned, Math.floor(total / 2))
    const isBefore = fate === 'returned' && chance.percent(60)
    if (isBefore && !this.#credit(bill, later(on, chance.int(2, 7)), credit, reasons.returned)) return
    const paidOn = this.#plan(bill, isBefore ? total - credit : total, fate === 'returned')
    if (fate !== 'returned' || isBefore || paidOn === null) return
    this.#giveBack(bill, later(paidOn, chance.int(6, 20)), credit)
  }

  /** What was paid already is credited: the customer's advance from then on, or paid back. */
  #giveBack(bill: Bill, on: Day, amount: number): void {
    const { key, chance, invoiceId } = bill
    if (!this.#credit(bill, on, amount, reasons.returned)) return
    // the payments are told in a step of their own, which asks for nothing new
    const creditNoteId = this.#company.id('credit note', key)
    const released = later(on, 1)
    const telling = invoice.completeCredit({ invoiceId, creditNoteId })
    if (!this.#on(chance, released, `${key}/released`, [telling], followed) || !chance.percent(60)) return
    const paymentId = this.#company.id('refund', key)
    const refunding = payment.make({
      ...{ paymentId, customerId: this.#customer.id, amount: dong(amount), purpose: 'refund' },
      method: 'bank_transfer',
    })
    this.#on(chance, later(released, chance.int(3, 9)), `${key}/refund`, [refunding])
  }

  /**
   * When and in which parts it is paid.
   * @returns the day of the last part; null where it is not paid in whole
   */
  #plan(bill: Bill, toPay: number, alone: boolean): Day | null {
    const { key, chance, instalments, on } = bill
    let left = toPay
    let lastOn: Day = on
    for (const [i, { dueOn, amount }] of instalments.entries()) {
      const all = i === instalments.length - 1 ? left : Math.min(amount, left)
      for (const [j, part] of this.#habit(chance, all).entries()) {
        const paidOn = later(on, daysBetween(on, addDays(dueOn, part.days)))
        left -= part.amount
        if (paidOn > lastOn) lastOn = paidOn
        this.#parts.push({
          ...{ bill, on: paidOn, amount: part.amount, alone },
          key: `${key}/payment/${String(i)}/${String(j)}`,
        })
      }
    }
    const { dueOn } = instalments.at(-1) ?? { dueOn: on }
    if (left === toPay) this.#giveUp(bill, later(dueOn, chance.int(100, 160)))
    return left === 0 ? lastOn : null
  }

  /** Of those who have paid nothing for months, some never will. */
  #giveUp({ key, chance, invoiceId }: Bill, on: Day): void {
    if (!chance.percent(75)) return
    const actor: Employee = this.#company.staff.director
    const reason = this.#say(chance, reasons.writtenOff)
    const writeOffId = this.#company.id('write-off', key)
    this.#on(chance, on, `${key}/write-off`, [invoice.writeOff({ invoiceId, writeOffId, reason })], { actor: actor.id })
  }

  /** What the customer pays, two invoices at once now and then. */
  #pay(): void {
    const left = this.#parts
      .filter(({ on }) => on <= lastDay)
      .sort((a, b) => (a.on === b.on ? 0 : a.on < b.on ? -1 : 1))
    for (let part = left.shift(); part; part = left.shift()) {
      const { on, alone, bill } = part
      const { chance } = bill
      const next = alone ? undefined : left.find(one => one.bill !== bill && !one.alone && one.bill.on < on)
      const together = next && daysBetween(on, next.on) <= 30 && chance.percent(60) ? next : undefined
      if (together) left.splice(left.indexOf(together), 1)
      this.#receive(part, together)
    }
  }

  #receive(part: Part, together: Part | undefined): void {
    const { key, bill, on, amount, alone } = part
    const { chance } = bill
    const { id, seed } = this.#company
    const paymentId = id('payment', key)
    const receiving = payment.receive({
      ...{ paymentId, customerId: this.#customer.id, amount: dong(amount + (together?.amount ?? 0)) },
      method: this.#customer.kind === 'individual' && chance.percent(40) ? 'cash' : 'bank_transfer',
    })
    const allocating = ({ key: of, bill: { invoiceId }, amount: much }: Part) =>
      payment.allocate({ paymentId, allocationId: id('allocation', of), invoiceId, amount: dong(much) })
    const minute = chance.int(0, workingMinutes - 60)
    const at = atMinute(on, minute)
    const bounces = !alone && !together && chance.percent(1)
    const notedOn = later(on, chance.int(1, 3))
    const isLate = !alone && !bounces && chance.percent(7) && notedOn <= lastDay
    const rest = { ...carried, recordedAt: isLate ? atMinute(notedOn, minute) : at }
    this.#step(key, at, [receiving, allocating(part)], rest)
    if (together) {
      const second = { ...rest, recordedAt: atMinute(isLate ? notedOn : on, minute + 10) }
      this.#step(`${key}/second`, atMinute(on, minute + 10), [allocating(together)], second)
    }
    if (bounces) this.#bounce(new Chance(seed, `bounce/${key}`), paymentId, part)
  }

  /** The bank takes it back; most customers pay anew. */
  #bounce(chance: Chance, paymentId: string, { key, bill, on, amount }: Part): void {
    const backOn = later(on, chance.int(2, 5))
    const bouncing = payment.bounce({ paymentId, reason: this.#say(chance, reasons.bounced) })
    if (!this.#on(chance, backOn, `${key}/bounce`, [bouncing], followed) || !chance.percent(75)) return
    const paidOn = later(backOn, chance.int(8, 25))
    if (paidOn <= lastDay) this.#receive({ bill, amount, on: paidOn, alone: true, key: `${key}/anew` }, undefined)
  }
}
