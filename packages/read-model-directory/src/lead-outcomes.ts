// What leads get from the opportunities that they became: whether and when those were won. Their events name no lead.
import { id, opportunity } from '@eventcrm/domain'
import { dated, defineView, insertStep, type View, type ViewEvent } from '@eventcrm/projection'
import { z } from 'zod'
import type { LeadOutcome } from './lead-life.ts'

const step = z.object({
  ...dated,
  status: z.enum(['open', 'won', 'lost']).exactOptional().describe('How the opportunity stands since'),
  took: id('lead').exactOptional().describe('Lead that became it'),
  released: id('lead').exactOptional().describe('Lead that did not become it after all'),
})
type Step = z.output<typeof step>

const outcomeSource = z.object({
  opportunityId: id('opportunity'),
  steps: z.array(step).describe('What changed when, by day and position'),
  voidedAt: z.string().nullable().describe('Place in the log where it was voided; null it was not'),
})
type Source = z.output<typeof outcomeSource>

const changes =
  <Data>(change: (data: Data) => Omit<Step, 'day' | 'position'>) =>
  (source: Source | undefined, { streamId, data, occurredOn, position }: ViewEvent<Data>): Source => {
    const known = source ?? { opportunityId: streamId, steps: [], voidedAt: null }
    insertStep(known.steps, { day: occurredOn, position, ...change(data) })
    return known
  }
const stands = (status: 'open' | 'won' | 'lost') => changes(() => ({ status }))

export const leadsSources: View<Source> = defineView({
  name: 'leadsSources',
  version: 2,
  describe: 'When opportunities were won, and which leads became them: what leads are fed from',
  document: outcomeSource,
  aggregates: [opportunity],
  on: {
    OpportunityLeadTaken: changes(({ leadId }) => ({ took: leadId })),
    OpportunityLeadReleased: changes(({ leadId }) => ({ released: leadId })),
    MarkedWon: stands('won'),
    MarkedLost: stands('lost'),
    OpportunityReopened: stands('open'),
    OpportunityVoided: (source, { streamId, position }) => ({
      ...(source ?? { opportunityId: streamId, steps: [] }),
      voidedAt: position,
    }),
  },
})

/** Per lead that ever became it, when it was won. */
export const outcomesOf = ({ steps, voidedAt }: Source): ReadonlyMap<string, LeadOutcome> => {
  const leads = new Map<string, LeadOutcome>()
  for (const { took } of steps) if (took !== undefined) leads.set(took, { steps: [], voidedAt })
  for (const [leadId, outcome] of leads) {
    let [isTaken, isWon] = [false, false]
    for (const { day, position, status, took, released } of steps) {
      const before = isTaken && isWon
      if (took === leadId) isTaken = true
      if (released === leadId) isTaken = false
      if (status !== undefined) isWon = status === 'won'
      if ((isTaken && isWon) !== before) outcome.steps.push({ day, position, isWon: !before })
    }
  }
  return leads
}

/** Leads that became an opportunity by an event of it. */
export const leadsTakenBy = (event: ViewEvent): readonly string[] => {
  const source = leadsSources.fold(undefined, event)
  return source ? [...outcomesOf(source).keys()] : []
}
