// The funnel of leads: rows of totals where they can tell, leads where they can't.
import { code, sortKeyOf, type Day } from '@eventcrm/domain'
import {
  asOf,
  askedId,
  defineReport,
  falling,
  GroupSums,
  inOrder,
  monthOf,
  monthsBetween,
  monthsOfPeriod,
  period,
  ranked,
  rising,
  sumsOf,
  type Answered,
  type CheckedQuestion,
  type Filter,
  type MonthsOfPeriod,
  type Report,
  type ReportReader,
} from '@eventcrm/projection'
import { z } from 'zod'
import { leadFunnelAsked, leadFunnelSections } from './lead-funnel-sections.ts'
import type { LeadLife } from './lead-life.ts'
import {
  leadAsOf,
  leadContributions,
  leadStages,
  leadTotals,
  type LeadFacet,
  type LeadMeasures,
  type LeadSeries,
  type LeadStage,
} from './lead-totals.ts'
import { leads, type LeadDocument } from './leads.ts'

/** The question's schema: its fields are the options of `eventcrm report lead-funnel`. */
export const leadFunnelQuestion = z
  .strictObject({
    asOf,
    from: period.from.describe('Only leads written down on this day or later'),
    to: period.to.describe('Only leads written down on this day or earlier'),
    source: code
      .meta({ catalogue: 'leadSource' })
      .nullish()
      .describe('Only what came from there: any label that it has or had'),
    campaign: code
      .meta({ catalogue: 'campaign' })
      .nullish()
      .describe('Only what this campaign brought: any label that it has or had'),
    owner: askedId('staff member').nullish().describe('Only what this salesperson had'),
    team: askedId('sales team').nullish().describe('Only what counted for this sales team'),
  })
  .check(inOrder)

/** What the funnel is asked. Days are of the company's calendar, 'YYYY-MM-DD'. */
export interface LeadFunnelQuestion {
  /** Day it is asked for: everything that happened until then, that day included. Today when left out. */
  readonly asOf?: string | undefined
  /** Only leads written down on this day or later. */
  readonly from?: string | undefined
  /** Only leads written down on this day or earlier; not before `from`. */
  readonly to?: string | undefined
  /**
   * What a source is or was called, accents and capitals aside: only what came from there, as of that day. Null: where none is said. Read
   * from documents, as the following.
   */
  readonly source?: string | null | undefined
  /** What a campaign is or was called: only what it brought, as of that day. Null: only what none did. */
  readonly campaign?: string | null | undefined
  /** Id of a staff member: only what this salesperson had on that day. Null: only what nobody had. */
  readonly owner?: string | null | undefined
  /** Id of a sales team: only what counted for it on that day. Null: only what counted for none. */
  readonly team?: string | null | undefined
}
export interface CheckedLeadFunnelQuestion extends CheckedQuestion<typeof leadFunnelQuestion> {}

/** Of the leads that were written down, how many had come how far on the day asked for. */
export interface FunnelFigures {
  readonly created: number
  readonly qualified: number
  readonly converted: number
  /** An opportunity that it became was won. */
  readonly won: number
  /** Of those created, four decimals, half up; null when there are none. */
  readonly qualifiedRate: number | null
  readonly convertedRate: number | null
  readonly wonRate: number | null
}
export interface SourceFunnel extends FunnelFigures {
  /** Null: not said. */
  readonly source: string | null
}
export interface CampaignFunnel extends FunnelFigures {
  /** Null: none. */
  readonly campaign: string | null
}
export interface SalespersonFunnel extends FunnelFigures {
  /** Null: nobody had it. */
  readonly ownerId: string | null
  readonly name: string | null
}
export interface MonthFunnel extends FunnelFigures {
  /** Month in which the leads were written down, YYYY-MM. */
  readonly month: string
  /** The period asked for covers only some of its days. */
  readonly inPart: boolean
}

export interface LeadFunnel extends Answered<CheckedLeadFunnelQuestion> {
  /** Days on which the leads were written down; `from` null: from the beginning. */
  readonly created: { readonly from: Day | null; readonly to: Day }
  readonly total: FunnelFigures
  /** Most won first, then most created; then by name. */
  readonly sources: readonly SourceFunnel[]
  readonly campaigns: readonly CampaignFunnel[]
  readonly salespeople: readonly SalespersonFunnel[]
  /** From `from`, else the first lead, to `to`, else the day asked for; those without leads too. */
  readonly months: readonly MonthFunnel[]
}

