// The largest set of rules the library has (157 kB, 83 kB the smallest), since only that one tells a mobile and a fixed line from
// what merely has the right length. For Vietnam the smallest accepts 0112 345 678, which no operator has, and 01699 123 456,
// renumbered in 2018; the one for mobiles refuses every fixed line.
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { z } from 'zod'

/** What the number is in E.164; undefined when it is none, or is one with an extension, which E.164 has no place for. */
const e164 = (written: string): string | undefined => {
  // brackets say nothing, and the library does not know (+84)
  const number = parsePhoneNumberFromString(written.replaceAll(/[()]/g, ' ').trim(), {
    defaultCountry: 'VN',
    extract: false,
  })
  return number?.isValid() === true && number.ext === undefined ? number.number : undefined
}

/**
 * A phone number as people write it, brought to E.164. Without a country code it is Vietnamese.
 * What it refuses it does not repeat.
 * @example phoneNumber.parse('0912 345 678') // '+84912345678'
 */
export const phoneNumber = z.string().check(payload => {
  const number = e164(payload.value)
  if (number === undefined) {
    payload.issues.push({
      code: 'custom',
      input: payload.value,
      message: 'expected one phone number that is in use, like 0912 345 678 or +84 28 3822 1234',
    })
  } else {
    payload.value = number
  }
})
