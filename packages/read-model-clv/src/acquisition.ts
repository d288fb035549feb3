// Who became a customer, in which month and whose account: those that count as one contact count once, on the first day of any of them.
import type { Day } from '@eventcrm/domain'
import { countsBy, documentsIn, monthOf, type ReportReader } from '@eventcrm/projection'
import { acquired, acquisitionAsOf, type Acquisition } from './acquired.ts'
import type { Survivors } from './survivors.ts'

export interface Acquired {
  readonly byMonth: ReadonlyMap<string, number>
  /** By staff member; null: nobody managed the account that day. */
  readonly byManager: ReadonlyMap<string | null, number>
}

/**
 * Counted in the store, but for contacts that ever were part of others or had others as part of them: what these were rests on the day asked for.
 */
export const readAcquired = async (
  reader: ReportReader,
  { survivorOf, involved }: Survivors,
  { asOf, from, to }: { readonly asOf: Day; readonly from: Day | null; readonly to: Day },
): Promise<Acquired> => {
  const ids = [...involved]
  const [counted, apart] = await reader.read(
    countsBy(acquired, ['becameOn', 'acquiredBy'], {
      and: [{ field: 'becameOn', to, ...(from === null ? {} : { from }) }, { not: { field: 'contactId', in: ids } }],
    }),
    documentsIn(acquired, { where: { field: 'contactId', in: ids } }),
  )
  const [byMonth, byManager] = [new Map<string, number>(), new Map<string | null, number>()]
  const add = ({ on, by }: Acquisition, count: number) => {
    byMonth.set(monthOf(on), (byMonth.get(monthOf(on)) ?? 0) + count)
    byManager.set(by, (byManager.get(by) ?? 0) + count)
  }
  for (const { values, count } of counted) {
    const [on, by = null] = values
    add({ on: String(on), by: by === null ? null : String(by) }, count)
  }
  const first = new Map<string, Acquisition>()
  for (const { contactId, steps } of apart) {
    const acquisition = acquisitionAsOf(steps, asOf)
    const known = first.get(survivorOf(contactId))
    if (acquisition && (!known || acquisition.on < known.on)) first.set(survivorOf(contactId), acquisition)
  }
  for (const acquisition of first.values())
    if ((from === null || acquisition.on >= from) && acquisition.on <= to) add(acquisition, 1)
  return { byMonth, byManager }
}
