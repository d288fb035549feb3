// One row: what it says, what is to be done about it, and what became of it.
import type { CommandOptions } from '@eventcrm/crm'
import { brokenOffOn, mayHaveBegun } from './broken-off.ts'
import type { EntryNames } from './entry-names.ts'
import type { Form, FormRow, ImportTarget, Plan } from './form.ts'
import { apart, asOne, gathered, lineOf, nameOf, standApart, type ThingRows } from './lines.ts'
import { remark, type RowOutcome, type RowRemark, type Said } from './outcome.ts'
import type { ReadRow } from './read-row.ts'
import type { PipelineNames } from './pipeline-names.ts'
import type { References } from './references.ts'
import type { FirstPlaces } from './rows-by-key.ts'
import { leftEmpty, valuesOf, type RowValues } from './row-values.ts'
import { changedAgain, changedBy, firstUnder } from './same-key.ts'
import { lastPosition, sendSteps } from './send-steps.ts'
import { allEvents, type HistoryPlace } from './timeline.ts'
import { writtenBy, type NamedOne } from './written-down.ts'

export interface RowHandling {
  readonly crm: ImportTarget
  readonly form: Form
  readonly references: References
  readonly names: PipelineNames
  readonly entries: EntryNames
  readonly firsts: FirstPlaces
  readonly options: CommandOptions
  /** Whether rows have a key. */
  readonly isKeyed: boolean
  /** Whether rows say on which day something changed. */
  readonly isHistory: boolean
  /** What a row does about something that is not there. */
  readonly whenNew: 'create' | 'reject'
  /** The company's day of an instant. */
  readonly dayOf: (instant: string) => string
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

/** Without those that say the same of the same column, or of a field that is of no column. */
const once = (remarks: readonly RowRemark[]): readonly RowRemark[] =>
  remarks.filter(
    (one, i) =>
      remarks.findIndex(
        other =>
          other.code === one.code &&
          other.message === one.message &&
          lineOf(other.field) === lineOf(one.field) &&
          (one.column === null ? other.field === one.field && other.column === null : other.column === one.column),
      ) === i,
  )

const notThere: Said = {
  field: null,
  code: 'NEW',
  words: {
    en: 'nothing was imported under this key, and the mapping takes nothing new: mend the key, or leave out `new`',
    vi: 'chưa nhập gì với khóa này, và tệp ánh xạ không nhận đối tượng mới: hãy sửa khóa, hoặc bỏ `new`',
  },
}

/** Reasons stand in the order of the form's fields, those about the whole row first. */
const rejected = ({ row, fields, custom }: ReadRow, id: string | null, reasons: readonly RowRemark[]): RowOutcome => {
  const places = [...Object.keys(fields), ...Object.keys(custom).map(name => `custom.${name}`)]
  const place = ({ field }: RowRemark) => (field === null ? -1 : places.indexOf(field))
  const inOrder = once(reasons).toSorted((a, b) => place(a) - place(b))
  return { row, outcome: 'rejected', id, reasons: inOrder, notices: [], position: null }
}

/** What a row is about, and what rows before it said about the same. */
export interface RowSubject {
  readonly id: () => Promise<string>
  /** The row before that has the same key; null for none. */
  readonly sameKeyAs: number | null
  /** What is said of others that share something with what the row is about: waits for the rows before that may. */
  readonly others: () => Promise<readonly Said[]>
  /** Told that the row went in, before `others` is asked: rows behind may wait for it. */
  readonly isIn: (wentIn: boolean) => void
  /** Told of each lead and contact that the row wrote down. */
  readonly wrote: (one: NamedOne) => void
  /** How far the rows before have come; null where none says a day. */
  readonly before: HistoryPlace | null
  readonly moveTo: (place: HistoryPlace) => void
}

/** Rows of one thing: what became of each. */
export const handleRows = async (
  rows: ThingRows,
  handling: RowHandling,
  subject: RowSubject,
): Promise<readonly RowOutcome[]> => {
  const { read, form } = asOne(rows, handling.form)
  const unread = rows.flatMap(({ written }, line) => (written.unreadable ? [line] : []))
  return apart(rows, await handleRow(read, { ...handling, form, lines: rows.length, unread: new Set(unread) }, subject))
}

const handleRow = async (
  read: ReadRow,
  handling: RowHandling & { readonly lines: number; readonly unread: ReadonlySet<number> },
  { id, sameKeyAs, others, isIn, wrote, before, moveTo }: RowSubject,
): Promise<RowOutcome> => {
  const { crm, form, references } = handling
  const about = ({ field, code, words }: Said): RowRemark =>
    remark(
      { field, code, words },
      field === null ? undefined : (read.fields[field] ?? read.custom[field.replace(/^custom\./, '')]),
    )
  if (read.written.unreadable) return rejected(read, null, read.faults)
  const keyMissing = read.faults.some(({ code }) => code === 'KEY_MISSING')
  const rowId = keyMissing ? null : await id()
  const has = async (field: string) => (rowId === null ? [] : form.has(crm, rowId, nameOf(field)))
  let values = await valuesOf(read, form.fields, { references, has, dayOf: handling.dayOf })
  const cellFaults = [...read.faults, ...values.faults]
  if (rowId === null) return rejected(read, null, cellFaults)
  const notices = [...read.notices, ...values.notices]
  let inPart = false
  let created = false
  const isFirst = sameKeyAs === null && read.fields['changedOn']?.given === undefined
  const planned = async (): Promise<Plan> => {
    const { faults: disagreeing, ...said } = gathered(values, form.lines ?? [], handling.lines)
    const row = formRow(rowId, { ...values, ...said }, handling, { row: read.row, before })
    const made = await form.plan(row)
    const plan = disagreeing.length === 0 ? made : { ...made, faults: [...made.faults, ...disagreeing] }
    if (plan.creates || !isFirst || plan.steps.length === 0) return plan
    const began = await brokenOffOn(crm, form.kind, rowId, { id: handling.options.correlationId, inPart })
    if (began === null || !mayHaveBegun(values.whenNew, began, handling.dayOf)) return plan
    const dated = await form.plan({ ...row, brokenOffOn: began.on })
    // where something held on that day and was changed since, the row means now, as ever
    const isSame = dated.faults.length === plan.faults.length && dated.steps.length === plan.steps.length
    return isSame ? dated : plan
  }
  const refused = (faults: readonly RowRemark[]) =>
    rejected(read, rowId, inPart ? [about(writtenInPart), ...faults] : faults)
  for (let attempt = 1; ; attempt++) {
    let plan = await planned()
    if (plan.creates && handling.whenNew === 'reject') return refused([...cellFaults, about(notThere)])
    if (plan.creates && form.lines && sameKeyAs !== null) return refused([...cellFaults, about(standApart(sameKeyAs))])
    for (let bad = badCells(plan, read); bad.length > 0; bad = badCells(plan, read)) {
      notices.push(...bad.map(({ field, words }) => about(leftEmpty(field, words))))
      values = emptied(values, new Set(bad.map(({ field }) => field)))
      plan = await planned()
    }
    const faulty = new Set(cellFaults.map(({ field }) => field))
    const planFaults = [
      ...plan.faults,
      ...missing(plan, form, gathered(values, form.lines ?? [], handling.lines)),
    ].filter(
      ({ field }) =>
        field === null ||
        // what a row that could not be read seems to lack may well stand there
        !(handling.unread.has(lineOf(field)) || faulty.has(field) || (faulty.has('currency') && isAmount(form, field))),
    )
    const faults = [...cellFaults, ...planFaults.map(about)]
    if (faults.length > 0) return refused(faults)
    const sent = await sendSteps(plan.steps, handling)
    for (const index of sent.written) {
      const written = plan.steps[index] && writtenBy(plan.steps[index].command)
      if (written) wrote(written)
    }
    if ('outcomes' in sent) {
      const events = sent.outcomes.reduce((sum, outcome) => sum + outcome.events.length, 0)
      // what another import made meanwhile is not made here
      created ||= plan.creates && events > 0
      if (plan.place && (before === null || plan.place.day >= before.day))
        moveTo(events > 0 ? { ...plan.place, events: allEvents } : plan.place)
      const outcome = created ? 'created' : inPart || events > 0 ? 'changed' : 'unchanged'
      isIn(true)
      notices.push(...(await others()).map(about))
      if (sameKeyAs !== null && (created || !plan.isFurther))
        notices.push(
          about(created ? firstUnder(sameKeyAs) : changedAgain(sameKeyAs, changedBy(plan, sent.outcomes, form, read))),
        )
      notices.push(...plan.notices.filter(notice => !isUsedElsewhere(notice, plan, read)).map(about))
      const position = lastPosition(sent.outcomes)
      return { row: read.row, outcome, id: rowId, reasons: [], notices: once(notices), position }
    }
    if (sent.inPart) {
      inPart = true
      created ||= plan.creates
      if (attempt < attempts) continue // what is missing is planned anew
    }
    if (plan.creates && attempt < attempts && !(await planned()).creates) continue
    if (attempt < attempts && sent.faults.some(({ code }) => madeMeanwhile.has(code))) continue
    return refused(sent.faults.map(about))
  }
}

/** What a row makes beside its own thing: another row, another import or a person made it meanwhile, perhaps under a label or code in another case. */
const madeMeanwhile: ReadonlySet<string> = new Set([
  'ENTRY_EXISTS',
  'LABEL_TAKEN',
  'ALREADY_REGISTERED',
  'ALREADY_CUSTOMER',
  'CUSTOMER_CODE_TAKEN',
])

/** Faults of a cell that cannot be read, as against one that says what cannot be. */
const unreadable: ReadonlySet<string> = new Set([
  'INVALID',
  'PHONE_INVALID',
  'CURRENCY_CONTRADICTED',
  'AMBIGUOUS',
  'STAGE_UNKNOWN',
  'LOST_REASON_UNKNOWN',
  'ENTRY_UNKNOWN',
  'ENTRY_AMBIGUOUS',
])

/** Of a plan's faults, those of cells that are to be taken for empty ones. */
const badCells = ({ faults }: Plan, { fields }: ReadRow): readonly (Said & { readonly field: string })[] =>
  faults.flatMap(({ field, code, words }) =>
    field !== null && unreadable.has(code) && fields[field]?.leaveEmpty === true ? [{ field, code, words }] : [],
  )

const emptied = (values: RowValues, fields: ReadonlySet<string>): RowValues => {
  const without = (all: RowValues['whenNew']) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => !fields.has(name)))
  return { ...values, whenNew: without(values.whenNew), whenThere: without(values.whenThere) }
}

