import type { Grouped, Scalar } from './filter.ts'
import type { ListFields } from './list-fields.ts'

/** What is alike in a field. */
export interface ListGroup {
  readonly value: Scalar
  readonly count: number
  /** What its numbers add up to, by field. */
  readonly sums: Readonly<Record<string, bigint>>
  /** What its amounts add up to in minor units, by field and currency. */
  readonly amounts: Readonly<Record<string, Readonly<Record<string, bigint>>>>
}

/** How a list is asked for its groups. */
export interface Grouping {
  readonly query: { readonly by: readonly string[]; readonly sum: readonly string[] }
  readonly numbers: readonly string[]
  readonly money: string | undefined
}

/** Groups are by one field, and by the currency of the list's first amount: more are not added up. */
export const groupingOf = (fields: ListFields, group: string): Grouping => {
  const all = Object.entries(fields)
  const numbers = all.filter(([, { kind }]) => kind === 'number').slice(0, 3)
  const money = all.find(([, { kind }]) => kind === 'money')
  const currency = money?.[1].currencyPath
  return {
    query: {
      by: [fields[group]?.path ?? group, ...(currency === undefined ? [] : [currency])],
      sum: [...numbers.map(([, { path }]) => path), ...(money ? [money[1].path] : [])],
    },
    numbers: numbers.map(([name]) => name),
    money: money?.[0],
  }
}

const added = (
  sums: Readonly<Record<string, bigint>>,
  more: Readonly<Record<string, bigint>>,
): Record<string, bigint> => {
  const all = { ...sums }
  for (const [name, sum] of Object.entries(more)) all[name] = (all[name] ?? 0n) + sum
  return all
}

/** The largest first. */
export const groupsIn = ({ numbers, money }: Grouping, grouped: readonly Grouped[]): readonly ListGroup[] => {
  const groups = new Map<Scalar, ListGroup>()
  for (const { values, count, sums } of grouped) {
    const [value = null, currency] = values
    const before = groups.get(value) ?? { value, count: 0, sums: {}, amounts: {} }
    const amount = money === undefined ? {} : { [String(currency)]: sums[numbers.length] ?? 0n }
    groups.set(value, {
      value,
      count: before.count + count,
      sums: added(before.sums, Object.fromEntries(numbers.map((name, i) => [name, sums[i] ?? 0n]))),
      amounts: money === undefined ? {} : { [money]: added(before.amounts[money] ?? {}, amount) },
    })
  }
  return [...groups.values()].sort((a, b) => b.count - a.count)
}
