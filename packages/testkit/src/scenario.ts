import {
  codesOf,
  contextAsOf,
  decide,
  everyAggregate,
  historyOf,
  isRejection,
  kernelRejections,
  type AnyAggregate,
  type AnyCommandDefinition,
  type CommandMessage,
  type Dated,
  type Day,
  type Fact,
  type Fold,
  type NewEvent,
  type Reference,
  type Rejection,
  type StreamHistory,
} from '@eventcrm/domain'
import { expect } from 'vitest'

/** One stream of a world: its events in the order recorded, and what they add up to. */
export interface Stream {
  readonly fold: Fold<Dated>
  readonly id: string
  readonly facts: readonly Fact[]
  readonly state: Dated
  /** What decisions of other streams look at. */
  readonly history: StreamHistory<Dated>
}

/** A command as sent, and what came of it. */
export interface Run {
  readonly message: CommandMessage
  readonly on: Day
  readonly outcome: readonly NewEvent[] | Rejection
}

/** One line that tells a command and its day. */
export const inWords = ({ message: { aggregate, name, input }, on }: Pick<Run, 'message' | 'on'>): string =>
  `${on} ${aggregate}.${name} ${JSON.stringify(input)}`

const nameOf = ({ category }: Fold<Dated>, id: string | null) => `${category}-${String(id)}`

/** Streams in memory and the commands that led there: what deciders see, with nothing asynchronous about it. */
export class World {
  readonly #streams = new Map<string, Stream>()
  readonly #runs: Run[] = []
  readonly #aggregates: ReadonlyMap<string, AnyAggregate>

  /** @param aggregates whose commands it knows; the library's when left out */
  constructor(aggregates: readonly AnyAggregate[] = everyAggregate) {
    this.#aggregates = new Map(aggregates.map(aggregate => [aggregate.category, aggregate]))
  }

  /** Every stream with an event, by `category-id`. */
  get streams(): ReadonlyMap<string, Stream> {
    return this.#streams
  }

  /** Every command so far, in order. */
  get runs(): readonly Run[] {
    return this.#runs
  }

  /** @throws TypeError when it knows no aggregate of that category */
  aggregateOf(category: string): AnyAggregate {
    const aggregate = this.#aggregates.get(category)
    if (!aggregate) throw new TypeError(`No aggregate has the category '${category}'`)
    return aggregate
  }

  /** @throws TypeError when the message names no command */
  definitionOf({ aggregate, name }: CommandMessage): AnyCommandDefinition {
    const { [name]: definition } = this.aggregateOf(aggregate).commands
    if (!definition) throw new TypeError(`${aggregate} has no command '${name}'`)
    return definition
  }

  stateOf({ fold, id }: Reference<Dated>): Dated {
    return this.#streams.get(nameOf(fold, id))?.state ?? fold.initialState
  }

  historyOf(fold: Fold<Dated>, id: string): StreamHistory<Dated> {
    return this.#streams.get(nameOf(fold, id))?.history ?? historyOf(fold)
  }

  record({ fold, id }: Reference<Dated>, on: Day, events: readonly NewEvent[]): void {
    if (events.length === 0 || id === null) return
    const { facts = [] } = this.#streams.get(nameOf(fold, id)) ?? {}
    const added = events.map(({ type, data }) => ({ type, data, occurredOn: on }))
    const history = this.historyOf(fold, id).with(added)
    this.#streams.set(nameOf(fold, id), { fold, id, facts: [...facts, ...added], state: history.current, history })
  }

  /**
   * What a command comes to, with nothing recorded.
   * @param lookup the histories of the other streams; this world's when left out
   * @throws TypeError when it is rejected with a code that it does not declare
   */
  decide(
    message: CommandMessage,
    on: Day,
    lookup = (fold: Fold<Dated>, id: string): StreamHistory<Dated> => this.historyOf(fold, id),
  ): Run['outcome'] {
    const aggregate = this.aggregateOf(message.aggregate)
    const definition = this.definitionOf(message)
    const { stream, path } = this.#carriedOut(message)
    const input = { ...definition.schema.parse(message.input), [aggregate.idField]: stream.id }
    const state = this.stateOf(stream)
    const context = contextAsOf(definition.context(input, state, on), on, lookup)
    const decided = decide(aggregate, definition, input, state, context, on, path)
    if (!isRejection(decided)) return decided.events
    const declared = [...codesOf(aggregate, definition), ...Object.keys(kernelRejections)]
    if (!declared.includes(decided.code)) throw new TypeError(`${message.name} does not declare ${decided.code}`)
    return decided
  }

