import type { Day } from '@eventcrm/domain'
import type { Instant } from '@eventcrm/event-store'
import { Temporal } from 'temporal-polyfill'

/** Days of one time zone. */
export interface Calendar {
  dayOf(at: Instant): Day
  /** A day given without a time is that day's start: the first instant that the zone calls by it. */
  startOf(day: Day): Instant
}

/** Days remembered: an import dates its commands on a few hundred days, over and over; asking the time zone takes some 30 µs. */
const remembered = 4000

const hours24 = 24 * 60 * 60_000

const textOf = (milliseconds: number): Instant => new Date(milliseconds).toISOString()

/** @param timeZone IANA name, like 'Asia/Ho_Chi_Minh' */
export const createCalendar = (timeZone: string): Calendar => {
  // A day of 24 hours lasts from its first instant to the next day's: asking once is enough.
  let known = { day: '', from: '', until: '' }
  const dayAt = (at: Instant) => Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDate()
  const startOf = (day: Temporal.PlainDate): number => day.toZonedDateTime(timeZone).epochMilliseconds
  const starts = new Map<Day, Instant>()
  const daysByStart = new Map<Instant, Day>()
  return {
    dayOf(at) {
      // instants in UTC compare as text
      if (at >= known.from && at < known.until && at.endsWith('Z')) return known.day
      const started = daysByStart.get(at)
      if (started !== undefined) return started
      const date = dayAt(at)
      const day = date.toString()
      const from = startOf(date)
      const until = startOf(date.add({ days: 1 }))
      if (until - from === hours24) known = { day, from: textOf(from), until: textOf(until) }
      return day
    },
    startOf(day) {
      const before = starts.get(day)
      if (before !== undefined) return before
      const start = textOf(startOf(Temporal.PlainDate.from(day)))
      if (starts.size >= remembered) {
        starts.clear()
        daysByStart.clear()
      }
      starts.set(day, start)
      // Not always that day: a zone that changed sides of the date line has skipped one.
      daysByStart.set(start, dayAt(start).toString())
      return start
    },
  }
}
