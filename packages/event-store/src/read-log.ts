import type { Codec, DecodedEvent } from './codec.ts'
import { StoreClosed } from './errors.ts'
import type { EventStore, Page } from './event-store.ts'
import type { Position } from './log.ts'

/** Which part of the log to read. */
export interface LogOptions {
  /** Only events behind this position. The whole log when left out. */
  readonly after?: Position
  /** True: only what is written from now on. Not together with `after`. */
  readonly live?: boolean
  /** Only events of these categories, named with their namespace: `crm.opportunity`. All of the store's namespace when left out. */
  readonly categories?: readonly string[]
  /** At most so many events are read ahead. 500 by default. */
  readonly pageSize?: number
  /** Ends the reading without an error. */
  readonly signal?: AbortSignal
}

/** Which part of the log to read, and whether to go on at its end. */
export interface ReadLogOptions extends LogOptions {
  /** False: ends where the log ended when the reading got there. True by default: waits for more, without end. */
  readonly follow?: boolean
}

/** Pages of the log from where the options say, until the signal ends them. */
export type PagesUntil = (signal: AbortSignal) => AsyncIterable<Page>

/**
 * What "from now on" means is settled at the call.
 * @throws TypeError for both `after` and `live`
 */
export const pagesOf = (
  store: EventStore,
  { after, live = false, ...options }: Omit<LogOptions, 'signal'>,
): PagesUntil => {
  if (after !== undefined && live) throw new TypeError('The log is read after a position or live, not both')
  const { categories } = options
  const start = live ? store.head(categories ? { categories } : {}) : Promise.resolve(after ?? null)
  start.catch(() => undefined) // heard when the first page is asked for
  return async function* (signal) {
    const from = await start
    yield* store.subscribe({ ...options, signal, ...(from === null ? {} : { after: from }) })
  }
}

/**
 * The log's events, decoded, one by one as they are asked for: the next page is read only when the last one is used up, so that a
 * slow reader slows the reading and memory stays bounded. Leaving the loop, the signal, and the store's closing end it.
 * @throws StoreClosed when the store is closed before a reading that does not follow the log has come to its end. UnknownEventType at an event of a type that the codec does not know; EventDecodeError at one that does not fit its
 *   schema; what the store throws. TypeError for both `after` and `live`
 * @example
 * const codec = createCodec(opportunity.events)
 * for await (const event of readLog(store, codec, { follow: false })) console.log(event.type)
 */
export const readLog = <Event extends DecodedEvent>(
  store: EventStore,
  codec: Codec<Event>,
  { follow = true, signal, ...options }: ReadLogOptions = {},
): AsyncIterable<Event> => {
  const pages = pagesOf(store, options)
  const read = async function* (until: AbortSignal) {
    for await (const { events, caughtUp } of pages(until)) {
      for (const event of events) yield codec.decode(event)
      if (caughtUp && !follow) return
    }
    if (!follow && !until.aborted) throw new StoreClosed() // nothing else ends it before the log's end
  }
  return {
    [Symbol.asyncIterator]() {
      const left = new AbortController()
      const iteration = read(signal ? AbortSignal.any([signal, left.signal]) : left.signal)
      return {
        next: () => iteration.next(),
        // A generator that waits would be left only after its wait: the wait is ended first.
        return: () => {
          left.abort()
          return iteration.return(undefined)
        },
      }
    },
  }
}
