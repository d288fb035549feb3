import { assignmentRules } from './assignment-rules/commands.ts'
import { catalogue } from './catalogue/commands.ts'
import { company } from './company/commands.ts'
import { contact } from './contact/commands.ts'
import { customerCode } from './customer-code/commands.ts'
import { opportunity } from './opportunity/commands.ts'
import { processAggregate } from './process/commands.ts'
import { product } from './product/commands.ts'
import { salesPipeline } from './sales-pipeline/commands.ts'
import { salesTeam } from './sales-team/commands.ts'
import { staffMember } from './staff-member/commands.ts'

/** Every aggregate, by the name that the facade shows its commands under. */
export const aggregates = {
  opportunities: opportunity,
  pipelines: salesPipeline,
  teams: salesTeam,
  staff: staffMember,
  products: product,
  company,
  contacts: contact,
  catalogues: catalogue,
  assignmentRules,
} as const

/** Aggregates that hold claims of keys unique in the company, by the kind of claim. Command handling sends their commands. */
export const claimAggregates = { customerCode } as const

/** Aggregates whose commands the library alone sends. */
export const innerAggregates = { ...claimAggregates, process: processAggregate } as const
