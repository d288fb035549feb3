import type { Day } from '@eventcrm/domain'
import { GroupSums, rowsOver, type DocumentStore, type Group, type Measures, type RowsOf } from '@eventcrm/projection'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { customerTotals, pipelineReport, pipelineTotals, type PipelineQuestion } from '../src/index.ts'
import { groupText, totalsAsOf } from './brute-force.ts'
import { reportAsOf } from './brute-force-report.ts'
import {
  customerIds,
  currencies,
  daysWorthAsking,
  histories,
  ownerIds,
  Reached,
  tags,
  teamIds,
  type Happening,
} from './histories.ts'
import { projected } from './stores.ts'

const reached = new Reached()

const sumsOf = async <Facet extends Group, Line extends Group, M extends Measures>(
  documents: DocumentStore,
  rollup: RowsOf<Facet, Line, M>,
  to: Day,
) => {
  const sums = new GroupSums<Facet, Line, M>()
  sums.addRows(rollup, ...(await documents.query(rowsOver(rollup, [], { to }))), { to })
  return sums.groups().map(({ facet, line, sum }) => [groupText(facet, line), sum])
}
const names = (ids: readonly string[]) => Promise.resolve(new Map(ids.map(id => [id, `name of ${id}`])))

describe('as of a day is what folding the events up to that day makes', () => {
  it('in every line and facet of the totals', async () => {
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
      { numRuns: 100 },
    )
  })

  it('in the whole report, whatever is asked', async () => {
    await fc.assert(
      fc.asyncProperty(asked(5), async ([history, questions]) => {
        reached.history(history)
        const documents = await projected(history)
        for (const question of questions) {
          const report = await pipelineReport(documents, question, names)
          expect(report.currencies).toEqual(reportAsOf(history, question))
          reached.count(report.read.documents === 0 ? 'read from rows' : 'read from documents')
        }
      }),
      { numRuns: 150 },
    )
  })
})

const maybe = <T>(of: readonly T[]) => fc.option(fc.constantFrom(...of), { nil: undefined, freq: 4 })
const questionOn = (history: readonly Happening[]): fc.Arbitrary<PipelineQuestion> =>
  fc
    .record({
      asOf: daysWorthAsking(history),
      owner: maybe(ownerIds),
      team: maybe(teamIds),
      customer: fc.option(fc.constantFrom(...customerIds), { nil: undefined, freq: 1 }),
      tag: maybe(tags),
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
    expect(reached.of(type), type).toBeGreaterThan(500)
  for (const what of ['late', 'same day']) expect(reached.of(what), what).toBeGreaterThan(500)
  for (const what of ['read from rows', 'read from documents']) expect(reached.of(what), what).toBeGreaterThan(100)
})
