// What a saved view asks must be what its list can be asked: the domain knows no lists.
import { expectedInWords, savedView, wordsOf, type SavedViewState, type Wording, type Words } from '@eventcrm/domain'
import { nearestName } from '@eventcrm/event-store'
import { QuestionInvalid, type AnyList } from '@eventcrm/projection'
import { z } from 'zod'
import { CommandInvalid, type FieldFault } from '../errors.ts'

/** Of the input of a command that says what a view is to show, what is looked at. */
const asked = z.object({
  savedViewId: z.string(),
  list: z.string().optional(),
  filter: z.string(),
  sort: z.array(z.looseObject({})),
  group: z.string().nullable(),
  apart: z.string().nullable(),
  columns: z.array(z.string()),
})
type Asked = Readonly<z.output<typeof asked>>

const command = z.object({
  aggregate: z.literal(savedView.category),
  name: z.enum(['save', 'change']),
  input: z.unknown(),
})

const faultAt = (field: string, wording: Wording): FieldFault => {
  const words = wordsOf(wording)
  return { field, message: words.en, words }
}
const oneOf = (known: readonly string[], given: string): Wording => {
  const meant = nearestName(given, known)
  const all = known.join(', ')
  return {
    en: `expected ${all}${meant === undefined ? '' : `; did you mean ${meant}?`}`,
    vi: `cần một trong ${all}${meant === undefined ? '' : `; có phải ${meant}?`}`,
  }
}

const twice: Words = { en: 'expected each column once', vi: 'mỗi cột chỉ được ghi một lần' }

/** What of a view its list can't be asked. */
const faultsOf = (list: AnyList, { filter, sort, group, apart, columns }: Asked): readonly FieldFault[] => {
  // what is neglected is asked for, and not shown
  const names = Object.entries(list.fields).flatMap(([name, { kind }]) => (kind === 'neglect' ? [] : [name]))
  const unfit = columns.flatMap((column, i) => {
    const fault = !names.includes(column) ? oneOf(names, column) : columns.indexOf(column) < i ? twice : undefined
    return fault === undefined ? [] : [faultAt(`columns.${String(i)}`, fault)]
  })
  const where: unknown = JSON.parse(filter)
  const question = { filter: where, sort, ...(group === null ? {} : { group }), ...(apart === null ? {} : { apart }) }
  try {
    list.check(question, expectedInWords)
    return unfit
  } catch (error) {
    if (!(error instanceof QuestionInvalid)) throw error
    return [...error.faults.map(({ field, message }) => faultAt(field, message)), ...unfit]
  }
}

/** What is no command at all is told by command handling. */
const listOf = (messages: unknown): readonly unknown[] => (Array.isArray(messages) ? messages : [])

interface SavedViewChecker {
  /** @param index its place among those sent together */
  readonly checkSavedView: (message: unknown, index?: number) => Promise<void>
  readonly checkSavedViews: (messages: unknown) => Promise<void>
}

/** Looks at commands that say what a view is to show, before they are decided. It throws CommandInvalid naming the field at fault. */
export const savedViewChecker = (
  lists: readonly AnyList[],
  stateOf: (savedViewId: string) => Promise<SavedViewState>,
): SavedViewChecker => {
  const byName = new Map(lists.map(list => [list.name, list]))
  const checkSavedView: SavedViewChecker['checkSavedView'] = async (message, index = 0) => {
    const sent = command.safeParse(message)
    if (!sent.success) return
    const { name, input } = sent.data
    // what does not fit the schema is told by command handling, all of it
    const { save, change } = savedView.commands
    const parsed = (name === 'save' ? save : change).schema.safeParse(input)
    if (!parsed.success) return
    const data = asked.parse(parsed.data)
    const called = data.list ?? (await stateOf(data.savedViewId)).list
    const list = byName.get(called)
    // of no view there is nothing to look at, and that is a rejection
    if (!list && name === 'change') return
    const faults = list ? faultsOf(list, data) : [faultAt('list', oneOf([...byName.keys()], called))]
    if (faults.length > 0) throw new CommandInvalid(`${savedView.category}.${name}`, faults, index)
  }
  return {
    checkSavedView,
    checkSavedViews: async messages => {
      let index = 0
      for (const message of listOf(messages)) await checkSavedView(message, index++)
    },
  }
}
