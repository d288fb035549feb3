// A log of generated opportunities, as large as is asked for.
import { opportunityEvents as e, type Day, type NewEvent } from '@eventcrm/domain'
import { createCodec, createMemoryEventStore, streamName, type EventStore } from '@eventcrm/event-store'

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

/** A log of so many opportunities, as it is written day by day; every twentieth event comes two weeks late. */
export const logOf = async (count: number): Promise<{ readonly events: EventStore; readonly length: number }> => {
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
export type Log = Awaited<ReturnType<typeof logOf>>
