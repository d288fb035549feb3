import { currencyCode, day, decimalsOf, id, opportunityEvents, percent } from '@eventcrm/domain'
import { defineView, monthOf, type ViewEvent } from '@eventcrm/projection'
import { z } from 'zod'
import { daysBetween } from './calendar.ts'
import {
  closingsOf,
  facts,
  lostReason,
  probabilityOf,
  statesOf,
  step,
  weightedOf,
  withStep,
  type Change,
  type Step,
} from './opportunity-timeline.ts'

const ids = (kind: string, what: string) => z.array(id(kind)).describe(what)

const closing = z.object({
  status: z.enum(['won', 'lost']).describe('Won or lost'),
  on: day.describe('Day of closing'),
  reopenedOn: day.nullable().describe('Day on which it was reopened; null if it was not'),
  lostReason: lostReason.nullable().describe('Why it was lost'),
})

export const opportunityDocument = z.object({
  opportunityId: id('opportunity'),
  title: z.string().nullable().describe('What it is about; null when erased. The only personal data here'),
  ...facts.omit({ probabilityByHand: true }).shape,
  probability: percent.describe('In percent: set by hand, or the stage’s; 100 once won, 0 once lost'),
  probabilityByHand: z.boolean().describe('Whether the probability was set by hand'),
  weighted: z.int().describe('Amount × probability, rounded half up'),
  exponent: z.int().describe('Decimals of the currency: 2 means that an amount of 105400 is 1054.00'),
  openedOn: day.describe('Day of opening'),
  enteredStageOn: day.describe('Day since which it has been in its stage'),
  closedOn: day.nullable().describe('Day since which it has been won or lost; null while open'),
  cycleDays: z.int().nullable().describe('Days from opening to closing; null while open'),
  slips: z.int().describe('How often the expected close moved later'),
  closings: z.array(closing).describe('Every win and loss, also those that were undone by reopening'),
  ownerIds: ids('staff member', 'Everybody who ever had it'),
  teamIds: ids('sales team', 'Every team it ever counted for'),
  customerIds: ids('contact', 'Every customer it was ever for'),
  tagsEver: z.array(z.string()).describe('Every tag it ever had'),
  currencies: z.array(currencyCode).describe('Every currency its amount was ever in'),
  closedIn: z.array(z.string()).describe('Every month in which it was closed, YYYY-MM'),
  steps: z.array(step).describe('What changed when, by day and position'),
})
export type OpportunityDocument = z.output<typeof opportunityDocument>

const distinct = (values: readonly (string | null | undefined)[]): string[] =>
  [...new Set(values)].filter(value => typeof value === 'string').sort()

const slipsOf = (days: readonly (string | null)[]): number =>
  days.filter((day, i) => {
    const was = days[i - 1]
    return typeof was === 'string' && day !== null && day > was
  }).length

/** The document that these steps make. */
const documentOf = (opportunityId: string, title: string | null, steps: Step[]): OpportunityDocument => {
  const states = statesOf(steps)
  const now = states.at(-1)
  if (!now) throw new TypeError('An opportunity has at least its opening')
  const { from: _from, until: _until, enteredOn, openedOn, probabilityByHand, ...held } = now
  const closings = closingsOf(states)
  const closedOn = now.status === 'open' ? null : (closings.at(-1)?.on ?? null)
  return {
    opportunityId,
    title,
    ...held,
    probability: probabilityOf(now),
    probabilityByHand: probabilityByHand !== null,
    weighted: weightedOf(now),
    exponent: decimalsOf(now.currency),
    openedOn,
    enteredStageOn: enteredOn,
    closedOn,
    cycleDays: closedOn === null ? null : daysBetween(openedOn, closedOn),
    slips: slipsOf(states.map(state => state.expectedCloseOn)),
    closings: closings.map(({ status, on, reopenedOn, at }) => ({ status, on, reopenedOn, lostReason: at.lostReason })),
    ownerIds: distinct(states.map(state => state.ownerId)),
    teamIds: distinct(states.map(state => state.teamId)),
    customerIds: distinct(states.map(state => state.customerId)),
    tagsEver: distinct(steps.flatMap(step => step.tagged ?? [])),
    currencies: distinct(states.map(state => state.currency)),
    closedIn: distinct(closings.map(({ on }) => monthOf(on))),
    steps,
  }
}

