// Value objects and the schemas of the fields that aggregates share.
import { z } from 'zod'

/** The id of a thing of that kind; generators draw from a small pool per kind, so that references hit. */
export const id = (kind: string) => z.uuid().toLowerCase().describe(`Which ${kind}`).meta({ kind })

/** One line or more of text from people: trimmed, in Unicode NFC, never empty. */
export const text = (max = 500) =>
  z
    .string()
    .normalize('NFC')
    .trim()
    .min(1, { abort: true })
    .max(max)
    .refine(value => value.isWellFormed(), 'expected well-formed Unicode')
    .refine(
      value => !controls.test(value) && visible.test(value),
      'expected text that can be seen, without control characters',
    )
/** What drives a terminal or shows nothing; tabs and line ends are text. */
const controls = /(?![\t\n\r])\p{Cc}/u
const visible = /[^\p{Cc}\p{Cf}\p{Z}]/u

/** A short label that is no personal data: a tag, an industry, a department; the code of a catalogue's entry. */
export const code = text(60)

/** A code of people's own making that things are kept by: any word but the one that objects take for something else. */
export const keyCode = code.refine(given => given !== '__proto__', 'expected another word')

export const percent = z.int().min(0).max(100)
export const day = z.iso.date()
const dayExpected = 'expected a day like 2026-03-31, of 1900 or later'
/** A day in a command: of the years 1900 to 2199, so that a slip of the pen is no fact. */
export const dayGiven = z.iso
  .date({ error: dayExpected, abort: true })
  .refine(given => given >= '1900' && given < '2200', dayExpected)

/** An ISO 4217 currency code. */
export const currencyCode = z.string().regex(/^[A-Z]{3}$/, 'expected an ISO 4217 code like VND')

/** An amount that is not negative, in the currency's minor units (VND has none: 1 is one đồng; USD: 1 is one cent). */
export const money = z.object({
  amount: z.int().min(0).describe('Minor units of the currency'),
  currency: currencyCode.describe('ISO 4217'),
})
export type Money = z.output<typeof money>

const currencies = new Set(Intl.supportedValuesOf('currency'))
/** A currency in a command: one that exists. */
export const currencyGiven = currencyCode.refine(
  code => currencies.has(code),
  'expected an ISO 4217 code in use, like VND',
)

/** The most that one thing may cost, in minor units: nine hundred of them still add up exactly. */
export const largestAmount = 10_000_000_000_000
/** Money in a command: no more than can be counted exactly when it is added up, in a currency that exists. */
export const moneyGiven = z.object({
  amount: money.shape.amount
    .max(largestAmount)
    .describe(`Minor units of the currency, at most ${String(largestAmount)}`),
  currency: currencyGiven.describe('ISO 4217'),
})

export const sameMoney = (a: Money, b: Money): boolean => a.amount === b.amount && a.currency === b.currency

/** A number of units, more than none, at most a million, in thousandths at most. */
export const quantity = z
  .number()
  .positive()
  .max(1_000_000)
  .refine(value => Math.round(value * 1000) / 1000 === value, 'expected at most three decimals')

/**
 * What a quantity costs: quantity × price of a unit, rounded half up to the currency's minor unit.
 * Computed in whole thousandths of a unit, so that no binary fraction falls on the wrong side of a half.
 * @param quantity units, at most three decimals
 * @example priceOf(2.5, { amount: 333, currency: 'USD' }) // { amount: 833, currency: 'USD' }: 832.5 cents
 */
export const priceOf = (quantity: number, unitPrice: Money): Money => {
  const thousandths = BigInt(Math.round(quantity * 1000))
  return { amount: Number((thousandths * BigInt(unitPrice.amount) + 500n) / 1000n), currency: unitPrice.currency }
}

/** The currencies of ISO 4217 that don't have two decimals. Intl counts those in daily use, which are fewer of some, and change. */
const withoutTwoDecimals: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map(c => [c, 0]),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map(c => [c, 3])),
  ...Object.fromEntries('CLF UYW'.split(' ').map(c => [c, 4])),
}
/** How many decimals a currency has by ISO 4217: VND 0, USD 2, KWD 3. */
export const decimalsOf = (currency: string): number => withoutTwoDecimals[currency] ?? 2

/**
 * Money from a decimal amount as people and files write it.
 * @param amount '1054', '1054.5' or 1054.5; at most as many decimals as the currency has
 * @throws RangeError when it is no such number, negative, or more exact than the currency allows
 * @example moneyOf('1054.50', 'USD') // { amount: 105450, currency: 'USD' }
 */
export const moneyOf = (amount: string | number, currency: string): Money => {
  const decimals = decimalsOf(currency)
  const match = /^(\d+)(?:\.(\d+))?$/.exec(String(amount).trim())
  const fraction = (match?.[2] ?? '').replace(/0+$/, '')
  if (!match || fraction.length > decimals) {
    throw new RangeError(
      `expected an amount of ${currency}, not negative and with at most ${String(decimals)} decimals`,
    )
  }
  const minor = Number(`${match[1] ?? ''}${fraction.padEnd(decimals, '0')}`)
  if (!Number.isSafeInteger(minor)) throw new RangeError(`expected an amount of ${currency} below 2^53 minor units`)
  return { amount: minor, currency }
}

/** Money as JSON and screens show it: the amount as a decimal string with the currency's decimals. */
export interface ShownMoney {
  readonly amount: string
  readonly currency: string
}
/** @example showMoney({ amount: 105450, currency: 'USD' }) // { amount: '1054.50', currency: 'USD' } */
export const showMoney = ({ amount, currency }: Money): ShownMoney => {
  const decimals = decimalsOf(currency)
  const padded = String(Math.abs(amount)).padStart(decimals + 1, '0')
  const sign = amount < 0 ? '-' : ''
  const shown = decimals === 0 ? padded : `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`
  return { amount: sign + shown, currency }
}
