// Lifetime value: what the report costs for each purchase as a company grows, and a fit for each customer; with the memory that both take.
import { invoiceEvents, purchaseEvents } from '@eventcrm/domain'
import { createCodec, streamName } from '@eventcrm/event-store'
import { createProjector, type DocumentStore } from '@eventcrm/projection'
import { clvReadModel, clvReport, fitBgNbd, fitGammaGamma } from '@eventcrm/read-model-clv'
import { mergers } from '@eventcrm/read-model-directory'
import { openSqlite } from '@eventcrm/sqlite'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { customersOf } from '../../packages/read-model-clv/test/customers.ts'
import { buying, spending } from './clv-alone.ts'
import { dayOf, envelopeOn, id, pagedLog, randomFrom } from './generated-log.ts'
import { compare, type Row } from './ratio.ts'

const codec = createCodec({ ...purchaseEvents, ...invoiceEvents })
const days = 730
const today = dayOf(days)

type Bought = 'purchases' | 'invoices'

/** Purchases or invoices of a third as many customers: some buy often, most once or twice, all of them less and less. */
const boughtOf = (what: Bought, n: number, count: number) => {
  const random = randomFrom(Math.imul(count, 31) + n)
  const share = () => random(1_000_000) / 1_000_000
  const customer = Math.floor((count / 3) * share() ** 2.5)
  const begins = randomFrom(customer)(365)
  const day = begins + Math.floor(share() ** 2 * (days - begins))
  const customerId = id(4, customer)
  const [currency, net] = ['VND', (1 + random(900)) * 100_000]
  const money = (minorUnits: number) => ({ minorUnits, currency })
  const whose = {
    ...{ personId: customerId, customerId, makesCustomer: false },
    assignment: { ownerId: id(2, random(35)), teamId: id(3, random(5)), department: 'Sales' },
  }
  const event =
    what === 'purchases'
      ? purchaseEvents.PurchaseRecorded({
          ...{ ...whose, amount: money(net), tax: null, units: null, externalIds: [], custom: {} },
        })
      : invoiceEvents.InvoiceIssued({
          ...{ ...whose, opportunityId: null, number: String(n), seriesId: null, symbol: null, on: dayOf(day) },
          ...{ currency, net: money(net), tax: money(net / 10), total: money(net + net / 10), instalments: [] },
        })
  const boughtId = id(1, n)
  const stored = codec.encode(event, id(9, n), envelopeOn(day), boughtId)
  const category = what === 'purchases' ? 'purchase' : 'invoice'
  return { stream: streamName('crm', category, boughtId), revision: 0, event: stored }
}

const folders: string[] = []
interface Documents {
  readonly documents: DocumentStore
  readonly file: string
}
const withBought = async (what: Bought, count: number): Promise<Documents> => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-clv-'))
  folders.push(folder)
  const file = join(folder, 'documents.sqlite')
  const { documents } = await openSqlite(file)
  const events = pagedLog(count, n => boughtOf(what, n, count))
  const views = [...clvReadModel.views, mergers]
  await createProjector({ events, documents, views, rollups: [], batchSize: 1000 }).catchUp()
  return { documents, file }
}

/** The most memory that a process had that did this alone, beyond what it has for doing nothing. */
const memoryOf = (...work: readonly string[]): string => {
  const alone = (...args: readonly string[]) =>
    Number(execFileSync(process.execPath, [join(import.meta.dirname, 'clv-alone.ts'), ...args], { encoding: 'utf8' }))
  return `${Math.max(0, Math.round((alone(...work) - alone('nothing')) / 1000)).toLocaleString('en')} MB`
}

const reports = async (what: Bought, sizes: readonly [few: number, many: number]): Promise<readonly Row[]> => {
  const [few, many] = sizes
  const [small, large] = [await withBought(what, few), await withBought(what, many)]
  const ask = ({ documents }: Documents) => clvReport.answer({ documents, today: () => today }, { asOf: today })
  // time of the processor for each of them, since the wait for it says nothing of the report
  const cost = (of: Documents, count: number) => async () => {
    const from = process.cpuUsage()
    await ask(of)
    const { user, system } = process.cpuUsage(from)
    return ((user + system) * 1000) / count
  }
  const { currencies } = await ask(large)
  const customers = currencies[0]?.total.customers ?? 0
  const memory = `${memoryOf('report', large.file, today)} against ${memoryOf('report', small.file, today)}`
  const row = await compare(
    `the report at ${many.toExponential(0)} ${what} against ${few.toExponential(0)}, each`,
    cost(large, many),
    cost(small, few),
    {
      ...{ unit: 'ns', rounds: many > 100_000 ? 1 : 3, aim: { atMost: 1.5 } },
      note: () => `${String(customers)} customers, ${memory}`,
    },
  )
  await small.documents.close()
  await large.documents.close()
  return [row]
}

const fits = async (): Promise<readonly Row[]> => {
  const [few, many] = [customersOf(10_000, buying, spending, 1), customersOf(100_000, buying, spending, 2)]
  const fit = (customers: typeof few) => [fitBgNbd(customers), fitGammaGamma(customers)]
  const cost = (customers: typeof few) => () => {
    const from = process.cpuUsage()
    fit(customers)
    const { user, system } = process.cpuUsage(from)
    return ((user + system) * 1000) / customers.length
  }
  const memory = `${memoryOf('fit', '100000')} against ${memoryOf('fit', '10000')}`
  return [
    await compare('a fit of 100,000 customers against 10,000, each', cost(many), cost(few), {
      ...{ unit: 'ns', rounds: 3, aim: { atMost: 1.5 } },
      note: () => memory,
    }),
  ]
}

export const run = async (full: boolean): Promise<readonly Row[]> => {
  try {
    return [
      ...(await fits()),
      ...(await reports('purchases', [10_000, 100_000])),
      ...(await reports('invoices', [10_000, 100_000])),
      ...(full ? await reports('purchases', [100_000, 1_000_000]) : []),
      ...(full ? await reports('invoices', [100_000, 1_000_000]) : []),
    ]
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  }
}
