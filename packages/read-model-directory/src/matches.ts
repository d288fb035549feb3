// Leads and contacts by what gives them away, so that those that may be the same are found by index.
import {
  contact,
  firstWayId,
  id,
  isErased,
  lead,
  lookUpKeysOf,
  type ContactEvents,
  type DataOf,
  type Described,
  type LeadEvents,
  type Personal,
} from '@eventcrm/domain'
import { defineView, type View, type ViewEvent } from '@eventcrm/projection'
import { z } from 'zod'

const ways = (what: string) => z.record(z.string(), z.string()).describe(what)
const text = (what: string) => z.string().nullable().describe(what)

export const matchDocument = z.object({
  of: z.enum(['contact', 'lead']).describe('Contact or lead'),
  id: z.uuid().describe('Its id'),
  kind: z.enum(['individual', 'organisation']).describe('Person or organisation'),
  name: text('Name of the person, of a contact also of the organisation'),
  organisationName: text('Of a lead, the name of the organisation'),
  phones: ways('Phone numbers, E.164, by id'),
  phoneId: id('phone number').describe('Which one is the main one'),
  emails: ways('E-mail addresses, by id'),
  emailId: id('e-mail address').describe('Which one is the main one'),
  taxCode: text('Tax code'),
  standsFor: z.enum(['itself', 'nothing']).describe('Nothing: it is part of another, or was entered by mistake'),
  contactId: id('contact').nullable().describe('Of a converted lead, the contact that it became; null none'),
  keys: z.array(z.string()).describe('What it has in common with what may be the same'),
})
type Document = z.output<typeof matchDocument>
export interface MatchDocument extends Document {} // a name for hovers and errors

const known = (value: Personal<string> | null | undefined): string | null =>
  value === null || value === undefined || isErased(value) ? null : value

/** What it says that may give it away. */
export const describedMatch = ({
  of,
  kind,
  name,
  organisationName,
  phones,
  emails,
  taxCode,
}: MatchDocument): Described => {
  const isOfOrganisation = of === 'lead' && kind === 'organisation'
  return {
    kind,
    name: isOfOrganisation ? (organisationName ?? name) : name,
    organisationName: isOfOrganisation ? null : organisationName,
    phones: Object.values(phones),
    emails: Object.values(emails),
    taxCode,
  }
}
const withKeys = (document: MatchDocument): MatchDocument =>
  Object.assign(document, { keys: [...new Set(lookUpKeysOf(describedMatch(document)))].sort() })

const withWay = (all: Readonly<Record<string, string>>, id: string, value: Personal<string> | null) => {
  const { [id]: _, ...others } = all
  const text = known(value)
  return text === null ? others : { ...others, [id]: text }
}
const withoutWays = (all: Readonly<Record<string, string>>, ids: readonly string[]) =>
  ids.reduce((left, id) => withWay(left, id, null), { ...all })

type Fold<Data> = (document: MatchDocument | undefined, event: ViewEvent<Data>) => MatchDocument
const changes =
  <Data>(change: (data: Data, document: MatchDocument) => Partial<MatchDocument>): Fold<Data> =>
  (document, { data }) => {
    if (!document) throw new TypeError('Something happened to what was never written down')
    return withKeys(Object.assign(document, change(data, document)))
  }

type ContactTaken = DataOf<ContactEvents['ContactUnmerged']>['values']
const contactWith = (
  document: MatchDocument,
  { name, kind, phone, email, taxCode, phones, emails }: ContactTaken,
  gone: { readonly phones: readonly string[]; readonly emails: readonly string[] },
  moves: boolean,
): Partial<MatchDocument> => {
  const phonesLeft = withoutWays(document.phones, [
    ...gone.phones,
    ...(moves || phone === undefined ? [] : [document.phoneId]),
  ])
  const emailsLeft = withoutWays(document.emails, [
    ...gone.emails,
    ...(moves || email === undefined ? [] : [document.emailId]),
  ])
  const allPhones = [...phones, ...(phone ? [phone] : [])]
  const allEmails = [...emails, ...(email ? [email] : [])]
  return {
    ...(name === undefined ? {} : { name: known(name) }),
    ...(kind === undefined ? {} : { kind }),
    ...(taxCode === undefined ? {} : { taxCode: known(taxCode) }),
    phones: allPhones.reduce((all, { phoneId, number }) => withWay(all, phoneId, number), phonesLeft),
    phoneId: phone?.phoneId ?? document.phoneId,
    emails: allEmails.reduce((all, { emailId, address }) => withWay(all, emailId, address), emailsLeft),
    emailId: email?.emailId ?? document.emailId,
  }
}
const noneGone = { phones: [], emails: [] }

type LeadTaken = Partial<
  Pick<
    DataOf<LeadEvents['LeadUnmerged']>['values'],
    'name' | 'organisationName' | 'phone' | 'email' | 'kind' | 'status'
  >