/** A value that is not used for one field is not said to be unused where its column feeds another. */
const isUsedElsewhere = ({ field, code }: Said, { notices }: Plan, { fields }: ReadRow): boolean => {
  if (code !== 'UNUSED' || field === null) return false
  return (fields[field]?.alsoFeeds ?? []).some(
    other =>
      other === 'key' ||
      other.startsWith('custom.') ||
      (fields[other]?.given !== undefined &&
        !notices.some(notice => notice.code === 'UNUSED' && notice.field === other)),
  )
}

/** Whether it can be judged only with the row's currency. */
const isAmount = ({ fields }: Form, field: string): boolean => fields[field]?.reads.as === 'amount'

const formRow = (
  id: string,
  { whenNew, whenThere, lines, custom }: RowValues & Pick<FormRow<Form['fields']>, 'lines'>,
  { crm, names, entries, references, isKeyed, isHistory, firsts }: RowHandling,
  { row, before }: { readonly row: number; readonly before: HistoryPlace | null },
): FormRow<Form['fields']> => ({
  id,
  whenNew,
  whenThere,
  lines,
  custom,
  isKeyed,
  isHistory,
  before,
  brokenOffOn: undefined,
  isFirst: (about, column) => firsts.isFirst(about, row, column),
  crm,
  names,
  entries,
  find: (kind, name) => references.find(kind, [name]),
})

/** What something new can't do without, and the row doesn't say. */
const missing = ({ creates }: Plan, { fields }: Form, { whenNew }: Pick<RowValues, 'whenNew'>): readonly Said[] =>
  creates
    ? Object.entries(fields).flatMap(([field, { required }]) =>
        required && whenNew[field] === undefined
          ? [
              {
                field,
                code: 'REQUIRED',
                words: {
                  en: `required of one that is new: ${required.en}`,
                  vi: `bắt buộc với đối tượng mới: ${required.vi}`,
                },
              },
            ]
          : [],
      )
    : []
