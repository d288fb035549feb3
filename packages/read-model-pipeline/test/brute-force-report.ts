// What the report must say, figure by figure from the lives of opportunities.
import type { PipelineQuestion } from '../src/index.ts'
import { dayCount, livesAsOf, weightedOf, type Called, type Life } from './brute-force.ts'
import type { Happening } from './histories.ts'

const decimals: Record<string, number> = { VND: 0, USD: 2, KWD: 3 }
const shown = (amount: number, currency: string) => ({
  amount: (amount / 10 ** (decimals[currency] ?? 2)).toFixed(decimals[currency] ?? 2),
  currency,
})
const total = (numbers: readonly number[]) => numbers.reduce((sum, n) => sum + n, 0)
/** To so many decimals, half up. */
const rounded = (a: number, b: number, places: number) =>
  b === 0 ? null : Math.floor((2 * a * 10 ** places + b) / (2 * b)) / 10 ** places

const worth = (lives: readonly Life[], currency: string) => ({
  count: lives.length,
  value: shown(total(lives.map(l => l.amount)), currency),
})
const openFigures = (lives: readonly Life[], currency: string) => ({
  ...worth(lives, currency),
  weighted: shown(total(lives.map(weightedOf)), currency),
})
const closedFigures = (lives: readonly Life[], currency: string) => {
  const won = lives.filter(l => l.status === 'won')
  const lost = lives.filter(l => l.status === 'lost')
  const [wonAmount, lostAmount] = [total(won.map(l => l.amount)), total(lost.map(l => l.amount))]
  const cycles = won.map(l => l.closing?.cycle ?? 0).sort((a, b) => a - b)
  const middle = cycles.length / 2
  return {
    won: worth(won, currency),
    lost: worth(lost, currency),
    winRate: {
      byCount: rounded(won.length, won.length + lost.length, 4),
      byValue: rounded(wonAmount, wonAmount + lostAmount, 4),
    },
    cycle: {
      of: 'won',
      mean: rounded(total(cycles), cycles.length, 2),
      median:
        cycles.length === 0
          ? null
          : cycles.length % 2 === 1
            ? cycles[Math.floor(middle)]
            : ((cycles[middle - 1] ?? 0) + (cycles[middle] ?? 0)) / 2,
    },
  }
}
const unique = <T>(values: readonly T[]) => [...new Set(values)]
const byText = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1)

/** The report's figures, without what it read. `partly`: customers of a salesperson or team are not known. */
export const reportAsOf = (history: readonly Happening[], question: PipelineQuestion): object[] => {
  const { asOf, owner, team, customer, tag, currency, from = '', to = '9999-12-31', top = 10, source } = question
  const { lives, called } = livesAsOf(history, asOf)
  const asked = lives.filter(life => {
    const who = life.closing ?? life
    if (life.closing && (life.closing.on < from || life.closing.on > to)) return false
    return (
      (owner === undefined || who.ownerId === owner) &&
      (team === undefined || who.teamId === team) &&
      (customer === undefined || who.customerId === customer) &&
      (tag === undefined || who.tags.includes(tag)) &&
      (currency === undefined || life.currency === currency)
    )
  })
  // the one last used; of those last used on one day, the one first used later; then by name and place
  const nameOf = (id: string): Called | undefined => {
    const spans = unique(called.filter(c => c.id === id).map(c => JSON.stringify([c.name, c.order]))).map(key => {
      const uses = called.filter(c => c.id === id && JSON.stringify([c.name, c.order]) === key)
      const days = uses.map(c => c.day).sort()
      return { use: uses[0], rank: [days.at(-1), days[0], uses[0]?.name, String(uses[0]?.order ?? 0)].join(' ') }
    })
    return spans.sort((a, b) => byText(b.rank, a.rank))[0]?.use
  }
  const knowsCustomers =
    customer !== undefined || tag !== undefined || source === 'documents' || (owner === undefined && team === undefined)

  return unique(asked.map(l => l.currency))
    .sort()
    .map(currency => {
      const of = asked.filter(l => l.currency === currency)
      const open = of.filter(l => !l.closing)
      const closed = of.filter(l => l.closing)
      const wonBy = (idOf: (life: Life) => string | null) =>
        unique(of.map(idOf))
          .map(id => {
            const its = of.filter(l => idOf(l) === id)
            const won = its.filter(l => l.status === 'won')
            return { id, its, won, amount: total(won.map(l => l.amount)) }
          })
          .sort((a, b) => b.amount - a.amount || b.won.length - a.won.length || byText(a.id ?? '~', b.id ?? '~'))
      const people = wonBy(l => (l.closing ?? l).ownerId)
      const figures = (its: Life[]) => ({
        open: openFigures(
          its.filter(l => !l.closing),
          currency,
        ),
        ...closedFigures(
          its.filter(l => l.closing),
          currency,
        ),
      })
      return {
        currency,
        ...figures(of),
        stages: unique(open.map(l => l.stageId))
          .map(stageId => {
            const its = open.filter(l => l.stageId === stageId)
            const use = nameOf(stageId)
            const days = total(its.map(l => dayCount(asOf) - dayCount(l.entered)))
            const { pipelineId = null, name = null, order = null } = use ?? {}
            return {
              stageId,
              pipelineId,
              name,
              order,
              ...openFigures(its, currency),
              meanDays: rounded(days, its.length, 2),
            }
          })
          .sort(
            (a, b) =>
              byText(a.pipelineId ?? '', b.pipelineId ?? '') ||
              (a.order ?? 0) - (b.order ?? 0) ||
              byText(a.stageId, b.stageId),
          ),
        lostReasons: unique(closed.filter(l => l.status === 'lost').map(l => l.closing?.reasonId ?? null))
          .map(reasonId => ({
            reasonId,
            its: closed.filter(l => l.status === 'lost' && (l.closing?.reasonId ?? null) === reasonId),
          }))
          .sort(
            (a, b) =>
              b.its.length - a.its.length ||
              total(b.its.map(l => l.amount)) - total(a.its.map(l => l.amount)) ||
              byText(a.reasonId ?? '~', b.reasonId ?? '~'),
          )
          .map(({ reasonId, its }) => ({
            reasonId,
            name: reasonId === null ? null : nameOf(reasonId)?.name,
            ...worth(its, currency),
          })),
        months: unique(closed.map(l => l.closing?.on.slice(0, 7)))
          .sort()
          .map(month => ({
            month,
            ...closedFigures(
              closed.filter(l => l.closing?.on.slice(0, 7) === month),
              currency,
            ),
          })),
        salespeople: people.map(({ id, its }) => ({ ownerId: id, ...figures(its), name: id && `name of ${id}` })),
        teams: wonBy(l => (l.closing ?? l).teamId).map(({ id, its }) => ({
          teamId: id,
          ...figures(its),
          name: id && `name of ${id}`,
        })),
        bestCustomers: knowsCustomers
          ? wonBy(l => l.closing?.customerId ?? null)
              .filter(({ id, won }) => id !== null && won.length > 0)
              .slice(0, top)
              .map(({ id, won }) => ({ customerId: id, won: worth(won, currency), name: `name of ${String(id)}` }))
          : null,
        bestSalespeople: people
          .filter(({ id, won }) => id !== null && won.length > 0)
          .slice(0, top)
          .map(({ id, won }) => ({ ownerId: id, won: worth(won, currency), name: `name of ${String(id)}` })),
      }
    })
}
