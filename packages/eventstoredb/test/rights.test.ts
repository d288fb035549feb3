import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAuthority, startStandIn, type StandIn } from '../../../test/eventstoredb-stand-in/src/index.ts'
import { rightsOf } from '../src/index.ts'

let folder: string
let node: StandIn
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rights-'))
  const users = { crm: { password: 's3cret' }, reader: { password: 's3cret' } }
  node = await startStandIn({ tls: await createAuthority(folder), users })
})
afterAll(async () => {
  await node.close()
  await rm(folder, { recursive: true })
})

/** Says what users may do with streams that don't say it themselves: what an application's user needs, but for this. */
const byDefault = async (but: Readonly<Record<string, string>>) => {
  const admin = EventStoreDBClient.connectionString(node.urlFor('admin', 'changeit'))
  const lists = {
    $userStreamAcl: { $r: '$all', $w: '$all', $d: '$admins', $mr: '$all', $mw: '$admins', ...but },
    $systemStreamAcl: { $r: '$admins', $w: '$admins', $d: '$admins', $mr: '$admins', $mw: '$admins' },
  }
  await admin.appendToStream('$settings', jsonEvent({ type: 'update-default-acl', data: lists }))
  await admin.dispose()
}

const all = { read: true, append: true, remove: true, truncate: true }
const none = { read: false, append: false, remove: false, truncate: false }
const options = { retryFor: 1000 }
const asked = (user: string, password = 's3cret') => rightsOf(node.urlFor(user, password), options)

describe('what a user may do', () => {
  it('is everything but reading all, until an admin says otherwise', async () => {
    expect(await asked('crm')).toEqual({ ...all, read: false })
    expect(await asked('admin', 'changeit')).toEqual(all)
  })

  it('is reading and appending, for the user of an application', async () => {
    const admin = EventStoreDBClient.connectionString(node.urlFor('admin', 'changeit'))
    await admin.setStreamMetadata('$all', { acl: { readRoles: ['crm', '$admins'] } })
    await admin.dispose()
    await byDefault({})
    expect(await asked('crm')).toEqual({ ...all, remove: false, truncate: false })
    expect(await asked('reader')).toEqual({ ...none, append: true })
    expect(await asked('admin', 'changeit')).toEqual(all)
  })

  it.each([['$r'], ['$mr']])('is not reading without the right %s to the streams themselves', async right => {
    await byDefault({ [right]: '$admins' })
    expect(await asked('crm')).toEqual({ ...none, append: true })
    expect(await asked('admin', 'changeit')).toEqual(all)
    await byDefault({})
    expect(await asked('crm')).toEqual({ ...none, read: true, append: true })
  })

  it.each([
    ['a wrong password', () => asked('crm', 'guess')],
    ['a user that is not known', () => asked('nobody')],
    ['no user', () => rightsOf(node.url, options)],
  ])('can not be told of %s: that is refused as in every other call', async (_, ask) => {
    await expect(ask()).rejects.toMatchObject({
      code: 'ClusterRefused',
      message: expect.stringContaining('name and password are right'),
    })
  })

  it('leaves nothing in the log', async () => {
    const before = node.log.events.length
    await asked('crm')
    await asked('admin', 'changeit')
    expect(node.log.events).toHaveLength(before)
  })

  it('is everything on an insecure node, whoever asks', async () => {
    const insecure = await startStandIn()
    expect(await rightsOf(insecure.url)).toEqual(all)
    expect(insecure.log.events).toHaveLength(0)
    await insecure.close()
  })

  it('can not be told of a node that speaks TLS otherwise, or is not there', async () => {
    for (const url of [`esdb://crm:s3cret@${node.address}?tls=false`, 'esdb://127.0.0.1:1?tls=false']) {
      const error = await rightsOf(url, options).catch((refused: unknown) => refused)
      expect(error).toBeInstanceOf(Error)
      expect(error).toHaveProperty('code', expect.stringMatching(/^(StoreUnavailable|ClusterRefused)$/))
    }
  })
})
