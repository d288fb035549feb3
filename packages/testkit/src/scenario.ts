import {
  decide,
  isRejection,
  kernelRejections,
  type Aggregate,
  type AnyAggregate,
  type AnyCommand,
  type Dated,
  type Day,
  type Fact,
  type Fold,
  type InputOf,
  type NewEvent,
  type Rejection,
  type StateOf,
} from '@eventcrm/domain'
import { expect } from 'vitest'

/** One stream of a world: its events in the order recorded, and what they add up to. */
export interface Stream {
  readonly of: Fold<Dated>
  readonly id: string
  readonly facts: readonly Fact[]
  readonly state: Dated
}

/** A command as sent, and what came of it. */
export interface Run {
  readonly aggregate: AnyAggregate
  readonly command: string
  readonly input: unknown
  readonly on: Day
  readonly outcome: readonly NewEvent[] | Rejection
}

const nameOf = ({ of, id }: StateOf<Dated>) => `${of.category}-${id}`

/** Streams in memory and the commands that led there: what deciders see, with nothing asynchronous about it. */
export class World {
  readonly #streams = new Map<string, Stream>()
  readonly #runs: Run[] = []

  /** Every stream with an event, by `category-id`. */
  get streams(): ReadonlyMap<string, Stream> {
    return this.#streams
  }

  /** Every command so far, in order. */
  get runs(): readonly Run[] {
    return this.#runs
  }

  stateOf(stream: StateOf<Dated>): Dated {
    return this.#streams.get(nameOf(stream))?.state ?? stream.of.initialState
  }

  record({ of, id }: StateOf<Dated>, on: Day, events: readonly NewEvent[]): void {
    if (events.length === 0) return
    const { facts, state } = this.#streams.get(nameOf({ of, id })) ?? { facts: [], state: of.initialState }
    const added = events.map(({ type, data }) => ({ type, data, occurredOn: on }))
    this.#streams.set(nameOf({ of, id }), {
      of,
      id,
      facts: [...facts, ...added],
      state: added.reduce((before, fact) => of.evolve(before, fact), state),
    })
  }

  /** Runs one command as command handling would, without its claims; what it decides is added to its stream. */
  run(aggregate: AnyAggregate, command: string, input: unknown, on: Day): Run['outcome'] {
    const { wish, decided } = attempt(this, aggregate, command, input, on)
    const outcome = isRejection(decided) ? decided : decided.events
    if (!isRejection(outcome)) this.record(streamOf(aggregate, wish), on, outcome)
    this.#runs.push({ aggregate, command, input, on, outcome })
    return outcome
  }

  /** What fast-check prints of a counterexample: the commands that changed something, in order. */
  toString(): string {
    const lines = this.#runs.flatMap(({ command, input, on, outcome }) =>
      isRejection(outcome) || outcome.length === 0
        ? []
        : [`${on} ${command} ${JSON.stringify(input)} → ${outcome.map(({ type }) => type).join(', ')}`],
    )
    return `\n${lines.join('\n')}`
  }
}

const commandOf = ({ state, commands }: AnyAggregate, name: string): AnyCommand => {
  const command = commands[name]
  if (!command) throw new TypeError(`${state.category} has no command '${name}'`)
  return command
}

const streamOf = ({ state }: AnyAggregate, wish: Readonly<Record<string, unknown>>) =>
  state.of(String(wish[state.idField]))

/** What a command would decide, with nothing recorded. */
const attempt = (world: World, aggregate: AnyAggregate, name: string, input: unknown, on: Day) => {
  const command = commandOf(aggregate, name)
  const wish = command.schema.parse(input)
  const state = world.stateOf(streamOf(aggregate, wish))
  const context = Object.fromEntries(
    Object.entries(command.context(wish, state)).map(([key, other]) => [key, world.stateOf(other)]),
  )
  return { wish, decided: decide(aggregate.state, command, wish, state, context, on) }
}

/** Something that happened before the command under test. */
export type History = (world: World) => void

/** A stream's past: events with the day each happened on. */
export const past =
  (stream: StateOf<Dated>, ...days: readonly (readonly [Day, ...NewEvent[]])[]): History =>
  world => {
    for (const [on, ...events] of days) world.record(stream, on, events)
  }

type Commanded<Name extends string> = { readonly [K in Name]: AnyCommand }

/** A command that was accepted before, where the events themselves are beside the point. */
export const did =
  <Commands extends Commanded<Name>, Name extends keyof Commands & string>(
    aggregate: Aggregate<Commands>,
    command: Name,
    input: InputOf<Commands[Name]>,
    on: Day,
  ): History =>
  world => {
    const outcome = world.run(aggregate, command, input, on)
    if (isRejection(outcome))
      throw new Error(`The past has ${command} rejected: ${outcome.code} ${JSON.stringify(outcome.details)}`)
  }

/** What a command under test is expected to come to. */
export interface Expectation {
  /** Exactly these events. */
  decides(...events: readonly NewEvent[]): void
  /** No events: nothing would change. */
  nothing(): void
  /** This rejection, one of those the aggregate declares, with at least these details. */
  rejected(code: string, details?: Rejection['details']): void
  /** Its schema refuses the input, naming this field: 'title', 'line.quantity'. */
  invalid(field: string): void
}

/** `given(history…).when(aggregate, 'command', { … }, day).decides(event…)`, or `.nothing()`, `.rejected(code, details)`, `.invalid(field)`. */
export const given = (...histories: readonly History[]) => ({
  when: <Commands extends Commanded<Name>, Name extends keyof Commands & string>(
    aggregate: Aggregate<Commands>,
    command: Name,
    input: InputOf<Commands[Name]>,
    on: Day,
  ): Expectation => {
    const run = () => {
      const world = new World()
      for (const history of histories) history(world)
      return world.run(aggregate, command, input, on)
    }
    return {
      decides: (...events) => {
        expect(run()).toEqual(events)
      },
      nothing: () => {
        expect(run()).toEqual([])
      },
      rejected: (code, details = {}) => {
        expect(run()).toMatchObject({ code, details })
        expect(Object.keys({ ...aggregate.rejections, ...kernelRejections })).toContain(code)
      },
      invalid: field => {
        const parsed = aggregate.commands[command].schema.safeParse(input)
        expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toContain(field)
      },
    }
  },
})
