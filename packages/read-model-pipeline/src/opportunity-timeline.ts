// An opportunity's life as steps: what each event set, in the order in which things happened. Everything that a report says of
// an opportunity, on any day, follows from them.
import { currencyCode, day, id, percent } from '@eventcrm/domain'
import { dated } from '@eventcrm/projection'
import { z } from 'zod'

const stageEntered = z.object({
  pipelineId: id('pipeline'),
  stageId: id('stage'),
  name: z.string().describe('Name on the day it was entered'),
  order: z.int().describe('Place among the stages on that day'),
  probability: percent.describe('Its probability on that day, in percent'),
  rottingDays: z.int().nullable().describe('Days after which an opportunity rots in it; null never'),
})

const lostReason = z.object({
  reasonId: id('lost reason'),
  name: z.string().describe('Name on the day it was given'),
})

const status = z
  .enum(['open', 'won', 'lost', 'void'])
  .describe('Open, won or lost; void: entered by mistake, it counts nowhere on any day')
const assignment = {
  ownerId: id('staff member').nullable().describe('Salesperson; null while nobody has it'),
  teamId: id('sales team').nullable().describe('Sales team it counts for'),
  department: z.string().nullable().describe('Department of the salesperson on that day'),
}
const single = {
  status,
  stage: stageEntered.describe('Stage, as it was when entered'),
  probabilityByHand: percent
    .nullable()
    .describe('Probability set by hand, in percent; null while it follows the stage'),
  ...assignment,
  customerId: id('contact').nullable().describe('Customer; null while unknown'),
  minorUnits: z.int().describe('Expected revenue, the final amount once won, in minor units of the currency'),
  currency: currencyCode.describe('ISO 4217'),
  amountByHand: z.boolean().describe('Set by hand; false while it is the sum of the product lines'),
  expectedCloseOn: day.nullable().describe('Day on which it is expected to close'),
  priority: z.int().describe('Stars, 0 to 3'),
  lostReason: lostReason.nullable().describe('Why it is lost; null while it is not, or no reason is known'),
}
const tagged = z.object({
  key: z.string().describe('Its entry’s id, or the label of free text whatever its case: tells it apart'),
  label: z.string().describe('Its label when it was put on'),
})
type Tag = z.output<typeof tagged>

/** What holds of an opportunity on a day. */
export const facts = z.object({
  ...single,
  tags: z.array(z.string()).describe('Labels of its tags'),
  taggedWith: z.array(tagged).describe('Its tags'),
})
export type Facts = z.output<typeof facts>

/** Tags come and go one by one, so that a late one does not undo those given meanwhile. */
export const step = z.object({
  ...dated,
  set: z.object(single).exactPartial().describe('What holds since'),
  tagged: z.array(tagged).exactOptional().describe('Tags it got'),
  untagged: z.array(z.string()).exactOptional().describe('Keys of tags it lost'),
  leadId: id('lead').exactOptional().describe('Lead that became it'),
  leadReleased: id('lead').exactOptional().describe('Lead that did not become it after all'),
})
export type Step = z.output<typeof step>
export type Change = Omit<Step, 'day' | 'position'>

export const closing = z.object({
  status: status.exclude(['open', 'void']).describe('Won or lost'),
  on: day.describe('Day of closing'),
  reopenedOn: day
    .nullable()
    .describe('Day on which it was undone, by reopening or another closing; null if it was not'),
  lostReason: lostReason.nullable().describe('Why it was lost'),
  ownerId: assignment.ownerId.describe('Salesperson whom it counts for: who had it then; null nobody'),
  teamId: assignment.teamId.describe('Sales team it counts for'),
  department: assignment.department.describe('Department it counts for'),
})
/** A win or a loss, and whom it counts for: who had the opportunity at its own step, in the order of (day, position). */
export type Closing = z.output<typeof closing>

/** An opportunity after some of its steps; the next one changes it in place. */
const life = z.object({
  ...facts.shape,
  openedOn: day.describe('Day of opening'),
  enteredStageOn: day.describe('Day since which it has been in its stage'),
  closings: z
    .array(closing)
    .describe('Every win and loss, also those that were undone, each with whom it counts for: who had it at that step'),
})
export const lifeShape = life.shape
export type Life = z.output<typeof life>

const nothing: Omit<Facts, 'tags' | 'taggedWith'> = {
  status: 'open',
  stage: { pipelineId: '', stageId: '', name: '', order: 0, probability: 0, rottingDays: null },
  probabilityByHand: null,
  ownerId: null,
  teamId: null,
  department: null,
  customerId: null,
  minorUnits: 0,
  currency: '',
  amountByHand: false,
  expectedCloseOn: null,
  priority: 0,
  lostReason: null,
}

/** Whether it was entered by mistake, as far as it was known at a position: then it counts nowhere, on no day. */
export const isVoid = (steps: readonly Step[], position?: string): boolean =>
  steps.some(step => step.set.status === 'void' && (position === undefined || step.position <= position))

/** Tags, the last one put on of each key, with their labels. */
const withTags = (
  before: readonly Tag[],
  tagged: readonly Tag[] = [],
  untagged: readonly string[] = [],
): Pick<Facts, 'tags' | 'taggedWith'> => {
  const gone = new Set([...untagged, ...tagged.map(({ key }) => key)])
  const taggedWith = [...before.filter(({ key }) => !gone.has(key)), ...tagged]
  return { taggedWith, tags: [...new Set(taggedWith.map(({ label }) => label))].sort() }
}

/** A life after its first step, the opening, which sets everything. */
export const lifeFrom = ({ day, set, tagged }: Step): Life => ({
  ...nothing,
  ...set,
  ...withTags([], tagged),
  openedOn: day,
  enteredStageOn: day,
  closings: [],
})

/** Takes the next step, in place. */
export const takeStep = (life: Life, { day, set, tagged, untagged }: Step): void => {
  const { status, stage } = life
  Object.assign(life, set)
  if (tagged || untagged) Object.assign(life, withTags(life.taggedWith, tagged, untagged))
  if (life.status === status) {
    if (life.stage.stageId !== stage.stageId) life.enteredStageOn = day
    return
  }
  life.enteredStageOn = day
  const undone = status === 'open' ? undefined : life.closings.at(-1)
  if (undone) undone.reopenedOn = day
  if (life.status === 'open' || life.status === 'void') return
  const { lostReason, ownerId, teamId, department } = life
  life.closings.push({ status: life.status, on: day, reopenedOn: null, lostReason, ownerId, teamId, department })
}

/** The win or loss that holds; undefined while it is open, and of a void one. */
export const closingOf = ({ status, closings }: Life): Closing | undefined =>
  status === 'won' || status === 'lost' ? closings.at(-1) : undefined

/** In percent: as set by hand, else the stage's; certain once closed, 0 of a void one. */
export const probabilityOf = ({ status, probabilityByHand, stage }: Facts): number =>
  status === 'won' ? 100 : status === 'open' ? (probabilityByHand ?? stage.probability) : 0

/** Amount × probability, rounded half up to the minor unit, for each opportunity by itself; exact below 2^53. */
export const weightedOf = (held: Facts): number => {
  const percent = probabilityOf(held)
  const rest = held.minorUnits % 100
  return ((held.minorUnits - rest) / 100) * percent + Math.round((rest * percent) / 100)
}
