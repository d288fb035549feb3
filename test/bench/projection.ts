// Projecting and rebuilding the pipeline against a plain loop over the same events that writes the same documents and rows; how late a
// view is beside a new one; what an event costs a long document, and the report a grown company.
import { opportunity, opportunityEvents as e } from '@eventcrm/domain'
import { createMemoryEventStore, type EventStore, type RecordedEvent } from '@eventcrm/event-store'
import {
  createMemoryDocumentStore,
  createProjector,
  defineView,
  type AnyView,
  type DocumentStore,
} from '@eventcrm/projection'
import { opportunities, pipelineReadModel, pipelineReport, type PipelineQuestion } from '@eventcrm/read-model-pipeline'
import { openSqlite } from '@eventcrm/sqlite'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import {
  codec,
  dayOf,
  envelopeOn,
  id,
  lastDay,
  life,
  logOf,
  randomFrom,
  stage,
  streamOf,
  type Log,
} from './generated-log.ts'
import { onMemory, onRawSqlite, plainLoop, type Driver } from './plain-projection.ts'
import { compare, rateOf, type Row } from './ratio.ts'

const { rollups, views } = pipelineReadModel
const projectorOf = (events: EventStore, documents: DocumentStore, of: readonly AnyView[] = [opportunities]) =>
  createProjector({ events, documents, views: of, rollups: of.includes(opportunities) ? rollups : [], batchSize })
const batchSize = 1000

const repeats = 20
const folders: string[] = []
const newFile = () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-projection-'))
  folders.push(folder)
  return join(folder, 'documents.sqlite')
}
const onSqlite = async (): Promise<DocumentStore> => (await openSqlite(newFile())).documents
const inMemory = () => Promise.resolve(createMemoryDocumentStore())
const places: readonly (readonly [string, () => Promise<DocumentStore>, () => Driver])[] = [
  ['in memory', inMemory, onMemory],
  ['on SQLite', onSqlite, () => onRawSqlite(newFile())],
]

/** Rebuilding and projecting, each against the plain loop over the bare driver. */
const throughput = async (log: Log): Promise<readonly Row[]> => {
  const rows: Row[] = []
  for (const [where, open, openDriver] of places) {
    const ours = (booked: boolean) => async () => {
      const documents = await open()
      // once its rollups are booked, of an empty log, all is booked event by event
      if (booked) await projectorOf(createMemoryEventStore(), documents).catchUp()
      const rate = await rateOf(log.length, () => projectorOf(log.events, documents).catchUp())
      await documents.close()
      return rate
    }
    const plain = (booked: boolean) => async () => {
      const driver = openDriver()
      const rate = await rateOf(log.length, () =>
        plainLoop(log.events, opportunities, rollups, { driver, batchSize, booked }),
      )
      driver.close()
      return rate
    }
    const unit = 'events/s'
    rows.push(
      await compare(`rebuilding ${where} against a plain loop`, ours(false), plain(false), {
        unit,
        aim: { atLeast: 0.6 },
      }),
      await compare(`projecting ${where}, ${String(batchSize)} a batch, against it`, ours(true), plain(true), {
        ...{ unit, aim: { atLeast: 0.5 } },
      }),
    )
  }
  return rows
}

/** Opportunities by owner: a view that takes next to nothing. */
const owners = defineView({
  ...{ name: 'owners', version: 1, describe: 'Opportunities by owner', document: z.object({ n: z.int() }) },
  aggregates: [opportunity],
  on: {
    OpportunityOpened: {
      key: ({ data }) => data.assignment.ownerId ?? 'nobody',
      fold: document => ({ n: (document?.n ?? 0) + 1 }),
    },
  },
})

const appends = 40

/** Milliseconds from an append until a view that is level has it, on average. */
const lateness = async (
  events: EventStore,
  documents: DocumentStore,
  all: readonly AnyView[],
  first: number,
): Promise<number> => {
  const projector = projectorOf(events, documents, all)
  projector.start()
  await projector.catchUp([owners])
  let late = 0
  for (let n = first; n < first + appends; n++) {
    await wait(25) // it is written to now and then
    const [happening] = life(n, randomFrom(n))
    if (!happening) continue
    const stored = codec.encode(happening.event, id(8, n), envelopeOn(happening.day), id(1, n))
    const { position } = await events.append(streamOf(n), 'noStream', [stored])
    const from = performance.now()
    await projector.projected(position, [owners])
    late += performance.now() - from
  }
  const [status] = (await projector.status()).filter(({ view }) => view === opportunities.collection)
  if (status && !status.building) throw new Error('The new view was there before the measuring ended: take more events')
  await projector.close()
  return late / appends
}

