// What a saved view asks must be what its list can be asked: the domain knows no lists.
import { issueWords, savedView, wordsOf, type Wording, type Words } from '@eventcrm/domain'
import { nearestName } from '@eventcrm/event-store'
import { QuestionInvalid, type AnyList } from '@eventcrm/projection'
import { z } from 'zod'
import type { Deciding } from '../commands/decide-batch.ts'
import { CommandInvalid, type FieldFault } from '../errors.ts'

/** Of the input of a command that says what a view is to show, what is looked at. */
const asked = z.object({
  list: z.string(),
  filter: z.string(),
  sort: z.array(z.looseObject({})),
  group: z.string().nullable(),
  apart: z.string().nullable(),
  columns: z.array(z.string()),
})
type Asked = Readonly<z.output<typeof asked>>

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
  // what is neglected or over is asked for, and not shown
  const names = Object.entries(list.fields).flatMap(([name, { kind }]) =>
    kind === 'neglect' || kind === 'past' ? [] : [name],
  )
  const unfit = columns.flatMap((column, i) => {
    const fault = !names.includes(column) ? oneOf(names, column) : columns.indexOf(column) < i ? twice : undefined
    return fault === undefined ? [] : [faultAt(`columns.${String(i)}`, fault)]
  })
  const where: unknown = JSON.parse(filter)
  const question = { filter: where, sort, ...(group === null ? {} : { group }), ...(apart === null ? {} : { apart }) }
  try {
    list.check(question, issueWords)
    return unfit
  } catch (error) {
    if (!(error instanceof QuestionInvalid)) throw error
    return [...error.faults, ...unfit]
  }
}

/**
 * Looks at commands that say what a view is to show, before anything is changed by them.
 * @throws CommandInvalid naming the field at fault
 */
export const savedViewChecker = (lists: readonly AnyList[]): NonNullable<Deciding['checkChange']> => {
  const byName = new Map(lists.map(list => [list.name, list]))
  const { save, change } = savedView.commands
  return ({ definition, input, index }, state) => {
    if (definition !== save && definition !== change) return
    const data = asked.parse({ ...state, ...input })
    const list = byName.get(data.list)
    // of a list that is there no longer there is nothing to look at
    if (!list && definition === change) return
    const faults = list ? faultsOf(list, data) : [faultAt('list', oneOf([...byName.keys()], data.list))]
    const name = definition === save ? 'save' : 'change'
    if (faults.length > 0) throw new CommandInvalid(`${savedView.category}.${name}`, faults, index)
  }
}
