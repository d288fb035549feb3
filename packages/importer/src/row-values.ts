// From what a row gives its fields to values that their schemas take, with everything that is wrong on the way.
import { custom as customSchema, expectedInWords, type Wording } from '@eventcrm/crm'
import type { z } from 'zod'
import type { Field, Fields } from './field.ts'
import type { Custom, FormRow } from './form.ts'
import { remark, type RowRemark } from './outcome.ts'
import type { Given, ReadField, ReadRow } from './read-row.ts'
import type { References } from './references.ts'

/** Values by field, not yet typed as the form's. */
export type UntypedValues = Readonly<Record<string, unknown>>

export interface RowValues {
  readonly whenNew: UntypedValues
  readonly whenThere: UntypedValues
  readonly custom: FormRow<Fields>['custom']
  readonly faults: readonly RowRemark[]
}

type Checked = { readonly value: unknown } | { readonly fault: Wording; readonly code: string }

/** What was expected, of the first thing at fault. */
const firstFault = ({ issues }: z.ZodError): string => issues[0]?.message ?? 'expected another value'

/** The value that a field's schema makes of what it was given. References must have been followed. */
const check = (field: Pick<Field, 'schema'>, value: unknown): Checked => {
  const result = field.schema.safeParse(value, { error: expectedInWords })
  if (result.success) return { value: result.data }
  return { code: 'INVALID', fault: firstFault(result.error) }
}

const follow = async (
  field: Field,
  names: readonly (readonly string[])[],
  references: References,
  has: () => Promise<readonly string[]>,
): Promise<Checked> => {
  if (field.reads.as !== 'reference') return { code: 'INVALID', fault: 'expected a value' }
  const { to, many } = field.reads
  const ids: string[] = []
  const complaints: string[] = []
  for (const parts of names) {
    const found = await references.find(to, parts)
    // Of several by that name, the one that it has is the one that is meant: an import that was right stays right.
    const held = found.is === 'ambiguous' ? await has() : []
    const meant = found.is === 'ambiguous' ? found.candidates.find(id => held.includes(id)) : found.id
    if (found.is !== 'unknown' && meant !== undefined) ids.push(meant)
    else {
      const complaint = await references.complaint(to, parts, found)
      complaints.push(names.length > 1 ? `"${parts.join(', ')}": ${complaint}` : complaint)
    }
  }
  if (complaints.length > 0) return { code: 'REFERENCE_UNKNOWN', fault: complaints.join('; ') }
  return { value: many ? ids : ids[0] }
}

const checked = async (
  field: Field,
  given: Given,
  references: References,
  has: () => Promise<readonly string[]>,
): Promise<Checked | undefined> => {
  if ('expected' in given) return undefined // reading it found the fault, which stands in `row.faults`
  return 'names' in given ? follow(field, given.names, references, has) : check(field, given.value)
}

/** Values without references: enough to tell which other rows a row must wait for. */
export const plainValues = (row: ReadRow, fields: Fields): UntypedValues =>
  Object.fromEntries(
    Object.entries(row.fields).flatMap(([name, { given }]) => {
      const field = fields[name]
      if (!field || !given || !('value' in given)) return []
      const result = check(field, given.value)
      return 'value' in result ? [[name, result.value]] : []
    }),
  )

/**
 * Every value of a row, or every reason why there is none.
 * @param has the ids that what the row is about has in a field
 */
export const valuesOf = async (
  row: ReadRow,
  fields: Fields,
  references: References,
  has: (field: string) => Promise<readonly string[]>,
): Promise<RowValues> => {
  const whenNew: Record<string, unknown> = {}
  const whenThere: Record<string, unknown> = {}
  const faults: RowRemark[] = []
  for (const [name, { column, value, given, otherwise }] of Object.entries(row.fields)) {
    const field = fields[name]
    if (!field) continue
    const take = async (from: Given, into: readonly Record<string, unknown>[]) => {
      const result = await checked(field, from, references, () => has(name))
      if (!result) return
      if ('value' in result) for (const values of into) values[name] = result.value
      else faults.push(remark({ field: name, code: result.code, words: result.fault }, { column, value }))
    }
    if (given) await take(given, [whenNew, whenThere])
    else if (otherwise) await take(otherwise, [whenNew])
  }
  const custom = customOf(row.custom, faults)
  return { whenNew, whenThere, custom, faults }
}

const customOf = (read: Readonly<Record<string, ReadField>>, faults: RowRemark[]): RowValues['custom'] => {
  const whenNew: Record<string, Custom[string]> = {}
  const whenThere: Record<string, Custom[string]> = {}
  for (const [name, { column, value, given, otherwise }] of Object.entries(read)) {
    const from = given ?? otherwise
    if (!from || !('value' in from)) continue
    const result = customSchema.safeParse({ [name]: from.value }, { error: expectedInWords })
    if (!result.success) {
      const words = firstFault(result.error)
      faults.push(remark({ field: `custom.${name}`, code: 'INVALID', words }, { column, value }))
      continue
    }
    Object.assign(whenNew, result.data)
    if (given) Object.assign(whenThere, result.data)
  }
  return { whenNew, whenThere }
}
