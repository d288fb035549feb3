// Where the report's sums are read: rows of totals where they can tell, opportunities where they can't.
import type { Day } from '@eventcrm/domain'
import {
  defineReport,
  documentsIn,
  GroupSums,
  monthOf,
  monthsOfPeriod,
  sumsOf,
  type Filter,
  type MonthsOfPeriod,
  type Report,
  type ReportReader,
} from '@eventcrm/projection'
import { mergers, partsAsOf, survivorsAsOf, type MergerDocument } from '@eventcrm/read-model-directory'
import { lifeAsOf } from './contributions.ts'
import {
  customerContributions,
  customerTotals,
  type CustomerFacet,
  type CustomerMeasures,
  type CustomerSeries,
} from './customer-totals.ts'
import { closingOf, type Life } from './opportunity-timeline.ts'
import { opportunities, type OpportunityDocument } from './opportunities.ts'
import { currencyReports, type PipelineReport } from './pipeline-answer.ts'
import { namesAsOf, type PipelineNames } from './pipeline-names.ts'
import { pipelineQuestion, type CheckedPipelineQuestion, type PipelineQuestion } from './pipeline-question.ts'
import { asked, pipelineSections } from './pipeline-sections.ts'
import {
  pipelineContributions,
  pipelineTotals,
  type PipelineFacet,
  type PipelineMeasures,
  type PipelineSeries,
} from './pipeline-totals.ts'
import { pipelines } from './pipelines.ts'

/** Which contacts count as one on the day asked for. */
interface Mergers {
  readonly documents: readonly MergerDocument[]
  readonly survivorOf: (contactId: string) => string
}
const mergersOf = (documents: readonly MergerDocument[], asOf: Day): Mergers => ({
  documents,
  survivorOf: survivorsAsOf(documents, asOf),
})

interface Sums {
  readonly mergers: Mergers
  readonly pipeline: GroupSums<PipelineFacet, PipelineSeries, PipelineMeasures>
  readonly customers: GroupSums<CustomerFacet, CustomerSeries, CustomerMeasures>
  readonly names: PipelineNames
}

const equals = <Field extends string>(field: Field, value: string | null | undefined) =>
  value === undefined ? [] : [{ field, equals: value } as const]

/** Rows of totals hold whole months, one row each for everybody and for each salesperson in each team. */
const readTotals = async (
  reader: ReportReader,
  question: CheckedPipelineQuestion,
  { whole }: MonthsOfPeriod,
): Promise<Sums> => {
  const { asOf, owner, team, pipeline, currency, top } = question
  const bySeller = owner !== undefined || team !== undefined
  const inMonths = { field: 'series.closedIn', ...whole } as const
  const both = [...equals('facet.currency', currency), ...equals('series.pipelineId', pipeline)]
  const [documents, merged, sums, customers] = await reader.read(
    documentsIn(pipelines),
    documentsIn(mergers),
    sumsOf(pipelineTotals, { to: asOf }, [
      { field: 'facet.kind', in: bySeller ? ['seller'] : ['all', 'seller'] },
      ...equals('facet.ownerId', owner),
      ...equals('facet.teamId', team),
      ...both,
      { or: [{ field: 'series.status', equals: 'open' }, inMonths] },
    ]),
    // a customer's rows don't say who sold, so nothing of them is asked for then; nor where no best customers are
    sumsOf(customerTotals, { to: asOf }, bySeller || top === 0 ? [{ or: [] }] : [...both, inMonths]),
  )
  return { pipeline: sums, customers, names: namesAsOf(documents, asOf), mergers: mergersOf(merged, asOf) }
}

const readNames = async (reader: ReportReader, { asOf }: CheckedPipelineQuestion): Promise<Sums> => {
  const [documents, merged] = await reader.read(documentsIn(pipelines), documentsIn(mergers))
  return {
    pipeline: new GroupSums(),
    customers: new GroupSums(),
    names: namesAsOf(documents, asOf),
    mergers: mergersOf(merged, asOf),
  }
}

/** The opportunities that ever had what is asked for; of those that had nobody, no team or no customer there is no index. */
const everHad = (question: CheckedPipelineQuestion, customers: readonly string[]): Filter<OpportunityDocument>[] => {
  const { owner, team, customer, tag, pipeline, currency } = question
  return [
    ...(typeof customer === 'string'
      ? [{ or: customers.map(one => ({ field: 'customerIds', contains: one }) as const) }]
      : []),
    ...(tag === undefined ? [] : [{ field: 'tagsEver', contains: tag } as const]),
    ...(typeof owner === 'string' ? [{ field: 'ownerIds', contains: owner } as const] : []),
    ...(typeof team === 'string' ? [{ field: 'teamIds', contains: team } as const] : []),
    ...(pipeline === undefined ? [] : [{ field: 'pipelineIds', contains: pipeline } as const]),
    ...(currency === undefined ? [] : [{ field: 'currencies', contains: currency } as const]),
  ]
}

