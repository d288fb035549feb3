import { isRejection, type AnyCommand, type Command, type Context, type Rejection, type Rejections } from './command.ts'
import { tooEarly, type Dated, type Day } from './dated.ts'
import type { NewEvent } from './events.ts'
import type { Fold, StateDefinition } from './state.ts'

export interface Aggregate<Commands, S = Dated, Type extends string = string, Id extends string = string> {
  readonly state: StateDefinition<S, Type, Id>
  /** Code to message. */
  readonly rejections: Readonly<Record<string, string>>
  readonly commands: Commands
}
/** Any aggregate, for the code that runs them all. */
export type AnyAggregate = Aggregate<Readonly<Record<string, AnyCommand>>>

/** An aggregate: its state, its rejections, and one entry per command. Facade, handler, catalogue and generators derive from it. */
export const defineAggregate = <
  S extends Dated,
  Type extends string,
  Id extends string,
  Commands extends Readonly<
    Record<string, Command<unknown, Readonly<Record<string, unknown>>, NoInfer<S>, Context, NoInfer<Type>>>
  >,
>(definition: {
  readonly state: StateDefinition<S, Type, Id>
  readonly rejections: Pick<Rejections<string>, 'messages'>
  readonly commands: Commands
}): Aggregate<Commands, S, Type, Id> => ({ ...definition, rejections: definition.rejections.messages })

/** Rejections that the kernel itself gives, whatever the aggregate. */
export const kernelRejections = {
  DATED_TOO_EARLY: 'It is dated before something that it builds on',
  DATED_IN_FUTURE: 'Nothing can have happened in the future',
} as const

export interface Decided<S = Dated> {
  readonly events: readonly NewEvent[]
  readonly state: S
}

/**
 * Decides, folds what was decided, and refuses what is dated before the opening, behind a field that it sets,
 * or behind a field that it rests on. Pure.
 */
export const decide = <S extends Dated>(
  of: Fold<S>,
  command: Pick<AnyCommand, 'decide' | 'rests'>,
  wish: Readonly<Record<string, unknown>>,
  state: S,
  context: Readonly<Record<string, Dated>>,
  on: Day,
): Decided<S> | Rejection => {
  const events = command.decide(wish, state, context, on)
  if (isRejection(events)) return events
  if (events.length === 0) return { events, state }
  const rests = command.rests(wish, state, context)
  let next = state
  for (const { type, data } of events) {
    const after = of.evolve(next, { type, data, occurredOn: on })
    const early = tooEarly(next, after, on, rests)
    if (early) {
      const message = `${early.field} was set on ${early.notBefore}: what builds on it may not be dated earlier`
      return { code: 'DATED_TOO_EARLY', message, details: { ...early, on } }
    }
    next = after
  }
  return { events, state: next }
}
