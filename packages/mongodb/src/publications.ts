// What analysts see: for each published collection a view of the database by its plain name. Which one it shows is written in the commit; the
// view itself, which no transaction can change, follows.
import type { Collection } from '@eventcrm/projection/store'
import type { ClientSession, Collection as MongoCollection, Db } from 'mongodb'
import { codeOf, NAMESPACE_EXISTS, NAMESPACE_NOT_FOUND } from './errors.ts'
import type { Register } from './register.ts'

export type Publication = NonNullable<Collection['publication']>

interface Published {
  readonly _id: string
  readonly version: number
  readonly collection: string
}

export class Publications {
  readonly #db: Db
  readonly #register: Register
  readonly #published: MongoCollection<Published>

  constructor(db: Db, register: Register) {
    this.#db = db
    this.#register = register
    this.#published = db.collection<Published>('_publications')
  }

  /** Has analysts see a collection, unless they see a newer version. */
  async publish(session: ClientSession, collection: string, { name, version, fields }: Publication): Promise<void> {
    if (fields.length === 0) return
    const seen = await this.#published.findOne({ _id: name }, { session })
    if (seen && seen.version > version) return
    await this.#published.replaceOne({ _id: name }, { version, collection }, { session, upsert: true })
  }

  /** Has analysts no longer see a version, if it is the one they see. */
  async unpublish(session: ClientSession, { name, version }: Publication): Promise<void> {
    await this.#published.deleteOne({ _id: name, version }, { session })
  }

  /** The names under which analysts see any of these collections. */
  async of(collections: readonly string[]): Promise<readonly string[]> {
    return (await this.#published.find({ collection: { $in: [...collections] } }).toArray()).map(({ _id }) => _id)
  }

  /** Has analysts see none of them. */
  async forget(session: ClientSession, collections: readonly string[]): Promise<void> {
    await this.#published.deleteMany({ collection: { $in: [...collections] } }, { session })
  }

  /** @throws TypeError for a name that a collection of the database has */
  async check(name: string): Promise<void> {
    const [there] = await this.#db.listCollections({ name }).toArray()
    if (there && there.type !== 'view')
      throw new TypeError(`publication.name: expected a name that no collection of the database has, not '${name}'`)
  }

  /** Makes a view what was last committed. What another changes meanwhile is looked at again. */
  async follow(name: string): Promise<void> {
    for (let wanted = await this.#wanted(name); ;) {
      await this.#point(name, wanted)
      const now = await this.#wanted(name)
      if (now === wanted) return
      wanted = now
    }
  }

  /** What the view is to show; null for none. */
  async #wanted(name: string): Promise<string | null> {
    const published = await this.#published.findOne({ _id: name })
    if (!published) return null
    const { collection } = published
    const generation = (await this.#register.generations([collection])).get(collection)
    return generation === undefined ? null : this.#register.physical(collection, generation).collectionName
  }

  async #point(name: string, viewOn: string | null): Promise<void> {
    const [view] = await this.#db.listCollections({ name }, { nameOnly: false }).toArray()
    if (view && view.type !== 'view') return // a stranger's, told of at the start
    try {
      if (viewOn === null) {
        if (view) await this.#db.dropCollection(name)
      } else if (!view) await this.#db.createCollection(name, { viewOn, pipeline: [] })
      // in one step: dropping and making it anew would show nothing for a moment
      else if (view.options?.viewOn !== viewOn) await this.#db.command({ collMod: name, viewOn, pipeline: [] })
    } catch (error) {
      const code = codeOf(error)
      // another did the same
      if (code !== NAMESPACE_EXISTS && code !== NAMESPACE_NOT_FOUND) throw error
    }
  }
}
