// Projecting and rebuilding the pipeline against a plain loop over the same events that writes the same documents and rows; how late a
// view is beside a new one; what an event costs a long document, and the report a grown company.
import { opportunity, opportunityEvents as e, type Day, type NewEvent } from '@eventcrm/domain'
import {
  createCodec,
  createMemoryEventStore,
  streamName,
  type EventStore,
  type RecordedEvent,
} from '@eventcrm/event-store'
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
import { onMemory, onRawSqlite, plainLoop, type Driver } from './plain-projection.ts'
import { compare, rateOf, type Row } from './ratio.ts'

/** The same staff, customers and calendar, however many opportunities, and much as in the sales history of the examples: */
const [people, customers, lastDay] = [35, 85, 365] as const
const id = (kind: number, n: number) => `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`
const dayOf = (n: number): Day => new Date(Date.UTC(2024, 0, 1) + n * 86_400_000).toISOString().slice(0, 10)

/** Mulberry32: the same numbers every time. */
const randomFrom = (seed: number) => (below: number) => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below)
}
const stage = (n: number) => {
  const [name = '', probability = 0] =
    (
      [
        ['New', 10],
        ['Qualified', 30],
        ['Proposition', 60],
        ['Won', 100],
      ] as const
    )[n] ?? []
  return { pipelineId: id(5, 0), stageId: id(6, n), name, order: n, probability, rottingDays: 30 }
}
const revenue = (minorUnits: number) => ({ value: { minorUnits, currency: 'VND' }, byHand: true })
const assignment = (n: number) => ({ ownerId: id(2, n), teamId: id(3, n % 5), department: 'Sales' })

interface Happening {
  readonly opportunity: number
  readonly day: number
  readonly event: NewEvent
}

/** One opportunity's life, some four events: most are decided within three months, a tenth changes hands. */
const life = (opportunity: number, random: (below: number) => number): readonly Happening[] => {
  const all: Happening[] = []
  let day = random(lastDay)
  const next = (event: NewEvent) => {
    if (day < lastDay) all.push({ opportunity, day, event })
    day += random(45)
  }
  const owner = random(people)
  next(
    e.OpportunityOpened({
      personId: id(1, opportunity),
      title: `Cơ hội số ${String(opportunity)}`,
      stage: stage(0),
      assignment: assignment(owner),
      revenue: revenue((1 + random(900)) * 100_000),
      expectedCloseOn: dayOf(day + 60),
      priority: 1,
      tags: random(4) === 0 ? ['vip'] : [],
      customerId: id(4, random(customers)),
      externalIds: [],
      custom: {},
    }),
  )
  next(e.StageChanged({ from: stage(0), to: stage(1) }))
  if (random(10) === 0) next(e.OpportunityReassigned({ from: assignment(owner), to: assignment(random(people)) }))
  if (random(2) === 0) next(e.StageChanged({ from: stage(1), to: stage(2) }))
  const fate = random(10)
  const final = revenue((1 + random(900)) * 100_000)
  if (fate < 5) next(e.MarkedWon({ from: stage(2), to: stage(3), revenue: final, expected: final }))
  else if (fate < 8) {
    const reason = { reasonId: id(7, random(4)), name: 'Reason' }
    next(e.MarkedLost({ stage: stage(2), reason, personId: id(1, opportunity), note: null }))
  }
  return all
}

const codec = createCodec(e)
const envelopeOn = (day: number) => {
  const at = `${dayOf(day)}T09:00:00.000Z`
  const command = { commandId: 'c', correlationId: 'c', causationId: 'c', actor: 'a', source: 's' }
  return { occurredAt: at, occurredOn: dayOf(day), recordedAt: at, ...command }
}
const streamOf = (n: number) => streamName('crm', 'opportunity', id(1, n))

/** A log of so many opportunities, as it is written day by day; every twentieth event comes two weeks late. */
const logOf = async (count: number): Promise<{ readonly events: EventStore; readonly length: number }> => {
  const random = randomFrom(count)
  const written = Array.from({ length: count }, (_, n) => life(n, random))
    .flat()
    .map(happening => ({ ...happening, at: happening.day + (random(20) === 0 ? 14 : 0) }))
    .sort((a, b) => a.at - b.at || a.opportunity - b.opportunity || a.day - b.day)
  const events = createMemoryEventStore()
  const revisions = new Map<number, number>()
  for (const [i, { opportunity, day, event }] of written.entries()) {
    const expected = revisions.get(opportunity) ?? -1
    if (expected === -1 && event.type !== 'OpportunityOpened') continue
    revisions.set(opportunity, expected + 1)
    const stored = codec.encode(event, id(9, i), envelopeOn(day), id(1, opportunity))
    await events.append(streamOf(opportunity), expected === -1 ? 'noStream' : expected, [stored])
  }
  return { events, length: [...revisions.values()].reduce((sum, last) => sum + last + 1, 0) }
}

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

type Log = Awaited<ReturnType<typeof logOf>>

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
