import { opportunityEvents, type Day, type NewEvent } from '@eventcrm/domain'
import { GroupSums, type Entry, type ViewEvent } from '@eventcrm/projection'
import { rounds } from '@eventcrm/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entriesOf, lifeAsOf } from '../src/contributions.ts'
import { customerContributions } from '../src/customer-totals.ts'
import { opportunities, type OpportunityDocument } from '../src/index.ts'
import { closingOf, weightedOf, type Facts } from '../src/opportunity-timeline.ts'
import { pipelineContributions } from '../src/pipeline-totals.ts'
import { customerIds, dayAt, histories, lastDay, opportunityIds, type Happening } from './histories.ts'

const positionOf = (n: number) => String(n).padStart(6, '0')
/** An event as a view's fold sees it. */
const seen = ({ id, on, event }: Happening, position: string): ViewEvent => ({
  ...event,
  id: position,
  stream: `crm.opportunity-${id}`,
  streamId: id,
  revision: 0,
  position,
  occurredAt: `${on}T09:00:00.000Z`,
  occurredOn: on,
  recordedAt: '2016-12-31T00:00:00.000Z',
  commandId: 'command',
  correlationId: 'command',
  causationId: 'command',
  actor: 'test',
  source: 'test',
})
const folded = (events: readonly ViewEvent[]): OpportunityDocument | undefined => {
  let document: OpportunityDocument | undefined
  for (const event of events) document = opportunities.fold(document, event) ?? undefined
  return document
}
/** What happens to one opportunity, as it comes into the log. */
const lives = histories({ minLength: 40, maxLength: 120 }).map(history =>
  history
    .filter(({ category, id }) => category === 'opportunity' && id === opportunityIds[0])
    .map((happening, i) => seen(happening, positionOf(i))),
)
const byDay = (events: readonly ViewEvent[]) =>
  events.toSorted((a, b) => (a.occurredOn + a.position < b.occurredOn + b.position ? -1 : 1))

describe('a document', () => {
  it('is the same in whatever order its events come, since they stand by day and position', () => {
    let late = 0
    fc.assert(
      fc.property(lives, events => {
        const inOrder = byDay(events)
        if (inOrder.some((event, i) => event !== events[i])) late++
        expect(folded(events)).toEqual(folded(inOrder))
      }),
      { numRuns: rounds(200, 5_000) },
    )
    expect(late).toBeGreaterThan(50)
  })

  it('fits its schema, has its steps in order, and everything it ever was', () => {
    fc.assert(
      fc.property(lives, events => {
        const document = folded(events)
        if (!document) return
        opportunities.check(document)
        const { steps } = document
        expect(steps.map(({ day, position }) => day + position)).toEqual(
          steps.map(({ day, position }) => day + position).sort(),
        )
        const ever = (values: readonly (string | null | undefined)[]) =>
          [...new Set(values.filter(value => typeof value === 'string'))].sort()
        expect(document).toMatchObject({
          pipelineIds: ever(steps.map(({ set }) => set.stage?.pipelineId)),
          ownerIds: ever(steps.map(({ set }) => set.ownerId)),
          teamIds: ever(steps.map(({ set }) => set.teamId)),
          customerIds: ever(steps.map(({ set }) => set.customerId)),
          currencies: ever(steps.map(({ set }) => set.currency)),
          tagsEver: ever(steps.flatMap(({ tagged }) => tagged ?? []).map(({ label }) => label)),
          closedIn: ever(document.closings.map(({ on }) => on.slice(0, 7))),
        })
      }),
      { numRuns: 100 },
    )
  })

  it('takes a late tag without undoing those given meanwhile', () => {
    const tagged = (on: string, label: string): Happening =>
      happened(on, opportunityEvents.OpportunityTagged({ tag: { entryId: null, label } }))
    const events = [opened('2016-02-01'), tagged('2016-02-10', 'b'), tagged('2016-02-05', 'a')]
    const document = folded(events.map((event, i) => seen(event, positionOf(i))))
    expect(document?.tags).toEqual(['a', 'b'])
    expect(
      ['2016-02-04', '2016-02-05', '2016-02-10'].map(day => lifeAsOf(document?.steps ?? [], day, '9')?.tags),
    ).toEqual([[], ['a'], ['a', 'b']])
  })

  it('of ten thousand steps, with as many tags as there may be, is folded and counted in no time', () => {
    const tags = Array.from({ length: 100 }, (_, n) => `tag ${String(n)}`)
    const events = [
      { ...opened('2016-01-01') },
      ...Array.from({ length: 9_998 }, (_, i): Happening => {
        const tag = { entryId: null, label: tags[i % tags.length] ?? '' }
        return happened(
          dayAt(i % lastDay),
          i % 3 === 0
            ? opportunityEvents.OpportunityReassigned({
                from: nobody,
                to: { ...nobody, ownerId: `owner ${String(i)}` },
              })
            : i % 3 === 1
              ? opportunityEvents.OpportunityTagged({ tag })
              : opportunityEvents.OpportunityUntagged({ tag }),
        )
      }).sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)),
    ].map((happening, i) => seen({ ...happening, on: i === 0 ? dayAt(0) : happening.on }, positionOf(i)))
    const document = folded(events)
    expect(document?.steps).toHaveLength(9_999)
    expect(document?.ownerIds).toHaveLength(3_333)
    expect(entriesOf(document?.steps ?? [], pipelineContributions).length).toBeLessThan(4 * 10_000)
  })
})

