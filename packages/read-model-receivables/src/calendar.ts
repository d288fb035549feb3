// Arithmetic on days of the company's calendar, which are plain strings everywhere else.
import type { Day } from '@eventcrm/domain'

const length = 86_400_000

export const daysBetween = (from: Day, to: Day): number => (Date.parse(to) - Date.parse(from)) / length

export const daysBefore = (day: Day, days: number): Day =>
  new Date(Date.parse(day) - days * length).toISOString().slice(0, 10)
