import { TZDate } from '@date-fns/tz'
import type { Day } from '@eventcrm/domain'
import type { Instant } from '@eventcrm/event-store'

/** Days of one time zone. */
export interface Calendar {
  dayOf(at: Instant): Day
  /** A day given without a time is that day's start: the first instant that the zone calls by it. */
  startOf(day: Day): Instant
}

/** @param timeZone IANA name, like 'Asia/Ho_Chi_Minh' */
export const createCalendar = (timeZone: string): Calendar => {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  // A day lasts from its first instant to the next day's: asking Intl once a day is enough.
  let known = { day: '', from: Infinity, until: -Infinity }
  const startOf = (day: Day): Date => {
    const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
    return new Date(new TZDate(year, month - 1, date, timeZone).getTime())
  }
  return {
    dayOf(at) {
      const instant = new Date(at)
      const time = instant.getTime()
      if (time < known.from || time >= known.until) {
        const day = format.format(instant)
        const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
        known = { day, from: startOf(day).getTime(), until: new TZDate(year, month - 1, date + 1, timeZone).getTime() }
      }
      return known.day
    },
    startOf: day => startOf(day).toISOString(),
  }
}
