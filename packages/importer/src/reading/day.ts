// Days as files write them. A plain day stays itself whatever the machine's time zone; an instant is a day of the company's.
import { RecentCache } from '@eventcrm/crm'
import { utc } from '@date-fns/utc'
import { format } from 'date-fns/format'
import { isValid } from 'date-fns/isValid'
import { parse } from 'date-fns/parse'
import type { Read } from './read.ts'

/** In UTC, since the machine's zone may lack days: in Samoa there was no 30 December 2011. */
const reference = utc('2000-01-01')

/** Files have the same few hundred days over and over; taking one apart costs more than all else about a cell. */
const moments = new RecentCache<Read<string>>(4000)

const isoFormat = 'yyyy-MM-dd'
const isoWithTime =
  /^((\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?:\s?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?$/i

/** +07 as +07:00, which is what an instant takes. */
const isoOffset = (offset: string): string =>
  /^[a-z]/i.test(offset) ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(3).replace(':', '') || '00'}`

/** Whether the format says which instant is meant: it has an offset, or counts seconds or milliseconds. */
const saysInstant = (dateFormat: string): boolean => /[xXtT]/.test(dateFormat.replaceAll(/'[^']*'/g, ''))

const example = new Date(Date.UTC(2017, 11, 31))

/**
 * A day as a file writes it: 'YYYY-MM-DD', or the instant, '2026-03-31T20:30:00.000Z', where the cell says which offset its time has. A time
 * without an offset is left aside.
 * @param dateFormat Unicode tokens: M/d/yyyy takes 3/1/2017, dd-MM-yyyy HH:mm takes 01-03-2017 09:30. yyyy-MM-dd also takes a time of day
 */
export const readMoment = (written: string, dateFormat: string): Read<string> => {
  const key = `${dateFormat}\n${written}`
  const before = moments.get(key)
  if (before) return before
  const read = parsedMoment(written, dateFormat)
  moments.set(key, read)
  return read
}

// The years that commands are dated in.
const [firstYear, endYear] = [1900, 2200]

const momentIn = (written: string, dateFormat: string): string | undefined => {
  if (dateFormat === isoFormat) {
    const [, time = '', day, offset] = isoWithTime.exec(written) ?? []
    if (day !== undefined) {
      if (offset === undefined) return momentIn(day, dateFormat)
      const instant = new Date(time.toUpperCase().replace(' ', 'T') + isoOffset(offset))
      return momentIn(day, dateFormat) !== undefined && isValid(instant) ? instant.toISOString() : undefined
    }
  }
  const date = parse(written, dateFormat, reference, { in: utc })
  // "17" is the year 17 to `yyyy`; no row of a CRM is that old.
  const year = date.getUTCFullYear()
  if (!isValid(date) || year < firstYear || year >= endYear) return undefined
  const instant = new Date(date.getTime()).toISOString()
  return saysInstant(dateFormat) ? instant : instant.slice(0, 10)
}

/** Longer than a day is written in any format. */
const longestDay = 60
const lastDays = /(?<!\d)(?:29|30|31)(?!\d)/g

const aDay = 86_400_000

/** Whether it is written as it should be, but that month has no such day: in its place the first and the second can be read. */
const isNoDay = (written: string, dateFormat: string): boolean =>
  written.length <= longestDay &&
  [...written.matchAll(lastDays)].some(({ index }) => {
    const [first, second] = ['01', '02'].map(day =>
      Date.parse(momentIn(`${written.slice(0, index)}${day}${written.slice(index + 2)}`, dateFormat) ?? ''),
    )
    return first !== undefined && second !== undefined && second - first === aDay
  })

/** Whether it is a day as it should be written, of a year that is not taken. */
const isOfOtherYear = (written: string, dateFormat: string): boolean => {
  const day = dateFormat === isoFormat ? written.slice(0, 10) : written
  const year = parse(day, dateFormat, reference, { in: utc }).getUTCFullYear()
  // fewer digits, or more, are a slip in how it is written
  return (year >= 1000 && year < firstYear) || (year >= endYear && year < 10_000)
}

const parsedMoment = (written: string, dateFormat: string): Read<string> => {
  const value = momentIn(written, dateFormat)
  if (value !== undefined) return { value }
  if (isNoDay(written, dateFormat))
    return { expected: { en: 'there is no such day in that month', vi: 'không có ngày này trong tháng đó' } }
  if (isOfOtherYear(written, dateFormat))
    return {
      expected: { en: 'expected a day of the years 1900 to 2199', vi: 'cần ngày thuộc các năm 1900 đến 2199' },
    }
  const like = format(example, dateFormat, { in: utc })
  return {
    expected: {
      en: `expected a day written as ${dateFormat}, like ${like}`,
      vi: `cần ngày viết theo dạng ${dateFormat}, như ${like}`,
    },
  }
}

/** Whether a format says a whole day. */
export const isDateFormat = (dateFormat: string): boolean => {
  // Mistaken for days and years by many; the library would say so on the console.
  if (/[DY]/.test(dateFormat)) return false
  try {
    const read = readMoment(format(example, dateFormat, { in: utc }), dateFormat)
    return 'value' in read && read.value.startsWith('2017-12-31')
  } catch {
    return false // tokens that mean nothing
  }
}

/** A day, YYYY-MM-DD with or without a time, as a file in that format has it. */
export const writeDay = (day: string, dateFormat: string): string =>
  format(utc(`${day.slice(0, 10)}T${day.slice(11) || '00:00:00'}Z`), dateFormat, { in: utc })
