import type { AnyAggregate, Day } from '@eventcrm/domain'
import fc from 'fast-check'
import { arbitraryOf, type Generators } from './arbitrary.ts'
import { World, type Run } from './scenario.ts'

/** A command to be tried on a day; its outcome depends on what went before. */
export type Wish = Omit<Run, 'outcome'>

export interface HistoryOptions {
  /** How often a command is tried, by its name; the others 1. A command with 0 is left out. */
  readonly weights?: Readonly<Record<string, number>>
  /** Values to draw instead, by the kind in a schema's metadata: ids that hit, ready-made stages. */
  readonly generators?: Generators
  /** What every history begins with, on its first day. */
  readonly first?: readonly Omit<Wish, 'on'>[]
  readonly minLength?: number
  readonly maxLength?: number
}

const firstDay = Date.UTC(2026, 0, 1)
/** The nth day of generated histories, which begin on 2026-01-01. */
export const dayOf = (n: number): Day => new Date(firstDay + Math.floor(n) * 86_400_000).toISOString().slice(0, 10)

// Days rise, four commands on each, so that most are accepted; a third is dated back, by a day or two or by up to three weeks,
// so that late facts fall on both sides of earlier ones.
const perDay = 4
const lead = 20
const lateness = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 2 }) },
  { weight: 1, arbitrary: fc.integer({ min: 3, max: lead }) },
)

/** Prints as one line in a counterexample, rather than as all that its aggregate is made of. */
const readable = (wish: Wish): Wish =>
  Object.defineProperty(wish, fc.toStringMethod, {
    value: () => `\n${wish.on} ${wish.command} ${JSON.stringify(wish.input)}`,
  })

/** Plans of what people try, any command of these aggregates with any input that its schema accepts. */
export const plans = (
  aggregates: readonly AnyAggregate[],
  options: HistoryOptions = {},
): fc.Arbitrary<readonly Wish[]> => {
  const { weights = {}, generators, first = [], minLength = 60, maxLength = 160 } = options
  const tries = aggregates.flatMap(aggregate =>
    Object.entries(aggregate.commands).flatMap(([command, { schema }]) => {
      const weight = weights[command] ?? 1
      return weight === 0
        ? []
        : [
            {
              weight,
              arbitrary: fc.record({
                aggregate: fc.constant(aggregate),
                command: fc.constant(command),
                input: arbitraryOf(schema, generators),
                late: lateness,
              }),
            },
          ]
    }),
  )
  return (
    fc
      // one left out now and then: so a counterexample shrinks to the commands that matter, and their days stay as they were
      .array(fc.option(fc.oneof(...tries), { freq: 99 }), { minLength, maxLength, size: 'max' })
      .map(drawn => [
        ...first.map(wish => readable({ ...wish, on: dayOf(0) })),
        ...drawn.flatMap((attempt, i) => {
          if (!attempt) return []
          const { late, ...wish } = attempt
          return [readable({ ...wish, on: dayOf(lead + i / perDay - late) })]
        }),
      ])
  )
}

/** The world that a plan leads to. `after` sees it after every command. */
export const live = (plan: readonly Wish[], after: (world: World, run: Run) => void = () => {}): World => {
  const world = new World()
  for (const { aggregate, command, input, on } of plan) {
    world.run(aggregate, command, input, on)
    const run = world.runs.at(-1)
    if (run) after(world, run)
  }
  return world
}

/** Worlds that any commands of these aggregates can lead to, late ones among them. */
export const histories = (aggregates: readonly AnyAggregate[], options: HistoryOptions = {}): fc.Arbitrary<World> =>
  plans(aggregates, options).map(plan => live(plan))
