import { asOf, defineReport, falling, ranked, section, sumsOf } from '@eventcrm/projection'
import { z } from 'zod'
import { openByPriorityTotals } from './rollup.ts'
import { opportunityPriorities } from './view.ts'

export const openByPriority = defineReport({
  name: 'openByPriority',
  title: { en: 'Open opportunities by priority', vi: 'Cơ hội đang mở theo mức ưu tiên' },
  describe: 'How many opportunities were open at each priority',
  views: [opportunityPriorities],
  question: z.strictObject({ asOf }),
  answer: async (reader, { asOf }) => {
    const [sums] = await reader.read(sumsOf(openByPriorityTotals, { to: asOf }))
    const rows = sums.groups().map(({ series: { stars }, sum }) => ({ stars, count: sum.count ?? 0 }))
    return {
      priorities: ranked(
        rows.filter(row => row.count > 0),
        falling(row => row.stars),
      ),
    }
  },
  sections: ({ priorities }) => [
    section({
      name: 'priority',
      title: { en: 'By priority', vi: 'Theo mức ưu tiên' },
      rows: priorities,
      columns: [
        { name: 'stars', title: { en: 'Stars', vi: 'Số sao' }, kind: 'count', of: row => row.stars },
        { name: 'open', title: { en: 'Open', vi: 'Đang mở' }, kind: 'count', of: row => row.count, bar: true },
      ],
    }),
  ],
})
