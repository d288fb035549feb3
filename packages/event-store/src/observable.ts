import { Observable } from 'rxjs'
import type { Codec, DecodedEvent } from './codec.ts'
import type { EventStore, SubscribeOptions } from './event-store.ts'

/**
 * The log as an Observable: every event behind `after`, decoded, then each new one as it is written, without end.
 * Events of types that the codec does not know are passed over. The next page is read when every observer call for the last
 * one has returned, so a slow synchronous observer slows the reading, and memory stays bounded. Unsubscribing ends the reading.
 * A fault of the store, or an event that cannot be decoded, is the Observable's error.
 */
export const observeLog = (
  store: EventStore,
  codec: Codec,
  options: Omit<SubscribeOptions, 'signal'> = {},
): Observable<DecodedEvent> =>
  new Observable(observer => {
    const ending = new AbortController()
    const run = async () => {
      for await (const { events } of store.subscribe({ ...options, signal: ending.signal })) {
        for (const event of events) {
          if (ending.signal.aborted) return
          if (codec.knows(event.type)) observer.next(codec.decode(event))
        }
      }
      observer.complete()
    }
    run().catch((error: unknown) => {
      observer.error(error)
    })
    return () => {
      ending.abort()
    }
  })
