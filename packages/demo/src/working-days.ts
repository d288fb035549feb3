import type { Day } from '@eventcrm/crm'

/** The years that the demo tells: long enough ago that all of it has happened, wherever a clock stands. */
export const years = [2024, 2025] as const
export const firstDay: Day = `${String(years[0])}-01-01`
export const lastDay: Day = `${String(years[1])}-12-31`

const millisecondsPerDay = 86_400_000

export const addDays = (day: Day, days: number): Day =>
  new Date(Date.parse(day) + days * millisecondsPerDay).toISOString().slice(0, 10)

/** Days from one to another; negative when the other is earlier. */
export const daysBetween = (from: Day, to: Day): number => (Date.parse(to) - Date.parse(from)) / millisecondsPerDay

/** Public holidays of Viet Nam in 2024 and 2025, Tết and the days taken with it. From one day to another, both included. */
const holidays: readonly (readonly [from: Day, to: Day])[] = [
  ['2024-01-01', '2024-01-01'],
  ['2024-02-08', '2024-02-14'], // Tết Nguyên đán
  ['2024-04-18', '2024-04-18'], // Giỗ Tổ Hùng Vương
  ['2024-04-29', '2024-05-01'],
  ['2024-09-02', '2024-09-03'],
  ['2025-01-01', '2025-01-01'],
  ['2025-01-25', '2025-02-02'], // Tết Nguyên đán
  ['2025-04-07', '2025-04-07'], // Giỗ Tổ Hùng Vương
  ['2025-04-30', '2025-05-02'],
  ['2025-09-01', '2025-09-02'],
]

const isWorkingDay = (day: Day): boolean => {
  const weekday = new Date(day).getUTCDay()
  return weekday !== 0 && weekday !== 6 && !holidays.some(([from, to]) => from <= day && day <= to)
}

/** That day, or the next one on which people work. */
export const workingDay = (day: Day): Day => {
  let on = day
  while (!isWorkingDay(on)) on = addDays(on, 1)
  return on
}

/** The last instant that work is done at in a day is 17:30; minutes are counted from its beginning at 8:00. */
export const workingMinutes = 9 * 60 + 30

/** An instant of a working day in Viet Nam, which has one time zone and no summer time. */
export const atMinute = (day: Day, minute: number): string => {
  const hours = String(8 + Math.floor(minute / 60)).padStart(2, '0')
  return `${day}T${hours}:${String(minute % 60).padStart(2, '0')}:00+07:00`
}
