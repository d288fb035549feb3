import type { DocumentStore } from '@eventcrm/projection'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { openSqlite } from '../src/index.ts'
import { newFolder } from './folder.ts'
import { collections, documentsAfter, view } from './numbered-commits.ts'
import { rounds } from '../../testkit/src/campaign.ts'

/** How often a projector is killed. */
const kills = rounds(4, 150)

const projector = fileURLToPath(new URL('killed-projector.ts', import.meta.url))

/** Runs a projector, kills it once it has acknowledged so many commits and a little later, and returns the last acknowledged. */
const kill = async (file: string, after: number): Promise<number> => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', projector, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  let doomed = false
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
    if (doomed || out.split('\n').length <= after) return
    doomed = true
    setTimeout(() => child.kill('SIGKILL'), Math.random() * 5) // at any moment of a commit
  })
  await once(child, 'close')
  expect(child.signalCode).toBe('SIGKILL')
  return Number(out.split('\n').at(-2))
}

const heldBy = async (store: DocumentStore) => {
  const held = await Promise.all(
    collections.map(async ({ name }) => {
      const [{ documents }] = await store.query([{ find: name }])
      return [name, Object.fromEntries(documents.map(({ key, document }) => [key, document]))] as const
    }),
  )
  return Object.fromEntries(held)
}

/** How many documents have each tag, by the index and by looking. */
const expectTagsIndexed = async (store: DocumentStore, held: Awaited<ReturnType<typeof heldBy>>) => {
  for (const [find, documents] of Object.entries(held)) {
    for (const tag of [0, 1, 2, 3, 'of 0', 'of 1', 'of 2', 'of 3', 'of 4']) {
      const [{ documents: found }] = await store.query([{ find, where: { field: 'tags', contains: tag } }])
      const tagged = Object.keys(documents).filter(key =>
        (documents[key]?.['tags'] as unknown[] | undefined)?.includes(tag),
      )
      expect(found.map(({ key }) => key).sort()).toEqual(tagged.sort())
    }
  }
}

it(
  `holds the documents of exactly the commits that its progress counts after each of ${String(kills)} kills`,
  { timeout: 30_000 + kills * 5_000 },
  async () => {
    const folder = newFolder()
    const file = folder.file('crm.sqlite')
    for (let i = 0; i < kills; i++) {
      const acknowledged = await kill(file, 1 + Math.floor(Math.random() * 60))
      const { documents, close } = await openSqlite(file)
      await documents.ensure(collections)
      const [progress] = await documents.query([{ progress: view }])
      const commits = progress?.commits ?? 0
      expect([acknowledged, acknowledged + 1]).toContain(commits)
      expect(progress?.checkpoint?.position).toBe(String(commits))
      const held = await heldBy(documents)
      expect(held).toEqual(documentsAfter(commits))
      await expectTagsIndexed(documents, held)
      await close()
    }
    const db = new DatabaseSync(file)
    expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
    db.close()
    await folder.remove()
  },
)
