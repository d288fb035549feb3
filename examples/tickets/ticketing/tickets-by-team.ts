import { showMoney, sortKeyOf } from '@eventcrm/domain'
import { asOf, askedId, defineReport, falling, ranked, rising, section, sumsOf, top } from '@eventcrm/projection'
import { z } from 'zod'
import { ticketTotals } from './ticket-totals.ts'
import { ticketDocuments } from './ticket-documents.ts'

const team = { en: 'Team', vi: 'Đội' }
const byName = (row: { readonly name: string | null }) => (row.name === null ? null : sortKeyOf(row.name))
const noTeam = { say: { en: 'no team', vi: 'không có đội' } }

export const ticketsByTeam = defineReport({
  name: 'ticketsByTeam',
  title: { en: 'Tickets by team', vi: 'Phiếu hỗ trợ theo đội' },
  describe: 'Open and closed tickets by team, and what the closed ones have cost',
  views: [ticketDocuments],
  question: z.strictObject({
    asOf,
    team: askedId('sales team').nullish().describe('Only this team; null: those that count for none'),
    top: top.default(10).describe('How many teams'),
  }),
  asked: { team: { title: { en: 'team', vi: 'đội' }, none: noTeam.say } },
  answer: async (reader, { asOf, team, top }) => {
    const [sums] = await reader.read(
      sumsOf(ticketTotals, { to: asOf }, team === undefined ? [] : [{ field: 'facet.teamId', equals: team }]),
    )
    const groups = sums.groups()
    const name = await reader.names(groups.map(({ facet }) => facet.teamId))
    const open = groups.flatMap(({ facet: { teamId }, series, sum: { count = 0 } }) =>
      series.status === 'open' && count > 0 ? [{ teamId, name: name(teamId), open: count }] : [],
    )
    const closed = groups.flatMap(({ facet: { teamId }, series: { currency }, sum: { count = 0, minorUnits = 0n } }) =>
      currency === null ? [] : [{ teamId, name: name(teamId), closed: count, minorUnits, currency }],
    )
    return {
      open: ranked(
        open,
        falling(row => row.open),
        rising(byName),
        rising(row => row.teamId),
      ).slice(0, top),
      closed: ranked(
        closed,
        rising(row => row.currency),
        falling(row => row.closed),
        rising(byName),
        falling(row => row.minorUnits),
        rising(row => row.teamId),
      )
        .slice(0, top)
        .map(({ minorUnits, currency, ...row }) => ({ ...row, cost: showMoney({ minorUnits, currency }) })),
    }
  },
  sections: ({ open, closed }) => [
    section({
      name: 'open',
      title: { en: 'Open', vi: 'Đang mở' },
      rows: open,
      columns: [
        { name: 'id', title: team, kind: 'text', of: row => row.teamId, inTable: false },
        { name: 'name', title: team, kind: 'name', of: row => (row.teamId === null ? noTeam : row.name) },
        { name: 'open', title: { en: 'Open', vi: 'Đang mở' }, kind: 'count', of: row => row.open, bar: true },
      ],
    }),
    section({
      name: 'closed',
      title: { en: 'Closed', vi: 'Đã đóng' },
      rows: closed,
      columns: [
        { name: 'id', title: team, kind: 'text', of: row => row.teamId, inTable: false },
        { name: 'name', title: team, kind: 'name', of: row => (row.teamId === null ? noTeam : row.name) },
        { name: 'closed', title: { en: 'Closed', vi: 'Đã đóng' }, kind: 'count', of: row => row.closed },
        { name: 'cost', title: { en: 'Cost', vi: 'Chi phí' }, kind: 'money', of: row => row.cost },
      ],
    }),
  ],
})
