// What is said of a row that has the key of one before it.
import { isDeepStrictEqual } from 'node:util'
import type { Outcome, Words } from '@eventcrm/crm'
import type { Form, Plan, Step } from './form.ts'
import type { Said } from './outcome.ts'
import type { ReadRow } from './read-row.ts'
import { fieldOf } from './step-field.ts'

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The names in a command that an event of it may say something new of. What it says to be as before is not new; nor is what it leaves out beside
 * others that it has, unless that stands for a field of the form.
 */
const namesChanged = (input: Readonly<Record<string, unknown>>, { from: fields }: Step, data: unknown) => {
  const { from, to } = isRecord(data) ? data : {}
  const names = Object.keys(input)
  if (!isRecord(from) || !isRecord(to) || !names.some(name => name in to)) return names
  return names.filter(name => (name in to ? !isDeepStrictEqual(from[name], to[name]) : Object.hasOwn(fields, name)))
}

/** The fields that a row's commands changed, of those that it says something of. */
export const changedBy = (
  { steps }: Plan,
  outcomes: readonly Outcome[],
  form: Form,
  { fields, custom }: ReadRow,
): readonly string[] => {
  const given = (field: string | null) => (field !== null && fields[field]?.given !== undefined ? [field] : [])
  const changed = steps.flatMap((step, index) => {
    const { input } = step.command
    const events = outcomes[index]?.events ?? []
    if (!isRecord(input) || events.length === 0) return []
    const names = events.flatMap(({ data }) => namesChanged(input, step, data))
    const own = events.flatMap(({ data }) =>
      isRecord(data) && isRecord(data['custom']) ? Object.keys(data['custom']) : [],
    )
    const said = [
      ...names.flatMap(name => given(fieldOf(step, name, form))),
      ...own.filter(name => custom[name]?.given !== undefined).map(name => `custom.${name}`),
    ]
    // what is said by its day alone, as that somebody has left
    return said.length > 0 ? said : given(fieldOf(step, 'at', form))
  })
  return [...new Set(changed)]
}

const sameKey = (row: number, { en, vi }: Words): Said => ({
  field: null,
  code: 'SAME_KEY',
  words: { en: `the same key as row ${String(row)}${en}`, vi: `trùng khóa với dòng ${String(row)}${vi}` },
})

export const firstUnder = (row: number): Said =>
  sameKey(row, { en: ', which did not go in', vi: ', dòng đó chưa được nhập' })

export const changedAgain = (row: number, changed: readonly string[]): Said =>
  sameKey(
    row,
    changed.length === 0
      ? { en: ': it changed nothing', vi: ': không thay đổi gì' }
      : { en: `: it changed ${changed.join(', ')}`, vi: `: đã thay đổi ${changed.join(', ')}` },
  )
