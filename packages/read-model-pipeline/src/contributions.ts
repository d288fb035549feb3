// What an opportunity adds to totals, as a pure function of how it stands; and from it what it adds on which day.
import type { Day } from '@eventcrm/domain'
import type { Entry, Group, Measures } from '@eventcrm/projection'
import { isVoid, lifeFrom, takeStep, type Life, type Step } from './opportunity-timeline.ts'

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

/**
 * What a life's steps add, each on its day: what it contributes since, less what it contributed before. Linear in the steps.
 */
export const entriesOf = <Facet extends Group, Series extends Group, M extends Measures>(
  steps: readonly Step[],
  contributionsOf: (life: Life) => readonly Contribution<Facet, Series, M>[],
): readonly Entry<Facet, Series, M>[] => {
  const [opening, ...more] = steps
  if (!opening || isVoid(steps)) return []
  const entries: Entry<Facet, Series, M>[] = []
  let before: readonly Contribution<Facet, Series, M>[] = []
  const endDay = (life: Life, day: Day): void => {
    const since = contributionsOf(life)
    if (isSame(before, since)) return
    for (const was of before) entries.push({ day, ...was, reversal: true })
    for (const is of since) entries.push({ day, ...is })
    before = since
  }
  const life = lifeFrom(opening)
  let { day } = opening
  for (const step of more) {
    if (step.day !== day) endDay(life, day)
    takeStep(life, step)
    day = step.day
  }
  endDay(life, day)
  return entries
}

/** How it stood at the end of a day, as far as it was known at a position; undefined before its opening, and of a void one. */
export const lifeAsOf = (steps: readonly Step[], asOf: Day, position: string): Life | undefined => {
  if (isVoid(steps, position)) return undefined
  let life: Life | undefined
  for (const step of steps) {
    if (step.day > asOf) break
    if (step.position > position) continue
    if (life) takeStep(life, step)
    else life = lifeFrom(step)
  }
  return life
}
