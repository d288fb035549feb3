// What a command leaves out and is made of the next number of a series: each number is taken by an event of the series' stream.
import type { Fold, Numbered } from '@eventcrm/domain'
import { streamName, type DecodedEvent } from '@eventcrm/event-store'
import type { CheckedCommand } from './check-command.ts'
import { ownerOf, type Claims } from './claims.ts'
import { later, readClock } from './command-time.ts'
import { KeyedQueue } from './keyed-queue.ts'
import { RecentCache } from './recent-cache.ts'
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

/** Numbers that are remembered by whom they were taken for. Reading so many takes some ms, once per process. */
const remembered = 500

export type AnyNumbered = Numbered<Readonly<Record<string, unknown>>>

export class NumberSeries {
  readonly #numbering: Numbering
  readonly #streams: Streams
  readonly #claims: Claims
  readonly #tails = new Map<string, Tail>()
  /** The last numbers taken, by whom: one whose command ended before it was used is used by the next. */
  readonly #numbers = new RecentCache<number>(remembered)
  readonly #queue = new KeyedQueue()

  constructor(numbering: Numbering, streams: Streams, claims: Claims) {
    this.#numbering = numbering
    this.#streams = streams
    this.#claims = claims
  }

  /**
   * The command with what is made of the next number, whose keys nobody else holds as yet. A crash from here on leaves a gap in the series.
   * @throws RevisionConflict when other processes keep taking numbers first
   */
  async complete(command: CheckedCommand, numbered: AnyNumbered, options: RunOptions): Promise<CheckedCommand> {
    const { series, form } = numbered
    const { namespace } = this.#numbering
    if (form.id === null) throw new TypeError(`The numbers of '${series.fold.category}' have no form`)
    const formState = (await this.#streams.recent(form.fold, streamName(namespace, form.fold.category, form.id))).state
    const { state } = await this.#streams.known(command.aggregate.state, command.stream)
    const inputWith = (number: number) => numbered.with(command.input, number, formState)
    const today = (await calendarNow(this.#numbering, this.#streams)).dayOf(readClock(this.#numbering.clock))
    const isFree = (number: number) =>
      this.#claims.areFree(command.definition.claims(inputWith(number), state, today), ownerOf(command))

    const stream = streamName(namespace, series.fold.category, series.id)
    const number = await this.#queue.run([stream], () =>
      retryConflicts(() => this.#take(stream, numbered, ownerOf(command), isFree, options), contention),
    )
    return { ...command, input: inputWith(number) }
  }

  async #take(
    stream: string,
    { series }: AnyNumbered,
    ownerId: string,
    isFree: (number: number) => Promise<boolean>,
    options: RunOptions,
  ): Promise<number> {
    const tail = await this.#readOn(stream, series.fold)
    const mine = this.#numbers.get(`${stream} ${ownerId}`)
    if (mine !== undefined && (await isFree(mine))) return mine
    const number = await firstFree(tail.state.number + 1, isFree)
    const { clock } = this.#numbering
    const occurredAt = later(readClock(clock), tail.lastOccurredAt)
    await takeNumber(this.#numbering, this.#streams, series, tail, { number, ownerId }, occurredAt, options)
    return number
  }

  /** What the stream's last events say, read on from what is known here. */
  async #readOn(stream: string, fold: Fold<SeriesState>): Promise<Tail> {
    const { events, codec } = this.#numbering
    const known = this.#tails.get(stream)
    const read = known
      ? events.readStream(stream, { from: known.revision + 1 })
      : events.readStream(stream, { direction: 'backwards', limit: remembered })
    const found: DecodedEvent[] = []
    for await (const recorded of read) found.push(codec.decode(recorded))
    let tail = known ?? { ...noTail, state: fold.initialState }
    for (const event of known ? found : found.toReversed()) {
      tail = {
        revision: event.revision,
        state: fold.evolve(tail.state, event),
        lastOccurredAt: later(tail.lastOccurredAt, event.occurredAt),
        lastRecordedAt: later(tail.lastRecordedAt, event.recordedAt),
      }
      const { number, ownerId } = tail.state
      this.#numbers.set(`${stream} ${String(ownerId)}`, number)
    }
    this.#tails.set(stream, tail)
    return tail
  }
}

/**
 * A number whose keys are free: the first, unless many in a row are taken. Then it looks ahead in steps that double, and back from there
 * in halves, so that a company with a million codes of its own waits for some forty looks and not for a million.
 */
export const firstFree = async (first: number, isFree: (number: number) => Promise<boolean>): Promise<number> => {
  if (await isFree(first)) return first
  let [taken, step] = [first, 1]
  while (!(await isFree(taken + step))) [taken, step] = [taken + step, step * 2]
  let free = taken + step
  while (free - taken > 1) {
    const middle = taken + Math.floor((free - taken) / 2)
    if (await isFree(middle)) free = middle
    else taken = middle
  }
  return free
}
