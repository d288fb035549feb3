import { TZDate } from '@date-fns/tz'
import type { Day } from '@eventcrm/domain'
import type { Instant } from '@eventcrm/event-store'

/** Days of one time zone. */
export interface Calendar {
  dayOf(at: Instant): Day
  /** A day given without a time is that day's start: the first instant that the zone calls by it. */
  startOf(day: Day): Instant
}

/** Days remembered: an import dates its commands on a few hundred days, over and over; asking the time zone takes some 60 µs. */
const remembered = 4000

const second = 1000
const quarterHour = 15 * 60_000
const hours24 = 24 * 60 * 60_000

/** The first second behind `from` at which it holds, which it does from there to `to`. */
const firstIn = (from: number, to: number, holds: (at: number) => boolean): number => {
  let [low, high] = [from, to]
  while (high - low > second) {
    const middle = low + Math.floor((high - low) / 2 / second) * second
    if (holds(middle)) high = middle
    else low = middle
  }
  return high
}

/** @param timeZone IANA name, like 'Asia/Ho_Chi_Minh' */
export const createCalendar = (timeZone: string): Calendar => {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  // A day of 24 hours lasts from its first instant to the next day's: asking Intl once is enough.
  let known = { day: '', from: '', until: '' }
  const dayAt = (time: number): Day => format.format(time)
  const startOf = (day: Day): number => {
    const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
    let time = new TZDate(year, month - 1, date, timeZone).getTime()
    // clocks that were turned back over midnight, or at one, began a day twice (back by hours, as in Antarctica, they begin it later)
    while (dayAt(time - quarterHour) === day) time -= quarterHour
    // that is the start to the second only where the clock is whole quarter hours off and midnight was not skipped
    if (dayAt(time) < day) return firstIn(time, time + hours24, at => dayAt(at) >= day)
    return dayAt(time - second) === day ? firstIn(time - quarterHour, time, at => dayAt(at) === day) : time
  }
  const starts = new Map<Day, Instant>()
  const daysByStart = new Map<Instant, Day>()
  return {
    dayOf(at) {
      // instants in UTC compare as text
      if (at >= known.from && at < known.until && at.endsWith('Z')) return known.day
      const started = daysByStart.get(at)
      if (started !== undefined) return started
      const day = dayAt(Date.parse(at))
      const from = startOf(day)
      const until = startOf(new Date(Date.parse(day) + hours24).toISOString().slice(0, 10))
      if (until - from === hours24)
        known = { day, from: new Date(from).toISOString(), until: new Date(until).toISOString() }
      return day
    },
    startOf(day) {
      const before = starts.get(day)
      if (before !== undefined) return before
      const time = startOf(day)
      const start = new Date(time).toISOString()
      if (starts.size >= remembered) {
        starts.clear()
        daysByStart.clear()
      }
      starts.set(day, start)
      // Not always that day: a zone that changed sides of the date line has skipped one.
      daysByStart.set(start, dayAt(time))
      return start
    },
  }
}
