import { StoreClosed, StoreUnavailable } from '@eventcrm/event-store'
import type { DocumentStore, ViewProgress } from '@eventcrm/projection'
import { CheckpointConflict, CommitOutcomeUnknown } from '@eventcrm/projection/store'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate as turn } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { newStream, storedEvents } from '../../testkit/src/index.ts'
import { openConnection, type Connection } from '../src/connection.ts'
import { openSqliteDocumentStore } from '../src/document-store.ts'
import { CommitUnknown } from '../src/errors.ts'
import { openSqlite, type Sqlite, type SqliteOptions } from '../src/index.ts'
import { newFolder } from './folder.ts'
import { collections, documentsAfter, view } from './numbered-commits.ts'

const things = 'things__v1'
const next: Omit<ViewProgress, 'commits'> = { checkpoint: null, building: true, rollups: [], stopped: null }

let folder: ReturnType<typeof newFolder>
let file: string
let opened: { close: () => Promise<void> }[]
beforeEach(() => {
  folder = newFolder()
  file = folder.file('crm.sqlite')
  opened = []
})
afterEach(async () => {
  for (const one of opened) await one.close()
  await folder.remove()
})

const open = async (options?: SqliteOptions): Promise<Sqlite> => {
  const sqlite = await openSqlite(file, options)
  opened.push(sqlite)
  return sqlite
}
const commitTo = (store: DocumentStore, expected: number, key: string, document: Parameters<typeof put>[2]) =>
  store.commit({ views: [{ view: things, expected, next }], writes: [{ collection: things, key, document }] })
const put = (
  store: DocumentStore,
  key: string,
  document: { readonly [field: string]: string | number | string[] } | null,
) => store.commit({ views: [], writes: [{ collection: things, key, document }] })
const keysWith = async (store: DocumentStore, tag: string) => {
  const [{ documents }] = await store.query([{ find: things, where: { field: 'tags', contains: tag } }])
  return documents.map(({ key }) => key)
}
const progressOf = async (store: DocumentStore) => {
  const [progress] = await store.query([{ progress: things }])
  return progress
}

/** Another process's connection, holding the lock to write. */
const lock = () => {
  const other = new DatabaseSync(file)
  other.exec('BEGIN IMMEDIATE')
  opened.push({ close: async () => other.close() })
}

it('keeps the elements of lists for an index that the writing store was never told of', async () => {
  const [{ documents: old }, { documents: later }] = [await open(), await open()]
  await old.ensure([{ name: things, indexes: [] }])
  await put(old, 'a', { tags: ['x', 'y'] })
  await later.ensure([{ name: things, indexes: [['tags'], ['more.tags']] }])
  await put(old, 'b', { tags: ['x'] })
  await put(old, 'a', { tags: ['y'] })
  await put(old, 'c', { tags: ['x'] })
  await put(old, 'c', null)
  for (const store of [old, later]) {
    expect(await keysWith(store, 'x')).toEqual(['b'])
    expect(await keysWith(store, 'y')).toEqual(['a'])
  }
  await old.commit({ views: [], writes: [], clear: [things] })
  expect(await keysWith(later, 'y')).toEqual([])
})

it('refuses a collection that another process has under a name in other letters', async () => {
  const [{ documents }, { documents: other }] = [await open(), await open()]
  await documents.ensure([{ name: things, indexes: [] }])
  await put(documents, 'a', { n: 1 })
  await expect(other.ensure([{ name: 'Things__v1', indexes: [] }])).rejects.toThrow(TypeError)
  await expect(other.query([{ count: 'Things__v1' }])).rejects.toThrow(TypeError)
  await other.ensure([{ name: things, indexes: [['n']] }])
  expect(await other.query([{ count: things }])).toEqual([1])
})

it('answers at one moment while another process commits', { timeout: 60_000 }, async () => {
  const { documents } = await open()
  await documents.ensure(collections)
  const args = [
    '--disable-warning=ExperimentalWarning',
    fileURLToPath(new URL('killed-projector.ts', import.meta.url)),
    file,
  ]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  try {
    let commits = 0
    while (commits < 300) {
      const [counted, progress, found, removed] = await documents.query([
        { load: view, keys: ['count'] },
        { progress: view },
        { find: view, where: { field: 'n', from: 0 }, sort: [{ field: 'n', direction: 'descending' }], limit: 1 },
        { count: view },
      ])
      commits = progress?.commits ?? 0
      if (commits > 0) {
        const held = Object.keys(documentsAfter(commits)[view] ?? {}).length
        const seen = [counted.get('count')?.['n'], found.documents[0]?.document['n'], removed]
        expect(seen).toEqual([commits, commits, held])
      }
      await turn()
    }
  } finally {
    child.kill('SIGKILL')
    await once(child, 'close')
  }
})

