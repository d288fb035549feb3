// Rows of one thing, each with a line of it, taken for one row: what those after the first say stands under names with their place.
import { isDeepStrictEqual } from 'node:util'
import type { Fields } from './field.ts'
import type { Form } from './form.ts'
import { remark, type RowOutcome, type RowRemark, type Said } from './outcome.ts'
import type { ReadField, ReadRow } from './read-row.ts'
import type { UntypedValues } from './row-values.ts'

export type ThingRows = readonly [ReadRow, ...ReadRow[]]
/** A field of a row, by the place of the row among those of its thing. */
export type LineField<Name extends string = string> = Name | `${Name}#${number}`
export const ofLine = <Name extends string>(name: Name, line: number): LineField<Name> =>
  line === 0 ? name : `${name}#${line}`
const placeOf = (field: string | null): { readonly name: string | null; readonly line: number } => {
  const [, name = '', line] = /^(.*)#(\d+)$/.exec(field ?? '') ?? []
  return line === undefined ? { name: field, line: 0 } : { name: name === '' ? null : name, line: Number(line) }
}
/** The row of its thing that a remark is about. */
export const lineOf = (field: string | null): number => placeOf(field).line
export const nameOf = (field: string): string => placeOf(field).name ?? ''

/** More lines than anything may have, and few enough to be held at once. */
const mostRows = 1000
const hasNoKey = ({ faults, written }: ReadRow): boolean =>
  written.unreadable !== undefined || faults.some(({ code }) => code === 'KEY_MISSING')

/** Whether a row goes on with what the row above is about. */
export const goesOn = (above: ReadRow, row: ReadRow): boolean => isDeepStrictEqual(above.key, row.key) || hasNoKey(row)

/** The rows by what they are about: one by one, or where a form has lines, those of a key that stand one below the other. */
export async function* things(rows: AsyncIterable<ReadRow>, { lines }: Form): AsyncGenerator<ThingRows, undefined> {
  let thing: [ReadRow, ...ReadRow[]] | undefined
  for await (const row of rows) {
    if (!lines) {
      yield [row]
      continue
    }
    // one that can't be read may be a line of what stands above: that must not go in without it
    if (thing && thing.length < mostRows && goesOn(thing[0], row)) thing.push(row)
    else {
      if (thing) yield thing
      thing = [row]
    }
  }
  if (thing) yield thing
  return undefined
}

const withPlace = (one: RowRemark, line: number): RowRemark => ({ ...one, field: ofLine(one.field ?? '', line) })

const disagrees: Said['words'] = {
  en: 'a row above of the same says otherwise: say the same, or leave it empty',
  vi: 'một dòng phía trên của cùng đối tượng ghi khác: hãy ghi giống, hoặc để trống',
}
const disagreeing = (field: string): Said => ({ field, code: 'LINES_DISAGREE', words: disagrees })

/** Rows of one thing as one, and the form that reads it. */
export const asOne = (rows: ThingRows, form: Form): { readonly read: ReadRow; readonly form: Form } => {
  const [first, ...others] = rows
  if (others.length === 0) return { read: first, form }
  const fields: Record<string, ReadField> = { ...first.fields }
  const known: Record<string, Fields[string]> = { ...form.fields }
  const custom: Record<string, ReadField> = { ...first.custom }
  const faults = [...first.faults]
  const notices = [...first.notices]
  for (const [i, row] of others.entries()) {
    const line = i + 1
    for (const [name, cell] of Object.entries(row.fields)) fields[ofLine(name, line)] = cell
    for (const [name, field] of Object.entries(form.fields)) known[ofLine(name, line)] = { ...field, required: null }
    for (const [name, cell] of Object.entries(row.custom)) {
      const before = custom[name]
      if (cell.given === undefined) continue
      if (before?.given === undefined) custom[name] = cell
      else if (!isDeepStrictEqual(before.given, cell.given))
        faults.push(remark(disagreeing(ofLine(`custom.${name}`, line)), cell))
    }
    faults.push(...row.faults.map(one => withPlace(one, line)))
    notices.push(...row.notices.map(one => withPlace(one, line)))
  }
  return { read: { ...first, fields, custom, faults, notices }, form: { ...form, fields: known } }
}

/** What a row says, as a form gets it. */
export interface LineValues {
  readonly whenNew: UntypedValues
  readonly whenThere: UntypedValues
}
interface Gathered extends LineValues {
  readonly lines: readonly LineValues[]
  readonly faults: readonly Said[]
}

/** What rows of one thing say together: each its line, and the first that says anything else says it for all. */
export const gathered = (
  { whenNew, whenThere }: LineValues,
  ownOfLines: readonly string[],
  count: number,
): Gathered => {
  const lines = Array.from({ length: count }, (): Record<'whenNew' | 'whenThere', Record<string, unknown>> => ({
    whenNew: {},
    whenThere: {},
  }))
  const all = { whenNew: { ...whenNew }, whenThere: { ...whenThere } }
  const faults: Said[] = []
  for (const [from, values] of [['whenThere', whenThere] as const, ['whenNew', whenNew] as const])
    for (const [field, value] of Object.entries(values)) {
      const { name, line } = placeOf(field)
      if (name === null) continue
      const own = lines[line]
      if (own) own[from][name] = value
      if (line === 0 || ownOfLines.includes(name) || from === 'whenNew') continue
      if (!(name in all.whenThere)) all.whenThere[name] = all.whenNew[name] = value
      else if (!isDeepStrictEqual(all.whenThere[name], value)) faults.push(disagreeing(field))
    }
  return { ...all, lines, faults }
}

export const standApart = (row: number): Said => ({
  field: null,
  code: 'LINES_APART',
  words: {
    en: `row ${String(row)} has the same key: rows of one go in together, so put them one below the other`,
    vi: `dòng ${String(row)} có cùng khóa: các dòng của một đối tượng được nhập cùng nhau, hãy đặt chúng liền nhau`,
  },
})

/** What became of each of the rows. */
export const apart = (rows: ThingRows, outcome: RowOutcome): readonly RowOutcome[] => {
  if (rows.length === 1) return [outcome]
  const of = (remarks: readonly RowRemark[], line: number) =>
    remarks.flatMap(one => (lineOf(one.field) === line ? [{ ...one, field: placeOf(one.field).name }] : []))
  const faulty = rows.find((_, line) => of(outcome.reasons, line).length > 0)
  return rows.map(({ row }, line) => {
    const reasons = of(outcome.reasons, line)
    const together = remark({
      field: null,
      code: 'OTHER_LINE',
      words: {
        en: `it goes in together with row ${String(faulty?.row)}, which was refused`,
        vi: `dòng này được nhập cùng dòng ${String(faulty?.row)}, dòng đó bị từ chối`,
      },
    })
    return {
      ...outcome,
      row,
      reasons: outcome.outcome === 'rejected' && reasons.length === 0 ? [together] : reasons,
      notices: of(outcome.notices, line),
    }
  })
}
