import { currencyCode, day, decimalsOf, id, opportunity, percent, searchWordsOf, tagKey } from '@eventcrm/domain'
import {
  addSorted,
  defineView,
  insertStep,
  monthOf,
  removeSorted,
  type Filter,
  type View,
  type ViewEvent,
} from '@eventcrm/projection'
import { z } from 'zod'
import { daysBetween } from './calendar.ts'
import {
  closingOf,
  lifeFrom,
  lifeShape,
  probabilityOf,
  step,
  takeStep,
  weightedOf,
  type Change,
  type Life,
  type Step,
} from './opportunity-timeline.ts'

const ids = (kind: string, what: string) => z.array(id(kind)).describe(what)

/** What a document says besides what holds: worked out from it whenever a step was taken. */
const derived = {
  probability: percent.describe('In percent: set by hand, or the stage’s; 100 once won, 0 once lost or void'),
  weightedMinorUnits: z.int().describe('Amount × probability, rounded half up, in minor units of the currency'),
  exponent: z.int().describe('Decimals of the currency: 2 means that 105400 minor units are 1054.00'),
  closedOn: day.nullable().describe('Day since which it has been won or lost; null while open, and of a void one'),
  cycleDays: z.int().nullable().describe('Days from opening to closing; null while open, and of a void one'),
}

/** Everything it ever was, and its leads: what reports find it by as of a past day. */
const ever = {
  slips: z.int().describe('How often the expected close moved later'),
  pipelineIds: ids('pipeline', 'Every pipeline it was ever in'),
  ownerIds: ids('staff member', 'Everybody who ever had it'),
  teamIds: ids('sales team', 'Every team it ever counted for'),
  customerIds: ids('contact', 'Every customer it was ever for'),
  tagsEver: z.array(z.string()).describe('Labels of every tag it ever had'),
  currencies: z.array(currencyCode).describe('Every currency its amount was ever in'),
  closedIn: z.array(z.string()).describe('Every month in which it was closed, YYYY-MM'),
  leadIds: ids('lead', 'Leads that became it'),
}

export const opportunityDocument = z.object({
  opportunityId: id('opportunity'),
  title: z
    .string()
    .nullable()
    .describe('What it is about; null when erased. Beside its words the only personal data here'),
  titleWords: z.array(z.string()).describe('The words of its title without accents and capitals: what it is found by'),
  ...lifeShape,
  ...derived,
  ...ever,
  steps: z.array(step).describe('What changed when, by day and position'),
})
type Document = z.output<typeof opportunityDocument>
export interface OpportunityDocument extends Document {} // a name for hovers and errors

type Derived = Pick<OpportunityDocument, keyof typeof derived>
const derivedFrom = (life: Life): Derived => {
  const closedOn = closingOf(life)?.on ?? null
  return {
    probability: probabilityOf(life),
    weightedMinorUnits: weightedOf(life),
    exponent: decimalsOf(life.currency),
    closedOn,
    cycleDays: closedOn === null ? null : daysBetween(life.openedOn, closedOn),
  }
}

type Ever = Pick<OpportunityDocument, keyof typeof ever>
const add = (list: string[], value: string | null | undefined): void => {
  if (value !== undefined && value !== null) addSorted(list, value)
}
const remember = (document: Ever, { set, tagged = [], leadId, leadReleased }: Step): void => {
  add(document.pipelineIds, set.stage?.pipelineId)
  add(document.ownerIds, set.ownerId)
  add(document.teamIds, set.teamId)
  add(document.customerIds, set.customerId)
  add(document.currencies, set.currency)
  for (const { label } of tagged) add(document.tagsEver, label)
  add(document.leadIds, leadId)
  if (leadReleased !== undefined) removeSorted(document.leadIds, leadReleased)
}

/** Takes the step that follows all others, in place: it costs the same however many there were. */
const extend = (document: Life & Ever, step: Step): void => {
  const { expectedCloseOn: expected, closings } = document
  const known = closings.length
  takeStep(document, step)
  const { expectedCloseOn: expectedSince } = document
  if (expected !== null && expectedSince !== null && expectedSince > expected) document.slips++
  if (closings.length > known) add(document.closedIn, monthOf(step.day))
  remember(document, step)
}

const neverYet = (): Ever => ({
  slips: 0,
  pipelineIds: [],
  ownerIds: [],
  teamIds: [],
  customerIds: [],
  tagsEver: [],
  currencies: [],
  closedIn: [],
  leadIds: [],
})

const titled = (title: string | null): Pick<OpportunityDocument, 'title' | 'titleWords'> => ({
  title,
  titleWords: title === null ? [] : [...new Set(searchWordsOf(title))].sort(),
})

/** The document that these steps make. */
const documentOf = (opportunityId: string, title: string | null, steps: Step[]): OpportunityDocument => {
  const [opening, ...more] = steps
  if (!opening) throw new TypeError('An opportunity has at least its opening')
  const life = { ...lifeFrom(opening), ...neverYet() }
  remember(life, opening)
  for (const step of more) extend(life, step)
  return { opportunityId, ...titled(title), ...life, ...derivedFrom(life), steps }
}

