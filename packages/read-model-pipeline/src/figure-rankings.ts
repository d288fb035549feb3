// In which order the report's rows stand.
import { sortKeyOf } from '@eventcrm/domain'
import { falling, rising, type Ranking } from '@eventcrm/projection'
import type { AllFigures, ClosedFigures, CountAndValue, OpenFigures } from './figures.ts'

// Amounts of one currency have the same decimals, so their digits alone tell which is more.
export const worth = ({ amount }: CountAndValue['value']): bigint => BigInt(amount.replace('.', ''))

/** By name in Vietnamese order; then those whose name was erased or is not known, then nobody. */
export const byName = <Row extends { readonly name: string | null }>(idOf: (row: Row) => string | null) => [
  rising<Row>(row => (idOf(row) === null ? 1 : 0)),
  rising<Row>(({ name }) => (name === null ? null : sortKeyOf(name))),
  rising<Row>(({ name }) => name),
]
/** By figures from left to right, as the report's columns stand, and at last by id, so that rows alike in all that is shown always stand in the same order. */
export const openFirst = <Row>(open: (row: Row) => OpenFigures): readonly Ranking<Row>[] => [
  falling(row => open(row).count),
  falling(row => worth(open(row).value)),
  falling(row => worth(open(row).weighted)),
]
const byClosed: readonly Ranking<ClosedFigures>[] = [
  falling(({ won }) => won.count),
  falling(({ won }) => worth(won.value)),
  falling(({ lost }) => lost.count),
  falling(({ lost }) => worth(lost.value)),
  falling(({ winRate }) => winRate.byCount),
  falling(({ winRate }) => winRate.byValue),
  falling(({ cycle }) => cycle.mean),
  falling(({ cycle }) => cycle.median),
]
export const byFigures: readonly Ranking<AllFigures>[] = [...openFirst<AllFigures>(({ open }) => open), ...byClosed]
export const mostWon: readonly Ranking<Pick<ClosedFigures, 'won'>>[] = [
  falling(({ won }) => worth(won.value)),
  falling(({ won }) => won.count),
]
