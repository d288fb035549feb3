// A node with certificates, users and rights, as an application meets it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createAuthority, startStandIn, type StandIn } from '../src/index.ts'

let folder: string
let node: StandIn
const closing: (() => Promise<unknown>)[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stand-in-'))
  node = await startStandIn({ tls: await createAuthority(folder), users: { crm: { password: 's3cret' } } })
})
afterAll(async () => {
  for (const close of closing.toReversed()) await close()
  await node.close()
  await rm(folder, { recursive: true })
})

const clientOf = (url: string) => {
  const client = EventStoreDBClient.connectionString(url)
  closing.push(() => client.dispose())
  return client
}
const as = (name: string, password: string) => clientOf(node.urlFor(name, password))
const crm = () => as('crm', 's3cret')
const admin = () => as('admin', 'changeit')

const event = () => jsonEvent({ type: 'T', data: {} })
const denied = { type: 'access-denied' }
const readAll = async (client: EventStoreDBClient) => {
  const found = []
  for await (const { event: one } of client.readAll({ maxCount: 10 })) found.push(one)
  return found
}

it('takes a user with the right password, under an authority that is known', async () => {
  const client = crm()
  await client.appendToStream('mine', event())
  for await (const { event: found } of client.readStream('mine')) expect(found?.streamId).toBe('mine')
})

it('refuses an unknown authority and an insecure connection with a bare error', async () => {
  const other = await mkdtemp(join(tmpdir(), 'stand-in-'))
  const { file } = await createAuthority(other)
  const distrusting = clientOf(`esdb://crm:s3cret@${node.address}?tls=true&tlsCAFile=${file}`)
  const insecure = clientOf(`esdb://crm:s3cret@${node.address}?tls=false`)
  for (const client of [distrusting, insecure]) {
    const error = await client.appendToStream('mine', event()).catch((refused: unknown) => refused)
    expect(error).toMatchObject({ code: 14 })
    expect(error).not.toHaveProperty('type')
  }
  await rm(other, { recursive: true })
})

it('denies a wrong password, with code 16, and nobody at all', async () => {
  const wrong = as('crm', 'guess')
  await expect(wrong.appendToStream('mine', event())).rejects.toMatchObject({ ...denied, code: 16 })
  await expect(wrong.deleteStream('mine')).rejects.toMatchObject({ ...denied, code: 16 })
  await expect(clientOf(node.url).appendToStream('mine', event())).rejects.toMatchObject(denied)
})

it('denies $all to whoever is no admin, filtered or not, until it is granted', async () => {
  const client = crm()
  await expect(readAll(client)).rejects.toMatchObject({ ...denied, code: 7 })
  const subscribed = async () => {
    for await (const { event: found } of client.subscribeToAll({ fromPosition: 'start' })) return found
    return undefined
  }
  await expect(subscribed()).rejects.toMatchObject({ ...denied, code: 7 })
  await admin().setStreamMetadata('$all', { acl: { readRoles: ['crm', '$admins'] } })
  expect((await readAll(client)).length).toBeGreaterThan(0)
  expect(await subscribed()).toBeDefined()
  expect((await readAll(admin())).length).toBeGreaterThan(0)
})

it('denies the streams of the system: without a code in a batch, with code 7 elsewhere', async () => {
  const client = crm()
  const inBatch = await client.appendToStream('$mine', event()).catch((error: unknown) => error)
  expect(inBatch).toMatchObject({ ...denied, code: undefined })
  const credentials = { username: 'crm', password: 's3cret' }
  await expect(client.appendToStream('$mine', event(), { credentials })).rejects.toMatchObject({ ...denied, code: 7 })
  await expect(client.deleteStream('$mine')).rejects.toMatchObject({ ...denied, code: 7 })
})

it('lets every user truncate and delete, until the default list of rights says otherwise', async () => {
  const client = crm()
  await client.appendToStream('kept', [event(), event()])
  await client.setStreamMetadata('kept', { truncateBefore: 1 })
  const asked = { expectedRevision: 5n }
  // What it may do is told by a question that changes nothing: rights come before revisions.
  await expect(client.deleteStream('never', asked)).rejects.toMatchObject({ type: 'wrong-expected-version' })

  const forAdmins = '$admins'
  const data = {
    $userStreamAcl: { $r: '$all', $w: '$all', $d: forAdmins, $mr: '$all', $mw: forAdmins },
    $systemStreamAcl: { $r: forAdmins, $w: forAdmins, $d: forAdmins, $mr: forAdmins, $mw: forAdmins },
  }
  await admin().appendToStream('$settings', jsonEvent({ type: 'update-default-acl', data }))
  const before = node.log.events.length
  await expect(client.deleteStream('never', asked)).rejects.toMatchObject(denied)
  await expect(client.tombstoneStream('never', asked)).rejects.toMatchObject(denied)
  await expect(client.setStreamMetadata('never', {}, asked)).rejects.toMatchObject(denied)
  await expect(client.appendToStream('$$never', event())).rejects.toMatchObject(denied)
  expect(node.log.events.length).toBe(before)
  await client.appendToStream('kept', event())
  expect((await client.getStreamMetadata('kept')).metadata).toEqual({ truncateBefore: 1 })
  await admin().deleteStream('kept')
})

it('heeds the rights that a stream has of its own', async () => {
  await admin().setStreamMetadata('private', { acl: { readRoles: ['$admins'], writeRoles: ['crm'] } })
  await crm().appendToStream('private', event())
  const read = async () => {
    for await (const { event: found } of crm().readStream('private')) return found
    return undefined
  }
  await expect(read()).rejects.toMatchObject(denied)
})

it('leads clients to its leader by its certificate’s name', async () => {
  const started = await startStandIn({ tls: await createAuthority(folder), nodes: 2 })
  closing.push(() => started.close())
  const client = clientOf(started.urlFor('admin', 'changeit'))
  await client.appendToStream('s', event(), { requiresLeader: true })
  expect(started.log.stream('s').events).toHaveLength(1)
})
