// An import that is killed again and again, at any moment, and started again each time.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { isThorough, rounds } from '../packages/testkit/src/index.ts'
import { openFile, rowsBefore } from './import-crash/import-all.ts'
import { fromSalesFiles, noSalesFiles } from './sales-files.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eventcrm-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const script = join(import.meta.dirname, 'import-crash/import-all.ts')

/** Starts the import, and kills it when so many rows have an outcome. Tells how many had, and whether it ended by itself. */
const importUntil = async (file: string, rows: number): Promise<{ readonly rows: number; readonly ended: boolean }> => {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', script, file, String(opportunities)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let told = 0
  let errors = ''
  child.stderr.on('data', (text: Buffer) => (errors += text.toString()))
  child.stdout.on('data', (text: Buffer) => {
    told += text.toString().split('\n').length - 1
    if (told >= rows) child.kill('SIGKILL')
  })
  await once(child, 'close')
  if (child.exitCode !== 0 && child.signalCode !== 'SIGKILL') throw new Error(`the import failed: ${errors}`)
  return { rows: told, ended: child.exitCode === 0 }
}

/** All that an import leaves: every event by stream, and the report now and as of past days. */
const leftIn = async (file: string) => {
  const { crm, stores, close } = await openFile(file)
  const streams: Record<string, unknown[]> = {}
  for await (const { stream, type, data, metadata } of stores.events.readAll()) {
    // What the company is set up with, a claim of a code, and an entry that a row adds, is dated on the day of the test.
    const on = /\.(?:customerCode|catalogue)-/.test(stream) ? 'the day of the test' : metadata.occurredOn
    // Each start of an import is a run of its own.
    if (metadata.source !== 'set-up' && !stream.includes('.importRun-'))
      (streams[stream] ??= []).push({ type, data, on })
  }
  await crm.catchUp()
  const reports: unknown[] = []
  for (const asOf of ['2017-03-31', '2017-06-30', '2017-09-30', '2018-01-31']) {
    const { currencies } = await crm.reports.pipeline({ asOf })
    reports.push(currencies)
  }
  await close()
  return { streams, events: Object.values(streams).flat().length, reports }
}

const kills = rounds(1, 100)
const opportunities = isThorough() ? 8800 : 300
const rowsInAll = rowsBefore + opportunities
/** Behind the last of them the import has enough left to do to be killed in. */
const killedUntil = rowsInAll - 200

/** A third in the short files, whose rows write several streams; the rest anywhere. Each further on than the one before. */
const drawMoments = () => {
  const early = Math.ceil(kills / 3)
  const [[first, others] = [[], []]] = fc.sample(
    fc.tuple(
      fc.array(fc.nat(rowsBefore - 1), { minLength: early, maxLength: early }),
      fc.array(fc.integer({ min: rowsBefore, max: killedUntil }), {
        minLength: kills - early,
        maxLength: kills - early,
      }),
    ),
    1,
  )
  return [...first, ...others].sort((a, b) => a - b)
}

const title = `that is killed at ${String(kills)} moments and started again each time leaves what an undisturbed one leaves, and nothing twice`
it.skipIf(noSalesFiles)(
  fromSalesFiles(title),
  async () => {
    const disturbed = join(folder, 'disturbed.sqlite')
    const moments = drawMoments()
    const killed: number[] = []
    for (const moment of moments) {
      const { rows, ended } = await importUntil(disturbed, moment)
      expect(ended, `not killed at row ${String(moment)}`).toBe(false)
      killed.push(rows)
    }
    expect(await importUntil(disturbed, Infinity), `killed after ${killed.join(', ')} rows`).toEqual({
      rows: rowsInAll,
      ended: true,
    })

    const undisturbed = join(folder, 'undisturbed.sqlite')
    await importUntil(undisturbed, Infinity)
    const [found, expected] = [await leftIn(disturbed), await leftIn(undisturbed)]
    expect(found.events, `killed after ${killed.join(', ')} rows`).toBe(expected.events)
    // Stream by stream: nine thousand at once say nothing that can be read.
    const told = (streams: typeof found.streams, stream: string) => `${stream} ${JSON.stringify(streams[stream])}`
    const names = [...new Set([...Object.keys(expected.streams), ...Object.keys(found.streams)])]
    const differing = names.filter(stream => told(found.streams, stream) !== told(expected.streams, stream)).slice(0, 3)
    expect(differing.map(stream => told(found.streams, stream))).toEqual(
      differing.map(stream => told(expected.streams, stream)),
    )
    expect(found.reports).toEqual(expected.reports)
  },
  3_600_000,
)
