// What does not go together in a row about an opportunity.
import type { PlanBuilder } from '../plan-builder.ts'
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

/** Quantity and price are those of one product. */
export const aboutLines = (row: OpportunityValues, plan: PlanBuilder<Name>): void => {
  if (row.product?.length === 1) return
  for (const field of ['quantity', 'unitPrice'] as const) {
    if (row[field] === undefined) continue
    plan.fault(field, 'PRODUCT_NEEDED', 'goes with one product: name exactly one, or leave the cell empty')
  }
}

/**
 * What does not go with how it stands: what is missing is a fault, what has no use is said.
 * @param closes whether the row closes it
 */
export const aboutClosing = (
  row: OpportunityValues,
  status: 'open' | 'won' | 'lost',
  closes: boolean,
  plan: PlanBuilder<Name>,
): void => {
  if (closes && row.closedOn === undefined)
    plan.fault('closedOn', 'DAY_MISSING', `expected the day on which it was ${status}`)
  const unused = (field: Name, because: string) => plan.notice(field, 'UNUSED', `not used: ${because}`)
  if (status === 'open' && row.closedOn !== undefined) unused('closedOn', 'it is open')
  // Files write 0 where there is no amount.
  if (status !== 'won' && row.amount !== undefined && Number(row.amount) !== 0) unused('amount', 'it is not won')
  if (status !== 'lost' && row.lostReason !== undefined) unused('lostReason', 'it is not lost')
  if (status !== 'lost' && row.note !== undefined) unused('note', 'it is not lost')
}