type Fold<Data> = (document: OpportunityDocument | undefined, event: ViewEvent<Data>) => OpportunityDocument

const opened = (document: OpportunityDocument | undefined): OpportunityDocument => {
  if (!document) throw new TypeError('Something happened to an opportunity that was never opened')
  return document
}

const changes =
  <Data>(change: (data: Data) => Change): Fold<Data> =>
  (document, { data, occurredOn, position }) => {
    const { opportunityId, title, openedOn, steps } = opened(document)
    if (occurredOn < openedOn) throw new TypeError('Something happened to an opportunity before it was opened')
    return documentOf(opportunityId, title, withStep(steps, { day: occurredOn, position, ...change(data) }))
  }

const retitled: Fold<{ readonly title: unknown }> = (document, { data }) => ({
  ...opened(document),
  title: titleOf(data.title),
})
const titleOf = (title: unknown) => (typeof title === 'string' ? title : null)

interface Revenue {
  readonly value: { readonly amount: number; readonly currency: string }
  readonly byHand: boolean
}
const revenueSet = ({ value: { amount, currency }, byHand }: Revenue): Change['set'] => ({
  amount,
  currency,
  amountByHand: byHand,
})
const ofLines = changes<{ readonly revenue: Revenue }>(({ revenue }) => ({ set: revenueSet(revenue) }))

/** One document per opportunity: as it is now, for lists and analysts, and as it was on every day, for reports. */
export const opportunities = defineView({
  name: 'opportunities',
  version: 1,
  describe: 'Opportunities: as they are now, everything they ever were, and when it changed',
  document: opportunityDocument,
  indexes: [['ownerIds'], ['teamIds'], ['customerIds'], ['tagsEver'], ['closedIn']],
  events: opportunityEvents,
  on: {
    OpportunityOpened: (document, { streamId, data, occurredOn, position }) => {
      if (document) throw new TypeError('An opportunity was opened twice')
      const { title, stage, assignment, revenue, expectedCloseOn, priority, tags, customerId } = data
      const set = {
        status: 'open',
        stage,
        probabilityByHand: null,
        ...assignment,
        customerId,
        ...revenueSet(revenue),
        expectedCloseOn,
        priority,
        lostReason: null,
      } as const
      return documentOf(streamId, titleOf(title), [{ day: occurredOn, position, set, tagged: tags }])
    },
    OpportunityRetitled: retitled,
    StageChanged: changes(({ to }) => ({ set: { stage: to } })),
    OpportunityProbabilitySet: changes(({ to }) => ({ set: { probabilityByHand: to } })),
    OpportunityRevenueSet: changes(({ to }) => ({ set: revenueSet(to) })),
    OpportunityExpectedCloseSet: changes(({ to }) => ({ set: { expectedCloseOn: to } })),
    OpportunityPrioritySet: changes(({ to }) => ({ set: { priority: to } })),
    OpportunityTagged: changes(({ tag }) => ({ set: {}, tagged: [tag] })),
    OpportunityUntagged: changes(({ tag }) => ({ set: {}, untagged: [tag] })),
    OpportunityReassigned: changes(({ to }) => ({ set: to })),
    OpportunityCustomerLinked: changes(({ to }) => ({ set: { customerId: to } })),
    OpportunityLineAdded: ofLines,
    OpportunityLineChanged: ofLines,
    OpportunityLineRemoved: ofLines,
    MarkedWon: changes(({ to, revenue }) => ({ set: { status: 'won', stage: to, ...revenueSet(revenue) } })),
    MarkedLost: changes(({ reason }) => ({ set: { status: 'lost', lostReason: reason } })),
    OpportunityReopened: changes(({ stage }) => ({ set: { status: 'open', stage, lostReason: null } })),
  },
})
