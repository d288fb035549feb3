// What an application holds in its hand.
import type {
  assignmentRules,
  catalogue,
  CommandMessage,
  Dated,
  Day,
  lead,
  savedView,
  opportunity,
  salesPipeline,
  salesTeam,
  staffMember,
  product,
  purchase,
  company,
  contact,
  importRun,
  invoice,
  payment,
} from '@eventcrm/domain'
import type { DecodedEvent, LogOptions, Position, ReadLogOptions, ReadStreamOptions } from '@eventcrm/event-store'
import type {
  AnyView,
  DocumentStore,
  Find,
  ListMethods,
  FoundDocuments,
  Pruned,
  ReadModel,
  RebuildOptions,
  ReportMethods,
  View,
} from '@eventcrm/projection'
import type {
  ContactDocument,
  ContactEntry,
  DirectoryEntry,
  DirectoryKind,
  Hits,
  LeadDocument,
  Reach,
  Viewed,
} from '@eventcrm/read-model-directory'
import type { Observable } from 'rxjs'
import type { Clock } from './clock/clock.ts'
import type { CommandOptions } from './commands/command-options.ts'
import type { Outcome } from './commands/outcome.ts'
import type { Calendar } from './company/calendar.ts'
import type { NoAggregates } from './crm-options.ts'
import type { Duplicates } from './facade/duplicates.ts'
import type { InvoiceIssuing } from './facade/invoice-issue.ts'
import type { ConvertLead } from './facade/lead-conversion.ts'
import type { PaymentMethods } from './facade/payments.ts'
import type { Timeline, TimelineOptions } from './facade/timeline.ts'
import type { ContactMergeField, LeadMergeField, Mergers } from './facade/mergers.ts'
import type { AggregatesByName, EventOfAggregates, Methods, MethodsByName, NewEventOf } from './facade/methods.ts'
import type { LibraryAggregates, LibraryEvent, LibraryNewEvent, LibraryReadModels } from './library.ts'
import type { CrmStatus } from './status.ts'
import type { Verification, VerifyOptions } from './verify/verify.ts'

/** The commands of the library, one group per aggregate. */
export interface LibraryMethods {
  /** Who may want something, and is no opportunity yet. */
  readonly leads: Omit<Methods<typeof lead>, 'convert' | 'merge' | 'unmerge'> &
    Mergers<LeadMergeField> & {
      /**
       * Has a lead become an opportunity, a customer, or both, and carries that out.
       * @returns the ids of what it has become
       * @throws what a command throws; CommandRejected also with what a step was refused with: then the lead is open again. After another fault
       *   it is carried out later by whoever runs the processes
       * @example
       * const { opportunityId } = await crm.leads.convert({ leadId, into: { mode: 'newOpportunity' }, customer: { choice: 'create' } })
       */
      readonly convert: ConvertLead
    }
  /** Deals, from opening to won or lost, with lines, tags and custom fields. */
  readonly opportunities: Methods<typeof opportunity>
  /** Pipelines with their stages and lost reasons. */
  readonly pipelines: Methods<typeof salesPipeline>
  /** Sales teams and who is in them. */
  readonly teams: Methods<typeof salesTeam>
  /** Staff members: their department, main team, leaving and returning. */
  readonly staff: Methods<typeof staffMember>
  /** What is sold, at which list price. */
  readonly products: Methods<typeof product>
  /** What was bought, where there are no invoices. */
  readonly purchases: Methods<typeof purchase>
  /** Invoices, from draft to paid, with credit notes and write-offs. */
  readonly invoices: Omit<Methods<typeof invoice>, keyof InvoiceIssuing> & InvoiceIssuing
  /** The company's settings. */
  readonly company: Methods<typeof company>
  /** Persons and organisations; customers once they have become that. */
  readonly contacts: Omit<Methods<typeof contact>, 'merge' | 'unmerge'> & Mergers<ContactMergeField>
  /** Lists of values to choose from: customer groups, territories, industries, sizes, sources, tags … */
  readonly catalogues: Methods<typeof catalogue>
  /** Who gets what arrives: by territory, customer group and kind of customer, by turns, within limits. */
  readonly assignmentRules: Methods<typeof assignmentRules>
  /** What was imported when, by whom: the importer keeps a run of each. */
  readonly importRuns: Methods<typeof importRun>
  /** How people want to see lists: filters, order and columns, of one's own or shared. */
  readonly savedViews: Methods<typeof savedView>
  /** Money that came in or was paid out, and which invoices it pays. */
  readonly payments: Omit<Methods<typeof payment>, keyof PaymentMethods> & PaymentMethods
}

