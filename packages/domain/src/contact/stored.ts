// What events of a contact are made of: a storage contract, like the events themselves.
import { z } from 'zod'
import { catalogueEntryStored } from '../kernel/catalogue-entry.ts'
import { customStored } from '../kernel/custom-fields.ts'
import { externalIdsStored } from '../kernel/external-ids.ts'
import { personal } from '../kernel/personal.ts'
import { day, id } from '../kernel/values.ts'

export const person = id('person').describe('Whom the personal fields are about')
export const entry = (what: string) => catalogueEntryStored.nullable().describe(what)
export const contactKind = z.enum(['individual', 'organisation']).describe('Person or organisation')
export const contactTerm = z.enum(['regular', 'oneOff']).describe('Regular, or for one deal only')
export const prospectiveAs = z.enum(['customer', 'supplier', 'both']).describe('What it may become')
export const customerTrigger = z
  .enum(['manual', 'import', 'leadConversion', 'opportunityWon', 'order', 'contract', 'invoice', 'payment', 'sale'])
  .describe('What made it a customer')
export const supplierTrigger = z
  .enum(['manual', 'import', 'purchase', 'goodsReceipt', 'invoice', 'payment'])
  .describe('What made it a supplier')
export const gender = z.enum(['female', 'male', 'other']).describe('Gender')

const label = personal(z.string()).nullable().describe('What it is for: office, private …')
export const phone = z.object({
  phoneId: id('phone number'),
  label,
  number: personal(z.string()).describe('Phone number, E.164'),
})
export const email = z.object({
  emailId: id('e-mail address'),
  label,
  address: personal(z.string()).describe('E-mail address'),
})
export const address = z.object({
  addressId: id('address'),
  label: z.string().nullable().describe('What it is for: office, delivery …'),
  street: personal(z.string()).nullable().describe('House number and street'),
  ward: personal(z.string()).nullable().describe('Ward or commune'),
  district: personal(z.string()).nullable().describe('District'),
  province: z.string().nullable().describe('Province or city'),
  country: z.string().nullable().describe('Country'),
  postalCode: personal(z.string()).nullable().describe('Postal code'),
})

export const profile = z.object({
  industry: entry('Industry'),
  size: entry('Size of the organisation'),
  group: entry('Customer group'),
  territory: entry('Territory'),
  contactStatus: entry('How far it has been talked to'),
  contactSource: entry('Where the contact comes from'),
  customerSource: entry('What made it a customer'),
})
export const profileChange = profile.exactPartial()

export const taxCode = personal(z.string())
  .nullable()
  .describe('Tax code; an individual’s may be the number of an identity card')

const demographicFields = {
  birthDate: personal(day).nullable().describe('Date of birth'),
  gender: personal(gender).nullable().describe('Gender'),
  areaOfResidence: personal(z.string()).nullable().describe('Where the person lives'),
  occupation: personal(z.string()).nullable().describe('Occupation'),
  ownBusiness: personal(z.boolean()).nullable().describe('Whether the person has a business'),
}
export const demographics = z.object(demographicFields).exactPartial()

export const employment = z.object({
  employmentId: id('employment'),
  organisationId: id('contact').describe('Which organisation'),
  position: entry('Position there'),
  since: day.nullable().describe('Since when, where that is known'),
})

export const note = z.object({ noteId: id('note'), text: personal(z.string()).describe('What was noted') })

/** Values that go from one contact to another: those that are said. */
const values = z
  .object({
    name: personal(z.string()).nullable().describe('Name'),
    kind: contactKind,
    phone: phone.nullable().describe('Main phone number; null none'),
    email: email.nullable().describe('Main e-mail address; null none'),
    ...profile.shape,
    term: contactTerm,
    prospectiveAs: prospectiveAs.nullable(),
    taxCode,
    accountManagerId: id('staff member').nullable().describe('Account manager'),
    ...demographicFields,
    customer: z
      .object({ code: personal(z.string()).describe('Customer code'), trigger: customerTrigger })
      .nullable()
      .describe('As a customer; null none'),
    supplier: z.object({ trigger: supplierTrigger }).nullable().describe('As a supplier; null none'),
    archived: z.boolean().describe('Whether it is put away'),
    mainAddressId: id('address').nullable().describe('Said to be the main address; null none'),
  })
  .exactPartial()
const lists = {
  phones: z.array(phone).describe('Further phone numbers'),
  emails: z.array(email).describe('Further e-mail addresses'),
  addresses: z.array(address).describe('Addresses'),
  employments: z.array(employment).describe('Organisations that the person works for'),
  tags: z.array(catalogueEntryStored).describe('Tags'),
  notes: z.array(note).describe('Notes'),
  externalIds: externalIdsStored.describe('What other systems call it'),
  custom: customStored.describe('The company’s own fields'),
}
/** What a contact gets from another one, or has again. */
export const contactValues = z.object({ ...values.shape, ...lists })
const keys = (what: string) => z.array(z.string()).describe(what)
/** What it has no longer, by what tells each apart. */
export const contactPartsGone = z.object({
  phones: keys('Further phone numbers, by id'),
  emails: keys('Further e-mail addresses, by id'),
  addresses: keys('Addresses, by id'),
  employments: keys('Employments, by id'),
  tags: keys('Tags, by entry or label'),
  notes: keys('Notes, by id'),
  externalIds: keys('Other systems'),
  custom: keys('Names of the company’s own fields'),
})