  /** Runs one command as command handling would, without its claims; what it decides is added to its stream. */
  run(message: CommandMessage, on: Day): Run['outcome'] {
    const outcome = this.decide(message, on)
    if (!isRejection(outcome)) this.record(this.#carriedOut(message).stream, on, outcome)
    this.#runs.push({ message, on, outcome })
    return outcome
  }

  /** Where a command is carried out, which may be the survivor of a merger, and what was named on the way there. */
  #carriedOut(message: CommandMessage): { readonly stream: Reference<Dated>; readonly path: readonly string[] } {
    const { state } = this.aggregateOf(message.aggregate)
    const { whenMerged } = this.definitionOf(message)
    const path: string[] = []
    let stream = this.#streamOf(message)
    for (;;) {
      const survivorId = state.merging?.survivorOf(this.stateOf(stream)) ?? null
      if (whenMerged === 'itself' || survivorId === null)
        return { stream, path: whenMerged === 'survivorAlone' ? [] : path }
      path.push(String(stream.id))
      stream = state.of(survivorId)
    }
  }

  #streamOf(message: CommandMessage): Reference<Dated> {
    const { state, idField } = this.aggregateOf(message.aggregate)
    return state.of(String(this.definitionOf(message).schema.parse(message.input)[idField]))
  }

  /** What fast-check prints of a counterexample: the commands that changed something, in order. */
  toString(): string {
    const lines = this.#runs.flatMap(run => {
      const { outcome } = run
      return isRejection(outcome) || outcome.length === 0
        ? []
        : [`${inWords(run)} → ${outcome.map(({ type }) => type).join(', ')}`]
    })
    return `\n${lines.join('\n')}`
  }
}

/** Something that happened before the command under test. */
export type History = (world: World) => void

/** A stream's past: events with the day each happened on. */
export const past =
  (stream: Reference<Dated>, ...days: readonly (readonly [Day, ...NewEvent[]])[]): History =>
  world => {
    for (const [on, ...events] of days) world.record(stream, on, events)
  }

/** A command that was accepted before, where the events themselves are beside the point. */
export const did =
  (message: CommandMessage, on: Day): History =>
  world => {
    const outcome = world.run(message, on)
    if (isRejection(outcome))
      throw new Error(`The past has ${message.name} rejected: ${outcome.code} ${JSON.stringify(outcome.details)}`)
  }

/** What a command under test is expected to come to. */
export interface Expectation {
  /** What it comes to, for what the others don't ask. */
  readonly outcome: Run['outcome']
  /** Exactly these events. */
  decides(...events: readonly NewEvent[]): void
  /** No events: nothing would change. */
  nothing(): void
  /** This rejection, one of those the aggregate or the kernel declares, with at least these details. */
  rejected(code: string, details?: Rejection['details']): void
  /** Its schema refuses the input, naming this field: 'title', 'line.quantity'. */
  invalid(field: string): void
}

/** What a command is tried on. */
export interface Given {
  when(message: CommandMessage, on: Day): Expectation
}

/**
 * The same as `given`, for aggregates of one's own beside the library's.
 * @example const given = givenWith(ticket)
 */
export const givenWith =
  (...own: readonly AnyAggregate[]) =>
  (...histories: readonly History[]): Given => ({
    when: (message, on) => {
      const world = () => {
        const before = new World([...everyAggregate, ...own])
        for (const history of histories) history(before)
        return before
      }
      const run = () => world().decide(message, on)
      return {
        get outcome() {
          return run()
        },
        decides: (...events) => {
          expect(run()).toEqual(events)
        },
        nothing: () => {
          expect(run()).toEqual([])
        },
        rejected: (code, details = {}) => {
          expect(run()).toMatchObject({ code, details })
        },
        invalid: field => {
          const parsed = world().definitionOf(message).schema.safeParse(message.input)
          expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toContain(field)
        },
      }
    },
  })

/** `given(history…).when(opportunity.changeStage({ … }), day).decides(event…)`, or `.nothing()`, `.rejected(code, details)`, `.invalid(field)`. */
export const given = givenWith()
