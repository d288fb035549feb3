// A company's invoices and payments at random, written down as events, and beside them a plain double-entry ledger: every amount is posted
// twice, on the day from which it counts, and what is asked is added up over all postings.
import { contactEvents, invoiceEvents as i, paymentEvents as p, type Day, type NewEvent } from '@eventcrm/domain'

/** An event as it comes into the log. */
export interface Happening {
  readonly category: 'invoice' | 'payment' | 'contact'
  readonly id: string
  readonly on: Day
  readonly event: NewEvent
}

type Account = 'receivable' | 'advance' | 'sales' | 'cash' | 'badDebts'
interface Posting {
  readonly on: Day
  readonly account: Account
  /** More than 0 is a debit, less than 0 a credit. */
  readonly amount: number
  /** The invoice of a receivable, the payment of an advance. */
  readonly of: string
  readonly customerId: string
  readonly currency: string
  /** How many events were recorded before. */
  readonly at: number
  readonly kind: string
  readonly number: string | null
}

interface Amounts {
  readonly net: number
  readonly tax: number
  readonly total: number
  readonly currency: string
  readonly customerId: string
  readonly ownerId: string | null
}
interface Instalment {
  readonly instalment: number
  readonly dueOn: Day
  readonly amount: number
}
export interface Issued {
  readonly id: string
  readonly number: string
  readonly customerId: string
  readonly ownerId: string | null
  readonly currency: string
  readonly on: Day
  readonly total: number
  readonly instalments: readonly Instalment[]
  cancelledOn: Day | null
}
interface Paid {
  readonly id: string
  readonly kind: 'received' | 'made'
  readonly customerId: string
  readonly ownerId: string | null
  readonly currency: string
  readonly on: Day
  readonly amount: number
  bouncedOn: Day | null
  lastReturnedOn: Day
}
interface Allocated {
  readonly id: string
  readonly payment: Paid
  readonly invoice: Issued
  readonly on: Day
  left: number
}

const uuid = (kind: number, n: number) =>
  `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`
export const customerIds = Array.from({ length: 6 }, (_, n) => uuid(4, n + 1))
export const ownerIds = [uuid(2, 1), uuid(2, 2)]
const currencies = ['VND', 'VND', 'VND', 'USD', 'KWD']

const first = Date.UTC(2024, 10, 20)
/** The nth day: from November, over the end of a year. */
export const dayAt = (n: number): Day => new Date(first + n * 86_400_000).toISOString().slice(0, 10)
export const lastDay = 400

/** Numbers at random from a seed (mulberry32). */
export const randomOf = (seed: number) => {
  let state = seed | 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (n: number): number => Math.floor(next() * n)
  return {
    below,
    between: (from: number, to: number): number => from + below(to - from + 1),
    of: <T>(list: readonly T[]): T | undefined => list[below(list.length)],
    chance: (share: number): boolean => next() < share,
  }
}

const later = (a: Day, b: Day): Day => (a > b ? a : b)
const money = (minorUnits: number, currency: string) => ({ minorUnits, currency })

export class Ledger {
  readonly happenings: Happening[] = []
  readonly postings: Posting[] = []
  readonly invoices: Issued[] = []
  readonly payments: Paid[] = []
  readonly allocations: Allocated[] = []
  readonly writeOffs: {
    readonly id: string
    readonly invoice: Issued
    readonly amount: number
    readonly on: Day
    undone: boolean
  }[] = []
  /** What each customer was part of since when. */
  readonly mergers: {
    readonly customerId: string
    readonly into: string | null
    readonly on: Day
    readonly at: number
  }[] = []
  readonly #random: ReturnType<typeof randomOf>
  readonly #of = new Map<string, Posting[]>()
  #ids = 0
  /** The day of writing. */
  #today = 0

  constructor(seed: number) {
    this.#random = randomOf(seed)
  }

  /** So many things happen, within the days that there are. */
  live(actions: number): this {
    for (let n = 0; n < actions; n++) {
      this.#today = Math.floor((n * lastDay) / actions)
      this.#act()
    }
    return this
  }

