import {
  aggregates,
  claimAggregates,
  companyState,
  customerCodeKey,
  theCompany,
  theStandardPipeline,
  type Dated,
  type StateDefinition,
} from '@eventcrm/domain'
import {
  checkNamespace,
  createCodec,
  createMemoryEventStore,
  createMemoryKeyStore,
  observeLog,
  type Codec,
  type DecodedEvent,
  type EventStore,
  type KeyStore,
  type Position,
  type ReadStreamOptions,
  type SubscribeOptions,
} from '@eventcrm/event-store'
import {
  createMemoryDocumentStore,
  createProjector,
  type AnyRollup,
  type AnyView,
  type DocumentStore,
  type ProjectorOptions,
  type ViewStatus,
} from '@eventcrm/projection'
import { directory, findByName, namesOf, type DirectoryEntry, type DirectoryKind } from '@eventcrm/read-model-directory'
import {
  customerTotals,
  opportunities,
  pipelineNames,
  pipelineReport,
  pipelineTotals,
  type PipelineQuestion,
  type PipelineReport,
} from '@eventcrm/read-model-pipeline'
import type { Observable } from 'rxjs'
import { createCalendar, type Calendar } from './calendar.ts'
import { CommandHandler, type CommandOptions, type Outcome, type Wish } from './command-handler.ts'
import { defaultNamespace, documentsOfCompany } from './company-documents.ts'
import { createFacade, createWishMakers, type Facade } from './facade.ts'
import { idForKey } from './identity.ts'

/** Makers of wishes, for commands that are sent together: `crm.send([commands.opportunities.openOpportunity({ … }), …])`. */
export const commands = createWishMakers(aggregates)

/** Where a company's events, documents and secrets are kept. */
export interface Stores {
  readonly events: EventStore
  readonly documents: DocumentStore
  readonly keys: KeyStore
  close(): Promise<void>
}

/** Stores that last as long as the process: for tests, and for trying things out. */
export const createMemoryStores = (keys: KeyStore = createMemoryKeyStore()): Stores => {
  const events = createMemoryEventStore()
  const documents = createMemoryDocumentStore()
  return {
    events,
    documents,
    keys,
    async close() {
      await events.close()
      await documents.close()
    },
  }
}

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
  readonly company?: {
    readonly name?: string
    readonly timeZone?: string
    readonly currency?: string
    readonly language?: 'en' | 'vi'
  }
  /** False: documents are brought up to date only by `catchUp` and `projected`. */
  readonly project?: boolean
  /** The time. The machine's when left out. */
  readonly clock?: () => Date
  readonly onProgress?: ProjectorOptions['onProgress']
  /** Events folded and committed at once. */
  readonly batchSize?: number
}

type Aggregates = typeof aggregates
type StateOfAggregate<Name extends keyof Aggregates> =
  Aggregates[Name]['state'] extends StateDefinition<infer S> ? S : never

export interface CrmStatus {
  readonly namespace: string
  /** Position of the log's last event; null for none. */
  readonly head: Position | null
  readonly views: readonly (ViewStatus & {
    /** Whether it has folded the log up to `head`. */ readonly upToDate: boolean
  })[]
  /** Keys that were claimed, and whose owner then did not come to use them. The same command sent again mends it. */
  readonly claimsWithoutOwner: readonly { readonly kind: string; readonly claimId: string; readonly ownerId: string }[]
}

