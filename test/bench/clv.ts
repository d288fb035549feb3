// Lifetime value: what the report costs for each purchase as a company grows, and a fit for each customer; with the memory that both take.
import { purchaseEvents } from '@eventcrm/domain'
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

const codec = createCodec(purchaseEvents)
const days = 730
const today = dayOf(days)

/** Purchases of a third as many customers: some buy often, most once or twice, all of them less and less. */
const purchaseOf = (n: number, count: number) => {
  const random = randomFrom(Math.imul(count, 31) + n)
  const share = () => random(1_000_000) / 1_000_000
  const customer = Math.floor((count / 3) * share() ** 2.5)
  const begins = randomFrom(customer)(365)
  const day = begins + Math.floor(share() ** 2 * (days - begins))
  const customerId = id(4, customer)
  const event = purchaseEvents.PurchaseRecorded({
    ...{ personId: customerId, customerId, tax: null, units: null, makesCustomer: false, externalIds: [], custom: {} },
    amount: { minorUnits: (1 + random(900)) * 100_000, currency: 'VND' },
    assignment: { ownerId: id(2, random(35)), teamId: id(3, random(5)), department: 'Sales' },
  })
  const purchaseId = id(1, n)
  const stored = codec.encode(event, id(9, n), envelopeOn(day), purchaseId)
  return { stream: streamName('crm', 'purchase', purchaseId), revision: 0, event: stored }
}

const folders: string[] = []
interface Documents {
  readonly documents: DocumentStore
  readonly file: string
}
const withPurchases = async (count: number): Promise<Documents> => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-clv-'))
  folders.push(folder)
  const file = join(folder, 'documents.sqlite')
  const { documents } = await openSqlite(file)
  const events = pagedLog(count, n => purchaseOf(n, count))
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

const reports = async (sizes: readonly [few: number, many: number]): Promise<readonly Row[]> => {
  const [few, many] = sizes
  const [small, large] = [await withPurchases(few), await withPurchases(many)]
  const ask = ({ documents }: Documents) => clvReport.answer({ documents, today: () => today }, { asOf: today })
  // time of the processor for each purchase, since the wait for it says nothing of the report
  const cost = (of: Documents, purchases: number) => async () => {
    const from = process.cpuUsage()
    await ask(of)
    const { user, system } = process.cpuUsage(from)
    return ((user + system) * 1000) / purchases
  }
  const { currencies } = await ask(large)
  const customers = currencies[0]?.total.customers ?? 0
  const memory = `${memoryOf('report', large.file, today)} against ${memoryOf('report', small.file, today)}`
  const row = await compare(
    `the report at ${many.toExponential(0)} purchases against ${few.toExponential(0)}, each`,
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
      ...(await reports([10_000, 100_000])),
      ...(full ? await reports([100_000, 1_000_000]) : []),
    ]
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  }
}
