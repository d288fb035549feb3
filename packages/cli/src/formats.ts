// Numbers, money and days as people read them.
import { decimalsOf, showDay, type Day, type Language, type ShownMoney } from '@eventcrm/domain'

export interface Formats {
  money(value: ShownMoney): string
  count(value: number | bigint): string
  /** A share of one, as per cent; a dash of nothing. */
  percent(rate: number | null): string
  /** Days with at most two decimals; a dash of nothing. */
  decimal(value: number | null): string
  /** With at most four decimals. */
  number(value: number): string
  day(day: Day): string
  /** 'YYYY-MM' */
  month(month: string): string
}

const nothing = '–'
const locales = { en: 'en-US', vi: 'vi-VN' } as const

const isNumeric = (text: string): text is `${number}` => /^-?\d+(\.\d+)?$/.test(text)
/** Terminals and spreadsheets find and split at plain spaces only. */
const plainSpaces = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ')

const moneyFormats = new Map<string, Intl.NumberFormat>()
const moneyFormat = (currency: string, language: Language): Intl.NumberFormat => {
  const locale = locales[language]
  const key = `${locale} ${currency}`
  // Intl would round to the decimals in daily use, which are fewer of some currencies.
  const digits = { minimumFractionDigits: decimalsOf(currency), maximumFractionDigits: decimalsOf(currency) }
  const format = moneyFormats.get(key) ?? new Intl.NumberFormat(locale, { style: 'currency', currency, ...digits })
  moneyFormats.set(key, format)
  return format
}

const make = (language: Language): Formats => {
  const locale = locales[language]
  const counts = new Intl.NumberFormat(locale)
  const percents = new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  })
  const decimals = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 })
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 })
  return {
    money: ({ amount, currency }) =>
      isNumeric(amount) ? plainSpaces(moneyFormat(currency, language).format(amount)) : `${amount} ${currency}`,
    count: value => counts.format(value),
    percent: rate => (rate === null ? nothing : plainSpaces(percents.format(rate))),
    decimal: value => (value === null ? nothing : decimals.format(value)),
    number: value => numbers.format(value),
    day: day => showDay(day, language),
    month: month => (language === 'vi' ? month.split('-').reverse().join('/') : month),
  }
}

const made: Readonly<Record<Language, Formats>> = { en: make('en'), vi: make('vi') }
export const formatsOf = (language: Language): Formats => made[language]
