// A storage contract: a released schema never changes. A change is a new version; the old one moves to `older`.
import { z } from 'zod'
import { customChangesStored, customStored } from '../kernel/custom-fields.ts'
import { defineEvents } from '../kernel/events.ts'
import { externalIdChangeStored, externalIdsStored } from '../kernel/external-ids.ts'
import { personal } from '../kernel/personal.ts'
import { id } from '../kernel/values.ts'

const person = id('person').describe('Whom the personal fields are about')
const entry = (what: string) => z.string().nullable().describe(what)
export const contactKind = z.enum(['individual', 'organisation']).describe('Person or organisation')
export const customerTrigger = z
  .enum(['manual', 'import', 'leadConversion', 'opportunityWon', 'order', 'contract', 'invoice', 'payment'])
  .describe('What made it a customer')

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
})
const profileChange = z.object({
  industry: profile.shape.industry.exactOptional(),
  size: profile.shape.size.exactOptional(),
  group: profile.shape.group.exactOptional(),
  territory: profile.shape.territory.exactOptional(),
})

const events = defineEvents({
  ContactRegistered: z
    .object({
      personId: person,
      kind: contactKind,
      name: personal(z.string()).describe('Name'),
      phone: personal(z.string()).nullable().describe('Phone number, E.164'),
      email: personal(z.string()).nullable().describe('E-mail address'),
      profile: profile.describe('What kind of contact it is'),
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
    .describe('The contact has another phone number'),
  ContactEmailSet: z
    .object({ personId: person, email: personal(z.string()).nullable().describe('E-mail address since') })
    .describe('The contact has another e-mail address'),
  ContactProfileSet: z
    .object({ from: profileChange.describe('Before, of what changed'), to: profileChange.describe('Since') })
    .describe('Industry, size, group or territory changed'),
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
  ContactAddressAdded: z
    .object({ personId: person, address: address.describe('The address') })
    .describe('The contact has one more address'),
  ContactAddressChanged: z
    .object({ personId: person, address: address.describe('The address since') })
    .describe('An address of the contact changed'),
  ContactAddressRemoved: z.object({ addressId: id('address') }).describe('The contact no longer has an address'),
  ContactBecameCustomer: z
    .object({
      personId: person,
      code: personal(z.string()).describe('Customer code, unique in the company; it may be a name or a phone number'),
      trigger: customerTrigger,
      documentId: z.uuid().nullable().describe('The order, contract, invoice or other thing that did'),
    })
    .describe('The contact became a customer'),
})

type Inferred = typeof events
export interface ContactEvents extends Inferred {} // a name for hovers and errors
export const contactEvents: ContactEvents = events
