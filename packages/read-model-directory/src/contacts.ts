// Contacts and customers as they are listed and searched: one document each.
import {
  contact,
  day,
  firstWayId,
  id,
  isErased,
  searchKeyOf,
  sortKeyOf,
  tagKey,
  type ContactEvents,
  type DataOf,
  type Personal,
} from '@eventcrm/domain'
import { defineView, type View, type ViewEvent } from '@eventcrm/projection'
import { z } from 'zod'
import { contactDeals, type ContactDeals } from './contact-deals.ts'
import { phoneKeys, searchTermsOf } from './search-terms.ts'

const text = (what: string) => z.string().nullable().describe(what)

export const contactDocument = z.object({
  contactId: id('contact'),
  mergedInto: id('contact').nullable().describe('The contact that it is part of, which stands for it; null none'),
  name: text('Name; null when erased'),
  sortKey: text('The name’s place in Vietnamese order: sort by this'),
  searchKey: text('The name without accents and capitals'),
  kind: z.enum(['individual', 'organisation']).describe('Person or organisation'),
  isCustomer: z.boolean().describe('Whether it or a part of it has become a customer'),
  customerCode: text('Customer code; null before it is a customer, and once erased'),
  customerCodes: z.array(z.string()).describe('Customer codes that it and its parts became customers under'),
  customerSince: day.nullable().describe('Day on which it became a customer, or the part of it that did'),
  becameCustomerBy: text('What made it a customer'),
  phone: text('Phone number, E.164'),
  phoneId: id('phone number').describe('Its id'),
  email: text('E-mail address'),
  emailId: id('e-mail address').describe('Its id'),
  industry: text('Industry'),
  size: text('Size of the organisation'),
  group: text('Customer group'),
  territory: text('Territory'),
  contactStatus: text('How far it has been talked to'),
  contactSource: text('Where the contact comes from'),
  customerSource: text('What made it a customer'),
  term: z.enum(['regular', 'oneOff']).describe('Regular, or for one deal only'),
  lifecycle: z
    .enum(['stranger', 'lead', 'opportunity', 'customer'])
    .describe('How far it has come: customer; else it has an opportunity, or became of a lead, or neither'),
  pipelineStatus: z
    .enum(['inTalks', 'won', 'lost', 'none'])
    .describe('An opportunity for it is open; else one was won; else all were lost; else there is none'),
  openOpportunities: z.int().describe('Opportunities for it and its parts that are open'),
  wonOpportunities: z.int().describe('Opportunities for it and its parts that are won'),
  lostOpportunities: z.int().describe('Opportunities for it and its parts that are lost'),
  leads: z.int().describe('Leads that were converted for it and its parts'),
  isSupplier: z.boolean().describe('Whether it has become a supplier'),
  archived: z.boolean().describe('Put away: lists show it apart'),
  tags: z.array(z.string()).describe('Labels of its tags'),
  taggedWith: z
    .array(
      z.object({
        key: z.string().describe('Its entry’s id, or the label of free text whatever its case: tells it apart'),
        label: z.string().describe('Its label when it was put on'),
      }),
    )
    .describe('Its tags'),
  furtherPhones: z.record(z.string(), z.string()).describe('Further phone numbers, E.164, by id'),
  furtherEmails: z.record(z.string(), z.string()).describe('Further e-mail addresses, by id'),
  provinces: z.array(z.string()).describe('Provinces and cities of its addresses'),
  addresses: z
    .array(z.object({ addressId: id('address'), province: text('Province or city') }))
    .describe('Its addresses, without what tells where somebody lives'),
  ownerId: id('staff member').nullable().describe('Account manager; null nobody'),
  registeredOn: day.describe('Day on which it was entered in the directory'),
  touchedOn: day.describe('Last day on which something about it changed'),
  codeKeys: z.array(z.string()).describe('Every customer code without accents and capitals'),
  phoneKeys: z
    .array(z.string())
    .describe('Every phone number as people write its beginning, E.164 and with 0; behind ~ its digits backwards'),
  emailKeys: z.array(z.string()).describe('Every e-mail address without accents and capitals'),
  searchTerms: z.array(z.string()).describe('What search finds it by; see the guide to lists and search'),
})
type Document = z.output<typeof contactDocument>
export interface ContactDocument extends Document {} // a name for hovers and errors

