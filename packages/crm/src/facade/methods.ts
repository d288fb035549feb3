import type { AnyAggregate, DataOf, InputsOf, NewEvent } from '@eventcrm/domain'
import type { DecodedEventOf, EventCatalogue } from '@eventcrm/event-store'
import type { CommandHandler } from '../commands/command-handler.ts'
import type { CommandOptions } from '../commands/command-options.ts'
import type { Outcome } from '../commands/outcome.ts'

/** Aggregates by the name that the facade shows their commands under. */
export type AggregatesByName = Readonly<Record<string, AnyAggregate>>

type DataIn<Definition> = [DataOf<Definition>] extends [never] ? object : DataOf<Definition> & object
/** Any event of a catalogue as it was decided: a union that narrows by `type`. */
export type NewEventOf<Catalogue> = Catalogue extends unknown
  ? {
      [Type in keyof Catalogue & string]: NewEvent<Type> & { readonly data: DataIn<Catalogue[Type]> }
    }[keyof Catalogue & string]
  : never

/** One method per command of an aggregate. */
export type Methods<A extends { readonly events: EventCatalogue }> = {
  readonly [Name in keyof InputsOf<A>]: (
    input: InputsOf<A>[Name],
    options?: CommandOptions,
  ) => Promise<Outcome<NewEventOf<A['events']>>>
}

/** The commands of aggregates of your own, by their names. */
export type MethodsByName<Aggregates extends AggregatesByName> = {
  readonly [Name in keyof Aggregates]: Methods<Aggregates[Name]>
}

/** Any event of these aggregates as it is read from the log. */
export type EventOfAggregates<Aggregates extends AggregatesByName> = DecodedEventOf<
  Aggregates[keyof Aggregates]['events']
>

type AnyMethods = Readonly<Record<string, (input: unknown, options?: CommandOptions) => Promise<Outcome>>>

/** The methods of each aggregate, which make the command's message and have it handled. */
export const methodsOf = (
  aggregates: ReadonlyMap<string, AnyAggregate>,
  handler: Pick<CommandHandler, 'handle'>,
): Readonly<Record<string, AnyMethods>> => {
  const methods: Record<string, AnyMethods> = {}
  for (const [facadeName, { category, commands }] of aggregates)
    methods[facadeName] = Object.fromEntries(
      Object.keys(commands).map(name => [
        name,
        (input: unknown, options?: CommandOptions) => handler.handle({ aggregate: category, name, input }, options),
      ]),
    )
  return methods
}
