import { rowsByDay, type SaidSince } from '../by-day.ts'
import type { Day } from '@eventcrm/crm'
import { asText, customCells, customIn, dayCell, externalIdCells, listCell, ofLists, shown } from '../cells.ts'
import { named, type ExportSource, type Row, type Table } from '../table.ts'

const addressColumns = ['addressKey', 'addressLabel', 'street', 'ward', 'district', 'province', 'country', 'postalCode']

const entryColumns = [
  ...(['industry', 'size', 'group', 'territory'] as const),
  ...(['contactStatus', 'contactSource', 'customerSource'] as const),
]
const personColumns = ['birthDate', 'gender', 'areaOfResidence', 'occupation'] as const

type Contact = Awaited<ReturnType<typeof contactOf>>
const contactOf = (crm: ExportSource, id: string) => crm.state('contacts', id)

const ownFields = async (crm: ExportSource, id: string) =>
  [...(await contactOf(crm, id)).custom].map(([name, { value }]) => [name, value] as const)

/** Those that say something new, case aside: another may be there twice. */
const onceEach = <T>(parts: Iterable<T>, valueOf: (part: T) => unknown, main: unknown): readonly T[] => {
  const key = (value: unknown) => String(shown(value)).toLowerCase()
  const seen = new Set([key(main)])
  return [...parts].filter(part => {
    const value = key(valueOf(part))
    const isNew = !seen.has(value)
    seen.add(value)
    return isNew
  })
}

/** Further numbers and addresses, and notes, each since its day. */
const furtherOf = (there: Contact, openedOn: Day): readonly SaidSince[] => {
  const { furtherPhones, furtherEmails, notes } = there
  return [
    ...onceEach(furtherPhones.values(), ({ number }) => number, there.phone).map(
      ({ phoneId, number, label }): SaidSince => [
        furtherPhones.lastSetOn(phoneId) ?? openedOn,
        { furtherPhone: shown(number), furtherPhoneLabel: shown(label) },
      ],
    ),
    ...onceEach(furtherEmails.values(), ({ address }) => address, there.email).map(
      ({ emailId, address, label }): SaidSince => [
        furtherEmails.lastSetOn(emailId) ?? openedOn,
        { furtherEmail: shown(address), furtherEmailLabel: shown(label) },
      ],
    ),
    ...onceEach(notes.values(), ({ text }) => text, null).map(({ noteId, text }): SaidSince => [
      notes.lastSetOn(noteId) ?? openedOn,
      { note: shown(text) },
    ]),
  ]
}

/** For whom a person works: organisations are in by then. Of several positions in one the last, since a row says which one is held there. */
const employmentRows = async (crm: ExportSource, id: string): Promise<readonly Row[]> => {
  const { employments, openedOn } = await contactOf(crm, id)
  if (openedOn === null) return []
  const said = new Map<string, SaidSince>()
  for (const { employmentId, organisationId, position } of employments.values()) {
    // nobody works for one that is a person after all
    if ((await contactOf(crm, organisationId)).kind !== 'organisation') continue
    const cells = { employer: organisationId, position: position?.label ?? null }
    const since = employments.lastSetOn(employmentId) ?? openedOn
    const other = said.get(organisationId)
    if (!other || other[0] <= since) said.set(organisationId, [since, cells])
  }
  return rowsByDay(id, [...said.values()])
}

const rows = async (crm: ExportSource, id: string): Promise<readonly Row[]> => {
  const there = await contactOf(crm, id)
  const { kind, customer, openedOn } = there
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
    ...Object.fromEntries(entryColumns.map(column => [column, there[column]?.label ?? null])),
    tags: listCell([...new Set(Array.from(there.tags.values(), ({ label }) => label))].sort()),
    term: there.term,
    taxCode: shown(there.taxCode),
    // what is known of a person says nothing of one that is an organisation after all
    ...(kind === 'individual' ? Object.fromEntries(personColumns.map(column => [column, shown(there[column])])) : {}),
    supplier: there.supplier ? 'yes' : null,
    archived: there.archived ? 'yes' : null,
    accountManager: there.accountManagerId,
    customerCode: customer ? shown(customer.code) : null,
    registeredOn: dayCell(openedOn),
    ...customCells(await ownFields(crm, id)),
    ...firstAddress?.[1],
    ...firstId?.[1],
  }
  return [first, ...rowsByDay(id, [...furtherAddresses, ...furtherIds, ...furtherOf(there, openedOn)])]
}

export const contacts: Table = {
  becomes: 'contact',
  columns: [
    ...['kind', 'name', 'phone', 'furtherPhone', 'furtherPhoneLabel', 'email', 'furtherEmail', 'furtherEmailLabel'],
    ...entryColumns,
    ...['tags', 'term', 'taxCode', ...personColumns, 'accountManager', 'employer', 'position'],
    ...['customerCode', 'supplier', 'archived', 'note'],
    ...addressColumns,
    ...['externalSystem', 'externalId', 'registeredOn', 'changedOn'],
  ],
  settings: {
    ...Object.fromEntries([...entryColumns, 'position'].map(column => [column, asText])),
    tags: { ...asText, ...ofLists },
  },
  customOf: async (crm, id) => customIn(await ownFields(crm, id)),
  rounds: [
    { ids: named('contact'), rows },
    { ids: named('contact'), rows: employmentRows },
  ],
}
