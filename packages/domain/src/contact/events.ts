// A storage contract: a released schema never changes. A change is a new version; the old one moves to `older`.
import { z } from 'zod'
import { catalogueEntryStored } from '../kernel/catalogue-entry.ts'
import { customChangesStored, customStored } from '../kernel/custom-fields.ts'
import { defineEvents } from '../kernel/events.ts'
import { externalIdChangeStored, externalIdsStored } from '../kernel/external-ids.ts'
import { personal } from '../kernel/personal.ts'
import { day, id } from '../kernel/values.ts'
import { olderContactEvents } from './older-events.ts'

const person = id('person').describe('Whom the personal fields are about')
const entry = (what: string) => catalogueEntryStored.nullable().describe(what)
export const contactKind = z.enum(['individual', 'organisation']).describe('Person or organisation')
export const contactTerm = z.enum(['regular', 'oneOff']).describe('Regular, or for one deal only')
export const prospectiveAs = z.enum(['customer', 'supplier', 'both']).describe('What it may become')
export const customerTrigger = z
  .enum(['manual', 'import', 'leadConversion', 'opportunityWon', 'order', 'contract', 'invoice', 'payment'])
  .describe('What made it a customer')
export const supplierTrigger = z
  .enum(['manual', 'import', 'purchase', 'goodsReceipt', 'invoice', 'payment'])
  .describe('What made it a supplier')
export const gender = z.enum(['female', 'male', 'other']).describe('Gender')

const label = personal(z.string()).nullable().describe('What it is for: office, private …')
const phone = z.object({
  phoneId: id('phone number'),
  label,
  number: personal(z.string()).describe('Phone number, E.164'),
})
const email = z.object({
  emailId: id('e-mail address'),
  label,
  address: personal(z.string()).describe('E-mail address'),
})
const address = z.object({
  addressId: id('address'),
  label: z.string().nullable().describe('What it is for: office, delivery …'),
  street: personal(z.string()).nullable().describe('House number and street'),
  ward: personal(z.string()).nullable().describe('Ward or commune'),
  district: personal(z.string()).nullable().describe('District'),
  province: z.string().nullable().describe('Province or city'),
  country: z.string().nullable().describe('Country'),
  postalCode: personal(z.string()).nullable().describe('Postal code'),
})

const profile = z.object({
  industry: entry('Industry'),
  size: entry('Size of the organisation'),
  group: entry('Customer group'),
  territory: entry('Territory'),
  contactStatus: entry('How far it has been talked to'),
  contactSource: entry('Where the contact comes from'),
  customerSource: entry('What made it a customer'),
})
const profileChange = profile.exactPartial()

const taxCode = personal(z.string())
  .nullable()
  .describe('Tax code; an individual’s may be the number of an identity card')

const demographics = z.object({
  birthDate: personal(day).nullable().describe('Date of birth').exactOptional(),
  gender: personal(gender).nullable().describe('Gender').exactOptional(),
  areaOfResidence: personal(z.string()).nullable().describe('Where the person lives').exactOptional(),
  occupation: personal(z.string()).nullable().describe('Occupation').exactOptional(),
  ownBusiness: personal(z.boolean()).nullable().describe('Whether the person has a business').exactOptional(),
})

const employment = z.object({
  employmentId: id('employment'),
  organisationId: id('contact').describe('Which organisation'),
  position: entry('Position there'),
  since: day.nullable().describe('Since when, where that is known'),
})

const note = z.object({ noteId: id('note'), text: personal(z.string()).describe('What was noted') })

