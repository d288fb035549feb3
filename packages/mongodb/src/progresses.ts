// How far each view has been folded. A commit holds to the number of commits that it started from.
import type { Checkpoint, ViewProgress } from '@eventcrm/projection'
import { behindPrefix, CheckpointConflict, decodeProgress, type Commit } from '@eventcrm/projection/store'
import type { ClientSession, Collection, Db } from 'mongodb'
import { codeOf, DUPLICATE_KEY } from './errors.ts'

interface StoredProgress extends Omit<ViewProgress, 'commits'> {
  readonly _id: string
  readonly commits: number
  readonly checkpoint: Checkpoint | null
}

const progressIn = ({ _id, commits, ...progress }: StoredProgress): ViewProgress =>
  decodeProgress(JSON.stringify({ ...progress, commits }), commits)

export class Progresses {
  readonly #progresses: Collection<StoredProgress>

  constructor(db: Db) {
    this.#progresses = db.collection<StoredProgress>('_progress')
  }

  /** Has there be one of a view, so that within a transaction a first commit is a condition like any other. */
  async begin(view: string): Promise<void> {
    const nothing = { checkpoint: null, building: true, rollups: [], stopped: null, commits: 0 }
    await this.#progresses
      .updateOne({ _id: view }, { $setOnInsert: nothing }, { upsert: true })
      .catch((error: unknown) => {
        if (codeOf(error) !== DUPLICATE_KEY) throw error
      })
  }

  /** @throws CheckpointConflict for a view that has been committed elsewhere */
  async enter(session: ClientSession, views: Commit['views']): Promise<void> {
    if (views.length === 0) return
    const { matchedCount } = await this.#progresses.bulkWrite(
      views.map(({ view, expected, next }) => ({
        replaceOne: { filter: { _id: view, commits: expected }, replacement: { ...next, commits: expected + 1 } },
      })),
      { session },
    )
    if (matchedCount === views.length) return
    const now = this.#progresses.find({ _id: { $in: views.map(({ view }) => view) } }, { session })
    const commits = new Map((await now.toArray()).map(({ _id, commits }) => [_id, commits]))
    // those that were at `expected` have one more by now
    const elsewhere = views.find(({ view, expected }) => commits.get(view) !== expected + 1) ?? views[0]
    throw new CheckpointConflict(elsewhere?.view ?? '')
  }

  async remove(views: Iterable<string>, session: ClientSession): Promise<void> {
    await this.#progresses.deleteMany({ _id: { $in: [...views] } }, { session })
  }

  async of(view: string, session: ClientSession): Promise<ViewProgress | null> {
    const found = await this.#progresses.findOne({ _id: view, commits: { $gt: 0 } }, { session })
    return found && progressIn(found)
  }

  /** Those of views whose names begin so. */
  async behind(prefix: string, session: ClientSession): Promise<ReadonlyMap<string, ViewProgress>> {
    const end = behindPrefix(prefix)
    const begins = { $gte: prefix, ...(end === null ? {} : { $lt: end }) }
    const found = this.#progresses.find({ _id: begins, commits: { $gt: 0 } }, { session, sort: { _id: 1 } })
    return new Map((await found.toArray()).map(one => [one._id, progressIn(one)]))
  }
}
