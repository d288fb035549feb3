import { code, commands, customerCodeKey, emailAddress, phoneNumber, text } from '@eventcrm/crm'
import { Draft } from '../draft.ts'
import { choiceField, dayField, referenceField, required, textField, type Values } from '../field.ts'
import { defineForm, type FormRow } from '../form.ts'
import { externalFields, externalIdsFrom } from './external-id.ts'

const {
  registerContact,
  renameContact,
  setContactPhone,
  setContactEmail,
  setContactProfile,
  setContactAccountManager,
  setContactCustomFields,
  setContactExternalId,
  addContactAddress,
  changeContactAddress,
  becomeCustomer,
} = commands.contacts

const line = text(200)

const fields = {
  kind: required(choiceField('Person or organisation', ['individual', 'organisation'])),
  name: required(textField('Name', text(200))),
  phone: textField('Phone number; Vietnamese unless it has a country code', phoneNumber, 'phone number'),
  email: textField('E-mail address', emailAddress, 'e-mail address'),
  industry: textField('Industry', code),
  size: textField('Size of the organisation', code),
  group: textField('Customer group', code),
  territory: textField('Territory', code),
  accountManager: referenceField('Account manager', 'staffMember'),
  customerCode: textField(
    'Customer code, unique in the company whatever its case: with one, the contact becomes a customer',
    code,
  ),
  addressLabel: textField(
    'What the address is for: office, delivery …; a contact has one address for each, so several rows of a contact can give several',
    line,
  ),
  street: textField('House number and street', line),
  ward: textField('Ward or commune', line),
  district: textField('District', line),
  province: textField('Province or city', line),
  country: textField('Country', line),
  postalCode: textField('Postal code', line),
  ...externalFields,
  registeredOn: dayField('Day since which the contact is known, for one that is new; today when left out'),
  changedOn: dayField('Day of the changes to one that is there; today when left out'),
}
type Row = FormRow<typeof fields>

/** The row's address, under an id that the contact and the label give; undefined when the row says nothing about a place. */
const addressOf = async (
  { crm, id }: Row,
  { addressLabel: label, street, ward, district, province, country, postalCode }: Values<typeof fields>,
) => {
  const lines = { street, ward, district, province, country, postalCode }
  if (Object.values(lines).every(value => value === undefined)) return undefined
  return { addressId: await crm.idFor('address', id, label ?? ''), label, ...lines }
}

const fromAddress = { label: 'addressLabel', addresses: 'country' } as const

export const contactForm = defineForm({
  kind: 'contact',
  describe: 'a person or organisation in the directory, who may be a customer',
  fields,
  custom: true,
  touches: ({ customerCode }) => (customerCode === undefined ? [] : [`customerCode ${customerCodeKey(customerCode)}`]),
  has: async (crm, id, field) => {
    const { accountManagerId } = await crm.state('contacts', id)
    return field === 'accountManager' && accountManagerId !== null ? [accountManagerId] : []
  },
  async plan(row) {
    const { id: contactId, crm } = row
    const there = await crm.state('contacts', contactId)
    const draft = new Draft<keyof typeof fields>(there.status === 'unknown')
    const [values, custom] = draft.creates ? [row.whenNew, row.custom.whenNew] : [row.whenThere, row.custom.whenThere]
    const { kind, name, phone, email, industry, size, group, territory, accountManager, customerCode } = values
    const profile = { industry, size, group, territory }
    const address = await addressOf(row, values)
    const externalIds = externalIdsFrom(values, draft)
    const at = draft.creates ? values.registeredOn : values.changedOn
    const dated = { at: draft.creates ? 'registeredOn' : 'changedOn' } as const

    if (draft.creates) {
      if (kind === undefined || name === undefined) return draft
      const addresses = address ? [address] : []
      const about = { kind, name, phone, email, profile, accountManagerId: accountManager }
      const wish = registerContact({ contactId, ...about, addresses, externalIds, custom }, at)
      draft.step(wish, { ...dated, ...fromAddress, accountManagerId: 'accountManager', externalIds: 'externalId' })
    } else {
      if (kind !== undefined && kind !== there.kind) {
        const message = `the contact is there as an ${String(there.kind)}, which stays: import persons and organisations as two lists`
        draft.fault('kind', 'WRONG_KIND', message)
      }
      if (name !== undefined) draft.step(renameContact({ contactId, name }, at), dated)
      if (phone !== undefined) draft.step(setContactPhone({ contactId, phone }, at), dated)
      if (email !== undefined) draft.step(setContactEmail({ contactId, email }, at), dated)
      draft.step(setContactProfile({ contactId, ...profile }, at), dated)
      if (accountManager !== undefined) {
        const wish = setContactAccountManager({ contactId, accountManagerId: accountManager }, at)
        draft.step(wish, { ...dated, accountManagerId: 'accountManager' })
      }
      if (Object.keys(custom).length > 0) draft.step(setContactCustomFields({ contactId, custom }, at), dated)
      for (const given of externalIds) {
        const wish = setContactExternalId({ contactId, ...given }, at)
        draft.step(wish, { ...dated, system: 'externalSystem', id: 'externalId' })
      }
      if (address) {
        const put = there.addresses[address.addressId] ? changeContactAddress : addContactAddress
        draft.step(put({ contactId, ...address }, at), { ...dated, ...fromAddress })
      }
    }
    if (customerCode !== undefined) {
      const wish = becomeCustomer({ contactId, code: customerCode, trigger: 'import' }, at)
      draft.step(wish, { ...dated, code: 'customerCode' })
    }
    return draft
  },
})
