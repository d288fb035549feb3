// What a contact takes over from one that becomes part of it, and what it has again once that is undone.
import { tagKey } from '../kernel/catalogue-entry.ts'
import { same } from '../kernel/change.ts'
import { setCustomFields } from '../kernel/custom-fields.ts'
import { addPart, set, type Occurrence } from '../kernel/dated.ts'
import { derivedId } from '../kernel/derived-id.ts'
import type { DataOf } from '../kernel/events.ts'
import { setExternalIds } from '../kernel/external-ids.ts'
import { isErased } from '../kernel/personal.ts'
import { pick } from '../kernel/pick.ts'
import type { Parts } from '../kernel/parts.ts'
import { added, differing, gone } from '../merging/parts.ts'
import { lostBy, type MayTake } from '../merging/taking.ts'
import type { ContactEvents } from './events.ts'
import type { ContactEmail, ContactPhone, ContactState } from './state.ts'
import { mainEmailOf, mainPhoneOf, setMainEmail, setMainPhone } from './main-ways.ts'

export type ContactValues = DataOf<ContactEvents['ContactMerged']>['taken'][number]['values']
export type ContactPartsGone = DataOf<ContactEvents['ContactUnmerged']>['gone']

/** Fields of which the first value that there is counts. */
const contactFields = [
  'name',
  'industry',
  'size',
  'group',
  'territory',
  'contactStatus',
  'contactSource',
  'customerSource',
  'prospectiveAs',
  'taxCode',
  'accountManagerId',
  'birthDate',
  'gender',
  'areaOfResidence',
  'occupation',
  'ownBusiness',
] as const
/** Fields of which somebody may choose whose value counts. */
export const choosableContactFields = [...contactFields, 'term', 'phone', 'email'] as const
/** Fields that an unmerged contact may have otherwise than before. */
const allFields = [...contactFields, 'term', 'customer', 'supplier', 'archived', 'mainAddressId'] as const

const noContactValues: ContactValues = {
  phones: [],
  emails: [],
  addresses: [],
  employments: [],
  tags: [],
  notes: [],
  externalIds: [],
  custom: {},
}

/** A contact with these values, on that day. */
export const withContactValues = (s: ContactState, on: Occurrence, values: ContactValues): ContactState => {
  const { phone, email, phones, emails, addresses, employments, tags, notes, externalIds, custom, ...fields } = values
  let state = set(s, on, fields)
  if (phone === null) state = set(state, on, { phone })
  else if (phone) state = setMainPhone(state, on, { from: mainPhoneOf(state), to: phone })
  if (email === null) state = set(state, on, { email })
  else if (email) state = setMainEmail(state, on, { from: mainEmailOf(state), to: email })
  for (const one of phones) state = addPart(state, on, 'furtherPhones', one.phoneId, one)
  for (const one of emails) state = addPart(state, on, 'furtherEmails', one.emailId, one)
  for (const one of addresses) state = addPart(state, on, 'addresses', one.addressId, one)
  for (const one of employments) state = addPart(state, on, 'employments', one.employmentId, one)
  for (const tag of tags) state = addPart(state, on, 'tags', tagKey(tag), tag)
  for (const one of notes) state = addPart(state, on, 'notes', one.noteId, one)
  return setCustomFields(setExternalIds(state, on, externalIds), on, custom)
}

const isThere = (value: unknown): boolean => value !== null && !isErased(value)

