import {
  companyState,
  customerCodeClaim,
  customerCodeState,
  theCompany,
  type CommandMessage,
  type CompanyState,
  type Process,
  type RecordedNumber,
} from '@eventcrm/domain'
import {
  checkNamespace,
  observeLog,
  readLog,
  StoreClosed,
  streamName,
  type ReadStreamOptions,
} from '@eventcrm/event-store'
import {
  createProjector,
  findDocuments,
  isOfLog,
  loadedOf,
  LogMismatch,
  pruneVersions,
  type AnyView,
  type DocumentStore,
  type ReadModel,
} from '@eventcrm/projection'
import {
  colleaguesOf,
  contacts,
  contactsReachedBy,
  findByName,
  leads,
  namesOf,
  partsOf,
  RecentlyViewed,
  entriesCalled,
  searchIn,
} from '@eventcrm/read-model-directory'
import { invoices } from '@eventcrm/read-model-receivables'
import { createSecretKey } from 'node:crypto'
import { ClockWork } from './clock/clock.ts'
import { checkDay, checkId } from './commands/check-command.ts'
import { CommandHandler } from './commands/command-handler.ts'
import { checkOptions, type CommandOptions } from './commands/command-options.ts'
import { readClock } from './commands/command-time.ts'
import { createCalendar, type Calendar } from './company/calendar.ts'
import { documentsOfCompany } from './company/company-documents.ts'
import { checkKeys, setUp } from './company/set-up.ts'
import type { Crm, CrmCore } from './crm.ts'
import type { CrmOptions, NoAggregates } from './crm-options.ts'
import { registerAggregates } from './facade/aggregate-registry.ts'
import { invoiceIssuing } from './facade/invoice-issue.ts'
import { convertLead } from './facade/lead-conversion.ts'
import { duplicatesIn } from './facade/duplicates.ts'
import { contactMergers, leadMergers } from './facade/mergers.ts'
import { checkLists, listMethodsOf } from './facade/lists.ts'
import { methodsOf, type AggregatesByName } from './facade/methods.ts'
import { paymentMethods } from './facade/payments.ts'
import { savedViewChecker } from './facade/saved-views.ts'
import { checkReadModels, reportMethodsOf } from './facade/reports.ts'
import { timelineOf } from './facade/timeline.ts'
import { idForKey, secretOf } from './identity.ts'
import { libraryProcesses, libraryReadModels } from './library.ts'
import {
  checkCrmOptions,
  checkEventsOptions,
  checkLogOptions,
  checkPruneOptions,
  checkVerifyOptions,
} from './option-names.ts'
import { checkProcesses } from './processes/check-processes.ts'
import { Processes } from './processes/processes.ts'
import { startServing } from './serving.ts'
import { statusOf } from './status.ts'
import { openStores, type Stores } from './stores.ts'
import { verify } from './verify/verify.ts'

/**
 * A CRM over one SQLite file, or over stores opened elsewhere.
 * @throws what opening the file throws; CommandInvalid for an actor that is no id, a time zone, country or currency that does not exist;
 *   TypeError for an option that is none, a namespace that is none or not that of the stores given, and for aggregates or read models whose names are taken
 * @example
 * const crm = await createCrm({ file: 'crm.sqlite', actor: 'staff-1', company: {} })
 * await crm.opportunities.open({ opportunityId, title: 'Máy in cho trường Lê Lợi' })
 */
export const createCrm = async <
  const Aggregates extends AggregatesByName = NoAggregates,
  const ReadModels extends readonly ReadModel[] = readonly [],
>(
  options: CrmOptions<Aggregates, ReadModels>,
): Promise<Crm<Aggregates, ReadModels>> => {
  checkCrmOptions(options)
  const { namespace, actor } = options
  if (namespace !== undefined) checkNamespace(namespace)
  if (actor !== undefined) checkOptions({}, actor)
  const aggregates = registerAggregates(options.aggregates ?? {}, options.claims)
  const models: readonly ReadModel[] = [...libraryReadModels, ...(options.readModels ?? [])]
  checkReadModels(models)
  checkLists(models)
  const definitions = [...libraryProcesses, ...(options.processes ?? [])]
  checkProcesses(definitions, aggregates)
  const stores = await openStores(options.file, options.stores, namespace)
  try {
    return (await assemble(options, stores, { aggregates, models, definitions })) as Crm<Aggregates, ReadModels>
  } catch (error) {
    await stores.close()
    throw error
  }
}

const calendarsByZone = () => {
  const calendars = new Map<string, Calendar>()
  return (timeZone: string): Calendar => {
    const calendar = calendars.get(timeZone) ?? createCalendar(timeZone)
    calendars.set(timeZone, calendar)
    return calendar
  }
}

/** @throws LogMismatch when one of these views has been folded */
const requireUnfolded = async (documents: DocumentStore, views: readonly AnyView[]): Promise<void> => {
  await documents.ensure([])
  const [known] = await documents.query([{ views: '' }])
  for (const { collection } of views) {
    const checkpoint = known.get(collection)?.checkpoint
    if (checkpoint) throw new LogMismatch(collection, checkpoint.position)
  }
}

