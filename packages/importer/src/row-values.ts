// From what a row gives its fields to values that their schemas take, with everything that is wrong on the way.
import { custom as customSchema, expectedInWords, wordsOf, wordsOfIssue, type Wording, type Words } from '@eventcrm/crm'
import type { z } from 'zod'
import type { Field, Fields } from './field.ts'
import type { Custom, FormRow } from './form.ts'
import { named } from './nearest.ts'
import { remark, type RowRemark, type Said } from './outcome.ts'
import type { Given } from './given.ts'
import type { ReadField, ReadRow } from './read-row.ts'
import type { References } from './references.ts'

/** Values by field, not yet typed as the form's. */
export type UntypedValues = Readonly<Record<string, unknown>>

export interface RowValues {
  readonly whenNew: UntypedValues
  readonly whenThere: UntypedValues
  readonly custom: FormRow<Fields>['custom']
  readonly faults: readonly RowRemark[]
  readonly notices: readonly RowRemark[]
}

interface Faulty {
  readonly fault: Wording
  readonly code: string
}
type Checked = { readonly value: unknown; readonly notice?: Said['words'] | undefined } | Faulty

/** What a row's values are found with. */
export interface Finding {
  readonly references: References
  /** The ids that what the row is about has in a field. */
  readonly has: (field: string) => Promise<readonly string[]>
  /** The company's day of an instant. */
  readonly dayOf: (instant: string) => string
}

const staysThere: Faulty = {
  code: 'INVALID',
  fault: {
    en: 'expected a value: what is there can be changed, but not taken away',
    vi: 'cần một giá trị: có thể thay đổi giá trị hiện có, nhưng không thể bỏ đi',
  },
}

/** What was expected, of the first thing at fault. */
const firstFault = ({ issues: [first] }: z.ZodError): Wording =>
  first ? wordsOfIssue(first) : { en: 'expected another value', vi: 'cần giá trị khác' }

/** The value that a field's schema makes of what it was given. References must have been followed. */
const check = (field: Pick<Field, 'schema'>, value: unknown): Checked => {
  const result = field.schema.safeParse(value, { error: expectedInWords })
  if (result.success) return { value: result.data }
  return { code: 'INVALID', fault: firstFault(result.error) }
}

/** That a cell was taken for an empty one, and why. */
export const leftEmpty = (field: string, fault: Wording): Said => {
  const { en, vi } = wordsOf(fault)
  return { field, code: 'LEFT_EMPTY', words: { en: `left empty: ${en}`, vi: `để trống: ${vi}` } }
}

const follow = async (
  field: Field,
  names: readonly (readonly string[])[],
  references: References,
  has: () => Promise<readonly string[]>,
): Promise<Checked> => {
  if (field.reads.as !== 'reference')
    return { code: 'INVALID', fault: { en: 'expected a value', vi: 'cần một giá trị' } }
  const { to, many } = field.reads
  const ids: string[] = []
  const complaints: Words[] = []
  const loosely: string[] = []
  for (const parts of names) {
    const found = await references.find(to, parts)
    // Of several by that name, the one that it has is the one that is meant: an import that was right stays right.
    const held = found.is === 'ambiguous' ? await has() : []
    const meant = found.is === 'ambiguous' ? found.candidates.find(id => held.includes(id)) : found.id
    if (found.is !== 'unknown' && meant !== undefined) {
      ids.push(meant)
      if (found.is === 'known' && found.otherwiseWritten !== undefined) loosely.push(found.otherwiseWritten)
    } else {
      const complaint = await references.complaint(to, parts, found)
      const which = names.length > 1 ? `"${named(parts.join(', '))}": ` : ''
      complaints.push({ en: which + complaint.en, vi: which + complaint.vi })
    }
  }
  if (complaints.length > 0) {
    const fault = { en: complaints.map(({ en }) => en).join('; '), vi: complaints.map(({ vi }) => vi).join('; ') }
    return { code: 'REFERENCE_UNKNOWN', fault }
  }
  const value = many ? ids : ids[0]
  if (loosely.length === 0) return { value }
  const taken = loosely.map(name => `"${name}"`).join(', ')
  const notice = {
    en: `taken for ${taken}, which has other accents: put the name as it is written there`,
    vi: `được hiểu là ${taken}, có dấu khác: hãy ghi đúng tên như ở đó`,
  }
  return { value, notice }
}

const checked = async (name: string, field: Field, given: Given, finding: Finding): Promise<Checked> => {
  if ('expected' in given) return { code: 'INVALID', fault: given.expected }
  if ('takesAway' in given) return field.canBeWithout ? { value: null } : staysThere
  if ('names' in given) return follow(field, given.names, finding.references, () => finding.has(name))
  if ('moments' in given) {
    const days = given.moments.map(moment => (moment.length === 10 ? moment : finding.dayOf(moment))).sort()
    return check(field, given.pick === 'latest' ? days.at(-1) : days[0])
  }
  return check(field, given.value)
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

/** Every value of a row, or every reason why there is none. */
export const valuesOf = async (row: ReadRow, fields: Fields, finding: Finding): Promise<RowValues> => {
  const whenNew: Record<string, unknown> = {}
  const whenThere: Record<string, unknown> = {}
  const faults: RowRemark[] = []
  const notices: RowRemark[] = []
  for (const [name, cell] of Object.entries(row.fields)) {
    const field = fields[name]
    if (!field) continue
    const { given, otherwise, leaveEmpty } = cell
    /** Whether it gave a value, or a fault that stays one. */
    const take = async (from: Given, into: readonly Record<string, unknown>[], forgives: boolean) => {
      const result = await checked(name, field, from, finding)
      if ('value' in result) {
        for (const values of into) values[name] = result.value
        if (result.notice !== undefined)
          notices.push(remark({ field: name, code: 'WRITTEN_OTHERWISE', words: result.notice }, cell))
        return true
      }
      if (forgives) notices.push(remark(leftEmpty(name, result.fault), cell))
      else faults.push(remark({ field: name, code: result.code, words: result.fault }, cell))
      return !forgives
    }
    if (given && (await take(given, [whenNew, whenThere], leaveEmpty))) continue
    if (otherwise) await take(otherwise, [whenNew], false)
  }
  const custom = customOf(row.custom, faults, notices)
  return { whenNew, whenThere, custom, faults, notices }
}

const customOf = (
  read: Readonly<Record<string, ReadField>>,
  faults: RowRemark[],
  notices: RowRemark[],
): RowValues['custom'] => {
  const whenNew: Record<string, Custom[string]> = {}
  const whenThere: Record<string, Custom[string] | null> = {}
  for (const [name, cell] of Object.entries(read)) {
    const field = `custom.${name}`
    const take = (given: Given, into: readonly object[], forgives: boolean): boolean => {
      const result = customValue(name, given)
      if ('value' in result) for (const values of into) Object.assign(values, result.value)
      else if (forgives) notices.push(remark(leftEmpty(field, result.fault), cell))
      else faults.push(remark({ field, code: result.code, words: result.fault }, cell))
      return 'value' in result || !forgives
    }
    const { given, otherwise, leaveEmpty } = cell
    if (given && 'takesAway' in given) {
      whenThere[name] = null
      continue
    }
    if (given && take(given, [whenNew, whenThere], leaveEmpty)) continue
    if (otherwise) take(otherwise, [whenNew], false)
  }
  return { whenNew, whenThere }
}

const customValue = (name: string, given: Given): Checked =>
  'value' in given
    ? check({ schema: customSchema }, { [name]: given.value })
    : { code: 'INVALID', fault: 'expected' in given ? given.expected : '' }
