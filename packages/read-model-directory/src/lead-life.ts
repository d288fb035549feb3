// A lead's life as steps, those of the opportunities that it became among them: how it stood on any day, for the funnel.
import { id, type Day } from '@eventcrm/domain'
import { dated, insertStep, isBefore, type DatedStep } from '@eventcrm/projection'
import { z } from 'zod'

const label = z.string().nullable()

/** What a step of a lead sets. */
const single = {
  status: z
    .enum(['open', 'converting', 'converted', 'lost', 'void'])
    .describe('What became of it; void: entered by mistake, it counts nowhere on any day'),
  isPart: z.boolean().describe('Whether it is part of another lead, which counts for it'),
  qualification: z.enum(['qualified', 'disqualified']).nullable().describe('Whether it is worth an opportunity'),
  source: label.describe('Where it came from'),
  campaign: label.describe('Campaign that brought it'),
  ownerId: id('staff member').nullable().describe('Salesperson; null while nobody has it'),
  teamId: id('sales team').nullable().describe('Sales team it counts for'),
}
export const leadStep = z.object({ ...dated, set: z.object(single).exactPartial().describe('What holds since') })
export type LeadStep = z.output<typeof leadStep>

/** When an opportunity that the lead became was won, and when that was undone. */
export const leadOutcome = z.object({
  steps: z
    .array(z.object({ ...dated, isWon: z.boolean().describe('Whether it is won since') }))
    .describe('When it was won, and when it was no longer'),
  voidedAt: z.string().nullable().describe('Place in the log where it was voided; null it was not'),
})
export type LeadOutcome = z.output<typeof leadOutcome>

/** A lead after some of its steps. */
export interface LeadLife {
  readonly createdOn: Day
  readonly status: LeadStep['set']['status']
  readonly isPart: boolean
  readonly source: string | null
  readonly campaign: string | null
  readonly ownerId: string | null
  readonly teamId: string | null
  readonly qualifiedOn: Day | null
  readonly convertedOn: Day | null
  /** Since when an opportunity that it became is won: the first of those that are. */
  readonly wonOn: Day | null
  readonly wins: ReadonlyMap<string, Day>
}

/** A step of the lead, or of an opportunity that it became. */
export type LifeStep = DatedStep & (Pick<LeadStep, 'set'> | { readonly opportunityId: string; readonly isWon: boolean })

type Steps = {
  readonly steps: readonly LeadStep[]
  readonly outcomes: Readonly<Record<string, LeadOutcome>>
}

/**
 * Whether it was entered by mistake, as far as it was known at a position: then it counts nowhere, on no day. What was said last holds: by the name
 * of a lead that was part of it, it was so until that was parted from it.
 */
export const isVoidLead = (steps: readonly LeadStep[], position?: string): boolean => {
  let last: LeadStep | undefined
  for (const step of steps)
    if (step.set.status !== undefined && (position === undefined || step.position <= position))
      if (!last || step.position > last.position) last = step
  return last?.set.status === 'void'
}

/**
 * The lead's steps with those of its opportunities, in their order; of void ones none. An opportunity may have been won before the lead was
 * written down: then the lead has been won since it was.
 */
export const lifeSteps = ({ steps, outcomes }: Steps, position?: string): readonly LifeStep[] => {
  const [creation] = steps
  const all: LifeStep[] = [...steps]
  for (const [opportunityId, { steps: its, voidedAt }] of Object.entries(outcomes)) {
    if (voidedAt !== null && (position === undefined || voidedAt <= position)) continue
    const before: LifeStep[] = []
    for (const step of its)
      if (creation && isBefore(step, creation)) before.push({ ...step, day: creation.day, opportunityId })
      else insertStep(all, { ...step, opportunityId })
    all.splice(1, 0, ...before)
  }
  return all
}

const earliest = (days: Iterable<Day>): Day | null => [...days].sort()[0] ?? null

const taken = (life: LeadLife, step: LifeStep): LeadLife => {
  if ('isWon' in step) {
    const wins = new Map(life.wins)
    if (!step.isWon) wins.delete(step.opportunityId)
    else if (!wins.has(step.opportunityId)) wins.set(step.opportunityId, step.day)
    return { ...life, wins, wonOn: earliest(wins.values()) }
  }
  const { qualification, ...set } = step.set
  return {
    ...life,
    ...set,
    ...(qualification === undefined
      ? {}
      : { qualifiedOn: qualification === 'qualified' ? (life.qualifiedOn ?? step.day) : null }),
    ...(set.status === undefined ? {} : { convertedOn: set.status === 'converted' ? step.day : null }),
  }
}

const nobody = { status: 'open', isPart: false, source: null, campaign: null, ownerId: null, teamId: null } as const

const begin = (step: LifeStep): LeadLife =>
  taken({ ...nobody, createdOn: step.day, qualifiedOn: null, convertedOn: null, wonOn: null, wins: new Map() }, step)

/** A life in hand: each step makes another one of it. */
export const leadLiving = {
  begin: (step: LifeStep): { now: LeadLife } => ({ now: begin(step) }),
  take: (life: { now: LeadLife }, step: LifeStep): void => {
    life.now = taken(life.now, step)
  },
}

/** How it stands after all its steps, of which it has one at least. */
export const lifeOf = ([first, ...more]: readonly LifeStep[]): LeadLife => {
  if (!first) throw new TypeError('A lead has at least its creation')
  return more.reduce(taken, begin(first))
}
