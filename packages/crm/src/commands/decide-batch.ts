// Commands sent together are decided one on top of the other; nothing is written here.
import {
  contextAsOf,
  decide,
  isRejection,
  rejectionIn,
  stateIn,
  type Claim,
  type Dated,
  type Day,
  type FutureClaim,
  type Reference,
  type Rejection,
  type StreamHistory,
} from '@eventcrm/domain'
import { streamName, type Instant } from '@eventcrm/event-store'
import type { Calendar } from '../company/calendar.ts'
import type { CheckedCommand } from './check-command.ts'
import { readClock, timeOf } from './command-time.ts'
import type { Outcome } from './outcome.ts'
import { PendingStream } from './pending-stream.ts'
import type { RunOptions } from './run-options.ts'
import type { Streams } from './streams.ts'

export interface Deciding {
  readonly namespace: string
  readonly clock: () => Date
  /** The stream whose state fixes the days: the company's. Looked at before each decision. */
  readonly company: Reference<Dated> & { readonly id: string }
  /** The days of the company in that state. */
  calendarOf(company: Dated): Calendar
  /**
   * Looks at what a command that changes something was given, beyond its schema. Not asked of one that was carried out before.
   * @param state of its stream, as the command found it
   * @throws CommandInvalid
   */
  checkChange?(command: CheckedCommand, state: Dated): void
}

/** A claim that one of the commands needs made. */
export interface NeededClaim {
  readonly claim: Claim
  readonly command: CheckedCommand
}

/** A key that one of the commands needs free, for what comes after it. */
export interface NeededFree {
  readonly claim: FutureClaim
  readonly command: CheckedCommand
}

/** What commands sent together would write. */
export class Batch {
  readonly #sent: readonly CheckedCommand[]
  /** By the clock. */
  readonly now: Instant
  readonly streams = new Map<string, PendingStream>()
  /** The first that was rejected: then nothing of any is to be written. */
  rejected: { readonly rejection: Rejection; readonly command: CheckedCommand } | undefined
  /** Keys that must be free, of those accepted. */
  readonly needsFree: NeededFree[] = []
  /** The days that they were decided for, by index, also where they were rejected. */
  readonly days = new Map<number, Day>()
  /** As they are carried out, by index. */
  readonly #carriedOut = new Map<number, CheckedCommand>()

  constructor(commands: readonly CheckedCommand[], now: Instant) {
    this.#sent = commands
    this.now = now
  }

  /** As they are carried out. */
  get commands(): readonly CheckedCommand[] {
    return this.#sent.map(command => this.carriedOut(command))
  }

  /** It may be on another stream than the one it was sent to. */
  carryOut(command: CheckedCommand): void {
    this.#carriedOut.set(command.index, command)
  }

  carriedOut(command: CheckedCommand): CheckedCommand {
    return this.#carriedOut.get(command.index) ?? command
  }

  /** Whether something was decided, and came to nothing. */
  get changesNothing(): boolean {
    const streams = [...this.streams.values()]
    return streams.every(({ events }) => events.length === 0) && streams.some(({ outcome }) => outcome === null)
  }

  /** What the accepted commands need. What an earlier attempt claimed is claimed again, to no effect. */
  get claims(): readonly NeededClaim[] {
    return this.commands.flatMap(command => {
      const pending = this.streams.get(command.stream)
      if (!pending?.events.some(({ commandIndex }) => commandIndex === command.index)) return []
      return this.claimsOf(command, pending.snapshot.state).map(claim => ({ claim, command }))
    })
  }

  /** What a command needs claimed, on the day that it was decided for; nothing where that could not be told. */
  claimsOf({ definition, input, index }: CheckedCommand, state: Dated): readonly Claim[] {
    const day = this.days.get(index)
    return day === undefined ? [] : definition.claims(input, state, day)
  }

