// A log of generated opportunities, as large as is asked for.
import { opportunityEvents as e, type Day, type NewEvent } from '@eventcrm/domain'
import {
  createCodec,
  createMemoryEventStore,
  positionOf,
  streamName,
  type EventStore,
  type Position,
  type ReadableLog,
  type RecordedEvent,
  type StoredEvent,
  type StreamName,
} from '@eventcrm/event-store'
import { once } from 'node:events'

/** The same staff, customers and calendar, however many opportunities, and much as in the sales history of the examples: */
const [people, customers] = [35, 85] as const
export const lastDay = 365
export const id = (kind: number, n: number) =>
  `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`
export const dayOf = (n: number): Day => new Date(Date.UTC(2024, 0, 1) + n * 86_400_000).toISOString().slice(0, 10)

/** Mulberry32: the same numbers every time. */
export const randomFrom = (seed: number) => (below: number) => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below)
}
export const stage = (n: number) => {
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
export const life = (opportunity: number, random: (below: number) => number): readonly Happening[] => {
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
      tags: random(4) === 0 ? [{ entryId: null, label: 'vip' }] : [],
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

export const codec = createCodec(e)
export const envelopeOn = (day: number) => {
  const at = `${dayOf(day)}T09:00:00.000Z`
  const command = { commandId: 'c', correlationId: 'c', causationId: 'c', actor: 'a', source: 's' }
  return { occurredAt: at, occurredOn: dayOf(day), recordedAt: at, ...command }
}
export const streamOf = (n: number) => streamName('crm', 'opportunity', id(1, n))

/** The events of a log of so many opportunities, as it is written day by day; every twentieth event comes two weeks late. */
interface Order {
  readonly length: number
  stored(n: number): { readonly stream: StreamName; readonly revision: number; readonly event: StoredEvent }
}

const [livesBits, latest] = [8, 1 << 20]

/**
 * Holds 16 bytes for each event, and makes the event when it is asked for: a million opportunities would take 10 GB.
 * A life is made from a seed of its own, so that it can be made again.
 */
const orderOf = (count: number): Order => {
  if (count > latest) throw new RangeError(`At most ${String(latest)} opportunities`)
  const lifeOf = (opportunity: number) => life(opportunity, randomFrom(Math.imul(count, 31) + opportunity))
  const random = randomFrom(count)
  const places: number[] = []
  for (let n = 0; n < count; n++)
    for (const [i, { day }] of lifeOf(n).entries())
      places.push(((day + (random(20) === 0 ? 14 : 0)) * latest + n) * livesBits + i)
  const order = Float64Array.from(places).sort()
  const revisions = new Int8Array(count).fill(-1)
  const at = (place: number) => [Math.floor(place / livesBits) % latest, place % livesBits] as const
  let length = 0
  const revisionOf = new Int8Array(order.length)
  for (const place of order) {
    const [opportunity, index] = at(place)
    const expected = revisions[opportunity] ?? -1
    if (expected === -1 && index > 0) continue // of one that is not opened yet
    revisions[opportunity] = expected + 1
    order[length] = place
    revisionOf[length++] = expected + 1
  }
  return {
    length,
    stored(n) {
      const [opportunity, index] = at(order[n] ?? Number.NaN)
      const happening = lifeOf(opportunity)[index]
      if (!happening) throw new RangeError(`There is no event ${String(n)}`)
      const event = codec.encode(happening.event, id(9, n), envelopeOn(happening.day), id(1, opportunity))
      return { stream: streamOf(opportunity), revision: revisionOf[n] ?? 0, event }
    },
  }
}

/** A log of so many opportunities, held in memory. */
export const logOf = async (count: number): Promise<{ readonly events: EventStore; readonly length: number }> => {
  const order = orderOf(count)
  const events = createMemoryEventStore()
  for (let n = 0; n < order.length; n++) {
    const { stream, revision, event } = order.stored(n)
    await events.append(stream, revision === 0 ? 'noStream' : revision - 1, [event])
  }
  return { events, length: order.length }
}
export type Log = Awaited<ReturnType<typeof logOf>>

/** A log of so many events, of which no more than a page is in memory: each is made when it is asked for. */
export const pagedLog = (
  length: number,
  stored: (n: number) => { readonly stream: StreamName; readonly revision: number; readonly event: StoredEvent },
): ReadableLog => {
  const recorded = (n: number): RecordedEvent => {
    const { stream, revision, event } = stored(n)
    return { ...event, stream, revision, position: positionOf(n) }
  }
  const behind = (position: Position | undefined) => (position === undefined ? 0 : Number(position) + 1)
  return {
    head: () => Promise.resolve(length === 0 ? null : positionOf(length - 1)),
    async *readAll({ from, limit = length } = {}) {
      const first = from === undefined ? 0 : Number(from)
      for (let n = first; n < Math.min(length, first + limit); n++) yield await Promise.resolve(recorded(n))
    },
    async *subscribe({ after, pageSize = 500, signal } = {}) {
      for (let first = behind(after); first < length; first += pageSize) {
        const events = Array.from({ length: Math.min(pageSize, length - first) }, (_, i) => recorded(first + i))
        const upTo = events.at(-1)?.position ?? null
        yield await Promise.resolve({ events, upTo, caughtUp: first + pageSize >= length })
      }
      if (signal && !signal.aborted) await once(signal, 'abort')
    },
  }
}

/** The same log as that of `logOf`. */
export const pagedLogOf = (count: number): { readonly events: ReadableLog; readonly length: number } => {
  const order = orderOf(count)
  return { length: order.length, events: pagedLog(order.length, n => order.stored(n)) }
}
