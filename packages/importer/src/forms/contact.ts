import { code, contact, customerCodeKey, emailAddress, line } from '@eventcrm/crm'
import { PlanBuilder } from '../plan-builder.ts'
import { choiceField, dayField, orNone, referenceField, required, textField, type Values } from '../field.ts'
import { datedRow } from '../dated-row.ts'
import { defineForm, type FormRow, type OwnField } from '../form.ts'
import { hasOwnValue } from '../own-value.ts'
import { momentsIn } from '../timeline.ts'
import { externalFields, externalIdsFrom } from './external-id.ts'
import { phoneField, phoneFrom, takenFrom } from './phone.ts'

const fields = {
  kind: required(
    choiceField('Person or organisation', ['individual', 'organisation']),
    'cá nhân hay tổ chức (individual, organisation)',
  ),
  name: required(textField('Name', line(200)), 'tên (văn bản)'),
  phone: orNone(phoneField),
  email: orNone(textField('E-mail address', emailAddress, 'e-mail address')),
  industry: orNone(textField('Industry', code)),
  size: orNone(textField('Size of the organisation', code)),
  group: orNone(textField('Customer group', code)),
  territory: orNone(textField('Territory', code)),
  accountManager: orNone(referenceField('Account manager', 'staffMember')),
  customerCode: textField(
    'Customer code, unique in the company whatever its case: with one, the contact becomes a customer',
    code,
  ),
  addressLabel: textField(
    'What the address is for: office, delivery …; a contact has one address for each, so several rows of a contact can give several',
    line(200),
  ),
  addressKey: textField('Key of the address, by which it is known under any label; its label when left out', line(200)),
  street: orNone(textField('House number and street', line(200))),
  ward: orNone(textField('Ward or commune', line(200))),
  district: orNone(textField('District', line(200))),
  province: orNone(textField('Province or city', line(200))),
  country: orNone(textField('Country', line(200))),
  postalCode: orNone(textField('Postal code', line(200))),
  ...externalFields,
  registeredOn: dayField('Day since which the contact is known, for one that is new; today when left out'),
  changedOn: dayField('Day of the changes to one that is there; today when left out'),
}
type Row = FormRow<typeof fields>

type ContactAddressGiven = Omit<Parameters<typeof contact.changeAddress>[0], 'contactId'>
const contactOf = (crm: Row['crm'], id: string) => crm.state('contacts', id)

/**
 * The row's address: the one that is there under its key, or where the row has none its label, else under an id that the contact and that give;
 * undefined when the row says nothing about a place.
 */
const addressOf = async (
  { crm, id }: Row,
  there: Awaited<ReturnType<typeof contactOf>>['addresses'],
  {
    addressLabel: label,
    addressKey: key,
    street,
    ward,
    district,
    province,
    country,
    postalCode,
  }: Values<typeof fields>,
) => {
  const lines = { street, ward, district, province, country, postalCode }
  if (Object.values(lines).every(value => value === undefined)) return undefined
  const idOf = (named: string) => crm.idFor('address', id, named)
  const keyed = key === undefined ? undefined : there.had(key.toLowerCase()) ? key.toLowerCase() : await idOf(key)
  const known =
    keyed === undefined
      ? [...there.values()].find(address => (address.label ?? '') === (label ?? ''))
      : there.get(keyed)
  const saysNothing = Object.values(lines).every(value => value === undefined || value === null)
  if (saysNothing && !known) return undefined
  return { addressId: known?.addressId ?? keyed ?? (await idOf(label ?? '')), label, ...lines }
}

/** Of an address, what is said otherwise of one that is there. */
const differing = (
  { addressId, ...lines }: ContactAddressGiven,
  before: Readonly<Record<string, unknown>>,
): ContactAddressGiven => ({
  addressId,
  ...Object.fromEntries(Object.entries(lines).filter(([name, value]) => value !== undefined && value !== before[name])),
})

const entries = ['industry', 'size', 'group', 'territory'] as const
const fromAddress = { label: 'addressLabel', addresses: 'country' } as const

