import { customCells, customIn, dayCell, externalIdRows, shown, sideBySide } from '../cells.ts'
import { named, type ExportSource, type Row, type Table } from '../table.ts'

const addressColumns = ['addressLabel', 'street', 'ward', 'district', 'province', 'country', 'postalCode']

const ownFields = async (crm: ExportSource, id: string) =>
  [...(await crm.state('contacts', id)).custom].map(([name, { value }]) => [name, value] as const)

const rows = async (crm: ExportSource, id: string): Promise<readonly Row[]> => {
  const there = await crm.state('contacts', id)
  const { kind, industry, size, group, territory, customer } = there
  const addresses = [...there.addresses.values()]
    .sort((a, b) => ((a.label ?? '') < (b.label ?? '') ? -1 : 1))
    .map(({ label, street, ward, district, province, country, postalCode }): Row => ({
      addressLabel: label,
      street: shown(street),
      ward: shown(ward),
      district: shown(district),
      province,
      country,
      postalCode: shown(postalCode),
    }))
  const first = {
    key: id,
    kind,
    name: shown(there.name),
    phone: shown(there.phone),
    email: shown(there.email),
    ...{ industry, size, group, territory },
    accountManager: there.accountManagerId,
    customerCode: customer ? shown(customer.code) : null,
    registeredOn: dayCell(there.openedOn),
    ...customCells(await ownFields(crm, id)),
  }
  const further = { key: id, changedOn: dayCell(there.openedOn) }
  return sideBySide(first, further, addresses, externalIdRows(there.externalIds))
}

export const contacts: Table = {
  becomes: 'contact',
  columns: [
    ...['kind', 'name', 'phone', 'email', 'industry', 'size', 'group', 'territory', 'accountManager', 'customerCode'],
    ...addressColumns,
    ...['externalSystem', 'externalId', 'registeredOn', 'changedOn'],
  ],
  customOf: async (crm, id) => customIn(await ownFields(crm, id)),
  rounds: [{ ids: named('contact'), rows }],
}
