// What events of a lead are made of: a storage contract, like the events themselves.
import { z } from 'zod'
import { catalogueEntryStored } from '../kernel/catalogue-entry.ts'
import { personal } from '../kernel/personal.ts'
import { day, id } from '../kernel/values.ts'

export const person = id('person').describe(
  'Whom the personal fields are about; the lead’s own id where nobody is known',
)
export const entry = (what: string) => catalogueEntryStored.nullable().describe(what)
const said = (what: string) => personal(z.string()).nullable().describe(what)

export const names = {
  title: said('What it is about'),
  name: said('Name of the person'),
  organisationName: said('Name of the organisation'),
}

export const address = z
  .object({
    street: said('House number and street'),
    ward: said('Ward or commune'),
    district: said('District'),
    province: z.string().nullable().describe('Province or city'),
    country: z.string().nullable().describe('Country'),
    postalCode: said('Postal code'),
  })
  .nullable()
  .describe('Address; null none')
export const reach = {
  phone: said('Phone number, E.164'),
  email: said('E-mail address'),
  website: said('Website'),
  address,
}

export const profile = {
  kind: z.enum(['individual', 'organisation']).describe('Person or organisation'),
  position: entry('Position of the person'),
  industry: entry('Industry'),
  size: entry('Size of the organisation'),
  group: entry('Customer group'),
  territory: entry('Territory'),
  source: entry('Where it came from'),
  campaign: entry('Campaign that brought it'),
}
export const profileChange = z.object(profile).exactPartial()

export const need = z
  .object({
    productIds: z.array(id('product')).describe('Products wanted'),
    description: said('What is wanted, in words'),
    strength: z.enum(['wish', 'need']).nullable().describe('How strongly: a wish, or a need'),
    when: z.enum(['now', 'later']).nullable().describe('Wanted now, or in the future'),
    wantedOn: day.nullable().describe('Day on which it is wanted'),
    canAfford: z.boolean().nullable().describe('Whether the money is there'),
  })
  .nullable()
export const tag = catalogueEntryStored.describe('Tag')
export const note = { noteId: id('note'), text: personal(z.string()).describe('What was noted') }
export const rating = z.enum(['cold', 'warm', 'hot']).nullable()
export const lostReason = entry('Why; null where no reason is known')
export const remark = said('What was said about it')
export const answer = personal(z.string()).describe('The answer')