/** The library's, and those that the application brings, checked. */
interface Definitions {
  readonly aggregates: ReturnType<typeof registerAggregates>
  readonly models: readonly ReadModel[]
  readonly definitions: readonly Process[]
}

const assemble = async (
  options: CrmOptions<AggregatesByName, readonly ReadModel[]>,
  stores: Stores,
  { aggregates, models, definitions }: Definitions,
): Promise<object> => {
  const { actor, company, project = true, clock = () => new Date() } = options
  const { onProgress, onFault, batchSize, publish = true, runProcesses = project } = options
  const { events, keys } = stores
  const { namespace } = events
  const { codec } = aggregates
  const documents = documentsOfCompany(stores.documents, namespace)
  const categories = aggregates.categories(namespace)
  const secret = createSecretKey(await keys.secret(secretOf(namespace)))
  const idFor = (kind: string, ...key: readonly string[]) => Promise.resolve(idForKey(secret, kind, key))

  const calendarOf = calendarsByZone()
  const handler = new CommandHandler({
    events,
    codec,
    namespace,
    clock,
    actor,
    aggregates: aggregates.byCategory,
    claims: aggregates.claims,
    series: aggregates.series,
    idFor,
    company: { fold: companyState, id: theCompany },
    calendarOf: state => calendarOf((state as CompanyState).timeZone),
    checkChange: savedViewChecker(models.flatMap(({ lists = [] }) => lists)),
  })
  const calendar = async () => calendarOf((await handler.state(companyState, theCompany)).timeZone)

  const modelViews = models.flatMap(model => model.views)
  const rollups = models.flatMap(model => model.rollups)
  await checkKeys(handler, idFor)
  // documents that are ahead of an empty log are of another, which is brought back into a log that is still empty
  if (company && (await events.head({ categories })) === null) await requireUnfolded(documents, modelViews)
  if (company) await setUp(handler, idFor, company)
  let toldLast: unknown
  const tellFault = (error: unknown) => {
    // what ends the projector is heard by each process that waits for it; and a store that is closed stays closed
    if (error === toldLast || (error instanceof StoreClosed && toldLast instanceof StoreClosed)) return
    toldLast = error
    try {
      onFault?.(error)
    } catch {
      // thrown away, as said
    }
  }
  const processes = await Processes.open({
    ...{ events, documents, codec, handler, aggregates, idFor },
    definitions,
    run: runProcesses,
    now: () => readClock(clock),
    onFault: tellFault,
  })
  const views = [...modelViews, ...processes.views]
  const projector = createProjector({
    ...{ events, documents, views, rollups, publish },
    waitFor: libraryReadModels.flatMap(({ views }) => views),
    categories,
    onFault: tellFault,
    onProgress(progress) {
      processes.wake()
      onProgress?.(progress)
    },
    ...(batchSize === undefined ? {} : { batchSize }),
  })
  const today = async () => (await calendar()).dayOf(readClock(clock))
  const reports = reportMethodsOf(
    models,
    {
      documents,
      today,
      names: ids => namesOf(documents, ids),
      entriesCalled: (catalogue, typed) => entriesCalled(documents, catalogue, typed),
      projected: (position, views) => projector.projected(position, views),
      stoppedBy: view => projector.stoppedBy(view),
      check: async (view, checkpoint) => {
        if (!(await isOfLog(events, checkpoint))) throw new LogMismatch(view.name, checkpoint.position)
      },
    },
    { events, categories, calendar, now: () => readClock(clock) },
  )
  const lists = listMethodsOf(models, {
    documents,
    today,
    names: ids => namesOf(documents, ids),
    colleagues: id => colleaguesOf(documents, id),
    entriesCalled: (catalogue, typed) => entriesCalled(documents, catalogue, typed),
    partsOf: (kind, id) => (kind === 'contact' ? partsOf(documents, id) : Promise.resolve([id])),
  })
  const viewed = new RecentlyViewed(documents)
  const streamOf = (aggregate: string, asked: string, id: string) => {
    const known = aggregates.byName.get(aggregate)
    if (!known) {
      const names = [...aggregates.byName.keys()]
      throw new TypeError(`There are no such aggregates: expected ${names.join(', ')}`)
    }
    return { fold: known.state, id: checkId(asked, id) }
  }

  processes.attach(projector)
  if (project) processes.follow()
  await projector.prepare()
  if (project) projector.start()
  const serving = startServing(documents, views, project ? 'now' : 'later')

  const started = {
    async handle(message: CommandMessage, commandOptions?: CommandOptions) {
      await processes.start()
      return handler.handle(message, commandOptions)
    },
  }
  const clockWork = new ClockWork({
    handler: { ...started, state: (fold, id) => handler.state(fold, id) },
    ...{ documents, projector, idFor, calendar, actor: actor ?? 'clock', onFault: tellFault },
    now: () => readClock(clock),
  })

  const core: CrmCore<AggregatesByName, readonly ReadModel[]> = {
    async send(messages, sendOptions) {
      await processes.start()
      return handler.handleAll(messages, sendOptions)
    },
    state: async (aggregate: string, id: string, { asOf }: { readonly asOf?: string } = {}) => {
      const stream = streamOf(aggregate, 'state', id)
      if (asOf === undefined) return (await handler.state(stream.fold, stream.id)) as never
      return (await handler.stateAsOf(stream.fold, stream.id, checkDay('state', 'asOf', asOf))) as never
    },
    idFor,
    calendar,
    async *history(aggregate: string, id: string, readOptions?: ReadStreamOptions) {
      const stream = streamOf(aggregate, 'history', id)
      for await (const event of events.readStream(streamName(namespace, stream.fold.category, stream.id), readOptions))
        yield codec.decode(event) as never
    },
    log: (logOptions = {}) => {
      checkLogOptions(logOptions)
      return observeLog(events, codec, { ...logOptions, categories })
    },
    events: (logOptions = {}) => {
      checkEventsOptions(logOptions)
      return readLog(events, codec, { ...logOptions, categories }) as never
    },
    reports: reports as never,
    lists: lists as never,
    names: ids => namesOf(documents, ids),
    search: (kind, text, limit) => findByName(documents, text, kind, limit),
    searchContacts: (text, limit) => searchIn(documents, contacts, text, limit),
    searchLeads: (text, limit) => searchIn(documents, leads, text, limit),
    timeline: async (contactId, timelineOptions) =>
      await timelineOf(
        { events, documents, codec },
        await partsOf(documents, checkId('timeline', contactId)),
        timelineOptions,
      ),
    viewed: {
      note: async (staffMemberId, kind, id) =>
        viewed.note(checkId('viewed.note', staffMemberId), {
          kind,
          id: checkId('viewed.note', id),
          at: readClock(clock),
        }),
      of: async staffMemberId => viewed.of(checkId('viewed.of', staffMemberId)),
    },
    contactsReachedBy: (reach, limit) => contactsReachedBy(documents, reach, limit),
    holderOfCustomerCode: async code => {
      const { kind, key } = customerCodeClaim(code)
      return (await handler.state(customerCodeState, await idFor(kind, key))).ownerId
    },
    invoicesNumbered: async (number, limit = 20) => {
      const where = { field: 'number', equals: number } as const
      return (await findDocuments(documents, invoices, { where, limit })).documents.map(({ key }) => key)
    },
    duplicates: duplicatesIn({ handler, documents, projector, company: () => handler.state(companyState, theCompany) }),
    find: (view, find) => findDocuments(documents, view, find),
    query: queries => documents.query(queries),
    catchUp: views => projector.catchUp(views),
    projected: async (position, views) => {
      if (position !== null) await projector.projected(position, views)
    },
    rebuild: (views, rebuildOptions) => projector.rebuild(views, rebuildOptions),
    prune: async (pruneOptions = {}) => {
      checkPruneOptions(pruneOptions)
      return pruneVersions(documents, { views, rollups, ...pruneOptions })
    },
    status: async () =>
      statusOf({
        events,
        now: () => readClock(clock),
        namespace,
        aggregates,
        views: await projector.status(),
        processes: upToDate => processes.status(upToDate),
        idFor,
        stateOf: (fold, id) => handler.state(fold, id),
        numbersOf: async ids => {
          const [found] = await documents.query([{ load: invoices.collection, keys: ids }])
          const numbers = new Map<string, RecordedNumber>()
          for (const [id, { number, symbol, issuedOn }] of loadedOf(invoices, found))
            if (number !== null && issuedOn !== null) numbers.set(id, { number, symbol, on: issuedOn })
          return numbers
        },
      }),
    verify: async (verifyOptions = {}) => {
      checkVerifyOptions(verifyOptions)
      const status = () => projector.status()
      const claimed = (kind: string, key: string) => idForKey(secret, kind, [key])
      const known = { events, documents, aggregates, namespace, views, rollups, status }
      return verify({ ...known, idFor: () => Promise.resolve(claimed) }, verifyOptions)
    },
    processes: {
      carryOut: (message, commandOptions) => processes.carryOut(message, commandOptions),
      settle: () => processes.settle(),
    },
    clock: clockWork,
    async close() {
      await clockWork.close()
      processes.stop()
      handler.close()
      await projector.close()
      await processes.ended()
      await serving.end()
      await stores.close()
    },
  }
  const methods = methodsOf(aggregates.byName, started)
  const merging = { handler, events, processes }
  return withMethods(core, {
    ...methods,
    contacts: { ...methods['contacts'], ...contactMergers(merging) },
    invoices: { ...methods['invoices'], ...invoiceIssuing(processes) },
    leads: { ...methods['leads'], ...leadMergers(merging), convert: convertLead(processes) },
    payments: { ...methods['payments'], ...paymentMethods(processes) },
  })
}

/** @throws TypeError for aggregates that have the name of something else */
const withMethods = (core: object, methods: object): object => {
  for (const name of Object.keys(methods))
    if (name in core) throw new TypeError(`Aggregates can't be named '${name}', which the CRM has a method of`)
  return { ...core, ...methods }
}
