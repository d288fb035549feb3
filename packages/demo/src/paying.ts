// Terms that customers are given, and how they keep them.
import type { PaymentTerms } from '@eventcrm/crm'
import { Chance } from './chance.ts'
import type { Customer } from './customers.ts'
import type { Delivered } from './goods.ts'

type InstalmentTerm = PaymentTerms['instalments'][number]

/** Value added tax in percent. */
export const vat = 10

/** What such lines come to, in đồng, which has no smaller unit: tax is rounded half up. */
export const withVat = (lines: readonly Pick<Delivered, 'quantity' | 'unitPrice'>[], discount: number): number => {
  const net = lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0) - discount
  return net + Math.floor((net * vat + 50) / 100)
}

/** From here on an organisation pays in instalments. */
const large = 400_000_000

/** The terms that a customer was given once, and those of large amounts. */
export const termsOf = (seed: number, { id, kind }: Customer, total: number): readonly InstalmentTerm[] => {
  const whole = { portion: 100, rule: 'daysAfterInvoice' } as const
  if (kind === 'individual') return [{ ...whole, count: 7 }]
  if (total >= large)
    return [
      { portion: 30, rule: 'daysAfterInvoice', count: 10 },
      { portion: 70, rule: 'daysAfterInvoice', count: 45 },
    ]
  const chance = new Chance(seed, `terms/${id}`)
  return [
    chance.weighted<InstalmentTerm>(
      [{ ...whole, count: 30 }, 6],
      [{ portion: 100, rule: 'daysAfterMonthEnd', count: 15 }, 4],
    ),
  ]
}

/** A part of what is due, and how many days behind its due day it is paid; before it where negative. */
interface Paid {
  readonly days: number
  readonly amount: number
}

/** How a customer pays what is due: in which parts, or not at all. */
export type Habit = (chance: Chance, amount: number) => readonly Paid[]

const early: Habit = (chance, amount) => [{ days: -chance.int(4, 18), amount }]

const onTime: Habit = (chance, amount) => [{ days: chance.percent(10) ? chance.int(2, 9) : -chance.int(0, 4), amount }]

const late: Habit = (chance, amount) => [{ days: chance.int(8, 45), amount }]

/** A part when reminded, and the rest when reminded again. */
const slow: Habit = (chance, amount) => {
  if (chance.percent(40)) return [{ days: chance.int(20, 90), amount }]
  const first = Math.round((amount * chance.int(3, 6)) / 10_000) * 1000
  const days = chance.int(3, 30)
  if (first === 0 || first >= amount) return [{ days, amount }]
  const rest = { days: days + chance.int(20, 60), amount: amount - first }
  return [{ days, amount: first }, ...(chance.percent(80) ? [rest] : [])]
}

const badly: Habit = (chance, amount) => (chance.percent(60) ? [] : [{ days: chance.int(45, 120), amount }])

/** How a customer pays, always. */
export const habitOf = (seed: number, { id, kind }: Customer): Habit =>
  new Chance(seed, `pays/${id}`).weighted<Habit>(
    ...([
      [early, 26],
      [onTime, 46],
    ] as const),
    ...(kind === 'individual'
      ? []
      : ([
          [late, 16],
          [slow, 9],
          [badly, 6],
        ] as const)),
  )