const unitedWays = <Way>(
  there: readonly Way[],
  from: readonly Way[],
  taken: (id: string) => boolean,
  of: { valueOf(way: Way): unknown; idOf(way: Way): string; under(way: Way, id: string): Way },
  loserId: string,
): readonly Way[] => {
  const known = new Set(there.map(way => of.valueOf(way)))
  return from.flatMap(way => {
    const value = of.valueOf(way)
    if (!isThere(value) || known.has(value)) return []
    known.add(value)
    const id = of.idOf(way)
    return [of.under(way, taken(id) ? derivedId(id, loserId) : id)]
  })
}
const phoneWay = {
  valueOf: ({ number }: ContactPhone): unknown => number,
  idOf: ({ phoneId }: ContactPhone) => phoneId,
  under: (phone: ContactPhone, phoneId: string): ContactPhone => ({ ...phone, phoneId }),
}
const emailWay = {
  valueOf: ({ address }: ContactEmail): unknown => (typeof address === 'string' ? address.toLowerCase() : address),
  idOf: ({ emailId }: ContactEmail) => emailId,
  under: (email: ContactEmail, emailId: string): ContactEmail => ({ ...email, emailId }),
}

const keyOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const sorted = <Way>(ways: Parts<Way>): readonly Way[] =>
  [...ways].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, w]) => w)
const phonesOf = (s: ContactState) => [mainPhoneOf(s) ?? [], ...sorted(s.furtherPhones)].flat()
const emailsOf = (s: ContactState) => [mainEmailOf(s) ?? [], ...sorted(s.furtherEmails)].flat()

/** The main one since, and the further ones added. Chosen: the loser's main one is the main one. */
const mainAnd = <Way>(
  main: Way | null,
  there: readonly Way[],
  losersMain: Way | null,
  united: readonly Way[],
  chosen: boolean,
  valueOf: (way: Way) => unknown,
): { readonly main?: Way; readonly further: readonly Way[] } => {
  const wanted =
    chosen && losersMain !== null
      ? [...there, ...united].find(way => valueOf(way) === valueOf(losersMain))
      : main === null
        ? united[0]
        : undefined
  if (wanted === undefined || wanted === main) return { further: united }
  return { main: wanted, further: united.filter(way => way !== wanted) }
}

/**
 * What a contact takes over from another one: values that it has not, or that were chosen, and what the other one has more of.
 * @param chosen the fields of which the other one's value was chosen
 * @param mayTake numbers and addresses by themselves, other parts by what tells them apart
 */
export const takenFromContact = (
  survivor: ContactState,
  loserId: string,
  loser: ContactState,
  chosen: ReadonlySet<string>,
  mayTake: MayTake,
): ContactValues => {
  const isTaken = (field: (typeof contactFields)[number]) =>
    mayTake(field) &&
    isThere(loser[field]) &&
    !same(loser[field], survivor[field]) &&
    (chosen.has(field) || survivor[field] === null)
  const fields: ContactValues = { ...noContactValues, ...pick(loser, contactFields.filter(isTaken)) }
  const isNew = (of: 'tags' | 'externalIds' | 'custom', key: string) => !survivor[of].has(key) && mayTake(of, key)
  const [phones, emails] = [phonesOf(survivor), emailsOf(survivor)]
  const losersPhones = phonesOf(loser).filter(phone => mayTake('phones', keyOf(phoneWay.valueOf(phone))))
  const losersEmails = emailsOf(loser).filter(email => mayTake('emails', keyOf(emailWay.valueOf(email))))
  const phoneTaken = (id: string) => survivor.phoneId === id || survivor.furtherPhones.had(id)
  const emailTaken = (id: string) => survivor.emailId === id || survivor.furtherEmails.had(id)
  const phone = mainAnd(
    mainPhoneOf(survivor),
    phones,
    mainPhoneOf(loser),
    unitedWays(phones, losersPhones, phoneTaken, phoneWay, loserId),
    chosen.has('phone'),
    phoneWay.valueOf,
  )
  const email = mainAnd(
    mainEmailOf(survivor),
    emails,
    mainEmailOf(loser),
    unitedWays(emails, losersEmails, emailTaken, emailWay, loserId),
    chosen.has('email'),
    emailWay.valueOf,
  )
  return {
    ...fields,
    ...(chosen.has('term') && loser.term !== survivor.term ? { term: loser.term } : {}),
    ...(survivor.customer === null && loser.customer && mayTake('customer') ? { customer: loser.customer } : {}),
    ...(survivor.supplier === null && loser.supplier && mayTake('supplier') ? { supplier: loser.supplier } : {}),
    ...(phone.main ? { phone: phone.main } : {}),
    ...(email.main ? { email: email.main } : {}),
    phones: [...phone.further],
    emails: [...email.further],
    addresses: added(
      survivor.addresses,
      loser.addresses,
      loserId,
      (address, addressId) => ({ ...address, addressId }),
      id => mayTake('addresses', id),
    ),
    employments: added(
      survivor.employments,
      loser.employments,
      loserId,
      (employment, employmentId) => ({ ...employment, employmentId }),
      id => mayTake('employments', id),
    ),
    tags: [...loser.tags].flatMap(([key, tag]) => (isNew('tags', key) ? [tag] : [])).sort(byLabel),
    notes: added(
      survivor.notes,
      loser.notes,
      loserId,
      (note, noteId) => ({ ...note, noteId }),
      id => mayTake('notes', id),
    ),
    externalIds: [...loser.externalIds]
      .flatMap(([system, { id }]) => (isNew('externalIds', system) ? [{ system, id }] : []))
      .sort((a, b) => (a.system < b.system ? -1 : 1)),
    custom: Object.fromEntries(
      [...loser.custom].flatMap(([field, { value }]) => (isNew('custom', field) ? [[field, value]] : [])),
    ),
  }
}
const byLabel = (a: { readonly label: string }, b: { readonly label: string }) => (a.label < b.label ? -1 : 1)

