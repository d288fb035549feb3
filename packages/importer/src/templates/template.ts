// A file to begin with: headings and a few rows as people write them, in either language, and the mapping that reads them.
import { showDay, wordsOf, type Day, type Language, type Wording, type Words } from '@eventcrm/crm'
import type { Kind } from '../form.ts'
import type { SheetCell, SheetFormat } from '../sheet-writer.ts'

/** What stands in a column of a template. */
interface Column {
  readonly heading: Words
  /** The field that it feeds; null of a column that only makes the key. */
  readonly field: string | null
  readonly cells: Readonly<Record<Language, readonly SampleCell[]>>
  /** What its mapping says beside the column. */
  readonly settings: Readonly<Record<Language, Readonly<Record<string, unknown>>>>
}

type SampleCell = string | number | { readonly day: Day } | null

export interface Template {
  readonly becomes: Kind
  readonly columns: readonly [Column, ...Column[]]
  /** Fields that are the same in every row. */
  readonly constants?: Readonly<Record<string, string>>
  /** What its mapping says beside the fields. */
  readonly settings?: Readonly<Record<string, unknown>>
}

const none = { en: {}, vi: {} } as const
const inBoth = <T>(cells: readonly T[]): Readonly<Record<Language, readonly T[]>> => ({ en: cells, vi: cells })

/** Texts, numbers and empty cells: a blank one is null. */
export const column = (
  field: string | null,
  heading: Words,
  cells: readonly (Wording | number | null)[],
  settings: Readonly<Record<string, unknown>> = {},
): Column => ({
  heading,
  field,
  cells: {
    en: cells.map(cell => (typeof cell === 'number' || cell === null ? cell : wordsOf(cell).en)),
    vi: cells.map(cell => (typeof cell === 'number' || cell === null ? cell : wordsOf(cell).vi)),
  },
  settings: { en: settings, vi: settings },
})

export const days = (field: string, heading: Words, cells: readonly (Day | null)[]): Column => ({
  heading,
  field,
  cells: inBoth(cells.map(day => day && { day })),
  settings: none,
})

/** Phone numbers as people of each language write them: with a country code, or as within Viet Nam. */
export const phones = (field: string, heading: Words, cells: readonly (Words | null)[]): Column => ({
  ...column(field, heading, cells),
  settings: { en: {}, vi: { country: 'VN' } },
})

/** Choices of a field by the words for them, which the mapping tells. */
export const choices = <const Choice extends string>(
  field: string,
  heading: Words,
  words: Readonly<Record<Choice, Words>>,
  cells: readonly (NoInfer<Choice> | null)[],
): Column => {
  const all = Object.entries<Words>(words)
  const meaning = (language: Language): Readonly<Record<string, unknown>> => {
    const values = all
      .filter(([choice, said]) => said[language] !== choice)
      .map(([choice, said]) => [said[language], choice] as const)
    return values.length === 0 ? {} : { values: Object.fromEntries(values) }
  }
  return {
    ...column(
      field,
      heading,
      cells.map(cell => cell && words[cell]),
    ),
    settings: { en: meaning('en'), vi: meaning('vi') },
  }
}

/** How each language's files write what Excel keeps as days and numbers. */
const written = {
  en: { dateFormat: 'yyyy-MM-dd', numbers: { decimal: '.', group: ',' } },
  vi: { dateFormat: 'dd/MM/yyyy', numbers: { decimal: ',', group: '.' } },
} as const

const cellOf = (cell: SampleCell, language: Language, format: SheetFormat): SheetCell => {
  if (cell === null || typeof cell === 'string' || format === 'xlsx') return cell
  if (typeof cell === 'number') return String(cell).replaceAll(/\B(?=(\d{3})+$)/g, written[language].numbers.group)
  return showDay(cell.day, language)
}

/** The rows of a template, its headings first. */
export const rowsOf = ({ columns }: Template, language: Language, format: SheetFormat): readonly SheetCell[][] => {
  const [first] = columns
  return [
    columns.map(({ heading }) => heading[language]),
    ...first.cells[language].map((_, row) =>
      columns.map(({ cells }) => cellOf(cells[language][row] ?? null, language, format)),
    ),
  ]
}

/** The mapping that reads such a file: its first column is the key. */
export const mappingOf = (
  { becomes, columns, constants = {}, settings = {} }: Template,
  language: Language,
  format: SheetFormat,
): unknown => {
  const [key] = columns
  const fields = columns.flatMap(({ field, heading, settings }) => {
    const own = settings[language]
    const column = heading[language]
    return field === null ? [] : [[field, Object.keys(own).length === 0 ? column : { column, ...own }] as const]
  })
  return {
    becomes,
    key: [key.heading[language]],
    ...written[language],
    ...(format === 'csv' ? { guarded: true } : {}),
    ...settings,
    fields: {
      ...Object.fromEntries(fields),
      ...Object.fromEntries(Object.entries(constants).map(([field, value]) => [field, { value }])),
    },
  }
}
