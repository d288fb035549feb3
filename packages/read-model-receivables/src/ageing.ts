// How long what is outstanding has been due.
import type { Day } from '@eventcrm/domain'
import { daysBetween } from './calendar.ts'
import { uncovered, type InvoiceDocument } from './invoices.ts'
import { movedBy, type AsOf } from './movements.ts'

/** Days since the due day, both included. */
export interface Bucket {
  readonly from: number
  /** Null without end. */
  readonly to: number | null
}

/**
 * The buckets that limits make.
 * @param limits rising
 * @example bucketsOf([30, 60]) // 0 to 30, 31 to 60, from 61
 */
export const bucketsOf = (limits: readonly number[]): readonly Bucket[] => [
  ...limits.map((to, i) => ({ from: i === 0 ? 0 : (limits[i - 1] ?? 0) + 1, to })),
  { from: (limits.at(-1) ?? -1) + 1, to: null },
]

/** Where days since the due day belong: −1 where it is still to come. */
export const placeIn = (limits: readonly number[], days: number): number => {
  if (days < 0) return -1
  const place = limits.findIndex(limit => days <= limit)
  return place === -1 ? limits.length : place
}

/** How an invoice stood at the end of a day. */
export interface Standing {
  readonly total: number
  readonly paid: number
  readonly credited: number
  readonly writtenOff: number
  readonly outstanding: number
  /** What is outstanding of each instalment, in order of due day. */
  readonly instalments: readonly { readonly dueOn: Day; readonly days: number; readonly amount: number }[]
}

const isOf = (of: 'credited' | 'writtenOff', kind: string): boolean =>
  of === 'credited' ? kind === 'credit' : kind.startsWith('writeOff')

/** How an invoice stood at the end of a day, as far as it was known at a position; undefined before its date and once it was cancelled. */
export const standingAt = (document: InvoiceDocument, asOf: AsOf): Standing | undefined => {
  const { issuedOn, issuedAt, cancelledOn, cancelledAt, total, movements, instalments } = document
  const { day, position } = asOf
  if (issuedOn === null || issuedOn > day || issuedAt === null || issuedAt > position) return undefined
  if (cancelledOn !== null && cancelledOn <= day && cancelledAt !== null && cancelledAt <= position) return undefined
  const covered = movedBy(movements, asOf)
  const sumOf = (of: 'credited' | 'writtenOff') =>
    movedBy(
      movements.filter(({ kind }) => isOf(of, kind)),
      asOf,
    )
  const [credited, writtenOff] = [sumOf('credited'), sumOf('writtenOff')]
  return {
    ...{ total, paid: covered - credited - writtenOff, credited, writtenOff, outstanding: total - covered },
    instalments: uncovered(instalments, covered).map(({ dueOn, amount }) => ({
      dueOn,
      days: daysBetween(dueOn, day),
      amount,
    })),
  }
}
