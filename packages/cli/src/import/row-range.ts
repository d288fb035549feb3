import type { Mapping } from '@eventcrm/importer'
import { usageFault } from '../fault.ts'

/**
 * Which rows to import: the command line's ends, otherwise the mapping's.
 * @throws Fault when the range ends before it begins, or above the rows below the headings
 */
export const rowRange = (
  { fromRow, toRow }: { readonly fromRow: number | undefined; readonly toRow: number | undefined },
  { rows, heading }: Pick<Mapping, 'rows' | 'heading'>,
): NonNullable<Mapping['rows']> => {
  const from = fromRow ?? rows?.from
  const to = toRow ?? rows?.to
  if (from !== undefined && to !== undefined && from > to) {
    const named = (option: string, setting: string, isGiven: boolean) =>
      isGiven ? option : `\`${setting}\` of the mapping`
    const first = `${named('--from-row', 'rows.from', fromRow !== undefined)} is ${String(from)}`
    const last = `${named('--to-row', 'rows.to', toRow !== undefined)} is ${String(to)}`
    throw usageFault(`${first}, but ${last}: expected the first row not after the last`)
  }
  if (toRow !== undefined && heading !== null && toRow <= heading) {
    throw usageFault(
      `--to-row is ${String(toRow)}, but the headings stand in row ${String(heading)}: expected a row below them`,
    )
  }
  return { from, to }
}
