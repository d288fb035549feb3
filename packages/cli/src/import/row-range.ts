import type { Words } from '@eventcrm/domain'
import type { Mapping } from '@eventcrm/importer'
import { usageFault } from '../fault.ts'
import { inEach } from '../speech.ts'

const ofMapping = (setting: string): Words => ({
  en: `\`${setting}\` of the mapping`,
  vi: `\`${setting}\` của tệp ánh xạ`,
})

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
    const first = fromRow === undefined ? ofMapping('rows.from') : inEach(() => '--from-row')
    const last = toRow === undefined ? ofMapping('rows.to') : inEach(() => '--to-row')
    throw usageFault({
      en: `${first.en} is ${String(from)}, but ${last.en} is ${String(to)}: expected the first row not after the last`,
      vi: `${first.vi} là ${String(from)}, nhưng ${last.vi} là ${String(to)}: dòng đầu không được đứng sau dòng cuối`,
    })
  }
  if (toRow !== undefined && heading !== null && toRow <= heading) {
    throw usageFault({
      en: `--to-row is ${String(toRow)}, but the headings stand in row ${String(heading)}: expected a row below them`,
      vi: `--to-row là ${String(toRow)}, nhưng tiêu đề cột ở dòng ${String(heading)}: cần một dòng bên dưới`,
    })
  }
  return { from, to }
}
