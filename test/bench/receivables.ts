// Receivables of a company that grows older, with as much open at any time: what the report costs at ten times the invoices.
import { invoiceEvents as i, paymentEvents as p, type Day, type NewEvent } from '@eventcrm/domain'
import { createCodec, streamName } from '@eventcrm/event-store'
import { createProjector, type DocumentStore } from '@eventcrm/projection'
import { mergers } from '@eventcrm/read-model-directory'
import {
  receivablesReadModel,
  receivablesReport,
  statementReport,
  type ReceivablesQuestion,
} from '@eventcrm/read-model-receivables'
import { openSqlite } from '@eventcrm/sqlite'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dayOf, envelopeOn, id, pagedLog, randomFrom } from './generated-log.ts'
import { compare, type Row } from './ratio.ts'

const codec = createCodec({ ...i, ...p })
/** 10⁴ a year. */
const aDay = 10_000 / 365
const eventsEach = 5
/** What is not paid by then is written off. */
const patience = 180
const customers = 500

interface Happening {
  readonly category: 'invoice' | 'payment'
  readonly stream: string
  readonly revision: number
  readonly day: number
  readonly event: NewEvent
}

/** An invoice, and the payment that pays it within some two months: of one in fifty there is none. */
const lifeOf = (n: number): readonly Happening[] => {
  const random = randomFrom(n + 1)
  const issued = Math.floor(n / aDay)
  const [invoiceId, paymentId, customerId, allocationId] = [id(1, n), id(3, n), id(4, random(customers)), id(5, n)]
  const total = (1 + random(900)) * 11_000
  const money = (minorUnits: number) => ({ minorUnits, currency: 'VND' })
  const assignment = { ownerId: id(2, random(35)), teamId: id(3, random(5)), department: 'Sales' }
  const dueOn: Day = dayOf(issued + 30)
  const whose = {
    ...{ personId: invoiceId, customerId, opportunityId: null, assignment, currency: 'VND' },
    ...{ net: money((total / 11) * 10), tax: money(total / 11), total: money(total) },
  }
  const content = {
    ...whose,
    ...{ lines: [], discount: money(0), taxes: [], buyer: null, externalIds: [], custom: {}, note: null },
    terms: { dueOn, instalments: [] },
  }
  const number = String(n + 1)
  const own = { category: 'invoice', stream: invoiceId } as const
  const drafted: Happening = { ...own, revision: 0, day: issued, event: i.InvoiceDrafted(content) }
  const issuedOne = (revision: number): Happening => ({
    ...{ ...own, revision, day: issued },
    event: i.InvoiceIssued({
      ...{ number, seriesId: null, symbol: null, on: dayOf(issued), ...whose, makesCustomer: false },
      instalments: [{ instalment: 1, dueOn, amount: money(total) }],
    }),
  })
  if (random(50) === 0)
    return [
      drafted,
      { ...own, revision: 1, day: issued, event: i.InvoiceDraftChanged(content) },
      { ...own, revision: 2, day: issued, event: i.InvoiceDraftChanged(content) },
      issuedOne(3),
      {
        ...{ ...own, revision: 4, day: issued + patience },
        event: i.InvoiceWrittenOff({
          writeOffId: allocationId,
          amount: money(total),
          personId: invoiceId,
          reason: null,
        }),
      },
    ]
  const paid = issued + 5 + random(60)
  const part = { allocationId, instalment: null, amount: money(total) }
  const payment = { category: 'payment', stream: paymentId, day: paid } as const
  return [
    drafted,
    issuedOne(1),
    {
      ...{ ...payment, revision: 0 },
      event: p.PaymentReceived({
        ...{ personId: paymentId, customerId, amount: money(total), method: null, reference: null, assignment },
        ...{ externalIds: [], custom: {}, makesCustomer: false },
      }),
    },
    { ...payment, revision: 1, event: p.PaymentAllocationRequested({ ...part, invoiceId }) },
    { ...own, revision: 2, day: paid, event: i.InvoicePaymentAllocated({ ...part, paymentId }) },
  ]
}

const folders: string[] = []
const withInvoices = async (count: number): Promise<DocumentStore> => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-receivables-'))
  folders.push(folder)
  const { documents } = await openSqlite(join(folder, 'documents.sqlite'))
  let last: { readonly n: number; readonly life: readonly Happening[] } = { n: -1, life: [] }
  const events = pagedLog(count * eventsEach, place => {
    const n = Math.floor(place / eventsEach)
    if (last.n !== n) last = { n, life: lifeOf(n) }
    const happening = last.life[place % eventsEach]
    if (!happening) throw new RangeError(`There is no event ${String(place)}`)
    const { category, stream, revision, day, event } = happening
    const stored = codec.encode(event, id(9, place), envelopeOn(day), stream)
    return { stream: streamName('crm', category, stream), revision, event: stored }
  })
  const views = [...receivablesReadModel.views, mergers]
  await createProjector({ events, documents, views, rollups: [], batchSize: 1000 }).catchUp()
  return documents
}

const repeats = 5

const reports = async ([few, many]: readonly [number, number]): Promise<readonly Row[]> => {
  const [small, large] = [await withInvoices(few), await withInvoices(many)]
  /** The day of the last invoice, less some. */
  const lastOf = (count: number, before = 0) => dayOf(Math.floor((count - 1) / aDay) - before)
  // time of the processor, since the wait for it says nothing of the report
  const cost = (work: () => Promise<unknown>) => async () => {
    const from = process.cpuUsage()
    for (let n = 0; n < repeats; n++) await work()
    const { user, system } = process.cpuUsage(from)
    return (user + system) / 1000 / repeats
  }
  const ask = (documents: DocumentStore, question: ReceivablesQuestion) =>
    receivablesReport.answer({ documents, today: () => question.asOf ?? '' }, question)
  const rows: Row[] = []
  const sizes = `at ${many.toExponential(0)} invoices against ${few.toExponential(0)}`
  for (const [when, before, aim] of [
    ['today', 0, { atMost: 1.5 }],
    ['as of three months ago', 92, { atMost: 1.5 }],
    // all that has been settled since is looked at
    ['as of half its life ago', null, null],
  ] as const) {
    const asked = (count: number) => ({ asOf: lastOf(count, before ?? Math.floor(count / aDay / 2)) })
    const read = async (documents: DocumentStore, count: number) =>
      String((await ask(documents, asked(count))).read.documents)
    const [documentsOfLarge, documentsOfSmall] = [await read(large, many), await read(small, few)]
    rows.push(
      await compare(
        `the report on receivables, ${when}, ${sizes}`,
        cost(() => ask(large, asked(many))),
        cost(() => ask(small, asked(few))),
        {
          ...{ unit: 'ms', rounds: 3, ...(aim ? { aim } : {}) },
          note: () => `${documentsOfLarge} against ${documentsOfSmall} documents`,
        },
      ),
    )
  }
  const statement = (documents: DocumentStore, count: number) =>
    statementReport.answer({ documents, today: () => lastOf(count) }, { customer: id(4, 7), from: lastOf(count, 92) })
  rows.push(
    await compare(
      `a statement of account, ${sizes}`,
      cost(() => statement(large, many)),
      cost(() => statement(small, few)),
      { unit: 'ms', rounds: 3, aim: { atMost: (1.5 * many) / few } },
    ),
  )
  await small.close()
  await large.close()
  return rows
}

export const run = async (full: boolean): Promise<readonly Row[]> => {
  try {
    return [...(await reports([10_000, 100_000])), ...(full ? await reports([100_000, 1_000_000]) : [])]
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  }
}
