import { defineAggregate, type Aggregate } from '../kernel/aggregate.ts'
import { assignmentCommands } from './assignment-commands.ts'
import { conversionCommands } from './conversion-commands.ts'
import { create } from './create-command.ts'
import { decisionCommands } from './decision-commands.ts'
import { detailCommands } from './detail-commands.ts'
import type { LeadEvents } from './events.ts'
import type { LeadInputs } from './inputs.ts'
import { mergeCommands } from './merge-commands.ts'
import { reject } from './rules.ts'
import { leadState, type LeadState } from './state.ts'

export type LeadRejection = keyof typeof reject.wordings
type Inferred = Aggregate<'lead', 'leadId', LeadEvents, LeadState, LeadRejection, LeadInputs>
export interface LeadAggregate extends Inferred {} // a name for hovers and declarations

export const lead: LeadAggregate = defineAggregate({
  state: leadState,
  rejections: reject,
  unknown: 'LEAD_UNKNOWN',
  commands: {
    create,
    ...detailCommands,
    ...decisionCommands,
    ...assignmentCommands,
    ...conversionCommands,
    ...mergeCommands,
  },
})
