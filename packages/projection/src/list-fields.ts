// The kinds of fields that a list has, and what each can be asked. How a field is kept is its own business: a question names the field, not a
// path, and what it says goes through the field's schema.
import type { Day, Words } from '@eventcrm/domain'
import { nearestName } from '@eventcrm/event-store'
import { z } from 'zod'
import type { Filter } from './filter.ts'
import { saying } from './question-words.ts'
import { askedDay, askedUuid } from './report-question.ts'

export type ListFieldKind = 'text' | 'choice' | 'flag' | 'number' | 'money' | 'day' | 'id' | 'tags' | 'neglect' | 'past'

/** A field of a list: how it is called, kept and asked for. */
export interface ListField<Operand extends z.ZodType = z.ZodType> {
  readonly kind: ListFieldKind
  readonly title: Words
  /** The dotted path of what is kept. */
  readonly path: string
  /** The paths that it is sorted by; none where it can't be. */
  readonly sortPaths: readonly string[]
  /** Whether a list can be grouped by it. */
  readonly groups: boolean
  /** What a filter may say of it; all that is said holds. */
  readonly operand: Operand
  /** What it says, in the store's words. */
  readonly where: (operand: unknown, asked: Asked) => readonly Filter[]
  /** Of values of a catalogue: which, by the name that the documents' reader knows. */
  readonly catalogue?: string
  /** The words for its entries in what a filter says. */
  readonly entriesIn: (operand: unknown) => readonly string[]
  /** Of an id: what it is of, as 'staff member', 'sales team', 'contact', 'pipeline'. */
  readonly idOf?: string
  /** Of what is found by words: the list that holds them. */
  readonly words?: string
  /** Of a choice: words for each. */
  readonly choices?: Readonly<Record<string, Words>>
  /** The field that a table shows before it, in the same column. */
  readonly behind?: string
  /** Of an amount: where its currency is. */
  readonly currencyPath?: string
  /** Of what always has a value: that none is one that was erased. */
  readonly isErasable?: boolean
}
/** All that the entries are and were called that somebody means by a word. */
type LabelsOf = (typed: string) => readonly string[]
const asTyped: LabelsOf = typed => [typed]

/** What a question is asked with. */
interface Asked {
  /** Today in the company's calendar. */
  readonly today: Day
  /** Of a catalogue's values: what their entries are and were called. As they are typed when left out. */
  readonly labelsOf?: LabelsOf
}

export type ListFields = Readonly<Record<string, ListField>>

interface Common {
  readonly title: Words
  readonly path: string
}

const field = <Operand extends z.ZodType>(
  kind: ListFieldKind,
  given: Omit<ListField, 'kind' | 'operand' | 'where' | 'sortPaths' | 'groups' | 'entriesIn'> &
    Partial<Pick<ListField, 'sortPaths' | 'groups'>>,
  operand: Operand,
  where: (operand: z.output<Operand>, asked: Required<Asked>) => readonly Filter[],
  entriesIn: (operand: z.output<Operand>) => readonly (string | null | undefined)[] = () => [],
): ListField<Operand> => ({
  sortPaths: [],
  groups: false,
  ...given,
  kind,
  operand,
  where: (said, { today, labelsOf = asTyped }) => where(operand.parse(said), { today, labelsOf }),
  entriesIn: said =>
    given.catalogue === undefined ? [] : entriesIn(operand.parse(said)).filter(text => typeof text === 'string'),
})

const notEmpty = (operators: string) =>
  z.refine<object>(given => Object.values(given).some(value => value !== undefined), {
    error: saying({ en: `expected at least one of ${operators}`, vi: `cần ít nhất một trong ${operators}` }),
    when: ({ issues }) => issues.length === 0,
  })
const inOrder = z.refine<{ readonly from?: string | number | undefined; readonly to?: string | number | undefined }>(
  ({ from, to }) => from === undefined || to === undefined || from <= to,
  {
    path: ['to'],
    error: saying({ en: 'expected what is not before from', vi: 'cần giá trị không trước from' }),
  },
)
const typed = z.string().max(200)
const several = <T extends z.ZodType>(one: T) => z.array(one.nullable()).min(1).max(1000).optional()

const equal = (path: string, value: string | number | boolean | null | undefined): readonly Filter[] =>
  value === undefined ? [] : [{ field: path, equals: value }]
const oneOf = (path: string, values: readonly (string | null)[] | undefined): readonly Filter[] =>
  values === undefined ? [] : [{ field: path, in: values }]
const anyOf = (path: string, labels: readonly string[]): readonly Filter[] =>
  labels.length === 1 ? equal(path, labels[0]) : oneOf(path, labels)
const ranged = (
  path: string,
  { from, to }: { readonly from?: string | number | undefined; readonly to?: string | number | undefined },
): readonly Filter[] =>
  from === undefined && to === undefined
    ? []
    : [{ field: path, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }]

