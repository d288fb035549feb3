// Money is given and shown in major units, as people read it, and stored in minor units, which add up exactly.
import { z } from 'zod'
import { expected } from './expected.ts'
import type { Words } from './words.ts'

/** An ISO 4217 currency code. */
export const currencyCode = z
  .string()
  .regex(/^[A-Z]{3}$/, expected({ en: 'expected an ISO 4217 code like VND', vi: 'cần mã tiền tệ ISO 4217 như VND' }))

const currencies = new Set(Intl.supportedValuesOf('currency'))
/** A currency in a command: one that exists. */
export const currencyGiven = currencyCode.refine(
  code => currencies.has(code),
  expected({ en: 'expected an ISO 4217 code in use, like VND', vi: 'cần mã tiền tệ ISO 4217 đang dùng, như VND' }),
)

/** Money in events, states and documents: not negative, in the currency's minor units (VND has none: 1 is one đồng; USD: 1 is one cent). */
export const storedMoney = z.object({
  minorUnits: z.int().min(0).describe('Minor units of the currency'),
  currency: currencyCode.describe('ISO 4217'),
})
export type StoredMoney = z.output<typeof storedMoney>

/** Money in commands and questions: in major units. */
export interface MoneyInput {
  /** '1054.00', or a number of the same meaning with at most 15 significant digits; never with more decimals than the currency has. */
  readonly amount: string | number
  /** ISO 4217. */
  readonly currency: string
}

