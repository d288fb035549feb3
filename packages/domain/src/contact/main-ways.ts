// The main phone number and e-mail address of a contact: fields of their own beside the further ones.
import { addPart, removePart, set, type Occurrence } from '../kernel/dated.ts'
import { longestThere } from '../kernel/parts.ts'
import type { DataOf } from '../kernel/events.ts'
import type { ContactEvents } from './events.ts'
import type { ContactEmail, ContactPhone, ContactState } from './state.ts'

type MainPhoneSet = Omit<DataOf<ContactEvents['ContactMainPhoneSet']>, 'personId'>
type MainEmailSet = Omit<DataOf<ContactEvents['ContactMainEmailSet']>, 'personId'>

/** The main phone number; null none. */
export const mainPhoneOf = ({ phone: number, phoneId, phoneLabel: label }: ContactState): ContactPhone | null =>
  number === null ? null : { phoneId, label, number }

/** The main e-mail address; null none. */
export const mainEmailOf = ({ email: address, emailId, emailLabel: label }: ContactState): ContactEmail | null =>
  address === null ? null : { emailId, label, address }

export const setMainPhone = (s: ContactState, on: Occurrence, { from, to }: MainPhoneSet): ContactState => {
  const kept = from && from.phoneId !== to.phoneId ? addPart(s, on, 'furtherPhones', from.phoneId, from) : s
  const fields = { phone: to.number, phoneId: to.phoneId, phoneLabel: to.label }
  return set(removePart(kept, on, 'furtherPhones', to.phoneId), on, fields)
}

export const setMainEmail = (s: ContactState, on: Occurrence, { from, to }: MainEmailSet): ContactState => {
  const kept = from && from.emailId !== to.emailId ? addPart(s, on, 'furtherEmails', from.emailId, from) : s
  const fields = { email: to.address, emailId: to.emailId, emailLabel: to.label }
  return set(removePart(kept, on, 'furtherEmails', to.emailId), on, fields)
}

/** Of further numbers the one that has been there longest is the main one, where the main one was another contact's. */
export const mainPhoneMissing = (s: ContactState): ContactPhone | undefined =>
  s.phone === null ? s.furtherPhones.get(longestThere(s.furtherPhones) ?? '') : undefined
/** The same of e-mail addresses. */
export const mainEmailMissing = (s: ContactState): ContactEmail | undefined =>
  s.email === null ? s.furtherEmails.get(longestThere(s.furtherEmails) ?? '') : undefined
