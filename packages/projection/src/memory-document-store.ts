import { StoreClosed } from '@eventcrm/event-store'
import { prepareAnswers, type Answers } from './answers.ts'
import { ReadyCollections } from './collections.ts'
import { decodeDocument, decodeProgress } from './document-decoder.ts'
import { CheckpointConflict, type DocumentStore, type ViewProgress } from './document-store.ts'
import type { Document } from './filter.ts'
import { cursorBehind } from './find.ts'
import { matching } from './matches.ts'
import { comparePlaces, placeOf } from './order.ts'
import { prepareWrites } from './stored-form.ts'

const freeze = (value: unknown): void => {
  if (typeof value !== 'object' || value === null) return
  for (const one of Object.values(value)) freeze(one)
  Object.freeze(value)
}
const frozen = <T>(value: T): T => {
  freeze(value)
  return value
}

/**
 * The in-memory document store: the double for tests, and where a report "known at" is projected into. The documents that it
 * returns are frozen. It searches without indexes.
 */
export const createMemoryDocumentStore = (): DocumentStore => {
  const ready = new ReadyCollections()
  const collections = new Map<string, Map<string, Document>>()
  const progresses = new Map<string, ViewProgress>()
  let closed = false

  const open = () => {
    if (closed) throw new StoreClosed()
  }
  const documentsOf = (name: string): Map<string, Document> => {
    const known = collections.get(name) ?? new Map<string, Document>()
    collections.set(name, known)
    return known
  }

  const answers: Answers = {
    progress: view => progresses.get(view) ?? null,
    load(collection, keys) {
      ready.require(collection, 'load')
      const documents = documentsOf(collection)
      const found = new Map<string, Document>()
      for (const key of keys) {
        const document = documents.get(key)
        if (document) found.set(key, document)
      }
      return found
    },
    find(collection, { where, sort, limit, after }) {
      ready.require(collection, 'find')
      const matches = matching(where)
      const compare = comparePlaces(sort)
      const all = [...documentsOf(collection)]
        .filter(([, document]) => matches(document))
        .map(([key, document]) => ({ place: placeOf(key, document, sort), document }))
        .filter(({ place }) => after === null || compare(place, after) > 0)
        .sort((a, b) => compare(a.place, b.place))
      const page = all.slice(0, limit)
      const last = page.at(-1)
      return {
        documents: page.map(({ place, document }) => ({ key: place.key, document })),
        next: last && page.length < all.length ? cursorBehind(last.place, sort) : null,
      }
    },
    count(collection, where) {
      ready.require(collection, 'count')
      const matches = matching(where)
      let count = 0
      for (const document of documentsOf(collection).values()) if (matches(document)) count++
      return count
    },
  }

  return {
    async ensure(collections) {
      open()
      ready.check(collections)
      ready.add(collections)
    },
    async commit(commit) {
      open()
      const writes = prepareWrites(commit, ready)
      for (const { view, expected } of commit.views) {
        if ((progresses.get(view)?.commits ?? 0) !== expected) throw new CheckpointConflict(view)
      }
      for (const { view, expected, next } of commit.views) {
        progresses.set(view, frozen(decodeProgress(JSON.stringify({ ...next, commits: expected + 1 }))))
      }
      for (const name of commit.clear ?? []) documentsOf(name).clear()
      for (const { collection, key, json } of writes) {
        if (json === null) documentsOf(collection).delete(key)
        else documentsOf(collection).set(key, frozen(decodeDocument(json)))
      }
    },
    async query(queries) {
      open()
      return prepareAnswers(queries)(answers)
    },
    async close() {
      closed = true
    },
  }
}
