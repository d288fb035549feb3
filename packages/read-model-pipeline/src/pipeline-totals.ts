// What an opportunity adds to the pipeline's totals, and on which days: a pure function of its timeline.
import { currencyCode, id } from '@eventcrm/domain'
import { defineRollup, during, monthOf, type Entry } from '@eventcrm/projection'
import { z } from 'zod'
import { dayNumber, daysBetween } from './calendar.ts'
import {
  closingsOf,
  statesOf,
  weightedOf,
  type Closing,
  type OpportunityState,
  type Step,
} from './opportunity-timeline.ts'
import { opportunities } from './opportunities.ts'
import { interned } from './remembered.ts'

/**
 * Whom a total is for: everybody, or one salesperson in one team. Who sells for a team is not many, so this one crossing stays
 * within calendar × staff, and answers for a salesperson, a team, the people of a team and the teams of a person.
 */
const facet = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all').describe('Everybody'), currency: currencyCode.describe('ISO 4217') }),
  z.object({
    kind: z.literal('seller').describe('One salesperson in one team'),
    ownerId: id('staff member').nullable().describe('Salesperson; null nobody'),
    teamId: id('sales team').nullable().describe('Team it counts for'),
    currency: currencyCode.describe('ISO 4217'),
  }),
])
export type PipelineFacet = z.output<typeof facet>

const closedIn = z.string().describe('Month of closing, YYYY-MM')
const line = z.discriminatedUnion('line', [
  z.object({
    line: z.literal('open').describe('Open in a stage'),
    stageId: id('stage').describe('Stage they are open in'),
  }),
  z.object({ line: z.literal('won').describe('Won'), closedIn }),
  z.object({
    line: z.literal('lost').describe('Lost for a reason'),
    closedIn,
    reasonId: id('lost reason').nullable().describe('Why; null unknown'),
  }),
])
export type PipelineLine = z.output<typeof line>

const measures = z.object({
  count: z.int().describe('Opportunities'),
  amount: z.int().describe('Their amounts, in minor units of the currency'),
  weighted: z.int().exactOptional().describe('Open ones: amount × probability, each rounded half up'),
  entered: z
    .int()
    .exactOptional()
    .describe('Open ones: the days on which they entered the stage, as days since 1970-01-01, added up'),
  cycle: z
    .record(z.string(), z.int())
    .exactOptional()
    .describe('Won ones: how many took so many days from opening to closing'),
})
export type PipelineMeasures = z.output<typeof measures>

export type PipelineEntry = Entry<PipelineFacet, PipelineLine, PipelineMeasures>

const knownFacets = interned<readonly PipelineFacet[]>()
const facetsOf = ({ ownerId, teamId }: OpportunityState, currency: string): readonly PipelineFacet[] =>
  knownFacets([ownerId, teamId, currency].join(), () => [
    { kind: 'all', currency },
    { kind: 'seller', ownerId, teamId, currency },
  ])

const knownLines = interned<PipelineLine>()
const openLine = (stageId: string) => knownLines(stageId, () => ({ line: 'open', stageId }))
const wonLine = (closedIn: string) => knownLines(`won ${closedIn}`, () => ({ line: 'won', closedIn }))
const lostLine = (closedIn: string, reasonId: string | null) =>
  knownLines(`lost ${closedIn} ${String(reasonId)}`, () => ({ line: 'lost', closedIn, reasonId }))

/** What it adds while it is open. */
export const openEntries = (state: OpportunityState): readonly PipelineEntry[] => {
  if (state.status !== 'open') return []
  const { from, until, stage, amount, currency, enteredOn } = state
  const add = { count: 1, amount, weighted: weightedOf(state), entered: dayNumber(enteredOn) }
  const line = openLine(stage.stageId)
  return facetsOf(state, currency).flatMap(facet => during(from, until, facet, line, add))
}

/**
 * What a closing adds from its day until it is reopened: under the month of closing, for whom it counted on that day. Only its
 * amount may be corrected meanwhile.
 */
export const closingEntries = ({ status, on, at, states }: Closing): readonly PipelineEntry[] => {
  const closedIn = monthOf(on)
  const line = status === 'won' ? wonLine(closedIn) : lostLine(closedIn, at.lostReason?.reasonId ?? null)
  const took = status === 'won' ? { cycle: { [daysBetween(at.openedOn, on)]: 1 } } : {}
  return states.flatMap(({ from, until, amount, currency }) =>
    facetsOf(at, currency).flatMap(facet => during(from, until, facet, line, { count: 1, amount, ...took })),
  )
}

export const pipelineEntries = ({ steps }: { readonly steps: readonly Step[] }): readonly PipelineEntry[] => {
  const states = statesOf(steps)
  return [...states.flatMap(openEntries), ...closingsOf(states).flatMap(closingEntries)]
}

/** Open by stage, won and lost by month of closing: for all, and for each salesperson in each team. */
export const pipelineTotals = defineRollup(opportunities, {
  name: 'pipelineTotals',
  version: 2,
  describe: 'Opportunities open by stage, won and lost by month of closing, as of any day',
  facet,
  line,
  measures,
  indexes: [
    ['facet.kind', 'month'],
    ['facet.ownerId', 'month'],
    ['facet.teamId', 'month'],
  ],
  entries: pipelineEntries,
})
