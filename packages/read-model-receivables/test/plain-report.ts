// What the reports say, by plain loops over the ledger's postings.
import { showMoney, type Day } from '@eventcrm/domain'
import { customerIds, type Ledger } from './ledger.ts'

const daysBetween = (from: Day, to: Day): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

interface Asked {
  readonly asOf: Day
  readonly limits: readonly number[]
  readonly customer?: string
  readonly owner?: string | null
}

/** The figures of every currency with something outstanding, an advance or something invoiced. */
export const plainReceivables = (ledger: Ledger, { asOf, limits, customer, owner }: Asked) => {
  const owed = ledger.balances('receivable', asOf)
  const inAdvance = ledger.balances('advance', asOf)
  const survivorOf = (id: string) => ledger.survivorOf(id, asOf)
  const fits = (one: { readonly customerId: string; readonly ownerId: string | null }) =>
    (customer === undefined || survivorOf(one.customerId) === survivorOf(customer)) &&
    (owner === undefined || one.ownerId === owner)
  const of = <T extends { readonly currency: string }>(list: readonly T[], currency: string) =>
    list.filter(one => one.currency === currency)

  const invoices = ledger.invoices.filter(one => one.on <= asOf && fits(one))
  const payments = ledger.payments.filter(one => one.on <= asOf && fits(one))
  return ['KWD', 'USD', 'VND'].flatMap(currency => {
    const shown = (minorUnits: bigint) => showMoney({ minorUnits, currency })
    const invoiced = of(invoices, currency)
      .filter(one => daysBetween(one.on, asOf) < 90 && (one.cancelledOn === null || one.cancelledOn > asOf))
      .reduce((sum, { total }) => sum + BigInt(total), 0n)
    const open = of(invoices, currency)
      .map(invoice => ({ invoice, outstanding: owed.get(invoice.id) ?? 0 }))
      .filter(({ outstanding }) => outstanding !== 0)
    const parts = open.flatMap(({ invoice, outstanding }) => {
      let covered = invoice.total - outstanding
      return [...invoice.instalments]
        .sort((a, b) => daysBetween(b.dueOn, a.dueOn) || a.instalment - b.instalment)
        .flatMap(({ dueOn, amount }) => {
          const part = Math.min(covered, amount)
          covered -= part
          const days = daysBetween(dueOn, asOf)
          return amount === part ? [] : [{ invoice, dueOn, days, amount: amount - part }]
        })
    })
    const advances = of(payments, currency).map(payment => ({ payment, advance: inAdvance.get(payment.id) ?? 0 }))
    const figures = (its: typeof parts) => {
      const sum = (within: (days: number) => boolean) =>
        its.reduce((all, { days, amount }) => (within(days) ? all + BigInt(amount) : all), 0n)
      return {
        outstanding: shown(sum(() => true)),
        notYetDue: shown(sum(days => days < 0)),
        dueToday: shown(sum(days => days === 0)),
        overdue: shown(sum(days => days > 0)),
        buckets: [...limits, null].map((to, n) => {
          const from = n === 0 ? 0 : (limits[n - 1] ?? 0) + 1
          const within = (days: number) => days >= from && (to === null || days <= to)
          return { from, to, outstanding: shown(sum(within)), instalments: its.filter(one => within(one.days)).length }
        }),
      }
    }
    const customers = customerIds
      .map(customerId => {
        const its = parts.filter(({ invoice }) => survivorOf(invoice.customerId) === customerId)
        const advance = advances
          .filter(({ payment }) => survivorOf(payment.customerId) === customerId)
          .reduce((sum, one) => sum + BigInt(one.advance), 0n)
        const owes = its.reduce((sum, { amount }) => sum + BigInt(amount), 0n)
        const count = new Set(its.map(({ invoice }) => invoice.id)).size
        return {
          owes,
          advance,
          row: { customerId, name: null, invoices: count, ...figures(its), advance: shown(advance) },
        }
      })
      .filter(({ row, advance }) => row.invoices > 0 || advance !== 0n)
      .sort((a, b) =>
        a.owes !== b.owes
          ? Number(b.owes - a.owes)
          : a.advance !== b.advance
            ? Number(b.advance - a.advance)
            : a.row.customerId < b.row.customerId
              ? -1
              : 1,
      )
      .map(({ row }) => row)
    if (invoiced === 0n && open.length === 0 && customers.length === 0) return []
    const owes = parts.reduce((sum, { amount }) => sum + BigInt(amount), 0n)
    return [
      {
        currency,
        ...figures(parts),
        invoices: open.length,
        customersInAll: customers.length,
        advances: shown(advances.reduce((sum, { advance }) => sum + BigInt(advance), 0n)),
        daysSalesOutstanding: {
          // rounded by doubling, in whole hundredths
          days: invoiced === 0n ? null : Number((owes * 9000n * 2n + invoiced) / (invoiced * 2n)) / 100,
          invoiced: shown(invoiced),
        },
        customers,
        open: open
          .map(({ invoice, outstanding }) => {
            const [next] = parts.filter(part => part.invoice === invoice)
            return {
              invoiceId: invoice.id,
              outstanding: shown(BigInt(outstanding)),
              dueOn: next?.dueOn,
              daysOverdue: Math.max(0, next?.days ?? 0),
            }
          })
          .sort((a, b) => (a.invoiceId < b.invoiceId ? -1 : 1)),
      },
    ]
  })
}

const onStatement = [
  'invoice',
  'creditNote',
  'writeOff',
  'writeOffUndone',
  'cancellation',
  'payment',
  'bounce',
  'paidOut',
]

/** The statement of a customer, in each currency: what was posted to its accounts but for what moves from one to the other. */
export const plainStatement = (
  ledger: Ledger,
  { customer, from, to }: { readonly customer: string; readonly from: Day | null; readonly to: Day },
) => {
  const survivor = ledger.survivorOf(customer, to)
  const postings = ledger.postings.filter(
    ({ account, on, kind, customerId }) =>
      (account === 'receivable' || account === 'advance') &&
      on <= to &&
      onStatement.includes(kind) &&
      ledger.survivorOf(customerId, to) === survivor,
  )
  return ['KWD', 'USD', 'VND'].flatMap(currency => {
    const shown = (minorUnits: bigint) => showMoney({ minorUnits, currency })
    const its = postings.filter(one => one.currency === currency)
    const inOrder = its.toSorted((a, b) => daysBetween(b.on, a.on) || a.at - b.at)
    const before = inOrder.filter(({ on }) => from !== null && on < from)
    let balance = before.reduce((sum, { amount }) => sum + BigInt(amount), 0n)
    const opening = shown(balance)
    const lines = inOrder.slice(before.length).map(({ on, kind, number, amount }) => {
      balance += BigInt(amount)
      return { day: on, kind, number, amount: shown(BigInt(amount)), balance: shown(balance) }
    })
    const isNothing = before.reduce((sum, { amount }) => sum + BigInt(amount), 0n) === 0n && lines.length === 0
    return isNothing ? [] : [{ currency, opening, closing: shown(balance), lines }]
  })
}
