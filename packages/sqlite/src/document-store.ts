// The document store over a connection: tables of JSON in the file of the events.
import { StoreClosed } from '@eventcrm/event-store'
import type { Document, DocumentStore, Found } from '@eventcrm/projection'
import {
  CheckpointConflict,
  checkNames,
  CommitOutcomeUnknown,
  prepareAnswers,
  prepareWrites,
  ReadyCollections,
  type Answers,
  type Commit,
  type ParsedGrouping,
} from '@eventcrm/projection/store'
import type { Connection, Database } from './connection.ts'
import { listFields } from './document-elements.ts'
import { group } from './document-grouping.ts'
import { count, search, some } from './document-searching.ts'
import { checkPublication, publish, unpublish, type Publication } from './document-publications.ts'
import type { ElementIndex } from './document-sql.ts'
import {
  areReady,
  dropCollection,
  elementsOf,
  forgetNames,
  hasCommonTables,
  indexesOf,
  indexName,
  lacksCommonTables,
  lostOf,
  makeCommonTables,
  makeReady,
  present,
  remakeIfLost,
  tableOf,
} from './document-tables.ts'
import { clearDocuments, collectChanges, writeDocuments } from './document-writing.ts'
import { documentIn, progressIn, textIn } from './document-row-decoder.ts'
import { CommitUnknown } from './errors.ts'
import { numberIn } from './row-decoder.ts'
import { readServings, writeServing } from './servings.ts'

const commitsOf = (db: Database, view: string): number =>
  numberIn(db.prepare('SELECT commits FROM _progress WHERE view = ?').get(view), 'commits') ?? 0

/** Writes progress. It is read before anything is written: a job that throws costs those that share its transaction another turn. */
const writeProgress = (db: Database, views: Commit['views']): void => {
  const put = db.prepare(
    `INSERT INTO _progress (view, commits, progress) VALUES (?, ?, ?)
     ON CONFLICT (view) DO UPDATE SET commits = excluded.commits, progress = excluded.progress`,
  )
  for (const { view, expected, next } of views) {
    const commits = expected + 1
    put.run(view, commits, JSON.stringify({ ...next, commits }))
  }
}

const load = (db: Database, collection: string, keys: readonly string[]): ReadonlyMap<string, Document> => {
  if (keys.length === 0) return new Map()
  const rows = db
    .prepare(`SELECT key, document FROM ${tableOf(collection)} WHERE key IN (SELECT value FROM json_each(?))`)
    .all(JSON.stringify(keys))
  return new Map(rows.map(row => [textIn(row, 'key'), documentIn(row)]))
}

/** Asks a collection; one that another process dropped since it was made ready holds nothing. */
const orDropped = <T>(db: Database, collection: string, ask: () => T, nothing: T): T => {
  try {
    return ask()
  } catch (error) {
    if (present(db, [{ name: collection, indexes: [] }]).length > 0) throw error
    return nothing
  }
}

/**
 * The document store over a connection. Each commit is one sync; documents are JSON in a table per collection.
 * @param release called once, when the store is closed
 * @param readOnly true: nothing is made, and what is not there holds nothing
 * @param publications is given what analysts are to see, as it becomes known
 */
