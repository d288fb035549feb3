import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { collect } from '../../testkit/src/index.ts'
import { openSqlite } from '../src/index.ts'
import { newFolder } from './folder.ts'
import { rounds } from '../../testkit/src/campaign.ts'

/** How often a writer is killed. */
const kills = rounds(4, 150)

const writer = fileURLToPath(new URL('killed-writer.ts', import.meta.url))

/** Runs a writer, kills it once it has acknowledged so many events and a little later, and returns its acknowledgements. */
const kill = async (file: string, after: number) => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', writer, file], {
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
  return out.split('\n').slice(0, -1)
}

it(
  `has every acknowledged event once and no half batch after each of ${String(kills)} kills`,
  { timeout: 30_000 + kills * 5_000 },
  async () => {
    const folder = newFolder()
    const file = folder.file('log.sqlite')
    const acknowledged: string[] = []
    for (let i = 0; i < kills; i++) {
      acknowledged.push(...(await kill(file, 1 + Math.floor(Math.random() * 400))))
      const { events, close } = await openSqlite(file)
      const read = await collect(events.readAll())
      await close()

      const lines = read.map(({ id, stream, revision }) => `ACK ${id} ${stream} ${String(revision)}`)
      expect(new Set(lines).size).toBe(lines.length)
      const there = new Set(lines)
      expect(acknowledged.filter(line => !there.has(line))).toEqual([])

      for (const events of Map.groupBy(read, ({ stream }) => stream).values()) {
        expect(events.map(({ revision }) => revision)).toEqual(events.map((_, place) => place))
        for (const batch of Map.groupBy(events, ({ data }) => data['batch']).values()) {
          expect(batch).toHaveLength(Number(batch[0]?.data['size']))
        }
      }
    }
    const db = new DatabaseSync(file)
    expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
    db.close()
    await folder.remove()
  },
)
