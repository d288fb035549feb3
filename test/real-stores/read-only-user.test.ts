// Whoever may read the documents, and not write them, sees them as they are; whoever may not even do that is refused.
import { createCrm } from '@eventcrm/crm'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { newFolder } from '../../packages/cli/test/run.ts'
import { openEventStoreDB } from '@eventcrm/eventstoredb'
import { openMongoDB } from '@eventcrm/mongodb'
import { startStandIn, type StandIn } from '../eventstoredb-stand-in/src/index.ts'
import { startMongod, type Mongod } from '../mongodb/mongod.ts'
import { mongodb } from './places.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const { run, remove } = newFolder()
afterAll(remove)

const password = 'hunter2'
const databases = ['eventcrm_crm', 'eventcrm-keys']
const report = ['report', 'pipeline', '--as-of', '2025-12-31', '--language', 'en']

describe.skipIf(mongodb === null)('on a MongoDB that asks who asks', () => {
  let mongod: Mongod
  let node: StandIn
  const urlFor = (user: string) =>
    mongod.url.replace('//', `//${user}:${password}@`).replace('/?', '/?authSource=admin&')
  const as = (user: string, ...args: readonly string[]) =>
    run(args, { environment: { EVENTCRM_EVENTS: node.url, EVENTCRM_DOCUMENTS: urlFor(user) } })
  const makeUser = async (client: MongoClient, createUser: string, roles: readonly object[]) =>
    client.db('admin').command({ createUser, pwd: password, roles })
  const onEach = (role: string, names = databases) => names.map(db => ({ role, db }))

  beforeAll(async () => {
    mongod = await startMongod({ secure: true })
    node = await startStandIn()
    const first = new MongoClient(mongod.url)
    await makeUser(first, 'root', [{ role: 'root', db: 'admin' }])
    await first.close()
    const root = new MongoClient(urlFor('root'))
    await makeUser(root, 'crm', onEach('readWrite'))
    await makeUser(root, 'reader', onEach('read'))
    await makeUser(root, 'analyst', onEach('read', ['eventcrm_crm']))
    await makeUser(root, 'nobody', [])
    await root.close()
    const made = await as('crm', 'demo', '--seed', '5', '--opportunities', '15')
    expect(made).toMatchObject({ exitCode: 0, stderr: '' })
  })
  afterAll(async () => {
    await node.close()
    await mongod.stop()
  })

  it('a user who may only read verifies, and is answered as one who may write', async () => {
    for (const args of [report, ['verify', '--language', 'en'], ['status'], ['list', 'opportunities']]) {
      const answered = await as('reader', ...args)
      expect(answered, args[0]).toMatchObject({ exitCode: 0, stderr: '' })
      expect(await as('crm', ...args)).toEqual(answered)
    }
  })

  it('is told what the documents lack, and answered from them as they are', async () => {
    const before = await as('reader', ...report)
    const events = openEventStoreDB(node.url)
    const { documents, keys, close } = await openMongoDB(urlFor('crm'))
    const crm = await createCrm({ stores: { events, documents, keys }, actor: 'lan', project: false })
    await crm.products.list({ productId: '0197aaaa-0000-7000-8000-000000000001', code: 'M1', name: 'Máy in' })
    await crm.close()
    await close()
    await events.close()
    const after = await as('reader', ...report)
    expect(after).toMatchObject({ exitCode: 0, stdout: before.stdout })
    expect(after.stderr).toMatch(/the documents lack 1 event/)
    expect(await as('reader', 'verify')).toMatchObject({ exitCode: 0 })
  })

  it.each([['nobody'], ['analyst']])('a user like %s, who may not read all that is needed, is refused', async user => {
    for (const args of [report, ['verify', '--language', 'en'], ['status', '--language', 'en']]) {
      const { exitCode, stdout, stderr } = await as(user, ...args)
      expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 3, stdout: '' })
      expect(stderr).toMatch(/the user given may not do this/)
      expect(stderr).not.toContain(password)
    }
  })

  it('what writes is refused to a user who may only read', async () => {
    const { exitCode, stderr } = await as('reader', 'rebuild', '--language', 'en')
    expect(exitCode).toBe(3)
    expect(stderr).toMatch(/the user given may not do this/)
  })
})