export const openSqliteDocumentStore = async (
  connection: Connection,
  release: () => Promise<void>,
  readOnly = false,
  publications = new Map<string, Publication>(),
): Promise<DocumentStore> => {
  const hasTables = await connection.read(hasCommonTables)
  if (!readOnly && (await connection.read(lacksCommonTables))) await connection.write(makeCommonTables)
  /** Read only: collections that the file does not have. */
  const absent = new Set<string>()
  const ready = new ReadyCollections()
  const indexes = new Map<string, ReadonlyMap<string, number>>()
  let closing: Promise<void> | undefined

  const open = () => {
    if (closing) throw new StoreClosed()
  }
  const elementsIn = (collection: string): ElementIndex => ({
    table: elementsOf(collection),
    numberOf: field => indexes.get(collection)?.get(field),
  })
  /** Indexes that a page of groups may be read by: those that the file has still. All groups need none. */
  const inOrderOf = (db: Database, collection: string, { limit }: ParsedGrouping): ReadonlyMap<string, number> => {
    if (limit === Infinity) return new Map()
    const lost = new Set(lostOf(db, collection))
    return new Map([...(indexes.get(collection) ?? [])].filter(([, number]) => !lost.has(indexName(number))))
  }
  const answersFrom = (db: Database): Answers => ({
    progress(view) {
      if (readOnly && !hasTables) return null
      const row = db.prepare('SELECT commits, progress FROM _progress WHERE view = ?').get(view)
      return row ? progressIn(row) : null
    },
    views(prefix) {
      if (readOnly && !hasTables) return new Map()
      const rows = db
        .prepare('SELECT view, commits, progress FROM _progress WHERE substr(view, 1, length(?)) = ? ORDER BY view')
        .all(prefix, prefix)
      return new Map(rows.map(row => [textIn(row, 'view'), progressIn(row)]))
    },
    servings: prefix => readServings(db, prefix),
    load(collection, keys) {
      ready.require(collection, 'load')
      if (absent.has(collection)) return new Map()
      return orDropped(db, collection, () => load(db, collection, keys), new Map())
    },
    find(collection, find) {
      ready.require(collection, 'find')
      if (absent.has(collection)) return { documents: [], next: null }
      const none: Found = { documents: [], next: null }
      return orDropped(db, collection, () => search(db, collection, find, elementsIn(collection)), none)
    },
    count(collection, where) {
      ready.require(collection, 'count')
      if (absent.has(collection)) return 0
      return orDropped(db, collection, () => count(db, collection, where, elementsIn(collection)), 0)
    },
    some(collection, asked) {
      ready.require(collection, 'some')
      if (absent.has(collection)) return []
      return orDropped(db, collection, () => some(db, collection, asked, elementsIn(collection)), [])
    },
    group(collection, grouping) {
      ready.require(collection, 'group')
      if (absent.has(collection)) return []
      return orDropped(
        db,
        collection,
        () => group(db, collection, grouping, elementsIn(collection), inOrderOf(db, collection, grouping)),
        [],
      )
    },
  })

  return {
    async ensure(collections) {
      open()
      ready.check(collections)
      const published = collections.flatMap(({ name, publication }) =>
        publication ? [{ name, publication: structuredClone(publication) }] : [],
      )
      for (const { name, publication } of readOnly ? published : []) publications.set(name, publication)
      if (readOnly) {
        const there = hasTables ? await connection.read(db => present(db, collections)) : []
        for (const { name } of collections) if (!there.includes(name)) absent.add(name)
        for (const name of there) indexes.set(name, await connection.read(db => indexesOf(db, name)))
        ready.add(collections)
        return
      }
      await connection.read(db => {
        for (const { publication } of published) checkPublication(db, publication)
      })
      if (!(await connection.read(db => areReady(db, collections)))) {
        await connection.write(db => makeReady(db, collections))
      }
      const made = await connection.read(db => collections.map(({ name }) => [name, indexesOf(db, name)] as const))
      for (const [name, known] of made) indexes.set(name, known)
      for (const { name, publication } of published) publications.set(name, publication)
      ready.add(collections)
    },

    async commit(commit) {
      open()
      const written = collectChanges(commit.writes, prepareWrites(commit, ready), name =>
        listFields(indexes.get(name) ?? new Map()),
      )
      const views = structuredClone(commit.views)
      const clear = [...(commit.clear ?? [])]
      const madeAnew = [...(commit.unpublish ?? [])]
      const publicationsOf = (names: readonly string[] = []) =>
        names.flatMap(name => {
          const publication = publications.get(name)
          return publication ? [{ name, publication }] : []
        })
      const toPublish = publicationsOf(commit.publish)
      const toUnpublish = publicationsOf(commit.unpublish)
      const writing = connection.write(db => {
        const conflict = views.find(({ view, expected }) => commitsOf(db, view) !== expected)
        if (conflict) return conflict.view
        writeProgress(db, views)
        for (const collection of madeAnew) remakeIfLost(db, collection)
        if (madeAnew.length > 0) forgetNames(db)
        for (const collection of clear) clearDocuments(db, collection)
        for (const changes of written) writeDocuments(db, changes)
        for (const { publication } of toUnpublish) unpublish(db, publication)
        for (const { name, publication } of toPublish) publish(db, name, publication)
        return null
      })
      const elsewhere = await writing.catch((error: unknown) => {
        throw error instanceof CommitUnknown ? new CommitOutcomeUnknown(error.message, { cause: error }) : error
      })
      if (elsewhere !== null) throw new CheckpointConflict(elsewhere)
    },

    async serve({ process, name, views }) {
      open()
      const serving = { process, name, views: [...views] }
      await connection.write(db => writeServing(db, serving))
    },

    async drop(collections) {
      open()
      checkNames(collections)
      const dropped = [...collections]
      await connection.write(db => {
        for (const collection of dropped) dropCollection(db, collection)
      })
    },

    async query(queries) {
      open()
      const answers = prepareAnswers(queries)
      return connection.read(db => answers(answersFrom(db)))
    },

    close: () => (closing ??= release()),
  }
}
