// What a conversion is to make, as its request fixes it: a storage contract, part of `LeadConversionRequested`.
import { z } from 'zod'
import { catalogueEntryStored } from '../kernel/catalogue-entry.ts'
import { customStored } from '../kernel/custom-fields.ts'
import { externalIdsStored } from '../kernel/external-ids.ts'
import { storedMoney } from '../kernel/money.ts'
import { personal } from '../kernel/personal.ts'
import { day, id } from '../kernel/values.ts'

export const conversionMode = z.enum(['newOpportunity', 'intoOpportunity', 'customerOnly'])

const entry = (what: string) => catalogueEntryStored.nullable().describe(what)
const said = (what: string) => personal(z.string()).nullable().describe(what)

const newOpportunity = z.object({
  title: personal(z.string()).describe('What it is about'),
  pipelineId: id('pipeline').nullable().describe('Which pipeline; null the standard one'),
  stageId: id('stage').nullable().describe('Which stage; null the first'),
  ownerId: id('staff member').nullable().describe('Salesperson; null nobody'),
  teamId: id('sales team').nullable().describe('Sales team it counts for; null none'),
  expectedRevenue: storedMoney.nullable().describe('Expected revenue; null the sum of the lines'),
  expectedCloseOn: day.nullable().describe('Day on which it is expected to close'),
  tags: z.array(catalogueEntryStored).describe('Tags'),
  externalIds: externalIdsStored.describe('What other systems call it'),
  custom: customStored.describe('The company’s own fields'),
})

const newContact = z.object({
  kind: z.enum(['individual', 'organisation']).describe('Person or organisation'),
  name: personal(z.string()).describe('Name'),
  phone: said('Phone number, E.164'),
  email: said('E-mail address'),
  industry: entry('Industry'),
  size: entry('Size of the organisation'),
  group: entry('Customer group'),
  territory: entry('Territory'),
  source: entry('Where the lead came from: the source of the contact, and of the customer that it may become'),
  accountManagerId: id('staff member').nullable().describe('Account manager'),
  address: z
    .object({
      addressId: id('address'),
      street: said('House number and street'),
      ward: said('Ward or commune'),
      district: said('District'),
      province: z.string().nullable().describe('Province or city'),
      country: z.string().nullable().describe('Country'),
      postalCode: said('Postal code'),
    })
    .nullable()
    .describe('Address; null none'),
  tags: z.array(catalogueEntryStored).describe('Tags'),
  noteIds: z.array(id('note')).describe('Notes of the lead that it gets'),
  remark: said('What is known of the lead and has no field of a contact'),
  externalIds: externalIdsStored.describe('What other systems call it'),
  custom: customStored.describe('The company’s own fields'),
})

const person = z.object({
  contactId: id('contact').describe('Contact that is made of the person'),
  employmentId: id('employment'),
  name: personal(z.string()).describe('Name'),
  phone: said('Phone number, E.164'),
  email: said('E-mail address'),
  accountManagerId: id('staff member').nullable().describe('Account manager'),
  position: entry('Position in the organisation'),
})

/** Every id and value that the steps of a conversion need, so that they are the same however often they are begun. */
export const conversionRequested = {
  mode: conversionMode.describe('Into a new opportunity, into one that is there, or to a customer without one'),
  opportunity: z
    .object({
      opportunityId: id('opportunity'),
      opening: newOpportunity.nullable().describe('What is opened; null where it is there already'),
      tags: z.array(catalogueEntryStored).describe('Tags that one gets which is there already'),
    })
    .nullable()
    .describe('The opportunity; null without one'),
  customer: z
    .object({
      choice: z.enum(['create', 'link']).describe('A contact to be made, or one that is there'),
      contactId: id('contact'),
      registration: newContact.nullable().describe('What is registered; null where it is there already'),
      becomesCustomer: z.boolean().describe('It is to be a customer, if it is not one already'),
      code: said('Customer code; null the company’s next'),
      source: entry('Source of a customer that is there already and has none'),
      person: person.nullable().describe('Whom the organisation is reached through; null nobody is known'),
    })
    .nullable()
    .describe('Whom it is for; null nobody is said'),
}