  #id(kind: number): string {
    return uuid(kind, ++this.#ids)
  }

  #tell(category: Happening['category'], id: string, on: Day, event: NewEvent): void {
    this.happenings.push({ category, id, on, event })
  }

  #post(
    debit: Account,
    credit: Account,
    posting: Omit<Posting, 'account' | 'of' | 'at' | 'number'> & {
      readonly invoice?: string
      readonly payment?: string
      readonly number?: string | null
    },
  ): void {
    const { invoice = '', payment = '', number = null, amount, ...rest } = posting
    for (const [account, signed] of [
      [debit, amount],
      [credit, -amount],
    ] as const) {
      const of = account === 'receivable' ? invoice : account === 'advance' ? payment : ''
      const one = { ...rest, number, account, amount: signed, of, at: this.happenings.length }
      this.postings.push(one)
      if (of !== '') this.#of.set(of, [...(this.#of.get(of) ?? []), one])
    }
  }

  /** What an invoice's receivable or a payment's advance has least of at the end of any day from one on. */
  #least(of: string, from: Day, sign: 1 | -1): number {
    const postings = this.#of.get(of) ?? []
    const days = new Set([from, ...postings.map(({ on }) => on).filter(on => on > from)])
    return Math.min(
      ...[...days].map(day => postings.reduce((sum, { on, amount }) => (on <= day ? sum + sign * amount : sum), 0)),
    )
  }

  /** A day not before one: mostly that of writing. */
  #day(notBefore: Day): Day {
    const back = this.#random.chance(0.5) ? 0 : this.#random.below(150)
    return later(dayAt(Math.max(0, this.#today - back)), notBefore)
  }

  #act(): void {
    const r = this.#random
    const drawn = r.below(100)
    if (drawn < 27) this.#issue()
    else if (drawn < 50) this.#receive()
    else if (drawn < 65) this.#allocate()
    else if (drawn < 73) this.#undo()
    else if (drawn < 84) this.#credit()
    else if (drawn < 88) this.#writeOff()
    else if (drawn < 90) this.#undoWriteOff()
    else if (drawn < 93) this.#cancel()
    else if (drawn < 96) this.#bounce()
    else if (drawn < 98) this.#payOut()
    else if (r.chance(0.5)) this.#draft(this.#id(1), dayAt(this.#today), this.#amounts())
    else this.#merge()
  }

  #amounts(): Amounts {
    const r = this.#random
    const net = r.chance(0.03) ? 0 : r.chance(0.02) ? 9_000_000_000_000 : r.below(1_000_000)
    const tax = Math.round(net / 10)
    const currency = r.of(currencies) ?? ''
    const customerId = r.of(customerIds) ?? ''
    return {
      net,
      tax,
      total: net + tax,
      currency,
      customerId,
      ownerId: r.chance(0.2) ? null : (r.of(ownerIds) ?? null),
    }
  }

  #draft(id: string, on: Day, amounts: Amounts) {
    const { currency, customerId, ownerId } = amounts
    const [net, tax, total] = [amounts.net, amounts.tax, amounts.total].map(amount => money(amount, currency))
    const whose = {
      personId: id,
      customerId,
      opportunityId: null,
      assignment: { ownerId, teamId: null, department: ownerId && 'Sales' },
      ...{ currency, net: net ?? money(0, ''), tax: tax ?? money(0, ''), total: total ?? money(0, '') },
    }
    const content = {
      ...whose,
      ...{ lines: [], discount: money(0, currency), taxes: [], buyer: null, externalIds: [], custom: {}, note: null },
      terms: { dueOn: on, instalments: [] },
    }
    this.#tell('invoice', id, on, i.InvoiceDrafted(content))
    return whose
  }

  #issue(): void {
    const r = this.#random
    const [id, on, amounts] = [this.#id(1), this.#day(dayAt(0)), this.#amounts()]
    const whose = this.#draft(id, on, amounts)
    const { total, currency, customerId, ownerId } = amounts
    const parts = r.chance(0.6) ? 1 : r.between(2, 4)
    const cuts = Array.from({ length: parts - 1 }, () => r.between(0, total)).sort((a, b) => a - b)
    const instalments = [...cuts, total].map((cut, n) => ({
      instalment: n + 1,
      dueOn: new Date(Date.parse(on) + r.below(90) * 86_400_000).toISOString().slice(0, 10),
      amount: cut - (cuts[n - 1] ?? 0),
    }))
    const number = String(this.#ids).padStart(6, '0')
    this.#tell(
      'invoice',
      id,
      on,
      i.InvoiceIssued({
        ...{ number, seriesId: null, symbol: 'K26TAA', on, ...whose, makesCustomer: false },
        instalments: instalments.map(one => ({ ...one, amount: money(one.amount, currency) })),
      }),
    )
    this.invoices.push({ id, number, customerId, ownerId, currency, on, total, instalments, cancelledOn: null })
    this.#post('receivable', 'sales', { invoice: id, customerId, currency, on, amount: total, kind: 'invoice', number })
  }

  #recorded(kind: Paid['kind']): Paid {
    const r = this.#random
    const { currency, customerId, ownerId } = this.#amounts()
    const paid: Paid = {
      ...{ id: this.#id(3), kind, customerId, ownerId, currency, on: this.#day(dayAt(0)) },
      ...{ amount: r.between(1, 900_000), bouncedOn: null, lastReturnedOn: '' },
    }
    this.payments.push(paid)
    const recorded = {
      ...{ personId: paid.id, customerId, amount: money(paid.amount, currency), method: 'cash', reference: 'FT 1' },
      assignment: { ownerId, teamId: null, department: ownerId && 'Sales' },
      ...{ externalIds: [], custom: {} },
    }
    this.#tell(
      'payment',
      paid.id,
      paid.on,
      kind === 'received'
        ? p.PaymentReceived({ ...recorded, makesCustomer: false })
        : p.PaymentMade({ ...recorded, purpose: 'refund' }),
    )
    return paid
  }

  #receive(): void {
    const paid = this.#recorded('received')
    const { id: payment, customerId, currency, on, amount } = paid
    this.#post('cash', 'advance', { payment, customerId, currency, on, amount, kind: 'payment' })
    if (this.#random.chance(0.7)) this.#allocate(paid)
  }

  #payOut(): void {
    const { id: payment, customerId, currency, on, amount } = this.#recorded('made')
    this.#post('advance', 'cash', { payment, customerId, currency, on, amount, kind: 'paidOut' })
  }

  /** One that is not cancelled, of the last ones rather than of all. */
  #someInvoice(fits: (invoice: Issued) => boolean = () => true): Issued | undefined {
    return this.#random.of(this.invoices.slice(-60).filter(one => one.cancelledOn === null && fits(one)))
  }

  #allocate(given?: Paid): void {
    const r = this.#random
    const payment =
      given ?? r.of(this.payments.slice(-60).filter(({ kind, bouncedOn }) => kind === 'received' && bouncedOn === null))
    if (!payment) return
    const { customerId, currency } = payment
    const invoice = this.#someInvoice(one => one.customerId === customerId && one.currency === currency)
    if (!invoice) return
    const on = this.#day(later(payment.on, invoice.on))
    const most = Math.min(this.#least(invoice.id, on, 1), this.#least(payment.id, on, -1))
    if (most <= 0) return
    const amount = r.chance(0.5) ? most : r.between(1, most)
    const allocation: Allocated = { id: this.#id(5), payment, invoice, on, left: amount }
    const part = { allocationId: allocation.id, instalment: null, amount: money(amount, currency) }
    this.#tell('payment', payment.id, on, p.PaymentAllocationRequested({ ...part, invoiceId: invoice.id }))
    if (r.chance(0.05)) {
      this.#tell(
        'payment',
        payment.id,
        on,
        p.PaymentAllocationRefused({ allocationId: allocation.id, code: 'OUTSTANDING_EXCEEDED' }),
      )
      return
    }
    this.#tell('invoice', invoice.id, on, i.InvoicePaymentAllocated({ ...part, paymentId: payment.id }))
    this.#tell('payment', payment.id, on, p.PaymentAllocated({ ...part, invoiceId: invoice.id }))
    this.allocations.push(allocation)
    const of = { invoice: invoice.id, payment: payment.id, customerId, currency, on, amount }
    this.#post('advance', 'receivable', { ...of, kind: 'allocation' })
  }

  #undoAt(allocation: Allocated, asked: Day): void {
    const { id: allocationId, payment, invoice, left } = allocation
    const on = later(asked, allocation.on)
    const amount = money(left, payment.currency)
    this.#tell(
      'invoice',
      invoice.id,
      asked < invoice.on ? invoice.on : asked,
      i.InvoiceAllocationUndone({ allocationId, paymentId: payment.id, amount, on }),
    )
    this.#tell('payment', payment.id, on, p.PaymentAllocationUndone({ allocationId, invoiceId: invoice.id, amount }))
    allocation.left = 0
    payment.lastReturnedOn = later(payment.lastReturnedOn, on)
    const { customerId, currency } = payment
    const of = { invoice: invoice.id, payment: payment.id, customerId, currency, on, amount: left }
    this.#post('receivable', 'advance', { ...of, kind: 'undone' })
  }

  #undo(): void {
    const allocation = this.#random.of(this.allocations.slice(-40).filter(({ left }) => left > 0))
    if (allocation) this.#undoAt(allocation, this.#day(allocation.invoice.on))
  }

  #bounce(): void {
    const payment = this.#random.of(
      this.payments.slice(-60).filter(({ kind, bouncedOn }) => kind === 'received' && bouncedOn === null),
    )
    if (!payment) return
    const on = this.#day(later(payment.on, payment.lastReturnedOn))
    const open = this.allocations.filter(one => one.payment === payment && one.left > 0)
    const allocations = open.map(({ id, invoice }) => ({ allocationId: id, invoiceId: invoice.id }))
    this.#tell('payment', payment.id, on, p.PaymentBounced({ personId: payment.id, reason: null, allocations }))
    payment.bouncedOn = on
    const { customerId, currency, amount } = payment
    this.#post('advance', 'cash', { payment: payment.id, customerId, currency, on, amount, kind: 'bounce' })
    for (const allocation of open) this.#undoAt(allocation, on)
    this.#tell('payment', payment.id, on, p.PaymentBounceCompleted({}))
  }

  #credit(): void {
    const r = this.#random
    const invoice = this.#someInvoice()
    if (!invoice) return
    const on = this.#day(invoice.on)
    const most = this.#least(invoice.id, on, 1)
    const paid = r.chance(0.5)
      ? r.of(this.allocations.filter(one => one.invoice === invoice && one.left > 0 && one.on <= on))
      : undefined
    const freed = paid ? r.between(1, paid.left) : 0
    const amount = paid ? most + freed : r.chance(0.3) ? most : r.between(0, most)
    if (amount <= 0) return
    const { id, customerId, currency } = invoice
    const creditNoteId = this.#id(6)
    const number = `C${String(this.#ids)}`
    const released = paid
      ? [{ allocationId: paid.id, paymentId: paid.payment.id, amount: money(freed, currency), on }]
      : []
    const shown = { amount: money(amount, currency), tax: money(0, currency) }
    this.#tell(
      'invoice',
      id,
      on,
      i.InvoiceCredited({ creditNoteId, number, seriesId: uuid(7, 1), symbol: 'C', on, ...shown, released }),
    )
    this.#post('sales', 'receivable', { invoice: id, customerId, currency, on, amount, kind: 'creditNote', number })
    if (!paid) return
    const { payment } = paid
    const part = { allocationId: paid.id, invoiceId: id, creditNoteId, amount: money(freed, currency) }
    this.#tell('payment', payment.id, on, p.PaymentAllocationReleased(part))
    paid.left -= freed
    payment.lastReturnedOn = later(payment.lastReturnedOn, on)
    const of = { invoice: id, payment: payment.id, customerId, currency, on, amount: freed }
    this.#post('receivable', 'advance', { ...of, kind: 'released' })
  }

  #writeOff(): void {
    const invoice = this.#someInvoice()
    if (!invoice) return
    const on = this.#day(invoice.on)
    const most = this.#least(invoice.id, on, 1)
    if (most <= 0) return
    const amount = this.#random.chance(0.5) ? most : this.#random.between(1, most)
    const { id, customerId, currency, number } = invoice
    const writeOffId = this.#id(8)
    const event = { writeOffId, amount: money(amount, currency), personId: id, reason: null }
    this.#tell('invoice', id, on, i.InvoiceWrittenOff(event))
    this.writeOffs.push({ id: writeOffId, invoice, amount, on, undone: false })
    this.#post('badDebts', 'receivable', { invoice: id, customerId, currency, on, amount, kind: 'writeOff', number })
  }

  #undoWriteOff(): void {
    const one = this.#random.of(this.writeOffs.filter(({ undone, invoice }) => !undone && invoice.cancelledOn === null))
    if (!one) return
    const { id, customerId, currency, number, on: notBefore } = one.invoice
    const day = this.#day(notBefore)
    const on = later(day, one.on)
    one.undone = true
    const { amount } = one
    this.#tell('invoice', id, day, i.InvoiceWriteOffUndone({ writeOffId: one.id, amount: money(amount, currency), on }))
    this.#post('receivable', 'badDebts', {
      invoice: id,
      customerId,
      currency,
      on,
      amount,
      kind: 'writeOffUndone',
      number,
    })
  }

  #cancel(): void {
    const invoice = this.#someInvoice()
    if (!invoice) return
    const on = this.#day(invoice.on)
    const { id, customerId, currency, total, number } = invoice
    // nothing covers it on any day from then on
    const most = -this.#least(id, on, -1)
    if (this.#least(id, on, 1) !== total || most !== total) return
    this.#tell('invoice', id, on, i.InvoiceCancelled({ personId: id, reason: null }))
    invoice.cancelledOn = on
    this.#post('sales', 'receivable', {
      invoice: id,
      customerId,
      currency,
      on,
      amount: total,
      kind: 'cancellation',
      number,
    })
  }

  #merge(): void {
    const customerId = this.#random.of(customerIds) ?? ''
    const [survivorId = ''] = customerIds
    if (customerId === survivorId) return
    const last = this.mergers.findLast(one => one.customerId === customerId)
    const on = this.#day(last?.on ?? dayAt(0))
    const mergeId = this.#id(9)
    const into = last?.into ? null : survivorId
    this.#tell(
      'contact',
      customerId,
      on,
      into === null
        ? contactEvents.ContactSetApart({ survivorId, mergeId })
        : contactEvents.ContactMergedInto({ survivorId, mergeId }),
    )
    this.mergers.push({ customerId, into, on, at: this.happenings.length })
  }

  /** Who stood for a customer on a day. */
  survivorOf(customerId: string, asOf: Day): string {
    return this.mergers.findLast(one => one.customerId === customerId && one.on <= asOf)?.into ?? customerId
  }

  /** The sum of what was posted to an account until a day, on which side it stands by nature. */
  balance(account: Account, asOf: Day, fits: (posting: Posting) => boolean): bigint {
    let sum = 0n
    for (const one of this.postings)
      if (one.account === account && one.on <= asOf && fits(one)) sum += BigInt(one.amount)
    return account === 'advance' ? -sum : sum
  }

  /** The balance of each invoice's receivable, or each payment's advance. */
  balances(account: Account, asOf: Day): ReadonlyMap<string, number> {
    const sums = new Map<string, number>()
    for (const { account: of, on, of: which, amount } of this.postings)
      if (of === account && on <= asOf)
        sums.set(which, (sums.get(which) ?? 0) + (account === 'advance' ? -amount : amount))
    return sums
  }
}