export const contactForm = defineForm({
  kind: 'contact',
  describe: 'a person or organisation in the directory, who may be a customer',
  fields,
  custom: true,
  alsoWrites: ({ customerCode }) =>
    customerCode === undefined ? [] : [`customerCode ${customerCodeKey(customerCode)}`],
  channels: ({ phone, email }, country) => {
    const number = phone ? takenFrom(phone, country)?.number : undefined
    return { ...(number === undefined ? {} : { phone: number }), ...(email && { email: email.toLowerCase() }) }
  },
  has: async (crm, id, field) => {
    const { accountManagerId } = await crm.state('contacts', id)
    return field === 'accountManager' && accountManagerId !== null ? [accountManagerId] : []
  },
  async plan(row) {
    const { id: contactId, crm } = row
    const there = await contactOf(crm, contactId)
    const plan = new PlanBuilder<keyof typeof fields | OwnField>(there.status === 'unknown')
    const values = plan.creates ? row.whenNew : row.whenThere
    const { kind, name, email, industry, size, group, territory, accountManager, customerCode } = values
    const address = await addressOf(row, there.addresses, values)
    const externalIds = externalIdsFrom(values, plan)
    const at = plan.creates ? values.registeredOn : values.changedOn
    const dated = { at: plan.creates ? 'registeredOn' : 'changedOn' } as const
    const { phone, number } = await phoneFrom(values.phone, crm, at, plan)

    if (plan.creates) {
      if (kind === undefined || name === undefined) return plan
      const addresses = address ? [address] : []
      const about = {
        kind,
        name,
        phone: phone ?? undefined,
        email: email ?? undefined,
        profile: { industry, size, group, territory },
        accountManagerId: accountManager ?? undefined,
      }
      const command = contact.register({ contactId, ...about, addresses, externalIds, custom: row.custom.whenNew }, at)
      plan.step(command, { ...dated, ...fromAddress, accountManagerId: 'accountManager', externalIds: 'externalId' })
    } else {
      if (kind !== undefined && kind !== there.kind) {
        plan.fault('kind', 'WRONG_KIND', {
          en: `the contact is there as an ${String(there.kind)}, which stays: import persons and organisations as two lists`,
          vi: `liên hệ đã có là ${there.kind === 'individual' ? 'cá nhân' : 'tổ chức'} và giữ nguyên: hãy nhập cá nhân và tổ chức bằng hai danh sách`,
        })
      }
      const read = () => momentsIn(crm.history('contacts', contactId), contact.state)
      const { isNew, timeline } = datedRow(there, read, row, at, plan)
      const { days } = there
      if (name !== undefined && (await isNew('name', days['name'], s => s.name === name)))
        plan.step(contact.rename({ contactId, name }, at), dated)
      if (phone !== undefined && (await isNew('phone', days['phone'], s => s.phone === number)))
        plan.step(contact.setPhone({ contactId, phone }, at), dated)
      if (email !== undefined && (await isNew('email', days['email'], s => s.email === email)))
        plan.step(contact.setEmail({ contactId, email }, at), dated)
      const profile: Partial<Record<(typeof entries)[number], string | null>> = {}
      for (const entry of entries) {
        const value = values[entry]
        const says = (s: typeof there) => (s[entry]?.label ?? null) === value
        if (value !== undefined && (await isNew(entry, days[entry], says))) profile[entry] = value
      }
      if (Object.keys(profile).length > 0) plan.step(contact.setProfile({ contactId, ...profile }, at), dated)
      const manages = (s: typeof there) => s.accountManagerId === accountManager
      if (accountManager !== undefined && (await isNew('accountManager', days['accountManagerId'], manages))) {
        const command = contact.setAccountManager({ contactId, accountManagerId: accountManager }, at)
        plan.step(command, { ...dated, accountManagerId: 'accountManager' })
      }
      const custom: Record<string, string | number | boolean | null> = {}
      for (const [field, value] of Object.entries(row.custom.whenThere)) {
        const has = (s: typeof there) => hasOwnValue(s.custom.get(field)?.value, value)
        if (at === undefined && has(there)) continue
        if (await isNew(`custom.${field}`, there.custom.lastSetOn(field), has)) custom[field] = value
      }
      if (Object.keys(custom).length > 0) plan.step(contact.setCustomFields({ contactId, custom }, at), dated)
      for (const given of externalIds) {
        const { system, id } = given
        const known = (s: typeof there) => s.externalIds.get(system)?.id === id
        if (!(await isNew('externalId', there.externalIds.lastSetOn(system), known))) continue
        const command = contact.setExternalId({ contactId, ...given }, at)
        plan.step(command, { ...dated, system: 'externalSystem', id: 'externalId' })
      }
      const livesThere = (s: typeof there) => {
        const known = address && s.addresses.get(address.addressId)
        return address !== undefined && known !== undefined && Object.keys(differing(address, known)).length <= 1
      }
      const lastMoved = address && there.addresses.lastSetOn(address.addressId)
      if (address && (await isNew('addressLabel', lastMoved, livesThere))) {
        const before = there.addresses.get(address.addressId)
        const command = before
          ? contact.changeAddress({ contactId, ...differing(address, before) }, at)
          : contact.addAddress({ contactId, ...address }, at)
        plan.step(command, { ...dated, ...fromAddress })
      }
      plan.place = timeline.place
    }
    if (customerCode !== undefined) {
      const command = contact.becomeCustomer({ contactId, code: customerCode, trigger: 'import' }, at)
      plan.step(command, { ...dated, code: 'customerCode' })
    }
    return plan
  },
})
