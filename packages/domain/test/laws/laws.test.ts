import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { createCodec, type RecordedEvent } from '../../../event-store/src/index.ts'
import { live } from '../../../testkit/src/index.ts'
import { everyAggregate, isErased, isRejection, type Dated, type Fact, type Fold } from '../../src/index.ts'
import { fieldInWords, plainState, same } from '../../src/kernel/index.ts'
import { byDay, histories, lives } from './lives.ts'
import { broken, mayHappen } from './promises.ts'
import { rounds } from '../../../testkit/src/campaign.ts'

const fold = (of: Fold<Dated>, facts: readonly Fact[]) =>
  facts.reduce((state, fact) => of.evolve(state, fact), of.initialState)

// a busy machine is no broken law
vi.setConfig({ testTimeout: 120_000 })

const numRuns = rounds(100, 2_500)

/** Asserts a law of every stream of every history. */
const always = (law: (stream: ReturnType<typeof histories>[number]) => void) =>
  fc.assert(
    fc.property(lives, plan => {
      const world = live(plan)
      for (const stream of histories(world)) law(stream)
    }),
    { numRuns },
  )

describe('of every reachable history', () => {
  it('order recorded and order by day end in the same state', () => {
    always(({ of, facts, state }) => expect(plainState(fold(of, byDay(facts)))).toEqual(plainState(state)))
  })

  it('what was set later is called by its name in each language', () => {
    always(({ of, facts, state }) => {
      for (const fact of facts)
        of.evolve(state, { ...fact, occurredOn: '1900-01-01' }, field => {
          const { en = '', vi = '' } = fieldInWords(of, field) ?? {}
          expect([en, vi], `${of.category} ${field}`).not.toContain('')
          expect(vi).not.toBe(en)
        })
    })
  })

  it('every event could happen on its day', () => {
    always(({ of, id, facts }) => {
      let state = of.initialState
      const wasParted = facts.some(({ type }) => /(Unmerged|SetApart)$/.test(type))
      for (const fact of byDay(facts)) {
        if (!mayHappen(of.category, state, fact, wasParted))
          expect.fail(`${fact.type} on ${fact.occurredOn} could not happen to ${of.category}-${id} then`)
        state = of.evolve(state, fact)
      }
    })
  })

  it('no event says of the state before it, as recorded, what was not so', () => {
    always(({ of, facts }) => {
      let state = of.initialState
      for (const fact of facts) {
        expect(of.untrueOf(state, fact), fact.type).toEqual([])
        for (const field of ['from', 'was'].filter(name => name in fact.data)) {
          const other = { ...fact, data: { ...fact.data, [field]: { other: true } } }
          expect(of.untrueOf(state, other), fact.type).toContain(field)
        }
        state = of.evolve(state, fact)
      }
    })
  })

  it('no state on any day breaks an invariant', () => {
    always(({ of, facts }) => {
      let state = of.initialState
      byDay(facts).forEach((fact, i, all) => {
        state = of.evolve(state, fact)
        expect(broken(of.category, state, all.slice(0, i + 1))).toEqual([])
      })
    })
  })

  it('no state as recorded breaks an invariant', () => {
    always(({ of, facts }) => {
      let state = of.initialState
      facts.forEach((fact, i) => {
        state = of.evolve(state, fact)
        expect(broken(of.category, state, facts.slice(0, i + 1))).toEqual([])
      })
    })
  })

  it('evolve is total: any events in any order, some of them twice, fold to a state of the same shape', () => {
    fc.assert(
      fc.property(lives, fc.infiniteStream(fc.nat()), (plan, random) => {
        for (const { of, facts, state } of histories(live(plan))) {
          const any = facts.map(fact => facts[(random.next().value ?? 0) % facts.length] ?? fact)
          expect(Object.keys(fold(of, any)).sort()).toEqual(Object.keys(state).sort())
        }
      }),
      { numRuns },
    )
  })
})

it('a command repeated at once decides nothing', () => {
  fc.assert(
    fc.property(lives, plan => {
      live(plan, (world, { message, on, outcome }) => {
        if (isRejection(outcome)) return
        expect(world.run(message, on), `${message.name} again`).toEqual([])
      })
    }),
    { numRuns },
  )
})