const known = (value: Personal<string> | null): string | null => (value === null || isErased(value) ? null : value)

const called = (name: Personal<string>) => {
  const text = known(name)
  return text === null
    ? { name: null, sortKey: null, searchKey: null }
    : { name: text, sortKey: sortKeyOf(text), searchKey: searchKeyOf(text) }
}

type Keys = 'searchTerms' | 'codeKeys' | 'phoneKeys' | 'emailKeys'
const withTerms = (document: Omit<Document, Keys>): ContactDocument => {
  const { name, customerCode, customerCodes, phone, email, furtherPhones, furtherEmails } = document
  const phones = [phone, ...Object.values(furtherPhones)].filter(one => one !== null)
  const emails = [email, ...Object.values(furtherEmails)].filter(one => one !== null)
  const codes = [customerCode ?? [], customerCodes].flat()
  return Object.assign(document, {
    codeKeys: [...new Set(codes.map(searchKeyOf))].sort(),
    phoneKeys: [...new Set(phones.flatMap(phoneKeys))].sort(),
    emailKeys: [...new Set(emails.map(searchKeyOf))].sort(),
    searchTerms: searchTermsOf({
      names: [name],
      codes: [...codes, email, ...Object.values(furtherEmails)],
      phones: [phone, ...Object.values(furtherPhones)],
    }),
  })
}

/** Found by these codes too. */
const withCodes = (document: ContactDocument, codes: readonly string[]): ContactDocument =>
  JSON.stringify(document.customerCodes) === JSON.stringify(codes)
    ? document
    : withTerms(Object.assign(document, { customerCodes: [...codes] }))

const profileFields = [
  'industry',
  'size',
  'group',
  'territory',
  'contactStatus',
  'contactSource',
  'customerSource',
] as const
type ProfileField = (typeof profileFields)[number]
type Chosen = { readonly [Field in ProfileField]?: { readonly label: string } | null }
/** Labels as they were when they were chosen, of those that are said. */
const labelsOf = (chosen: Chosen): { [Field in ProfileField]?: string | null } => {
  const labels: { [Field in ProfileField]?: string | null } = {}
  for (const field of profileFields) {
    const value = chosen[field]
    if (value !== undefined) labels[field] = value?.label ?? null
  }
  return labels
}
const noProfile = {
  industry: null,
  size: null,
  group: null,
  territory: null,
  contactStatus: null,
  contactSource: null,
  customerSource: null,
}

/** Further ways to reach somebody, by id, with one of them set; without it when that was erased. */
const withWay = (
  ways: Readonly<Record<string, string>>,
  id: string,
  value: Personal<string> | null,
): Record<string, string> => {
  const { [id]: _, ...others } = ways
  const text = known(value)
  return text === null ? others : { ...others, [id]: text }
}

/** What follows from the others, whenever one of them changes. */
const derived = (document: Omit<ContactDocument, 'lifecycle' | 'pipelineStatus'>): ContactDocument => {
  const { isCustomer, openOpportunities: open, wonOpportunities: won, lostOpportunities: lost, leads } = document
  const hasDeals = open + won + lost > 0
  return Object.assign(document, {
    lifecycle: isCustomer ? 'customer' : hasDeals ? 'opportunity' : leads > 0 ? 'lead' : 'stranger',
    pipelineStatus: open > 0 ? 'inTalks' : won > 0 ? 'won' : lost > 0 ? 'lost' : 'none',
  } as const)
}

const noDeals: ContactDeals = { open: 0, won: 0, lost: 0, leads: 0, customerSince: null, codes: [], isLate: false }

type Fold<Data> = (document: ContactDocument | undefined, event: ViewEvent<Data>) => ContactDocument

