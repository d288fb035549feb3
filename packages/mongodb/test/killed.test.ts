// The projector is killed, and the server, at any moment: what was acknowledged is there, and nothing is there twice.
import type { DocumentStore } from '@eventcrm/projection'
import { createMemoryDocumentStore } from '@eventcrm/projection'
import fc from 'fast-check'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { startMongod } from '../../../test/mongodb/mongod.ts'
import { sharedServer, testDatabase } from '../../../test/mongodb/server.ts'
import { histories } from '../../read-model-pipeline/test/histories.ts'
import { everything, logOf, projectorOf } from '../../read-model-pipeline/test/stores.ts'
import { collections, documentsAfter, numberedCommit, view } from '../../sqlite/test/numbered-commits.ts'
import { rounds } from '../../testkit/src/index.ts'
import { openMongoDB } from '../src/index.ts'

const server = await sharedServer()
const kills = rounds(2, 150)
const projector = fileURLToPath(new URL('killed-projector.ts', import.meta.url))

/** A projector, with the last commit that it said was acknowledged. */
const startProjector = (url: string) => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', projector, url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const told = { acknowledged: 0, count: 0 }
  let rest = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    told.count += lines.length
    told.acknowledged = Number(lines.at(-1) ?? told.acknowledged)
  })
  const ended = once(child, 'close')
  return {
    told,
    async acknowledges(more: number) {
      const from = told.count
      while (told.count < from + more) {
        if (child.exitCode !== null) throw new Error('The projector ended by itself')
        await wait(2)
      }
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Expects the documents of exactly the commits that the progress counts, of which the last acknowledged is one; both as of one moment. */
const expectWhole = async (documents: DocumentStore, acknowledged: number): Promise<void> => {
  const [progress, ...found] = await documents.query([
    { progress: view },
    ...collections.map(({ name }) => ({ find: name })),
  ])
  const commits = progress?.commits ?? 0
  expect(commits).toBeGreaterThanOrEqual(acknowledged)
  expect(commits).toBeLessThanOrEqual(acknowledged + 1)
  expect(progress?.checkpoint?.position).toBe(String(commits))
  const held = collections.map(({ name }, i) => [
    name,
    Object.fromEntries((found[i]?.documents ?? []).map(({ key, document }) => [key, document])),
  ])
  expect(Object.fromEntries(held)).toEqual(documentsAfter(commits))
}

const timeout = 60_000 + kills * 15_000

describe.skipIf(server === null)('a projection on MongoDB', () => {
  it(`is whole after each of ${String(kills)} kills of the projector`, { timeout }, async () => {
    const database = testDatabase(server)
    const { documents, close } = await openMongoDB(database.url)
    await documents.ensure(collections)
    for (let i = 0; i < kills; i++) {
      const killed = startProjector(database.url)
      await killed.acknowledges(1 + Math.floor(Math.random() * 30))
      await wait(Math.random() * 10) // at any moment of a commit
      await killed.kill()
      // what the killed process had under way, the server ends or writes by itself: whoever commits next meets it
      await expectWhole(documents, killed.told.acknowledged)
    }
    // the last one's, if it was in the middle of a transaction, is ended by the next commit; nobody waits a minute for it
    const [progress] = await documents.query([{ progress: view }])
    await documents.commit(numberedCommit((progress?.commits ?? 0) + 1))
    await close()
    await database.remove()
  })

  it(`is whole after each of ${String(kills)} kills of the server, and goes on by itself`, { timeout }, async () => {
    const mongod = await startMongod()
    const going = startProjector(mongod.url)
    try {
      for (let i = 0; i < kills; i++) {
        await going.acknowledges(1 + Math.floor(Math.random() * 30))
        await wait(Math.random() * 10)
        await mongod.kill()
        const { acknowledged } = going.told
        await mongod.start()
        const { documents, close } = await openMongoDB(mongod.url)
        await documents.ensure(collections)
        const [{ documents: found }, progress] = await documents.query([{ find: view }, { progress: view }])
        // it goes on meanwhile: as of that moment
        const commits = progress?.commits ?? 0
        expect(commits).toBeGreaterThanOrEqual(acknowledged)
        expect(Object.fromEntries(found.map(({ key, document }) => [key, document]))).toEqual(
          documentsAfter(commits)[view],
        )
        await close()
      }
      await going.acknowledges(5)
      await going.kill()
      const { documents, close } = await openMongoDB(mongod.url)
      await documents.ensure(collections)
      await expectWhole(documents, going.told.acknowledged)
      await close()
    } finally {
      await going.kill()
      await mongod.stop()
    }
  })

  it('books the totals of a clean run while the server is killed under it', { timeout }, async () => {
    const [history = []] = fc.sample(histories({ minLength: 400, maxLength: 400 }), 1)
    const events = await logOf(history)
    const clean = createMemoryDocumentStore()
    await projectorOf(events, clean).catchUp()
    const mongod = await startMongod()
    try {
      for (let i = 0; i < Math.ceil(kills / 3); i++) {
        const { documents, close } = await openMongoDB(mongod.url)
        const projector = projectorOf(events, documents, 5)
        projector.start()
        const rebuilt = projector.rebuild()
        rebuilt.catch(() => undefined)
        await wait(200 + Math.random() * 500)
        await mongod.kill()
        await mongod.start()
        await rebuilt
        expect(await everything(documents)).toEqual(await everything(clean))
        await projector.close()
        await close()
      }
    } finally {
      await mongod.stop()
    }
  })
})
