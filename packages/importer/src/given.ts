// What a field is given by what stands in its cells: texts as its kind of value, by the formats of the mapping.
import { oneLine, type Wording } from '@eventcrm/crm'
import type { CellKind } from './file-row.ts'
import type { Field, Reads } from './field.ts'
import type { CellSource } from './mapping.ts'
import {
  currencySign,
  readAmount,
  readList,
  readMoment,
  readPlainOrPercent,
  readShare,
  type NumberSigns,
} from './reading/index.ts'

/**
 * What a field is given: a value for its schema, days and instants of which one is meant, the names of other things, each as the parts of its key, or
 * the word that takes away what is there.
 */
export type Given =
  | { readonly value: unknown }
  | { readonly moments: readonly string[]; readonly pick: 'earliest' | 'latest' }
  | { readonly names: readonly (readonly string[])[] }
  | { readonly takesAway: true }
  | { readonly expected: Wording }

export type Formats = Pick<CellSource, 'dateFormat' | 'scale' | 'round' | 'unit' | 'country' | 'unknown'> & {
  readonly dateFormat: string
  /** Null where the mapping declares none. */
  readonly numbers: NumberSigns | null
}

/** How constants of a mapping are written, whatever the file does. */
const plain: Formats = { dateFormat: 'yyyy-MM-dd', numbers: { decimal: '.', group: null }, round: false }

export type Picks = 'join' | 'first' | 'earliest' | 'latest'

/** What stands in a cell, and what Excel says that it is. */
export interface Part {
  readonly text: string
  readonly kind: CellKind
  /** Of a number, the currency's sign that it shows beside it. */
  readonly sign?: string | null | undefined
}

const momentsOf = (parts: readonly Part[], dateFormat: string, pick: Picks): Given => {
  const read = parts.map(({ text, kind }) => readMoment(text, kind === 'day' ? plain.dateFormat : dateFormat))
  const unreadable = read.find(one => 'expected' in one)
  if (unreadable) return unreadable
  const moments = read.flatMap(one => ('value' in one ? [one.value] : []))
  return { moments, pick: pick === 'latest' ? 'latest' : 'earliest' }
}

const errorCell = {
  en: 'an error of Excel stands there, like #N/A: mend its formula, or write the value',
  vi: 'ô đang báo lỗi của Excel, như #N/A: hãy sửa công thức hoặc ghi giá trị vào ô',
}
const uncalculatedCell = {
  en: 'its formula has no result in the file: open the file in Excel, save it, and import it again',
  vi: 'công thức trong ô chưa có kết quả: hãy mở tệp bằng Excel, lưu lại rồi nhập lại',
}

const withoutNul = { en: 'expected text without NUL characters', vi: 'cần văn bản không có ký tự NUL' }

/** What is wrong with a cell, whatever it is read as. */
export const unusable = ({ text, kind }: Part): Wording | undefined => {
  if (kind === 'error') return errorCell
  if (kind === 'uncalculated') return uncalculatedCell
  return text.includes('\0') ? withoutNul : undefined
}

/** What a field is given by the parts of its cells. */
export const convert = (
  reads: Reads,
  parts: readonly Part[],
  { join, separator }: Pick<CellSource, 'join' | 'separator'>,
  { dateFormat, numbers: declared, scale, round, unit, country, unknown }: Formats,
  pick: Picks = 'join',
): Given => {
  const filled = parts.filter(({ text }) => text !== '')
  const text = filled.map(part => part.text).join(join)
  // Excel's own numbers and days are taken as they are.
  const is = filled.length === 1 ? (filled[0]?.kind ?? 'text') : 'text'
  const numbers = is === 'number' || is === 'percent' ? plain.numbers : declared
  switch (reads.as) {
    case 'line':
      return { value: oneLine(text) }
    case 'text':
      return { value: text }
    case 'number':
      return readPlainOrPercent(text, numbers)
    case 'amount': {
      const read = readAmount(text, numbers)
      if ('expected' in read) return read
      const shownBeside = filled.length === 1 ? (filled[0]?.sign ?? null) : null
      const sign = read.value.sign ?? (shownBeside === null ? null : (currencySign(shownBeside) ?? null))
      return { value: { ...read.value, sign, scale: scale ?? null, round } }
    }
    case 'share':
      return readShare(text, numbers, { unit: unit ?? null, round, decimals: reads.decimals ?? 0 })
    case 'day':
      return momentsOf(pick === 'join' ? [{ text, kind: is }] : filled, dateFormat, pick)
    case 'list':
      return { value: readList(text, separator) }
    case 'phone':
      return {
        value: {
          text: text
            .split(/[\r\n]+/)
            .map(oneLine)
            .join('\n'),
          country,
        },
      }
    case 'entry':
      return {
        value: { texts: reads.many ? readList(text, separator) : [oneLine(text)], unknown: unknown ?? 'refuse' },
      }
    case 'reference':
      return {
        names:
          reads.many && parts.length === 1
            ? readList(text, separator).map(name => [name])
            : [parts.map(part => oneLine(part.text))],
      }
  }
}

/** A constant of the mapping for a field. */
export const constantOf = (
  field: Pick<Field, 'reads'>,
  value: string | number | boolean,
  { separator = ';', unknown }: Partial<Pick<CellSource, 'separator' | 'unknown'>> = {},
): Given =>
  convert(field.reads, [{ text: String(value), kind: 'text' }], { join: ' ', separator }, { ...plain, unknown })