type Fold<Data> = (document: OpportunityDocument | undefined, event: ViewEvent<Data>) => OpportunityDocument

const opened = (document: OpportunityDocument | undefined): OpportunityDocument => {
  if (!document) throw new TypeError('Something happened to an opportunity that was never opened')
  return document
}

const changes =
  <Data>(change: (data: Data) => Change): Fold<Data> =>
  (known, { data, occurredOn, position }) => {
    const document = opened(known)
    const { opportunityId, title, openedOn, steps } = document
    if (occurredOn < openedOn) throw new TypeError('Something happened to an opportunity before it was opened')
    const step = { day: occurredOn, position, ...change(data) }
    // what happened before something that is known already may bear on all that follows
    if (!insertStep(steps, step)) return documentOf(opportunityId, title, steps)
    extend(document, step)
    return Object.assign(document, derivedFrom(document))
  }

const retitled: Fold<{ readonly title: unknown }> = (document, { data }) =>
  Object.assign(opened(document), titled(titleOf(data.title)))
const titleOf = (title: unknown) => (typeof title === 'string' ? title : null)

const tagOf = (tag: Parameters<typeof tagKey>[0]) => ({ key: tagKey(tag), label: tag.label })

interface Revenue {
  readonly value: { readonly minorUnits: number; readonly currency: string }
  readonly byHand: boolean
}
const revenueSet = ({ value: { minorUnits, currency }, byHand }: Revenue): Change['set'] => ({
  minorUnits,
  currency,
  amountByHand: byHand,
})
const ofLines = changes<{ readonly revenue: Revenue }>(({ revenue }) => ({ set: revenueSet(revenue) }))

/** What lists show where nobody asks for those that were entered by mistake. */
export const notVoid = { not: { field: 'status', equals: 'void' } } as const satisfies Filter<OpportunityDocument>

/** One document per opportunity: as it is now, for lists and analysts, and as it was on every day, for reports. */
export const opportunities: View<OpportunityDocument> = defineView({
  name: 'opportunities',
  version: 4,
  describe: 'Opportunities: as they are now, everything they ever were, and when it changed',
  document: opportunityDocument,
  indexes: [
    ['pipelineIds'],
    ['ownerIds'],
    ['teamIds'],
    ['customerIds'],
    ['tagsEver'],
    ['titleWords'],
    ['closedIn'],
    // the list’s order, for each of its scopes
    ['openedOn'],
    ['ownerId', 'openedOn'],
    ['teamId', 'openedOn'],
    ['department', 'openedOn'],
  ],
  aggregates: [opportunity],
  on: {
    OpportunityOpened: (document, { streamId, data, occurredOn, position }) => {
      if (document) throw new TypeError('An opportunity was opened twice')
      const { title, stage, assignment, revenue, expectedCloseOn, priority, tags, customerId } = data
      const set: Step['set'] = {
        status: 'open',
        stage,
        probabilityByHand: null,
        ...assignment,
        customerId,
        ...revenueSet(revenue),
        expectedCloseOn,
        priority,
        lostReason: null,
      }
      return documentOf(streamId, titleOf(title), [{ day: occurredOn, position, set, tagged: tags.map(tagOf) }])
    },
    OpportunityRetitled: retitled,
    StageChanged: changes(({ to }) => ({ set: { stage: to } })),
    OpportunityProbabilitySet: changes(({ to }) => ({ set: { probabilityByHand: to } })),
    OpportunityRevenueSet: changes(({ to }) => ({ set: revenueSet(to) })),
    OpportunityExpectedCloseSet: changes(({ to }) => ({ set: { expectedCloseOn: to } })),
    OpportunityPrioritySet: changes(({ to }) => ({ set: { priority: to } })),
    OpportunityTagged: changes(({ tag }) => ({ set: {}, tagged: [tagOf(tag)] })),
    OpportunityUntagged: changes(({ tag }) => ({ set: {}, untagged: [tagKey(tag)] })),
    OpportunityReassigned: changes(({ to }) => ({ set: to })),
    OpportunityCustomerLinked: changes(({ to }) => ({ set: { customerId: to } })),
    OpportunityLineAdded: ofLines,
    OpportunityLineChanged: ofLines,
    OpportunityLineRemoved: ofLines,
    OpportunityLeadTaken: changes(({ leadId }) => ({ set: {}, leadId })),
    OpportunityLeadReleased: changes(({ leadId: leadReleased }) => ({ set: {}, leadReleased })),
    MarkedWon: changes(({ to, revenue }) => ({ set: { status: 'won', stage: to, ...revenueSet(revenue) } })),
    MarkedLost: changes(({ reason }) => ({ set: { status: 'lost', lostReason: reason } })),
    OpportunityReopened: changes(({ stage }) => ({ set: { status: 'open', stage, lostReason: null } })),
    OpportunityVoided: changes(() => ({ set: { status: 'void' } })),
  },
})
