import type { RecordedEvent } from '@eventcrm/event-store'
import { openSqlite } from '@eventcrm/sqlite'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rounds } from '../../testkit/src/campaign.ts'
import { Stop } from '../src/index.ts'
import { newFolder } from './run.ts'

const { run, file, remove } = newFolder()
beforeAll(() => run(['demo', '--seed', '3', '--opportunities', '10', '--database', 'crm.sqlite']))
afterAll(remove)

const logOf = async (name: string) => {
  const { events, close } = await openSqlite(file(name), { readOnly: true })
  const log: Omit<RecordedEvent, 'position'>[] = []
  for await (const { position: _, ...event } of events.readAll()) log.push(event)
  await close()
  return log
}
const report = (database: string) => run(['report', 'pipeline', '-d', database, '--as-of', '2025-12-31'])

describe('copy', () => {
  it('makes a place with the same log, secret and reports', async () => {
    const { exitCode, stdout, stderr } = await run([
      'copy',
      '-d',
      'crm.sqlite',
      '--to',
      'copy.sqlite',
      '--language',
      'en',
    ])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toMatch(/^Copied \d+ events, everything up to position \d{20}, and the company’s secret into copy/)
    expect(await logOf('copy.sqlite')).toEqual(await logOf('crm.sqlite'))
    expect(await report('copy.sqlite')).toEqual(await report('crm.sqlite'))
    expect(await run(['verify', '-d', 'copy.sqlite'])).toMatchObject({ exitCode: 0 })
  })

  it('finds all there the second time, in the company’s language and for programs', async () => {
    const again = ['copy', '-d', 'crm.sqlite', '--to', 'copy.sqlite']
    expect((await run(again)).stdout).toMatch(/^Đã sao chép 0 sự kiện vào copy\.sqlite, nơi đã có sẵn \d+/)
    const { events, written, upTo } = JSON.parse((await run([...again, '-f', 'json'])).stdout)
    expect({ written, upTo }).toEqual({ written: 0, upTo: String(events).padStart(20, '0') })
  })

  it('says in the middle how to go on, and goes on', async () => {
    const stop = new (class extends Stop {
      override during<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
        return super.during(async signal => {
          setImmediate(() => this.ask())
          return work(signal)
        })
      }
    })()
    const line = ['copy', '-d', 'crm.sqlite', '--to', 'stopped.sqlite', '--language', 'en']
    const { exitCode, stdout, stderr } = await run(line, { stop })
    expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '' })
    expect(stderr).toMatch(/stopped before the end; what is copied stays\n {2}run the same command again to go on/)
    expect((await logOf('stopped.sqlite')).length).toBeLessThan((await logOf('crm.sqlite')).length)
    expect(await run(line)).toMatchObject({ exitCode: 0 })
    expect(await logOf('stopped.sqlite')).toEqual(await logOf('crm.sqlite'))
  })

  it('writes nothing into another company, into itself, or from where there is none', async () => {
    await run(['demo', '--seed', '4', '--opportunities', '5', '--database', 'other.sqlite'])
    const before = await logOf('other.sqlite')
    const other = await run(['copy', '-d', 'crm.sqlite', '--to', 'other.sqlite', '--language', 'en'])
    expect(other).toMatchObject({ exitCode: 2, stdout: '' })
    expect(other.stderr).toMatch(/the target holds other events than the log that is copied/)
    expect(await logOf('other.sqlite')).toEqual(before)
    expect(await run(['copy', '-d', 'crm.sqlite', '--to', './crm.sqlite'])).toMatchObject({ exitCode: 2 })
    expect(await run(['copy', '-d', 'missing.sqlite', '--to', 'new.sqlite'])).toMatchObject({ exitCode: 3 })
    const namespace = await run(['copy', '-d', 'crm.sqlite', '--to', 'new.sqlite', '--namespace', 'acme'])
    expect(namespace).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('(namespace acme) holds no company'),
    })
    expect(existsSync(file('new.sqlite'))).toBe(false)
    expect(await run(['copy', '-d', 'crm.sqlite', '--language', 'en'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--to FILE is missing'),
    })
  })

  const kills = rounds(3, 50)
  it(
    `killed ${String(kills)} times at any moment, it goes on, and the copy is whole`,
    { timeout: 30_000 + kills * 5_000 },
    async () => {
      const child = fileURLToPath(new URL('copy-child.ts', import.meta.url))
      const kill = async (lines: number): Promise<boolean> => {
        const copying = spawn(
          process.execPath,
          ['--disable-warning=ExperimentalWarning', child, file('crm.sqlite'), file('killed.sqlite')],
          { stdio: ['ignore', 'pipe', 'inherit'] },
        )
        let said = ''
        copying.stdout.setEncoding('utf8').on('data', (text: string) => {
          said += text
          if (said.split('\n').length > lines) copying.kill('SIGKILL')
        })
        await once(copying, 'close')
        return copying.signalCode === 'SIGKILL'
      }
      const log = await logOf('crm.sqlite')
      let killed = 0
      for (let i = 0; i < kills; i++) {
        if (await kill(1 + Math.floor((Math.random() * log.length) / 4))) killed++
        expect(log.slice(0, (await logOf('killed.sqlite')).length)).toEqual(await logOf('killed.sqlite'))
      }
      expect(killed).toBeGreaterThan(0)
      expect(await run(['copy', '-d', 'crm.sqlite', '--to', 'killed.sqlite'])).toMatchObject({ exitCode: 0 })
      expect(await logOf('killed.sqlite')).toEqual(log)
      expect(await report('killed.sqlite')).toEqual(await report('crm.sqlite'))
    },
  )
})
