import {
  canHaveEvents,
  checkAppend,
  checkPageSize,
  checkRead,
  checkTextSize,
  StoreClosed,
  subscription,
  textsOf,
  type EventStore,
  type SubscriptionSource,
} from '@eventcrm/event-store'
import { sendAppend } from './appending.ts'
import { Heads } from './heads.ts'
import type { Patience } from './patience.ts'
import { prefixesOf, readLog } from './read-log.ts'
import { positionIn, readStream } from './read-stream.ts'
import type { Reading } from './reading.ts'
import { commitOf } from './recorded.ts'
import { appendRequest } from './requests.ts'
import { Subscription } from './subscribing.ts'
import type { Tracing } from './tracing.ts'
import type { Wire } from './wire.ts'

const bytesOf = (texts: readonly object[]): number =>
  texts.reduce(
    (sum, text) => sum + Object.values(text).reduce((bytes: number, one) => bytes + Buffer.byteLength(String(one)), 0),
    0,
  )

export const createEventStore = (wire: Wire, namespace: string, patience: Patience, tracing: Tracing): EventStore => {
  const closing = new AbortController()
  const reading: Reading = { wire, closing: closing.signal, ...patience }
  const heads = new Heads(reading, namespace)
  const appending = new Set<Promise<unknown>>()
  const subscriptions = new Set<Subscription>()
  let closed: Promise<void> | undefined

  const open = () => {
    if (closed) throw new StoreClosed()
  }
  const appendingOf = {
    ...patience,
    wire,
    // the store may be closing, which waits for appends
    positionOf: (stream: string, revision: number) =>
      positionIn({ ...reading, closing: new AbortController().signal }, stream, revision),
  }

  return {
    namespace,

    async append(stream, expected, events) {
      open()
      checkAppend(namespace, stream, expected, events)
      const made = events.map(event => ({ id: event.id, texts: textsOf(event) }))
      const texts = made.map(one => one.texts)
      checkTextSize(texts)
      const request = appendRequest(stream, expected, made)
      const append = { stream, expected, count: events.length, request, bytes: () => bytesOf(texts) }
      const sending = tracing.append(stream, events.length, () => sendAppend(append, appendingOf))
      appending.add(sending)
      try {
        return await sending
      } finally {
        appending.delete(sending)
      }
    },

    async *readStream(stream, options = {}) {
      open()
      const isStream = canHaveEvents(namespace, stream)
      checkRead(options)
      if (!isStream) return
      yield* tracing.read('streams.read', stream, readStream(reading, namespace, stream, options))
    },

    async *readAll(options = {}) {
      open()
      checkRead({ limit: options.limit })
      yield* tracing.read('streams.readAll', '$all', readLog(reading, namespace, options))
    },

    subscribe({ after, categories, pageSize = 500, signal } = {}) {
      const prefixes = prefixesOf(namespace, categories)
      // without a name to look for the server would send everything: one that no stream has
      const asked = {
        namespace,
        prefixes: prefixes.length > 0 ? prefixes : [`${namespace}.-`],
        after,
        pageSize,
        end: () => heads.end(),
      }
      const follow = (): SubscriptionSource => {
        const one = new Subscription(reading, asked)
        return {
          begin() {
            open()
            checkPageSize(pageSize)
            if (after !== undefined) commitOf(after)
            subscriptions.add(one)
            void one.follow()
            return () => one.next()
          },
          end() {
            subscriptions.delete(one)
            one.end()
          },
          changes: one.changes,
          closed: () => closed !== undefined,
        }
      }
      return { [Symbol.asyncIterator]: () => subscription(follow(), signal)[Symbol.asyncIterator]() }
    },

    async head({ categories } = {}) {
      open()
      return heads.of(categories)
    },

    close() {
      closed ??= (async () => {
        closing.abort()
        for (const one of subscriptions) one.end()
        await Promise.allSettled(appending)
        await wire.close()
      })()
      return closed
    },
  }
}
