import { amountCell, customCells, customIn, dayCell } from '../cells.ts'
import { idCells, idColumns } from './external-ids.ts'
import { none, type ExportSource, type Row, type Table } from '../table.ts'

const purchaseOf = (crm: ExportSource, id: string) => crm.state('purchases', id)

/** What was not entered by mistake. */
const recordedOf = async (crm: ExportSource, id: string) => {
  const { status, recorded, openedOn } = await purchaseOf(crm, id)
  return status === 'recorded' && recorded && openedOn !== null ? { ...recorded, openedOn } : null
}

const ownFields = async (crm: ExportSource, id: string) => Object.entries((await recordedOf(crm, id))?.custom ?? {})

/** No document names every purchase, so the log is gone through. */
async function* purchaseIds(crm: ExportSource): AsyncGenerator<string, undefined> {
  for await (const { type, streamId } of crm.events({ follow: false }))
    if (type === 'PurchaseRecorded' && (await recordedOf(crm, streamId))) yield streamId
}

const rows = async (crm: ExportSource, key: string): Promise<readonly Row[]> => {
  const recorded = await recordedOf(crm, key)
  if (!recorded) return []
  const { amount, tax, units, customerId, openedOn } = recorded
  const { ownerId, teamId } = recorded.assignment
  const mainTeamId = ownerId === null ? null : (await crm.state('staff', ownerId, { asOf: openedOn })).mainTeamId
  return [
    {
      key,
      customer: customerId,
      boughtOn: dayCell(openedOn),
      amount: amountCell(amount),
      tax: tax === null ? null : amountCell({ minorUnits: tax, currency: amount.currency }),
      currency: amount.currency,
      units,
      owner: ownerId ?? none,
      // an empty cell means the salesperson's main team, whose member he need not be
      team: teamId === mainTeamId ? null : (teamId ?? none),
      ...idCells(recorded.externalIds),
      ...customCells(await ownFields(crm, key)),
    },
  ]
}

/** Each as it was recorded, but for those that are void. */
export const purchases: Table = {
  becomes: 'purchase',
  columns: [...['customer', 'boughtOn', 'amount', 'tax', 'currency', 'units', 'owner', 'team'], ...idColumns.flat()],
  customOf: async (crm, id) => customIn(await ownFields(crm, id)),
  leavesOut: { PurchaseVoided: ['voidedPurchases', 1] },
  rounds: [{ ids: purchaseIds, rows }],
}
