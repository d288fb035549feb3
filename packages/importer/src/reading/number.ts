// Numbers as files write them, brought to a plain decimal: '-1054.5'.
import type { Words } from '@eventcrm/crm'
import Big from 'big.js'
import type { Read } from './read.ts'

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

/** Every way to write numbers that is in use; a cell that only one of them can read needs no `numbers`. */
const waysToWrite: readonly NumberSigns[] = [
  { decimal: '.', group: ',' },
  { decimal: ',', group: '.' },
  { decimal: '.', group: ' ' },
  { decimal: ',', group: ' ' },
  { decimal: '.', group: "'" },
  { decimal: '.', group: '’' },
]

/** A plain decimal below nothing, if it is to be; nothing has no sign. */
export const signed = (isNegative: boolean, plain: string): string =>
  isNegative && /[1-9]/.test(plain) ? `-${plain}` : plain

const plainOf = (written: string, signs: NumberSigns): string | undefined => {
  const [, sign, whole, fraction] = patternOf(signs).exec(written) ?? []
  if (whole === undefined) return undefined
  // No group begins with a zero: 0.500 is a half.
  if (/^0\D/.test(whole)) return undefined
  const digits = whole.replaceAll(/\D/g, '').replace(/^0+(?=\d)/, '')
  return signed(sign === '-', `${digits}${fraction === undefined ? '' : `.${fraction}`}`)
}

const declared = ({ decimal, group }: NumberSigns): Words => {
  const example = group === null ? `1054${decimal}5` : `1${group}054${decimal}5`
  return {
    en: `expected a number like ${example}; the mapping's \`numbers\` says which signs the file uses`,
    vi: `cần một số như ${example}; \`numbers\` trong tệp ánh xạ cho biết tệp dùng dấu nào`,
  }
}

const anyNumber: Words = {
  en: 'expected a number like 1054.5, 1.054.000 or 1,054.50',
  vi: 'cần một số như 1054.5, 1.054.000 hoặc 1,054.50',
}

/** One sign with three digits behind it: a reader of either country takes it for what it is at home, so it is said what the sign does. */
const ambiguous = (written: string, readings: readonly string[]): Words => {
  const sign = /[.,]/.exec(written)?.[0] ?? ''
  const fraction = new Big(readings.find(reading => reading.includes('.')) ?? 0).toFixed()
  const whole = readings.find(reading => !reading.includes('.')) ?? ''
  return {
    en: `it could be ${fraction} (the ${sign} before decimals) or ${whole} (the ${sign} between thousands): say in the mapping's \`numbers\` which signs the file uses, like { "decimal": ",", "group": "." }`,
    vi: `có thể là ${fraction.replace('.', ',')} (dấu ${sign} là dấu thập phân) hoặc ${whole} (dấu ${sign} ngăn hàng nghìn): hãy ghi \`numbers\` trong tệp ánh xạ để cho biết tệp dùng dấu nào, như { "decimal": ",", "group": "." }`,
  }
}

/**
 * A number as a file writes it, as a plain decimal.
 * @param signs those declared; null where none are: what can be read in one way only is read so, whatever else is refused
 * @example readNumber('1.054.000', null) // { value: '1054000' }
 * @example readNumber('500.000', null) // expected: it could be 500 (the . before decimals) or 500000 (the . between thousands)
 */
export const readNumber = (written: string, signs: NumberSigns | null): Read<string> => {
  if (signs !== null) {
    const value = plainOf(written, signs)
    return value === undefined ? { expected: declared(signs) } : { value }
  }
  const readings = [...new Set(waysToWrite.map(way => plainOf(written, way)).filter(value => value !== undefined))]
  const [value, ...others] = readings
  if (value === undefined) return { expected: anyNumber }
  return others.length === 0 ? { value } : { expected: ambiguous(written, readings) }
}

/** A plain decimal as `readNumber` reads it with the same signs. */
export const writeNumber = (plain: string, signs: NumberSigns | null): string => {
  if (signs !== null) return plain.replace('.', signs.decimal)
  // With three decimals it could be thousands.
  return /\.\d{3}$/.test(plain) ? `${plain}0` : plain
}
