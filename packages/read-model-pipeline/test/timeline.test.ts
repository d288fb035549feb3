import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { closingsOf, statesOf, weightedOf, withStep, type Facts, type Step } from '../src/index.ts'

const day = fc.nat(40).map(n => new Date(Date.UTC(2016, 1, 10) + n * 86_400_000).toISOString().slice(0, 10))
const stage = (n: number) => ({
  pipelineId: 'p',
  stageId: `stage ${String(n)}`,
  name: `Stage ${String(n)}`,
  order: n,
  probability: 10 * n,
  rottingDays: null,
})
const opening: Step['set'] = {
  status: 'open',
  stage: stage(0),
  probabilityByHand: null,
  ownerId: 'an',
  teamId: null,
  department: null,
  customerId: null,
  amount: 100,
  currency: 'VND',
  amountByHand: true,
  expectedCloseOn: null,
  priority: 0,
  lostReason: null,
}
const change = fc.oneof(
  fc.record({ stage: fc.nat(2).map(stage) }).map(set => ({ set })),
  fc.constantFrom('open' as const, 'won' as const, 'lost' as const).map(status => ({ set: { status } })),
  fc.nat(500).map(amount => ({ set: { amount } })),
  fc.constantFrom('a', 'b').map(tag => ({ set: {}, tagged: [tag] })),
  fc.constantFrom('a', 'b').map(tag => ({ set: {}, untagged: [tag] })),
)
/** Steps as events bring them: positions rise, days don't; the opening is the first by both. */
const lives = fc
  .array(fc.tuple(day, change), { maxLength: 12 })
  .map((changes): Step[] => [
    { day: '2016-02-01', position: '000', set: opening, tagged: ['a'] },
    ...changes.map(([day, change], i) => ({ day, position: String(i + 1).padStart(3, '0'), ...change })),
  ])
const inOrder = (steps: readonly Step[]) => steps.reduce<readonly Step[]>(withStep, [])

describe('steps', () => {
  it('stand by day, then by position, in whatever order they come', () => {
    fc.assert(
      fc.property(
        lives.chain(steps => fc.tuple(fc.constant(steps), fc.shuffledSubarray(steps, { minLength: steps.length }))),
        ([steps, shuffled]) => {
          const sorted = steps.toSorted((a, b) => (a.day + a.position < b.day + b.position ? -1 : 1))
          expect(inOrder(shuffled)).toEqual(sorted)
        },
      ),
    )
  })
})

describe('states', () => {
  it('follow one another without a gap, and say what the steps up to each have set', () => {
    fc.assert(
      fc.property(lives, all => {
        const steps = inOrder(all)
        const states = statesOf(steps)
        expect(states).toHaveLength(steps.length)
        for (const [i, state] of states.entries()) {
          const until = steps.slice(0, i + 1)
          const { tags, from, until: end, openedOn, enteredOn, ...held } = state
          expect(held).toEqual(Object.assign({}, ...until.map(({ set }) => set)))
          const tagged = new Set<string>()
          for (const step of until) {
            for (const tag of step.tagged ?? []) tagged.add(tag)
            for (const tag of step.untagged ?? []) tagged.delete(tag)
          }
          expect(tags).toEqual([...tagged].sort())
          expect([from, end, openedOn]).toEqual([steps[i]?.day, steps[i + 1]?.day ?? null, steps[0]?.day])
          const other = states
            .slice(0, i)
            .findLast(was => was.stage.stageId !== state.stage.stageId || was.status !== state.status)
          expect(enteredOn).toBe(states[other ? states.indexOf(other) + 1 : 0]?.from)
        }
      }),
    )
  })

  it('a late tag does not undo those given meanwhile', () => {
    const steps = [
      { day: '2016-02-01', position: '000', set: opening },
      { day: '2016-02-10', position: '001', set: {}, tagged: ['b'] },
      { day: '2016-02-05', position: '002', set: {}, tagged: ['a'] },
    ]
    expect(statesOf(inOrder(steps)).map(({ tags }) => tags)).toEqual([[], ['a'], ['a', 'b']])
  })
})

describe('closings', () => {
  it('begin where it is closed, end where it is not so any more, and keep what held then', () => {
    fc.assert(
      fc.property(lives, all => {
        const states = statesOf(inOrder(all))
        const closings = closingsOf(states)
        expect(closings.flatMap(({ states }) => states)).toEqual(states.filter(({ status }) => status !== 'open'))
        for (const { status, on, at, states: during, reopenedOn } of closings) {
          expect(new Set(during.map(state => state.status))).toEqual(new Set([status]))
          expect([at, on]).toEqual([during[0], during[0]?.from])
          expect(reopenedOn).toBe(during.at(-1)?.until)
        }
        for (const [i, closing] of closings.entries()) {
          const next = closings[i + 1]
          if (next && closing.states.at(-1) === states[states.indexOf(next.at) - 1])
            expect(next.status).not.toBe(closing.status)
        }
      }),
    )
  })
})

it('the weighted amount is rounded half up, and exact', () => {
  const held = { status: 'open', probabilityByHand: null, stage: stage(0) } as const
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.nat(100), (amount, percent) => {
      const facts = { ...opening, ...held, amount, probabilityByHand: percent, tags: [] } as Facts
      expect(BigInt(weightedOf(facts))).toBe((BigInt(amount) * BigInt(percent) * 2n + 100n) / 200n)
    }),
  )
})
