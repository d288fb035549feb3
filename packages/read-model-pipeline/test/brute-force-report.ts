// What the report must say, figure by figure from the lives of opportunities.
import { sortKeyOf } from '@eventcrm/domain'
import type { PipelineQuestion } from '../src/index.ts'
import { calledAsOf, dayCount, livesAsOf, weightedOf, type Life } from './brute-force.ts'
import { names, type Happening } from './histories.ts'

const decimals: Record<string, number> = { VND: 0, USD: 2, KWD: 3 }
const shown = (minorUnits: bigint, currency: string) => {
  const places = decimals[currency] ?? 2
  const digits = String(minorUnits).padStart(places + 1, '0')
  const amount = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`
  return { amount, currency }
}
const total = (numbers: readonly number[]) => numbers.reduce((sum, n) => sum + n, 0)
const sum = (amounts: readonly (number | bigint)[]) => amounts.reduce<bigint>((all, n) => all + BigInt(n), 0n)
/** To so many decimals, half up. */
const rounded = (a: number | bigint, b: number | bigint, places: number) => {
  if (BigInt(b) === 0n) return null
  return Number((2n * BigInt(a) * 10n ** BigInt(places) + BigInt(b)) / (2n * BigInt(b))) / 10 ** places
}

const worth = (lives: readonly Life[], currency: string) => ({
  count: lives.length,
  value: shown(sum(lives.map(l => l.minorUnits)), currency),
})
const openFigures = (lives: readonly Life[], currency: string) => ({
  ...worth(lives, currency),
  weighted: shown(sum(lives.map(weightedOf)), currency),
})
const closedFigures = (lives: readonly Life[], currency: string) => {
  const won = lives.filter(l => l.status === 'won')
  const lost = lives.filter(l => l.status === 'lost')
  const [wonAmount, lostAmount] = [sum(won.map(l => l.minorUnits)), sum(lost.map(l => l.minorUnits))]
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
            ? (cycles[Math.floor(middle)] ?? 0)
            : ((cycles[middle - 1] ?? 0) + (cycles[middle] ?? 0)) / 2,
    },
  }
}
const figures = (its: readonly Life[], currency: string) => ({
  open: openFigures(
    its.filter(l => !l.closing),
    currency,
  ),
  ...closedFigures(
    its.filter(l => l.closing),
    currency,
  ),
})

/** Ids are those of their pipeline: a stage or reason is told by both. */
const pairs = <A, B>(all: readonly (readonly [A, B])[]): (readonly [A, B])[] => [
  ...new Map(all.map(pair => [pair.join(), pair])).values(),
]
const reasonOf = ({ pipelineId, closing }: Life): readonly [string | null, string | null] =>
  closing?.reasonId ? [pipelineId, closing.reasonId] : [null, null]
const unique = <T>(values: readonly T[]) => [...new Set(values)]
type Key = string | number | bigint | null
/** Compares lists of keys, the first that differ decide; null last. Most first: negate. */
const byKeys = (a: readonly Key[], b: readonly Key[]): number => {
  for (const [i, x] of a.entries()) {
    const y = b[i] ?? null
    if (x === y) continue
    if (x === null) return 1
    if (y === null) return -1
    return x < y ? -1 : 1
  }
  return 0
}
const amountOf = (money: { readonly amount: string }) => -BigInt(money.amount.replace('.', ''))
/** Named ones in Vietnamese order, then those erased, then nobody. */
const nameKeys = (id: string | null, name: string | null): Key[] => [
  id === null ? 1 : 0,
  name === null ? null : sortKeyOf(name),
  name,
]
const less = (n: number | null) => (n === null ? null : -n)
const figureKeys = ({ open, won, lost, winRate, cycle }: ReturnType<typeof figures>): Key[] => [
  -open.count,
  amountOf(open.value),
  amountOf(open.weighted),
  -won.count,
  amountOf(won.value),
  -lost.count,
  amountOf(lost.value),
  less(winRate.byCount),
  less(winRate.byValue),
  less(cycle.mean),
  less(cycle.median),
]

const nextMonth = (month: string) => {
  const [year = 0, of = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, of, 1)).toISOString().slice(0, 7)
}
const lastDayOf = (month: string) =>
  new Date(Date.parse(`${nextMonth(month)}-01`) - 86_400_000).toISOString().slice(0, 10)

/** The report's figures, without what it read. */
export const reportAsOf = (history: readonly Happening[], question: PipelineQuestion & { asOf: string }): object[] => {
  const { asOf, owner, team, customer, tag, pipeline, currency, from = '', top = 10, source } = question
  const to = question.to === undefined || question.to > asOf ? asOf : question.to
  const asked = livesAsOf(history, asOf).filter(life => {
    const who = life.closing ?? life
    if (life.closing && (life.closing.on < from || life.closing.on > to)) return false
    return (
      (owner === undefined || who.ownerId === owner) &&
      (team === undefined || who.teamId === team) &&
      (customer === undefined || life.customerId === customer) &&
      (tag === undefined || life.tags.some(({ label }) => label === tag)) &&
      (pipeline === undefined || life.pipelineId === pipeline) &&
      (currency === undefined || life.currency === currency)
    )
  })
  const called = (pipelineId: string, part?: string) => calledAsOf(history, { pipelineId, part }, asOf)
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null))
  const knowsCustomers =
    customer !== undefined || tag !== undefined || source === 'documents' || (owner === undefined && team === undefined)

  return unique(asked.map(l => l.currency))
    .sort()
    .map(currency => {
      const of = asked.filter(l => l.currency === currency)
      const open = of.filter(l => !l.closing)
      const closed = of.filter(l => l.closing)
      const lostOnes = closed.filter(l => l.status === 'lost')
      const mostWon = (idOf: (life: Life) => string | null) =>
        unique(of.map(idOf))
          .map(id => ({
            id,
            name: nameOf(id),
            figures: figures(
              of.filter(l => idOf(l) === id),
              currency,
            ),
          }))
          .map(row => ({
            ...row,
            keys: [
              amountOf(row.figures.won.value),
              -row.figures.won.count,
              ...nameKeys(row.id, row.name),
              ...figureKeys(row.figures),
              row.id,
            ],
          }))
          .sort((a, b) => byKeys(a.keys, b.keys))
      const people = mostWon(l => (l.closing ?? l).ownerId)
      const months: string[] = []
      const first = from !== '' ? from.slice(0, 7) : closed.map(l => (l.closing?.on ?? '').slice(0, 7)).sort()[0]
      for (let month = first; month !== undefined && month <= to.slice(0, 7); month = nextMonth(month))
        months.push(month)
      const customers = unique(closed.filter(l => l.status === 'won').map(l => l.customerId))
        .flatMap(id => (id === null ? [] : [id]))
        .map(id => {
          const won = worth(
            closed.filter(l => l.status === 'won' && l.customerId === id),
            currency,
          )
          return { id, won, keys: [amountOf(won.value), -won.count, ...nameKeys(id, nameOf(id)), id] }
        })
        .sort((a, b) => byKeys(a.keys, b.keys))
      const pipelines = unique(of.map(l => l.pipelineId))
        .map(pipelineId => ({
          pipelineId,
          name: called(pipelineId).name,
          ...figures(
            of.filter(l => l.pipelineId === pipelineId),
            currency,
          ),
        }))
        .map(row => ({ row, keys: [...nameKeys(row.pipelineId, row.name), ...figureKeys(row), row.pipelineId] }))
        .sort((a, b) => byKeys(a.keys, b.keys))
        .map(({ row }) => row)
      return {
        currency,
        ...figures(of, currency),
        stages: pairs(open.map(l => [l.pipelineId, l.stageId] as const))
          .map(([pipelineId, stageId]) => {
            const its = open.filter(l => l.pipelineId === pipelineId && l.stageId === stageId)
            const days = total(its.map(l => dayCount(asOf) - dayCount(l.entered)))
            return {
              stageId,
              pipelineId,
              pipeline: called(pipelineId).name,
              ...called(pipelineId, stageId),
              ...openFigures(its, currency),
              meanDays: rounded(days, its.length, 2),
            }
          })
          .map(row => ({
            row,
            keys: [
              pipelines.findIndex(({ pipelineId }) => pipelineId === row.pipelineId),
              row.order,
              ...nameKeys(row.stageId, row.name),
              -row.count,
              amountOf(row.value),
              amountOf(row.weighted),
              less(row.meanDays),
              row.stageId,
            ],
          }))
          .sort((a, b) => byKeys(a.keys, b.keys))
          .map(({ row }) => row),
        pipelines,
        lostReasons: pairs(lostOnes.map(reasonOf))
          .map(([pipelineId, reasonId]) => ({
            reasonId,
            name: reasonId === null || pipelineId === null ? null : called(pipelineId, reasonId).name,
            pipelineId,
            pipeline: pipelineId === null ? null : called(pipelineId).name,
            ...worth(
              lostOnes.filter(l => reasonOf(l).join() === [pipelineId, reasonId].join()),
              currency,
            ),
          }))
          .map(row => ({
            row,
            keys: [
              -row.count,
              amountOf(row.value),
              ...nameKeys(row.reasonId, row.name),
              row.pipeline === null ? null : sortKeyOf(row.pipeline),
              row.reasonId,
            ],
          }))
          .sort((a, b) => byKeys(a.keys, b.keys))
          .map(({ row }) => row),
        months: months.map(month => ({
          month,
          inPart: from > `${month}-01` || to < lastDayOf(month),
          ...closedFigures(
            closed.filter(l => l.closing?.on.slice(0, 7) === month),
            currency,
          ),
        })),
        salespeople: people.map(({ id, name, figures }) => ({ ownerId: id, name, ...figures })),
        teams: mostWon(l => (l.closing ?? l).teamId).map(({ id, name, figures }) => ({ teamId: id, name, ...figures })),
        bestCustomers: knowsCustomers
          ? customers.slice(0, top).map(({ id, won }) => ({ customerId: id, name: nameOf(id), won }))
          : null,
        bestSalespeople: people
          .filter(({ id, figures: { won } }) => id !== null && won.count > 0)
          .slice(0, top)
          .map(({ id, name, figures: { won } }) => ({ ownerId: id, name, won })),
      }
    })
}
