// Months of days, which are plain strings.
import type { Day } from '@eventcrm/domain'

/** 'YYYY-MM' */
export const monthOf = (day: Day): string => day.slice(0, 7)
export const isFirstOfMonth = (day: Day): boolean => day.endsWith('-01')
export const isLastOfMonth = (day: Day): boolean =>
  isFirstOfMonth(new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10))
