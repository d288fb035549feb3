import { StoreClosed } from '@eventcrm/event-store'
import { prepareAnswers, type Answers } from './answers.ts'
import { compareCodePoints } from './code-points.ts'
import { checkNames, ReadyCollections } from './collections.ts'
import { decodeDocument, decodeProgress } from './document-decoder.ts'
import { CheckpointConflict, type DocumentStore, type Serving, type ViewProgress } from './document-store.ts'
import type { Document, Grouped } from './filter.ts'
import { cursorBehind } from './find.ts'
import { groupDocuments, inOrderOfValues, pageOfGroups } from './grouping.ts'
import { matching } from './matches.ts'
import { comparePlaces, placeOf } from './order.ts'
import { lastServings } from './servings.ts'
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

class Documents {
  readonly #byKey = new Map<string, Kept>()
  /** Made for the next search once keys came or went: a page would else cost as much as all. */
  #sorted: readonly string[] | undefined

  get(key: string): Kept | undefined {
    return this.#byKey.get(key)
  }
  set(key: string, json: string): void {
    if (!this.#byKey.has(key)) this.#sorted = undefined
    this.#byKey.set(key, { json })
  }
  delete(key: string): void {
    if (this.#byKey.delete(key)) this.#sorted = undefined
  }
  clear(): void {
    this.#byKey.clear()
    this.#sorted = undefined
  }
  values(): IteratorObject<Document> {
    return this.#byKey.values().map(documentIn)
  }

  /** All that match, by key, behind one if given. */
  *matching(matches: (document: Document) => boolean, after?: string): Generator<readonly [string, Document]> {
    const keys = (this.#sorted ??= [...this.#byKey.keys()].sort(compareCodePoints))
    for (let i = after === undefined ? 0 : placeBehind(keys, after); i < keys.length; i++) {
      const key = keys[i] ?? ''
      const kept = this.#byKey.get(key)
      if (!kept) continue
      const document = documentIn(kept)
      if (matches(document)) yield [key, document]
    }
  }
}

/** Index of the first key behind another. */
const placeBehind = (keys: readonly string[], after: string): number => {
  let [low, high] = [0, keys.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareCodePoints(keys[middle] ?? '', after) > 0) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * The in-memory document store: the double for tests, and where a report "known at" is projected into. The documents that it
 * finds are frozen. It searches without indexes.
 */
export const createMemoryDocumentStore = (): DocumentStore => {
  const ready = new ReadyCollections()
  const collections = new Map<string, Documents>()
  const progresses = new Map<string, ViewProgress>()
  const servings = new Map<string, Serving & { readonly at: number }>()
  /** What the last question for groups came to, until something is written: their pages are asked one after the other. */
  let grouped: { readonly asked: string; readonly groups: readonly Grouped[] } | undefined
  let closed = false

  const open = () => {
    if (closed) throw new StoreClosed()
  }
  const documentsOf = (name: string): Documents => {
    const known = collections.get(name) ?? new Documents()
    collections.set(name, known)
    return known
  }

  const answers: Answers = {
    progress: view => progresses.get(view) ?? null,
    views: prefix =>
      new Map([...progresses].filter(([view]) => view.startsWith(prefix)).sort(([a], [b]) => compareCodePoints(a, b))),
    servings: prefix => lastServings(servings.values(), prefix, Date.now()),
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
      const documents = documentsOf(collection)
      const byKey = sort.length === 0
      const found = documents.matching(matches, byKey ? after?.key : undefined)
      const places = byKey ? found.take(limit + 1) : found
      const all = Array.from(places, ([key, document]) => ({ place: placeOf(key, document, sort), document }))
      if (!byKey) {
        const compare = comparePlaces(sort)
        const behind = after === null ? all : all.filter(({ place }) => compare(place, after) > 0)
        all.splice(0, all.length, ...behind.sort((a, b) => compare(a.place, b.place)))
      }
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
    some(collection, { path, bounds, limit }) {
      ready.require(collection, 'some')
      const found = documentsOf(collection).matching(matching({ is: 'containing within', path, bounds }))
      return Array.from(found.take(limit), ([key, document]) => ({ key, document }))
    },
    group(collection, grouping) {
      ready.require(collection, 'group')
      const { by, sum, where } = grouping
      const asked = JSON.stringify([collection, by, sum, where])
      if (grouped?.asked !== asked) {
        const matched = documentsOf(collection).values().filter(matching(where))
        grouped = { asked, groups: inOrderOfValues(groupDocuments(matched, grouping)) }
        for (const group of grouped.groups) freeze(group)
      }
      return pageOfGroups(grouped.groups, grouping)
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
        progresses.set(view, frozen(decodeProgress(JSON.stringify({ ...next, commits: expected + 1 }), expected + 1)))
      }
      grouped = undefined
      for (const name of commit.clear ?? []) documentsOf(name).clear()
      for (const { collection, key, json } of writes) {
        if (json === null) documentsOf(collection).delete(key)
        else documentsOf(collection).set(key, json)
      }
    },
    async serve({ process, name, views }) {
      open()
      if (views.length === 0) servings.delete(process)
      else servings.set(process, { process, name, views: [...views], at: Date.now() })
    },
    async drop(names) {
      open()
      checkNames(names)
      grouped = undefined
      for (const name of names) {
        collections.delete(name)
        progresses.delete(name)
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
