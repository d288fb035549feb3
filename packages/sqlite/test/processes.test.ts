import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { collect, newStream, pagesUntil } from '../../testkit/src/index.ts'
import { openSqlite, pollInterval, type Sqlite } from '../src/index.ts'
import { newFolder } from './folder.ts'

let folder: ReturnType<typeof newFolder>
let store: Sqlite
beforeEach(async () => {
  folder = newFolder()
  store = await openSqlite(folder.file('log.sqlite'))
})
afterEach(async () => {
  await store.close()
  await folder.remove()
})

const writer = fileURLToPath(new URL('competing-writer.ts', import.meta.url))

/** A process that appends so many events to a shared stream, and as many batches elsewhere. */
const appending = async (shared: string, count: number, file = folder.file('log.sqlite')) => {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', writer, file, shared, String(count)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let out = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  await once(child, 'close')
  expect(child.exitCode).toBe(0)
  return out
    .trim()
    .split('\n')
    .map(line => line.split(' '))
    .map(([id, revision, at]) => ({ id, revision: Number(revision), at: Number(at) }))
}

it('lets processes append at once, with nothing lost, nothing twice and no holes', { timeout: 120_000 }, async () => {
  const shared = newStream()
  const written = (await Promise.all([1, 2, 3].map(() => appending(shared, 60)))).flat()
  const read = await collect(store.events.readStream(shared))
  expect(read.map(({ revision }) => revision)).toEqual(Array.from({ length: 180 }, (_, i) => i))
  for (const { id, revision } of written) expect(read[revision]?.id).toBe(id)
  const all = await collect(store.events.readAll())
  expect(all).toHaveLength(540)
  expect(new Set(all.map(({ id }) => id)).size).toBe(540)
  for (const events of Map.groupBy(all, ({ stream }) => stream).values()) {
    expect(events.map(({ revision }) => revision)).toEqual(events.map((_, i) => i))
  }
})

it('lets processes come to a new file together, and one of them make it', { timeout: 120_000 }, async () => {
  const file = folder.file('new.sqlite')
  const shared = newStream()
  await Promise.all([1, 2, 3, 4, 5, 6].map(() => appending(shared, 2, file)))
  const made = await openSqlite(file)
  expect(await collect(made.events.readAll())).toHaveLength(36)
  await made.close()
})

it(
  'sees the events of another process within the stated interval, each once and in order',
  { timeout: 60_000 },
  async () => {
    const shared = newStream()
    const seen = new Map<string, number>()
    const subscribed = pagesUntil(store.events, {}, pages => {
      for (const { id } of pages.at(-1)?.events ?? []) seen.set(id, Date.now())
      return seen.size === 90
    })
    const written = await appending(shared, 30)
    const delivered = (await subscribed).flatMap(({ events }) => events)
    expect(delivered).toEqual(await collect(store.events.readAll()))
    const latest = Math.max(...written.map(({ id = '', at }) => (seen.get(id) ?? Infinity) - at))
    // The machine may be busy with other tests: what counts is that it is no multiple of the interval.
    expect(latest).toBeLessThan(pollInterval * 10)
  },
)
