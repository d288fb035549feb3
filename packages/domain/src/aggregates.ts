import { assignmentRules } from './assignment-rules/commands.ts'
import { assignmentTurns } from './assignment-turns/commands.ts'
import { catalogue } from './catalogue/commands.ts'
import { company } from './company/commands.ts'
import { contact } from './contact/commands.ts'
import { customerCodeSeries } from './customer-code-series/commands.ts'
import { customerCode } from './customer-code/commands.ts'
import { invoiceNumber } from './invoice-number/commands.ts'
import { invoiceSeries } from './invoice-series/commands.ts'
import { invoice } from './invoice/commands.ts'
import type { AnyAggregate } from './kernel/aggregate.ts'
import { lead } from './lead/commands.ts'
import { importRun } from './import-run/commands.ts'
import { opportunity } from './opportunity/commands.ts'
import { payment } from './payment/commands.ts'
import { processAggregate } from './process/commands.ts'
import { product } from './product/commands.ts'
import { purchase } from './purchase/commands.ts'
import { salesPipeline } from './sales-pipeline/commands.ts'
import { salesTeam } from './sales-team/commands.ts'
import { savedView } from './saved-view/commands.ts'
import { staffMember } from './staff-member/commands.ts'

/** Every aggregate, by the name that the facade shows its commands under. */
export const aggregates = {
  leads: lead,
  opportunities: opportunity,
  pipelines: salesPipeline,
  teams: salesTeam,
  staff: staffMember,
  products: product,
  purchases: purchase,
  invoices: invoice,
  company,
  contacts: contact,
  catalogues: catalogue,
  assignmentRules,
  importRuns: importRun,
  savedViews: savedView,
  payments: payment,
} as const

/** Aggregates that hold claims of keys unique in the company, by the kind of claim. Command handling sends their commands. */
export const claimAggregates = { customerCode, invoiceNumber } as const

/** Aggregates that keep series of numbers, by their category. Command handling takes the numbers. */
export const seriesAggregates = { customerCodeSeries, invoiceSeries } as const

/** Aggregates that processes send commands to, by their category. */
export const processAggregates = { process: processAggregate, assignmentTurns } as const

/** Aggregates whose commands the library alone sends. */
export const innerAggregates = { ...claimAggregates, ...seriesAggregates, ...processAggregates } as const

/** All of them: those that people send commands to first. */
export const everyAggregate: readonly AnyAggregate[] = [...Object.values(aggregates), ...Object.values(innerAggregates)]