type Sums = GroupSums<LeadFacet, LeadSeries, LeadMeasures>
type LeadSum = ReturnType<Sums['groups']>[number]
type Kind = LeadFacet['kind']
type OfKind<K extends Kind> = LeadSum & { readonly facet: Extract<LeadFacet, { readonly kind: K }> }

const rate = (part: number, of: number): number | null =>
  of === 0 ? null : Math.floor((20_000 * part + of) / (2 * of)) / 10_000

const figuresOf = (sums: readonly LeadSum[]): FunnelFigures => {
  const counts: Record<LeadStage, number> = { created: 0, qualified: 0, converted: 0, won: 0 }
  for (const { series, sum } of sums) counts[series.stage] += sum.count ?? 0
  const [qualifiedRate, convertedRate, wonRate] = leadStages.slice(1).map(stage => rate(counts[stage], counts.created))
  return {
    ...counts,
    qualifiedRate: qualifiedRate ?? null,
    convertedRate: convertedRate ?? null,
    wonRate: wonRate ?? null,
  }
}

const isOfKind =
  <K extends Kind>(kind: K) =>
  (sum: LeadSum): sum is OfKind<K> =>
    sum.facet.kind === kind

/** Most won first; by name where all figures are alike. */
const inRank = <Row extends FunnelFigures>(rows: readonly Row[], nameOf: (row: Row) => string | null): Row[] =>
  ranked<Row>(
    rows,
    falling(({ won }) => won),
    falling(({ created }) => created),
    falling(({ converted }) => converted),
    falling(({ qualified }) => qualified),
    rising(row => {
      const name = nameOf(row)
      return name === null ? null : sortKeyOf(name)
    }),
    rising(nameOf),
  )

const monthsIn = (
  sums: readonly LeadSum[],
  { from, to }: Pick<MonthsOfPeriod, 'from' | 'to'>,
): readonly MonthFunnel[] => {
  const byMonth = Map.groupBy(sums, ({ series }) => series.createdIn)
  const [first] = [...byMonth.keys()].sort()
  const begins = from ?? (first === undefined ? undefined : `${first}-01`)
  return begins === undefined
    ? []
    : monthsBetween(begins, to).map(({ month, inPart }) => ({
        month,
        inPart,
        ...figuresOf(byMonth.get(month) ?? []),
      }))
}

interface Asked extends Pick<CheckedLeadFunnelQuestion, 'owner' | 'team'> {
  /** All that those meant are and were called. */
  readonly source: readonly string[] | null | undefined
  readonly campaign: readonly string[] | null | undefined
}

const askedFor = async (
  reader: ReportReader,
  { source, campaign, owner, team }: CheckedLeadFunnelQuestion,
): Promise<Asked> => ({
  owner,
  team,
  source:
    typeof source === 'string'
      ? await reader.labelsMeant({ field: 'source', catalogue: 'leadSource', typed: source }, leads, {
          field: 'sources',
          contains: source,
        })
      : source,
  campaign:
    typeof campaign === 'string'
      ? await reader.labelsMeant({ field: 'campaign', catalogue: 'campaign', typed: campaign }, leads, {
          field: 'campaigns',
          contains: campaign,
        })
      : campaign,
})

/** The leads that ever had what is asked for; of those that had none of it there is no index. */
const everHad = ({ source, campaign, owner, team }: Asked): Filter<LeadDocument>[] => [
  ...(typeof owner === 'string' ? [{ field: 'ownerIds', contains: owner } as const] : []),
  ...(typeof team === 'string' ? [{ field: 'teamIds', contains: team } as const] : []),
  ...(source ? [{ or: source.map(label => ({ field: 'sources', contains: label }) as const) }] : []),
  ...(campaign ? [{ or: campaign.map(label => ({ field: 'campaigns', contains: label }) as const) }] : []),
]

