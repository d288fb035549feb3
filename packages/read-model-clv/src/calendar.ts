// Arithmetic on days of the company's calendar, which are plain strings everywhere else.
import type { Day } from '@eventcrm/domain'

const length = 86_400_000

/** Days since 1970-01-01. */
export const dayNumber = (day: Day): number => Date.parse(day) / length

export const dayOf = (number: number): Day => new Date(number * length).toISOString().slice(0, 10)

export type CohortStep = 'month' | 'quarter'

/** Months or quarters since year 0. */
export const stepOf = (day: Day, step: CohortStep): number => {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
  return step === 'month' ? months : Math.floor(months / 3)
}

/** '1997-01', or '1997-Q1'. */
export const stepName = (number: number, step: CohortStep): string => {
  const inYear = step === 'month' ? 12 : 4
  const year = String(Math.floor(number / inYear)).padStart(4, '0')
  const of = (number % inYear) + 1
  return step === 'month' ? `${year}-${String(of).padStart(2, '0')}` : `${year}-Q${String(of)}`
}
