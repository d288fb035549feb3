import { rowsByDay, type SaidSince } from '../by-day.ts'
import { customCells, customIn, dayCell, externalIdCells, shown } from '../cells.ts'
import { named, type ExportSource, type Row, type Table } from '../table.ts'

const addressColumns = ['addressKey', 'addressLabel', 'street', 'ward', 'district', 'province', 'country', 'postalCode']

const ownFields = async (crm: ExportSource, id: string) =>
  [...(await crm.state('contacts', id)).custom].map(([name, { value }]) => [name, value] as const)

const rows = async (crm: ExportSource, id: string): Promise<readonly Row[]> => {
  const there = await crm.state('contacts', id)
  const { kind, industry, size, group, territory, customer, openedOn } = there
  if (openedOn === null) return []
  const addresses = [...there.addresses.values()]
    .sort((a, b) => ((a.label ?? '') < (b.label ?? '') ? -1 : 1))
    .map(({ addressId, label, street, ward, district, province, country, postalCode }): SaidSince => [
      there.addresses.lastSetOn(addressId) ?? openedOn,
      {
        addressKey: addressId,
        addressLabel: label,
        street: shown(street),
        ward: shown(ward),
        district: shown(district),
        province,
        country,
        postalCode: shown(postalCode),
      },
    ])
  const [firstAddress, ...furtherAddresses] = addresses
  const [firstId, ...furtherIds] = externalIdCells(there.externalIds, openedOn)
  const first = {
    key: id,
    kind,
    name: shown(there.name),
    phone: shown(there.phone),
    email: shown(there.email),
    industry: industry?.label ?? null,
    size: size?.label ?? null,
    group: group?.label ?? null,
    territory: territory?.label ?? null,
    accountManager: there.accountManagerId,
    customerCode: customer ? shown(customer.code) : null,
    registeredOn: dayCell(openedOn),
    ...customCells(await ownFields(crm, id)),
    ...firstAddress?.[1],
    ...firstId?.[1],
  }
  return [first, ...rowsByDay(id, [...furtherAddresses, ...furtherIds])]
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
