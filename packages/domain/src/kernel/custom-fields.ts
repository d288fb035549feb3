// What a company notes of its own: values by field name, each with a day of its own.
import { z } from 'zod'
import { same } from './change.ts'
import { addPart, removePart, type Dated, type Occurrence } from './dated.ts'
import { expected } from './expected.ts'
import type { Parts } from './parts.ts'
import { personal, type Personal } from './personal.ts'
import { text } from './values.ts'

const fieldName = z
  .string()
  .regex(
    /^[a-z][A-Za-z0-9_]{0,62}$/,
    expected({ en: 'expected a name like favouriteColour', vi: 'cần tên như favouriteColour' }),
  )
  .refine(name => !(name in Object.prototype), expected({ en: 'expected another name', vi: 'cần tên khác' }))
/** A note of a page or so; what is longer is a document. */
const longestText = 2000
/** So much that an event of nothing else, at 3 bytes a character, stays below a third of the million bytes that one append takes. */
const mostText = 100_000
const scalar = z.union([text(longestText), z.number(), z.boolean()])

/** How many fields of its own a thing may have, counted with those cleared: a form that people still fill in, in one event at once. */
export const mostCustomFields = 100

const textIn = (values: Readonly<Record<string, unknown>>) =>
  Object.values(values).reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 0), 0)
const notTooMany = (values: Readonly<Record<string, unknown>>) =>
  Object.keys(values).length <= mostCustomFields && textIn(values) <= mostText
const tooMany = expected({
  en: `expected at most ${String(mostCustomFields)} fields, and ${mostText.toLocaleString('en')} characters in all of them`,
  vi: `cần nhiều nhất ${String(mostCustomFields)} trường, và ${mostText.toLocaleString('vi')} ký tự trong tất cả`,
})

/** What a company adds of its own, in a command that enters something: values by field name. */
export const custom = z.record(fieldName, scalar).refine(notTooMany, tooMany)
/** The same in a command that changes them: null clears a field. */
export const customChanges = z.record(fieldName, scalar.nullable()).refine(notTooMany, tooMany)

const stored = personal(z.union([z.string(), z.number(), z.boolean()]))
/** Values in an event: personal, since nobody declared them otherwise. */
export const customStored = z.record(z.string(), stored)
/** Changes in an event: null, which says nothing of a person, where a field was cleared. */
export const customChangesStored = z.record(z.string(), stored.nullable())

/** What every state with fields of the company's own keeps: those that have a value. */
export interface CustomFields extends Dated {
  readonly custom: Parts<{ readonly value: Personal<string | number | boolean> }>
}

/** Of the changes given, those that change something. */
export const changedCustomFields = (
  { custom }: CustomFields,
  changes: z.output<typeof customChanges>,
): z.output<typeof customChanges> =>
  Object.fromEntries(Object.entries(changes).filter(([field, value]) => !same(custom.get(field)?.value ?? null, value)))

/** The state with these fields set on that day; null clears a field. */
export const setCustomFields = <S extends CustomFields>(
  state: S,
  on: Occurrence,
  changes: z.output<typeof customChangesStored>,
): S => ({
  ...state,
  ...Object.entries(changes).reduce<CustomFields>(
    (s, [field, value]) =>
      value === null ? removePart(s, on, 'custom', field) : addPart(s, on, 'custom', field, { value }),
    state,
  ),
})
