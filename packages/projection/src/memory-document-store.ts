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

/** A document as kept: its text, and what searches have made of it. */
interface Kept {
  readonly json: string
  parsed?: Document
}
const documentIn = (kept: Kept): Document => (kept.parsed ??= frozen(decodeDocument(kept.json)))

/**
 * The in-memory document store: the double for tests, and where a report "known at" is projected into. The documents that it
 * finds are frozen. It searches without indexes.
 */
export const createMemoryDocumentStore = (): DocumentStore => {
  const ready = new ReadyCollections()
  const collections = new Map<string, Map<string, Kept>>()
  const progresses = new Map<string, ViewProgress>()
  let closed = false

  const open = () => {
    if (closed) throw new StoreClosed()
  }
  const documentsOf = (name: string): Map<string, Kept> => {
    const known = collections.get(name) ?? new Map<string, Kept>()
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
        const kept = documents.get(key)
        if (kept) found.set(key, decodeDocument(kept.json))
      }
      return found
    },
    find(collection, { where, sort, limit, after }) {
      ready.require(collection, 'find')
      const matches = matching(where)
      const compare = comparePlaces(sort)
      const all = [...documentsOf(collection)]
        .map(([key, kept]) => [key, documentIn(kept)] as const)
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
      for (const kept of documentsOf(collection).values()) if (matches(documentIn(kept))) count++
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
        else documentsOf(collection).set(key, { json })
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