/** What changed from one state of a contact to another: what it has since, and what it has no longer. */
export const changeOfContact = (
  before: ContactState,
  after: ContactState,
): { readonly values: ContactValues; readonly gone: ContactPartsGone } => {
  const [phone, email] = [mainPhoneOf(after), mainEmailOf(after)]
  return {
    values: {
      ...pick(
        after,
        allFields.filter(field => !same(before[field], after[field])),
      ),
      ...(after.kind === null || after.kind === before.kind ? {} : { kind: after.kind }),
      ...(same(mainPhoneOf(before), phone) ? {} : { phone }),
      ...(same(mainEmailOf(before), email) ? {} : { email }),
      phones: differing(before.furtherPhones, after.furtherPhones),
      emails: differing(before.furtherEmails, after.furtherEmails),
      addresses: differing(before.addresses, after.addresses),
      employments: differing(before.employments, after.employments),
      tags: differing(before.tags, after.tags),
      notes: differing(before.notes, after.notes),
      externalIds: [...after.externalIds]
        .flatMap(([system, { id }]) => (same(before.externalIds.get(system)?.id, id) ? [] : [{ system, id }]))
        .sort((a, b) => (a.system < b.system ? -1 : 1)),
      custom: Object.fromEntries(
        [...after.custom].flatMap(([field, { value }]) =>
          same(before.custom.get(field)?.value, value) ? [] : [[field, value]],
        ),
      ),
    },
    gone: {
      phones: gone(before.furtherPhones, after.furtherPhones),
      emails: gone(before.furtherEmails, after.furtherEmails),
      addresses: gone(before.addresses, after.addresses),
      employments: gone(before.employments, after.employments),
      tags: gone(before.tags, after.tags),
      notes: gone(before.notes, after.notes),
      externalIds: gone(before.externalIds, after.externalIds),
      custom: gone(before.custom, after.custom),
    },
  }
}

/** What a contact has no longer, or otherwise, since it changed so. */
export const lostOfContact = (before: ContactState, change: ReturnType<typeof changeOfContact>): MayTake => {
  const { phones, emails, ...gone } = change.gone
  return lostBy({
    values: change.values,
    gone: {
      ...gone,
      // a number that is the main one here may be a further one there
      phones: phonesOf(before).map(phone => keyOf(phoneWay.valueOf(phone))),
      emails: emailsOf(before).map(email => keyOf(emailWay.valueOf(email))),
    },
  })
}
