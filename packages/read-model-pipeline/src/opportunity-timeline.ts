// An opportunity's life as steps: what each event set, in the order in which things happened. Everything that a report says of
// an opportunity, on any day, follows from them.
import { currencyCode, day, id, percent, type Day } from '@eventcrm/domain'
import { z } from 'zod'
import { remembered } from './remembered.ts'

export const stageEntered = z.object({
  pipelineId: id('pipeline'),
  stageId: id('stage'),
  name: z.string().describe('Name on the day it was entered'),
  order: z.int().describe('Place among the stages on that day'),
  probability: percent.describe('Its probability on that day, in percent'),
  rottingDays: z.int().nullable().describe('Days after which an opportunity rots in it; null never'),
})

export const lostReason = z.object({
  reasonId: id('lost reason'),
  name: z.string().describe('Name on the day it was given'),
})

const single = {
  status: z.enum(['open', 'won', 'lost']).describe('Open, won or lost'),
  stage: stageEntered.describe('Stage, as it was when entered'),
  probabilityByHand: percent.nullable().describe('Probability set by hand; null while it follows the stage'),
  ownerId: id('staff member').nullable().describe('Salesperson; null while nobody has it'),
  teamId: id('sales team').nullable().describe('Sales team it counts for'),
  department: z.string().nullable().describe('Department of the salesperson on that day'),
  customerId: id('contact').nullable().describe('Customer; null while unknown'),
  amount: z.int().describe('Expected revenue, the final amount once won, in minor units of the currency'),
  currency: currencyCode.describe('ISO 4217'),
  amountByHand: z.boolean().describe('Set by hand; false while it is the sum of the product lines'),
  expectedCloseOn: day.nullable().describe('Day on which it is expected to close'),
  priority: z.int().describe('Stars, 0 to 3'),
  lostReason: lostReason.nullable().describe('Why it is lost; null while it is not, or no reason is known'),
}
const tags = z.array(z.string())

/** What holds of an opportunity on a day. */
export const facts = z.object({ ...single, tags: tags.describe('Tags') })
export type Facts = z.output<typeof facts>

/** Tags come and go one by one, so that a late one does not undo those given meanwhile. */
export const step = z.object({
  day: day.describe('Day on which it happened'),
  position: z.string().describe('Place of its event in the log; orders the steps of a day'),
  set: z.object(single).exactPartial().describe('What holds since'),
  tagged: tags.exactOptional().describe('Tags it got'),
  untagged: tags.exactOptional().describe('Tags it lost'),
})
export type Step = z.output<typeof step>
export type Change = Omit<Step, 'day' | 'position'>

const isBefore = (a: Step, b: Step) => a.day < b.day || (a.day === b.day && a.position < b.position)

/** The steps with one more, at its place by (day, position). */
export const withStep = (steps: readonly Step[], added: Step): Step[] =>
  steps.toSpliced(steps.findLastIndex(known => isBefore(known, added)) + 1, 0, added)

/** What held from one step to the next. */
export interface OpportunityState extends Facts {
  readonly from: Day
  /** The day of the next step, which this state no longer has; null while there is none. */
  readonly until: Day | null
  readonly openedOn: Day
  /** Since when it has been in its stage with its status. */
  readonly enteredOn: Day
}

const nothing: Facts = {
  status: 'open',
  stage: { pipelineId: '', stageId: '', name: '', order: 0, probability: 0, rottingDays: null },
  probabilityByHand: null,
  ownerId: null,
  teamId: null,
  department: null,
  customerId: null,
  amount: 0,
  currency: '',
  amountByHand: false,
  expectedCloseOn: null,
  priority: 0,
  lostReason: null,
  tags: [],
}

const tagsAfter = (before: string[], { tagged = [], untagged = [] }: Step): string[] =>
  tagged.length + untagged.length === 0
    ? before
    : [...new Set([...before, ...tagged])].filter(tag => !untagged.includes(tag)).sort()

/** What held when, one state per step; the first step is the opening and sets everything. */
export const statesOf = remembered((steps: readonly Step[]): readonly OpportunityState[] => {
  const states: OpportunityState[] = []
  let was: OpportunityState | undefined
  for (const [i, step] of steps.entries()) {
    const held: Facts = was ?? nothing
    const { status = held.status, stage = held.stage } = step.set
    const stays = was?.status === status && was.stage.stageId === stage.stageId
    const { openedOn, enteredOn } = was ?? { openedOn: step.day, enteredOn: step.day }
    was = {
      ...held,
      ...step.set,
      tags: tagsAfter(held.tags, step),
      from: step.day,
      until: steps[i + 1]?.day ?? null,
      openedOn,
      enteredOn: stays ? enteredOn : step.day,
    }
    states.push(was)
  }
  return states
})

/** A win or a loss, and what held until it was reopened. */
export interface Closing {
  readonly status: 'won' | 'lost'
  readonly on: Day
  readonly reopenedOn: Day | null
  /** What held when it was closed: whom it counts for. */
  readonly at: OpportunityState
  /** From closing to reopening: its amount may have been corrected meanwhile. */
  readonly states: readonly OpportunityState[]
}

export const closingsOf = remembered((states: readonly OpportunityState[]): readonly Closing[] => {
  const closings: Closing[] = []
  for (const [i, at] of states.entries()) {
    const { status } = at
    if (status === 'open' || states[i - 1]?.status === status) continue
    const next = states.findIndex((state, j) => j > i && state.status !== status)
    const reopenedOn = states[next]?.from ?? null
    closings.push({ status, on: at.from, reopenedOn, at, states: states.slice(i, next === -1 ? undefined : next) })
  }
  return closings
})

/** In percent: as set by hand, else the stage's; certain once closed. */
export const probabilityOf = ({ status, probabilityByHand, stage }: Facts): number =>
  status === 'won' ? 100 : status === 'lost' ? 0 : (probabilityByHand ?? stage.probability)

/** Amount × probability, rounded half up to the minor unit, for each opportunity by itself; exact below 2^53. */
export const weightedOf = (held: Facts): number => {
  const percent = probabilityOf(held)
  const rest = held.amount % 100
  return ((held.amount - rest) / 100) * percent + Math.round((rest * percent) / 100)
}
