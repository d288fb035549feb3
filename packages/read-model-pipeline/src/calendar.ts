// Arithmetic on days and months of the company's calendar, which are plain strings everywhere else.
import type { Day } from '@eventcrm/domain'

const length = 86_400_000

/** Days since 1970-01-01. */
export const dayNumber = (day: Day): number => Date.parse(day) / length

export const daysBetween = (from: Day, to: Day): number => dayNumber(to) - dayNumber(from)

const addDays = (day: Day, days: number): Day => new Date((dayNumber(day) + days) * length).toISOString().slice(0, 10)

/** 'YYYY-MM' */
export const monthOf = (day: Day): string => day.slice(0, 7)

export const isFirstOfMonth = (day: Day): boolean => day.endsWith('-01')

export const isLastOfMonth = (day: Day): boolean => isFirstOfMonth(addDays(day, 1))
