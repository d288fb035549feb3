// The CDNOW sample by the command line, on a file and on servers: every purchase comes in once, and the report says what was published.
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openMongoDB } from '@eventcrm/mongodb'
import { openSqlite } from '@eventcrm/sqlite'
import { isThorough } from '@eventcrm/testkit'
import { afterAll, describe, expect, it } from 'vitest'
import { newFolder } from '../../packages/cli/test/run.ts'
import { mongodb, servers } from './places.ts'

const sample = join(import.meta.dirname, '../../../shared/data/cdnow/CDNOW_sample.txt')
const mapping = join(import.meta.dirname, '../../examples/lifetime-value/purchases.mapping.json')
const hasSample = existsSync(sample)
const all = 6919
/** On servers: a tenth, which takes 3 seconds, in `npm test`, and in `npm run test:thorough` all, which takes 25. */
const onServersRows = isThorough() ? all : 700

const open = servers()
const { run, file, remove } = newFolder('en')
afterAll(remove)

interface Place {
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}
/** The same in every place, and so the same ids. */
const secret = new Uint8Array(32).fill(7)
const inFile = async (name: string): Promise<Place> => {
  const { keys, close } = await openSqlite(file(name))
  await keys.secret('crm/outsideKeys', secret)
  await close()
  return { args: ['--database', name], environment: {} }
}
const onServers = async (): Promise<Place> => {
  const { events, documents } = await open()
  const { keys, close } = await openMongoDB(documents.url)
  await keys.secret('crm/outsideKeys', secret)
  await close()
  return { args: [], environment: { EVENTCRM_EVENTS: events, EVENTCRM_DOCUMENTS: documents.url } }
}

/** Imports so many rows of the sample twice. @returns what is reported of them, but for where it stands in the log */
const reportOn = async ({ args, environment }: Place, rows: number) => {
  const answerTo = async (...line: readonly string[]) => {
    const { exitCode, stdout, stderr } = await run([...line, ...args, '--format', 'json'], { environment })
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    return JSON.parse(stdout)
  }
  // rejected rows, if there were any, would go beside it
  const lines = (await readFile(sample, 'utf8')).split('\n').slice(0, rows)
  await writeFile(file('purchases.txt'), `${lines.join('\n')}\n`)
  const line = ['import', 'purchases.txt', '--mapping', mapping]
  expect(await answerTo(...line)).toMatchObject({ rows, created: rows, unchanged: 0, rejected: 0, notices: 0 })
  expect(await answerTo(...line)).toMatchObject({ rows, created: 0, unchanged: rows, rejected: 0, notices: 0 })
  const { position: _, ...answer } = await answerTo('report', 'clv', '--calibrate-until', '1997-09-30')
  return answer
}

const expectPublished = ({ currencies }: Awaited<ReturnType<typeof reportOn>>): void => {
  expect(currencies).toMatchObject([
    {
      currency: 'USD',
      total: { customers: 2357, recorded: all },
      expectations: {
        buying: { converged: true, logLikelihood: -9582.4 },
        spending: { converged: true },
        window: { from: '1997-10-01', to: '1998-06-30', weeks: 39, expected: 1653.4, bought: 1882, isOver: true },
      },
    },
  ])
  const { buying, spending } = currencies[0].expectations
  expect(['r', 'alpha', 'a', 'b'].map(name => buying[name].toFixed(3))).toEqual(['0.243', '4.414', '0.793', '2.426'])
  expect(['p', 'q', 'v'].map(name => spending[name].toFixed(2))).toEqual(['6.25', '3.74', '15.44'])
}

describe.skipIf(!hasSample)(`the CDNOW sample${hasSample ? '' : ` (there is no ${sample})`}`, () => {
  it('comes into a file once, and is told of as published', { timeout: 120_000 }, async () => {
    expectPublished(await reportOn(await inFile('whole.sqlite'), all))
  })

  it.skipIf(mongodb === null)(
    `comes into EventStoreDB with MongoDB once, and is told of as from a file: ${String(onServersRows)} rows of it`,
    { timeout: 600_000 },
    async () => {
      const expected = await reportOn(await inFile('part.sqlite'), onServersRows)
      const answer = await reportOn(await onServers(), onServersRows)
      expect(answer).toEqual(expected)
      expect(answer.currencies[0].expectations.buying.converged).toBe(true)
      if (onServersRows === all) expectPublished(answer)
    },
  )
})
