// A storage contract: a released schema never changes. A change is a new version; the old one moves to `older`.
import { z } from 'zod'
import { catalogueEntryStored, labelled } from '../kernel/catalogue-entry.ts'
import { customChangesStored, customStored } from '../kernel/custom-fields.ts'
import { defineEvents, olderVersion } from '../kernel/events.ts'
import { externalIdChangeStored, externalIdsStored } from '../kernel/external-ids.ts'
import { personal } from '../kernel/personal.ts'
import { storedMoney } from '../kernel/money.ts'
import { day, id, percent } from '../kernel/values.ts'
import { assignmentStored as assignment } from '../sales-team/assignment.ts'

/** A stage as it stood when an opportunity entered it, so that no later change of the pipeline changes a past report. */
const stage = z.object({
  pipelineId: id('pipeline'),
  stageId: id('stage'),
  name: z.string().describe('Name on that day'),
  order: z.int().describe('Place among the stages on that day'),
  probability: percent.describe('Its probability on that day, in percent'),
  rottingDays: z.int().nullable().describe('Days after which it rots there; null never'),
})

/** The revenue expected, and whether a person set it or the product lines add up to it. */
const revenue = z.object({
  value: storedMoney.describe('Expected revenue; the final amount once won'),
  byHand: z.boolean().describe('Set by hand; false while it is the sum of the lines'),
})

const line = z.object({
  lineId: id('line'),
  productId: id('product'),
  quantity: z.number().describe('Units, at most three decimals'),
  listPrice: storedMoney
    .nullable()
    .describe('List price of a unit on that day; null where the product has none in this currency'),
  unitPrice: storedMoney.describe('Price of a unit offered'),
})

const person = id('person').describe(
  'Whom the personal fields are about; the opportunity’s own id where nobody is known',
)
const title = personal(z.string()).describe('What it is about')
const closeOn = day.nullable().describe('Day on which it is expected to close')
const tag = catalogueEntryStored.describe('Tag')
const role = catalogueEntryStored.nullable()
const lostReason = z.object({ reasonId: id('lost reason'), name: z.string().describe('Name on that day') })

const opening = {
  personId: person,
  title,
  stage: stage.describe('Stage it was opened in'),
  assignment: assignment.describe('Who is in charge'),
  revenue: revenue.describe('Expected revenue'),
  expectedCloseOn: closeOn,
  priority: z.int().min(0).max(3).describe('Stars, 0 to 3'),
  customerId: id('contact').nullable().describe('Whom it is for; null while unknown'),
  externalIds: externalIdsStored.describe('What other systems call it'),
  custom: customStored.describe('The company’s own fields'),
}

/** Tags were texts. */
const oldTag = olderVersion(z.object({ tag: z.string() }), ({ tag }) => ({ tag: labelled(tag) }))
const older = {
  OpportunityOpened: [
    olderVersion(z.object({ ...opening, tags: z.array(z.string()) }), ({ tags, ...kept }) => ({
      ...kept,
      tags: tags.map(labelled),
    })),
  ],
  OpportunityTagged: [oldTag],
  OpportunityUntagged: [oldTag],
} as const