it('answers for progress before any collection is ready', async () => {
  expect(await progressOf((await open()).documents)).toBeNull()
})

it('needs no lock for collections that are ready', async () => {
  const indexes = [['n'], ['tags']]
  await (await open()).documents.ensure([{ name: things, indexes }])
  const { documents } = await open({ lockTimeout: 50 })
  lock()
  await documents.ensure([{ name: things, indexes }])
  expect(await documents.query([{ count: things }])).toEqual([0])
})

it('gives up on a file that stays locked, with nothing written', async () => {
  const { documents } = await open({ lockTimeout: 50 })
  await documents.ensure([{ name: things, indexes: [] }])
  lock()
  await expect(commitTo(documents, 0, 'a', { n: 1 })).rejects.toThrow(StoreUnavailable)
  expect(await documents.query([{ count: things }, { progress: things }])).toEqual([0, null])
})

it('shares a transaction with appends, which a conflict does not hold up', async () => {
  const connection = await openConnection(file)
  opened.push(connection)
  const store = await openSqliteDocumentStore(connection, () => connection.close())
  await store.ensure([{ name: things, indexes: [] }])
  const { commits, writes } = connection.statistics()
  const outcomes = await Promise.allSettled(
    [0, 0, 1, 0].map((expected, n) => commitTo(store, expected, String(n), { n })),
  )
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected'])
  expect(connection.statistics()).toEqual({ commits: commits + 1, writes: writes + 4 })
})

it('says so when it is not known whether a commit was written; the progress tells', async () => {
  const connection = await openConnection(file)
  opened.push(connection)
  let failing: 'no' | 'before' | 'after' = 'no'
  const write: Connection['write'] = async job => {
    if (failing === 'before') throw new CommitUnknown('The commit failed')
    const result = await connection.write(job)
    if (failing === 'after') throw new CommitUnknown('The reply was lost')
    return result
  }
  const store = await openSqliteDocumentStore({ ...connection, write }, () => connection.close())
  await store.ensure([{ name: things, indexes: [] }])
  failing = 'before'
  await expect(commitTo(store, 0, 'a', { n: 1 })).rejects.toThrow(CommitOutcomeUnknown)
  expect(await progressOf(store)).toBeNull()
  failing = 'after'
  await expect(commitTo(store, 0, 'a', { n: 1 })).rejects.toThrow(CommitOutcomeUnknown)
  expect((await progressOf(store))?.commits).toBe(1)
  failing = 'no'
  await expect(commitTo(store, 0, 'a', { n: 2 })).rejects.toThrow(CheckpointConflict)
  await commitTo(store, 1, 'a', { n: 2 })
})

it('refuses what does not fit on the disk, and what was there stays', async () => {
  const connection = await openConnection(file)
  opened.push(connection)
  const store = await openSqliteDocumentStore(connection, () => connection.close())
  await store.ensure([{ name: things, indexes: [['n'], ['tags']] }])
  await commitTo(store, 0, 'a', { n: 1, tags: ['x'] })
  await connection.write(db => {
    db.exec('PRAGMA max_page_count = 60')
  })
  const large = { n: 2, tags: ['y'], note: 'x'.repeat(900_000) }
  const outcomes = await Promise.allSettled([commitTo(store, 1, 'a', large), put(store, 'b', { n: 3 })])
  expect(outcomes[0]).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailable) })
  expect(outcomes[1]).toMatchObject({ status: 'fulfilled' })
  expect(await store.query([{ count: things, where: { field: 'n', in: [1, 3] } }, { count: things }])).toEqual([2, 2])
  expect([await keysWith(store, 'x'), await keysWith(store, 'y')]).toEqual([['a'], []])
  expect((await progressOf(store))?.commits).toBe(1)
})

it('closes the file with the last of its ports', async () => {
  const { documents, events, close } = await open()
  await documents.ensure([{ name: things, indexes: [] }])
  await documents.close()
  await expect(documents.query([])).rejects.toThrow(StoreClosed)
  await events.append(newStream(), 'noStream', storedEvents(1))
  await close()
  await expect(events.head()).rejects.toThrow(StoreClosed)
  expect(await (await open()).events.head()).not.toBeNull()
})
