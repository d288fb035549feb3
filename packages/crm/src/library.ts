// What the library itself has: its aggregates and its read models. An application adds its own in createCrm.
import {
  accountAssignment,
  aggregates,
  type AnyAggregate,
  type claimAggregates,
  contactMerge,
  customerByInvoice,
  customerByPayment,
  customerBySale,
  creditRelease,
  type customerCode,
  type invoiceNumber,
  type innerAggregates,
  invoiceIssue,
  leadAssignment,
  leadConversion,
  leadMerge,
  paymentAllocation,
  type Process,
  type RejectionCode,
} from '@eventcrm/domain'
import type { DecodedEventOf } from '@eventcrm/event-store'
import { clvReadModel } from '@eventcrm/read-model-clv'
import { directoryReadModel } from '@eventcrm/read-model-directory'
import { pipelineReadModel } from '@eventcrm/read-model-pipeline'
import { receivablesReadModel } from '@eventcrm/read-model-receivables'
import type { NewEventOf } from './facade/methods.ts'

/** The library's read models: the one list of them. */
export const libraryReadModels = [pipelineReadModel, directoryReadModel, receivablesReadModel, clvReadModel] as const
export type LibraryReadModels = typeof libraryReadModels

/** The library's processes: the one list of them. */
export const libraryProcesses: readonly Process[] = [
  leadConversion,
  leadAssignment,
  accountAssignment,
  contactMerge,
  leadMerge,
  customerByInvoice,
  customerByPayment,
  customerBySale,
  invoiceIssue,
  paymentAllocation,
  creditRelease,
]

/** The library's aggregates that take commands, by the facade's name for them. */
export type LibraryAggregates = typeof aggregates

/** Whose aggregates use what is claimed, by the kind of claim. */
export const claimOwners: Readonly<Record<keyof typeof claimAggregates, AnyAggregate>> = {
  customerCode: aggregates.contacts,
  invoiceNumber: aggregates.invoices,
}

type InnerAggregates = typeof innerAggregates
type LibraryEvents =
  LibraryAggregates[keyof LibraryAggregates]['events'] | InnerAggregates[keyof InnerAggregates]['events']
/** Any event of the library as it is read from the log: a union that narrows by `type`. */
export type LibraryEvent = DecodedEventOf<LibraryEvents>
/** Any event of the library as commands decide it: a union that narrows by `type`. */
export type LibraryNewEvent = NewEventOf<LibraryAggregates[keyof LibraryAggregates]['events']>

/** The codes with which the library's commands are rejected. */
export type LibraryRejectionCode = RejectionCode<
  LibraryAggregates[keyof LibraryAggregates] | typeof customerCode | typeof invoiceNumber
>