/** How late a level view is beside a new one over the whole log, against alone. */
const beside = async ({ events, length }: Log): Promise<Row> => {
  let opened = 1_000_000
  const measured = (all: readonly AnyView[]) => async () => {
    const documents = await onSqlite()
    await projectorOf(events, documents, [owners]).catchUp()
    opened += appends
    const late = await lateness(events, documents, all, opened)
    await documents.close()
    return late * 1000
  }
  return compare(
    'delay of a level view beside a new one, on SQLite',
    measured([owners, opportunities]),
    measured([owners]),
    {
      ...{ unit: 'µs', aim: { atMost: 3 }, rounds: 3 },
      note: () => `a new view over ${String(length)} events`,
    },
  )
}

/** What an event costs a document of so many steps, in ns: the mean of a thousand. */
const foldingOnto = (steps: number) => {
  const events: RecordedEvent[] = []
  for (let n = 0; n < steps + 1000; n++) {
    const event =
      n === 0 ? life(1, randomFrom(1))[0]?.event : e.StageChanged({ from: stage(n % 3), to: stage((n + 1) % 3) })
    if (!event) continue
    const stored = codec.encode(event, id(9, n), envelopeOn(lastDay), id(1, 1))
    events.push({ ...stored, stream: streamOf(1), revision: n, position: String(n).padStart(20, '0') })
  }
  const decoded = events.map(event => opportunities.codec.decode(event))
  return () => {
    let document: Parameters<typeof opportunities.fold>[0]
    for (const event of decoded.slice(0, steps)) document = opportunities.fold(document, event) ?? undefined
    const from = performance.now()
    for (const event of decoded.slice(steps)) document = opportunities.fold(document, event) ?? undefined
    return ((performance.now() - from) / 1000) * 1e6
  }
}

const longDocuments = async (): Promise<readonly Row[]> => {
  const short = foldingOnto(100)
  const rows: Row[] = []
  for (const steps of [1000, 8000]) {
    const name = `an event on a document of ${String(steps)} steps against 100`
    rows.push(await compare(name, foldingOnto(steps), short, { unit: 'ns', rounds: 9, aim: { atMost: 2 } }))
  }
  return rows
}

/** What the report costs at ten times the opportunities. */
const reports = async (): Promise<readonly Row[]> => {
  const rows: Row[] = []
  const small = await logOf(10_000)
  const large = await logOf(100_000)
  for (const [where, open] of places) {
    const [few, many] = [await open(), await open()]
    await projectorOf(small.events, few, views).catchUp()
    await projectorOf(large.events, many, views).catchUp()
    const ask = (documents: DocumentStore, question: PipelineQuestion) =>
      pipelineReport.answer({ documents, today: () => dayOf(lastDay) }, question)
    // time of the processor, since the wait for it says nothing of the report
    const cost = (documents: DocumentStore, question: PipelineQuestion) => async () => {
      const from = process.cpuUsage()
      for (let i = 0; i < repeats; i++) await ask(documents, question)
      const { user, system } = process.cpuUsage(from)
      return (user + system) / 1000 / repeats
    }
    const { read } = await ask(many, { asOf: dayOf(lastDay) })
    for (const [when, question] of [
      ['today', { asOf: dayOf(lastDay) }],
      ['as of three months ago', { asOf: dayOf(lastDay - 92) }],
      ['today, of one salesperson', { asOf: dayOf(lastDay), owner: id(2, 7) }],
    ] as const) {
      const name = `the report ${where}, ${when}, at 10⁵ against 10⁴`
      const note = () => `${String(read.rows)} rows`
      rows.push(
        await compare(name, cost(many, question), cost(few, question), { unit: 'ms', aim: { atMost: 1.5 }, note }),
      )
    }
    await few.close()
    await many.close()
  }
  return rows
}

export const run = async (): Promise<readonly Row[]> => {
  try {
    return [
      ...(await throughput(await logOf(3000))),
      ...(await longDocuments()),
      await beside(await logOf(32_000)), // 10⁵ events
      ...(await reports()),
    ]
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  }
}
