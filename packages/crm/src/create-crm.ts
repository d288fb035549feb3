import {
  aggregates,
  claimAggregates,
  companyState,
  theCompany,
  type Dated,
  type StateDefinition,
} from '@eventcrm/domain'
import {
  checkNamespace,
  observeLog,
  streamName,
  type DecodedEvent,
  type Position,
  type ReadStreamOptions,
  type SubscribeOptions,
} from '@eventcrm/event-store'
import { createProjector, type DocumentStore, type ProjectorOptions, type ReadModel } from '@eventcrm/projection'
import { findByName, namesOf, type DirectoryEntry, type DirectoryKind } from '@eventcrm/read-model-directory'
import { pipelineReport, type PipelineQuestion, type PipelineReport } from '@eventcrm/read-model-pipeline'
import { createSecretKey } from 'node:crypto'
import type { Observable } from 'rxjs'
import { createCalendar, type Calendar } from './calendar.ts'
import { categoriesOf, codec, rollups, views } from './catalogue.ts'
import { CommandHandler } from './command-handler.ts'
import { defaultNamespace, documentsOfCompany } from './company-documents.ts'
import { createFacade, type Facade } from './facade.ts'
import { idForKey } from './identity.ts'
import { checkKeys, setUp, type CompanySetUp } from './set-up.ts'
import { statusOf, type CrmStatus } from './status.ts'
import { openStores, type Stores } from './stores.ts'
import type { Outcome } from './streams.ts'
import { checkId, checkOptions, isRecord, type CommandOptions, type Wish } from './wish.ts'

export interface CrmOptions {
  /** The SQLite file that holds everything; made when it is not there. Or give `stores`. */
  readonly file?: string
  /** Stores opened elsewhere; `crm.close()` leaves them open: whoever opened them closes them. */
  readonly stores?: Omit<Stores, 'close'>
  /** One per company, so that companies and strangers can share a cluster: 2 to 16 of a–z and 0–9. 'crm' when left out. */
  readonly namespace?: string
  /** Who acts, where a command's options don't say: an id. */
  readonly actor?: string
  /**
   * Sets the company up if it has not been: its time zone, currency and language, and the ready-made pipeline.
   * What stands there already is left as it is.
   */
  readonly company?: CompanySetUp
  /** False: documents are brought up to date only by `catchUp` and `projected`. */
  readonly project?: boolean
  /** The time. The machine's when left out. */
  readonly clock?: () => Date
  readonly onProgress?: ProjectorOptions['onProgress']
  /** Called when projecting ends on a fault: the documents are of another log, say. Reports and `catchUp` tell it too. */
  readonly onFault?: ProjectorOptions['onFault']
  /** Read models of your own: folded with the library's, and answered by `crm.query`. */
  readonly readModels?: readonly ReadModel[]
  /** Events folded and committed at once. */
  readonly batchSize?: number
}

type Aggregates = typeof aggregates
type StateOfAggregate<Name extends keyof Aggregates> =
  Aggregates[Name]['state'] extends StateDefinition<infer S> ? S : never

export interface Crm extends Facade<Aggregates> {
  /**
   * Commands that belong together: all are decided before anything is written, so a rejection leaves nothing of any. Streams are then
   * written one after the other; what a fault leaves missing is added when the same is sent again with the same `commandId`.
   * @throws CommandInvalid, CommandRejected; SentInPart when some streams have theirs; AppendTooLarge when one would get too much
   */
  send(wishes: readonly Wish[], options?: CommandOptions): Promise<readonly Outcome[]>
  /** The state of an aggregate as the log has it now. */
  state<Name extends keyof Aggregates>(aggregate: Name, id: string): Promise<StateOfAggregate<Name>>
  /** The id of what an outside key names, the same whenever it is asked for. */
  idFor(kind: string, ...key: readonly string[]): Promise<string>
  /** The first instant of a day in the company's time zone, and the day of an instant. */
  calendar(): Promise<Calendar>
  /** Who did what, when and why, to one aggregate. */
  history(aggregate: keyof Aggregates, id: string, options?: ReadStreamOptions): AsyncIterable<DecodedEvent>
  /** The log as an Observable: every event, then each new one. */
  log(options?: Pick<SubscribeOptions, 'after' | 'pageSize'>): Observable<DecodedEvent>
  readonly reports: {
    /** The pipeline as of a day: open and weighted, won, lost, win rate and cycle. */
    pipeline(
      question?: Omit<PipelineQuestion, 'asOf'> & { /** Today when left out. */ readonly asOf?: string },
    ): Promise<PipelineReport>
  }
  /** Names to show for ids of staff members, teams, contacts, products and pipelines; null for one that was erased. */
  names(ids: readonly string[]): Promise<ReadonlyMap<string, string | null>>
  /** What has a name that begins so, accents and capitals aside, in Vietnamese order. */
  find(kind: DirectoryKind, search: string, limit?: number): Promise<readonly DirectoryEntry[]>
  /** Asks the documents, those of your own read models too: any number of questions, all at one moment. */
  readonly query: DocumentStore['query']
  /** Resolves when the documents have everything that was in the log at the call. */
  catchUp(): Promise<void>
  /** Resolves when the documents have everything up to this position: what a command came to can then be read. */
  projected(position: Position | null): Promise<void>
  /** Folds all documents anew from the log. */
  rebuild(): Promise<void>
  status(): Promise<CrmStatus>
  /** Ends projecting, and closes the file that `createCrm` opened. */
  close(): Promise<void>
}

