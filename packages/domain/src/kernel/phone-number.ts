// The largest set of rules the library has (157 kB, 83 kB the smallest), since only that one tells a mobile and a fixed line from
// what merely has the right length. For Vietnam the smallest accepts 0112 345 678, which no operator has, and 01699 123 456,
// renumbered in 2018; the one for mobiles refuses every fixed line.
import {
  findPhoneNumbersInText,
  getExampleNumber,
  isSupportedCountry,
  parsePhoneNumberFromString,
  type PhoneNumber,
} from 'libphonenumber-js/max'
import examples from 'libphonenumber-js/mobile/examples'
import { z } from 'zod'
import { rejectionIn } from './command.ts'
import { countryGiven, defaultCountry } from './country.ts'
import type { Personal } from './personal.ts'
import { line } from './values.ts'
import type { Language, Words } from './words.ts'

const written = line(100).meta({ kind: 'phone' })

/** A phone number in a command, as people write it. The decision reads it, by the company's country unless one comes with it. */
export const phoneGiven = z.union([
  written,
  z.strictObject({
    number: written.describe('Number as people write it'),
    country: countryGiven
      .nullable()
      .describe('Country, ISO 3166-1, whose number it is unless it has a country code; null none'),
  }),
])
export type PhoneGiven = z.output<typeof phoneGiven>

/** What is said of a number that cannot be read, whatever its country. */
export const phoneRejections = {
  PHONE_INVALID: {
    en: 'This is no phone number in use: expected one of the country, or one with its country code',
    vi: 'Đây không phải số điện thoại đang dùng: cần số trong nước, hoặc số có mã quốc gia',
  },
} as const

/** Where no country is meant, a number needs its code: the example is of the country that most companies here are in. */
const exampleAbroad = defaultCountry

/**
 * The same with an example of the country. It never repeats the number.
 * @param country ISO 3166-1; null none
 */
export const phoneExpected = (country: string | null): Words => {
  const example = country !== null && isSupportedCountry(country) ? getExampleNumber(country, examples) : undefined
  if (!example) {
    const abroad = getExampleNumber(exampleAbroad, examples)?.formatInternational() ?? ''
    return {
      en: `This is no phone number in use: expected one with its country code, like ${abroad}`,
      vi: `Đây không phải số điện thoại đang dùng: cần số có mã quốc gia, như ${abroad}`,
    }
  }
  const [within, abroad] = [example.formatNational(), example.formatInternational()]
  const named = (language: Language) => new Intl.DisplayNames([language], { type: 'region' }).of(example.country ?? '')
  return {
    en: `This is no phone number in use in ${named('en') ?? ''}: expected one like ${within} or ${abroad}`,
    vi: `Đây không phải số điện thoại đang dùng ở ${named('vi') ?? ''}: cần số như ${within} hoặc ${abroad}`,
  }
}

/** The rejection of a command with such a number. */
export const phoneRejection = (given: PhoneGiven | null | undefined, country: string | null) => {
  const own = typeof given === 'object' && given !== null ? given.country : country
  return rejectionIn('PHONE_INVALID', phoneExpected(own), { field: 'phone' })
}

/**
 * A phone number of a command, in E.164; null when none is given, undefined when it is no number in use. Text that is the stored number
 * when read by that one's country is the stored number, so that a command sent again changes nothing after the company has
 * moved to another country. Who means a number of the new country that is written the same gives its country with it.
 * @param country the company's
 * @param stored the number that is there; null none
 */
export const phoneIn = (
  given: PhoneGiven | null | undefined,
  country: string | null,
  stored: Personal<string> | null,
): string | null | undefined => {
  if (given === undefined || given === null) return null
  const there = typeof stored === 'string' ? stored : null
  if (there !== null && phoneNumberOf(given, countryOf(there)) === there) return there
  return phoneNumberOf(given, country)
}

/** The country of a number in E.164; null where it is of none, as +800 is. */
const countryOf = (number: string): string | null => parsePhoneNumberFromString(number)?.country ?? null

/**
 * A phone number as people write it, in E.164.
 * @param country ISO 3166-1, whose number it is where neither a country code nor a country of its own says so; null none
 * @returns undefined when it is no number in use, or one with an extension, which E.164 has no place for
 * @example phoneNumberOf('0912 345 678', 'VN') // '+84912345678'
 */
export const phoneNumberOf = (given: PhoneGiven, country: string | null): string | undefined => {
  const { number: text, country: own } = typeof given === 'string' ? { number: given, country } : given
  return parsed(text, own)?.number
}

/** The number that a text is, if it is one in use and nothing else. */
const parsed = (text: string, country: string | null): PhoneNumber | undefined => {
  // brackets say nothing, and the library does not know (+84)
  const number = parsePhoneNumberFromString(text.replaceAll(/[()]/g, ' ').trim(), {
    ...inCountry(country),
    extract: false,
  })
  return isInUse(number) && number.ext === undefined ? number : undefined
}
const inCountry = (country: string | null) =>
  country !== null && isSupportedCountry(country) ? { defaultCountry: country } : {}
const isInUse = (number: PhoneNumber | undefined): number is PhoneNumber => number?.isValid() === true

/** A phone number found in a text that may say more. */
export interface PhoneFound {
  /** In E.164. */
  readonly number: string
  /** As it stands in the text, an extension with it. */
  readonly written: string
  readonly hasExtension: boolean
  /** It is written as within its country, but for the 0 or the like that goes before such numbers there: a spreadsheet loses it. */
  readonly lacksPrefix: boolean
  readonly isMobile: boolean
  /** Whether the text is this number and nothing else. */
  readonly isWhole: boolean
}

const foundAs = (number: PhoneNumber, written: string, isWhole: boolean): PhoneFound => {
  const { ext = '', nationalNumber } = number
  const all = written.replaceAll(/\D/g, '')
  const digits = all.slice(0, all.length - ext.length)
  const prefixed = parsePhoneNumberFromString(number.number)?.formatNational().replaceAll(/\D/g, '')
  const lacksPrefix = digits === nationalNumber && prefixed !== digits
  const isMobile = number.getType() === 'MOBILE'
  return { number: number.number, written, hasExtension: ext !== '', lacksPrefix, isMobile, isWhole }
}

/**
 * The phone numbers in a text as lists of people have it, in their order: more than one, or words beside them.
 * @param country as for `phoneNumberOf`
 * @example phonesIn('0912 345 678 (Zalo)', 'VN') // one, +84912345678, written '0912 345 678'
 */
export const phonesIn = (text: string, country: string | null): readonly PhoneFound[] => {
  const whole = parsed(text, country)
  if (whole) return [foundAs(whole, text.trim(), true)]
  // the library takes a semicolon for the beginning of an extension
  const parts = text.split(/[;|\n]/)
  if (parts.length > 1)
    return parts.flatMap(part => phonesIn(part, country).map(found => ({ ...found, isWhole: false })))
  return findPhoneNumbersInText(text, { ...inCountry(country), extended: true }).flatMap(
    ({ number, startsAt, endsAt }) => (isInUse(number) ? [foundAs(number, text.slice(startsAt, endsAt), false)] : []),
  )
}
