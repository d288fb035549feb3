// Where the report's sums are read: rows of totals where they can tell, opportunities where they can't.
import type { Day } from '@eventcrm/domain'
import {
  daysOf,
  documentsOf,
  GroupSums,
  isFirstOfMonth,
  isLastOfMonth,
  monthOf,
  rowsOver,
  ViewBuilding,
  ViewStopped,
  type DocumentStore,
  type Filter,
  type Found,
  type Position,
  type ViewProgress,
} from '@eventcrm/projection'
import {
  customerEntries,
  customerTotals,
  type CustomerFacet,
  type CustomerLine,
  type CustomerMeasures,
} from './customer-totals.ts'
import { opportunities, type OpportunityDocument } from './opportunities.ts'
import { closingsOf, statesOf, type OpportunityState } from './opportunity-timeline.ts'
import { currencyReports, type PipelineReport } from './pipeline-answer.ts'
import { namesAsOf, pipelineNames } from './pipeline-names.ts'
import { checkedQuestion, type CheckedPipelineQuestion, type PipelineQuestion } from './pipeline-question.ts'
import {
  closingEntries,
  openEntries,
  pipelineTotals,
  type PipelineFacet,
  type PipelineLine,
  type PipelineMeasures,
} from './pipeline-totals.ts'

/** Which closings are asked for: rows hold whole months, so the days of a month begun or ended within are read from documents. */
interface Period {
  readonly from: Day | null
  readonly to: Day
  readonly months: { readonly from?: string; readonly above?: string; readonly to?: string; readonly below?: string }
  readonly partMonths: readonly string[]
}

export const periodOf = (question: Pick<CheckedPipelineQuestion, 'asOf' | 'from' | 'to'>): Period => {
  const { asOf, from = null } = question
  const to = question.to === undefined || question.to > asOf ? asOf : question.to
  // nothing was closed after the day asked for, so its month is whole
  const endsWhole = to === asOf || isLastOfMonth(to)
  const beginsWhole = from === null || isFirstOfMonth(from)
  return {
    from,
    to,
    months: {
      ...(from === null ? {} : beginsWhole ? { from: monthOf(from) } : { above: monthOf(from) }),
      ...(endsWhole ? { to: monthOf(to) } : { below: monthOf(to) }),
    },
    partMonths: [...new Set([...(beginsWhole ? [] : [monthOf(from)]), ...(endsWhole ? [] : [monthOf(to)])])],
  }
}

class Sums {
  readonly pipeline = new GroupSums<PipelineFacet, PipelineLine, PipelineMeasures>()
  readonly customers = new GroupSums<CustomerFacet, CustomerLine, CustomerMeasures>()
  readonly read = { rows: 0, documents: 0 }
}

/** What part of an opportunity's life counts. */
interface Counted {
  /** Whether it counts while open. */
  readonly open: boolean
  readonly closed: (on: Day) => boolean
}

const matches =
  ({ owner, team, customer, tag }: CheckedPipelineQuestion) =>
  ({ ownerId, teamId, customerId, tags }: OpportunityState): boolean =>
    (owner === undefined || owner === ownerId) &&
    (team === undefined || team === teamId) &&
    (customer === undefined || customer === customerId) &&
    (tag === undefined || tags.includes(tag))

/** What an opportunity adds to the sums, as it was known at a position. */
const addDocument = (
  sums: Sums,
  { steps }: OpportunityDocument,
  at: Position,
  { open, closed }: Counted,
  question: CheckedPipelineQuestion,
): void => {
  const { asOf, currency } = question
  const counts = matches(question)
  const until = { to: asOf }
  const states = statesOf(steps.filter(({ position }) => position <= at))
  const closings = closingsOf(states).filter(closing => closed(closing.on) && counts(closing.at))
  for (const entry of [
    ...(open ? states.filter(counts).flatMap(openEntries) : []),
    ...closings.flatMap(closingEntries),
  ])
    if (currency === undefined || entry.facet.currency === currency) sums.pipeline.addEntry(entry, until)
  for (const entry of closings.flatMap(customerEntries))
    if (currency === undefined || entry.facet.currency === currency) sums.customers.addEntry(entry, until)
}

