import { code, commands, customerCodeKey, emailAddress, phoneNumber, text } from '@eventcrm/crm'
import { choiceField, dayField, referenceField, required, textField, type Values } from '../field.ts'
import { defineForm, type FormRow, type Remark, type Step } from '../form.ts'

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
  externalSystem: textField('Another system that knows the contact', code),
  externalId: textField('Its id there', text(200)),
  registeredOn: dayField('Day since which the contact is known, for one that is new; today when left out'),
  changedOn: dayField('Day of the changes to one that is there; today when left out'),
}
type Name = keyof typeof fields
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
  async plan(row) {
    const { id: contactId, crm } = row
    const there = await crm.state('contacts', contactId)
    const creates = there.status === 'unknown'
    const values = creates ? row.whenNew : row.whenThere
    const {
      kind,
      name,
      phone,
      email,
      industry,
      size,
      group,
      territory,
      accountManager,
      customerCode,
      externalSystem,
      externalId,
    } = values
    const custom = creates ? row.custom.whenNew : row.custom.whenThere
    const profile = { industry, size, group, territory }
    const address = await addressOf(row, values)
    const steps: Step<Name>[] = []
    const faults: Remark<Name>[] = []
    const at = creates ? values.registeredOn : values.changedOn
    const dated = { at: creates ? 'registeredOn' : 'changedOn' } as const
    if ((externalSystem === undefined) !== (externalId === undefined)) {
      faults.push({
        field: externalId === undefined ? 'externalSystem' : 'externalId',
        code: 'INCOMPLETE',
        message: 'another system and its id go together: give both or neither',
      })
    }
    const externalIds =
      externalSystem !== undefined && externalId !== undefined ? [{ system: externalSystem, id: externalId }] : []

    if (creates) {
      if (kind === undefined || name === undefined) return { creates, steps, faults, notices: [] }
      const addresses = address ? [address] : []
      const wish = registerContact(
        {
          contactId,
          kind,
          name,
          phone,
          email,
          profile,
          accountManagerId: accountManager,
          addresses,
          externalIds,
          custom,
        },
        at,
      )
      steps.push({ wish, from: { ...dated, ...fromAddress, accountManagerId: 'accountManager' } })
    } else {
      if (kind !== undefined && kind !== there.kind) {
        faults.push({
          field: 'kind',
          code: 'WRONG_KIND',
          message: `the contact is there as an ${String(there.kind)}, which stays: import persons and organisations as two lists`,
        })
      }
      if (name !== undefined) steps.push({ wish: renameContact({ contactId, name }, at), from: dated })
      if (phone !== undefined) steps.push({ wish: setContactPhone({ contactId, phone }, at), from: dated })
      if (email !== undefined) steps.push({ wish: setContactEmail({ contactId, email }, at), from: dated })
      steps.push({ wish: setContactProfile({ contactId, ...profile }, at), from: dated })
      if (accountManager !== undefined) {
        steps.push({
          wish: setContactAccountManager({ contactId, accountManagerId: accountManager }, at),
          from: { ...dated, accountManagerId: 'accountManager' },
        })
      }
      if (Object.keys(custom).length > 0)
        steps.push({ wish: setContactCustomFields({ contactId, custom }, at), from: dated })
      for (const given of externalIds) {
        steps.push({
          wish: setContactExternalId({ contactId, ...given }, at),
          from: { ...dated, system: 'externalSystem', id: 'externalId' },
        })
      }
      if (address) {
        const put = there.addresses[address.addressId] ? changeContactAddress : addContactAddress
        steps.push({ wish: put({ contactId, ...address }, at), from: { ...dated, ...fromAddress } })
      }
    }
    if (customerCode !== undefined) {
      steps.push({
        wish: becomeCustomer({ contactId, code: customerCode, trigger: 'import' }, at),
        from: { ...dated, code: 'customerCode' },
      })
    }
    return { creates, steps, faults, notices: [] }
  },
})
