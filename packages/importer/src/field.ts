import { expected, line, type CatalogueName, type Words } from '@eventcrm/crm'
import { z } from 'zod'
import { foldedText, type WrittenAmount } from './reading/index.ts'
import { withArticle } from './with-article.ts'

/** What a row's cell can refer to: things with ids of their own, by the key under which they were imported, or by name. */
export const referenceKinds = [
  'product',
  'staffMember',
  'salesTeam',
  'contact',
  'pipeline',
  'opportunity',
  'invoice',
] as const
export type ReferenceKind = (typeof referenceKinds)[number]

/** How a cell is read before its field says whether the value will do. */
export type Reads =
  /** A line has single blanks; a text is kept as it is written, line breaks and all. */
  | { readonly as: 'line' | 'text' | 'number' | 'amount' | 'day' | 'list' | 'phone' }
  /** Percent; whole ones where no decimals are said. */
  | { readonly as: 'share'; readonly decimals?: number }
  /** The value is the id of what the cell names; `many` takes a list of them. */
  | { readonly as: 'reference'; readonly to: ReferenceKind; readonly many: boolean }
  /** The value is the words for entries of a catalogue; `many` takes a list of them. */
  | { readonly as: 'entry'; readonly catalogue: CatalogueName; readonly many: boolean }

/** What is done about a value that its catalogue does not have: the row is refused, the value added, or kept as a text of its own. */
export const unknownEntries = ['refuse', 'add', 'text'] as const
export type UnknownEntries = (typeof unknownEntries)[number]

/** What a cell says of entries of a catalogue. */
export interface WrittenEntries {
  readonly texts: readonly string[]
  readonly unknown: UnknownEntries
}

/** A field of a form. */
export interface Field<T = unknown> {
  readonly describe: string
  /** What is taken, in words, for docs and for whoever must mend a cell. */
  readonly takes: string
  readonly reads: Reads
  /** Checks what was read. A number arrives as a plain decimal, '-1054.5'; a day as '2016-12-31'; a list as its parts. */
  readonly schema: z.ZodType<T>
  /** Of what something new can't do without, how it is called where it is missing; null of any other. */
  readonly required: Words | null
  /** Whether what is there can be taken away: its value is then null. */
  readonly canBeWithout?: boolean
}

export const textField = (describe: string, schema: z.ZodType<string>, takes = 'text'): Field<string> => ({
  describe,
  takes,
  reads: { as: 'line' },
  schema,
  required: null,
})

/** A text of several lines. */
export const longTextField = (describe: string, schema: z.ZodType<string>): Field<string> => ({
  ...textField(describe, schema),
  reads: { as: 'text' },
})

export const choiceField = <const Choice extends string>(
  describe: string,
  choices: readonly [Choice, ...Choice[]],
): Field<Choice> => ({
  describe,
  takes: choices.join(', '),
  reads: { as: 'line' },
  schema: z.preprocess(
    given => choices.find(choice => foldedText(choice) === foldedText(String(given))) ?? given,
    z.enum(
      choices,
      expected({
        en: `expected ${choices.join(' or ')}; say in the mapping's \`values\` which of them the file's words mean`,
        vi: `cần ${choices.join(' hoặc ')}; hãy ghi trong \`values\` của tệp ánh xạ từ nào trong tệp nghĩa là gì`,
      }),
    ),
  ),
  required: null,
})

const writtenEntries = z.object({ texts: z.array(line(120)), unknown: z.enum(unknownEntries) })

export const entryField = (describe: string, catalogue: CatalogueName): Field<WrittenEntries> => ({
  describe,
  takes: `entry of the catalogue ${catalogue}, by label or code`,
  reads: { as: 'entry', catalogue, many: false },
  schema: writtenEntries,
  required: null,
})

export const entriesField = (describe: string, catalogue: CatalogueName): Field<WrittenEntries> => ({
  ...entryField(describe, catalogue),
  takes: `list of entries of the catalogue ${catalogue}, by label or code`,
  reads: { as: 'entry', catalogue, many: true },
})

const decimal = z.string()

/** An amount of money, its currency aside: checked with the currency, when both are known. */
export const amountField = (describe: string): Field<WrittenAmount> => ({
  describe,
  takes: 'amount',
  reads: { as: 'amount' },
  schema: z.custom<WrittenAmount>(),
  required: null,
})

/**
 * A share, as percent.
 * @param decimals how many it may have
 */
export const shareField = (
  describe: string,
  schema: z.ZodType<number, number>,
  takes: string,
  decimals = 0,
): Field<number> => ({
  ...numberField(describe, schema, takes),
  reads: { as: 'share', decimals },
})

export const numberField = (describe: string, schema: z.ZodType<number, number>, takes = 'number'): Field<number> => ({
  describe,
  takes,
  reads: { as: 'number' },
  schema: decimal.transform(Number).pipe(schema),
  required: null,
})

export const dayField = (describe: string): Field<string> => ({
  describe,
  takes: 'day',
  reads: { as: 'day' },
  schema: z.iso.date(),
  required: null,
})

export const listField = (describe: string, part: z.ZodType<string>): Field<string[]> => ({
  describe,
  takes: 'list of texts',
  reads: { as: 'list' },
  schema: z.array(part),
  required: null,
})

const referenceId = z.uuid()

export const referenceField = (describe: string, to: ReferenceKind): Field<string> => ({
  describe,
  takes: `key or name of ${withArticle(to)}`,
  reads: { as: 'reference', to, many: false },
  schema: referenceId,
  required: null,
})

export const referencesField = (describe: string, to: ReferenceKind): Field<string[]> => ({
  describe,
  takes: `list of keys or names of ${withArticle(to)}`,
  reads: { as: 'reference', to, many: true },
  schema: z.array(referenceId),
  required: null,
})

/**
 * The same field, without which nothing new can be.
 * @param vi what it is and takes, in Vietnamese
 */
export const required = <T>(field: Field<T>, vi: string): Field<T> => ({
  ...field,
  required: { en: `${field.describe.toLowerCase()} (${field.takes})`, vi },
})

/** The same field, of which what is there can be taken away. */
export const orNone = <T>(field: Field<T>): Field<T | null> => ({
  ...field,
  schema: field.schema.nullable(),
  canBeWithout: true,
})

export type Fields = Readonly<Record<string, Field>>
type ValueOf<F> = F extends Field<infer T> ? T : never

/** What a row says, by field; a field that it says nothing about is not there. */
export type Values<F extends Fields> = { readonly [Name in keyof F]?: ValueOf<F[Name]> }
