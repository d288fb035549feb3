import type { Claim } from './claim.ts'
import type { Dated, Day } from './dated.ts'
import type { AnyEvent, DataOf } from './events.ts'

/** One case per event: the state after it. Never fails, never decides. */
export type Evolve<E, S> = {
  readonly [Type in keyof E]: (state: S, event: DataOf<E[Type]>, on: Day) => S
}

/** An event as folded: what it says and the day it happened on. */
export interface Fact {
  readonly type: string
  readonly data: object
  readonly occurredOn: Day
}

/** The state of one stream, as a command's context names it. */
export interface StateOf<S> {
  readonly of: Fold<S>
  readonly id: string
}

/** What folds a stream: all that a reader of another aggregate's state needs. */
export interface Fold<S> {
  /** First part of the stream's name, camelCase, no hyphen: `crm.<category>-<uuid>`. */
  readonly category: string
  readonly initialState: S
  evolve(state: S, fact: Fact): S
}

export interface StateDefinition<S, Type extends string = string, Id extends string = string> extends Fold<S> {
  /** The field of every command that names the stream. */
  readonly idField: Id
  readonly events: Readonly<Record<Type, AnyEvent>>
  /** Whom free text about the stream (an envelope's reason) is personal to: the person's id, or the aggregate's own. */
  personOf(state: S, id: string): string
  /** The keys unique in the company that the aggregate holds, as far as they can be told: of an erased one none can. */
  holds(state: S): readonly Claim[]
  /** For a command's context: the state of the stream with this id. */
  of(id: string): StateOf<S>
}

/** What an aggregate's events add up to. */
export const defineState = <
  E extends Readonly<Record<string, AnyEvent>>,
  S extends Dated,
  Id extends string,
>(definition: {
  readonly category: string
  readonly idField: Id
  readonly events: E
  readonly initialState: S
  readonly personOf?: (state: S) => string | null
  readonly holds?: (state: S) => readonly Claim[]
  readonly evolve: Evolve<E, S & {}>
}): StateDefinition<S, keyof E & string, Id> => {
  const cases = definition.evolve as Readonly<Record<string, (state: S, event: object, on: Day) => S>>
  const { category, idField, events, initialState, personOf, holds } = definition
  const fold: StateDefinition<S, keyof E & string, Id> = {
    category,
    idField,
    events,
    initialState,
    evolve(state, { type, data, occurredOn }) {
      const next = cases[type]?.(state, data, occurredOn) ?? state
      return next.openedOn === null ? { ...next, openedOn: occurredOn } : next
    },
    personOf: (state, id) => personOf?.(state) ?? id,
    holds: state => holds?.(state) ?? [],
    of: id => ({ of: fold, id }),
  }
  return fold
}
