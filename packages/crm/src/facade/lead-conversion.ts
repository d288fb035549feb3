// `crm.leads.convert`: a command with which a process begins, answered once that has ended.
import { lead, leadEvents, type LeadConvertInput } from '@eventcrm/domain'
import type { Position } from '@eventcrm/event-store'
import type { CommandOptions } from '../commands/command-options.ts'
import type { Processes } from '../processes/processes.ts'

/** What a lead has become. */
export interface ConvertedLead {
  /** The opportunity; null without one. */
  readonly opportunityId: string | null
  /** Whom it is for, or who became a customer; null where nobody was said. */
  readonly customerId: string | null
  /** Position of the event that states it. `crm.projected` waits for it. */
  readonly position: Position
}

export type ConvertLead = (input: LeadConvertInput, options?: CommandOptions) => Promise<ConvertedLead>

const { LeadConvertedToCustomer: toCustomer, LeadConvertedToOpportunity: toOpportunity } = leadEvents

export const convertLead =
  (processes: Pick<Processes, 'carryOut'>): ConvertLead =>
  async (input, options) => {
    const outcome = await processes.carryOut(lead.convert(input), options)
    if (outcome?.type === toOpportunity.type) {
      const { opportunityId, customerId } = toOpportunity.schema.parse(outcome.data)
      return { opportunityId, customerId, position: outcome.position }
    }
    if (outcome?.type === toCustomer.type) {
      const { customerId } = toCustomer.schema.parse(outcome.data)
      return { opportunityId: null, customerId, position: outcome.position }
    }
    throw new TypeError('A conversion ended without an outcome')
  }
