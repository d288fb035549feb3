import { Observable } from 'rxjs'
import type { Codec, DecodedEvent } from './codec.ts'
import type { EventStore } from './event-store.ts'
import { pagesOf, type LogOptions } from './read-log.ts'

/**
 * The log as an Observable: the events that the options ask for, decoded, then each new one as it is written, without end.
 * The next page is read when every observer call for the last one has returned, so a slow synchronous observer slows the reading,
 * and memory stays bounded; one that works asynchronously is better served by `readLog`. Unsubscribing ends the reading; the
 * store's closing completes it. With `live`, "from now on" means from the subscription.
 * Its error is a fault of the store, UnknownEventType at an event of a type that the codec does not know, or EventDecodeError at one
 * that does not fit its schema.
 */
export const observeLog = <Event extends DecodedEvent>(
  store: EventStore,
  codec: Codec<Event>,
  options: Omit<LogOptions, 'signal'> = {},
): Observable<Event> =>
  new Observable(observer => {
    const ending = new AbortController()
    const run = async () => {
      for await (const { events } of pagesOf(store, options)(ending.signal)) {
        for (const event of events) {
          if (ending.signal.aborted) return
          observer.next(codec.decode(event))
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
