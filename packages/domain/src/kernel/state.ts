import { same } from './change.ts'
import type { Claim } from './claim.ts'
import type { Dated, Day, FieldWords, Occurrence, PartsKey } from './dated.ts'
import type { AnyEvent, DataOf } from './events.ts'
import type { MergingDefinition } from './merging.ts'
import { Draft } from './parts.ts'
import type { Reference } from './reference.ts'
import type { Words } from './words.ts'

/** One case per event: the state after it. Never fails, never decides. `on` is for the setters. */
export type Evolve<E, S> = {
  readonly [Type in keyof E]: (state: S, event: DataOf<E[Type]>, on: Occurrence) => S
}

/** Per event, what it says of the state before it: those of its fields, as they stood there. */
export type Replaced<E, S> = {
  readonly [Type in keyof E]?: (
    state: S,
    event: DataOf<E[Type]>,
  ) => { readonly [Field in keyof DataOf<E[Type]>]?: unknown }
}

/** An event as folded: what it says and the day it happened on. */
export interface Fact {
  readonly type: string
  readonly data: object
  readonly occurredOn: Day
}

/** What folds a stream: all that a reader of another aggregate's state needs. */
export interface Fold<S> {
  /** First part of the stream's name, camelCase, no hyphen: `crm.<category>-<uuid>`. */
  readonly category: string
  readonly initialState: S
  /** @param overwrites called for each field that the fact sets although it was last set on a later day */
  evolve(state: S, fact: Fact, overwrites?: Occurrence['overwrites']): S
  /**
   * Folds facts in turn, on one draft: what reading a stream takes. The state given stays as it was.
   * @param overwrites called for each field that a fact sets although it was last set on a later day
   */
  evolveAll(state: S, facts: Iterable<Fact>, overwrites?: Occurrence['overwrites']): S
}

/** The events of an aggregate by type, for the code that handles them all. */
export type AnyEvents = Readonly<Record<string, AnyEvent>>

export interface StateDefinition<
  S,
  E = AnyEvents,
  Id extends string = string,
  Category extends string = string,
> extends Fold<S> {
  readonly category: Category
  /** The field of every command that names the stream. */
  readonly idField: Id
  readonly events: E
  /** The most parts of each kind, counted with those removed. */
  readonly bounds: Readonly<Record<string, number>>
  /** The most events that a stream may have. */
  readonly mostFacts: number
  /** What people call the fields that have a day, for those of all parts as 'stages.order'. */
  readonly fieldWords: Readonly<Partial<Record<string, Words>>>
  /** Whom free text about the stream (an envelope's reason) is personal to: the person's id, or the aggregate's own. */
  personOf(state: S, id: string): string
  /** The keys unique in the company that the aggregate holds, as far as they can be told: of an erased one none can. */
  holds(state: S): readonly Claim[]
  /** How streams of its kind are merged; undefined where they are not. */
  readonly merging: MergingDefinition<S> | undefined
  /** What an event says of the state before it, as it was. */
  replacedIn(before: S, fact: Pick<Fact, 'type' | 'data'>): object
  /** The fields in which an event says of the state before it what was not so. */
  untrueOf(before: S, fact: Fact): readonly string[]
  /** For a command's context: the stream with this id; without one, nothing to look at. */
  of(id: string | null | undefined): Reference<S>
}

/** What an aggregate's events add up to. */
export const defineState = <
  E extends AnyEvents,
  S extends Dated,
  Id extends string,
  Category extends string,
>(definition: {
  readonly category: Category
  readonly idField: Id
  readonly events: E
  readonly initialState: S
  readonly personOf?: (state: S) => string | null
  readonly holds?: (state: S) => readonly Claim[]
  /** The most parts of each kind, counted with those removed, since a state keeps their days too. */
  readonly bounds: { readonly [Parts in PartsKey<S>]: number }
  /** The most events that a stream may have; no bound when left out. */
  readonly mostFacts?: number
  /** What people call its fields: a command dated before one was set is rejected in these words; in general ones when left out. */
  readonly fieldWords?: FieldWords<S>
  readonly evolve: Evolve<E, S & {}>
  readonly merging?: MergingDefinition<S & {}>
  /** What events that replace something say was there: what `untrueOf` compares. */
  readonly replaced?: Replaced<E, S & {}>
}): StateDefinition<S, E, Id, Category> => {
  const cases = definition.evolve as Readonly<Record<string, (state: S, event: object, on: Occurrence) => S>>
  const said = (definition.replaced ?? {}) as Readonly<Record<string, (state: S, event: object) => object>>
  const {
    category,
    idField,
    events,
    initialState,
    bounds,
    mostFacts = Infinity,
    fieldWords = {},
    personOf,
    holds,
  } = definition
  const folded = (before: S, type: string, data: object, on: Occurrence): S => {
    const after = cases[type]?.(before, data, on) ?? before
    return { ...after, openedOn: before.openedOn ?? on.day, facts: before.facts + 1 }
  }
  const state: StateDefinition<S, E, Id, Category> = {
    category,
    idField,
    events,
    initialState,
    bounds,
    mostFacts,
    fieldWords,
    evolve: (before, { type, data, occurredOn: day }, overwrites) =>
      folded(before, type, data, overwrites ? { day, overwrites } : { day }),
    evolveAll(before, facts, overwrites) {
      const draft = new Draft()
      let after = before
      for (const { type, data, occurredOn: day } of facts)
        after = folded(after, type, data, overwrites ? { day, draft, overwrites } : { day, draft })
      draft.finish()
      return after
    },
    personOf: (of, id) => personOf?.(of) ?? id,
    holds: of => holds?.(of) ?? [],
    merging: definition.merging,
    replacedIn: (before, { type, data }) => said[type]?.(before, data) ?? {},
    untrueOf: (before, { type, data }) =>
      Object.entries(said[type]?.(before, data) ?? {}).flatMap(([field, was]) =>
        same(Reflect.get(data, field), was) ? [] : [field],
      ),
    of: id => ({ fold: state, id: id ?? null }),
  }
  return state
}
