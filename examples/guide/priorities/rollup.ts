import { defineRollup, during } from '@eventcrm/projection'
import { z } from 'zod'
import { opportunityPriorities } from './view.ts'

const earlier = (a: string | null, b: string | null) => (a === null ? b : b === null || a < b ? a : b)
const later = (a: string, b: string) => (a > b ? a : b)

/** Open opportunities by priority. An opportunity counts for a priority on the days on which it is open and has it. */
export const openByPriorityTotals = defineRollup(opportunityPriorities, {
  name: 'openByPriorityTotals',
  version: 1,
  describe: 'Open opportunities by priority, as of any day',
  facet: z.object({}),
  series: z.object({ stars: z.int().describe('Priority, 0 to 3') }),
  measures: z.object({ count: z.int().describe('Opportunities') }),
  entries: ({ priorities, open }) =>
    priorities.flatMap(({ from, stars }, i) => {
      const until = priorities[i + 1]?.from ?? null
      return open.flatMap(time =>
        during(later(from, time.from), earlier(until, time.until), {}, { stars }, { count: 1 }),
      )
    }),
})
