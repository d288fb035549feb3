// In which order rows stand, so that two databases with the same contents print the same report.

/** What rows are compared by: numbers and strings; null comes last. */
export type RankKey = number | bigint | string | null

const compare = (a: RankKey, b: RankKey): number => {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  return a < b ? -1 : a > b ? 1 : 0
}

/** One thing rows are compared by, and which way. */
export type Ranking<Row> = (a: Row, b: Row) => number

/** Smallest first, null last. */
export const rising =
  <Row>(key: (row: Row) => RankKey): Ranking<Row> =>
  (a, b) =>
    compare(key(a), key(b))

/** Largest first, null last. */
export const falling =
  <Row>(key: (row: Row) => RankKey): Ranking<Row> =>
  (a, b) => {
    const [x, y] = [key(a), key(b)]
    return x === null || y === null ? compare(x, y) : compare(y, x)
  }

/** By the first of these in which two rows differ. */
export const byFirst =
  <Row>(...rankings: readonly Ranking<Row>[]): Ranking<Row> =>
  (a, b) => {
    for (const ranking of rankings) {
      const order = ranking(a, b)
      if (order !== 0) return order
    }
    return 0
  }

/**
 * Rows in order: by the first of these in which two differ.
 * @example ranked(people, falling(p => p.won), rising(p => p.name))
 */
export const ranked = <Row>(rows: Iterable<Row>, ...rankings: readonly Ranking<Row>[]): Row[] =>
  [...rows].sort(byFirst(...rankings))
