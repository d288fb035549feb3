// Which contacts the history of a lead, an opportunity, a purchase or a person is part of the history of: what a contact's timeline is read by.
import { contact, id, lead, opportunity, purchase } from '@eventcrm/domain'
import { addSorted, defineView, type View, type ViewEvent } from '@eventcrm/projection'
import { z } from 'zod'

const relation = z.object({
  contactId: id('contact'),
  as: z
    .enum(['customer', 'person', 'lead', 'organisation', 'buyer'])
    .describe(
      'Whom an opportunity is for, or who is involved; what a lead was converted for; whom a person works for; who bought',
    ),
  employmentId: z.string().nullable().describe('Of a person who works for it: which employment; null else'),
  until: z.string().nullable().describe('Place in the log of the event that ended it; null while it lasts'),
})
type Relation = z.output<typeof relation>

export const relationDocument = z.object({
  id: z.uuid().describe('Its id'),
  category: z.enum(['lead', 'opportunity', 'contact', 'purchase']).describe('What it is'),
  contactIds: z.array(id('contact')).describe('Every contact that it ever concerned'),
  relations: z.array(relation).describe('Which contacts it concerns, as what, and until when'),
  leadIds: z.array(id('lead')).describe('Of an opportunity: leads that became it'),
})
type Document = z.output<typeof relationDocument>
export interface RelationDocument extends Document {} // a name for hovers and errors

type Category = Document['category']
type Fold<Data> = (document: RelationDocument | undefined, event: ViewEvent<Data>) => RelationDocument
type Begun = Pick<Relation, 'contactId' | 'as'> & Partial<Pick<Relation, 'employmentId'>>

const ended = (document: RelationDocument, position: string, which: (relation: Relation) => boolean): void => {
  for (const one of document.relations) if (one.until === null && which(one)) one.until = position
}

const changes =
  (category: Category) =>
  <Data>(
    change: (data: Data) => {
      readonly begins?: Begun | null
      readonly ends?: (relation: Relation) => boolean
      readonly took?: string
      readonly released?: string
    },
  ): Fold<Data> =>
  (known, { streamId, position, data }) => {
    const document = known ?? { id: streamId, category, contactIds: [], relations: [], leadIds: [] }
    const { begins, ends, took, released } = change(data)
    if (ends) ended(document, position, ends)
    if (begins) {
      document.relations.push({ employmentId: null, until: null, ...begins })
      addSorted(document.contactIds, begins.contactId)
    }
    if (took !== undefined) addSorted(document.leadIds, took)
    return released === undefined
      ? document
      : Object.assign(document, { leadIds: document.leadIds.filter(leadId => leadId !== released) })
  }
const ofOpportunity = changes('opportunity')
const ofLead = changes('lead')
const ofPerson = changes('contact')
const ofPurchase = changes('purchase')

const customer = (contactId: string | null): Begun | null => (contactId === null ? null : { contactId, as: 'customer' })
const isCustomer = ({ as }: Relation) => as === 'customer'
const isPerson =
  (id: string) =>
  ({ as, contactId }: Relation) =>
    as === 'person' && contactId === id
const converted = ({ customerId }: { readonly customerId: string | null }) => ({
  begins: customerId === null ? null : ({ contactId: customerId, as: 'lead' } as const),
})

/** One document per lead, opportunity, purchase and employed person that concerns a contact. */
export const relations: View<RelationDocument> = defineView({
  name: 'relations',
  version: 2,
  describe: 'Which contacts leads, opportunities, purchases and persons concern, as what: timelines are read by it',
  document: relationDocument,
  indexes: [['contactIds']],
  aggregates: [opportunity, lead, contact, purchase],
  on: {
    OpportunityOpened: ofOpportunity(({ customerId }) => ({ begins: customer(customerId) })),
    OpportunityCustomerLinked: ofOpportunity(({ to }) => ({ ends: isCustomer, begins: customer(to) })),
    OpportunityPersonAdded: ofOpportunity(({ contactId }) => ({
      ends: isPerson(contactId),
      begins: { contactId, as: 'person' },
    })),
    OpportunityPersonRemoved: ofOpportunity(({ contactId }) => ({ ends: isPerson(contactId) })),
    OpportunityLeadTaken: ofOpportunity(({ leadId }) => ({ took: leadId })),
    OpportunityLeadReleased: ofOpportunity(({ leadId }) => ({ released: leadId })),
    LeadConvertedToOpportunity: ofLead(converted),
    LeadConvertedToCustomer: ofLead(converted),
    ContactPositionTaken: ofPerson(({ employment: { organisationId, employmentId } }) => ({
      begins: { contactId: organisationId, as: 'organisation', employmentId },
    })),
    ContactPositionLeft: ofPerson(({ employment: { employmentId } }) => ({
      ends: relation => relation.employmentId === employmentId,
    })),
    PurchaseRecorded: ofPurchase(({ customerId }) => ({ begins: { contactId: customerId, as: 'buyer' } })),
  },
})
