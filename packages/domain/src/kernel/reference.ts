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
): Readonly<Record<string, Dated>> =>
  Object.fromEntries(
    Object.entries(context).map(([name, { fold, id }]) => [
      name,
      id === null ? fold.initialState : historyOf(fold, id).asOf(day),
    ]),
  )

/** A command's context for ids that it may leave out: the states of those given, each by its id. */
export const referencesTo = <S extends Dated>(
  definition: { of(id: string): Reference<S> },
  ids: readonly string[],
): Readonly<Record<string, Reference<S>>> => Object.fromEntries(ids.map(id => [id, definition.of(id)]))
