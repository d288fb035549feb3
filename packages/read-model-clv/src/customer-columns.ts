import type { Column } from '@eventcrm/projection'

/** Whom a row is about. */
export const ofCustomer: readonly Column<{ readonly customerId: string; readonly name: string | null }>[] = [
  { name: 'id', title: { en: 'Id', vi: 'Mã' }, kind: 'text', of: row => row.customerId, inTable: false },
  { name: 'name', title: { en: 'Customer', vi: 'Khách hàng' }, kind: 'name', of: row => row.name },
]
