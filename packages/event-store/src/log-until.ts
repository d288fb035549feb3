import { StoreClosed } from './errors.ts'
import type { EventStore, Page } from './event-store.ts'
import type { Position } from './log.ts'

/** What can be read of a log. */
export type ReadableLog = Pick<EventStore, 'readAll' | 'subscribe' | 'head'>

const aborted = (signal: AbortSignal | undefined): Promise<void> =>
  new Promise(resolve => {
    if (signal?.aborted) resolve()
    signal?.addEventListener('abort', () => resolve(), { once: true })
  })

/**
 * The log as it stood when an event was its last: read only, whatever is written meanwhile. Closing it leaves the store open.
 * @param end that event's position; null: before the first one
 */
export const logUntil = (store: ReadableLog, end: Position | null): ReadableLog => {
  const isIn = ({ position }: { readonly position: Position }) => end !== null && position <= end
  return {
    async *readAll(options = {}) {
      if (options.direction === 'backwards') {
        if (end === null) return
        const { from = end } = options
        yield* store.readAll({ ...options, from: from < end ? from : end })
        return
      }
      for await (const event of store.readAll(options)) {
        if (!isIn(event)) return
        yield event
      }
    },
    async *subscribe(options = {}) {
      const { after = null, signal } = options
      let last: Page | undefined = { events: [], upTo: after, caughtUp: true }
      if (end !== null && (after ?? '') < end) {
        last = undefined
        for await (const page of store.subscribe(options)) {
          if (page.upTo !== null && page.upTo < end && !page.caughtUp) {
            yield page
            continue
          }
          last = { events: page.events.filter(isIn), upTo: end, caughtUp: true }
          break
        }
      }
      if (signal?.aborted) return
      if (!last) throw new StoreClosed() // nothing else ends a subscription
      yield last
      await aborted(signal)
    },
    async head({ categories } = {}) {
      if (end === null) return null
      const wanted = categories ? { categories } : {}
      for await (const { position } of store.readAll({ from: end, direction: 'backwards', limit: 1, ...wanted }))
        return position
      return null
    },
  }
}
