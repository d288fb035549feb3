import type { Dated, Day } from './dated.ts'
import type { Fold } from './state.ts'
import type { StreamHistory } from './stream-history.ts'

/** Another stream that a decision looks at. */
export interface Reference<S> {
  readonly fold: Fold<S>
  /** Null where the command names none: then there is nothing to read, and the state is the initial one. */
  readonly id: string | null
  /** Why the command may not refer to it, if it would change something. */
  refuse?(state: S): Refusal | undefined
  /** It counts as it stands now, whatever the day of the command: whether two are the same is no matter of a day. */
  readonly now?: true
  /** Streams that it leads to, which the decision looks at too, each by the name given here. */
  leadsTo?(state: S): Context
}

/** Why a command may not refer to something: a rejection without its message, which the aggregate's own list has. */
export interface Refusal {
  readonly code: string
  readonly details: Readonly<Record<string, unknown>>
}

/** The streams that a decision looks at, by the name it knows them by. */
export type Context = Readonly<Record<string, Reference<Dated>>>
export type StatesIn<C> = { readonly [Name in keyof C]: C[Name] extends Reference<infer S> ? S : never }

/**
 * The states that a decision dated `day` looks at: each stream as it stood at the end of that day.
 * @param historyOf called for each stream that the command names
 */
export const contextAsOf = (
  context: Context,
  day: Day,
  historyOf: (fold: Fold<Dated>, id: string) => StreamHistory<Dated>,
): Readonly<Record<string, Dated>> => {
  const states = new Map<string, Dated>()
  const references = Object.entries(context)
  for (const [name, reference] of references) {
    if (states.has(name)) continue
    const { fold, id } = reference
    const state = id === null ? fold.initialState : stateIn(historyOf(fold, id), reference, day)
    states.set(name, state)
    // gone through next
    references.push(...Object.entries(reference.leadsTo?.(state) ?? {}))
  }
  return Object.fromEntries(states)
}

/** The state of a stream that a reference means, on a day. */
export const stateIn = <S>(history: StreamHistory<S>, { now }: Pick<Reference<S>, 'now'>, day: Day): S =>
  now ? history.current : history.asOf(day)

/** A command's context for ids that it may leave out: the states of those given, each by its id. */
export const referencesTo = <S extends Dated>(
  definition: { of(id: string): Reference<S> },
  ids: readonly string[],
): Readonly<Record<string, Reference<S>>> => Object.fromEntries(ids.map(id => [id, definition.of(id)]))
