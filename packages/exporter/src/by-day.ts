// Days and the order of events within a history.
import type { Day } from '@eventcrm/crm'
import { dayCell } from './cells.ts'
import type { ExportSource, Row } from './table.ts'

/** In the order in which things happened, late entries among them. */
export const inOrderOfDays = <E extends { readonly occurredOn: Day; readonly position: string }>(
  events: readonly E[],
): E[] =>
  events.toSorted((a, b) => {
    const [first, second] = [`${a.occurredOn} ${a.position}`, `${b.occurredOn} ${b.position}`]
    return first < second ? -1 : first > second ? 1 : 0
  })

/** The days on which something happened to a thing. Reports look at their ends only, so what was undone on the same day is left out. */
export const daysOf = async (
  crm: ExportSource,
  aggregate: 'staff' | 'teams' | 'pipelines',
  id: string,
): Promise<readonly Day[]> => {
  const days = new Set<Day>()
  for await (const { occurredOn } of crm.history(aggregate, id)) days.add(occurredOn)
  return [...days].sort()
}

/** The cells that are otherwise than before. */
export const changedCells = <R extends Readonly<Record<string, unknown>>>(
  row: R,
  before: R | undefined,
): Partial<R> => {
  const changed = { ...row }
  for (const name in before) if (JSON.stringify(before[name]) === JSON.stringify(row[name])) delete changed[name]
  return changed
}

/** What a further row says of a thing, and the day since which it is so. */
export type SaidSince = readonly [day: Day, cells: Row]

/** Further rows of a thing, in the order of their days: where they come from, what they say held on them. */
export const rowsByDay = (key: string, said: readonly SaidSince[]): readonly Row[] =>
  said
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([day, cells]) => ({ key, changedOn: dayCell(day), ...cells }))
