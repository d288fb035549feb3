// Sums of up to 34 digits between their text and MongoDB's decimals, exactly.
import { Decimal128 } from 'mongodb'

// IEEE 754-2008 in its binary form: sign, exponent with this bias, coefficient
const exponentOfNone = 6176n << 49n
const sign = 1n << 63n
const low = (1n << 64n) - 1n

const wholeNumber = /^(?:0|-?[1-9]\d{0,33})$/

/** Undefined for text that is no whole number of at most 34 digits, or is not written as one is. */
export const decimalOf = (text: string): Decimal128 | undefined => {
  if (!wholeNumber.test(text)) return undefined
  const value = BigInt(text)
  const size = value < 0n ? -value : value
  const bytes = Buffer.alloc(16)
  bytes.writeBigUInt64LE(size & low)
  bytes.writeBigUInt64LE((size >> 64n) | exponentOfNone | (value < 0n ? sign : 0n), 8)
  return new Decimal128(bytes)
}

export const textOf = (decimal: Decimal128): string => {
  const bytes = Buffer.from(decimal.bytes)
  const high = bytes.readBigUInt64LE(8)
  const coefficient = high & ((1n << 49n) - 1n)
  // what others have written may be of another form
  if ((high & ~sign) !== (exponentOfNone | coefficient)) return decimal.toString()
  const size = (coefficient << 64n) | bytes.readBigUInt64LE(0)
  return (high & sign ? -size : size).toString()
}
