// Numbers without gaps: each that is taken is used, since what asks for it can't be refused any more, and finds it again after a crash.
import { isRejection, type Day, type Fold, type Gapless, type GaplessNumber } from '@eventcrm/domain'
import { streamName, type DecodedEvent, type Instant, type Position } from '@eventcrm/event-store'
import { CommandRejected } from '../errors.ts'
import type { CheckedCommand } from './check-command.ts'
import { later, readClock, timeOf } from './command-time.ts'
import { KeyedQueue } from './keyed-queue.ts'
import { retryConflicts } from './retry-conflicts.ts'
import type { RunOptions } from './run-options.ts'
import type { Streams } from './streams.ts'
import {
  calendarNow,
  contention,
  noTail,
  takeNumber,
  type Numbering,
  type SeriesState,
  type Tail,
} from './take-number.ts'

export type AnyGapless = Gapless<Readonly<Record<string, unknown>>, object>

/** Events of a series read at once, the latest first: more than are under way in the processes of a company at a time. */
const page = 32
/** The latest events of a series that are kept, so that who looks for a number of its own finds it without reading. */
const mostKept = 512

interface Kept {
  readonly tail: Tail
  /** Its last events, the oldest first. */
  readonly last: readonly DecodedEvent[]
}

interface Found {
  readonly number: number
  readonly on: Day
}

export class GaplessSeries {
  readonly #numbering: Numbering
  readonly #streams: Streams
  readonly #kept = new Map<string, Kept>()
  readonly #queue = new KeyedQueue()

  constructor(numbering: Numbering, streams: Streams) {
    this.#numbering = numbering
    this.#streams = streams
  }

  /**
   * The command with its number: the one that the series has given it already, else the next. It is dated as the number is: as what asked for
   * it, whenever it is sent, and no earlier than the number before. So a number is of the year that its series is of.
   * @throws RevisionConflict when other processes keep taking numbers first
   */
  async complete(command: CheckedCommand, gapless: AnyGapless, options: RunOptions): Promise<CheckedCommand> {
    const numbering = this.#numbering
    const { state } = await this.#streams.known(command.aggregate.state, command.stream)
    const wanted = gapless.of(command.input, state)
    const request = await this.#requestOf(command.stream, wanted)
    const calendar = await calendarNow(numbering, this.#streams)
    const time = timeOf(command.at ?? options.at, readClock(numbering.clock), '', calendar)
    if (isRejection(time)) throw new CommandRejected(time, command.index)
    const askedAt = request?.occurredAt ?? time.occurredAt
    const stream = streamName(numbering.namespace, wanted.series.fold.category, wanted.series.id)
    const { number, on } = await this.#queue.run([stream], () =>
      retryConflicts(() => this.#assign(stream, wanted, request?.position ?? '', askedAt, options), contention),
    )
    // an instant of that day, by another machine's clock, may be one that this one's has not reached
    const at = calendar.dayOf(askedAt) === on ? askedAt : on
    return { ...command, input: gapless.with(command.input, number), at }
  }

  /** What asked for the number, in the command's own stream: the latest events first, since it is one of them. */
  async #requestOf(stream: string, wanted: GaplessNumber): Promise<DecodedEvent | undefined> {
    const { events, codec } = this.#numbering
    for await (const recorded of events.readStream(stream, { direction: 'backwards' })) {
      const event = codec.decode(recorded)
      if (wanted.isRequest(event)) return event
    }
    return undefined
  }

  async #assign(
    stream: string,
    wanted: GaplessNumber,
    requestedAt: Position,
    askedAt: Instant,
    options: RunOptions,
  ): Promise<Found> {
    const { series, taken } = wanted
    const kept = await this.#readOn(stream, series.fold)
    const given = await this.#givenTo(stream, kept, taken, requestedAt)
    if (given) return { number: numberIn(series.fold, given), on: given.occurredOn }
    const { tail } = kept
    const number = tail.state.number + 1
    const occurredAt = later(askedAt, tail.lastOccurredAt)
    const owner = { ...taken, number, ownerId: String(taken['ownerId']) }
    await takeNumber(this.#numbering, this.#streams, series, tail, owner, occurredAt, options)
    return { number, on: (await calendarNow(this.#numbering, this.#streams)).dayOf(occurredAt) }
  }

  /** The event that gave this one its number; none before it was asked for. */
  async #givenTo(
    stream: string,
    { last }: Kept,
    taken: GaplessNumber['taken'],
    requestedAt: Position,
  ): Promise<DecodedEvent | undefined> {
    const isIt = ({ data }: DecodedEvent) =>
      Object.entries(taken).every(([field, value]) => Reflect.get(data, field) === value)
    // a credit note may have its invoice's id: what was given before it was asked for was given to the invoice
    const isFor = (event: DecodedEvent) => event.position > requestedAt && isIt(event)
    const known = last.findLast(isFor)
    if (known) return known
    for (let [oldest] = last; oldest && oldest.revision > 0 && oldest.position > requestedAt;) {
      const before = await this.#readBackwards(stream, oldest.revision - 1)
      const found = before.find(isFor)
      if (found) return found
      oldest = before.at(-1)
    }
    return undefined
  }

  async #readBackwards(stream: string, from?: number): Promise<readonly DecodedEvent[]> {
    const { events, codec } = this.#numbering
    const found: DecodedEvent[] = []
    const read = { direction: 'backwards', limit: page, ...(from === undefined ? {} : { from }) } as const
    for await (const recorded of events.readStream(stream, read)) found.push(codec.decode(recorded))
    return found
  }

  /** What the stream's last events say, read on from what is known here. */
  async #readOn(stream: string, fold: Fold<SeriesState>): Promise<Kept> {
    const { events, codec } = this.#numbering
    const known = this.#kept.get(stream)
    const found: DecodedEvent[] = []
    if (known) {
      for await (const recorded of events.readStream(stream, { from: known.tail.revision + 1 }))
        found.push(codec.decode(recorded))
    } else found.push(...(await this.#readBackwards(stream)).toReversed())
    let tail: Tail = known?.tail ?? { ...noTail, state: fold.initialState }
    for (const event of found)
      tail = {
        revision: event.revision,
        state: fold.evolve(tail.state, event),
        lastOccurredAt: later(tail.lastOccurredAt, event.occurredAt),
        lastRecordedAt: later(tail.lastRecordedAt, event.recordedAt),
      }
    const kept = { tail, last: [...(known?.last ?? []), ...found].slice(-mostKept) }
    this.#kept.set(stream, kept)
    return kept
  }
}

/** Each event of a series says all of its state. */
const numberIn = (fold: Fold<SeriesState>, event: DecodedEvent): number => fold.evolve(fold.initialState, event).number
