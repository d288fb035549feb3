// What a CRM is opened with.
import type { AnyAggregate, Process } from '@eventcrm/domain'
import type { ProjectorOptions, ReadModel } from '@eventcrm/projection'
import type { CompanySetUp } from './company/set-up.ts'
import type { AggregatesByName } from './facade/methods.ts'
import type { Stores } from './stores.ts'

/** How a CRM is opened. */
export interface CrmOptions<
  Aggregates extends AggregatesByName = NoAggregates,
  ReadModels extends readonly ReadModel[] = readonly [],
> {
  /** The SQLite file that holds everything; made when it is not there. Or give `stores`. */
  readonly file?: string
  /** Stores opened elsewhere; `crm.close()` leaves them open: whoever opened them closes them. */
  readonly stores?: Omit<Stores, 'close'>
  /**
   * One per company, so that companies and strangers can share a log: 2 to 16 of a–z and 0–9. 'crm' when left out, or that of the stores given,
   * which are opened for one.
   */
  readonly namespace?: string
  /** Who acts, where a command's options don't say: an id. */
  readonly actor?: string
  /**
   * Sets the company up if it has not been: its time zone, currency, country and language, and the preset pipeline.
   * What stands there already is left as it is.
   */
  readonly company?: CompanySetUp
  /** Aggregates of your own, by the name that the facade shows their commands under: `{ tickets }` for `crm.tickets`. */
  readonly aggregates?: Aggregates
  /**
   * What holds the keys that your own aggregates claim (`claims` of a command), by the kind of claim, which is the holder's category. A holder has
   * the commands `claim` and `release`, each with its id and the `ownerId`, and an event for each with the `ownerId` or null.
   */
  readonly claims?: Readonly<Record<string, AnyAggregate>>
  /** Read models of your own: folded with the library's, asked by `crm.reports`, `crm.find` and `crm.query`. */
  readonly readModels?: ReadModels
  /** Processes of your own: carried out with the library's. The aggregates whose events they take are the library's or among `aggregates`. */
  readonly processes?: readonly Process[]
  /** False: documents are brought up to date only by `catchUp` and `projected`. */
  readonly project?: boolean
  /**
   * Whether processes are started, and what they have open is carried out: while the CRM is open where it projects, else when
   * `processes.settle` is called. As `project` when left out.
   */
  readonly runProcesses?: boolean
  /**
   * False: versions of views that are new to the documents are built beside those that analysts see, which they go on seeing until a CRM
   * without this is opened. With `project: false` and `catchUp` it prepares a new release: `eventcrm prepare`.
   */
  readonly publish?: boolean
  /** The time. The machine's when left out. */
  readonly clock?: () => Date
  readonly onProgress?: ProjectorOptions['onProgress']
  /**
   * Called when projecting ends on a fault, the documents being of another log, say, and when a view stops, with the fold's own error
   * as `cause`. What it throws is thrown away.
   */
  readonly onFault?: ProjectorOptions['onFault']
  /** Events folded and committed at once. */
  readonly batchSize?: number
}

/** No aggregates beside the library's. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a record type would have every name
export type NoAggregates = {}
