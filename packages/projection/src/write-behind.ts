// A commit that is written while the next batch is read and folded: on a server, either waits for the other for half of the time.
import { decodeDocument } from './document-decoder.ts'
import type { Answer, Commit, DocumentStore, Query } from './document-store.ts'
import type { Document } from './filter.ts'
import { storedJson } from './stored-form.ts'

type Load = Extract<Query, { readonly load: string }>
type Answers<Q extends readonly Query[]> = { readonly [I in keyof Q]: Answer<Q[I]> }
type Loaded = ReadonlyMap<string, Document>

/** What a commit that is under way writes, by collection and key. */
type Written = ReadonlyMap<string, ReadonlyMap<string, Commit['writes'][number]>>

const isLoad = (query: Query): query is Load => 'load' in query
const areLoads = (queries: readonly Query[]): queries is readonly Load[] => queries.every(isLoad)

const writtenBy = ({ writes }: Commit): Written => {
  const written = new Map<string, Map<string, Commit['writes'][number]>>()
  for (const write of writes) {
    const into = written.get(write.collection) ?? new Map<string, Commit['writes'][number]>()
    written.set(write.collection, into.set(write.key, write))
  }
  return written
}

/** Lets a store refuse what it does not take, which it does before it waits for anything. */
const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

interface UnderWay {
  readonly committing: Promise<void>
  readonly written: Written
}

/**
 * One commit at most is under way. A fault of it is thrown by every call from then on, until `startOver`: what is built on it would be written over
 * what another projector has committed.
 */
export class WriteBehind {
  readonly #store: DocumentStore
  #underWay: UnderWay | undefined
  #fault: { readonly error: unknown } | undefined
  /** The store, each call of which waits for the commit that is under way. */
  readonly documents: DocumentStore
  /** The store, whose commits go on after they have returned; what is loaded is as if they had ended. */
  readonly behind: DocumentStore

  constructor(store: DocumentStore) {
    this.#store = store
    const after = async <T>(work: () => Promise<T>): Promise<T> => {
      await this.settle()
      return work()
    }
    this.documents = {
      ensure: collections => after(() => store.ensure(collections)),
      commit: commit => after(() => store.commit(commit)),
      query: queries => after(() => store.query(queries)),
      serve: serving => after(() => store.serve(serving)),
      drop: collections => after(() => store.drop(collections)),
      close: () => after(() => store.close()),
    }
    this.behind = { ...this.documents, commit: commit => this.#commit(commit), query: queries => this.#query(queries) }
  }

  /** Waits for the commit that is under way. Throws what it came to. */
  async settle(): Promise<void> {
    const underWay = this.#underWay
    try {
      await underWay?.committing
    } catch (error) {
      this.#fault ??= { error }
    }
    if (underWay) this.#isOver(underWay)
    if (this.#fault) throw this.#fault.error
  }

  /** What was built on a commit that failed has been thrown away. */
  startOver(): void {
    this.#fault = undefined
  }

  /** Another one may be under way by now. */
  #isOver(underWay: UnderWay): void {
    if (this.#underWay === underWay) this.#underWay = undefined
  }

  async #commit(commit: Commit): Promise<void> {
    await this.settle()
    const committing = this.#store.commit(commit)
    // of collections that are emptied too, more would have to be told than what was written
    if (commit.clear?.length || commit.publish?.length || commit.unpublish?.length) return committing
    const underWay = { committing, written: writtenBy(commit) }
    committing.then(
      () => this.#isOver(underWay),
      () => undefined,
    )
    this.#underWay = underWay
    try {
      await Promise.race([committing, turn()])
    } catch (error) {
      this.#isOver(underWay)
      throw error
    }
  }

  #query<const Q extends readonly Query[]>(queries: Q): Promise<Answers<Q>>
  async #query(queries: readonly Query[]): Promise<readonly unknown[]> {
    const written = this.#underWay?.written
    if (written && areLoads(queries)) return this.#load(queries, written)
    await this.settle()
    return this.#store.query(queries)
  }

  async #load(loads: readonly Load[], written: Written): Promise<readonly Loaded[]> {
    const found = await this.#store.query(
      loads.map(({ load, keys }) => {
        const known = written.get(load)
        return { load, keys: known ? keys.filter(key => !known.has(key)) : keys }
      }),
    )
    return loads.map(({ load, keys }, i) => {
      const all = new Map(found[i])
      for (const key of keys) {
        const document = written.get(load)?.get(key)?.document
        if (document) all.set(key, decodeDocument(storedJson(document)))
      }
      return all
    })
  }
}
