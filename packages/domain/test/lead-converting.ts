// What leads are converted into and for in tests, and a process that carries it out on a world.
import { World, type History } from '../../testkit/src/index.ts'
import {
  contactState,
  conversionIdOf,
  isRejection,
  lead as leads,
  leadConversion,
  leadState,
  leadStatusOf,
  opportunityState,
  type Answer,
  type DataOf,
  type LeadConvertInput,
  type LeadEvents,
} from '../src/index.ts'
import { aContact, anOpportunity, contactId, leadId, opportunityId, people, written } from './lead-past.ts'

export const day = '2026-01-10'
export const intoNew = { mode: 'newOpportunity' } as const
export const intoThis = { mode: 'intoOpportunity', opportunityId } as const
export const customerOnly = { mode: 'customerOnly' } as const
export const nobody = { choice: 'none' } as const
export const made = { choice: 'create' } as const
export const linked = { choice: 'link', contactId } as const

export const convert = (into: LeadConvertInput['into'], customer: LeadConvertInput['customer'] = nobody) =>
  leads.convert({ leadId, into, customer })
export const company: readonly History[] = [people, anOpportunity, aContact, written]
export const first = conversionIdOf(leadId, 0)
/** Carries a conversion out as the process does, each leg a command on a world. */
export const carriedOut = (world: World, between: (name: string) => void = () => undefined): readonly string[] => {
  const request = world.streams.get(`lead-${leadId}`)?.facts.findLast(({ type }) => type === 'LeadConversionRequested')
  const steps = leadConversion.requests.get('LeadConversionRequested')?.steps({
    ...{ eventId: 'e', type: 'LeadConversionRequested', streamId: leadId, occurredAt: day, occurredOn: day },
    data: request?.data ?? {},
  })
  const sent: string[] = []
  for (let step = steps?.next(); step && !step.done;) {
    between(step.value.name)
    const outcome = world.run(step.value.message, day)
    sent.push(step.value.name)
    const answer: Answer = isRejection(outcome)
      ? { accepted: false, rejection: outcome }
      : { accepted: true, events: outcome }
    step = steps?.next(answer)
  }
  return sent
}
export const worldOf = (...histories: readonly History[]) => {
  const world = new World()
  for (const history of histories) history(world)
  return world
}
export const standing = (world: World) => {
  const state = world.stateOf(leadState.of(leadId)) as typeof leadState.initialState
  const { opportunity: becoming, customer } = state.conversion ?? {}
  const made = world.stateOf(opportunityState.of(becoming?.opportunityId)) as typeof opportunityState.initialState
  const whom = world.stateOf(contactState.of(customer?.contactId)) as typeof contactState.initialState
  return {
    lead: leadStatusOf(state),
    leads: [...made.leads.keys()],
    linked: made.customerId !== null && made.customerId === customer?.contactId,
    contact: whom.name,
    customer: whom.customer !== null,
  }
}

export const requestOf = (world: World) =>
  world.streams.get(`lead-${leadId}`)?.facts.findLast(({ type }) => type === 'LeadConversionRequested')?.data as DataOf<
    LeadEvents['LeadConversionRequested']
  >
