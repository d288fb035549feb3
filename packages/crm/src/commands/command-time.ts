// When a command happened, and when it is written down.
import { kernelRejection, type Day, type Rejection } from '@eventcrm/domain'
import type { Instant } from '@eventcrm/event-store'
import type { Calendar } from '../company/calendar.ts'
import { ClockInvalid } from '../errors.ts'

/**
 * Milliseconds by which a clock may lag behind the last fact of a stream: machines that keep their time by NTP differ by less than one
 * second. One that lags by more is wrong, or the clock of whoever wrote that fact was.
 */
export const longestLag = 5000

const earliest = Date.UTC(1970, 0, 1)
const latest = Date.UTC(9999, 0, 1) - 1

/** @throws ClockInvalid for a clock that tells no time, or one before 1970 or after 9998 */
export const readClock = (clock: () => Date): Instant => {
  const now: unknown = clock()
  const time = now instanceof Date ? now.getTime() : Number.NaN
  if (!(time >= earliest && time <= latest)) throw new ClockInvalid()
  return new Date(time).toISOString()
}

/** The later of two instants; '' is before all. */
export const later = (a: Instant, b: Instant): Instant => (a > b ? a : b)

/** Whether a clock that says `now` lags no more than it may behind what was written last. */
const isWithinLag = (now: Instant, last: Instant): boolean =>
  last <= now || Date.parse(last) - Date.parse(now) <= longestLag

/** When it is written down: by the clock, lifted to the stream's last while it lags no more than it may. */
export const recordingTime = (now: Instant, lastRecordedAt: Instant): Instant =>
  isWithinLag(now, lastRecordedAt) ? later(now, lastRecordedAt) : now

export interface CommandTime {
  readonly occurredAt: Instant
  readonly occurredOn: Day
}

/**
 * When a command happened: when its sender says, else now, lifted to the stream's last fact while the clock lags no more than it may.
 * @param at a day, which means its start, or an instant; undefined when nothing was said
 */
export const timeOf = (
  at: string | undefined,
  now: Instant,
  lastOccurredAt: Instant,
  calendar: Calendar,
): CommandTime | Rejection => {
  if (at === undefined) {
    if (!isWithinLag(now, lastOccurredAt))
      return kernelRejection(
        'DATED_IN_FUTURE',
        { now, until: lastOccurredAt },
        {
          en: `The clock says ${now}, and the last fact here happened at ${lastOccurredAt}: until then a command needs a time of its own`,
          vi: `Đồng hồ chỉ ${now}, còn việc gần nhất ở đây xảy ra lúc ${lastOccurredAt}: cho đến lúc đó, mỗi lệnh phải ghi rõ thời điểm`,
        },
      )
    const occurredAt = later(now, lastOccurredAt)
    return { occurredAt, occurredOn: calendar.dayOf(occurredAt) }
  }
  const occurredAt = at.length === 10 ? calendar.startOf(at) : new Date(at).toISOString()
  if (occurredAt > now) return kernelRejection('DATED_IN_FUTURE', { field: 'at', at, now })
  return { occurredAt, occurredOn: calendar.dayOf(occurredAt) }
}
