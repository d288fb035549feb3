// Servers for the tests of a file, and places of a company's own on them.
import { startStandIn } from '../eventstoredb-stand-in/src/index.ts'
import { sharedServer, testDatabase, type TestDatabase } from '../mongodb/server.ts'
import { openEventStoreDB } from '@eventcrm/eventstoredb'
import { openMongoDB } from '@eventcrm/mongodb'
import { openSqlite } from '@eventcrm/sqlite'
import type { Stores } from '@eventcrm/crm'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** Null where there is no MongoDB, which was said. */
export const mongodb = await sharedServer()

/** Where they are. */
export interface Servers {
  readonly events: string
  readonly documents: TestDatabase
}

/** Opens a cluster, which a stand-in plays, and a database beside it: with nothing in them, and for the tests of one file. */
export const servers = (): (() => Promise<Servers>) => {
  const closing: (() => Promise<unknown>)[] = []
  afterAll(async () => {
    for (const close of closing) await close()
  })
  return async () => {
    const standIn = await startStandIn()
    closing.push(() => standIn.close())
    const documents = testDatabase(mongodb)
    closing.push(() => documents.remove())
    return { events: standIn.url, documents }
  }
}

/** The stores of a company on servers; whoever opens them closes them. */
export const storesOn = async (
  { events: url, documents: { url: documentsUrl } }: Servers,
  namespace = 'crm',
): Promise<Stores> => {
  const events = openEventStoreDB(url, { namespace })
  const { documents, keys, close } = await openMongoDB(documentsUrl, { namespace })
  return {
    events,
    documents,
    keys,
    async close() {
      await events.close()
      await close()
    },
  }
}

/** A company's own place, which other processes find as well. */
export interface Place {
  open(): Promise<Stores>
  /** What a process is told to find it by. */
  readonly told: readonly string[]
}

/**
 * Makes places on SQLite, and on servers where there are any, for the tests of one file.
 * @returns by what they are called, what makes one with nothing in it; and a folder for what processes leave
 */
export const places = () => {
  const open = servers()
  const folder = mkdtempSync(join(tmpdir(), 'eventcrm-'))
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  let files = 0
  const inFile = (): Promise<Place> => {
    const file = join(folder, `${String(++files)}.sqlite`)
    return Promise.resolve({ open: () => openSqlite(file), told: ['sqlite', file] })
  }
  const onServers = async (): Promise<Place> => {
    const place = await open()
    return { open: () => storesOn(place), told: ['servers', place.events, place.documents.url] }
  }
  const kinds = { 'on SQLite': inFile, ...(mongodb === null ? {} : { 'on EventStoreDB with MongoDB': onServers }) }
  return { folder, kinds: Object.entries(kinds) }
}
