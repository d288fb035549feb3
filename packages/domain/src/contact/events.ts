// A storage contract: a released schema never changes. A change is a new version; the old one moves to `older`.
import { z } from 'zod'
import { catalogueEntryStored } from '../kernel/catalogue-entry.ts'
import { customChangesStored, customStored } from '../kernel/custom-fields.ts'
import { defineEvents } from '../kernel/events.ts'
import { externalIdChangeStored, externalIdsStored } from '../kernel/external-ids.ts'
import { personal } from '../kernel/personal.ts'
import { day, id } from '../kernel/values.ts'
import { mergingEvents } from '../merging/stored.ts'
import { olderContactEvents } from './older-events.ts'
import {
  address,
  contactKind,
  contactPartsGone,
  contactTerm,
  contactValues,
  customerTrigger,
  demographics,
  email,
  employment,
  entry,
  note,
  person,
  phone,
  profile,
  profileChange,
  prospectiveAs,
  supplierTrigger,
  taxCode,
} from './stored.ts'

const merging = mergingEvents('contact')

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
        rule: z.string().nullable().describe('Rule that it was given by; null by hand'),
      })
      .describe('Somebody else manages the account'),
    ContactAssignmentRequested: z
      .object({ requestId: id('assignment request') })
      .describe('Nobody manages the customer: the company’s rules are to give it to somebody'),
    ContactAssignmentRefused: z
      .object({
        requestId: id('assignment request'),
        code: z.string().describe('Why not: the code of a rejection'),
      })
      .describe('The rules gave the customer to nobody: it waits to be given by hand, or was by then'),
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
    ContactMergeRequested: merging.requested.describe('Other contacts are the same as this one, and become part of it'),
    ContactMergedInto: merging.into.describe('It is the same as another contact, which stands for it from now on'),
    ContactMerged: merging
      .merged(contactValues)
      .describe('Other contacts became part of it, or give it what it lacks since another was parted from it'),
    ContactMergeRefused: merging.refused.describe('The others did not become part of it'),
    ContactAddressedAs: merging.addressed.describe('What comes next was said of a contact that had become part of it'),
    ContactUnmergeRequested: merging.unmergeRequested.describe('Contacts that became part of it are others after all'),
    ContactSetApart: merging.setApart.describe('It stands for itself again'),
    ContactUnmerged: merging
      .unmerged(contactValues, contactPartsGone)
      .describe('Contacts that were part of it are not any more'),
  },
  olderContactEvents,
)

type Inferred = typeof events
export interface ContactEvents extends Inferred {} // a name for hovers and errors
export const contactEvents: ContactEvents = events
