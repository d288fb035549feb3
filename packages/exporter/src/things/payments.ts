import { leftOf } from '@eventcrm/crm'
import { amountCell, customCells, customIn, dayCell, sideBySide } from '../cells.ts'
import { none, type ExportSource, type Row, type Table } from '../table.ts'
import { idCells, idColumns } from './external-ids.ts'

/** What came in and did not bounce, or was paid out. */
const recordedOf = async (crm: ExportSource, id: string) => {
  const state = await crm.state('payments', id)
  const { recorded, openedOn, bounce } = state
  return recorded && openedOn !== null && bounce === null ? { state, recorded, openedOn } : null
}

const ownFields = async (crm: ExportSource, id: string) =>
  Object.entries((await recordedOf(crm, id))?.recorded.custom ?? {})

/** No document names every payment that counts, so the log is gone through. */
async function* paymentIds(crm: ExportSource): AsyncGenerator<string, undefined> {
  for await (const { type, streamId } of crm.events({ follow: false }))
    if ((type === 'PaymentReceived' || type === 'PaymentMade') && (await recordedOf(crm, streamId))) yield streamId
}

type Recorded = NonNullable<Awaited<ReturnType<typeof recordedOf>>>

/** What of it pays which invoice still, as one where that is so from the same day. */
const allocationCells = async (crm: ExportSource, { state, recorded }: Recorded): Promise<readonly Row[]> => {
  const parts = new Map<string, { readonly cells: Row; readonly minorUnits: number }>()
  for (const [id, { invoiceId, instalment, on }] of state.allocations) {
    const left = leftOf(state, id)
    if (left === 0 || (await crm.state('invoices', invoiceId)).status !== 'issued') continue
    const same = JSON.stringify([invoiceId, instalment, on])
    const minorUnits = left + (parts.get(same)?.minorUnits ?? 0)
    parts.set(same, { cells: { invoice: invoiceId, allocatedOn: dayCell(on), instalment }, minorUnits })
  }
  const { currency } = recorded.amount
  return [...parts.values()].map(({ cells, minorUnits }) => ({
    ...cells,
    allocated: amountCell({ minorUnits, currency }),
  }))
}

const rows = async (crm: ExportSource, key: string): Promise<readonly Row[]> => {
  const found = await recordedOf(crm, key)
  if (!found) return []
  const { state, recorded, openedOn } = found
  const { ownerId, teamId } = recorded.assignment
  const mainTeamId = ownerId === null ? null : (await crm.state('staff', ownerId, { asOf: openedOn })).mainTeamId
  const { amount, method, reference } = recorded
  const head: Row = {
    key,
    customer: recorded.customerId,
    paidOn: dayCell(openedOn),
    amount: amountCell(amount),
    currency: amount.currency,
    direction: state.status,
    purpose: 'purpose' in recorded ? recorded.purpose : null,
    method,
    reference: typeof reference === 'string' ? reference : null,
    owner: ownerId ?? none,
    // an empty cell means the salesperson's main team, whose member he need not be
    team: teamId === mainTeamId ? null : (teamId ?? none),
    ...idCells(recorded.externalIds),
    ...customCells(await ownFields(crm, key)),
  }
  return sideBySide(head, { key }, await allocationCells(crm, found))
}

/** Each as it was recorded, but for those that bounced, with a row for each invoice that it pays. */
export const payments: Table = {
  becomes: 'payment',
  columns: [
    ...['customer', 'paidOn', 'amount', 'currency', 'direction', 'purpose', 'method', 'reference'],
    ...['invoice', 'allocated', 'allocatedOn', 'instalment', 'owner', 'team'],
    ...idColumns.flat(),
  ],
  customOf: async (crm, id) => customIn(await ownFields(crm, id)),
  leavesOut: { PaymentBounced: ['bouncedPayments', 1] },
  rounds: [{ ids: paymentIds, rows }],
}
