import type { Aggregate, AnyAggregate, AnyCommand, Dated, InputOf, StateDefinition } from '@eventcrm/domain'
import type { CommandHandler } from './command-handler.ts'
import type { Outcome } from './streams.ts'
import type { CommandOptions, Wish } from './wish.ts'

type CommandsOf<A> = A extends Aggregate<infer Commands, infer _S, string, infer _Id extends string> ? Commands : never

/** One method per command. Keys stay the commands' own (no `as` in the mapped type), so that an editor goes from the method to its command. */
export type Methods<Commands> = {
  readonly [Name in keyof Commands]: (command: InputOf<Commands[Name]>, options?: CommandOptions) => Promise<Outcome>
}
export type Facade<Aggregates> = { readonly [Name in keyof Aggregates]: Methods<CommandsOf<Aggregates[Name]>> }

/** One maker of wishes per command, for commands that are sent together. */
export type WishMakers<Aggregates> = {
  readonly [Name in keyof Aggregates]: {
    readonly [Command in keyof CommandsOf<Aggregates[Name]>]: (
      command: InputOf<CommandsOf<Aggregates[Name]>[Command]>,
      at?: string,
    ) => Wish
  }
}

/** Any aggregates, by the name that the facade knows them by. */
export type AnyAggregates = Readonly<Record<string, AnyAggregate>>

const eachCommand = <T>(
  aggregates: AnyAggregates,
  make: (state: StateDefinition<Dated>, name: string, command: AnyCommand) => T,
) =>
  Object.fromEntries(
    Object.entries(aggregates).map(([aggregate, { state, commands }]) => [
      aggregate,
      Object.fromEntries(Object.entries(commands).map(([name, command]) => [name, make(state, name, command)])),
    ]),
  )

export const createWishMakers = <Aggregates extends AnyAggregates>(aggregates: Aggregates): WishMakers<Aggregates> =>
  eachCommand(aggregates, (state, name, command) => (input: unknown, at?: string): Wish => ({
    state,
    name,
    command,
    input,
    ...(at === undefined ? {} : { at }),
  })) as WishMakers<Aggregates>

export const createFacade = <Aggregates extends AnyAggregates>(
  aggregates: Aggregates,
  handler: CommandHandler,
): Facade<Aggregates> =>
  eachCommand(
    aggregates,
    (state, name, command) => (input: unknown, options?: CommandOptions) =>
      handler.handle({ state, name, command, input }, options),
  ) as Facade<Aggregates>
