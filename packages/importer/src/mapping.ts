// What a mapping file says. The schema is the one place for it: errors, types, docs and the JSON Schema come from here.
import { countryGiven, expected } from '@eventcrm/crm'
import { z } from 'zod'
import { blanks } from './csv/blanks.ts'
import { encodings, type Encoding } from './csv/decode.ts'
import { unknownEntries, type Field } from './field.ts'
import { forms } from './forms/index.ts'
import type { Kind } from './form.ts'
import { isDateFormat, scales, shareUnits } from './reading/index.ts'

const column = z.string().trim().min(1).describe('Heading of a column, or its letter in a spreadsheet (A, B … AA)')
const severalColumns = z.array(column).min(2)
const country = countryGiven
  .nullable()
  .describe('Country, ISO 3166-1, whose phone numbers are meant where none is given with them; null none')
const literal = z.union([z.string().trim().min(1), z.number(), z.boolean()])

const numbers = z
  .strictObject({
    decimal: z.enum(['.', ',']).default('.').describe('Sign before the decimals: the point in 1054.50'),
    group: z
      .enum(['.', ',', ' ', "'", '’'])
      .nullable()
      .default(null)
      .describe('Sign between groups of three digits: the comma in 1,054; null for none'),
  })
  .refine(
    ({ decimal, group }) => decimal !== group,
    expected({ en: 'expected two different signs', vi: 'cần hai dấu khác nhau' }),
  )
  .describe('How the file writes numbers')

const dateFormat = z
  .string()
  .refine(
    isDateFormat,
    expected({
      en: 'expected day, month and year in Unicode tokens, like dd/MM/yyyy, M/d/yyyy or yyyy-MM-dd',
      vi: 'cần ngày, tháng và năm bằng ký hiệu Unicode, như dd/MM/yyyy, M/d/yyyy hoặc yyyy-MM-dd',
    }),
  )
  .describe('How the file writes days, in Unicode tokens: dd/MM/yyyy, M/d/yyyy, yyyy-MM-dd')

const values = z
  .record(
    z.string().min(
      1,
      expected({
        en: 'an empty cell is the business of `whenEmpty`',
        vi: 'ô trống do `whenEmpty` quyết định',
      }),
    ),
    z.string(),
  )
  .describe('What stands in the file → what it means: { "GTXPro": "GTX Pro" }; anything else is taken as it stands')

const whenEmpty = literal.describe(
  'What something new gets where the cell is empty: a value, or "report" to import the row without it and list the gap. What is there already keeps its value',
)

/** Settings that name several columns. */
export const severalIn = ['columns', 'first', 'earliest', 'latest'] as const

const cell = {
  column: column.optional(),
  columns: severalColumns
    .optional()
    .describe('Several columns: a text is put together of them, a reference has them as its key'),
  first: severalColumns.optional().describe('Several columns: the first that is not empty'),
  earliest: severalColumns.optional().describe('Several columns with days: the earliest of them'),
  latest: severalColumns.optional().describe('Several columns with days: the latest of them'),
  join: z.string().default(' ').describe('What stands between the texts of several columns'),
  values: values.default({}),
  whenEmpty: whenEmpty.optional(),
  whenInvalid: z
    .enum(['reject', 'leaveEmpty'])
    .default('reject')
    .describe('What a cell does that cannot be read: rejects the row, or is taken for an empty one, with a notice'),
  country: country.optional(),
  unknown: z
    .enum(unknownEntries)
    .optional()
    .describe(
      'What is done about a value that its catalogue does not have: the row is refused, as when left out, the value added to the catalogue, or kept as a text of its own',
    ),
  scale: z.enum(scales).optional().describe('What an amount counts, where it is not single units of the currency'),
  round: z
    .boolean()
    .default(false)
    .describe(
      'Rounds amounts with more decimals than the currency has, half away from zero, and percent to whole ones',
    ),
  unit: z
    .enum(shareUnits)
    .optional()
    .describe('What a share without a percent sign is: 0.4 as a fraction is 40 percent'),
  dateFormat: dateFormat.optional(),
  numbers: numbers.optional(),
  separator: z.string().min(1).default(';').describe('What stands between the parts of a list'),
}
const oneOrMore = (source: Readonly<Partial<Record<'column' | (typeof severalIn)[number], unknown>>>) =>
  (['column', ...severalIn] as const).filter(name => source[name] !== undefined).length === 1
const oneOrMoreMessage = expected({
  en: 'expected one of `column`, `columns`, `first`, `earliest` and `latest`',
  vi: 'cần đúng một trong `column`, `columns`, `first`, `earliest` và `latest`',
})

const fromCell = z.strictObject(cell).refine(oneOrMore, oneOrMoreMessage)
const constant = z.strictObject({
  value: literal.describe('The same for every row: text, number, or a day like 2016-12-31'),
})
const whole = column.transform(name => fromCell.parse({ column: name }))

/** Where a field's value comes from. */
const source = z.union([whole, fromCell, constant])
export type CellSource = z.output<typeof fromCell>
export type Source = z.output<typeof source>

const customCell = z
  .strictObject({
    ...cell,
    as: z
      .enum(['text', 'number', 'boolean'])
      .default('text')
      .describe('What it is; a boolean is yes or no, có or không, true or false, 1 or 0, or x for yes'),
  })
  .refine(oneOrMore, oneOrMoreMessage)
