import type { InvoiceContent, StoredMoney } from '@eventcrm/crm'
import type { SheetCell } from '@eventcrm/importer'
import { amountCell, customCells, customIn, dayCell, listCell, ofLists } from '../cells.ts'
import { none, type ExportSource, type Row, type Table } from '../table.ts'
import { idCells, idColumns } from './external-ids.ts'

/** What was issued, and not cancelled since. */
const issuedOf = async (crm: ExportSource, id: string) => {
  const { status, content, issued } = await crm.state('invoices', id)
  return status === 'issued' && content && issued ? { content, issued } : null
}

const ownFields = async (crm: ExportSource, id: string) =>
  Object.entries((await issuedOf(crm, id))?.content.custom ?? {})

/** In the order in which they were issued: the log is gone through, since no document is in that order. */
async function* invoiceIds(crm: ExportSource): AsyncGenerator<string, undefined> {
  for await (const { type, streamId } of crm.events({ follow: false }))
    if (type === 'InvoiceIssued' && (await issuedOf(crm, streamId))) yield streamId
}

const textCell = (value: unknown): SheetCell => (typeof value === 'string' ? value : null)
const unlessNothing = (money: StoredMoney): SheetCell => (money.minorUnits === 0 ? null : amountCell(money))

const lineCells = (line: InvoiceContent['lines'][number]): Row => ({
  product: line.productId,
  description: textCell(line.description),
  quantity: line.quantity,
  unitPrice: amountCell(line.unitPrice),
  lineDiscount: unlessNothing(line.discount),
  taxRate: line.taxRate ?? none,
})

const rows = async (crm: ExportSource, key: string): Promise<readonly Row[]> => {
  const found = await issuedOf(crm, key)
  if (!found) return []
  const { content, issued } = found
  const { ownerId, teamId } = content.assignment
  const mainTeamId = ownerId === null ? null : (await crm.state('staff', ownerId, { asOf: issued.on })).mainTeamId
  const { dueOn, instalments } = content.terms
  const head: Row = {
    number: issued.number,
    symbol: issued.symbol,
    customer: content.customerId,
    issuedOn: dayCell(issued.on),
    dueOn: dayCell(dueOn),
    instalments: listCell(instalments.map(({ portion, rule, count }) => `${String(portion)} ${rule} ${String(count)}`)),
    opportunity: content.opportunityId ?? none,
    owner: ownerId ?? none,
    // an empty cell means the salesperson's main team, whose member he need not be
    team: teamId === mainTeamId ? null : (teamId ?? none),
    currency: content.currency,
    discount: unlessNothing(content.discount),
    buyerName: textCell(content.buyer?.name),
    buyerTaxCode: textCell(content.buyer?.taxCode),
    buyerAddress: textCell(content.buyer?.address),
    buyerEmail: textCell(content.buyer?.email),
    note: textCell(content.note),
    ...idCells(content.externalIds),
    ...customCells(await ownFields(crm, key)),
  }
  return content.lines.map((line, i) => ({ key, ...(i === 0 ? head : {}), ...lineCells(line) }))
}

/** Each as it was issued, a row for each of its lines, but for those that were cancelled. */
export const invoices: Table = {
  becomes: 'invoice',
  columns: [
    ...['number', 'symbol', 'customer', 'issuedOn', 'dueOn', 'instalments', 'opportunity', 'owner', 'team', 'currency'],
    ...['product', 'description', 'quantity', 'unitPrice', 'lineDiscount', 'taxRate', 'discount'],
    ...['buyerName', 'buyerTaxCode', 'buyerAddress', 'buyerEmail', 'note'],
    ...idColumns.flat(),
  ],
  settings: { instalments: ofLists, taxRate: { unit: 'percent' } },
  customOf: async (crm, id) => customIn(await ownFields(crm, id)),
  leavesOut: {
    InvoiceCancelled: ['cancelledInvoices', 1],
    InvoiceCredited: ['creditNotes', 1],
    InvoiceWrittenOff: ['writeOffs', 1],
    InvoiceWriteOffUndone: ['writeOffs', -1],
  },
  rounds: [{ ids: invoiceIds, rows }],
}
