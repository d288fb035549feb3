// What people looked at last. It is no fact of the business, so it is kept beside the documents and not in the log: nothing rebuilds it.
import type { DocumentStore } from '@eventcrm/projection'
import { z } from 'zod'

const collection = { name: 'recentlyViewed', indexes: [['personId', 'at']] } as const
/** Kept for each person. */
const most = 50

const viewed = z.object({ personId: z.string(), kind: z.string(), id: z.string(), at: z.string() })

/** Something that was looked at. */
export interface Viewed {
  /** What it is: 'contact', 'opportunity'. */
  readonly kind: string
  readonly id: string
  /** When it was looked at last. */
  readonly at: string
}

export class RecentlyViewed {
  readonly #documents: DocumentStore
  #ready: Promise<void> | undefined

  constructor(documents: DocumentStore) {
    this.#documents = documents
  }

  /** What a person looked at, the latest first: at most 50. */
  async of(personId: string): Promise<readonly Viewed[]> {
    return (await this.#all(personId)).slice(0, most).map(({ kind, id, at }) => ({ kind, id, at }))
  }

  /** Notes that a person looked at something: once, however often. What is beyond the last 50 is forgotten. */
  async note(personId: string, { kind, id, at }: Viewed): Promise<void> {
    await this.#prepare()
    const write = (key: string, document: object | null) => ({
      collection: collection.name,
      key,
      document: document && { ...document },
    })
    await this.#documents.commit({
      views: [],
      writes: [write(`${personId} ${kind} ${id}`, { personId, kind, id, at })],
    })
    const beyond = (await this.#all(personId)).slice(most)
    if (beyond.length > 0)
      await this.#documents.commit({
        views: [],
        writes: beyond.map(one => write(`${personId} ${one.kind} ${one.id}`, null)),
      })
  }

  async #all(personId: string) {
    await this.#prepare()
    const [found] = await this.#documents.query([
      {
        find: collection.name,
        where: { field: 'personId', equals: personId },
        sort: [{ field: 'personId' }, { field: 'at', direction: 'descending' }],
        limit: 2 * most,
      },
    ])
    // what another version wrote is passed over
    return found.documents.flatMap(({ document }) => viewed.safeParse(document).data ?? [])
  }

  #prepare(): Promise<void> {
    return (this.#ready ??= this.#documents.ensure([collection]).catch((error: unknown) => {
      this.#ready = undefined
      throw error
    }))
  }
}
