// What each process said that it serves, at the server's time.
import type { LastServing } from '@eventcrm/projection'
import { lastServings, type Serving } from '@eventcrm/projection/store'
import type { ClientSession, Collection, Db } from 'mongodb'

interface StoredServing {
  /** The process. */
  readonly _id: string
  readonly name: string
  readonly views: readonly string[]
  readonly at: Date
}

/** What processes that ended without a word have left is taken away after a day. */
const keptFor = 86_400_000

export class Servings {
  readonly #servings: Collection<StoredServing>

  constructor(db: Db) {
    this.#servings = db.collection<StoredServing>('_servings')
  }

  async write({ process, name, views }: Serving): Promise<void> {
    await this.#servings.deleteMany({ at: { $lt: new Date(Date.now() - keptFor) } })
    if (views.length === 0) await this.#servings.deleteOne({ _id: process })
    else
      await this.#servings.updateOne(
        { _id: process },
        { $set: { name, views: [...views] }, $currentDate: { at: true } },
        { upsert: true },
      )
  }

  async read(prefix: string, session: ClientSession): Promise<readonly LastServing[]> {
    const found = this.#servings.aggregate<StoredServing & { readonly now: Date }>([{ $set: { now: '$$NOW' } }], {
      session,
    })
    const all = await found.toArray()
    const now = all[0]?.now.getTime() ?? 0
    return lastServings(
      all.map(({ _id: process, name, views, at }) => ({ process, name, views, at: at.getTime() })),
      prefix,
      now,
    )
  }
}