const events = defineEvents(
  {
    ContactRegistered: z
      .object({
        personId: person,
        kind: contactKind,
        name: personal(z.string()).describe('Name'),
        phone: personal(z.string()).nullable().describe('Main phone number, E.164'),
        email: personal(z.string()).nullable().describe('Main e-mail address'),
        profile: profile.describe('What kind of contact it is'),
        term: contactTerm,
        taxCode,
        accountManagerId: id('staff member').nullable().describe('Account manager'),
        externalIds: externalIdsStored.describe('What other systems call it'),
        custom: customStored.describe('The company’s own fields'),
      })
      .describe('A person or organisation was entered in the directory'),
    ContactRenamed: z
      .object({ personId: person, name: personal(z.string()).describe('Name') })
      .describe('The contact has another name'),
    ContactKindSet: z
      .object({ from: contactKind.describe('What it was taken for'), to: contactKind.describe('What it is') })
      .describe('The contact is an organisation instead of a person, or the other way round'),
    ContactPhoneSet: z
      .object({ personId: person, phone: personal(z.string()).nullable().describe('Phone number since, E.164') })
      .describe('The main phone number of the contact changed'),
    ContactMainPhoneSet: z
      .object({
        personId: person,
        from: phone.nullable().describe('Main number before, which stays as a further one if it has another id'),
        to: phone.describe('Main number since'),
      })
      .describe('Another phone number is the main one, or the main one is for something else'),
    ContactPhoneAdded: z
      .object({ personId: person, phone: phone.describe('The number') })
      .describe('The contact has one more phone number'),
    ContactPhoneChanged: z
      .object({ personId: person, phone: phone.describe('The number since') })
      .describe('A further phone number of the contact changed'),
    ContactPhoneRemoved: z
      .object({ phoneId: id('phone number') })
      .describe('The contact no longer has one of the further phone numbers'),
    ContactEmailSet: z
      .object({ personId: person, email: personal(z.string()).nullable().describe('E-mail address since') })
      .describe('The main e-mail address of the contact changed'),
    ContactMainEmailSet: z
      .object({
        personId: person,
        from: email.nullable().describe('Main address before, which stays as a further one if it has another id'),
        to: email.describe('Main address since'),
      })
      .describe('Another e-mail address is the main one, or the main one is for something else'),
    ContactEmailAdded: z
      .object({ personId: person, email: email.describe('The address') })
      .describe('The contact has one more e-mail address'),
    ContactEmailChanged: z
      .object({ personId: person, email: email.describe('The address since') })
      .describe('A further e-mail address of the contact changed'),
    ContactEmailRemoved: z
      .object({ emailId: id('e-mail address') })
      .describe('The contact no longer has one of the further e-mail addresses'),
    ContactAddressAdded: z
      .object({ personId: person, address: address.describe('The address') })
      .describe('The contact has one more address'),
    ContactAddressChanged: z
      .object({ personId: person, address: address.describe('The address since') })
      .describe('An address of the contact changed'),
    ContactAddressRemoved: z.object({ addressId: id('address') }).describe('The contact no longer has an address'),
    ContactMainAddressSet: z
      .object({
        from: id('address').nullable().describe('Said to be the main one before; null when none was'),
        to: id('address').describe('Main one since'),
      })
      .describe('Another address is the main one'),
    ContactProfileSet: z
      .object({ from: profileChange.describe('Before, of what changed'), to: profileChange.describe('Since') })
      .describe('Industry, size, group, territory, status or a source changed'),
    ContactTermSet: z
      .object({ from: contactTerm.describe('Before'), to: contactTerm.describe('Since') })
      .describe('The contact is a regular one, or one for one deal only'),
    ContactProspectiveAsSet: z
      .object({
        from: prospectiveAs.nullable().describe('Before; null not said'),
        to: prospectiveAs.nullable().describe('Since; null not said'),
      })
      .describe('What the contact may become is seen otherwise'),
    ContactTaxCodeSet: z.object({ personId: person, taxCode }).describe('The contact has another tax code'),
    ContactDemographicsSet: z
      .object({ personId: person, demographics: demographics.describe('What was said, null that it is unknown') })
      .describe('What is known of the person’s life changed'),
    ContactAccountManagerSet: z
      .object({
        from: id('staff member').nullable().describe('Account manager before'),
        to: id('staff member').nullable().describe('Account manager since'),
      })
      .describe('Somebody else manages the account'),
    ContactCustomFieldsSet: z
      .object({ personId: person, custom: customChangesStored.describe('The fields that were set; null cleared') })
      .describe('Fields of the company’s own were set or cleared'),
    ContactExternalIdSet: z
      .object({ personId: person, ...externalIdChangeStored })
      .describe('Another system calls the contact something else'),
    ContactPositionTaken: z
      .object({ employment: employment.describe('The employment') })
      .describe('The person works for an organisation'),
    ContactPositionChanged: z
      .object({
        employmentId: id('employment'),
        from: entry('Position before'),
        to: entry('Position since'),
      })
      .describe('The person has another position in an organisation'),
    ContactPositionLeft: z
      .object({
        employment: employment.describe('The employment'),
        until: day.nullable().describe('Last day, where known'),
      })
      .describe('The person no longer works for an organisation'),
    ContactTagged: z.object({ tag: catalogueEntryStored.describe('Tag') }).describe('The contact got a tag'),
    ContactUntagged: z.object({ tag: catalogueEntryStored.describe('Tag') }).describe('The contact lost a tag'),
    ContactNoteAdded: z
      .object({ personId: person, note: note.describe('The note') })
      .describe('Something was noted about the contact'),
    ContactNoteChanged: z
      .object({ personId: person, note: note.describe('The note since') })
      .describe('A note about the contact was reworded'),
    ContactNoteRemoved: z.object({ noteId: id('note') }).describe('A note about the contact was taken away'),
    ContactBecameCustomer: z
      .object({
        personId: person,
        code: personal(z.string()).describe('Customer code, unique in the company; it may be a name or a phone number'),
        trigger: customerTrigger,
        documentId: z.uuid().nullable().describe('The order, contract, invoice or other thing that did'),
      })
      .describe('The contact became a customer'),
    ContactBecameSupplier: z
      .object({
        trigger: supplierTrigger,
        documentId: z.uuid().nullable().describe('The purchase, invoice or other thing that did'),
      })
      .describe('The contact became a supplier'),
    ContactArchived: z.object({}).describe('The contact was put away: lists show it apart'),
    ContactUnarchived: z.object({}).describe('The contact is in use again'),
  },
  olderContactEvents,
)

type Inferred = typeof events
export interface ContactEvents extends Inferred {} // a name for hovers and errors
export const contactEvents: ContactEvents = events
