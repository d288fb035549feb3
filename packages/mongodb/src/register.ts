// Where each collection's documents are. To clear a large one, it goes on in a new generation, since a transaction ends after a minute.
import type { ClientSession, Collection as MongoCollection, Db, Document } from 'mongodb'
import { codeOf, NAMESPACE_EXISTS, NAMESPACE_NOT_FOUND } from './errors.ts'
import type { Physical } from './searching.ts'

export interface Registered {
  /** The collection. */
  readonly _id: string
  readonly generation: number
  /** Counted up by every commit that writes to it, so that none writes to a generation that another leaves. */
  readonly commits: number
  /** Generations it had, with when it left them. */
  readonly left?: readonly { readonly generation: number; readonly since: Date }[]
}

/**
 * Milliseconds for which a generation that was left is kept: a question may still be reading it, and of a collection that is dropped meanwhile a
 * snapshot says that it is empty. The server keeps snapshots for five minutes.
 */
const keptFor = 10 * 60_000

export class Register {
  readonly #db: Db
  readonly #entries: MongoCollection<Registered>

  constructor(db: Db) {
    this.#db = db
    this.#entries = db.collection<Registered>('_collections')
  }

  /** A collection as it is kept; no published name has a dot. */
  physical(name: string, generation: number): Physical {
    return this.#db.collection(`documents.${name}.${String(generation)}`)
  }

  /** The generation of a collection that is new here, or has one. */
  async generation(name: string): Promise<number> {
    await this.#entries.updateOne({ _id: name }, { $setOnInsert: { generation: 1, commits: 0 } }, { upsert: true })
    const entry = await this.#entries.findOne({ _id: name })
    return entry?.generation ?? 1
  }

  /** The generations of collections, as of the session's moment. */
  async generations(names: readonly string[], session?: ClientSession): Promise<ReadonlyMap<string, number>> {
    const found = this.#entries.find({ _id: { $in: [...names] } }, session ? { session } : {})
    return new Map((await found.toArray()).map(({ _id, generation }) => [_id, generation]))
  }

  /**
   * Makes a collection with its indexes, where they are not there yet. An index is built beside what else goes on.
   * @param validator what the server is to check documents by; `{}` for nothing
   */
  async make(physical: Physical, indexes: readonly Index[], validator: Document): Promise<void> {
    // asked first: making what is there waits for every transaction that has written to it
    const known = (await this.#validatorIn(physical)) ?? (await this.#create(physical, validator))
    if (JSON.stringify(known) !== JSON.stringify(validator))
      await this.#db.command({ collMod: physical.collectionName, validator })
    const there = new Set((await physical.listIndexes().toArray()).map(({ name }) => String(name)))
    const missing = indexes.filter(({ name }) => !there.has(name))
    if (missing.length > 0) await physical.createIndexes(missing.map(({ key, name }) => ({ key: new Map(key), name })))
  }

  /** The indexes that this library has made, another version of it too. */
  async indexesOf(physical: Physical): Promise<readonly Index[]> {
    const names = (await physical.listIndexes().toArray()).map(({ name }) => String(name))
    return names.filter(name => isOurs.test(name)).map(name => indexOf(name.slice(0, -end.length).split(',')))
  }

  /** What the server checks documents by. */
  async validatorIn(physical: Physical): Promise<Document> {
    return (await this.#validatorIn(physical)) ?? {}
  }

  /** Undefined where the collection is not there. */
  async #validatorIn({ collectionName: name }: Physical): Promise<Document | undefined> {
    const [collection] = await this.#db.listCollections({ name }, { nameOnly: false }).toArray()
    if (!collection) return undefined
    const validator: unknown = collection.options?.validator
    return typeof validator === 'object' ? { ...validator } : {}
  }

  /** Makes it, unless another does so at the moment, and says what it is checked by. */
  async #create(physical: Physical, validator: Document): Promise<Document> {
    try {
      await this.#db.createCollection(physical.collectionName, { validator })
      return validator
    } catch (error) {
      if (codeOf(error) !== NAMESPACE_EXISTS) throw error
      return this.validatorIn(physical)
    }
  }

  /** What makes a commit wait for, or lose against, one that leaves the generation. */
  async enter(session: ClientSession, generations: ReadonlyMap<string, number>): Promise<boolean> {
    if (generations.size === 0) return true
    const { matchedCount } = await this.#entries.bulkWrite(
      Array.from(generations, ([_id, generation]) => ({
        updateOne: { filter: { _id, generation }, update: { $inc: { commits: 1 } } },
      })),
      { session },
    )
    return matchedCount === generations.size
  }

  /** Has a collection go on in the next generation, in a transaction that has entered it. */
  async leave(session: ClientSession, name: string, generation: number): Promise<void> {
    const left = { generation, since: '$$NOW' }
    await this.#entries.updateOne(
      { _id: name },
      [{ $set: { generation: generation + 1, left: { $concatArrays: [{ $ifNull: ['$left', []] }, [left]] } } }],
      { session },
    )
  }

  /** Drops a generation that was left, with its documents. */
  async drop(name: string, generation: number): Promise<void> {
    await this.physical(name, generation)
      .drop()
      .catch((error: unknown) => {
        if (codeOf(error) !== NAMESPACE_NOT_FOUND) throw error
      })
    await this.#entries.updateOne({ _id: name }, { $pull: { left: { generation } } })
  }

  /** Drops generations that were left long enough ago. */
  async sweep(): Promise<void> {
    const isOver = { $lt: ['$left.since', { $subtract: ['$$NOW', keptFor] }] }
    const over = this.#entries.aggregate<{ readonly _id: string; readonly left: { readonly generation: number } }>([
      { $unwind: '$left' },
      { $match: { $expr: isOver } },
    ])
    for (const { _id, left } of await over.toArray()) {
      await this.drop(_id, left.generation)
    }
  }
}

/** What an index's name ends with. */
const end = ' by eventcrm'
const isOurs = new RegExp(`^[A-Za-z0-9_.,]+${end}$`)

export interface Index {
  readonly name: string
  readonly key: readonly (readonly [field: string, direction: 1])[]
}

/** The key is in it, unlike in SQLite: MongoDB sorts what ties in an index by nothing, and would sort all for one page. */
export const indexOf = (fields: readonly string[]): Index => ({
  name: fields.join(',') + end,
  key: [...fields, '_id'].map(field => [field, 1] as const),
})