>
const leadWith = ({ name, organisationName, phone, email, kind, status }: LeadTaken): Partial<MatchDocument> => ({
  ...(name === undefined ? {} : { name: known(name) }),
  ...(organisationName === undefined ? {} : { organisationName: known(organisationName) }),
  ...(phone === undefined ? {} : { phones: withWay({}, firstWayId, phone) }),
  ...(email === undefined ? {} : { emails: withWay({}, firstWayId, email) }),
  ...(kind === undefined ? {} : { kind }),
  ...(status === undefined ? {} : { standsFor: status === 'void' ? ('nothing' as const) : ('itself' as const) }),
})

const nowhere = changes<object>(() => ({ standsFor: 'nothing' }))
const itself = changes<object>(() => ({ standsFor: 'itself' }))

/** One document per lead and per contact. */
export const matches: View<MatchDocument> = defineView({
  name: 'matches',
  version: 1,
  describe: 'Leads and contacts by what they may have in common with others that are the same',
  document: matchDocument,
  indexes: [['keys']],
  aggregates: [contact, lead],
  on: {
    ContactRegistered: (_, { streamId, data: { kind, name, phone, email, taxCode } }) =>
      withKeys({
        of: 'contact',
        id: streamId,
        kind,
        name: known(name),
        organisationName: null,
        phones: withWay({}, firstWayId, phone),
        phoneId: firstWayId,
        emails: withWay({}, firstWayId, email),
        emailId: firstWayId,
        taxCode: known(taxCode),
        standsFor: 'itself',
        contactId: null,
        keys: [],
      }),
    ContactRenamed: changes(({ name }) => ({ name: known(name) })),
    ContactKindSet: changes(({ to }) => ({ kind: to })),
    ContactTaxCodeSet: changes(({ taxCode }) => ({ taxCode: known(taxCode) })),
    ContactPhoneSet: changes(({ phone }, { phones, phoneId }) => ({ phones: withWay(phones, phoneId, phone) })),
    ContactMainPhoneSet: changes(({ to }, { phones }) => ({
      phones: withWay(phones, to.phoneId, to.number),
      phoneId: to.phoneId,
    })),
    ContactPhoneAdded: changes(({ phone }, { phones }) => ({ phones: withWay(phones, phone.phoneId, phone.number) })),
    ContactPhoneChanged: changes(({ phone }, { phones }) => ({ phones: withWay(phones, phone.phoneId, phone.number) })),
    ContactPhoneRemoved: changes(({ phoneId }, { phones }) => ({ phones: withWay(phones, phoneId, null) })),
    ContactEmailSet: changes(({ email }, { emails, emailId }) => ({ emails: withWay(emails, emailId, email) })),
    ContactMainEmailSet: changes(({ to }, { emails }) => ({
      emails: withWay(emails, to.emailId, to.address),
      emailId: to.emailId,
    })),
    ContactEmailAdded: changes(({ email }, { emails }) => ({ emails: withWay(emails, email.emailId, email.address) })),
    ContactEmailChanged: changes(({ email }, { emails }) => ({
      emails: withWay(emails, email.emailId, email.address),
    })),
    ContactEmailRemoved: changes(({ emailId }, { emails }) => ({ emails: withWay(emails, emailId, null) })),
    ContactMergedInto: nowhere,
    ContactSetApart: itself,
    ContactMerged: changes(({ taken }, document) =>
      taken.reduce<MatchDocument>(
        (whole, { values }) => ({ ...whole, ...contactWith(whole, values, noneGone, true) }),
        document,
      ),
    ),
    ContactUnmerged: changes(({ values, gone }, document) => contactWith(document, values, gone, false)),

    LeadCreated: (_, { streamId, data: { kind, name, organisationName, phone, email } }) =>
      withKeys({
        of: 'lead',
        id: streamId,
        kind,
        name: known(name),
        organisationName: known(organisationName),
        phones: withWay({}, firstWayId, phone),
        phoneId: firstWayId,
        emails: withWay({}, firstWayId, email),
        emailId: firstWayId,
        taxCode: null,
        standsFor: 'itself',
        contactId: null,
        keys: [],
      }),
    LeadRenamed: changes(leadWith),
    LeadContactDetailsSet: changes(leadWith),
    LeadProfileSet: changes(({ to: { kind } }) => (kind === undefined ? {} : { kind })),
    LeadVoided: nowhere,
    LeadConvertedToOpportunity: changes(({ customerId }) => ({ contactId: customerId })),
    LeadConvertedToCustomer: changes(({ customerId }) => ({ contactId: customerId })),
    LeadMergedInto: nowhere,
    LeadSetApart: itself,
    LeadMerged: changes(({ taken }) =>
      taken.reduce<Partial<MatchDocument>>((all, { values }) => ({ ...all, ...leadWith(values) }), {}),
    ),
    LeadUnmerged: changes(({ values }) => leadWith(values)),
  },
})
