import type { Day } from '@eventcrm/domain'
import { GroupSums, rowsOver, type DocumentStore, type Group, type Measures, type RowsOf } from '@eventcrm/projection'
import { rounds } from '@eventcrm/testkit'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { customerTotals, pipelineTotals, type PipelineQuestion } from '../src/index.ts'
import { entriesOf } from '../src/contributions.ts'
import { customerContributions } from '../src/customer-totals.ts'
import type { Step } from '../src/opportunity-timeline.ts'
import { groupText, totalsAsOf } from './brute-force.ts'
import { reportAsOf } from './brute-force-report.ts'
import {
  customerIds,
  currencies,
  daysWorthAsking,
  histories,
  ownerIds,
  pipelineIds,
  Reached,
  tags,
  teamIds,
  type Happening,
} from './histories.ts'
import { ask, projected } from './stores.ts'

const reached = new Reached()

it('of customers change with what they sum alone, and no customer is kept for later', () => {
  const customerId = customerIds[0] ?? ''
  const steps: readonly Step[] = [
    { day: '2017-01-12', position: '1', set: { customerId, currency: 'USD', minorUnits: 5 } },
    { day: '2017-02-10', position: '2', set: { status: 'won' } },
    { day: '2017-03-01', position: '3', set: { priority: 2 } },
    { day: '2017-03-02', position: '4', set: { minorUnits: 7 } },
  ]
  const entries = () => entriesOf(steps, customerContributions)
  expect(entries()).toMatchObject([
    { day: '2017-02-10', facet: { customerId }, add: { minorUnits: 5n } },
    { day: '2017-03-02', facet: { customerId }, add: { minorUnits: 5n }, reversal: true },
    { day: '2017-03-02', facet: { customerId }, add: { minorUnits: 7n } },
  ])
  expect(entries()[0]?.facet).not.toBe(entries()[0]?.facet)
})

const sumsOf = async <Facet extends Group, Series extends Group, M extends Measures>(
  documents: DocumentStore,
  rollup: RowsOf<Facet, Series, M>,
  to: Day,
) => {
  const sums = new GroupSums<Facet, Series, M>()
  sums.addRows(rollup, ...(await documents.query(rowsOver(rollup, [], { to }))), { to })
  return sums.groups().map(({ facet, series, sum }) => [groupText(facet, series), sum])
}

describe('as of a day is what folding the events up to that day makes', () => {
  it('in every series and facet of the totals', async () => {
    await fc.assert(
      fc.asyncProperty(
        histories().chain(history =>
          fc.tuple(fc.constant(history), fc.array(daysWorthAsking(history), { minLength: 8, maxLength: 8 })),
        ),
        async ([history, days]) => {
          reached.history(history)
          const documents = await projected(history)
          for (const to of days) {
            const summed = [
              ...(await sumsOf(documents, pipelineTotals, to)),
              ...(await sumsOf(documents, customerTotals, to)),
            ]
            expect(Object.fromEntries(summed)).toEqual(totalsAsOf(history, to))
          }
        },
      ),
      { numRuns: rounds(100, 1_500) },
    )
  })

  it('in the whole report, whatever is asked', async () => {
    await fc.assert(
      fc.asyncProperty(asked(5), async ([history, questions]) => {
        reached.history(history)
        const documents = await projected(history)
        for (const question of questions) {
          const report = await ask(documents, question)
          expect(report.currencies).toEqual(reportAsOf(history, question))
          reached.count(report.read.documents <= pipelineIds.length ? 'read from rows' : 'read from documents')
          if (report.currencies.length > 0 && (question.owner === null || question.team === null))
            reached.count('nobody or no team')
          if (report.currencies.length > 0 && question.customer === null) reached.count('no customer')
          if (report.currencies.length > 0 && question.pipeline !== undefined) reached.count('of a pipeline')
          for (const { months } of report.currencies) {
            reached.count('months in part', months.filter(({ inPart }) => inPart).length)
            reached.count('empty months', months.filter(({ won, lost }) => won.count + lost.count === 0).length)
          }
        }
      }),
      { numRuns: rounds(150, 2_500) },
    )
  })
})

// one filter in five: with all of them at once hardly anything would be found
const maybe = <T>(of: readonly T[], weight = 1) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight, arbitrary: fc.constantFrom(...of) })
const questionOn = (history: readonly Happening[]): fc.Arbitrary<PipelineQuestion & { asOf: string }> =>
  fc
    .record({
      asOf: daysWorthAsking(history),
      owner: maybe([...ownerIds, null]),
      team: maybe([...teamIds, null]),
      customer: maybe([...customerIds, null], 2),
      tag: maybe(tags),
      pipeline: maybe(pipelineIds),
      currency: maybe(currencies),
      from: fc.option(daysWorthAsking(history), { nil: undefined }),
      to: fc.option(daysWorthAsking(history), { nil: undefined }),
      top: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      source: fc.constantFrom('totals' as const, 'documents' as const),
    })
    .map(({ from, to, ...rest }) => ({
      ...rest,
      ...(from !== undefined && to !== undefined && from > to ? { from: to, to: from } : { from, to }),
    }))
const asked = (questions: number) =>
  histories().chain(history =>
    fc.tuple(fc.constant(history), fc.array(questionOn(history), { minLength: questions, maxLength: questions })),
  )

afterAll(() => {
  for (const type of ['StageChanged', 'MarkedWon', 'MarkedLost', 'OpportunityReopened', 'OpportunityReassigned'])
    expect(reached.of(type), type).toBeGreaterThan(400)
  for (const type of ['OpportunityVoided', 'PipelineRenamed', 'StageRenamed', 'StageReordered', 'LostReasonRenamed'])
    expect(reached.of(type), type).toBeGreaterThan(100)
  for (const what of ['late', 'same day']) expect(reached.of(what), what).toBeGreaterThan(500)
  for (const what of ['read from rows', 'read from documents', 'months in part', 'empty months'])
    expect(reached.of(what), what).toBeGreaterThan(100)
  for (const what of ['nobody or no team', 'no customer', 'of a pipeline'])
    expect(reached.of(what), what).toBeGreaterThan(20)
})
