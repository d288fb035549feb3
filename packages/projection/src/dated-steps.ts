// Lives as steps, in the order in which things happened: by day, and on one day as their events stand in the log. What a life adds to totals
// on which day follows from how it stands after each of them.
import type { Day } from '@eventcrm/domain'
import { z } from 'zod'
import type { Entry, Group } from './rollup.ts'
import type { Measures } from './sums.ts'

/** Fields that every step has. */
export const dated = {
  day: z.iso.date().describe('Day on which it happened'),
  position: z.string().describe('Place of its event in the log; orders the steps of a day'),
}

export interface DatedStep {
  readonly day: Day
  readonly position: string
}

/** Whether it comes first in the order in which things happened. */
export const isBefore = (a: DatedStep, b: DatedStep) => a.day < b.day || (a.day === b.day && a.position < b.position)

/**
 * Puts a step at its place, in place. Nearly always that is the end.
 * @returns whether it is
 */
export const insertStep = <Step extends DatedStep>(steps: Step[], added: Step): boolean => {
  const place = steps.findLastIndex(known => isBefore(known, added)) + 1
  steps.splice(place, 0, added)
  return place === steps.length - 1
}

/** What is there while something stands as it does. */
export type Contribution<Facet extends Group, Series extends Group, M extends Measures> = Omit<
  Entry<Facet, Series, M>,
  'day' | 'reversal'
>

const isSameGroup = (a: Group, b: Group | undefined): boolean => {
  if (a === b) return true
  const names = Object.keys(a)
  return b !== undefined && names.length === Object.keys(b).length && names.every(name => a[name] === b[name])
}

/** The same groups and numbers; histograms are memoized, and so the same objects. */
const isSame = (a: readonly Contribution<Group, Group, Measures>[], b: typeof a): boolean =>
  a.length === b.length &&
  a.every(({ facet, series, add }, i) => {
    const other = b[i]
    if (!other || !isSameGroup(facet, other.facet) || !isSameGroup(series, other.series)) return false
    for (const name in add) if (add[name] !== other.add[name]) return false
    return true
  })

/** How a life begins and goes on; the next step may change it in place. */
export interface Living<Step, Life> {
  readonly begin: (step: Step) => Life
  readonly take: (life: Life, step: Step) => void
}

/**
 * What a life's steps add, each on its day: what it contributes since, less what it contributed before. Linear in the steps.
 */
export const entriesOfSteps = <
  Step extends DatedStep,
  Life,
  Facet extends Group,
  Series extends Group,
  M extends Measures,
>(
  steps: readonly Step[],
  { begin, take }: Living<Step, Life>,
  contributionsOf: (life: Life) => readonly Contribution<Facet, Series, M>[],
): readonly Entry<Facet, Series, M>[] => {
  const [first, ...more] = steps
  if (!first) return []
  const entries: Entry<Facet, Series, M>[] = []
  let before: readonly Contribution<Facet, Series, M>[] = []
  const endDay = (life: Life, day: Day): void => {
    const since = contributionsOf(life)
    if (isSame(before, since)) return
    for (const was of before) entries.push({ day, ...was, reversal: true })
    for (const is of since) entries.push({ day, ...is })
    before = since
  }
  const life = begin(first)
  let { day } = first
  for (const step of more) {
    if (step.day !== day) endDay(life, day)
    take(life, step)
    day = step.day
  }
  endDay(life, day)
  return entries
}

/** How a life stood at the end of a day, as far as it was known at a position; undefined before it began. */
export const lifeAt = <Step extends DatedStep, Life>(
  steps: readonly Step[],
  { begin, take }: Living<Step, Life>,
  asOf: Day,
  position: string,
): Life | undefined => {
  let life: Life | undefined
  for (const step of steps) {
    if (step.day > asOf) break
    if (step.position > position) continue
    if (life === undefined) life = begin(step)
    else take(life, step)
  }
  return life
}