const registered = (document: ContactDocument | undefined): ContactDocument => {
  if (!document) throw new TypeError('Something happened to a contact that was never registered')
  return document
}

/** Something about it changed, on a day that may lie before the last change. */
const changes =
  <Data>(change: (data: Data, document: ContactDocument, on: string) => Partial<ContactDocument>): Fold<Data> =>
  (known, { data, occurredOn }) => {
    const document = registered(known)
    const touchedOn = occurredOn > document.touchedOn ? occurredOn : document.touchedOn
    return Object.assign(document, change(data, document, occurredOn), { touchedOn })
  }
/** The same of what search finds it by. */
const changesTerms =
  <Data>(change: (data: Data, document: ContactDocument, on: string) => Partial<ContactDocument>): Fold<Data> =>
  (document, event) =>
    withTerms(changes(change)(document, event))

/** Something about it changed that is not shown here. */
const touched: Fold<object> = changes(() => ({}))

interface Address {
  readonly addressId: string
  readonly province: string | null
}
const addressesSet = (addresses: readonly Address[]): Pick<ContactDocument, 'addresses' | 'provinces'> => ({
  addresses: addresses.map(({ addressId, province }) => ({ addressId, province })),
  provinces: [...new Set(addresses.flatMap(({ province }) => province ?? []))].sort(),
})
const besides = ({ addresses }: ContactDocument, addressId: string) =>
  addresses.filter(address => address.addressId !== addressId)

const tagsSet = (taggedWith: ContactDocument['taggedWith']): Pick<ContactDocument, 'tags' | 'taggedWith'> => ({
  taggedWith,
  tags: [...new Set(taggedWith.map(({ label }) => label))].sort(),
})
const withoutTag = ({ taggedWith }: ContactDocument, key: string) => taggedWith.filter(tag => tag.key !== key)

type Taken = DataOf<ContactEvents['ContactMerged']>['taken'][number]['values']
type Gone = DataOf<ContactEvents['ContactUnmerged']>['gone']
const nothingGone: Pick<Gone, 'phones' | 'emails' | 'addresses' | 'tags'> = {
  phones: [],
  emails: [],
  addresses: [],
  tags: [],
}

const waysWith = (
  ways: Readonly<Record<string, string>>,
  gone: readonly string[],
  added: readonly (readonly [string, Personal<string>])[],
) =>
  added.reduce(
    (all, [id, value]) => withWay(all, id, value),
    gone.reduce((all, id) => withWay(all, id, null), { ...ways }),
  )

/**
 * What it has since values came from another contact, or went back to what they were.
 * @param moves whether the main number or address that it had is a further one since
 */
const withValues = (
  document: ContactDocument,
  values: Taken,
  gone: typeof nothingGone,
  moves: boolean,
): Partial<ContactDocument> => {
  const { name, kind, phone, email, term, accountManagerId, customer, supplier, archived } = values
  const phonesThere = moves && phone && document.phone !== null ? [[document.phoneId, document.phone] as const] : []
  const emailsThere = moves && email && document.email !== null ? [[document.emailId, document.email] as const] : []
  const addresses = [
    ...values.addresses
      .reduce(
        (all, address) => all.set(address.addressId, address),
        new Map<string, Address>(document.addresses.map(address => [address.addressId, address])),
      )
      .values(),
  ].filter(({ addressId }) => !gone.addresses.includes(addressId))
  const added = values.tags.map(tag => ({ key: tagKey(tag), label: tag.label }))
  const tags = [
    ...document.taggedWith.filter(({ key }) => !gone.tags.includes(key) && !added.some(tag => tag.key === key)),
    ...added,
  ]
  return {
    ...(name === undefined || name === null ? {} : called(name)),
    ...(kind === undefined ? {} : { kind }),
    ...(phone === undefined
      ? {}
      : { phone: phone && known(phone.number), phoneId: phone?.phoneId ?? document.phoneId }),
    ...(email === undefined
      ? {}
      : { email: email && known(email.address), emailId: email?.emailId ?? document.emailId }),
    furtherPhones: waysWith(
      document.furtherPhones,
      [...gone.phones, ...(moves && phone ? [phone.phoneId] : [])],
      [...phonesThere, ...values.phones.map(({ phoneId, number }) => [phoneId, number] as const)],
    ),
    furtherEmails: waysWith(
      document.furtherEmails,
      [...gone.emails, ...(moves && email ? [email.emailId] : [])],
      [...emailsThere, ...values.emails.map(({ emailId, address }) => [emailId, address] as const)],
    ),
    ...labelsOf(values),
    ...(term === undefined ? {} : { term }),
    ...(accountManagerId === undefined ? {} : { ownerId: accountManagerId }),
    ...(customer === undefined ? {} : customerSet(customer)),
    ...(supplier === undefined ? {} : { isSupplier: supplier !== null }),
    ...(archived === undefined ? {} : { archived }),
    ...addressesSet(addresses),
    ...tagsSet(tags),
  }
}
const customerSet = (customer: NonNullable<Taken['customer']> | null) => ({
  customerCode: customer && known(customer.code),
  becameCustomerBy: customer && customer.trigger,
})

