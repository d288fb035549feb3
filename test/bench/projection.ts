// Projecting and rebuilding the pipeline against a plain loop over the same events, and what the report costs as a company grows.
import { opportunityEvents as e, type Day, type NewEvent } from '@eventcrm/domain'
import { createCodec, createMemoryEventStore, streamName, type EventStore } from '@eventcrm/event-store'
import { createMemoryDocumentStore, createProjector, type DocumentStore } from '@eventcrm/projection'
import {
  opportunities,
  pipelineReport,
  pipelineRollups,
  type OpportunityDocument,
  type PipelineQuestion,
} from '@eventcrm/read-model-pipeline'
import { openSqlite } from '@eventcrm/sqlite'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
const revenue = (amount: number) => ({ value: { amount, currency: 'VND' }, byHand: true })
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
    const at = `${dayOf(day)}T09:00:00.000Z`
    const stored = codec.encode(
      event,
      id(9, i),
      {
        occurredAt: at,
        occurredOn: dayOf(day),
        recordedAt: at,
        commandId: 'c',
        correlationId: 'c',
        causationId: 'c',
        actor: 'a',
        source: 's',
      },
      id(1, opportunity),
    )
    await events.append(streamName('crm', 'opportunity', id(1, opportunity)), expected === -1 ? 'noStream' : expected, [
      stored,
    ])
  }
  return { events, length: [...revisions.values()].reduce((sum, last) => sum + last + 1, 0) }
}

const rollups = pipelineRollups
const projectorOf = (events: EventStore, documents: DocumentStore) =>
  createProjector({ events, documents, views: [opportunities], rollups })

/** The yardstick: folds the same documents into a Map, and adds up what they contribute. */
const looped = async ({ events, length }: Awaited<ReturnType<typeof logOf>>): Promise<number> =>
  rateOf(length, async () => {
    const documents = new Map<string, OpportunityDocument>()
    for await (const recorded of events.readAll()) {
      const event = opportunities.codec.decode(recorded)
      const document = opportunities.fold(documents.get(event.streamId), event)
      if (document) documents.set(event.streamId, document)
    }
    const sums = new Map<string, number>()
    for (const document of documents.values()) {
      for (const rollup of rollups) {
        for (const { day, facet, line, add, takesBack } of rollup.entries(document)) {
          const key = `${rollup.name}/${Object.values(facet).join('/')}/${Object.values(line).join('/')}/${day}`
          for (const [measure, value] of Object.entries(add))
            if (typeof value === 'number')
              sums.set(`${key}/${measure}`, (sums.get(`${key}/${measure}`) ?? 0) + (takesBack ? -value : value))
        }
      }
    }
  })

const repeats = 20
const folders: string[] = []
const onSqlite = async (): Promise<DocumentStore> => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-projection-'))
  folders.push(folder)
  return (await openSqlite(join(folder, 'documents.sqlite'))).documents
}
const inMemory = () => Promise.resolve(createMemoryDocumentStore())

export const run = async (): Promise<readonly Row[]> => {
  const rows: Row[] = []
  const log = await logOf(3000)
  for (const [where, open] of [
    ['in memory', inMemory],
    ['on SQLite', onSqlite],
  ] as const) {
    const built = async () => {
      const documents = await open()
      const rate = await rateOf(log.length, () => projectorOf(log.events, documents).catchUp())
      await documents.close()
      return rate
    }
    const live = async () => {
      const documents = await open()
      const before = createMemoryEventStore()
      await projectorOf(before, documents).catchUp() // all is booked event by event from here on
      const rate = await rateOf(log.length, () => projectorOf(log.events, documents).catchUp())
      await documents.close()
      return rate
    }
    rows.push(await compare(`rebuilding ${where} against a plain loop`, built, () => looped(log), { unit: 'events/s' }))
    rows.push(
      await compare(`projecting ${where}, 1000 events a batch, against it`, live, () => looped(log), {
        unit: 'events/s',
      }),
    )
  }

  const small = await logOf(10_000)
  const large = await logOf(100_000)
  for (const [where, open] of [
    ['in memory', inMemory],
    ['on SQLite', onSqlite],
  ] as const) {
    const [few, many] = [await open(), await open()]
    await projectorOf(small.events, few).catchUp()
    await projectorOf(large.events, many).catchUp()
    // time of the processor, since the wait for it says nothing of the report
    const cost = (documents: DocumentStore, question: PipelineQuestion) => async () => {
      const from = process.cpuUsage()
      for (let i = 0; i < repeats; i++) await pipelineReport(documents, question)
      const { user, system } = process.cpuUsage(from)
      return (user + system) / 1000 / repeats
    }
    const { read } = await pipelineReport(many, { asOf: dayOf(lastDay) })
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
  for (const folder of folders) rmSync(folder, { recursive: true })
  return rows
}