/**
 * A CRM over one SQLite file, or over stores opened elsewhere.
 * @throws what opening the file throws; CommandInvalid for an actor that is no id, a time zone or currency that does not exist
 * @example
 * const crm = await createCrm({ file: 'crm.sqlite', actor: 'staff-1', company: {} })
 * await crm.opportunities.openOpportunity({ opportunityId, title: 'Máy in cho trường Lê Lợi' })
 */
export const createCrm = async (options: CrmOptions): Promise<Crm> => {
  const {
    namespace = defaultNamespace,
    actor,
    company,
    project = true,
    clock = () => new Date(),
    onProgress,
    onFault,
    batchSize,
    readModels = [],
  } = options
  checkNamespace(namespace)
  if (actor !== undefined) checkOptions({}, actor)
  const stores = await openStores(options.file, options.stores)
  try {
    return await assemble()
  } catch (error) {
    await stores.close()
    throw error
  }

  async function assemble(): Promise<Crm> {
    const { events, keys } = stores
    const documents = documentsOfCompany(stores.documents, namespace)
    const calendars = new Map<string, Calendar>()
    const calendarOf = (timeZone: string): Calendar => {
      const calendar = calendars.get(timeZone) ?? createCalendar(timeZone)
      calendars.set(timeZone, calendar)
      return calendar
    }
    const secret = createSecretKey(await keys.secret(`${namespace}/outsideKeys`))
    const idFor = (kind: string, ...key: readonly string[]) => Promise.resolve(idForKey(secret, kind, key))
    const handler = new CommandHandler({
      events,
      codec,
      namespace,
      clock,
      actor,
      idFor,
      claims: claimAggregates,
      company: companyState.of(theCompany),
      calendarOf: company => calendarOf((company as typeof companyState.initialState).timeZone),
    })
    const facade = createFacade(aggregates, handler)
    const categories = categoriesOf(namespace)
    const projector = createProjector({
      events,
      documents,
      views: [...views, ...readModels.flatMap(model => model.views)],
      rollups: [...rollups, ...readModels.flatMap(model => model.rollups)],
      categories,
      ...(onFault ? { onFault } : {}),
      ...(onProgress ? { onProgress } : {}),
      ...(batchSize === undefined ? {} : { batchSize }),
    })
    const calendar = async () => calendarOf((await handler.state(companyState, theCompany)).timeZone)
    const today = async () => (await calendar()).dayOf(clock().toISOString())

    await projector.prepare()
    await checkKeys(handler, idFor)
    if (company) await setUp(handler, idFor, company)
    if (project) projector.start()

    return {
      ...facade,
      send: (wishes, sendOptions) => handler.handleAll(wishes, sendOptions),
      state: async (aggregate, id) =>
        (await handler.state<Dated>(aggregates[aggregate].state, checkId('state', id))) as never,
      idFor,
      calendar,
      async *history(aggregate, id, readOptions) {
        for await (const event of events.readStream(
          streamName(namespace, aggregates[aggregate].state.category, checkId('history', id)),
          readOptions,
        ))
          yield codec.decode(event)
      },
      log: logOptions => observeLog(events, codec, { ...logOptions, categories }),
      reports: {
        pipeline: async question => {
          const asked = question === undefined ? { asOf: await today() } : question
          const dated = isRecord(asked) && asked.asOf === undefined ? { ...asked, asOf: await today() } : asked
          return pipelineReport(documents, dated as PipelineQuestion, ids => namesOf(documents, ids))
        },
      },
      names: ids => namesOf(documents, ids),
      find: (kind, search, limit) => findByName(documents, search, kind, limit),
      query: queries => documents.query(queries),
      catchUp: () => projector.catchUp(),
      projected: position => (position === null ? Promise.resolve() : projector.projected(position)),
      rebuild: () => projector.rebuild(),
      status: async () =>
        statusOf({
          events,
          namespace,
          views: await projector.status(),
          idFor,
          stateOf: (of, id) => handler.state(of, id),
        }),
      async close() {
        handler.close()
        await projector.close()
        await stores.close()
      },
    }
  }
}