/** The same of what everything else follows from. */
const changesAll =
  <Data>(change: (data: Data, document: ContactDocument, on: string) => Partial<ContactDocument>): Fold<Data> =>
  (document, event) =>
    derived(changesTerms(change)(document, event))

/** One document per contact, made to be listed and searched. */
export const contacts: View<ContactDocument> = defineView({
  name: 'contacts',
  version: 4,
  describe: 'Contacts and customers as they are now, for lists and search',
  document: contactDocument,
  indexes: [
    ['searchTerms'],
    ['sortKey'],
    ['isCustomer', 'sortKey'],
    ['ownerId', 'sortKey'],
    // whose accounts are counted whenever the rules give somebody something
    ['ownerId', 'isCustomer', 'mergedInto', 'archived', 'term'],
    ['group', 'sortKey'],
    ['lifecycle', 'sortKey'],
    ['pipelineStatus', 'sortKey'],
    ['registeredOn'],
    ['touchedOn'],
  ],
  aggregates: [contact],
  fedBy: contactDeals((document, { open, won, lost, leads, customerSince, codes } = noDeals) =>
    derived(
      Object.assign(withCodes(document, codes), {
        ...{ openOpportunities: open, wonOpportunities: won, lostOpportunities: lost, leads },
        customerSince,
        isCustomer: customerSince !== null,
      }),
    ),
  ),
  on: {
    ContactRegistered: (document, { streamId, occurredOn, data }) => {
      if (document) throw new TypeError('A contact was registered twice')
      const { name, kind, phone, email, profile, term, accountManagerId } = data
      return withTerms({
        contactId: streamId,
        lifecycle: 'stranger',
        pipelineStatus: 'none',
        openOpportunities: 0,
        wonOpportunities: 0,
        lostOpportunities: 0,
        leads: 0,
        mergedInto: null,
        ...called(name),
        kind,
        isCustomer: false,
        customerCode: null,
        customerCodes: [],
        customerSince: null,
        becameCustomerBy: null,
        phone: known(phone),
        phoneId: firstWayId,
        email: known(email),
        emailId: firstWayId,
        ...noProfile,
        ...labelsOf(profile),
        term,
        isSupplier: false,
        archived: false,
        tags: [],
        taggedWith: [],
        furtherPhones: {},
        furtherEmails: {},
        provinces: [],
        addresses: [],
        ownerId: accountManagerId,
        registeredOn: occurredOn,
        touchedOn: occurredOn,
      })
    },
    ContactRenamed: changesTerms(({ name }) => called(name)),
    ContactKindSet: changes(({ to }) => ({ kind: to })),
    ContactPhoneSet: changesTerms(({ phone }) => ({ phone: known(phone) })),
    ContactEmailSet: changesTerms(({ email }) => ({ email: known(email) })),
    ContactProfileSet: changes(({ to }) => labelsOf(to)),
    ContactTermSet: changes(({ to }) => ({ term: to })),
    ContactMainPhoneSet: changesTerms(({ from, to }, { furtherPhones }) => ({
      phone: known(to.number),
      phoneId: to.phoneId,
      furtherPhones: withWay(
        from && from.phoneId !== to.phoneId ? withWay(furtherPhones, from.phoneId, from.number) : furtherPhones,
        to.phoneId,
        null,
      ),
    })),
    ContactPhoneAdded: changesTerms(({ phone }, { furtherPhones }) => ({
      furtherPhones: withWay(furtherPhones, phone.phoneId, phone.number),
    })),
    ContactPhoneChanged: changesTerms(({ phone }, { furtherPhones }) => ({
      furtherPhones: withWay(furtherPhones, phone.phoneId, phone.number),
    })),
    ContactPhoneRemoved: changesTerms(({ phoneId }, { furtherPhones }) => ({
      furtherPhones: withWay(furtherPhones, phoneId, null),
    })),
    ContactMainEmailSet: changesTerms(({ from, to }, { furtherEmails }) => ({
      email: known(to.address),
      emailId: to.emailId,
      furtherEmails: withWay(
        from && from.emailId !== to.emailId ? withWay(furtherEmails, from.emailId, from.address) : furtherEmails,
        to.emailId,
        null,
      ),
    })),
    ContactEmailAdded: changesTerms(({ email }, { furtherEmails }) => ({
      furtherEmails: withWay(furtherEmails, email.emailId, email.address),
    })),
    ContactEmailChanged: changesTerms(({ email }, { furtherEmails }) => ({
      furtherEmails: withWay(furtherEmails, email.emailId, email.address),
    })),
    ContactEmailRemoved: changesTerms(({ emailId }, { furtherEmails }) => ({
      furtherEmails: withWay(furtherEmails, emailId, null),
    })),
    ContactTagged: changes(({ tag }, document) =>
      tagsSet([...withoutTag(document, tagKey(tag)), { key: tagKey(tag), label: tag.label }]),
    ),
    ContactUntagged: changes(({ tag }, document) => tagsSet(withoutTag(document, tagKey(tag)))),
    ContactBecameSupplier: changes(() => ({ isSupplier: true })),
    ContactArchived: changes(() => ({ archived: true })),
    ContactUnarchived: changes(() => ({ archived: false })),
    ContactAccountManagerSet: changes(({ to }) => ({ ownerId: to })),
    ContactAddressAdded: changes(({ address }, document) => addressesSet([...document.addresses, address])),
    ContactAddressChanged: changes(({ address }, document) =>
      addressesSet([...besides(document, address.addressId), address]),
    ),
    ContactAddressRemoved: changes(({ addressId }, document) => addressesSet(besides(document, addressId))),
    ContactMainAddressSet: touched,
    ContactProspectiveAsSet: touched,
    ContactTaxCodeSet: touched,
    ContactDemographicsSet: touched,
    ContactCustomFieldsSet: touched,
    ContactExternalIdSet: touched,
    ContactPositionTaken: touched,
    ContactPositionChanged: touched,
    ContactPositionLeft: touched,
    ContactNoteAdded: touched,
    ContactNoteChanged: touched,
    ContactNoteRemoved: touched,
    ContactBecameCustomer: changesTerms(({ code, trigger }) => ({
      isCustomer: true,
      lifecycle: 'customer',
      customerCode: known(code),
      becameCustomerBy: trigger,
    })),
    ContactMergedInto: changes(({ survivorId }) => ({ mergedInto: survivorId })),
    ContactSetApart: changes(() => ({ mergedInto: null })),
    ContactMerged: changesAll(({ taken }, document) =>
      taken.reduce<ContactDocument>(
        (whole, { values }) => ({ ...whole, ...withValues(whole, values, nothingGone, true) }),
        document,
      ),
    ),
    ContactUnmerged: changesAll(({ values, gone }, document) => withValues(document, values, gone, false)),
  },
})
