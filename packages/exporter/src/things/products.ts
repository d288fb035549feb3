import { amountCell, dayCell } from '../cells.ts'
import { named, type ExportSource, type Row, type Table } from '../table.ts'

const rows = async (crm: ExportSource, id: string): Promise<readonly Row[]> => {
  const { code, name, group, unit, listPrice, openedOn, status, days } = await crm.state('products', id)
  const price = listPrice ? { listPrice: amountCell(listPrice), currency: listPrice.currency } : {}
  const retiredOn = dayCell(status === 'retired' ? days['status'] : null)
  return [{ key: id, code, name, group, unit, ...price, listedOn: dayCell(openedOn), retiredOn }]
}

export const products: Table = {
  becomes: 'product',
  columns: ['code', 'name', 'group', 'unit', 'listPrice', 'currency', 'listedOn', 'retiredOn'],
  rounds: [{ ids: named('product'), rows }],
}
