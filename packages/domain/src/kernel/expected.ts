// What is said of a value that does not fit its schema: what was expected, in words; never what was given, which may be personal.
import type { z } from 'zod'
import type { Words } from './words.ts'

interface Vocabulary {
  readonly expected: string
  readonly required: string
  readonly types: Readonly<Record<string, string>>
  readonly formats: Readonly<Record<string, string>>
  /** One and several of what is counted. */
  readonly counted: Readonly<Record<string, readonly [one: string, several: string]>>
  readonly or: string
  readonly exactly: string
  readonly atMost: string
  readonly lessThan: string
  readonly atLeast: string
  readonly moreThan: string
  readonly numberOf: string
  readonly multipleOf: string
  readonly noSuchField: string
  readonly anotherForm: string
  readonly anotherName: string
  readonly anotherValue: string
}

const english: Vocabulary = {
  expected: 'expected',
  required: 'required: ',
  types: {
    string: 'text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'an object with fields',
    record: 'an object with fields',
    null: 'null',
  },
  formats: {
    uuid: 'a UUID',
    date: 'a day like 2026-03-31',
    datetime: 'an instant like 2026-03-31T09:00:00+07:00',
    email: 'an e-mail address',
  },
  counted: { string: ['character', 'characters'], array: ['item', 'items'], record: ['field', 'fields'] },
  or: 'or',
  exactly: 'exactly',
  atMost: 'at most',
  lessThan: 'less than',
  atLeast: 'at least',
  moreThan: 'more than',
  numberOf: 'a number of',
  multipleOf: 'a multiple of',
  noSuchField: 'no such field',
  anotherForm: 'another form',
  anotherName: 'another name',
  anotherValue: 'another value',
}

const vietnamese: Vocabulary = {
  expected: 'cần',
  required: 'bắt buộc: ',
  types: {
    string: 'văn bản',
    number: 'một số',
    int: 'một số nguyên',
    boolean: 'true hoặc false',
    array: 'một danh sách',
    object: 'một đối tượng có các trường',
    record: 'một đối tượng có các trường',
    null: 'null',
  },
  formats: {
    uuid: 'một UUID',
    date: 'ngày như 2026-03-31',
    datetime: 'thời điểm như 2026-03-31T09:00:00+07:00',
    email: 'địa chỉ email',
  },
  counted: { string: ['ký tự', 'ký tự'], array: ['mục', 'mục'], record: ['trường', 'trường'] },
  or: 'hoặc',
  exactly: 'đúng',
  atMost: 'nhiều nhất',
  lessThan: 'ít hơn',
  atLeast: 'ít nhất',
  moreThan: 'nhiều hơn',
  numberOf: 'một số',
  multipleOf: 'bội số của',
  noSuchField: 'không có trường này',
  anotherForm: 'dạng khác',
  anotherName: 'tên khác',
  anotherValue: 'giá trị khác',
}

type Bound = Pick<z.core.$ZodIssueTooBig, 'origin' | 'inclusive' | 'exact'>
/** A bound in words; numbers are bounded by what they are, all else by how many. */
const bounded = (
  { origin, inclusive = true, exact }: Bound,
  limit: number | bigint,
  [within, beyond]: readonly [string, string],
  { counted, exactly, numberOf }: Vocabulary,
) => {
  const unit = counted[origin]
  const words = exact ? exactly : inclusive ? within : beyond
  if (unit === undefined) return `${numberOf} ${words} ${String(limit)}`
  return `${words} ${String(limit)} ${unit[Number(limit) === 1 ? 0 : 1]}`
}
const quoted = (value: unknown) => (typeof value === 'string' ? `'${value}'` : String(value))

/** @param missing whether there was no value at all */
const said = (issue: z.core.$ZodRawIssue, missing: boolean, words: Vocabulary): string | undefined => {
  const { expected } = words
  switch (issue.code) {
    case 'invalid_type':
      return `${missing ? words.required : ''}${expected} ${words.types[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return `${expected} ${issue.values.map(quoted).join(` ${words.or} `)}`
    case 'too_big':
      return `${expected} ${bounded(issue, issue.maximum, [words.atMost, words.lessThan], words)}`
    case 'too_small':
      return `${expected} ${bounded(issue, issue.minimum, [words.atLeast, words.moreThan], words)}`
    case 'invalid_format':
      return `${expected} ${words.formats[issue.format] ?? words.anotherForm}`
    case 'unrecognized_keys':
      return words.noSuchField
    case 'not_multiple_of':
      return `${expected} ${words.multipleOf} ${String(issue.divisor)}`
    case 'invalid_key':
      return `${expected} ${words.anotherName}`
    case 'invalid_union':
    case 'invalid_element':
    case 'custom':
      return `${expected} ${words.anotherValue}`
    default:
      return undefined
  }
}

/**
 * Words for zod's issues, for `schema.safeParse(value, { error: expectedInWords })`. What a schema says itself goes first.
 * @example z.string().max(200).safeParse(text, { error: expectedInWords }) // 'expected at most 200 characters'
 */
export const expectedInWords: z.core.$ZodErrorMap = issue => said(issue, issue.input === undefined, english)

/** What schemas say themselves, in Vietnamese by its English: a schema has room for one language. */
const saidBySchemas = new Map<string, string>()

/**
 * What a schema says itself, in each language.
 * @returns the English, for the schema
 * @example z.string().min(3, expected({ en: 'expected a whole word', vi: 'cần một từ đầy đủ' }))
 */
export const expected = ({ en, vi }: Words): string => {
  saidBySchemas.set(en, vi)
  return en
}

/** What was expected, in each language, by an issue of a schema that was asked with `expectedInWords`. */
export const wordsOfIssue = (issue: z.core.$ZodIssue): Words => {
  const { message: en } = issue
  const bySchema = saidBySchemas.get(en)
  if (bySchema !== undefined) return { en, vi: bySchema }
  const raw: z.core.$ZodRawIssue = { ...issue, input: undefined }
  const missing = en.startsWith(english.required)
  // another text than the vocabulary's is a schema's own that was never said in Vietnamese
  return { en, vi: (said(raw, missing, english) === en ? said(raw, missing, vietnamese) : undefined) ?? en }
}

/** Both, for what asks schemas in one place and tells of their issues in another. */
export const issueWords = { error: expectedInWords, wordsOf: wordsOfIssue } as const
