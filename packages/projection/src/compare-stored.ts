// What a collection holds, as digests, all at one moment of its view.
import { isOfStore } from '@eventcrm/event-store'
import { digestOf } from './canonical.ts'
import type { DocumentStore, ViewProgress } from './document-store.ts'
import type { Found } from './filter.ts'

/** Documents came or went while they were read. */
export class MovedOn extends Error {}

/** What a collection holds. */
export interface Stored {
  /** By key. */
  readonly digests: Map<string, string>
  /** Whether one can't be read: what lies behind it was not read. */
  readonly cut: boolean
}

/** Documents read at once: at some 1.5 kB each, half a megabyte. */
const atOnce = 250

/** A view as of one of its commits. */
export interface ViewAt {
  readonly view: string
  readonly commits: number
}

/** What says nothing of a document. */
const isOfNone = (error: unknown): boolean => error instanceof MovedOn || isOfStore(error)

/**
 * Reads a collection.
 * @param at of the view whose collection it is
 * @throws MovedOn when the view was committed meanwhile
 */
export const eachOf = async (
  documents: DocumentStore,
  at: ViewAt,
  collection: string,
  signal?: AbortSignal,
): Promise<Stored> => {
  const digests = new Map<string, string>()
  let limit = atOnce
  for (let after: string | null = null; ;) {
    signal?.throwIfAborted()
    try {
      const [found, progress]: readonly [Found, ViewProgress | null] = await documents.query([
        { find: collection, limit, ...(after === null ? {} : { after }) },
        { progress: at.view },
      ])
      if (progress?.commits !== at.commits) throw new MovedOn()
      for (const { key, document } of found.documents) digests.set(key, digestOf(document))
      if (found.next === null) return { digests, cut: false }
      after = found.next
    } catch (error) {
      if (isOfNone(error)) throw error
      // one of these: found by reading them one by one
      if (limit === 1) return { digests, cut: true }
      limit = 1
    }
  }
}

/**
 * Reads documents by their keys, those that can't be read among them.
 * @returns digests; null for one that is not there, undefined for one that can't be read
 */
export async function* byKeys(
  documents: DocumentStore,
  at: ViewAt,
  collection: string,
  keys: readonly string[],
): AsyncGenerator<readonly [key: string, digest: string | null | undefined]> {
  for (let i = 0; i < keys.length; i += atOnce) {
    const some = keys.slice(i, i + atOnce)
    try {
      const [found, progress] = await documents.query([{ load: collection, keys: some }, { progress: at.view }])
      if (progress?.commits !== at.commits) throw new MovedOn()
      for (const key of some) {
        const document = found.get(key)
        yield [key, document ? digestOf(document) : null]
      }
    } catch (error) {
      if (isOfNone(error)) throw error
      if (some.length === 1) yield [some[0] ?? '', undefined]
      else for (const key of some) yield* byKeys(documents, at, collection, [key])
    }
  }
}
