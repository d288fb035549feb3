import {
  defineReport,
  documentsIn,
  falling,
  monthsBetween,
  ranked,
  rising,
  type Report,
  type ReportReader,
} from '@eventcrm/projection'
import { mergers } from '@eventcrm/read-model-directory'
import { acquired } from './acquired.ts'
import { readAcquired, type Acquired } from './acquisition.ts'
import type { Acquisitions, ClvReport } from './clv-answer.ts'
import { figuresOf, idsIn, named } from './clv-figures.ts'
import { clvQuestion, type CheckedClvQuestion, type ClvQuestion } from './clv-question.ts'
import { asked, clvSections } from './clv-sections.ts'
import { marginAsOf, margins } from './margins.ts'
import { purchases } from './purchases.ts'
import { readLifetimes } from './read-lifetimes.ts'
import { survivorsOf } from './survivors.ts'

type Period = ClvReport['period']

const acquisitionsOf = (
  { byMonth, byManager }: Acquired,
  { from, to }: Period,
  nameOf: (id: string | null) => string | null,
): Acquisitions => {
  const [first] = [...byMonth.keys()].sort()
  const begin = from ?? (first === undefined ? null : `${first}-01`)
  const months = begin === null || begin > to || first === undefined ? [] : monthsBetween(begin, to)
  return {
    customers: byMonth.values().reduce((sum, count) => sum + count, 0),
    months: months
      .filter(({ month }) => first !== undefined && month >= first)
      .map(({ month, inPart }) => ({ month, inPart, customers: byMonth.get(month) ?? 0 })),
    salespeople: ranked(
      [...byManager].map(([staffMemberId, customers]) => ({ staffMemberId, name: nameOf(staffMemberId), customers })),
      falling(({ customers }) => customers),
      rising(({ name }) => name),
      rising(({ staffMemberId }) => staffMemberId),
    ),
  }
}

const answer = async (reader: ReportReader, question: CheckedClvQuestion) => {
  const { asOf, from = null, to: until = asOf, currency, tax, basis, cohorts, calibrateUntil = asOf } = question
  const to = until > asOf ? asOf : until
  const [merged, settings] = await reader.read(documentsIn(mergers), documentsIn(margins))
  const margin = question.margin ?? marginAsOf(settings[0] ?? { foundedOn: null, steps: [] }, asOf)
  const survivors = survivorsOf(merged, asOf)
  const acquisition = await readAcquired(reader, survivors, { asOf, from, to })
  const byCurrency = await readLifetimes(
    reader,
    { asOf, currency, basis, tax },
    { calibrateUntil, cohorts, from, to },
    survivors,
  )
  const figures = [...byCurrency]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, { basis, lifetimes }]) => figuresOf(lifetimes, { currency, basis, question, margin, from, to }))
  const nameOf = await reader.names([...figures.flatMap(idsIn), ...acquisition.byManager.keys()])
  return {
    basis: {
      ...{ margin, cohorts },
      marginIs: question.margin === undefined ? ('company' as const) : ('asked' as const),
    },
    period: { from, to },
    acquisitions: acquisitionsOf(acquisition, { from, to }, nameOf),
    currencies: figures.map(one => named(one, nameOf)),
  }
}

/**
 * What customers are worth, as of a day: what they bought, in cohorts and segments, and what is expected of them.
 *
 * It reads the days on which each customer bought, added up in the store, page by page, and keeps a few numbers for each customer. What a
 * contact that is part of another bought counts for the one that stood for it on the day asked for.
 */
export const clvReport: Report<'clv', ClvQuestion, ClvReport> = defineReport({
  name: 'clv',
  title: { en: 'Customer lifetime value', vi: 'Giá trị vòng đời khách hàng' },
  describe:
    'What customers are worth: what they bought, by cohort and segment, and what is expected of them; now, or as of any past day',
  views: [purchases, acquired, margins, mergers],
  question: clvQuestion,
  asked,
  answer,
  sections: clvSections,
})
