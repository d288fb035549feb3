// What is done with the payments and invoices of one customer, drawn from a seed, so that any process knows what the nth deed is.
import { invoice, payment } from '@eventcrm/domain'
import { idOf, type LeadsCrm } from '../../packages/crm/test/leads.ts'
import { codeOf, customerId, vnd } from '../../packages/crm/test/payments.ts'
import { randomOf } from '../../packages/read-model-receivables/test/ledger.ts'

export interface Deeds {
  readonly seed: number
  readonly count: number
}

/** Invoices, and payments: a few deeds for each, so that they meet at the same ones. */
export const peopledBy = ({ count }: Deeds): number => Math.max(3, Math.ceil(count / 8))
export const invoiceIdOf = (n: number): string => idOf(1_000_000 + n)
export const paymentIdOf = (n: number): string => idOf(2_000_000 + n)
const deedIdOf = (n: number): string => idOf(3_000_000 + n)

const dayOf = (n: number): string => new Date(Date.UTC(2026, 0, n)).toISOString().slice(0, 10)

/** A customer with invoices of 1000 and payments of 1500. */
export const prepare = async (crm: LeadsCrm, deeds: Deeds): Promise<void> => {
  await crm.contacts.register({ contactId: customerId, kind: 'organisation', name: 'Đại Phát' }, { at: '2026-01-01' })
  const all = Array.from({ length: peopledBy(deeds) }, (_, n) => n)
  for (let from = 0; from < all.length; from += 50) {
    const some = all.slice(from, from + 50)
    await crm.send(
      some.map(n =>
        invoice.record({
          ...{ invoiceId: invoiceIdOf(n), customerId, number: String(n + 1), lines: [{ unitPrice: vnd(1000) }] },
        }),
      ),
      { at: '2026-01-10' },
    )
    await crm.send(
      some.map(n => payment.receive({ paymentId: paymentIdOf(n), customerId, amount: vnd(1500) })),
      { at: '2026-01-05' },
    )
  }
}

/** What the nth deed allocates if it allocates. */
const allocationOf = (deeds: Deeds, n: number) => {
  const { below, between } = randomOf(deeds.seed + 3 * n)
  const near = () => (Math.floor(n / 8) + below(3)) % peopledBy(deeds)
  return {
    ...{ paymentId: paymentIdOf(near()), allocationId: deedIdOf(n), invoiceId: invoiceIdOf(near()) },
    amount: vnd(between(1, 500)),
  }
}

type Kind = 'allocate' | 'undo' | 'bounce' | 'credit' | 'writeOff'
const kinds: readonly Kind[] = [
  ...Array.from({ length: 8 }, () => 'allocate' as const),
  ...Array.from({ length: 6 }, () => 'undo' as const),
  ...(['bounce', 'credit', 'credit', 'credit', 'writeOff', 'writeOff'] as const),
]
/** At first there is nothing to be undone. */
const before = 8
const kindOf = ({ seed }: Deeds, n: number): Kind =>
  n < before ? 'allocate' : (randomOf(seed + 3 * n + 2).of(kinds) ?? 'allocate')

/**
 * Does the nth: allocates, undoes what one of the last allocated, bounces a payment, credits an invoice or writes it off. It is done
 * once, however often it is asked for.
 * @param waits false: the process that a deed begins with goes on by itself
 * @returns what it was, and 'accepted' or what it was rejected with
 */
export const doDeed = async (crm: LeadsCrm, deeds: Deeds, n: number, waits: boolean): Promise<string> => {
  const { between, of, chance } = randomOf(deeds.seed + 3 * n + 1)
  const options = { at: dayOf(between(5, 40)), commandId: `deed-${String(n)}` }
  const { invoiceId, paymentId, ...part } = allocationOf(deeds, n)
  const kind = kindOf(deeds, n)
  const work = (): Promise<unknown> => {
    switch (kind) {
      case 'allocate': {
        const given = { invoiceId, paymentId, ...part }
        return waits ? crm.payments.allocate(given, options) : crm.send([payment.allocate(given)], options)
      }
      case 'undo': {
        const lately = Array.from({ length: before }, (_, i) => n - 1 - i)
        const undone = allocationOf(deeds, of(lately.filter(one => kindOf(deeds, one) === 'allocate')) ?? n)
        const given = { paymentId: undone.paymentId, allocationId: undone.allocationId }
        return waits ? crm.payments.undoAllocation(given, options) : crm.send([payment.undoAllocation(given)], options)
      }
      case 'bounce': {
        const given = { paymentId }
        return waits ? crm.payments.bounce(given, options) : crm.send([payment.bounce(given)], options)
      }
      case 'credit': {
        const given = { invoiceId, creditNoteId: deedIdOf(n), ...(chance(0.8) ? { amount: part.amount } : {}) }
        return waits ? crm.invoices.credit(given, options) : crm.send([invoice.credit(given)], options)
      }
      case 'writeOff': {
        const given = { invoiceId, writeOffId: deedIdOf(n), amount: part.amount }
        return crm.send([invoice.writeOff(given)], options)
      }
    }
  }
  return `${kind} ${await codeOf(work())}`
}
