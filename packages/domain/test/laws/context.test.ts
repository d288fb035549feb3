import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { live, type World } from '../../../testkit/src/index.ts'
import {
  historyOf,
  isRejection,
  type CommandMessage,
  type Dated,
  type Day,
  type Fact,
  type Fold,
} from '../../src/index.ts'
import { plainState, same } from '../../src/kernel/index.ts'
import { lives } from './lives.ts'
import { rounds } from '../../../testkit/src/campaign.ts'

// a busy machine is no broken law
vi.setConfig({ testTimeout: 120_000 })

const numRuns = rounds(100, 2_500)

/** The other streams of a world with only what occurred on a day or before. */
const upTo = (world: World, day: Day) => (fold: Fold<Dated>, id: string) => {
  const { facts = [] } = world.streams.get(`${fold.category}-${id}`) ?? {}
  return historyOf(fold).with(facts.filter(({ occurredOn }) => occurredOn <= day))
}

/** The streams that a command looks at. */
const lookedAt = (world: World, message: CommandMessage, on: Day) => {
  const command = world.definitionOf(message)
  const input = command.schema.parse(message.input)
  const own = world.aggregateOf(message.aggregate)
  const context = command.context(input, world.stateOf(own.state.of(String(input[own.idField]))), on)
  const references = Object.values(context)
  const streams = []
  for (const { fold, id, now = false, leadsTo } of references) {
    const stream = world.streams.get(`${fold.category}-${String(id)}`)
    if (!stream) continue
    streams.push({ ...stream, now })
    references.push(...Object.values(leadsTo?.(now ? stream.history.current : stream.history.asOf(on)) ?? {}))
  }
  return streams
}

it('for what had begun by a day, whole histories decide as those up to that day do, whatever the own state', () => {
  let changedSince = 0
  let bothRefused = 0
  let withLaterParts = 0
  fc.assert(
    fc.property(lives, plan => {
      const world = live(plan)
      for (const { message, on } of plan) {
        const streams = lookedAt(world, message, on)
        if (streams.some(({ facts }) => facts.every(({ occurredOn }) => occurredOn > on))) continue
        // what counts as it stands now may say something else by now
        if (streams.some(({ now, facts }) => now && facts.some(({ occurredOn }) => occurredOn > on))) continue
        const whole = world.decide(message, on)
        const then = world.decide(message, on, upTo(world, on))
        // what is refused for something that had not begun may be accepted, or refused otherwise, since it counts as on its first day
        if (isRejection(then) && streams.some(({ history }) => hasLaterParts(history.asOf(on)))) {
          withLaterParts += 1
          if (!isRejection(whole)) expect(then.code).toMatch(/UNKNOWN|NOT_IN|NO_|CLOSED|RETIRED/)
          continue
        }
        if (isRejection(then) && isRejection(whole)) {
          bothRefused += 1
          expect(whole.code).toBe(then.code)
        } else expect(whole).toEqual(then)
        if (streams.some(({ history }) => !same(plainState(history.current), plainState(history.asOf(on)))))
          changedSince += 1
      }
    }),
    { numRuns },
  )
  expect(changedSince).toBeGreaterThan(numRuns)
  expect(bothRefused).toBeGreaterThan(numRuns)
  expect(withLaterParts).toBeLessThan(bothRefused)
})

it('the state as of a day is that of the facts up to it, in the order of days, and of what begins later on its first day', () => {
  fc.assert(
    fc.property(lives, fc.infiniteStream(fc.nat({ max: 80 })), (plan, random) => {
      const world = live(plan)
      for (const { fold, facts } of world.streams.values()) {
        const days = [...new Set(facts.map(({ occurredOn }) => occurredOn))].sort()
        // appended in pieces, and asked in between, so that late facts come behind folded days; in short segments, so that there are some
        let history = historyOf(fold, 1 + ((random.next().value ?? 0) % 3))
        let together: Fact[] = []
        for (const fact of facts) {
          together.push(fact)
          // whom the next event names is written down together with it
          if (fact.type.endsWith('AddressedAs')) continue
          history = history.with(together)
          together = []
          const chance = random.next().value ?? 0
          if (chance % 8 === 0) history.asOf(days[chance % days.length] ?? '')
        }
        const ends = days.map(day => ({
          day,
          folded: facts
            .filter(({ occurredOn }) => occurredOn <= day)
            .toSorted((a, b) => (a.occurredOn < b.occurredOn ? -1 : a.occurredOn > b.occurredOn ? 1 : 0))
            .reduce((state, fact) => fold.evolve(state, fact), fold.initialState),
        }))
        // what went with a parting may be given again under its id, as something else
        const parted = facts.some(({ type }) => type.endsWith('Unmerged'))
        const firstForms = new Map<string, object>()
        for (const { folded } of ends.toReversed())
          for (const [key, value] of Object.entries(folded))
            if (hasParts(value)) for (const [id, part] of value) firstForms.set(`${key}/${id}`, part)
        for (const { day, folded } of ends) {
          const asOf = history.asOf(day)
          for (const [key, value] of Object.entries(folded)) {
            const there: unknown = Reflect.get(asOf, key)
            if (!hasParts(value)) expect(there, key).toEqual(value)
            else if (hasParts(there)) {
              for (const [id, part] of value) {
                expect(there.get(id)).toEqual(part)
                expect(there.beginsLater(id)).toBe(false)
              }
              for (const [id, part] of there)
                if (there.beginsLater(id) && !parted) expect(part).toEqual(firstForms.get(`${key}/${id}`))
            }
          }
        }
      }
    }),
    { numRuns },
  )
})

const hasParts = (
  value: unknown,
): value is Iterable<readonly [string, object]> & {
  get(id: string): object | undefined
  beginsLater(id: string): boolean
} => typeof value === 'object' && value !== null && 'beginsLater' in value

/** Whether any part of a state as of a day begins only later. */
const hasLaterParts = (state: Dated): boolean =>
  Object.values(state).some(parts => hasParts(parts) && [...parts].some(([id]) => parts.beginsLater(id)))