it('a key that an accepted command claims is held from then on', () => {
  let claimed = 0
  fc.assert(
    fc.property(lives, plan => {
      live(plan, (world, { message, on, outcome }) => {
        if (isRejection(outcome)) return
        const { idField, state: definition } = world.aggregateOf(message.aggregate)
        const command = world.definitionOf(message)
        const input = command.schema.parse(message.input)
        // of what was merged the survivor carries it out
        let carriedOut = definition.of(String(input[idField]))
        for (;;) {
          const survivorId = definition.merging?.survivorOf(world.stateOf(carriedOut)) ?? null
          if (survivorId === null || command.whenMerged === 'itself') break
          carriedOut = definition.of(survivorId)
        }
        const state = world.stateOf(carriedOut)
        const keys = command.claims(input, state, on)
        expect(definition.holds(state)).toEqual(expect.arrayContaining([...keys]))
        claimed += keys.length
      })
    }),
    { numRuns },
  )
  expect(claimed).toBeGreaterThan(numRuns / 10)
})

describe('stored', () => {
  const codec = createCodec(...everyAggregate.map(({ state }) => state.events))
  const written = ({ category }: Fold<Dated>, id: string, facts: readonly Fact[]): readonly RecordedEvent[] =>
    facts.map(({ type, data, occurredOn }, i) => {
      const at = `${occurredOn}T00:00:00.000Z`
      const envelope = {
        occurredAt: at,
        occurredOn,
        recordedAt: at,
        commandId: 'c',
        correlationId: 'c',
        causationId: 'c',
        actor: 'a',
        source: 'test',
      }
      const stored = codec.encode({ type, data }, `e${String(i)}`, envelope, id)
      return {
        ...stored,
        stream: `crm.${category}-${id}`,
        revision: i,
        position: String(i).padStart(20, '0'),
      }
    })
  const read = (events: readonly RecordedEvent[]) => events.map(event => codec.decode(event))

  it('a history is read as it was written', () => {
    always(({ of, id, facts, state }) =>
      expect(plainState(fold(of, read(written(of, id, facts))))).toEqual(plainState(state)),
    )
  })

  it('any persons erased, a history folds to the same state but for what was erased', () => {
    let erasures = 0
    fc.assert(
      fc.property(lives, fc.infiniteStream(fc.boolean()), (plan, chance) => {
        const erased = new Map<string, boolean>()
        const isGone = (person: string) => {
          const gone = erased.get(person) ?? chance.next().value ?? false
          erased.set(person, gone)
          return gone
        }
        for (const { of, id, facts, state } of histories(live(plan))) {
          const events = written(of, id, facts).map(event => ({
            ...event,
            personal: Object.fromEntries(Object.entries(event.personal).filter(([person]) => !isGone(person))),
          }))
          const after = fold(of, read(events))
          erasures += differences(plainState(state), plainState(after))
        }
      }),
      { numRuns },
    )
    expect(erasures).toBeGreaterThan(500)
  })
})

/** Asserts that two values are the same but for what the second has erased, and counts that. */
const differences = (before: unknown, after: unknown): number => {
  if (same(before, after)) return 0
  if (isErased(after)) return 1
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null)
    expect.fail('something else changed than was erased')
  expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort())
  const [was, is] = [new Map(Object.entries(before)), new Map(Object.entries(after))]
  return [...is].reduce((sum, [key, value]) => sum + differences(was.get(key), value), 0)
}

describe('the histories', () => {
  const tried = 300
  const seen = new Map<string, { readonly reached: number; readonly late: number }>()
  const none = { reached: 0, late: 0 }
  // of each of the kinds of lives as many as would be tried of it alone
  // always the same, since it is the plans that are tested
  for (const plan of fc.sample(lives, { numRuns: 4 * tried, seed: 1 })) {
    for (const { facts } of histories(live(plan))) {
      let last = ''
      for (const { type, occurredOn } of facts) {
        const { reached, late } = seen.get(type) ?? none
        seen.set(type, { reached: reached + 1, late: late + (occurredOn < last ? 1 : 0) })
        if (occurredOn > last) last = occurredOn
      }
    }
  }
  const types = everyAggregate.flatMap(({ state }) => Object.keys(state.events))
  const total = (count: keyof typeof none) => [...seen.values()].reduce((sum, counts) => sum + counts[count], 0)

  it('reach every event, and those that depend on others often', () => {
    expect(types.filter(type => (seen.get(type) ?? none).reached < tried / 15)).toEqual([])
    for (const type of ['StageChanged', 'OpportunityLineChanged', 'MarkedWon', 'MarkedLost', 'OpportunityReopened'])
      expect(seen.get(type)?.reached, type).toBeGreaterThan(tried / 3)
  })
  it('record many events late', () => {
    expect(total('late')).toBeGreaterThan(3 * tried)
    for (const type of ['StageChanged', 'OpportunityReopened', 'OpportunityRevenueSet', 'OpportunityReassigned'])
      expect(seen.get(type)?.late, type).toBeGreaterThan(5)
  })
})
