import { importRuns, product } from '@eventcrm/crm'
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { importFile, importRows, parseMapping, type ImportFileOptions } from '../src/index.ts'
import { all, bytes, start, temporaryFolder } from './start.ts'

const products = { becomes: 'product', key: ['code'], fields: { code: 'code', name: 'name' } }
const table = (rows: number) =>
  ['code,name', ...Array.from({ length: rows }, (_, n) => `P${String(n)},Bút ${String(n)}`)].join('\n')

const furnished = async (content: string, name = 'products.csv') => {
  const started = await start()
  const file = join(await temporaryFolder(), name)
  await writeFile(file, content)
  const { crm } = started
  const runs = async () => {
    await crm.catchUp()
    return (await crm.find(importRuns, { sort: [{ field: 'begunAt' }] })).documents.map(({ document }) => document)
  }
  const importing = (mapping: unknown = products, options: ImportFileOptions = {}) =>
    importFile(crm, file, parseMapping(mapping), options)
  return { ...started, file, runs, importing }
}

it('an import is kept with the file, who imported, which rows were asked for, and what became of them', async () => {
  const content = `${table(4)}\nP9\nP0,Bút 0`
  const { importing, runs, crm } = await furnished(content)
  const mapping = { ...products, rows: { from: 2, to: 7 } }
  const { importRunId } = await importing(mapping, { actor: 'minh' })
  expect(await runs()).toEqual([
    {
      importRunId,
      status: 'finished',
      actor: 'minh',
      fileName: 'products.csv',
      sha256: createHash('sha256').update(content).digest('hex'),
      becomes: 'product',
      fromRow: 2,
      toRow: 7,
      begunAt: '2026-06-30T05:00:00.000Z',
      begunOn: '2026-06-30',
      endedAt: '2026-06-30T05:00:00.000Z',
      created: 4,
      changed: 0,
      unchanged: 1,
      rejected: 1,
      cause: null,
    },
  ])
  const { mapping: kept } = await crm.state('importRuns', importRunId)
  expect(parseMapping(JSON.parse(typeof kept === 'string' ? kept : ''))).toEqual(parseMapping(mapping))
})

it('each import is a run of its own, whose id all that it did has as correlation id', async () => {
  const { importing, runs, crm } = await furnished(table(2))
  const first = await importing()
  const second = await importing()
  expect((await runs()).map(({ unchanged }) => unchanged).sort()).toEqual([0, 2])
  expect(first.importRunId).not.toBe(second.importRunId)
  const ids = new Set<string>()
  for await (const event of crm.history('products', await crm.idFor('product', 'P0'))) ids.add(event.correlationId)
  expect([...ids]).toEqual([first.importRunId])
})

it('a run that is stopped says so, with what became of the rows until then', async () => {
  const { importing, runs } = await furnished(table(20))
  const stop = new AbortController()
  const running = importing(products, {
    signal: stop.signal,
    concurrency: 1,
    onRow: ({ row }) => {
      if (row === 4) stop.abort(new Error('enough'))
    },
  })
  await expect(running).rejects.toThrow('enough')
  expect(await runs()).toMatchObject([{ status: 'brokenOff', cause: 'stopped', rejected: 0 }])
  expect((await runs())[0]?.created).toBeGreaterThanOrEqual(3)
})

it('a run whose file cannot be read on says why', async () => {
  const { importing, runs } = await furnished(`${table(2)}\nP7,"${'never closed '.repeat(100_000)}`)
  const { brokeOff } = await importing()
  expect(await runs()).toMatchObject([{ status: 'brokenOff', cause: brokeOff?.code, created: 2 }])
})

it('a run that a store’s fault ends says so once the store is there again', async () => {
  const { crm, file, runs } = await furnished(table(5))
  let sent = 0
  const faulty = {
    ...crm,
    send: (...[messages, options]: Parameters<typeof crm.send>) =>
      messages[0]?.aggregate === 'product' && ++sent === 3
        ? Promise.reject(new Error('disk full'))
        : crm.send(messages, options),
  }
  await expect(importFile(faulty, file, parseMapping(products), { concurrency: 1 })).rejects.toThrow('disk full')
  expect(await runs()).toMatchObject([{ status: 'brokenOff', cause: 'fault', created: 2 }])
})

it('a run that is killed stays begun', async () => {
  const { crm, file, runs } = await furnished(table(5))
  await importRows(crm, file, parseMapping(products)).next() // nobody asks for the next row, as after a kill
  expect(await runs()).toMatchObject([{ status: 'begun', created: null, endedAt: null }])
})

it('rows that nobody wants any more end the run', async () => {
  const { crm, runs } = await furnished('')
  for await (const { row } of importRows(crm, bytes(table(5)), parseMapping(products))) if (row === 3) break
  expect(await runs()).toMatchObject([{ status: 'brokenOff', cause: 'stopped', fileName: null, sha256: null }])
})

it('a file of any name is kept, and a mapping too long for it is not', async () => {
  const { importing, runs, crm } = await furnished(table(1), 'khách\u202Ehàng\u0085\n.csv')
  const values = Object.fromEntries(
    Array.from({ length: 9000 }, (_, n) => [`value ${String(n)}`, `means ${String(n)}`]),
  )
  const { importRunId } = await importing({ ...products, fields: { code: 'code', name: { column: 'name', values } } })
  expect(await runs()).toMatchObject([{ fileName: 'khách?hàng??.csv', status: 'finished' }])
  expect(await crm.state('importRuns', importRunId)).toMatchObject({ mapping: null })
})

it('an import that cannot begin is no run', async () => {
  const { importing, runs, crm } = await furnished('code\nP1')
  await expect(importing()).rejects.toMatchObject({ code: 'ColumnUnknown' })
  await expect(all(importRows(crm, bytes(table(1)), parseMapping(products), { concurrency: 0 }))).rejects.toThrow(
    RangeError,
  )
  await crm.send([product.list({ productId: await crm.idFor('product', 'x'), code: 'x', name: 'x' })])
  expect(await runs()).toEqual([])
})
