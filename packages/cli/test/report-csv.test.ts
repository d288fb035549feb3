import type { PipelineReport } from '@eventcrm/read-model-pipeline'
import { expect, it } from 'vitest'
import { pipelineCsv } from '../src/report/pipeline-csv.ts'

const nothing = { count: 0, value: { amount: '0', currency: 'VND' } }
const closed = {
  won: nothing,
  lost: nothing,
  winRate: { byCount: null, byValue: null },
  cycle: { of: 'won' as const, mean: null, median: null },
}

it('takes no name for a formula', () => {
  const names = ['=1+1', '+84 28', '-2', '@SUM(A1)', '\t=1', 'Công ty TNHH "An Phát", Hà Nội']
  const report: PipelineReport = {
    asOf: '2025-12-31',
    closed: { from: null, to: '2025-12-31' },
    filter: { owner: null, team: null, customer: null, tag: null, currency: null },
    position: null,
    read: { rows: 0, documents: 0 },
    currencies: [
      {
        currency: 'VND',
        open: { ...nothing, weighted: nothing.value },
        ...closed,
        stages: [],
        lostReasons: [],
        months: [],
        salespeople: [],
        teams: [],
        bestCustomers: names.map((name, i) => ({ customerId: String(i), name, won: nothing })),
        bestSalespeople: [],
      },
    ],
  }
  const csv = pipelineCsv(report)
  for (const name of names.slice(0, 5)) expect(csv).toContain(`,'${name}`)
  expect(csv).toContain(',"Công ty TNHH ""An Phát"", Hà Nội",')
})
