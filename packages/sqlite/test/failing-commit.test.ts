import { AppendOutcomeUnknown, StoreUnavailable, type StoredEvent } from '@eventcrm/event-store'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { collect, newStream, storedEvent, storedEvents } from '../../testkit/src/index.ts'
import { openConnection } from '../src/connection.ts'
import { CommitUnknown } from '../src/errors.ts'
import { createSqliteEventStore } from '../src/event-store.ts'
import { openSqlite } from '../src/index.ts'
import { newFolder } from './folder.ts'

let folder: ReturnType<typeof newFolder>
let file: string
beforeEach(() => {
  folder = newFolder()
  file = folder.file('log.sqlite')
})
afterEach(() => folder.remove())

interface Line {
  readonly stream: string
  readonly given: readonly StoredEvent[]
  readonly code?: string
  readonly cause?: string
}

const writer = fileURLToPath(new URL('failing-writer.ts', import.meta.url))

describe('a commit that fails midway', () => {
  it.skipIf(process.platform === 'win32')(
    'is an unknown outcome; sent again it is there once, and so is all that was acknowledged',
    async () => {
      // The system refuses to let a file grow, which SQLite meets as an I/O error while it writes the commit.
      const { stdout, status } = spawnSync(
        'sh',
        [
          '-c',
          'ulimit -f 300; exec "$0" "$@"',
          process.execPath,
          '--disable-warning=ExperimentalWarning',
          writer,
          file,
        ],
        { encoding: 'utf8' },
      )
      expect(status).toBe(0)
      const lines = stdout
        .trim()
        .split('\n')
        .map(line => JSON.parse(line) as Line)
      const failed = lines.at(-1)
      expect(failed).toMatchObject({ code: 'AppendOutcomeUnknown' })
      expect(failed?.cause).toContain('disk I/O error')
      expect(lines.length).toBeGreaterThan(5)

      const { events, close } = await openSqlite(file)
      const before = await collect(events.readAll())
      expect([lines.length * 3 - 3, lines.length * 3]).toContain(before.length)
      for (const { stream, given } of lines) await events.append(stream, 'noStream', given)
      expect((await collect(events.readAll())).map(({ id }) => id)).toEqual(
        lines.flatMap(({ given }) => given.map(({ id }) => id)),
      )
      await close()
    },
  )

  it('leaves what was appended before and lets others be appended after', async () => {
    const connection = await openConnection(file)
    let failing = false
    const flaky = createSqliteEventStore(
      {
        ...connection,
        // commits, then says that it does not know
        write: async job => {
          const result = await connection.write(job)
          if (failing) throw new CommitUnknown('The reply was lost')
          return result
        },
      },
      'crm',
      () => connection.close(),
    )
    const stream = newStream()
    const given = storedEvents(2)
    failing = true
    await expect(flaky.append(stream, 'noStream', given)).rejects.toThrow(AppendOutcomeUnknown)
    failing = false
    expect(await flaky.append(stream, 'noStream', given)).toMatchObject({ revision: 1 })
    expect(await flaky.append(stream, 1, [storedEvent()])).toMatchObject({ revision: 2 })
    expect(await collect(flaky.readAll())).toHaveLength(3)
    await flaky.close()
  })
})

describe('a disk that is full', () => {
  it('refuses what does not fit before the commit, and takes what does', async () => {
    const connection = await openConnection(file)
    const store = createSqliteEventStore(connection, 'crm', () => connection.close())
    await store.append(newStream(), 'noStream', storedEvents(1))
    await connection.write(db => {
      db.exec('PRAGMA max_page_count = 60')
    })
    const streams = [newStream(), newStream(), newStream()]
    const outcomes = await Promise.allSettled(
      streams.map((stream, i) =>
        store.append(stream, 'noStream', [storedEvent({ data: { text: 'x'.repeat(i === 1 ? 900_000 : 10) } })]),
      ),
    )
    expect(outcomes[1]).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailable) })
    expect(outcomes[1]).toMatchObject({ reason: { cause: { errcode: 13 } } })
    expect((await collect(store.readAll())).map(({ stream }) => stream).slice(1)).toEqual([streams[0], streams[2]])
    await store.close()
  })
})