  /** Which of the commands have events in the log by now. */
  get written(): readonly number[] {
    return this.commands.filter(command => this.outcomeOf(command).events.length > 0).map(({ index }) => index)
  }

  outcomeOf(command: CheckedCommand): Outcome {
    const { stream, index } = this.carriedOut(command)
    const pending = this.streams.get(stream)
    const { revision, position } = pending?.outcome ?? { revision: -1, position: null }
    return { events: pending?.eventsOf(index) ?? [], revision, position }
  }
}

const notFounded = rejectionIn(
  'COMPANY_NOT_FOUNDED',
  {
    en: 'The company comes first, since its time zone fixes the day of every event: createCrm sets it up when given `company`',
    vi: 'Phải thiết lập công ty trước, vì múi giờ của công ty xác định ngày của mọi sự kiện: createCrm thiết lập khi được cho `company`',
  },
  {},
)

export class BatchDecider {
  readonly #deciding: Deciding
  readonly #streams: Streams
  readonly #companyStream: string

  constructor(deciding: Deciding, streams: Streams) {
    const { namespace, company } = deciding
    this.#deciding = deciding
    this.#streams = streams
    this.#companyStream = streamName(namespace, company.fold.category, company.id)
  }

  /**
   * Decides each command on top of the ones before it. Of a stream that has the command already, its outcome is taken. A rejection, and
   * that nothing would change, is believed only of what the log has now.
   * @param afterConflict whether an earlier attempt failed: then what is known here is read on first
   */
  async decide(commands: readonly CheckedCommand[], options: RunOptions, afterConflict: boolean): Promise<Batch> {
    if (!afterConflict) {
      const batch = await this.#decideAll(commands, options, { fresh: false, repeated: options.idGiven })
      if (!batch.rejected && !batch.changesNothing) return batch
    }
    return this.#decideAll(commands, options, { fresh: true, repeated: options.idGiven || afterConflict })
  }