const customSource = z.union([column.transform(name => customCell.parse({ column: name })), customCell, constant])
export type CustomSource = z.output<typeof customSource>

const keyColumn = z.union([
  column.transform(name => ({ column: name, values: {} })),
  z.strictObject({ column, values: values.default({}) }),
])

const range = z
  .strictObject({
    from: z.int().min(1).optional().describe('First row'),
    to: z.int().min(1).optional().describe('Last row'),
  })
  .refine(
    ({ from = 1, to = Infinity }) => from <= to,
    expected({ en: 'expected `from` not after `to`', vi: '`from` không được đứng sau `to`' }),
  )
  .describe('Which rows, numbered as a spreadsheet shows them, both included; all when left out')

const sheetName = z.string().regex(
  /^(?!')[^[\]:*?/\\]{1,31}(?<!')$/,
  expected({
    en: 'expected the name of a sheet, at most 31 characters and none of [ ] : * ? / \\',
    vi: 'cần tên trang tính, nhiều nhất 31 ký tự và không có [ ] : * ? / \\',
  }),
)

const shared = {
  $schema: z.string().optional().describe('For editors'),
  key: z
    .array(keyColumn)
    .min(1)
    .optional()
    .describe(
      'Columns that together say which thing a row is about. Left out, equal rows are told apart by which of them comes first',
    ),
  heading: z
    .int()
    .min(1)
    .max(1000)
    .nullable()
    .default(1)
    .describe('The row with the headings; null where there are none: columns go by their letters'),
  sheet: sheetName.optional().describe('Of an Excel file, the sheet; may be left out where there is only one'),
  encoding: z
    .enum(encodings)
    .optional()
    .describe('How a text file without a byte order mark is encoded; UTF-8 when left out'),
  rows: range.optional(),
  delimiter: z
    .enum([',', ';', '\t', '|', blanks])
    .default(',')
    .describe('What stands between cells; "blanks" for any run of spaces and tabs, those before the first cell aside'),
  dateFormat: dateFormat.default('yyyy-MM-dd'),
  guarded: z
    .boolean()
    .default(false)
    .describe(
      'Whether cells that a spreadsheet would take for formulas have an apostrophe in front, which is taken off: so in files that were exported',
    ),
  numbers: numbers.optional(),
  country: country.optional(),
  emptyWords: z
    .array(z.string().trim().min(1))
    .default([])
    .describe('Words that stand for an empty cell: N/A, -, chưa có'),
  new: z
    .enum(['create', 'reject'])
    .default('create')
    .describe(
      'What a row does about something that is not there: makes it, or is rejected; then only what is there is changed, and no field is required',
    ),
  none: z
    .string()
    .trim()
    .min(1)
    .optional()
    .describe('A word which takes away what is there, of fields that can be without: "(none)" as owner leaves nobody'),
}

const sourceOf = ({ describe, takes, required }: Field): z.ZodType<Source | undefined> =>
  source.describe(`${describe} (${takes})${required ? '; required, unless `new` is "reject"' : ''}`).optional()

const fieldsOf = (kind: Kind) =>
  z.strictObject(
    Object.fromEntries(Object.entries<Field>(forms[kind].fields).map(([name, field]) => [name, sourceOf(field)])),
  )
const mappingOf = <K extends Kind>(kind: K) =>
  z
    .strictObject({
      ...shared,
      becomes: z.literal(kind).describe(`What a row becomes: ${forms[kind].describe}`),
      fields: fieldsOf(kind).describe('Field → where it comes from'),
    })
    .describe(`Rows of a file into ${forms[kind].describe}`)

const custom = z
  .record(z.string(), customSource)
  .default({})
  .describe('The company’s own fields: a name, like favouriteColour → where it comes from')

export const mappingSchema = z.discriminatedUnion('becomes', [
  mappingOf('product'),
  mappingOf('staffMember'),
  mappingOf('pipeline'),
  mappingOf('contact').extend({ custom }),
  mappingOf('lead').extend({ custom }),
  mappingOf('opportunity').extend({ custom }),
  mappingOf('purchase').extend({ custom }),
  mappingOf('invoice').extend({ custom }),
  mappingOf('payment').extend({ custom }),
])

/** A mapping as it is used: everything that may be left out filled in. */
export interface Mapping {
  readonly becomes: Kind
  readonly key?: readonly { readonly column: string; readonly values: Readonly<Record<string, string>> }[] | undefined
  /** Null where the file has none. */
  readonly heading: number | null
  readonly sheet?: string | undefined
  readonly encoding?: Encoding | undefined
  readonly rows?: { readonly from?: number | undefined; readonly to?: number | undefined } | undefined
  readonly delimiter: ',' | ';' | '\t' | '|' | typeof blanks
  readonly guarded: boolean
  readonly dateFormat: string
  readonly numbers?: { readonly decimal: string; readonly group: string | null } | undefined
  /** Whose phone numbers are meant: the company's when left out. */
  readonly country?: string | null | undefined
  readonly emptyWords: readonly string[]
  /** What a row does about something that is not there. */
  readonly new: 'create' | 'reject'
  /** The word that takes away what is there. */
  readonly none?: string | undefined
  readonly fields: Readonly<Record<string, Source | undefined>>
  readonly custom?: Readonly<Record<string, CustomSource>> | undefined
}

/** The JSON Schema of mapping files, for editors that complete and check them. */
export const mappingJsonSchema = (): unknown => z.toJSONSchema(mappingSchema, { io: 'input', reused: 'ref' })