/** Money as JSON and screens show it: in major units, with every decimal of the currency. */
export interface ShownMoney {
  readonly amount: string
  readonly currency: string
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

/** The most minor units that money may have: up to 2^53 − 1, whole numbers are exact. */
export const mostMinorUnits = Number.MAX_SAFE_INTEGER

/** Up to so many significant digits, the number that a decimal is read as is written as the same decimal again. */
const digitsOfANumber = 15

const significantDigits = (decimal: string): number => decimal.replace('.', '').replace(/^0+|0+$/g, '').length

/** Of a number only what it breaks is said; of what is none, all that an amount must be. */
const amountExpected = (currency: string, isNumber: boolean, sign: string, isTooFine: boolean): Words => {
  const decimals = String(decimalsOf(currency))
  const fine: Words =
    decimals === '0'
      ? { en: 'without decimals', vi: 'không có phần thập phân' }
      : { en: `with at most ${decimals} decimals`, vi: `có nhiều nhất ${decimals} chữ số thập phân` }
  const parts: readonly Words[] = [
    ...(!isNumber || sign !== '' ? [{ en: 'not negative', vi: 'không âm' }] : []),
    ...(!isNumber || isTooFine ? [fine] : []),
  ]
  return {
    en: `expected an amount of ${currency}, ${parts.map(({ en }) => en).join(' and ')}`,
    vi: `cần số tiền ${currency}, ${parts.map(({ vi }) => vi).join(' và ')}`,
  }
}

/** The minor units of an amount as it is given, or what was expected of it. */
const minorUnitsOf = (given: string | number, currency: string): number | { readonly expected: Words } => {
  const decimals = decimalsOf(currency)
  const decimal = String(given).trim()
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? []
  const isTooFine = fraction.length > decimals
  if (whole === '' || sign !== '' || isTooFine)
    return { expected: amountExpected(currency, whole !== '', sign, isTooFine) }
  if (typeof given === 'number' && significantDigits(decimal) > digitsOfANumber)
    return {
      expected: {
        en: `expected at most ${String(digitsOfANumber)} digits in a number; give a longer amount as text`,
        vi: `cần nhiều nhất ${String(digitsOfANumber)} chữ số trong một số; số dài hơn thì ghi bằng văn bản`,
      },
    }
  const minorUnits = Number(whole + fraction.padEnd(decimals, '0'))
  if (Number.isSafeInteger(minorUnits)) return minorUnits
  const { amount } = showMoney({ minorUnits: mostMinorUnits, currency })
  return { expected: { en: `expected at most ${amount} ${currency}`, vi: `cần nhiều nhất ${amount} ${currency}` } }
}

/** An amount that is none, with what was expected of it in each language. */
export class AmountInvalid extends RangeError {
  override readonly name = 'AmountInvalid'
  readonly words: Words
  constructor(words: Words) {
    super(words.en)
    this.words = words
  }
}

/**
 * Money from an amount in major units, as people and files write it.
 * @param amount '1054', '1054.50' or 1054.5: not negative, with at most as many decimals as the currency has; a number has at most
 * 15 significant digits
 * @throws AmountInvalid, a RangeError, when it is no such amount, or comes to more than 2^53 − 1 minor units
 * @example moneyOf('1054.50', 'USD') // { minorUnits: 105450, currency: 'USD' }
 */
export const moneyOf = (amount: string | number, currency: string): StoredMoney => {
  const minorUnits = minorUnitsOf(amount, currency)
  if (typeof minorUnits === 'object') throw new AmountInvalid(minorUnits.expected)
  return { minorUnits, currency }
}

/**
 * The minor units of an amount in major units, for where it is only asked about.
 * @param amount as `moneyOf` takes it
 * @returns undefined where `moneyOf` throws
 * @example minorUnitsIn('1054.50', 'USD') // 105450
 */
export const minorUnitsIn = (amount: string | number, currency: string): number | undefined => {
  const minorUnits = minorUnitsOf(amount, currency)
  return typeof minorUnits === 'number' ? minorUnits : undefined
}

/**
 * Money as people read it.
 * @param money a bigint where sums may pass 2^53; negative ones are shown so
 * @example showMoney({ minorUnits: 105450, currency: 'USD' }) // { amount: '1054.50', currency: 'USD' }
 */
export const showMoney = ({
  minorUnits,
  currency,
}: {
  readonly minorUnits: number | bigint
  readonly currency: string
}): ShownMoney => {
  const decimals = decimalsOf(currency)
  const sign = minorUnits < 0 ? '-' : ''
  const padded = String(minorUnits)
    .replace('-', '')
    .padStart(decimals + 1, '0')
  const shown = decimals === 0 ? padded : `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`
  return { amount: sign + shown, currency }
}

const storedForm = expected({
  en: "minorUnits is how money is stored; give { amount: '1054.00', currency: 'USD' }, in major units",
  vi: "minorUnits là dạng lưu trữ; hãy cho { amount: '1054.00', currency: 'USD' }, theo đơn vị chính",
})

/** Money in a command, in a currency that exists; it comes out in its stored form. The stored form itself is refused. */
export const moneyGiven = z
  .strictObject(
    {
      amount: z
        .union(
          [z.string(), z.number()],
          expected({ en: "expected an amount like '1054.00' or 1054", vi: "cần số tiền như '1054.00' hoặc 1054" }),
        )
        .describe("Amount in the currency’s major unit, with at most the decimals it has: '1054.00' or 1054")
        .meta({ kind: 'amount' }),
      currency: currencyGiven.describe('ISO 4217'),
    },
    {
      error: issue =>
        issue.code === 'unrecognized_keys' && issue.keys.includes('minorUnits') ? storedForm : undefined,
    },
  )
  .transform(({ amount, currency }, { issues }): StoredMoney => {
    const minorUnits = minorUnitsOf(amount, currency)
    if (typeof minorUnits === 'number') return { minorUnits, currency }
    issues.push({ code: 'custom', input: amount, path: ['amount'], message: expected(minorUnits.expected) })
    return z.NEVER
  })

export const sameMoney = (a: StoredMoney, b: StoredMoney): boolean =>
  a.minorUnits === b.minorUnits && a.currency === b.currency

const inThousandths = (value: number): boolean => Math.round(value * 1000) / 1000 === value
const threeDecimals = expected({ en: 'expected at most three decimals', vi: 'cần nhiều nhất ba chữ số thập phân' })

/** A number of units, more than none, at most a million, in thousandths at most. */
export const quantity = z.number().positive().max(1_000_000).refine(inThousandths, threeDecimals)

/** A number of units that may be none, at most a million, in thousandths at most. */
export const units = z.number().min(0).max(1_000_000).refine(inThousandths, threeDecimals)

/**
 * What a quantity costs: quantity × price of a unit, rounded half up to the currency's minor unit.
 * Computed in whole thousandths of a unit, so that no binary fraction falls on the wrong side of a half.
 * @param quantity units, at most three decimals
 * @returns minor units of the price's currency; a bigint, since it may pass 2^53
 * @example priceOf(2.5, { minorUnits: 333, currency: 'USD' }) // 833n: 832.5 cents
 */
export const priceOf = (quantity: number, unitPrice: StoredMoney): bigint =>
  (BigInt(Math.round(quantity * 1000)) * BigInt(unitPrice.minorUnits) + 500n) / 1000n