const events = defineEvents(
  {
    OpportunityOpened: z
      .object({ ...opening, tags: z.array(tag).describe('Tags') })
      .describe('An opportunity was opened'),

    OpportunityRetitled: z.object({ personId: person, title }).describe('It has another title'),
    OpportunityCustomFieldsSet: z
      .object({ personId: person, custom: customChangesStored.describe('The fields that were set; null cleared') })
      .describe('Fields of the company’s own were set or cleared'),
    OpportunityExternalIdSet: z
      .object({ personId: person, ...externalIdChangeStored })
      .describe('Another system calls it something else'),

    StageChanged: z
      .object({ from: stage.describe('Stage left'), to: stage.describe('Stage entered') })
      .describe('It moved to another open stage'),
    OpportunityProbabilitySet: z
      .object({
        from: percent.nullable().describe('Set by hand before; null when it followed the stage'),
        to: percent.nullable().describe('Set by hand since; null follows the stage again'),
      })
      .describe('Its probability was set by hand, or follows the stage again'),
    OpportunityRevenueSet: z
      .object({ from: revenue.describe('Before'), to: revenue.describe('Since') })
      .describe(
        'Its expected revenue was set by hand, or follows the lines again; of a won one, the final amount was corrected',
      ),
    OpportunityExpectedCloseSet: z
      .object({ from: closeOn.describe('Before'), to: closeOn.describe('Since; later than before is a slip') })
      .describe('It is expected to close on another day'),
    OpportunityPrioritySet: z
      .object({ from: z.int().describe('Stars before'), to: z.int().describe('Stars since') })
      .describe('It has another priority'),
    OpportunityTagged: z.object({ tag }).describe('It got a tag'),
    OpportunityUntagged: z.object({ tag }).describe('It lost a tag'),
    OpportunityReassigned: z
      .object({ from: assignment.describe('In charge before'), to: assignment.describe('In charge since') })
      .describe('Somebody else is in charge, or it counts for another team'),
    OpportunityCustomerLinked: z
      .object({
        from: id('contact').nullable().describe('Customer before'),
        to: id('contact').nullable().describe('Customer since; null none'),
      })
      .describe('It is for another customer, or for none'),

    OpportunityPersonAdded: z
      .object({
        contactId: id('contact').describe('Which person'),
        role: role.describe('What the person is in it'),
      })
      .describe('One more person is involved'),
    OpportunityPersonRoleSet: z
      .object({
        contactId: id('contact').describe('Which person'),
        from: role.describe('Role before'),
        to: role.describe('Role since'),
      })
      .describe('A person involved has another role'),
    OpportunityPersonRemoved: z
      .object({ contactId: id('contact').describe('Which person'), role: role.describe('The role until then') })
      .describe('A person is no longer involved'),
    OpportunityMainPersonSet: z
      .object({
        from: id('contact').nullable().describe('Said to be the main one before; null when none was'),
        to: id('contact').describe('Main one since'),
      })
      .describe('Another of the persons involved is the main one'),
    OpportunityLeadTaken: z
      .object({ leadId: id('lead'), conversionId: id('conversion').nullable().describe('Conversion of the lead') })
      .describe('A lead was converted into it'),
    OpportunityLeadReleased: z
      .object({ leadId: id('lead'), conversionId: id('conversion').describe('Conversion that was refused') })
      .describe('A lead did not become it after all, since the rest of its conversion was refused'),

    OpportunityLineAdded: z
      .object({ line: line.describe('The line'), revenue: revenue.describe('Expected revenue with it') })
      .describe('A product line was added'),
    OpportunityLineChanged: z
      .object({
        from: line.describe('The line before'),
        to: line.describe('The line since'),
        revenue: revenue.describe('Expected revenue since'),
      })
      .describe('Quantity or price of a product line changed'),
    OpportunityLineRemoved: z
      .object({ line: line.describe('The line removed'), revenue: revenue.describe('Expected revenue without it') })
      .describe('A product line was removed'),

    MarkedWon: z
      .object({
        from: stage.describe('Stage left'),
        to: stage.describe('The won stage'),
        revenue: revenue.describe('Final amount'),
        expected: revenue.describe('Revenue expected until then'),
      })
      .describe('It was won'),
    MarkedLost: z
      .object({
        stage: stage.describe('Stage it was lost in'),
        reason: lostReason.nullable().describe('Why; null where no reason is known'),
        personId: person,
        note: personal(z.string()).nullable().describe('What was said about it'),
      })
      .describe('It was lost'),
    OpportunityReopened: z
      .object({
        was: z.enum(['won', 'lost']).describe('How it had been closed'),
        stage: stage.describe('Open stage it is in again'),
      })
      .describe('It is open again; the earlier closing stays in its history'),
    OpportunityVoided: z
      .object({ was: z.enum(['open', 'won', 'lost']).describe('What it was until then') })
      .describe('It was entered by mistake: it counts nowhere on any day'),
  },
  older,
)

type Inferred = typeof events
export interface OpportunityEvents extends Inferred {} // a name for hovers and errors
export const opportunityEvents: OpportunityEvents = events