const textOperand = z.strictObject({ is: typed.nullish(), begins: typed.optional() }).check(notEmpty('is, begins'))
/**
 * A text. `is: null` for none; `begins`: accents and capitals count.
 * @param given.behind the field that a table shows before it, in the same column: the symbol of a number
 * @param given.asTyped what people mean by what they type, where it is kept otherwise than they write it, as phone numbers are
 */
export const textField = (
  given: Common & {
    readonly sortPath?: string
    readonly behind?: string
    readonly asTyped?: (typed: string, how: 'is' | 'begins') => readonly Filter[]
  },
) =>
  field(
    'text',
    { ...given, sortPaths: given.sortPath === undefined ? [] : [given.sortPath] },
    textOperand,
    ({ is, begins }) => [
      ...(typeof is === 'string' && given.asTyped ? given.asTyped(is, 'is') : equal(given.path, is)),
      ...(begins === undefined ? [] : (given.asTyped?.(begins, 'begins') ?? [{ field: given.path, prefix: begins }])),
    ],
  )

const wordsOperand = z
  .strictObject({ is: typed.nullish(), contains: typed.optional(), begins: typed.optional() })
  .check(notEmpty('is, contains, begins'))
/** How a text is found by words. */
interface ByWords {
  /** A list that holds its words, among others that begin with what no word begins with. */
  readonly words: string
  /** An indexed list that holds them and others, where that of its own words has no index. */
  readonly indexedWords?: string
  /** The words of what people type. */
  readonly wordsOf: (typed: string) => readonly string[]
}
const byWords = ({ words, indexedWords, wordsOf }: ByWords, contains: string | undefined): readonly Filter[] => {
  if (contains === undefined) return []
  const typed = wordsOf(contains)
  // what has no word finds nothing, rather than everything
  if (typed.length === 0) return [{ or: [] }]
  return [indexedWords ?? [], words]
    .flat()
    .flatMap(list => typed.map(word => ({ field: list, containsPrefix: word }) as const))
}

/** A text that is found by words: `contains` means that each word typed begins some word of it, in any order. Of `begins`, accents and capitals count. */
export const wordsField = (given: Common & ByWords & { readonly sortPath?: string; readonly isErasable?: boolean }) =>
  field(
    'text',
    { ...given, sortPaths: given.sortPath === undefined ? [] : [given.sortPath] },
    wordsOperand,
    ({ is, contains, begins }) => [
      ...equal(given.path, is),
      ...byWords(given, contains),
      ...(begins === undefined ? [] : [{ field: given.path, prefix: begins }]),
    ],
  )

/** Says what was expected, and what may be meant. */
export const expectedOneOf = (known: readonly string[], input: unknown): Words => {
  const meant = typeof input === 'string' ? nearestName(input, known) : undefined
  const all = known.join(', ')
  return {
    en: `expected ${all}${meant === undefined ? '' : `; did you mean ${meant}?`}`,
    vi: `cần một trong ${all}${meant === undefined ? '' : `; có phải ${meant}?`}`,
  }
}

const asked = <T extends z.ZodType>(one: T) =>
  z.strictObject({ is: one.nullish(), in: several(one) }).check(notEmpty('is, in'))
/**
 * One of few texts: with words for each where they are the library's own, without where people make them up. Null is none.
 * @param given.catalogue whose values they are: an entry is then found by all that it is and was called
 */
export const choiceField = (
  given: Common & { readonly choices?: Readonly<Record<string, Words>>; readonly catalogue?: string },
) => {
  const known = Object.keys(given.choices ?? {})
  const one = typed.refine(value => known.length === 0 || known.includes(value), {
    error: ({ input }) => saying(expectedOneOf(known, input)),
  })
  return field(
    'choice',
    { ...given, sortPaths: [given.path], groups: true },
    asked(one),
    (said, { labelsOf }) => [
      ...(typeof said.is === 'string' ? anyOf(given.path, labelsOf(said.is)) : equal(given.path, said.is)),
      ...oneOf(
        given.path,
        said.in?.flatMap((text): readonly (string | null)[] => (text === null ? [null] : labelsOf(text))),
      ),
    ],
    said => [said.is, ...(said.in ?? [])],
  )
}

/** One of few texts that people make up, found by words too, as `wordsField` is. Null is none. */
export const wordsChoiceField = (given: Common & ByWords) =>
  field(
    'choice',
    { ...given, sortPaths: [given.path], groups: true },
    z
      .strictObject({ is: typed.nullish(), in: several(typed), contains: typed.optional() })
      .check(notEmpty('is, in, contains')),
    said => [...equal(given.path, said.is), ...oneOf(given.path, said.in), ...byWords(given, said.contains)],
  )

/** True or false. */
export const flagField = (given: Common) =>
  field('flag', { ...given, sortPaths: [given.path], groups: true }, z.strictObject({ is: z.boolean() }), ({ is }) =>
    equal(given.path, is),
  )

const numberOperand = z
  .strictObject({ is: z.number().nullish(), from: z.number().optional(), to: z.number().optional() })
  .check(notEmpty('is, from, to'), inOrder)
