import { kernelRejection, rejectionOf, type AnyAggregate } from './aggregate.ts'
import { isRejection, type AnyCommandDefinition, type Rejection } from './command.ts'
import { opening, setLater, type Dated, type Day, type SetLater } from './dated.ts'
import { showDay } from './show-day.ts'
import type { NewEvent } from './events.ts'
import { datedParts } from './parts.ts'
import type { StateDefinition } from './state.ts'
import type { Words } from './words.ts'

/** What a command comes to: its events, and the state after them. */
export interface Decided<S = Dated> {
  readonly events: readonly NewEvent[]
  readonly state: S
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** What people call a field, by its path: 'stages/<id>/order' is the place of a stage. */
export const fieldInWords = ({ fieldWords }: Pick<StateDefinition<Dated>, 'fieldWords'>, path: string) => {
  const [first = '', ...others] = path.split(/[./]/)
  return fieldWords[[first, ...others.slice(-1)].join('.')]
}

const setLaterInWords = (state: StateDefinition<Dated>, { field, notBefore }: SetLater): Words => {
  if (field === opening)
    return { en: `It begins on ${notBefore}`, vi: `Đối tượng này bắt đầu từ ngày ${showDay(notBefore, 'vi')}` }
  const words = fieldInWords(state, field)
  return words
    ? {
        en: `The ${words.en} last changed on ${notBefore}, and this builds on it`,
        vi: `${capital(words.vi)} có thay đổi gần nhất ngày ${showDay(notBefore, 'vi')}, và việc này dựa vào đó`,
      }
    : {
        en: `It builds on something that last changed on ${notBefore}`,
        vi: `Việc này dựa vào một điều có thay đổi gần nhất ngày ${showDay(notBefore, 'vi')}`,
      }
}

const tooEarly = (state: StateDefinition<Dated>, later: SetLater, on: Day): Rejection => {
  const { en, vi } = setLaterInWords(state, later)
  const words = { en: `${en}: date this on that day or later`, vi: `${vi}: hãy ghi ngày đó hoặc muộn hơn` }
  return kernelRejection('DATED_TOO_EARLY', { ...later, on }, words)
}

/** What grew beyond its bound. */
const tooMany = ({ bounds, mostFacts }: StateDefinition<Dated>, before: Dated, after: Dated): Rejection | undefined => {
  if (after.facts > mostFacts) return kernelRejection('TOO_MANY_FACTS', { most: mostFacts })
  for (const [field, most] of Object.entries(bounds)) {
    const { ever } = datedParts(Reflect.get(after, field))
    if (ever > most && ever > datedParts(Reflect.get(before, field)).ever)
      return kernelRejection('TOO_MANY_PARTS', { field, most })
  }
  return undefined
}

/** The first thing the command refers to that it may not refer to. */
const refusedReference = (
  aggregate: AnyAggregate,
  command: AnyCommandDefinition,
  input: Readonly<Record<string, unknown>>,
  state: Dated,
  context: Readonly<Record<string, Dated>>,
  day: Day,
): Rejection | undefined => {
  for (const [name, reference] of Object.entries(command.context(input, state, day))) {
    const refusal = reference.refuse?.(context[name] ?? reference.fold.initialState)
    if (refusal) return rejectionOf(aggregate, refusal.code, refusal.details)
  }
  return undefined
}

/**
 * Decides one command and folds what it decided. Pure. It rejects, whatever the command says itself: one that needs a stream and
 * finds none, one that refers to what may not be referred to, one that adds more than there is room for, and one dated before the
 * opening, before the last setting of a field that it sets, or of one that it depends on.
 * @param input as the command's schema gives it
 * @param state of the command's own stream, from everything recorded
 * @param context the states that `command.context(input, state)` refers to, as of `day`: `contextAsOf` finds them
 * @param day on which it happens
 * @param path what the command named, where that is part of this stream: itself, and each that it is part of
 */
export const decide = (
  aggregate: AnyAggregate,
  command: AnyCommandDefinition,
  input: Readonly<Record<string, unknown>>,
  state: Dated,
  context: Readonly<Record<string, Dated>>,
  day: Day,
  path: readonly string[] = [],
): Decided | Rejection => {
  const { idField, unknown } = aggregate
  if (state.openedOn === null && !command.creates && unknown !== undefined)
    return rejectionOf(aggregate, unknown, { field: idField, [idField]: input[idField] })
  const loserId = path.at(-1)
  const { merging } = aggregate.state
  if (loserId !== undefined && !merging?.standsFor(state, loserId))
    return kernelRejection('MERGER_UNDER_WAY', { field: idField, [idField]: path[0] })
  const decided = command.decide(input, state, context, day)
  if (isRejection(decided)) return decided
  if (decided.length === 0) return { events: decided, state }
  const events = merging && loserId !== undefined ? [merging.addressed(path, decided.length), ...decided] : decided
  const refusal = refusedReference(aggregate, command, input, state, context, day)
  if (refusal) return refusal
  let early = setLater(state, day, command.dependsOn(input, state, context))
  let after = state
  for (const { type, data } of events)
    after = aggregate.state.evolve(after, { type, data, occurredOn: day }, (field, notBefore) => {
      early ??= { field, notBefore }
    })
  if (early) return tooEarly(aggregate.state, early, day)
  return tooMany(aggregate.state, state, after) ?? { events, state: after }
}
