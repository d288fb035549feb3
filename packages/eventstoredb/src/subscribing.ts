// One subscription of the store: a call of the protocol, made again when it is lost, whose messages wait in a bounded queue until a page is asked for.
import {
  ChangeNotifier,
  EventStoreError,
  type LogSlice,
  type Position,
  type RecordedEvent,
} from '@eventcrm/event-store'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import type { ClientReadableStream } from '@grpc/grpc-js'
import { faultOf } from './faults.ts'
import { Tries } from './patience.ts'
import type { Reading } from './reading.ts'
import { ReadFault, refusalOf, unreachable } from './refusals.ts'
import { commitOf, positionAt, writtenIn } from './recorded.ts'
import { subscribeRequest } from './requests.ts'

interface Asked {
  readonly namespace: string
  readonly prefixes: readonly string[]
  readonly after: Position | undefined
  readonly pageSize: number
  /** The end of the whole log, before the call begins. */
  readonly end: () => Promise<Position | undefined>
}

/** What waits to be handed over, in the order in which it was told: how far the server is stands behind the events that lead there. */
type Waiting =
  | { readonly kind: 'event'; readonly event: RecordedEvent }
  | { readonly kind: 'upTo'; readonly position: Position }
  | { readonly kind: 'caughtUp'; readonly position: Position | null }
  | { readonly kind: 'fault'; readonly error: Error }

const noPosition = (refusal: Error): Error =>
  refusal instanceof ReadFault && refusal.fault.kind === 'noSuchPosition'
    ? new RangeError('No event of this log stands at the position given: it is of another log', {
        cause: refusal.cause,
      })
    : refusal

export class Subscription {
  readonly changes: ChangeNotifier = new ChangeNotifier()
  readonly #reading: Reading
  readonly #asked: Asked
  readonly #tries: Tries
  readonly #ending = new AbortController()
  readonly #queue: Waiting[] = []
  #call: ClientReadableStream<streams.ReadResp> | undefined
  /** Up to where everything is in the queue, or was: a lost call is made again from here. */
  #queued: Position | undefined
  #upTo: Position | null
  /** How much is in the queue that is not waited behind. */
  #marks = 0
  #isAtEnd = false

  constructor(reading: Reading, asked: Asked) {
    this.#reading = reading
    this.#asked = asked
    this.#queued = asked.after
    this.#upTo = asked.after ?? null
    this.#tries = new Tries(reading, this.#ending.signal)
  }

  /** Follows the log until it is ended. What fails for good waits in the queue, behind what came before. */
  async follow(): Promise<void> {
    const { closing, retryFor } = this.#reading
    const isOver = () => this.#ending.signal.aborted || closing.aborted
    while (!isOver()) {
      let error: unknown
      try {
        await this.#followCall(isOver)
        error = new Error('The server ended the subscription')
      } catch (caught) {
        error = caught
      }
      if (isOver()) return
      const refusal = error instanceof EventStoreError ? error : refusalOf(faultOf(error), error)
      if (!refusal && (await this.#tries.again())) continue
      if (!isOver()) this.#put({ kind: 'fault', error: refusal ? noPosition(refusal) : unreachable(retryFor, error) })
      return
    }
  }

  end(): void {
    this.#ending.abort()
    this.#call?.cancel()
    this.changes.notify()
  }

  /** The next part of what has come. While it catches up, a page is waited for until it is full; from then on what is there is handed over. */
  async next(): Promise<LogSlice> {
    const noted = this.changes.count
    if (!this.#isReady()) await this.changes.next(noted)
    const events: RecordedEvent[] = []
    if (this.#isReady()) this.#take(events)
    if (this.#queue.length < this.#asked.pageSize) this.#call?.resume()
    return { events, upTo: this.#upTo, atEnd: this.#isAtEnd && this.#queue.length === 0 }
  }

  #isReady(): boolean {
    return this.#queue.length >= (this.#isAtEnd ? 1 : this.#asked.pageSize) || this.#marks > 0
  }

  #take(events: RecordedEvent[]): void {
    let taken = 0
    for (const waiting of this.#queue) {
      if (waiting.kind === 'fault') {
        if (events.length > 0) break
        throw waiting.error
      }
      if (events.length === this.#asked.pageSize) break
      taken++
      if (waiting.kind === 'event') {
        events.push(waiting.event)
        this.#upTo = waiting.event.position
      } else if (waiting.position !== null && waiting.position > (this.#upTo ?? '')) this.#upTo = waiting.position
      if (waiting.kind === 'caughtUp') {
        this.#isAtEnd = true
        this.#marks--
      }
    }
    this.#queue.splice(0, taken)
  }

  #put(waiting: Waiting): void {
    this.#queue.push(waiting)
    if (waiting.kind === 'caughtUp' || waiting.kind === 'fault') this.#marks++
    if (this.#isReady()) this.changes.notify()
  }

  async #followCall(isOver: () => boolean): Promise<void> {
    const { wire, closing } = this.#reading
    const { prefixes, pageSize, end } = this.#asked
    const before = (await end()) ?? null
    const from = this.#queued === undefined ? 'start' : commitOf(this.#queued)
    const call = await wire.read(subscribeRequest(from === 0n ? 'start' : from, prefixes))
    this.#call = call
    const cancel = () => call.cancel()
    closing.addEventListener('abort', cancel)
    if (isOver()) cancel()
    try {
      await new Promise<void>((resolve, reject) => {
        call.on('data', message => {
          if (!(message instanceof streams.ReadResp)) return
          // a confirmation is no progress: a server may confirm and fail, again and again
          if (!message.hasConfirmation()) this.#tries.wentWell()
          try {
            this.#queueMessage(message, before)
          } catch (error) {
            cancel()
            reject(error instanceof Error ? error : new Error('A message could not be read', { cause: error }))
          }
          // a slow reader slows the server, through the window of the connection
          if (this.#queue.length >= 2 * pageSize) call.pause()
        })
        call.on('error', reject)
        call.on('end', resolve)
      })
    } finally {
      closing.removeEventListener('abort', cancel)
      cancel()
      this.#call = undefined
    }
  }

  #queueMessage(message: streams.ReadResp, before: Position | null): void {
    const checkpoint = message.getCheckpoint()
    if (message.hasEvent()) {
      const written = writtenIn(this.#asked.namespace, message.getEvent())
      if (!written) return
      this.#queued = written.position
      const { event, position } = written
      this.#put(event ? { kind: 'event', event } : { kind: 'upTo', position })
    } else if (checkpoint) {
      // it runs ahead of the events that wait (the client calls back for it at once), but not in the queue
      const position = positionAt(checkpoint.getCommitPosition())
      if (position <= (this.#queued ?? '')) return
      this.#queued = position
      this.#put({ kind: 'upTo', position })
    } else if (message.hasCaughtUp()) this.#put({ kind: 'caughtUp', position: before })
  }
}
