// Further phone numbers and e-mail addresses of a contact, and its addresses.
import { contact } from '@eventcrm/crm'
import type { Changing, Contact } from './contact-changing.ts'
import type { ContactValues } from './contact-fields.ts'
import { phoneFrom } from './phone.ts'

export const furtherPhones = ['furtherPhone', 'furtherPhone2', 'furtherPhone3'] as const
export const furtherEmails = ['furtherEmail', 'furtherEmail2', 'furtherEmail3'] as const

export const hasPhone = (s: Contact, number: string): boolean =>
  s.phone === number || [...s.furtherPhones.values()].some(one => one.number === number)

export const hasEmail = (s: Contact, email: string): boolean => {
  const is = (address: unknown) => typeof address === 'string' && address.toLowerCase() === email.toLowerCase()
  return is(s.email) || [...s.furtherEmails.values()].some(({ address }) => is(address))
}

export const addFurther = async ({ row, values, there, plan, at, dated, isNew }: Changing): Promise<void> => {
  const contactId = row.id
  for (const field of furtherPhones) {
    const { phone, number } = await phoneFrom(field, values[field], row.crm, at, plan)
    if (!phone || typeof number !== 'string') continue
    const phoneId = await row.crm.idFor('phone', contactId, number)
    if (!(await isNew(field, there.furtherPhones.lastSetOn(phoneId), s => hasPhone(s, number)))) continue
    const label = field === 'furtherPhone' ? values.furtherPhoneLabel : undefined
    plan.step(contact.addPhone({ contactId, phoneId, phone, label }, at), {
      ...dated,
      phone: field,
      label: 'furtherPhoneLabel',
    })
  }
  for (const field of furtherEmails) {
    const email = values[field]
    if (email === undefined) continue
    const emailId = await row.crm.idFor('email', contactId, email.toLowerCase())
    if (!(await isNew(field, there.furtherEmails.lastSetOn(emailId), s => hasEmail(s, email)))) continue
    const label = field === 'furtherEmail' ? values.furtherEmailLabel : undefined
    plan.step(contact.addEmail({ contactId, emailId, email, label }, at), {
      ...dated,
      email: field,
      label: 'furtherEmailLabel',
    })
  }
}

type ContactAddressGiven = Omit<Parameters<typeof contact.changeAddress>[0], 'contactId'>

/**
 * The row's address: the one that is there under its key, or where the row has none its label, else under an id that the contact and that give;
 * undefined when the row says nothing about a place.
 */
export const addressOf = async (
  { crm, id }: Changing['row'],
  there: Contact['addresses'],
  { addressLabel: label, addressKey: key, street, ward, district, province, country, postalCode }: ContactValues,
): Promise<ContactAddressGiven | undefined> => {
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

export const fromAddress = { label: 'addressLabel', addresses: 'country' } as const

export const setAddress = async (
  { row, there, plan, at, dated, isNew }: Changing,
  address: ContactAddressGiven,
): Promise<void> => {
  const contactId = row.id
  const livesThere = (s: Contact) => {
    const known = s.addresses.get(address.addressId)
    return known !== undefined && Object.keys(differing(address, known)).length <= 1
  }
  if (!(await isNew('addressLabel', there.addresses.lastSetOn(address.addressId), livesThere))) return
  const before = there.addresses.get(address.addressId)
  const command = before
    ? contact.changeAddress({ contactId, ...differing(address, before) }, at)
    : contact.addAddress({ contactId, ...address }, at)
  plan.step(command, { ...dated, ...fromAddress })
}
