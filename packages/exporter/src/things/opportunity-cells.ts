// What both kinds of export of opportunities have in common.
import { searchKeyOf, type Day, type Parts } from '@eventcrm/crm'
import { amountCell, ofLists } from '../cells.ts'
import { none, type ExportSource, type Row } from '../table.ts'

export const columns = [
  ...['title', 'owner', 'team', 'customer', 'pipeline', 'stage', 'status', 'openedOn', 'closedOn', 'changedOn'],
  ...['lineKey', 'product', 'quantity', 'unitPrice', 'expectedRevenue', 'amount', 'currency', 'probability'],
  ...['expectedCloseOn', 'priority', 'tags', 'lostReason', 'note', 'externalSystem', 'externalId'],
]

export const settings = { tags: ofLists, probability: { unit: 'percent' } }

export type Opportunity = Awaited<ReturnType<typeof opportunityOf>>
export const opportunityOf = (crm: ExportSource, id: string) => crm.state('opportunities', id)

interface Named {
  readonly name: string
}
/** A stage or lost reason by its name, if that means no other one; else by its key. */
export const nameIn = <Part extends Named>(parts: Parts<Part>, id: string): string => {
  const name = parts.get(id)?.name
  if (name === undefined) return id
  const same = [...parts.values()].filter(part => searchKeyOf(part.name) === searchKeyOf(name))
  return same.length === 1 ? name : id
}

/** The won stage that it entered, where there are several: else the import finds it. */
export const wonStageCells = (stages: Parts<Named & { readonly isWon: boolean }>, wonStageId: string): Row =>
  [...stages.values()].filter(({ isWon }) => isWon).length > 1 ? { stage: nameIn(stages, wonStageId) } : {}

/**
 * Who has it. The salesperson's main team is left out: it is taken without being asked for, whoever belongs to it.
 * @param before who had it: of the same salesperson, only the team is another
 */
export const assignmentCells = async (
  crm: ExportSource,
  { ownerId, teamId }: Opportunity['assignment'],
  day: Day,
  before?: Opportunity['assignment'],
): Promise<Row> => {
  const owner = ownerId ?? none
  if (ownerId !== null && ownerId !== before?.ownerId) {
    const { mainTeamId } = await crm.state('staff', ownerId, { asOf: day })
    if (mainTeamId === teamId) return { owner }
  }
  return { owner, team: teamId ?? none }
}

type Line = NonNullable<ReturnType<Opportunity['lines']['get']>>
export const lineCells = ({ lineId, productId, quantity, unitPrice }: Line): Row => ({
  lineKey: lineId,
  product: productId,
  quantity,
  unitPrice: amountCell(unitPrice),
  currency: unitPrice.currency,
})
