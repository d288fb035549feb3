// What an opportunity adds to the pipeline's totals: a pure function of how it stands.
import { currencyCode, id } from '@eventcrm/domain'
import { defineRollup, memoizeByText, monthOf, type Contribution } from '@eventcrm/projection'
import { z } from 'zod'
import { dayNumber, daysBetween } from './calendar.ts'
import { entriesOf } from './contributions.ts'
import { closingOf, weightedOf, type Life } from './opportunity-timeline.ts'
import { opportunities } from './opportunities.ts'

/**
 * Whom a total is for: everybody, or one salesperson in one team. Who sells for a team is not many, so this one crossing stays
 * within calendar × staff, and answers for a salesperson, a team, the people of a team and the teams of a person.
 */
const facet = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all').describe('Everybody'), currency: currencyCode.describe('ISO 4217') }),
  z.object({
    kind: z.literal('seller').describe('One salesperson in one team'),
    ownerId: id('staff member').nullable().describe('Salesperson; null nobody'),
    teamId: id('sales team').nullable().describe('Team it counts for; null none'),
    currency: currencyCode.describe('ISO 4217'),
  }),
])
export type PipelineFacet = z.output<typeof facet>

const closedIn = z.string().describe('Month of closing, YYYY-MM')
const pipelineId = id('pipeline').describe('Pipeline they are in')
const series = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('open').describe('Open in a stage'),
    pipelineId,
    stageId: id('stage').describe('Stage they are open in'),
  }),
  z.object({ status: z.literal('won').describe('Won'), pipelineId, closedIn }),
  z.object({
    status: z.literal('lost').describe('Lost for a reason'),
    pipelineId,
    closedIn,
    reasonId: id('lost reason').nullable().describe('Why; null unknown'),
  }),
])
export type PipelineSeries = z.output<typeof series>

const measures = z.object({
  count: z.int().describe('Opportunities'),
  minorUnits: z.bigint().describe('Their amounts, in minor units of the currency'),
  weightedMinorUnits: z
    .bigint()
    .exactOptional()
    .describe('Open ones: amount × probability, each rounded half up, in minor units'),
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

const facetsByText = memoizeByText<readonly PipelineFacet[]>()
const facetsOf = (ownerId: string | null, teamId: string | null, currency: string): readonly PipelineFacet[] =>
  facetsByText([ownerId, teamId, currency].join(), () => [
    { kind: 'all', currency },
    { kind: 'seller', ownerId, teamId, currency },
  ])

const seriesByText = memoizeByText<PipelineSeries>()
const openIn = (pipelineId: string, stageId: string) =>
  seriesByText(`open ${pipelineId} ${stageId}`, () => ({ status: 'open', pipelineId, stageId }))
const wonIn = (pipelineId: string, closedIn: string) =>
  seriesByText(`won ${pipelineId} ${closedIn}`, () => ({ status: 'won', pipelineId, closedIn }))
const lostIn = (pipelineId: string, closedIn: string, reasonId: string | null) =>
  seriesByText(`lost ${pipelineId} ${closedIn} ${String(reasonId)}`, () => ({
    status: 'lost',
    pipelineId,
    closedIn,
    reasonId,
  }))
const cycles = memoizeByText<Readonly<Record<string, number>>>()
const cycleOf = (days: number) => cycles(String(days), () => ({ [days]: 1 }))

/**
 * What it adds as it stands: while open to whom it counts for now; once closed under the month of closing, to whom it counted for at
 * the closing's own step.
 */
export const pipelineContributions = (
  life: Life,
): readonly Contribution<PipelineFacet, PipelineSeries, PipelineMeasures>[] => {
  const { currency, openedOn, enteredStageOn } = life
  const { pipelineId, stageId } = life.stage
  const minorUnits = BigInt(life.minorUnits)
  const closing = closingOf(life)
  if (!closing) {
    const series = openIn(pipelineId, stageId)
    const weightedMinorUnits = BigInt(weightedOf(life))
    const add = { count: 1, minorUnits, weightedMinorUnits, entered: dayNumber(enteredStageOn) }
    return facetsOf(life.ownerId, life.teamId, currency).map(facet => ({ facet, series, add }))
  }
  const { status, on, ownerId, teamId, lostReason } = closing
  const isWon = status === 'won'
  const month = monthOf(on)
  const series = isWon ? wonIn(pipelineId, month) : lostIn(pipelineId, month, lostReason?.reasonId ?? null)
  const add = { count: 1, minorUnits, ...(isWon ? { cycle: cycleOf(daysBetween(openedOn, on)) } : {}) }
  return facetsOf(ownerId, teamId, currency).map(facet => ({ facet, series, add }))
}

/** Open by stage, won and lost by month of closing: for all, and for each salesperson in each team. */
export const pipelineTotals = defineRollup(opportunities, {
  name: 'pipelineTotals',
  version: 3,
  describe: 'Opportunities open by stage, won and lost by pipeline and month of closing, as of any day',
  facet,
  series,
  measures,
  indexes: [
    ['facet.kind', 'month'],
    ['facet.ownerId', 'month'],
    ['facet.teamId', 'month'],
  ],
  entries: ({ steps }) => entriesOf(steps, pipelineContributions),
})