/** A whole number. Groups add it up. */
export const numberField = (given: Common) =>
  field('number', { ...given, sortPaths: [given.path] }, numberOperand, ({ is, ...range }) => [
    ...equal(given.path, is),
    ...ranged(given.path, range),
  ])

const dayOperand = z
  .strictObject({ is: askedDay.nullish(), from: askedDay.optional(), to: askedDay.optional() })
  .check(notEmpty('is, from, to'), inOrder)
/** A day of the calendar; bounds are included. */
export const dayField = (given: Common) =>
  field('day', { ...given, sortPaths: [given.path] }, dayOperand, ({ is, ...range }) => [
    ...equal(given.path, is),
    ...ranged(given.path, range),
  ])

const currencyExpected = saying({ en: 'expected an ISO 4217 code like VND', vi: 'cần mã ISO 4217 như VND' })
const amountExpected = saying({
  en: 'expected an amount of the currency, like 1500000 or 22700.50',
  vi: 'cần số tiền của loại tiền đó, như 1500000 hoặc 22700.50',
})
/**
 * Minor units beside their currency, asked for in major units: '1500000', '22700.50'. Groups add it up by currency.
 * @param given.minorUnitsOf undefined for what is no amount of the currency
 */
export const moneyField = (
  given: Common & {
    readonly currencyPath: string
    readonly minorUnitsOf: (amount: string, currency: string) => number | undefined
  },
) => {
  const { path, currencyPath, minorUnitsOf } = given
  const amount = z.string().max(40).optional()
  const operand = z
    .strictObject({ currency: z.string().length(3, currencyExpected), from: amount, to: amount })
    .check(({ value, issues }) => {
      for (const bound of ['from', 'to'] as const) {
        const said = value[bound]
        if (said !== undefined && minorUnitsOf(said, value.currency) === undefined)
          issues.push({
            code: 'custom',
            path: [bound],
            input: said,
            message: amountExpected,
          })
      }
    })
  // nobody compares currencies
  return field('money', { ...given, sortPaths: [currencyPath, path] }, operand, ({ currency, from, to }) => [
    ...equal(currencyPath, currency),
    ...ranged(path, {
      from: from === undefined ? undefined : minorUnitsOf(from, currency),
      to: to === undefined ? undefined : minorUnitsOf(to, currency),
    }),
  ])
}

const idOperand = asked(askedUuid)
/**
 * Somebody or something by an id, that has a name in the directory. Null is nobody.
 * @param given.everPath an indexed list of everything it ever was
 * @param given.groups false where there are too many to tell a group of each; true when left out
 */
export const idField = (
  given: Common & { readonly idOf: string; readonly everPath?: string; readonly groups?: boolean },
) =>
  field('id', { groups: true, ...given }, idOperand, said => [
    ...(given.everPath !== undefined && typeof said.is === 'string'
      ? [{ field: given.everPath, contains: said.is }]
      : []),
    ...equal(given.path, said.is),
    ...oneOf(given.path, said.in),
  ])

const wholeDays = {
  error: saying({
    en: 'expected a whole number of days, 0 to 36500',
    vi: 'cần số ngày nguyên, từ 0 đến 36500',
  }),
}
const neglectOperand = z.strictObject({
  days: z.int(wholeDays).min(0, wholeDays).max(36_500, wholeDays),
})
const dayBefore = (today: Day, days: number): Day =>
  new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10)
/**
 * What is forgotten: nobody has it, or nothing has happened to it for so many days. It is asked for, and not shown.
 * @param given.path the day on which something happened to it last
 * @param given.ownerPath whose it is
 */
export const neglectField = (given: Common & { readonly ownerPath: string }) =>
  field('neglect', given, neglectOperand, ({ days }, { today }) => [
    {
      or: [
        { field: given.ownerPath, equals: null },
        { field: given.path, to: dayBefore(today, days) },
      ],
    },
  ])

/** Whether a day is over: before today. What has no such day is not. It is asked for, and not shown. */
export const pastField = (given: Common) =>
  field('past', given, z.strictObject({ is: z.boolean() }), ({ is }, { today }) => {
    const isOver: Filter = { field: given.path, below: today }
    return [is ? isOver : { not: isOver }]
  })

/**
 * A list of texts.
 * @param given.everPath an indexed list of all that it ever had
 * @param given.catalogue whose values they are: an entry is then found by all that it is and was called
 */
export const tagsField = (given: Common & { readonly everPath?: string; readonly catalogue?: string }) =>
  field(
    'tags',
    given,
    z.strictObject({ contains: typed }),
    ({ contains }, { labelsOf }) =>
      [given.everPath ?? [], given.path].flat().map(path => {
        const [only, ...others] = labelsOf(contains).map(label => ({ field: path, contains: label }))
        return only && others.length === 0 ? only : { or: [only ?? [], others].flat() }
      }),
    ({ contains }) => [contains],
  )
