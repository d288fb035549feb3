// Arithmetic on days of the company's calendar, which are plain strings everywhere else.
import type { Day } from '@eventcrm/domain'

const length = 86_400_000

/** Days since 1970-01-01. */
export const dayNumber = (day: Day): number => Date.parse(day) / length

export const daysBetween = (from: Day, to: Day): number => dayNumber(to) - dayNumber(from)
