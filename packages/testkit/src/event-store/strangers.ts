import type { ExpectedRevision } from '@eventcrm/event-store'
import type { OpenedEventStore } from './event-store-case.ts'
import { newStream, storedEvents } from './samples.ts'

/**
 * The same log as others use it too: streams of namespaces with names much like the store's stand in it, and one of them is written to until
 * the case is over.
 */
export const besideStrangers = (open: () => Promise<OpenedEventStore>) => async (): Promise<OpenedEventStore> => {
  const opened = await open()
  const { namespace } = opened.store
  const strangers = await Promise.all([opened.again(`${namespace}y`), opened.again(namespace.slice(0, -2))])
  for (const stranger of strangers) {
    await stranger.append(newStream(stranger), 'noStream', storedEvents(3))
    await stranger.append(newStream(stranger, 'lead'), 'noStream', storedEvents(3))
  }
  const [writer] = strangers
  let over = false
  const write = async () => {
    const stream = newStream(writer)
    for (let last: ExpectedRevision = 'noStream'; !over;) {
      const { revision } = await writer.append(stream, last, storedEvents(2))
      last = revision
      await new Promise(resolve => setTimeout(resolve, 3))
    }
  }
  const writing = write()
  return {
    ...opened,
    async release() {
      over = true
      await writing
      for (const stranger of strangers) await stranger.close()
      await opened.release?.()
    },
  }
}
