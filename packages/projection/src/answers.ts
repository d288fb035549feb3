import { everything, parseFilter, type Condition } from './condition.ts'
import { parseGrouping, type ParsedGrouping } from './grouping.ts'
import { parseSome, type ParsedSome } from './some.ts'
import type { Answer, LastServing, Query, ViewProgress } from './document-store.ts'
import type { Document, Found, Grouped } from './filter.ts'
import { parseFind, type ParsedFind } from './find.ts'
import { inputError, isPlain } from './input-error.ts'

/** What a store that answers at once has to know; the questions reach it checked. */
export interface Answers {
  progress(view: string): ViewProgress | null
  views(prefix: string): ReadonlyMap<string, ViewProgress>
  servings(prefix: string): readonly LastServing[]
  load(collection: string, keys: readonly string[]): ReadonlyMap<string, Document>
  find(collection: string, find: ParsedFind): Found
  count(collection: string, where: Condition): number
  some(collection: string, some: ParsedSome): Found['documents']
  group(collection: string, grouping: ParsedGrouping): readonly Grouped[]
}

/** The same of a store that has to wait for its database. */
export type LaterAnswers = {
  readonly [Kind in keyof Answers]: (...asked: Parameters<Answers[Kind]>) => Promise<ReturnType<Answers[Kind]>>
}

/** A misspelt `where` would widen what is found. */
const only = (query: Query, ...known: readonly string[]): void => {
  const other = Object.keys(query).find(key => !known.includes(key))
  if (other !== undefined) throw inputError('query', `only ${known.map(key => `'${key}'`).join(', ')}`)
}

/** @throws TypeError for what asks nothing, or several things */
export const checkQuery = (query: unknown): void => {
  const asked = isPlain(query)
    ? ['progress', 'views', 'servings', 'load', 'find', 'count', 'some', 'group'].filter(kind => kind in query)
    : []
  const [kind] = asked
  if (!isPlain(query) || kind === undefined || asked.length > 1 || typeof query[kind] !== 'string')
    throw inputError(
      'query',
      "a collection's name as one of 'progress', 'load', 'find', 'count', 'some' and 'group', or the beginning of views' names",
    )
}

const prepared = (query: Query): ((answers: Answers | LaterAnswers) => unknown) => {
  checkQuery(query)
  if ('progress' in query) return answers => answers.progress(query.progress)
  if ('views' in query) return answers => answers.views(query.views)
  if ('servings' in query) return answers => answers.servings(query.servings)
  if ('load' in query) return answers => answers.load(query.load, query.keys)
  if ('find' in query) {
    only(query, 'find', 'where', 'sort', 'limit', 'after')
    const find = parseFind(query)
    return answers => answers.find(query.find, find)
  }
  if ('some' in query) {
    only(query, 'some', 'field', 'from', 'to', 'above', 'below', 'limit')
    const some = parseSome(query)
    return answers => answers.some(query.some, some)
  }
  if ('group' in query) {
    only(query, 'group', 'by', 'where', 'sum', 'limit', 'after')
    const grouping = parseGrouping(query)
    return answers => answers.group(query.group, grouping)
  }
  only(query, 'count', 'where')
  const where = query.where === undefined ? everything : parseFilter(query.where)
  return answers => answers.count(query.count, where)
}

/**
 * Checks questions, before anything is asked.
 * @returns a function that has them all answered, one after the other
 * @throws TypeError for a filter, sort or cursor that is not of the documented form
 */
export function prepareAnswers<const Q extends readonly Query[]>(
  queries: Q,
): (answers: Answers) => { readonly [I in keyof Q]: Answer<Q[I]> }
export function prepareAnswers(queries: readonly Query[]): (answers: Answers) => readonly unknown[] {
  const all = queries.map(prepared)
  return answers => all.map(one => one(answers))
}

/** `prepareAnswers` of a store that has to wait: it asks them all at once. */
export function prepareLaterAnswers<const Q extends readonly Query[]>(
  queries: Q,
): (answers: LaterAnswers) => Promise<{ readonly [I in keyof Q]: Answer<Q[I]> }>
export function prepareLaterAnswers(queries: readonly Query[]): (answers: LaterAnswers) => Promise<readonly unknown[]> {
  const all = queries.map(prepared)
  return answers => Promise.all(all.map(one => one(answers)))
}
