// What is written in a cell, brought to one plain form. Each says what it expected; none repeats what it was given.
import { RecentCache, type Wording } from '@eventcrm/crm'
import { format } from 'date-fns/format'
import { isValid } from 'date-fns/isValid'
import { parse } from 'date-fns/parse'

/** What was read, or what was expected instead. */
export type Read<T> = { readonly value: T } | { readonly expected: Wording }

/** The signs that a file writes its numbers with. */
export interface NumberSigns {
  readonly decimal: string
  /** Between groups of three digits; null for none. */
  readonly group: string | null
}

const escaped = (sign: string): string => sign.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
/** Files write a space between groups in several ways. */
const groupPattern = (group: string): string => (group.trim() === '' ? '[ \\u00a0\\u202f]' : escaped(group))

const patterns = new Map<string, RegExp>()
const patternOf = ({ decimal, group }: NumberSigns): RegExp => {
  const key = `${decimal}${group ?? ''}`
  const known = patterns.get(key)
  if (known) return known
  const whole = group === null ? '\\d+' : `(?:\\d{1,3}(?:${groupPattern(group)}\\d{3})+|\\d+)`
  const pattern = new RegExp(`^([+-]?)(${whole})(?:${escaped(decimal)}(\\d+))?$`)
  patterns.set(key, pattern)
  return pattern
}

/**
 * A number as a file writes it, as a plain decimal.
 * @example readNumber('1,054.50', { decimal: '.', group: ',' }) // { value: '1054.50' }
 * @example readNumber('1.054.000', { decimal: ',', group: '.' }) // { value: '1054000' }
 */
export const readNumber = (written: string, signs: NumberSigns): Read<string> => {
  const [, minus, whole, fraction] = patternOf(signs).exec(written) ?? []
  if (whole === undefined) {
    const { decimal, group } = signs
    const example = group === null ? `1054${decimal}5` : `1${group}054${decimal}5`
    return { expected: `expected a number like ${example}; the mapping's \`numbers\` says which signs the file uses` }
  }
  const digits = whole.replaceAll(/\D/g, '').replace(/^0+(?=\d)/, '')
  return { value: `${minus === '-' ? '-' : ''}${digits}${fraction === undefined ? '' : `.${fraction}`}` }
}

const midnight = new Date(2000, 0, 1)

/** Files have the same few hundred days over and over; taking one apart costs more than all else about a cell. */
const days = new RecentCache<Read<string>>(4000)

/**
 * A day as a file writes it, as 'YYYY-MM-DD'; a time of day is left aside.
 * @param dateFormat Unicode tokens: M/d/yyyy takes 3/1/2017, dd-MM-yyyy HH:mm takes 01-03-2017 09:30
 */
export const readDay = (written: string, dateFormat: string): Read<string> => {
  const key = `${dateFormat}\n${written}`
  const before = days.get(key)
  if (before) return before
  const read = parsedDay(written, dateFormat)
  days.set(key, read)
  return read
}

const parsedDay = (written: string, dateFormat: string): Read<string> => {
  const date = parse(written, dateFormat, midnight)
  // "17" is the year 17 to `yyyy`; no row of a CRM is that old.
  if (isValid(date) && date.getFullYear() >= 1900 && date.getFullYear() < 2200)
    return { value: format(date, 'yyyy-MM-dd') }
  return { expected: `expected a day written as ${dateFormat}, like ${format(new Date(2017, 11, 31), dateFormat)}` }
}

/** Whether a format says a whole day. */
export const isDateFormat = (dateFormat: string): boolean => {
  // Mistaken for days and years by many; the library would say so on the console.
  if (/[DY]/.test(dateFormat)) return false
  try {
    const read = readDay(format(new Date(2017, 11, 31), dateFormat), dateFormat)
    return 'value' in read && read.value === '2017-12-31'
  } catch {
    return false // tokens that mean nothing
  }
}

/** The parts of a cell that holds several, without the empty ones. */
export const readList = (written: string, separator: string): readonly string[] =>
  written
    .split(separator)
    .map(part => part.trim())
    .filter(part => part !== '')
