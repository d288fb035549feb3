import type { AnyAggregate, CommandMessage, Day } from '@eventcrm/domain'
import fc from 'fast-check'
import { arbitraryOf, type Generators } from './arbitrary.ts'
import { inWords, World, type Run } from './scenario.ts'

/** A command to be tried on a day; its outcome depends on what went before. */
export type PlannedCommand = Omit<Run, 'outcome'>

export interface HistoryOptions {
  /** How often a command is tried, by category and name, 'opportunity.open'; the others 1. A command with 0 is left out. */
  readonly weights?: Readonly<Record<string, number>>
  /** Values to draw instead, by the kind in a schema's metadata: ids that hit, preset stages. */
  readonly generators?: Generators
  /** What every history begins with, on its first day. */
  readonly first?: readonly CommandMessage[]
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

/** Prints as one line in a counterexample. */
const readable = (planned: PlannedCommand): PlannedCommand =>
  Object.defineProperty(planned, fc.toStringMethod, { value: () => `\n${inWords(planned)}` })

/** Plans of what people try, any command of these aggregates with any input that its schema accepts. */
export const plans = (
  aggregates: readonly AnyAggregate[],
  options: HistoryOptions = {},
): fc.Arbitrary<readonly PlannedCommand[]> => {
  const { weights = {}, generators, first = [], minLength = 60, maxLength = 160 } = options
  const known = aggregates.flatMap(({ category, commands }) => Object.keys(commands).map(name => `${category}.${name}`))
  const unknown = Object.keys(weights).find(name => !known.includes(name))
  if (unknown !== undefined) throw new TypeError(`No command is called '${unknown}'`)
  const tries = aggregates.flatMap(({ category, commands }) =>
    Object.entries(commands).flatMap(([name, { schema }]) => {
      const weight = weights[`${category}.${name}`] ?? 1
      return weight === 0
        ? []
        : [
            {
              weight,
              arbitrary: fc.record({
                aggregate: fc.constant(category),
                name: fc.constant(name),
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
        ...first.map(message => readable({ message, on: dayOf(0) })),
        ...drawn.flatMap((attempt, i) => {
          if (!attempt) return []
          const { late, ...message } = attempt
          return [readable({ message, on: dayOf(lead + i / perDay - late) })]
        }),
      ])
  )
}

/**
 * The world that a plan leads to.
 * @param after sees it after every command
 * @param aggregates of the plan's commands; the library's when left out
 */
export const live = (
  plan: readonly PlannedCommand[],
  after: (world: World, run: Run) => void = () => {},
  aggregates?: readonly AnyAggregate[],
): World => {
  const world = new World(aggregates)
  for (const { message, on } of plan) {
    world.run(message, on)
    const run = world.runs.at(-1)
    if (run) after(world, run)
  }
  return world
}

/** Worlds that any commands of these aggregates can lead to, late ones among them. */
export const histories = (aggregates: readonly AnyAggregate[], options: HistoryOptions = {}): fc.Arbitrary<World> =>
  plans(aggregates, options).map(plan => live(plan, undefined, aggregates))
