import { AppendOutcomeUnknown, type EventStore } from '@eventcrm/event-store'

/**
 * A store whose replies get lost: the append is carried out, and the caller hears that its outcome is unknown.
 * @param lost which append's reply, counted from 1
 */
export const loseReplies = (store: EventStore, lost: (append: number) => boolean): EventStore => {
  let appends = 0
  return {
    namespace: store.namespace,
    async append(stream, expected, events) {
      const appended = await store.append(stream, expected, events)
      if (lost(++appends)) throw new AppendOutcomeUnknown('The reply was lost')
      return appended
    },
    readStream: (stream, options) => store.readStream(stream, options),
    readAll: options => store.readAll(options),
    subscribe: options => store.subscribe(options),
    head: options => store.head(options),
    close: () => store.close(),
  }
}
