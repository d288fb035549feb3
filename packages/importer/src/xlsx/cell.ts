// What a cell of Excel is. A number or a text is also what its number format says.
import Big from 'big.js'
import { isDateFormat } from 'hucre'
import type { Cell, CellValue } from 'hucre/xlsx'
import type { CellKind } from '../file-row.ts'
import { currencySign } from '../reading/currency-signs.ts'

/** As Excel shows it: of the 17 digits that a file has, 15 count. */
const plainNumber = (number: number): string =>
  Number.isSafeInteger(number) ? String(number) : new Big(number.toPrecision(15)).toFixed()

const dayOf = (date: Date): string => {
  const [day = '', time = ''] = date.toISOString().split('T')
  const seconds = time.slice(0, 8)
  return seconds === '00:00:00' ? day : `${day} ${seconds}`
}

/** Formats are cached: a file has a few dozen, and a cell's is asked for each. */
const cached = <T>(says: (format: string) => T): ((format: string) => T) => {
  const known = new Map<string, T>()
  return format => {
    const before = known.get(format)
    if (before !== undefined) return before
    const answer = says(format)
    known.set(format, answer)
    return answer
  }
}

const isOfDays = cached(isDateFormat)
/** What stands in quotes, in brackets or behind a backslash is shown as it is. */
const isPercent = cached(format => format.replaceAll(/"[^"]*"|\[[^\]]*\]|[\\_*]./g, '').includes('%'))

/** What stands beside the digits of a number that is not negative: in quotes, behind a backslash, or as the sign in [$₫-42A]. */
const shownBeside = (format: string): string =>
  (format.split(';')[0] ?? '')
    .replaceAll(/"([^"]*)"|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|[_*].|\\(.)/gu, '$1$2$3')
    .replaceAll(/[#0?.,\s+-]|General/g, '')

/** The currency's sign or code in a format; null for none. */
const signIn = cached(format => {
  const beside = shownBeside(format)
  return currencySign(beside) ? beside : null
})

const isoDay = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2})(?:\.\d+)?Z?)?$/

/** A day as strict files write it; undefined for any other text. */
const strictDay = (text: string): string | undefined => {
  const [, day, time = '00:00:00'] = isoDay.exec(text) ?? []
  const date = new Date(`${day ?? ''}T${time}Z`)
  return day !== undefined && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day)
    ? dayOf(date)
    : undefined
}

/** Its text and what it is. Of a formula the result; of a share the percent that Excel shows; of an amount the currency's sign as well. */
export const cellOf = (
  value: CellValue,
  detail: Cell | undefined,
): readonly [text: string, kind: CellKind, sign?: string | null] => {
  if (detail?.type === 'error') return [String(value), 'error']
  if (value === null) return detail?.formula === undefined ? ['', 'text'] : [`=${detail.formula}`, 'uncalculated']
  const format = detail?.style?.numFmt ?? ''
  if (typeof value === 'number')
    return isPercent(format)
      ? [`${new Big(plainNumber(value)).times(100).toFixed()}%`, 'percent']
      : [plainNumber(value), 'number', signIn(format)]
  if (typeof value === 'boolean') return [value ? 'TRUE' : 'FALSE', 'boolean']
  if (typeof value !== 'string') return [dayOf(value), 'day']
  const day = isOfDays(format) ? strictDay(value) : undefined
  return day === undefined ? [value, 'text'] : [day, 'day']
}
