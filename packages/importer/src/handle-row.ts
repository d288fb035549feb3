// One row: what it says, what is to be done about it, and what became of it.
import { CommandInvalid, PartiallyAppended, isRejected, type CommandOptions, type Outcome } from '@eventcrm/crm'
import type { Form, FormRow, ImportTarget, Plan, Step } from './form.ts'
import { remark, type RowOutcome, type RowRemark, type Said } from './outcome.ts'
import type { ReadRow } from './read-row.ts'
import type { PipelineNames } from './pipeline-names.ts'
import type { References } from './references.ts'
import { valuesOf, type RowValues } from './row-values.ts'

export interface RowHandling {
  readonly crm: ImportTarget
  readonly form: Form
  readonly references: References
  readonly names: PipelineNames
  readonly options: CommandOptions
}

/** Another import, or a person, may make the same thing between the look and the command. */
const attempts = 3

const writtenInPart: Said = {
  field: null,
  code: 'IN_PART',
  words: {
    en: 'a part of the row is in, since somebody else wrote at the same time; imported again, once mended, what is missing is added',
    vi: 'một phần của dòng đã được nhập, vì có người khác ghi cùng lúc; nhập lại sau khi sửa thì phần còn thiếu sẽ được thêm',
  },
}

/** Reasons stand in the order of the form's fields, those about the whole row first. */
const rejected = ({ row, fields, custom }: ReadRow, id: string | null, reasons: readonly RowRemark[]): RowOutcome => {
  const places = [...Object.keys(fields), ...Object.keys(custom).map(name => `custom.${name}`)]
  const place = ({ field }: RowRemark) => (field === null ? -1 : places.indexOf(field))
  const inOrder = reasons.toSorted((a, b) => place(a) - place(b))
  return { row, outcome: 'rejected', id, reasons: inOrder, notices: [], position: null }
}

/** @param id the id of what the row is about */
export const handleRow = async (
  read: ReadRow,
  id: () => Promise<string>,
  handling: RowHandling,
): Promise<RowOutcome> => {
  const { crm, form, references } = handling
  const about = ({ field, code, words }: Said): RowRemark =>
    remark(
      { field, code, words },
      field === null ? undefined : (read.fields[field] ?? read.custom[field.replace(/^custom\./, '')]),
    )
  if (read.faults.some(({ code }) => code === 'RAGGED')) return rejected(read, null, read.faults)
  const keyMissing = read.faults.some(({ code }) => code === 'KEY_MISSING')
  const rowId = keyMissing ? null : await id()
  const has = async (field: string) => (rowId === null ? [] : form.has(crm, rowId, field))
  const values = await valuesOf(read, form.fields, references, has)
  const cellFaults = [...read.faults, ...values.faults]
  if (rowId === null) return rejected(read, null, cellFaults)
  let inPart = false
  let created = false
  const refused = (faults: readonly RowRemark[]) =>
    rejected(read, rowId, inPart ? [about(writtenInPart), ...faults] : faults)
  for (let attempt = 1; ; attempt++) {
    const plan = await form.plan(formRow(rowId, values, handling))
    const faulty = new Set(cellFaults.map(({ field }) => field))
    const planFaults = [...plan.faults, ...missing(plan, form, values)].filter(
      ({ field }) => field === null || !faulty.has(field),
    )
    const faults = [...cellFaults, ...planFaults.map(about)]
    if (faults.length > 0) return refused(faults)
    const sent = await send(plan.steps, handling)
    if ('outcomes' in sent) {
      const events = sent.outcomes.reduce((sum, outcome) => sum + outcome.events.length, 0)
      // what another import made meanwhile is not made here
      created ||= plan.creates && events > 0
      const outcome = created ? 'created' : inPart || events > 0 ? 'changed' : 'unchanged'
      const notices = [...read.notices, ...plan.notices.map(about)]
      return { row: read.row, outcome, id: rowId, reasons: [], notices, position: lastPosition(sent.outcomes) }
    }
    if (sent.inPart) {
      inPart = true
      created ||= plan.creates
      if (attempt < attempts) continue // what is missing is planned anew
    }
    if (plan.creates && attempt < attempts && !(await form.plan(formRow(rowId, values, handling))).creates) continue
    return refused(sent.faults.map(about))
  }
}

const formRow = (
  id: string,
  { whenNew, whenThere, custom }: RowValues,
  { crm, names, references }: RowHandling,
): FormRow<Form['fields']> => ({
  id,
  whenNew,
  whenThere,
  custom,
  crm,
  names,
  find: (kind, name) => references.find(kind, [name]),
})

/** What something new can't do without, and the row doesn't say. */
const missing = ({ creates }: Plan, { fields }: Form, { whenNew }: RowValues): readonly Said[] =>
  creates
    ? Object.entries(fields).flatMap(([field, { required, describe, takes }]) =>
        required && whenNew[field] === undefined
          ? [
              {
                field,
                code: 'REQUIRED',
                words: {
                  en: `required of one that is new: ${describe.toLowerCase()} (${takes})`,
                  vi: `bắt buộc với đối tượng mới: ${field}`,
                },
              },
            ]
          : [],
      )
    : []

const send = async (
  steps: readonly Step[],
  { crm, form, options }: RowHandling,
): Promise<
  { readonly outcomes: readonly Outcome[] } | { readonly faults: readonly Said[]; readonly inPart: boolean }
> => {
  if (steps.length === 0) return { outcomes: [] }
  try {
    return {
      outcomes: await crm.send(
        steps.map(({ command }) => command),
        options,
      ),
    }
  } catch (thrown) {
    // somebody else wrote between two streams
    const inPart = thrown instanceof PartiallyAppended
    const error = inPart ? thrown.cause : thrown
    if (isRejected(error)) {
      const { code, words, details, index } = error
      const dated = code.startsWith('DATED_')
      const field = fieldOf(steps[index], dated ? 'at' : details['field'], form)
      return { faults: [{ field, code, words }], inPart }
    }
    if (error instanceof CommandInvalid) {
      return {
        faults: error.faults.map(({ field, words }) => ({
          field: fieldOf(steps[error.index], field, form),
          code: 'INVALID',
          words,
        })),
        inPart,
      }
    }
    throw error
  }
}

/** The form's field that a command's field came from. */
const fieldOf = (step: Step | undefined, field: unknown, { fields }: Form): string | null => {
  if (!step || typeof field !== 'string') return null
  const [first = '', ...rest] = field.split('.')
  const last = rest.at(-1) ?? first
  for (const name of [field, first, last]) {
    const from = step.from[name] ?? name
    if (Object.hasOwn(fields, from)) return from
  }
  return null
}

const lastPosition = (outcomes: readonly Outcome[]): string | null =>
  outcomes.reduce<string | null>(
    (last, { position }) => (position !== null && (last === null || position > last) ? position : last),
    null,
  )
