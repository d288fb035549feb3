// What an opportunity adds to totals, as a pure function of how it stands; and from it what it adds on which day.
import type { Day } from '@eventcrm/domain'
import { entriesOfSteps, lifeAt, type Contribution, type Entry, type Group, type Measures } from '@eventcrm/projection'
import { isVoid, lifeFrom, takeStep, type Life, type Step } from './opportunity-timeline.ts'

const living = { begin: lifeFrom, take: takeStep }

/** What an opportunity's steps add, each on its day; nothing of a void one. */
export const entriesOf = <Facet extends Group, Series extends Group, M extends Measures>(
  steps: readonly Step[],
  contributionsOf: (life: Life) => readonly Contribution<Facet, Series, M>[],
): readonly Entry<Facet, Series, M>[] => (isVoid(steps) ? [] : entriesOfSteps(steps, living, contributionsOf))

/** How it stood at the end of a day, as far as it was known at a position; undefined before its opening, and of a void one. */
export const lifeAsOf = (steps: readonly Step[], asOf: Day, position: string): Life | undefined =>
  isVoid(steps, position) ? undefined : lifeAt(steps, living, asOf, position)
