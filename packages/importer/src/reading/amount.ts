// Amounts and shares as files write them: with a currency's sign, in brackets, with a percent sign.
import type { Words } from '@eventcrm/crm'
import Big from 'big.js'
import { currencySign, type CurrencySign } from './currency-signs.ts'
import { readNumber, signed, type NumberSigns } from './number.ts'
import type { Read } from './read.ts'

/** What an amount counts: single units when left out. */
export const scales = ['thousands', 'millions', 'minorUnits'] as const
export type Scale = (typeof scales)[number]

/** An amount in a cell. */
export interface WrittenAmount {
  /** Plain: '-1054.5'. */
  readonly amount: string
  /** The currency's sign beside it. */
  readonly sign: CurrencySign | null
  readonly scale: Scale | null
  /** Whether more decimals than the currency has are rounded. */
  readonly round: boolean
}

const notAnAmount: Words = {
  en: 'expected an amount, not a share',
  vi: 'cần số tiền, không phải tỷ lệ phần trăm',
}
const unknownSign: Words = {
  en: 'expected an amount like 1054.50, with or without the sign or the code of a currency: ₫, $, VND',
  vi: 'cần số tiền như 1054.50, có hoặc không có ký hiệu hay mã tiền tệ: ₫, $, VND',
}

const minus = /^[-−]\s*/
const around = /^(?<before>[^\d.,()+-]*)(?<number>[+-]?[\d.,].*?)(?<behind>[^\d.,'’()]*)$/u

/**
 * An amount as a file writes it.
 * @example readAmount('1.500.000 đ', null) // amount '1500000', the sign of VND
 * @example readAmount('(1,054.00)', null) // amount '-1054.00'
 */
export const readAmount = (
  written: string,
  signs: NumberSigns | null,
): Read<Pick<WrittenAmount, 'amount' | 'sign'>> => {
  const brackets = /^\((.*)\)$/.exec(written.trim()) ?? /^([^\d(]*)\((.*)\)([^\d)]*)$/.exec(written.trim())
  const inside = brackets === null ? written.trim() : brackets.slice(1).join('')
  const isNegative = minus.test(inside)
  const { before = '', number = '', behind = '' } = around.exec(inside.replace(minus, ''))?.groups ?? {}
  if (number === '') return { expected: unknownSign }
  const beside = [before.trim(), behind.trim()].filter(text => text !== '')
  if (beside.includes('%')) return { expected: notAnAmount }
  const [text, ...others] = beside
  const sign = text === undefined ? null : currencySign(text)
  if (sign === undefined || others.length > 0) return { expected: unknownSign }
  const read = readNumber(number.trim(), signs)
  if ('expected' in read) return read
  const negative = isNegative || brackets !== null
  return { value: { amount: read.value.startsWith('-') ? read.value : signed(negative, read.value), sign } }
}

export const shareUnits = ['fraction', 'percent'] as const
export type ShareUnit = (typeof shareUnits)[number]

const unclearShare: Words = {
  en: 'it could be a fraction or percent: say in the mapping which, `unit`: "fraction" or "percent"',
  vi: 'có thể là số thập phân (0.4 là 40 %) hoặc phần trăm: hãy ghi rõ trong tệp ánh xạ, `unit`: "fraction" hoặc "percent"',
}

/** What a share must be, in the unit that its cell is in. */
const inRange: Readonly<Record<ShareUnit, Words>> = {
  fraction: { en: 'expected a fraction from 0 to 1, like 0.45', vi: 'cần số thập phân từ 0 đến 1, như 0.45' },
  percent: { en: 'expected percent from 0 to 100', vi: 'cần số phần trăm từ 0 đến 100' },
}
const wholePercent: Readonly<Record<ShareUnit, Words>> = {
  fraction: {
    en: 'expected at most two decimals, like 0.45; of more, `round` in the mapping makes two',
    vi: 'cần nhiều nhất hai chữ số thập phân, như 0.45; `round` trong tệp ánh xạ sẽ làm tròn số có nhiều chữ số hơn',
  },
  percent: {
    en: 'expected whole percent; `round` in the mapping makes others whole',
    vi: 'cần số phần trăm nguyên; `round` trong tệp ánh xạ sẽ làm tròn số lẻ',
  },
}

const fewDecimals = (is: ShareUnit, decimals: number): Words => {
  const most = String(is === 'fraction' ? decimals + 2 : decimals)
  return { en: `expected at most ${most} decimals`, vi: `cần nhiều nhất ${most} chữ số thập phân` }
}

/** A number as a file writes it, 0.4 for 40 %, as Excel has it. */
export const readPlainOrPercent = (written: string, signs: NumberSigns | null): Read<string> => {
  const [, percent] = /^(.*?)\s*%$/.exec(written) ?? []
  const read = readNumber(percent ?? written, signs)
  return percent === undefined || 'expected' in read ? read : { value: new Big(read.value).div(100).toFixed() }
}

/**
 * A share as percent: '40' for 40 %.
 * @param decimals how many it may have
 * @param unit what a number without a percent sign is; null where the mapping does not say: up to one it could be either
 */
export const readShare = (
  written: string,
  signs: NumberSigns | null,
  {
    unit,
    round,
    decimals = 0,
  }: { readonly unit: ShareUnit | null; readonly round: boolean; readonly decimals?: number },
): Read<string> => {
  const [, number = '', sign] = /^(.*?)\s*(%)?$/.exec(written) ?? []
  const read = readNumber(number, signs)
  if ('expected' in read) return read
  const share = new Big(read.value)
  if (sign === undefined && unit === null && share.gt(0) && share.lte(1)) return { expected: unclearShare }
  const is = sign === undefined && unit === 'fraction' ? 'fraction' : 'percent'
  const exact = is === 'fraction' ? share.times(100) : share
  const percent = round ? exact.round(decimals, Big.roundHalfUp) : exact
  const faults = [
    ...(percent.gte(0) && percent.lte(100) ? [] : [inRange[is]]),
    ...(percent.eq(percent.round(decimals)) ? [] : [decimals === 0 ? wholePercent[is] : fewDecimals(is, decimals)]),
  ]
  if (faults.length === 0) return { value: percent.toFixed() }
  return { expected: { en: faults.map(({ en }) => en).join('; '), vi: faults.map(({ vi }) => vi).join('; ') } }
}

/**
 * An amount in units of the currency, with at most so many decimals if it is to be rounded: half away from zero. Zeros behind the
 * decimals that the currency has say nothing.
 * @example scaledAmount({ amount: '1500000.00', scale: null, round: false, sign: null }, 0) // { amount: '1500000', isRounded: false }
 */
export const scaledAmount = (
  { amount, scale, round }: WrittenAmount,
  decimals: number,
): { readonly amount: string; readonly isRounded: boolean } => {
  // as it was written where nothing is to be done to it
  if (scale === null && amount.replace(/^[^.]*\.?/, '').length <= decimals) return { amount, isRounded: false }
  const exponent = scale === null ? 0 : { thousands: 3, millions: 6, minorUnits: -decimals }[scale]
  const exact = new Big(amount).times(new Big(10).pow(exponent))
  const units = round ? exact.round(decimals, Big.roundHalfUp) : exact
  return { amount: units.toFixed(), isRounded: !units.eq(exact) }
}