export interface Crm extends Facade<Aggregates> {
  /** Commands that belong together: either all are accepted, or the rejection of one leaves nothing of any. */
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

export const views: readonly AnyView[] = [opportunities, directory]
export const rollups: readonly AnyRollup[] = [pipelineTotals, customerTotals, pipelineNames]

/** The codec of every event that the library has. */
export const codec: Codec = createCodec(
  ...[...Object.values(aggregates), ...Object.values(claimAggregates)].map(({ state }) => state.events),
)

const open = async ({ file, stores }: CrmOptions): Promise<Stores> => {
  if (stores && file !== undefined) throw new TypeError('createCrm takes a file or stores, not both')
  if (stores) return { ...stores, close: () => Promise.resolve() }
  if (file === undefined)
    throw new TypeError("createCrm needs a file, like createCrm({ file: 'crm.sqlite' }), or stores")
  const { openSqlite } = await import('@eventcrm/sqlite')
  return openSqlite(file)
}

/**
 * A CRM over one SQLite file, or over stores opened elsewhere.
 * @throws what opening the file throws; CommandInvalid for a time zone or currency that does not exist
 * @example
 * const crm = await createCrm({ file: 'crm.sqlite', actor: 'lan', company: {} })
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
    batchSize,
  } = options
  checkNamespace(namespace)
  const stores = await open(options)
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
    const secret = await keys.secret(`${namespace}/outsideKeys`)
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
    const categories = [...Object.values(aggregates), ...Object.values(claimAggregates)].map(
      ({ state }) => `${namespace}.${state.category}`,
    )
    const projector = createProjector({
      events,
      documents,
      views,
      rollups,
      categories,
      ...(onProgress ? { onProgress } : {}),
      ...(batchSize === undefined ? {} : { batchSize }),
    })
    const calendar = async () => calendarOf((await handler.state(companyState, theCompany)).timeZone)
    const today = async () => (await calendar()).dayOf(clock().toISOString())

    if (company) await setUp(handler, company)
    if (project) projector.start()

    return {
      ...facade,
      send: (wishes, sendOptions) => handler.handleAll(wishes, sendOptions),
      state: (aggregate, id) => handler.state<Dated>(aggregates[aggregate].state, id) as never,
      idFor,
      calendar,
      async *history(aggregate, id, readOptions) {
        for await (const event of events.readStream(
          `${namespace}.${aggregates[aggregate].state.category}-${id}`,
          readOptions,
        ))
          yield codec.decode(event)
      },
      log: logOptions => observeLog(events, codec, { ...logOptions, categories }),
      reports: {
        pipeline: async question => pipelineReport(documents, { ...question, asOf: question?.asOf ?? (await today()) }),
      },
      names: ids => namesOf(documents, ids),
      find: (kind, search, limit) => findByName(documents, search, kind, limit),
      catchUp: () => projector.catchUp(),
      projected: position => (position === null ? Promise.resolve() : projector.projected(position)),
      rebuild: () => projector.rebuild(),
      status: () => status(events, documents, namespace, categories, () => projector.status(), idFor),
      async close() {
        await projector.close()
        await stores.close()
      },
    }
  }
}

/** The same command ids each time: done once, whoever is first. */
const setUp = async (
  handler: CommandHandler,
  { name, timeZone = 'Asia/Ho_Chi_Minh', currency = 'VND', language = 'vi' }: NonNullable<CrmOptions['company']>,
) => {
  const by: CommandOptions = { actor: 'system', source: 'set-up' }
  if ((await handler.state(companyState, theCompany)).status === 'unfounded') {
    await handler.handleAll(
      [commands.company.foundCompany({ ...(name === undefined ? {} : { name }), timeZone, currency, language })],
      { ...by, commandId: 'set-up/company' },
    )
  }
  const founded = await handler.state(companyState, theCompany)
  if ((await handler.state(aggregates.pipelines.state, theStandardPipeline)).openedOn === null) {
    const wording = founded.language === 'vi' ? 'Bán hàng' : 'Sales'
    await handler.handleAll([commands.pipelines.createPipeline({ name: wording, language: founded.language })], {
      ...by,
      commandId: 'set-up/pipeline',
    })
  }
}

const status = async (
  events: EventStore,
  documents: DocumentStore,
  namespace: string,
  categories: readonly string[],
  viewStatus: () => Promise<readonly ViewStatus[]>,
  idFor: (kind: string, ...key: readonly string[]) => Promise<string>,
): Promise<CrmStatus> => {
  const head = await events.head({ categories })
  const owners = new Map<string, { readonly kind: string; readonly claimId: string; readonly ownerId: string }>()
  for (const [kind, { state }] of Object.entries(claimAggregates)) {
    for await (const recorded of events.readAll({ categories: [`${namespace}.${state.category}`] })) {
      const event = codec.decode(recorded)
      const folded = state.evolve(state.initialState, event) as { readonly ownerId?: string | null }
      if (typeof folded.ownerId === 'string')
        owners.set(event.stream, { kind, claimId: event.streamId, ownerId: folded.ownerId })
      else owners.delete(event.stream)
    }
  }
  const claimsWithoutOwner: CrmStatus['claimsWithoutOwner'][number][] = []
  const all = [...owners.values()]
  for (let from = 0; from < all.length; from += 1000) {
    const some = all.slice(from, from + 1000)
    const [contacts] = await documents.query([{ load: directory.collection, keys: some.map(({ ownerId }) => ownerId) }])
    for (const claim of some) {
      const code = contacts.get(claim.ownerId)?.['customerCode']
      if (typeof code !== 'string' || (await idFor(claim.kind, customerCodeKey(code))) !== claim.claimId)
        claimsWithoutOwner.push(claim)
    }
  }
  const folded = await viewStatus()
  return {
    namespace,
    head,
    views: folded.map(view => ({
      ...view,
      upToDate: !view.building && !view.stopped && (head === null || (view.checkpoint?.position ?? '') >= head),
    })),
    claimsWithoutOwner,
  }
}
