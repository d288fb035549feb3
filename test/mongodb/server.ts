// What tests on MongoDB begin with.
import { MongoClient } from 'mongodb'
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { inject } from 'vitest'
import type { Told } from './global-setup.ts'

const ask = async (): Promise<Told> => JSON.parse(await text(connect(inject('mongodbAt'), '127.0.0.1'))) as Told

/**
 * The URL of the server that all tests of a run share; null where there is none, which is said loudly.
 * @throws Error in continuous integration, where there must be one
 * @example describe.skipIf(server === null)('…', () => { … })
 */
export const sharedServer = async (): Promise<string | null> => {
  const { url, reason = 'no reason was given' } = await ask()
  if (url !== undefined) return url
  if (process.env['CI']) throw new Error(reason)
  console.warn(`\nNOT TESTED ON MONGODB: ${reason}\n`)
  return null
}

/** A database for one test: that of a company whose base name nobody else has. */
export interface TestDatabase {
  readonly url: string
  /** The name that the company's databases begin with. */
  readonly base: string
  /** Removes what stores have made there. */
  remove(): Promise<void>
}

export const testDatabase = (server: string | null): TestDatabase => {
  if (server === null) throw new Error('There is no MongoDB server')
  const base = `test-${randomBytes(8).toString('hex')}`
  const url = new URL(server)
  url.pathname = `/${base}`
  return {
    url: url.href,
    base,
    async remove() {
      const client = new MongoClient(server)
      try {
        const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true })
        for (const { name } of databases) if (name.startsWith(base)) await client.db(name).dropDatabase()
      } finally {
        await client.close()
      }
    },
  }
}