const isOneOf = (labels: readonly string[] | null | undefined, label: string | null): boolean =>
  labels === undefined || (label === null ? labels === null : labels !== null && labels.includes(label))

const isAskedFor = (life: LeadLife, { source, campaign, owner, team }: Asked): boolean =>
  isOneOf(source, life.source) &&
  isOneOf(campaign, life.campaign) &&
  (owner === undefined || owner === life.ownerId) &&
  (team === undefined || team === life.teamId)

/** Adds leads one by one: those written down on such days. */
const addDocuments = async (
  reader: ReportReader,
  sums: Sums,
  asOf: Day,
  asked: Asked,
  where: readonly Filter<LeadDocument>[],
  counts: (createdOn: Day) => boolean,
): Promise<void> => {
  await reader.eachDocument(leads, { and: [...everHad(asked), ...where] }, (document, position) => {
    const life = leadAsOf(document, asOf, position)
    if (!life || !counts(life.createdOn) || !isAskedFor(life, asked)) return
    for (const it of leadContributions(life)) sums.addEntry({ day: asOf, ...it }, { to: asOf })
  })
}

const answer = async (reader: ReportReader, question: CheckedLeadFunnelQuestion) => {
  const { asOf } = question
  const asked = await askedFor(reader, question)
  const months = monthsOfPeriod(question)
  const { from, to, whole, inPart } = months
  const isWithin = (on: Day) => (from === null || on >= from) && on <= to
  const byTotals = Object.values(asked).every(one => one === undefined)
  const [sums] = byTotals
    ? await reader.read(sumsOf(leadTotals, { to: asOf }, [{ field: 'series.createdIn', ...whole }]))
    : [new GroupSums<LeadFacet, LeadSeries, LeadMeasures>()]
  const created = { field: 'createdOn', ...(from === null ? {} : { from }), to } as const
  if (!byTotals) await addDocuments(reader, sums, asOf, asked, [created], isWithin)
  else if (inPart.length > 0)
    await addDocuments(reader, sums, asOf, asked, [created, ofMonths(inPart)], on => inPart.includes(monthOf(on)))

  const groups = sums.groups()
  const all = groups.filter(isOfKind('all'))
  const sellers = groups.filter(isOfKind('seller'))
  const nameOf = await reader.names(sellers.map(({ facet }) => facet.ownerId))
  return {
    created: { from, to },
    total: figuresOf(all),
    sources: inRank<SourceFunnel>(
      [...Map.groupBy(groups.filter(isOfKind('source')), ({ facet }) => facet.source)].map(([source, of]) => ({
        source,
        ...figuresOf(of),
      })),
      row => row.source,
    ),
    campaigns: inRank<CampaignFunnel>(
      [...Map.groupBy(groups.filter(isOfKind('campaign')), ({ facet }) => facet.campaign)].map(([campaign, of]) => ({
        campaign,
        ...figuresOf(of),
      })),
      row => row.campaign,
    ),
    salespeople: inRank<SalespersonFunnel>(
      [...Map.groupBy(sellers, ({ facet }) => facet.ownerId)]
        // in an order of their own, for those whose names are alike
        .sort(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1))
        .map(([ownerId, of]) => ({ ownerId, name: nameOf(ownerId), ...figuresOf(of) })),
      row => row.name,
    ),
    months: monthsIn(all, months),
  }
}

const ofMonths = (months: readonly string[]): Filter<LeadDocument> => ({
  or: months.map(month => ({ field: 'createdOn', prefix: month }) as const),
})

/**
 * Leads as of a day: of those written down in a period, how many were qualified, converted and won by then.
 *
 * Without a filter it reads rows of totals, whose number goes with the calendar, the sources, campaigns and salespeople; with one, and for
 * the days of a month begun or ended within, the leads found by index.
 */
export const leadFunnel: Report<'leadFunnel', LeadFunnelQuestion, LeadFunnel> = defineReport({
  name: 'leadFunnel',
  title: { en: 'Leads', vi: 'Khách hàng tiềm năng' },
  describe: 'Leads written down, and of these qualified, converted and won: now, or as of any past day',
  views: [leads],
  question: leadFunnelQuestion,
  asked: leadFunnelAsked,
  answer,
  sections: leadFunnelSections,
})