type DocumentFilter = Filter<OpportunityDocument>

/** The opportunities that ever had what is asked for. */
const everHad = ({ owner, team, customer, tag, currency }: CheckedPipelineQuestion): DocumentFilter[] => [
  ...(customer === undefined ? [] : [{ field: 'customerIds', contains: customer } as const]),
  ...(tag === undefined ? [] : [{ field: 'tagsEver', contains: tag } as const]),
  ...(owner === undefined ? [] : [{ field: 'ownerIds', contains: owner } as const]),
  ...(team === undefined ? [] : [{ field: 'teamIds', contains: team } as const]),
  ...(currency === undefined ? [] : [{ field: 'currencies', contains: currency } as const]),
]

// some 1.5 kB each: a page stays below a megabyte
const pageSize: number = 500
const rebuilt: unique symbol = Symbol('the view was emptied while it was read')

/**
 * Adds up opportunities page by page. The pages are read one after the other, and the view goes on meanwhile; a document's
 * steps carry their positions, and whatever came after the first page's checkpoint is left out again.
 */
const addDocuments = async (
  documents: DocumentStore,
  where: readonly DocumentFilter[],
  at: Position,
  add: (document: OpportunityDocument) => void,
): Promise<typeof rebuilt | undefined> => {
  for (let after: string | null = null; ;) {
    const [progress, page]: readonly [ViewProgress | null, Found] = await documents.query([
      { progress: opportunities.collection },
      { find: opportunities.collection, where: { and: where }, limit: pageSize, ...(after === null ? {} : { after }) },
    ])
    if (!progress || progress.building || (progress.checkpoint?.position ?? '') < at) return rebuilt
    for (const document of documentsOf(opportunities, page)) add(document)
    if (page.next === null) return undefined
    after = page.next
  }
}

const ready = (progress: ViewProgress | null): ViewProgress => {
  const needed = [pipelineTotals, customerTotals, pipelineNames].map(({ collection }) => collection)
  if (!progress || progress.building || !needed.every(rollup => progress.rollups.includes(rollup)))
    throw new ViewBuilding(opportunities.name)
  const { stopped } = progress
  if (stopped) throw new ViewStopped(opportunities.name, stopped.position, stopped.reason)
  return progress
}

/** A name counts from its latest use, in whatever month: all days are looked at, of as many names as there are stages. */
const namesUntil = (asOf: Day) =>
  ({ find: pipelineNames.daysCollection, where: { field: 'month', to: monthOf(asOf) } }) as const

const readRows = async (documents: DocumentStore, question: CheckedPipelineQuestion, period: Period, sums: Sums) => {
  const { asOf, owner, team, currency, top } = question
  const until = { to: asOf }
  const bySeller = owner !== undefined || team !== undefined
  const inCurrency = currency === undefined ? [] : [{ field: 'facet.currency', equals: currency } as const]
  const inMonths = { field: 'line.closedIn', ...period.months } as const
  // a customer's rows don't say who sold, so nothing of them is asked for then; nor where no best customers are
  const ofCustomers = bySeller || top === 0 ? [{ or: [] }] : [...inCurrency, inMonths]
  const [progress, names, months, days, customerMonths, customerDays] = await documents.query([
    { progress: opportunities.collection },
    namesUntil(asOf),
    ...rowsOver(
      pipelineTotals,
      [
        { field: 'facet.kind', in: bySeller ? ['seller'] : ['all', 'seller'] },
        ...(owner === undefined ? [] : [{ field: 'facet.ownerId', equals: owner } as const]),
        ...(team === undefined ? [] : [{ field: 'facet.teamId', equals: team } as const]),
        ...inCurrency,
        { or: [{ field: 'line.line', equals: 'open' }, inMonths] },
      ],
      until,
    ),
    ...rowsOver(customerTotals, ofCustomers, until),
  ])
  const { checkpoint } = ready(progress)
  sums.pipeline.addRows(pipelineTotals, months, days, until)
  sums.customers.addRows(customerTotals, customerMonths, customerDays, until)
  for (const found of [names, months, days, customerMonths, customerDays]) sums.read.rows += found.documents.length
  return { position: checkpoint?.position ?? null, names: namesAsOf(daysOf(pipelineNames, names), asOf) }
}