/** Which state of an aggregate is meant. */
export interface StateOptions {
  /** A day of the company's calendar, 'YYYY-MM-DD'; now when left out. */
  readonly asOf?: Day
}

type StateIn<A> = A extends { readonly state: { readonly initialState: infer S } } ? S : Dated

/** What a CRM does beside commands. */
export interface CrmCore<Aggregates extends AggregatesByName, ReadModels extends readonly ReadModel[]> {
  /**
   * Commands that belong together, as aggregates make them. All are decided before anything is written, each on what the ones before it
   * will have changed, so a rejection leaves nothing of any. Streams are then written one after the other; what a fault leaves missing is
   * added when the same is sent again with the same `commandId`.
   * @returns what each came to, in the order given
   * @throws CommandInvalid, CommandRejected, each with the `index` of the command at fault; PartiallyAppended when some streams have
   *   theirs; AppendTooLarge when one would get too much at once
   * @example
   * await crm.send(
   *   [opportunity.tag({ opportunityId, tag: 'school' }), opportunity.setPriority({ opportunityId, priority: 2 })],
   *   { at: '2026-03-01' },
   * )
   */
  send(
    messages: readonly CommandMessage[],
    options?: CommandOptions,
  ): Promise<readonly Outcome<LibraryNewEvent | NewEventOf<Aggregates[keyof Aggregates]['events']>>[]>
  /**
   * The state of an aggregate as the log has it now; as before its first event when there is none of that id.
   * @param options.asOf a day: the state that a command dated so looks at. Of one that begins later, the state at the end of its first
   *   day; what another process wrote in the last second may be missing
   * @throws CommandInvalid for an id or a day that is none
   */
  state<Name extends keyof LibraryAggregates>(
    aggregate: Name,
    id: string,
    options?: StateOptions,
  ): Promise<StateIn<LibraryAggregates[Name]>>
  state<Name extends keyof Aggregates & string>(
    aggregate: Name,
    id: string,
    options?: StateOptions,
  ): Promise<StateIn<Aggregates[Name]>>
  /** The id of what an outside key names, the same whenever it is asked for: a UUID that tells nothing of the key. */
  idFor(kind: string, ...key: readonly string[]): Promise<string>
  /** The first instant of a day in the company's time zone, and the day of an instant. */
  calendar(): Promise<Calendar>
  /**
   * Who did what, when and why, to one aggregate.
   * @throws CommandInvalid for an id that is none, UnknownEventType at an event that a newer version wrote
   */
  history<Name extends keyof LibraryAggregates>(
    aggregate: Name,
    id: string,
    options?: ReadStreamOptions,
  ): AsyncIterable<EventOfAggregates<Pick<LibraryAggregates, Name>>>
  history<Name extends keyof Aggregates & string>(
    aggregate: Name,
    id: string,
    options?: ReadStreamOptions,
  ): AsyncIterable<EventOfAggregates<Pick<Aggregates, Name>>>
  /**
   * The company's log as an Observable: every event, or those behind `after`, or with `live` those from the subscription on; then each
   * new one. It errs with UnknownEventType at an event that a newer version wrote.
   */
  log(options?: Omit<LogOptions, 'categories' | 'signal'>): Observable<LibraryEvent | EventOfAggregates<Aggregates>>
  /**
   * The company's log to loop over, one event at a time: pages are read as they are used up, so a slow loop slows the reading. Every
   * event, or those behind `after`, or with `live` those from the call on; then it waits for more, unless `follow` is false.
   * @throws UnknownEventType at an event that a newer version wrote; TypeError for both `after` and `live`
   * @example for await (const event of crm.events({ live: true })) if (event.type === 'MarkedWon') congratulate(event)
   */
  events(options?: Omit<ReadLogOptions, 'categories'>): AsyncIterable<LibraryEvent | EventOfAggregates<Aggregates>>
  /**
   * One method per report: `crm.reports.pipeline({ asOf: '2026-03-31' })`. Today when no day is asked for.
   * @throws QuestionInvalid; ViewBuilding, ViewStopped; ReportOvertaken, from a report that reads in several calls; LogMismatch when the documents are of another log
   */
  readonly reports: ReportMethods<LibraryReadModels> & ReportMethods<ReadModels>
  /**
   * One method per list: `crm.lists.customers({ filter: { name: { contains: 'van dong' } }, scope: 'team', me })`. A page, its groups where they
   * are asked for, and the names of whom it names.
   * @throws QuestionInvalid naming the field, what was expected there and which field may be meant; ViewBuilding
   */
  readonly lists: ListMethods<LibraryReadModels> & ListMethods<ReadModels>
  /** Names to show for ids of staff members, teams, contacts, products and pipelines; null for one that was erased. */
  names(ids: readonly string[]): Promise<ReadonlyMap<string, string | null>>
  /** What has a name that begins so, accents and capitals aside, in Vietnamese order. */
  search(kind: DirectoryKind, text: string, limit?: number): Promise<readonly DirectoryEntry[]>
  /**
   * Contacts by what people type: each word begins some word of the name, in any order, accents, đ and capitals aside; or all of it begins a
   * customer code, an e-mail address or a phone number (with 0 or +84), or is the last four or more digits of one. Whole matches first.
   * @param limit 20 when left out; of more, any of the best
   * @returns the hits, and whether there are more
   * @example (await crm.searchContacts('van dong')).hits // finds Nguyễn Văn Đông
   */
  searchContacts(text: string, limit?: number): Promise<Hits<ContactDocument>>
  /** Leads by what people type, as contacts: names of the person and the organisation, titles, phone numbers, e-mail addresses. */
  searchLeads(text: string, limit?: number): Promise<Hits<LeadDocument>>
  /**
   * What happened to a contact in all its roles, the latest first: to itself, to leads and opportunities that became its or were for it (of one
   * that is another's since, until then), to opportunities in which it is involved, and who works for it.
   * @throws CommandInvalid for an id that is none; QuestionInvalid for options of another form; ViewBuilding
   * @example const { entries, next } = await crm.timeline(contactId, { limit: 20 })
   */
  timeline(
    contactId: string,
    options?: TimelineOptions,
  ): Promise<Timeline<LibraryEvent | EventOfAggregates<Aggregates>>>
  /**
   * What staff members looked at, kept beside the documents and not in the log: `note` says that something was, `of` tells the last 50, the
   * latest first. A rebuild leaves it as it is.
   */
  readonly viewed: {
    note(staffMemberId: string, kind: string, id: string): Promise<void>
    of(staffMemberId: string): Promise<readonly Viewed[]>
  }
  /** Leads and contacts that may be the same; they are merged only when somebody asks for it. */
  readonly duplicates: Duplicates
  /**
   * Contacts that have this phone number, in E.164, or this e-mail address, its case aside, as the main one or a further one: at most 20 of each when
   * not told otherwise.
   */
  contactsReachedBy(reach: Reach, limit?: number): Promise<readonly ContactEntry[]>
  /**
   * The contact that holds a customer code, whatever its case; null where none does. It is looked up in the log, so it is known as soon as the contact
   * is a customer, or about to become one. One that is part of another by now keeps its code.
   */
  holderOfCustomerCode(code: string): Promise<string | null>
  /** Ids of the invoices that have this number, in whichever series; at most 20 when not told otherwise. Found in documents. */
  invoicesNumbered(number: string, limit?: number): Promise<readonly string[]>
  /**
   * Finds documents of a view, the library's or your own.
   * @param find which, in which order, how many; all when left out
   * @returns documents with their keys, the cursor of the next page, and the position up to which they were folded
   * @throws TypeError for a field that the view's documents don't have, a view that is not projected here, and a filter, sort, limit or
   *   cursor of another form; ViewBuilding while it is folded for the first time
   * @example
   * import { opportunities } from '@eventcrm/read-model-pipeline'
   * const { documents, next } = await crm.find(opportunities, { where: { field: 'status', equals: 'open' }, limit: 20 })
   */
  find<Doc>(view: View<Doc>, find?: NoInfer<Find<Doc>>): Promise<FoundDocuments<Doc>>
  /** Asks the documents, those of your own read models too: any number of questions, all at one moment. */
  readonly query: DocumentStore['query']
  /**
   * Resolves when the documents have everything that was in the log at the call: those of these views, the library's when left out.
   * @throws ViewStopped when one of them can't get there; LogMismatch
   */
  catchUp(views?: readonly AnyView[]): Promise<void>
  /**
   * Resolves when the documents have everything up to this position: what a command came to can then be read.
   * @param position of an outcome; null, where nothing changed, resolves at once
   * @param views the library's when left out
   * @throws as catchUp; RangeError for a position that the log does not have
   */
  projected(position: Position | null, views?: readonly AnyView[]): Promise<void>
  /**
   * Folds documents anew from the log: those of these views, all when left out. The log is checked first: what can't be folded to the end
   * is left as it is.
   * @throws ViewStopped for a view that is left; StreamIncomplete, and what reading a damaged log throws: then all are left
   */
  rebuild(views?: readonly AnyView[], options?: RebuildOptions): Promise<void>
  /**
   * Drops versions of views that a newer one has taken the place of, and that no process has said within the last minute that it serves: each
   * says so every 10 seconds.
   * @param options.force true: those that are served too, whose processes then fold them anew, and those that are newer than the ones here
   * @returns what became of each version that this CRM does not serve
   */
  prune(options?: { readonly force?: boolean }): Promise<readonly Pruned[]>
  /** Where the log and every view stand. It writes nothing. */
  status(): Promise<CrmStatus>
  /**
   * Whether the log is whole, and the documents are what it folds to: no stream lacks an event; each event can be decoded and folded, and
   * says of what was before it what was so; positions rise; documents and totals are, as of their checkpoint, what the log makes of them. Of
   * aggregates and views whose code is not here only that they can be read, and of which log they are. It writes nothing. It takes as long as
   * a rebuild, and keeps some 100 bytes per stream, 150 per document of the largest view and that many of them whole, 100 000 at most.
   * @throws the signal's reason; StoreUnavailable
   */
  verify(options?: VerifyOptions): Promise<Verification>
  readonly processes: {
    /**
     * Sends a command with which a process begins, and carries out what that leads to.
     * @returns the event that states it done; null where the command began nothing
     * @throws what a command throws; CommandRejected also where the process ends with a refusal. After another fault, what was begun is
     *   carried out later by whoever runs the processes
     */
    carryOut(message: CommandMessage, options?: CommandOptions): Promise<DecodedEvent | null>
    /**
     * Carries out what is open, and what that begins in turn; what fails is tried again by the next call from when `status` says.
     * @throws TypeError where processes are not run; ViewStopped, LogMismatch, StoreUnavailable
     */
    settle(): Promise<void>
  }
  /** What becomes due as time goes by: raised by a run, once, or on a schedule. */
  readonly clock: Clock
  /** Ends projecting and the clock's schedules, and closes the file that `createCrm` opened. */
  close(): Promise<void>
}

/** A CRM: the library's commands and your own, its reports, its log. */
export type Crm<
  Aggregates extends AggregatesByName = NoAggregates,
  ReadModels extends readonly ReadModel[] = readonly [],
> = CrmCore<Aggregates, ReadModels> & LibraryMethods & MethodsByName<Aggregates>