/**
 * Whether an opportunity is asked for as it stands: owner and team are those at its closing, if it is closed; customer and tags
 * those of the day asked for.
 */
const isAskedFor = (life: Life, question: CheckedPipelineQuestion, customers: readonly string[]): boolean => {
  const { owner, team, customer, tag, pipeline, currency } = question
  const credited = closingOf(life) ?? life
  return (
    (owner === undefined || owner === credited.ownerId) &&
    (team === undefined || team === credited.teamId) &&
    (customer === undefined ||
      (customer === null || life.customerId === null
        ? customer === life.customerId
        : customers.includes(life.customerId))) &&
    (tag === undefined || life.tags.includes(tag)) &&
    (pipeline === undefined || pipeline === life.stage.pipelineId) &&
    (currency === undefined || currency === life.currency)
  )
}

/** Adds opportunities one by one: those found by `where` whose closing, if they are closed, is on such a day. */
const addDocuments = async (
  reader: ReportReader,
  sums: Sums,
  question: CheckedPipelineQuestion,
  where: readonly Filter<OpportunityDocument>[],
  counts: { readonly open: boolean; readonly closed: (on: Day) => boolean },
): Promise<void> => {
  const { asOf } = question
  const on = { to: asOf }
  const { documents, survivorOf } = sums.mergers
  const customers = typeof question.customer === 'string' ? partsAsOf(documents, survivorOf, question.customer) : []
  await reader.eachDocument(
    opportunities,
    { and: [...where, ...everHad(question, customers)] },
    ({ steps }, position) => {
      const life = lifeAsOf(steps, asOf, position)
      if (!life || !isAskedFor(life, question, customers)) return
      const closing = closingOf(life)
      if (closing ? !counts.closed(closing.on) : !counts.open) return
      for (const it of pipelineContributions(life)) sums.pipeline.addEntry({ day: asOf, ...it }, on)
      for (const it of customerContributions(life)) sums.customers.addEntry({ day: asOf, ...it }, on)
    },
  )
}

const answer = async (reader: ReportReader, question: CheckedPipelineQuestion) => {
  const { asOf, owner, team, customer, tag, top, source } = question
  const months = monthsOfPeriod(question)
  const { from, to, inPart } = months
  const isWithin = (on: Day) => (from === null || on >= from) && on <= to
  const byTotals = customer === undefined && tag === undefined && source === 'totals'
  const sums = await (byTotals ? readTotals(reader, question, months) : readNames(reader, question))
  if (!byTotals) await addDocuments(reader, sums, question, [], { open: true, closed: isWithin })
  else if (inPart.length > 0)
    await addDocuments(
      reader,
      sums,
      question,
      [{ or: inPart.map(month => ({ field: 'closedIn', contains: month }) as const) }],
      { open: false, closed: on => isWithin(on) && inPart.includes(monthOf(on)) },
    )

  const whole = owner === undefined && team === undefined ? 'all' : 'seller'
  const groups = {
    pipeline: sums.pipeline.groups(),
    whole,
    customers: byTotals && whole === 'seller' ? null : sums.customers.groups(),
  } as const
  const { survivorOf } = sums.mergers
  const currencies = await currencyReports(groups, { asOf, from, to, top, names: sums.names, survivorOf }, reader)
  return { closed: { from, to }, currencies }
}

/**
 * The pipeline as of a day, from documents alone: nothing is replayed.
 *
 * Without a filter, or by salesperson, team, pipeline or currency, it reads rows of totals, whose number does not grow with the number
 * of opportunities; a customer or a tag, and the days of a month closed within, are summed over the opportunities that ever had
 * them, found by index.
 */
export const pipelineReport: Report<'pipeline', PipelineQuestion, PipelineReport> = defineReport({
  name: 'pipeline',
  title: { en: 'Pipeline', vi: 'Cơ hội bán hàng' },
  describe: 'What is open, won and lost: now, or as of any past day',
  views: [opportunities, pipelines, mergers],
  question: pipelineQuestion,
  asked,
  answer,
  sections: pipelineSections,
})
