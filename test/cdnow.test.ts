// The CDNOW sample, a shop's first 18 months with 2,357 customers, through the mapping of examples/lifetime-value.
import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCrm, createMemoryStores } from '@eventcrm/crm'
import { importFile, readMapping } from '@eventcrm/importer'
import { expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'

const sample = join(import.meta.dirname, '../../shared/data/cdnow/CDNOW_sample.txt')
const mappingFile = join(import.meta.dirname, '../examples/lifetime-value/purchases.mapping.json')
const hasSample = existsSync(sample)

const amount = z.object({ minorUnits: z.number(), currency: z.string() })
const bought = z.object({ amount, units: z.number(), customerId: z.string() })

/** What the log has of purchases and customers, in no order. */
const booksOf = async (stores: ReturnType<typeof createMemoryStores>) => {
  const purchases: string[] = []
  const customers: string[] = []
  for await (const { stream, type, data, metadata } of stores.events.readAll()) {
    if (type === 'PurchaseRecorded') {
      const { amount, units, customerId } = bought.parse(data)
      purchases.push(JSON.stringify([customerId, metadata.occurredOn, units, amount]))
    }
    if (type === 'ContactBecameCustomer') customers.push(stream)
  }
  return { purchases: purchases.sort(), customers: customers.sort() }
}

it.skipIf(!hasSample)(
  `every purchase of the CDNOW sample comes in, once${hasSample ? '' : ` (there is no ${sample})`}`,
  async () => {
    const stores = createMemoryStores()
    onTestFinished(() => stores.close())
    const crm = await createCrm({ stores, actor: 'importer', company: {}, project: false })
    onTestFinished(() => crm.close())
    const folder = await mkdtemp(join(tmpdir(), 'eventcrm-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const file = join(folder, 'CDNOW_sample.txt') // rejected rows, if there were any, would go beside it
    await copyFile(sample, file)
    const mapping = await readMapping(mappingFile)

    expect(await importFile(crm, file, mapping)).toMatchObject({ rows: 6919, created: 6919, rejected: 0, notices: 0 })
    const books = await booksOf(stores)
    const rows = (await readFile(sample, 'utf8'))
      .trim()
      .split('\n')
      .map(row => row.trim().split(/ +/))
    const expected = await Promise.all(
      rows.map(async ([, number = '', day = '', units, dollars]) =>
        JSON.stringify([
          await crm.idFor('contact', number),
          `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`,
          Number(units),
          { minorUnits: Math.round(Number(dollars) * 100), currency: 'USD' },
        ]),
      ),
    )
    expect(books.purchases).toEqual(expected.sort())
    expect(new Set(books.customers).size).toBe(2357)
    expect(books.customers).toHaveLength(2357)
    const content = rows.map(row => row.join(' '))
    expect(content.length - new Set(content).size).toBe(21)

    expect(await importFile(crm, file, mapping)).toMatchObject({ created: 0, unchanged: 6919, rejected: 0 })
    expect(await booksOf(stores)).toEqual(books)
  },
)
