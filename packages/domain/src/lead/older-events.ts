// Versions of the lead's events that were released and have been replaced. They decode for ever.
import { z } from 'zod'
import { catalogueEntryStored } from '../kernel/catalogue-entry.ts'
import { customStored } from '../kernel/custom-fields.ts'
import { olderVersion } from '../kernel/events.ts'
import { personal } from '../kernel/personal.ts'
import { id } from '../kernel/values.ts'

const entry = catalogueEntryStored.nullable()
const said = personal(z.string()).nullable()

const newOpportunity = z.object({
  title: personal(z.string()),
  pipelineId: id('pipeline').nullable(),
  stageId: id('stage').nullable(),
  ownerId: id('staff member').nullable(),
  teamId: id('sales team').nullable(),
  tags: z.array(catalogueEntryStored),
  custom: customStored,
})

const newContact = z.object({
  kind: z.enum(['individual', 'organisation']),
  name: personal(z.string()),
  phone: said,
  email: said,
  industry: entry,
  size: entry,
  group: entry,
  territory: entry,
  source: entry,
  accountManagerId: id('staff member').nullable(),
  address: z
    .object({
      addressId: id('address'),
      street: said,
      ward: said,
      district: said,
      province: z.string().nullable(),
      country: z.string().nullable(),
      postalCode: said,
    })
    .nullable(),
  custom: customStored,
})

export const olderLeadEvents = {
  LeadConversionRequested: [
    olderVersion(
      z.object({
        conversionId: id('conversion'),
        personId: id('person'),
        mode: z.enum(['newOpportunity', 'intoOpportunity', 'customerOnly']),
        opportunity: z
          .object({
            opportunityId: id('opportunity'),
            opening: newOpportunity.nullable(),
          })
          .nullable(),
        customer: z
          .object({
            choice: z.enum(['create', 'link']),
            contactId: id('contact'),
            registration: newContact.nullable(),
            becomesCustomer: z.boolean(),
            code: said,
          })
          .nullable(),
      }),
      // what nobody asked for then is not made of it now either
      ({ opportunity, customer, ...kept }) => ({
        ...kept,
        opportunity: opportunity && {
          ...opportunity,
          opening: opportunity.opening && {
            ...opportunity.opening,
            expectedRevenue: null,
            expectedCloseOn: null,
            externalIds: [],
          },
          tags: [],
        },
        customer: customer && {
          ...customer,
          registration: customer.registration && {
            ...customer.registration,
            tags: [],
            noteIds: [],
            remark: null,
            externalIds: [],
          },
          source: null,
          person: null,
        },
      }),
    ),
  ],
} as const
