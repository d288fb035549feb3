// What does not go together in a row about an opportunity.
import type { Words } from '@eventcrm/crm'
import type { PlanBuilder } from '../plan-builder.ts'
import { foldedText } from '../reading/index.ts'
import type { Lookup } from '../pipeline-names.ts'
import type { Name, OpportunityValues } from './opportunity-fields.ts'

/** What a name in the row means; what is wrong with it is a fault of that field. */
export const named = async <T>(
  field: Name,
  name: string | undefined,
  lookUp: (name: string) => Promise<Lookup<T>>,
  plan: PlanBuilder<Name>,
): Promise<T | undefined> => {
  if (name === undefined) return undefined
  const found = await lookUp(name)
  if ('part' in found) return found.part
  plan.fault(field, found.code, found.words)
  return undefined
}

/** The row's amounts, which are in one currency. */
export const amountsOf = (row: OpportunityValues) =>
  (['unitPrice', 'expectedRevenue', 'amount'] as const).map(field => [field, row[field] ?? undefined] as const)

/** Tags in the spelling that is there, or that came first: case and blanks make no other tag. */
export const spelledTags = (tags: readonly string[], held: Iterable<string>): readonly string[] => {
  const spelled = new Map([...held].map(tag => [foldedText(tag), tag]))
  const given = tags.map(tag => {
    const folded = foldedText(tag)
    const spelling = spelled.get(folded) ?? tag
    spelled.set(folded, spelling)
    return spelling
  })
  return [...new Set(given)]
}

const notLost: Words = { en: 'it is not lost', vi: 'cơ hội không thất bại' }

/** Quantity and price are those of one product. */
export const aboutLines = (row: OpportunityValues, plan: PlanBuilder<Name>): void => {
  if (row.product?.length === 1) return
  for (const field of ['quantity', 'unitPrice'] as const) {
    if (row[field] === undefined) continue
    plan.fault(field, 'PRODUCT_NEEDED', {
      en: 'goes with one product: name exactly one, or leave the cell empty',
      vi: 'đi cùng một sản phẩm: hãy ghi đúng một sản phẩm, hoặc để trống ô này',
    })
  }
}

/** What has no use for one that stands so is said. */
export const aboutClosing = (
  row: OpportunityValues,
  status: 'open' | 'won' | 'lost',
  plan: PlanBuilder<Name>,
): void => {
  const unused = (field: Name, { en, vi }: Words) =>
    plan.notice(field, 'UNUSED', { en: `not used: ${en}`, vi: `không dùng: ${vi}` })
  if (status === 'open' && row.closedOn !== undefined) unused('closedOn', { en: 'it is open', vi: 'cơ hội đang mở' })
  // Files write 0 where there is no amount.
  if (status !== 'won' && row.amount !== undefined && Number(row.amount.amount) !== 0)
    unused('amount', { en: 'it is not won', vi: 'cơ hội không thắng' })
  if (status !== 'lost' && row.lostReason !== undefined) unused('lostReason', notLost)
  if (status !== 'lost' && row.note !== undefined) unused('note', notLost)
}
