// What the library itself has: its aggregates and its read models. An application adds its own in createCrm.
import { aggregates, customerCode, type AnyAggregate, type RejectionCode } from '@eventcrm/domain'
import type { DecodedEventOf } from '@eventcrm/event-store'
import type { ReadModel } from '@eventcrm/projection'
import { directory } from '@eventcrm/read-model-directory'
import { customerTotals, opportunities, pipelineNames, pipelineTotals } from '@eventcrm/read-model-pipeline'

/** The library's read models: the one list of them. */
export const libraryReadModels: readonly ReadModel[] = [
  { views: [opportunities], rollups: [pipelineTotals, customerTotals, pipelineNames] },
  { views: [directory], rollups: [] },
]

/** The library's aggregates that take commands, by the facade's name for them. */
export type LibraryAggregates = typeof aggregates

/** Aggregates that hold claims of keys unique in the company, by kind. Command handling alone sends their commands. */
export const libraryClaims: Readonly<Record<string, AnyAggregate>> = { customerCode }

/** Whose aggregates use what is claimed, by the kind of claim. */
export const claimOwners: Readonly<Record<string, AnyAggregate>> = { customerCode: aggregates.contacts }

/** Any event of the library as it is read from the log: a union that narrows by `type`. */
export type LibraryEvent = DecodedEventOf<
  LibraryAggregates[keyof LibraryAggregates]['events'] | typeof customerCode.events
>

/** The codes with which the library's commands are rejected. */
export type LibraryRejectionCode = RejectionCode<LibraryAggregates[keyof LibraryAggregates] | typeof customerCode>
