// Has the document store know which versions of views this process answers from, so that nobody drops them.
import type { AnyView, DocumentStore } from '@eventcrm/projection'
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'

/** Milliseconds between two notes of the same. Whoever drops versions waits for six of them. */
const every = 10_000

export interface Serving {
  /** Notes that this process has ended, if it ever noted that it serves. */
  end(): Promise<void>
}

/**
 * Notes which views are served, from now on or, for one that only asks, once it has been open for a while: so a question that is answered at
 * once writes nothing. A store that is away, or that may not be written to, is tried again the next time.
 */
export const startServing = (documents: DocumentStore, views: readonly AnyView[], from: 'now' | 'later'): Serving => {
  const note = { process: randomUUID(), name: `${hostname()}, process ${String(process.pid)}` }
  let noted = false
  let writing: Promise<void> = Promise.resolve()
  const write = (collections: readonly string[]): Promise<void> => {
    writing = writing
      .then(() => documents.serve({ ...note, views: collections }))
      .then(
        () => void (noted = true),
        () => undefined,
      )
    return writing
  }
  const serve = () => write(views.map(({ collection }) => collection))
  if (from === 'now') void serve()
  const timer = setInterval(() => void serve(), every)
  timer.unref()
  return {
    async end() {
      clearInterval(timer)
      await writing
      if (noted) await write([])
    },
  }
}
