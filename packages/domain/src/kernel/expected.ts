// What is said of a value that does not fit its schema: what was expected, in words; never what was given, which may be personal.
import type { z } from 'zod'

const types: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object with fields',
  record: 'an object with fields',
  null: 'null',
}
const formats: Readonly<Record<string, string>> = {
  uuid: 'a UUID',
  date: 'a day like 2026-03-31',
  datetime: 'an instant like 2026-03-31T09:00:00+07:00',
  email: 'an e-mail address',
}
const counted: Readonly<Record<string, string>> = { string: 'character', array: 'item', record: 'field' }

type Bound = Pick<z.core.$ZodIssueTooBig, 'origin' | 'inclusive' | 'exact'>
/** A bound in words; numbers are bounded by what they are, all else by how many. */
const bounded = (
  { origin, inclusive = true, exact }: Bound,
  limit: number | bigint,
  within: string,
  beyond: string,
) => {
  const unit = counted[origin]
  const words = exact ? 'exactly' : inclusive ? within : beyond
  if (unit === undefined) return `a number of ${words} ${String(limit)}`
  return `${words} ${String(limit)} ${unit}${Number(limit) === 1 ? '' : 's'}`
}
const quoted = (value: unknown) => (typeof value === 'string' ? `'${value}'` : String(value))

/**
 * Words for zod's issues, for `schema.safeParse(value, { error: expectedInWords })`. What a schema says itself goes first.
 * @example z.string().max(200).safeParse(text, { error: expectedInWords }) // 'expected at most 200 characters'
 */
export const expectedInWords: z.core.$ZodErrorMap = issue => {
  switch (issue.code) {
    case 'invalid_type': {
      const type = types[issue.expected] ?? issue.expected
      return `${issue.input === undefined ? 'required: ' : ''}expected ${type}`
    }
    case 'invalid_value':
      return `expected ${issue.values.map(quoted).join(' or ')}`
    case 'too_big':
      return `expected ${bounded(issue, issue.maximum, 'at most', 'less than')}`
    case 'too_small':
      return `expected ${bounded(issue, issue.minimum, 'at least', 'more than')}`
    case 'invalid_format':
      return `expected ${formats[issue.format] ?? 'another form'}`
    case 'unrecognized_keys':
      return 'no such field'
    case 'not_multiple_of':
      return `expected a multiple of ${String(issue.divisor)}`
    case 'invalid_key':
      return 'expected another name'
    case 'invalid_union':
    case 'invalid_element':
    case 'custom':
      return 'expected another value'
    default:
      return undefined
  }
}
