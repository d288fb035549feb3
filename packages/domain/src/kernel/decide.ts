import { kernelRejection, rejectionOf, type AnyAggregate } from './aggregate.ts'
import { isRejection, type AnyCommandDefinition, type Rejection } from './command.ts'
import { setLater, type Dated, type Day, type SetLater } from './dated.ts'
import type { NewEvent } from './events.ts'
import { datedParts } from './parts.ts'
import type { StateDefinition } from './state.ts'

/** What a command comes to: its events, and the state after them. */
export interface Decided<S = Dated> {
  readonly events: readonly NewEvent[]
  readonly state: S
}

const tooEarly = ({ field, notBefore }: SetLater, on: Day): Rejection =>
  kernelRejection(
    'DATED_TOO_EARLY',
    { field, notBefore, on },
    {
      en: `${field} was set on ${notBefore}: what builds on it may not be dated earlier`,
      vi: `${field} được đặt ngày ${notBefore}: việc dựa vào đó không thể có ngày sớm hơn`,
    },
  )

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
): Rejection | undefined => {
  for (const [name, reference] of Object.entries(command.context(input, state))) {
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
 */
export const decide = (
  aggregate: AnyAggregate,
  command: AnyCommandDefinition,
  input: Readonly<Record<string, unknown>>,
  state: Dated,
  context: Readonly<Record<string, Dated>>,
  day: Day,
): Decided | Rejection => {
  const { idField, unknown } = aggregate
  if (state.openedOn === null && !command.creates && unknown !== undefined)
    return rejectionOf(aggregate, unknown, { field: idField, [idField]: input[idField] })
  const events = command.decide(input, state, context, day)
  if (isRejection(events)) return events
  if (events.length === 0) return { events, state }
  const refusal = refusedReference(aggregate, command, input, state, context)
  if (refusal) return refusal
  let early = setLater(state, day, command.dependsOn(input, state, context))
  let after = state
  for (const { type, data } of events)
    after = aggregate.state.evolve(after, { type, data, occurredOn: day }, (field, notBefore) => {
      early ??= { field, notBefore }
    })
  if (early) return tooEarly(early, day)
  return tooMany(aggregate.state, state, after) ?? { events, state: after }
}