const nobody = { ownerId: null, teamId: null, department: null }
const stage = {
  pipelineId: 'p',
  stageId: 's',
  name: 'New',
  order: 0,
  probability: 10,
  rottingDays: null,
}
const [customer = ''] = customerIds
const happened = (on: string, event: NewEvent): Happening => ({
  category: 'opportunity',
  id: opportunityIds[0] ?? '',
  on,
  event,
})
const opened = (on: string): Happening =>
  happened(
    on,
    opportunityEvents.OpportunityOpened({
      personId: opportunityIds[0] ?? '',
      title: 'GTX Pro',
      stage,
      assignment: nobody,
      revenue: { value: { minorUnits: 100, currency: 'VND' }, byHand: true },
      expectedCloseOn: null,
      priority: 0,
      tags: [],
      customerId: customer,
      externalIds: [],
      custom: {},
    }),
  )

const summed = (entries: readonly Entry[], to: Day) => {
  const sums = new GroupSums()
  for (const entry of entries) sums.addEntry(entry, { to })
  return new Set(sums.groups())
}

describe('entries', () => {
  it('add up to what it contributes as it stands at the end of any day', () => {
    fc.assert(
      fc.property(lives, fc.nat(lastDay).map(dayAt), (events, asOf) => {
        const steps = folded(events)?.steps ?? []
        const life = lifeAsOf(steps, asOf, '9')
        expect(summed(entriesOf(steps, pipelineContributions), asOf)).toEqual(
          summed(life ? pipelineContributions(life).map(it => ({ day: asOf, ...it })) : [], asOf),
        )
        expect(summed(entriesOf(steps, customerContributions), asOf)).toEqual(
          summed(life ? customerContributions(life).map(it => ({ day: asOf, ...it })) : [], asOf),
        )
      }),
      { numRuns: rounds(300, 10_000) },
    )
  })

  it('are as many as there were changes that count', () => {
    const documents = [
      opened('2016-02-01'),
      happened('2016-02-05', opportunityEvents.OpportunityTagged({ tag: { entryId: null, label: 'a' } })),
    ]
    const steps = folded(documents.map((event, i) => seen(event, positionOf(i))))?.steps ?? []
    expect(entriesOf(steps, pipelineContributions).map(({ day, facet }) => [day, facet['kind']])).toEqual([
      ['2016-02-01', 'all'],
      ['2016-02-01', 'seller'],
    ])
  })
})

describe('closings', () => {
  it('say whom they count for: who had it at their own step, in the order of day and position', () => {
    fc.assert(
      fc.property(lives, events => {
        const document = folded(events)
        if (!document) return
        const { steps, closings } = document
        const told: object[] = []
        let [status, ownerId, teamId, department]: (string | null | undefined)[] = ['open', null, null, null]
        for (const { day, set } of steps) {
          if (set.ownerId !== undefined) ({ ownerId, teamId, department } = set)
          const was: string | null | undefined = status
          status = set.status ?? status
          if (status !== 'open' && status !== 'void' && status !== was)
            told.push({ status, on: day, ownerId, teamId, department })
        }
        expect(closings.map(({ reopenedOn: _, lostReason: __, ...closing }) => closing)).toEqual(told)
        expect(closings.filter(({ reopenedOn }) => reopenedOn === null)).toHaveLength(
          document.status === 'open' || document.status === 'void' ? 0 : 1,
        )
        expect(closingOf(document)?.on ?? null).toBe(document.closedOn)
      }),
      { numRuns: rounds(200, 5_000) },
    )
  })
})

it('the weighted amount is rounded half up, and exact', () => {
  const facts = { status: 'open', stage, currency: 'VND' }
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.nat(100), (minorUnits, percent) => {
      const held = { ...facts, minorUnits, probabilityByHand: percent, tags: [] } as unknown as Facts
      expect(BigInt(weightedOf(held))).toBe((BigInt(minorUnits) * BigInt(percent) * 2n + 100n) / 200n)
    }),
  )
})
