// What a cluster refuses, or is not trusted for: told at once, not tried again, with what to do.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EventStoreDBClient } from '@eventstore/db-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createAuthority,
  startStandIn,
  type Authority,
  type StandIn,
} from '../../../test/eventstoredb-stand-in/src/index.ts'
import { collect, newStream, storedEvents } from '../../testkit/src/index.ts'
import { openEventStoreDB } from '../src/index.ts'
import { closeAfter, start } from './opened.ts'

const password = 'p@ss:word/1'

describe('a secure cluster', () => {
  let folder: string
  let authority: Authority
  let cluster: StandIn
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'eventcrm-'))
    authority = await createAuthority(folder)
    cluster = await startStandIn({ tls: authority, users: { crm: { password }, guest: { password } } })
    const admin = EventStoreDBClient.connectionString(cluster.urlFor('admin', 'changeit'))
    await admin.setStreamMetadata('$all', { acl: { readRoles: ['crm', '$admins'] } })
    await admin.dispose()
  })
  afterAll(async () => {
    await cluster.close()
    await rm(folder, { recursive: true })
  })
  const open = (url: string) => closeAfter(openEventStoreDB(url))

  it('serves a user who may append and read', async () => {
    const store = open(cluster.urlFor('crm', password))
    const stream = newStream(store)
    await store.append(stream, 'noStream', storedEvents(2))
    expect(await collect(store.readStream(stream))).toHaveLength(2)
    expect(await collect(store.readAll())).toHaveLength(2)
    for await (const { caughtUp } of store.subscribe()) if (caughtUp) break
  })

  const refusals = {
    'a wrong password': () => cluster.urlFor('crm', 'wrong'),
    'no user': () => cluster.url,
    'a CA that is not its own': () => cluster.urlFor('crm', password).replace(/&tlsCAFile=[^&]*/, ''),
  }
  it.each(Object.entries(refusals))('refuses %s at once', async (what, url) => {
    const store = open(url())
    const begun = performance.now()
    const outcomes = await Promise.allSettled([
      store.append(newStream(store), 'noStream', storedEvents(1)),
      collect(store.readStream(newStream(store))),
      collect(store.readAll()),
      collect(store.subscribe()),
      store.head(),
    ])
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'ClusterRefused' } })
      if (outcome.status === 'rejected')
        expect(String(outcome.reason)).toMatch(/password|user/.test(what) ? /name and password/ : /tlsCAFile/)
    }
    expect(String(outcomes.map(outcome => JSON.stringify(outcome)))).not.toContain('wrong')
    expect(performance.now() - begun).toBeLessThan(5000)
  })

  it('is told apart from one that is down, for a connection string without TLS', async () => {
    const url = cluster.urlFor('crm', password).replace('tls=true', 'tls=false')
    const store = closeAfter(openEventStoreDB(url, { retryFor: 200 }))
    await expect(store.head()).rejects.toMatchObject({
      code: 'StoreUnavailable',
      message: expect.stringContaining('wants tls=true'),
    })
  })

  it('refuses a user to read the log who was not granted it, and says what an admin has to do', async () => {
    const store = open(cluster.urlFor('guest', password))
    await store.append(newStream(store), 'noStream', storedEvents(1))
    await expect(collect(store.readAll())).rejects.toMatchObject({
      code: 'ClusterRefused',
      message: expect.stringContaining('$all'),
    })
  })
})

it('tells what kept it from a cluster, without what gRPC says of its own workings', async () => {
  const { cluster } = await start()
  const told = async (url: string) => {
    const store = closeAfter(openEventStoreDB(url, { retryFor: 100, timeout: 100 }))
    return store.readStream(newStream(store))[Symbol.asyncIterator]().next().then(String, String)
  }
  expect(await told('esdb://127.0.0.1:1?tls=false')).toMatch(
    /for 0\.1 s \(connect ECONNREFUSED 127\.0\.0\.1:1\): see that/,
  )
  cluster.faults.untilCleared({ kind: 'neverAnswer' }, { on: ['read'] })
  expect(await told(cluster.url)).toMatch(/for 0\.1 s \(No answer came in time\): see that/)
})

it('a cluster without TLS refuses one who wants it', async () => {
  const { cluster } = await start()
  const store = closeAfter(openEventStoreDB(cluster.url.replace('tls=false', 'tls=true')))
  await expect(store.head()).rejects.toMatchObject({
    code: 'ClusterRefused',
    message: expect.stringContaining('tls=false'),
  })
})

it('takes a connection string of any of the names that the protocol has had', async () => {
  const { cluster } = await start()
  for (const scheme of ['esdb', 'kurrentdb', 'kurrent', 'kdb'])
    expect(await closeAfter(openEventStoreDB(cluster.url.replace('esdb', scheme))).head()).toBeNull()
})

it('refuses what is no connection string, no namespace and no certificate, and repeats no password', () => {
  for (const url of [
    '',
    'localhost:2113',
    'http://localhost:2113',
    'esdb://',
    'esdb://user:secret@',
    'esdb://user:secret@host:port',
  ])
    expect(() => openEventStoreDB(url)).toThrow(
      expect.objectContaining({ name: 'TypeError', message: expect.not.stringContaining('secret') }),
    )
  expect(() => openEventStoreDB('esdb://localhost:2113?tls=true&tlsCAFile=/nowhere/ca.crt')).toThrow(
    /tlsCAFile.*certificate/,
  )
  expect(() => openEventStoreDB('esdb://localhost:2113', { namespace: 'Not ok' })).toThrow(/A namespace is 2 to 16/)
})

describe('a connection string with an option that there is not', () => {
  it('is refused by its name, and nothing of it is said on the console', () => {
    const said: unknown[] = []
    const { warn } = console
    console.warn = (...words: readonly unknown[]) => void said.push(words)
    try {
      expect(() => openEventStoreDB('esdb://crm:secret@127.0.0.1:2113?tls=false&tsl=true')).toThrow(
        "The connection string has an option 'tsl', which there is not",
      )
    } finally {
      console.warn = warn
    }
    expect(said).toEqual([])
  })
})