const readNames = async (documents: DocumentStore, asOf: Day, sums: Sums) => {
  const [progress, names] = await documents.query([{ progress: opportunities.collection }, namesUntil(asOf)])
  const { checkpoint } = ready(progress)
  sums.read.rows += names.documents.length
  return { position: checkpoint?.position ?? null, names: namesAsOf(daysOf(pipelineNames, names), asOf) }
}

const attempt = async (
  documents: DocumentStore,
  question: CheckedPipelineQuestion,
  namesOf: NamesOf,
): Promise<PipelineReport | typeof rebuilt> => {
  const { asOf, owner, team, customer, tag, currency, top, source } = question
  const period = periodOf(question)
  const { from, to, partMonths } = period
  const sums = new Sums()
  const byRows = customer === undefined && tag === undefined && source === 'totals'
  const { position, names } = await (byRows
    ? readRows(documents, question, period, sums)
    : readNames(documents, asOf, sums))

  const within = (on: Day) => (from === null || on >= from) && on <= to
  const counted: Counted = byRows
    ? { open: false, closed: on => within(on) && partMonths.includes(monthOf(on)) }
    : { open: true, closed: within }
  const inPartMonths = { or: partMonths.map(month => ({ field: 'closedIn', contains: month }) as const) }
  if (position !== null && (!byRows || partMonths.length > 0)) {
    const where = [...(byRows ? [inPartMonths] : []), ...everHad(question)]
    const outcome = await addDocuments(documents, where, position, document => {
      sums.read.documents++
      addDocument(sums, document, position, counted, question)
    })
    if (outcome === rebuilt) return rebuilt
  }

  const whole = owner === undefined && team === undefined ? 'all' : 'seller'
  const customers = byRows && whole === 'seller' ? null : sums.customers.groups()
  return {
    asOf,
    closed: { from, to },
    filter: {
      owner: owner ?? null,
      team: team ?? null,
      customer: customer ?? null,
      tag: tag ?? null,
      currency: currency ?? null,
    },
    position,
    read: sums.read,
    currencies: await currencyReports(
      { pipeline: sums.pipeline.groups(), whole, customers, names },
      asOf,
      top,
      namesOf,
    ),
  }
}

/** Names to show for ids of people, teams and customers; null for one that was erased. */
export type NamesOf = (ids: readonly string[]) => Promise<ReadonlyMap<string, string | null>>

/**
 * The pipeline as of a day, from documents alone: nothing is replayed.
 *
 * Without a filter, or by salesperson, team or currency, it reads rows of totals, whose number does not grow with the number of
 * opportunities; a customer or a tag, and the days of a month closed within, are summed over the opportunities that ever had
 * them, found by index.
 * @param namesOf looks names up to show; without it there are ids alone
 * @throws QuestionInvalid naming the field and what was expected; ViewBuilding while the documents are first folded
 */
export const pipelineReport = async (
  documents: DocumentStore,
  question: PipelineQuestion,
  namesOf: NamesOf = () => Promise.resolve(new Map()),
): Promise<PipelineReport> => {
  const checked = checkedQuestion(question)
  for (;;) {
    const answer = await attempt(documents, checked, namesOf)
    if (answer !== rebuilt) return answer
  }
}
