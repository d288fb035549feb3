// What leads add to the funnel: a pure function of how each stands.
import { id } from '@eventcrm/domain'
import {
  defineRollup,
  entriesOfSteps,
  lifeAt,
  memoizeByText,
  monthOf,
  type Contribution,
  type Entry,
} from '@eventcrm/projection'
import { z } from 'zod'
import { isVoidLead, leadLiving, lifeSteps, type LeadLife } from './lead-life.ts'
import { leads, type LeadDocument } from './leads.ts'

/** Whom or what a count is for. */
const facet = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all').describe('All leads') }),
  z.object({
    kind: z.literal('source').describe('Those of one source'),
    source: z.string().nullable().describe('Source; null not said'),
  }),
  z.object({
    kind: z.literal('campaign').describe('Those of one campaign'),
    campaign: z.string().nullable().describe('Campaign; null none'),
  }),
  z.object({
    kind: z.literal('seller').describe('Those of one salesperson'),
    ownerId: id('staff member').nullable().describe('Salesperson; null nobody'),
  }),
])
export type LeadFacet = z.output<typeof facet>

export const leadStages = ['created', 'qualified', 'converted', 'won'] as const
export type LeadStage = (typeof leadStages)[number]

const series = z.object({
  stage: z.enum(leadStages).describe('Written down; of these qualified, converted, won'),
  createdIn: z.string().describe('Month in which they were written down, YYYY-MM'),
})
export type LeadSeries = z.output<typeof series>

const measures = z.object({ count: z.int().describe('Leads') })
export type LeadMeasures = z.output<typeof measures>

const facets = memoizeByText<LeadFacet>()
const facetsOf = ({ source, campaign, ownerId }: LeadLife): readonly LeadFacet[] => [
  facets('all', () => ({ kind: 'all' })),
  facets(`source ${JSON.stringify(source)}`, () => ({ kind: 'source', source })),
  facets(`campaign ${JSON.stringify(campaign)}`, () => ({ kind: 'campaign', campaign })),
  facets(`seller ${String(ownerId)}`, () => ({ kind: 'seller', ownerId })),
]
const allSeries = memoizeByText<LeadSeries>()
const seriesOf = (stage: LeadStage, createdIn: string) =>
  allSeries(`${stage} ${createdIn}`, () => ({ stage, createdIn }))

/** How far it has come. */
export const stagesReached = ({ qualifiedOn, convertedOn, wonOn }: LeadLife): readonly LeadStage[] => [
  'created',
  ...(qualifiedOn === null ? [] : (['qualified'] as const)),
  ...(convertedOn === null ? [] : (['converted'] as const)),
  ...(wonOn === null ? [] : (['won'] as const)),
]

/**
 * What it adds as it stands, to whom and what it counts for now, all under the month in which it was written down; nothing while another one that it
 * is part of counts for it.
 */
export const leadContributions = (life: LeadLife): readonly Contribution<LeadFacet, LeadSeries, LeadMeasures>[] =>
  life.isPart
    ? []
    : facetsOf(life).flatMap(facet =>
        stagesReached(life).map(stage => ({
          facet,
          series: seriesOf(stage, monthOf(life.createdOn)),
          add: { count: 1 },
        })),
      )

/** What a lead adds, each on its day; nothing of a void one. */
export const leadEntries = (document: LeadDocument): readonly Entry<LeadFacet, LeadSeries, LeadMeasures>[] =>
  isVoidLead(document.steps)
    ? []
    : entriesOfSteps(lifeSteps(document), leadLiving, ({ now }: { readonly now: LeadLife }) => leadContributions(now))

/** How it stood at the end of a day, as far as it was known at a position; undefined before it was written down, and of a void one. */
export const leadAsOf = (document: LeadDocument, asOf: string, position: string): LeadLife | undefined =>
  isVoidLead(document.steps, position)
    ? undefined
    : lifeAt(lifeSteps(document, position), leadLiving, asOf, position)?.now

/** Leads by how far they came: all, and by source, campaign and salesperson. */
export const leadTotals = defineRollup(leads, {
  name: 'leadTotals',
  version: 2,
  describe: 'Leads written down, and of these qualified, converted and won, by month, source, campaign and salesperson',
  facet,
  series,
  measures,
  indexes: [['facet.kind', 'month']],
  entries: leadEntries,
})