  /**
   * @param fresh whether to read on from what is known here
   * @param repeated whether the command may be in its stream already: it has an id of the caller's own, or is attempted again
   */
  async #decideAll(
    commands: readonly CheckedCommand[],
    options: RunOptions,
    { fresh, repeated }: { readonly fresh: boolean; readonly repeated: boolean },
  ): Promise<Batch> {
    const batch = new Batch(commands, readClock(this.#deciding.clock))
    for (const sent of commands) {
      const { command, pending } = await this.#carriedOut(sent, async one => {
        const loaded = batch.streams.get(one.stream) ?? (await this.#load(one, options, batch, fresh, repeated))
        batch.streams.set(one.stream, loaded)
        return loaded
      })
      batch.carryOut(command)
      if (pending.outcome) continue
      const rejection = await this.#decideOne(command, pending, command.at ?? options.at, batch, fresh)
      if (rejection) {
        batch.rejected = { rejection, command }
        break
      }
    }
    return batch
  }

  /** The command as it is carried out: on the survivor, where what it was sent to has become part of that. */
  async #carriedOut(
    sent: CheckedCommand,
    load: (command: CheckedCommand) => Promise<PendingStream>,
  ): Promise<{ readonly command: CheckedCommand; readonly pending: PendingStream }> {
    const { aggregate, definition } = sent
    let command = sent
    for (;;) {
      const pending = await load(command)
      const survivorId = aggregate.state.merging?.survivorOf(pending.state) ?? null
      if (survivorId === null || pending.outcome || definition.whenMerged === 'itself') {
        return { command: definition.whenMerged === 'survivorAlone' ? { ...command, path: [] } : command, pending }
      }
      command = {
        ...command,
        id: survivorId,
        stream: streamName(this.#deciding.namespace, aggregate.category, survivorId),
        path: [...command.path, command.id],
        input: { ...command.input, [aggregate.idField]: survivorId },
      }
    }
  }

  async #load(
    command: CheckedCommand,
    { commandId }: RunOptions,
    { now }: Batch,
    fresh: boolean,
    repeated: boolean,
  ): Promise<PendingStream> {
    const { stream, aggregate } = command
    const snapshot =
      fresh || repeated
        ? await this.#streams.latest(aggregate.state, stream)
        : await this.#streams.known(aggregate.state, stream)
    const first = repeated ? await this.#streams.outcomeOf(commandId, stream, snapshot) : undefined
    return new PendingStream(command, snapshot, first ?? null, now)
  }

  /** Adds to its stream what the command comes to, or tells why it comes to nothing. */
  async #decideOne(
    command: CheckedCommand,
    pending: PendingStream,
    at: string | undefined,
    batch: Batch,
    fresh: boolean,
  ): Promise<Rejection | undefined> {
    const company = await this.#companyIn(batch)
    if (company.openedOn === null && command.stream !== this.#companyStream) return notFounded
    let decided = await this.#decideBy(company, command, pending, at, batch, fresh)
    // A founding is dated by the time zone that it founds.
    if (company.openedOn === null && !isRejection(decided))
      decided = await this.#decideBy(decided.state, command, pending, at, batch, fresh)
    if (isRejection(decided)) return decided
    if (decided.events.length > 0) this.#deciding.checkChange?.(command, pending.state)
    pending.add(decided, command.index, decided.time)
    for (const claim of decided.needsFree) batch.needsFree.push({ claim, command })
    return undefined
  }

  async #decideBy(
    company: Dated,
    { aggregate, definition, input, path, index }: CheckedCommand,
    pending: PendingStream,
    at: string | undefined,
    batch: Batch,
    fresh: boolean,
  ) {
    const time = timeOf(at, batch.now, pending.lastOccurredAt, this.#deciding.calendarOf(company))
    if (isRejection(time)) return time
    batch.days.set(index, time.occurredOn)
    const context = await this.#contextOf(
      definition.context(input, pending.state, time.occurredOn),
      time.occurredOn,
      batch,
      fresh,
    )
    const decided = decide(aggregate, definition, input, pending.state, context, time.occurredOn, path)
    if (isRejection(decided)) return decided
    const needsFree = decided.events.length > 0 ? definition.needsFree(input, decided.state, context) : []
    return { ...decided, time, needsFree }
  }

  /** The company as it is; while it has not been founded, somebody else may be about to. */
  async #companyIn({ streams }: Batch): Promise<Dated> {
    const pending = streams.get(this.#companyStream)
    if (pending) return pending.state
    const { fold } = this.#deciding.company
    const { state, revision } = await this.#streams.recent(fold, this.#companyStream)
    return revision >= 0 ? state : (await this.#streams.latest(fold, this.#companyStream)).state
  }

  /** The other streams that a decision looks at, each as it stood at the end of the day, with what the batch has decided so far. */
  async #contextOf(
    references: Readonly<Record<string, Reference<Dated>>>,
    day: Day,
    batch: Batch,
    fresh: boolean,
  ): Promise<Readonly<Record<string, Dated>>> {
    const histories = new Map<string, StreamHistory<Dated>>()
    const nameOf = ({ category }: { readonly category: string }, id: string) =>
      streamName(this.#deciding.namespace, category, id)
    const wanted = Object.entries(references)
    const read = new Set<string>()
    for (const [name, reference] of wanted) {
      const { fold, id } = reference
      if (id === null || read.has(name)) continue
      read.add(name)
      const stream = nameOf(fold, id)
      const known = await this.#streams.history(fold, stream, fresh)
      const history = batch.streams.get(stream)?.historyOn(known) ?? known
      histories.set(stream, history)
      // read next
      wanted.push(...Object.entries(reference.leadsTo?.(stateIn(history, reference, day)) ?? {}))
    }
    return contextAsOf(references, day, (fold, id) => {
      const history = histories.get(nameOf(fold, id))
      if (!history) throw new TypeError(`${fold.category} was not read`)
      return history
    })
  }
}
