// Draft, append; on a genuine conflict draft again.
import type { AnyAggregate, Claim, Dated, StateDefinition } from '@eventcrm/domain'
import {
  AppendOutcomeUnknown,
  checkAppendSize,
  RevisionConflict,
  StoreClosed,
  streamName,
  type Appended,
  type Codec,
  type EventStore,
  type StoredEvent,
} from '@eventcrm/event-store'
import { Attempt, type Draft, type NeededClaim } from './attempt.ts'
import { Claims, type Carried } from './claims.ts'
import { Drafting, type Deciding } from './drafting.ts'
import { CommandRejected, SentInPart } from './errors.ts'
import { eventIdOf, newCommandId } from './identity.ts'
import { commandIdsAfter, Turns, type Known } from './stream-cache.ts'
import { Streams, type Outcome } from './streams.ts'
import {
  checkOptions,
  checkWish,
  checkWishes,
  type CheckedOptions,
  type CheckedWish,
  type CommandOptions,
  type Wish,
} from './wish.ts'

export interface Handling extends Deciding {
  readonly events: EventStore
  readonly codec: Codec
  readonly clock: () => Date
  readonly actor: string | undefined
  /** The id under which an outside key is claimed. */
  idFor(kind: string, key: string): Promise<string>
  /** Aggregates that hold claims, by kind; each has the commands `claim` and `release`. */
  readonly claims: Readonly<Record<string, AnyAggregate>>
}

/** Attempts at one command. In one process commands take turns; across processes ten in a row are lost only under a storm of writes to one stream. */
const attempts = 10
/** Resends of an append whose outcome stays unknown, before the caller hears of it. */
const resends = 5
const pause = (attempt: number) => new Promise<void>(resolve => setTimeout(resolve, Math.random() * 2 ** attempt))

/** What stopped commands sent together, and that some were written, if they were. */
const inPart = (cause: unknown, attempt: Attempt, wishes: readonly CheckedWish[], commandId: string): unknown => {
  const written = attempt.written(wishes)
  return wishes.length === 1 || written.length === 0 ? cause : new SentInPart(commandId, written, cause)
}

const isAmong = (claims: readonly Claim[], { kind, key }: Claim): boolean =>
  claims.some(claim => claim.kind === kind && claim.key === key)

export class CommandHandler {
  readonly #handling: Handling
  readonly #streams: Streams
  readonly #drafting: Drafting
  readonly #claims: Claims
  readonly #turns = new Turns()
  /** The options of a command that comes without any. */
  #defaults: CheckedOptions | undefined
  #closed = false

  constructor(handling: Handling) {
    const { events, codec, namespace, claims } = handling
    this.#handling = handling
    this.#streams = new Streams(events, codec)
    this.#drafting = new Drafting(handling, this.#streams)
    this.#claims = new Claims({
      namespace,
      streams: this.#streams,
      holders: claims,
      idFor: (kind, key) => handling.idFor(kind, key),
      handle: (wish, options) => this.handle(wish, options),
    })
  }

  /** Later commands are refused. */
  close(): void {
    this.#closed = true
  }

  /** One command. */
  async handle(wish: Wish, options?: CommandOptions): Promise<Outcome> {
    const given = this.#optionsOf(options)
    const checked = checkWish(wish, 0, this.#handling.namespace)
    const attempt = await this.#turns.take([checked.stream], () => this.#carryOut([checked], given))
    return attempt.outcomeOf(checked)
  }

  /**
   * Commands that belong together, each deciding on what the ones before it will have changed. All are decided before anything
   * is written, so a rejection leaves nothing of any. The events of one stream are written at once; several streams are written one
   * after the other, and sent again with the same command id, what is missing is added.
   * @throws CommandInvalid, CommandRejected with the index of the command at fault; SentInPart when it was stopped between two
   *   streams; AppendTooLarge when one stream would get more than a store takes at once
   */
  async handleAll(wishes: readonly Wish[], options?: CommandOptions): Promise<readonly Outcome[]> {
    const given = this.#optionsOf(options)
    checkWishes(wishes)
    const checked = wishes.map((wish, index) => checkWish(wish, index, this.#handling.namespace))
    const streams = checked.map(({ stream }) => stream)
    const attempt = await this.#turns.take(streams, () => this.#carryOut(checked, given))
    return checked.map(wish => attempt.outcomeOf(wish))
  }

  /** The state of an aggregate as the log has it now. */
  async state<S extends Dated>(of: StateDefinition<S>, id: string): Promise<S> {
    const known = await this.#streams.known(of, streamName(this.#handling.namespace, of.category, id), true)
    return known.state as S
  }

  #optionsOf(options: CommandOptions | undefined): CheckedOptions {
    if (options !== undefined) return checkOptions(options, this.#handling.actor)
    return (this.#defaults ??= checkOptions({}, this.#handling.actor))
  }

  async #carryOut(wishes: readonly CheckedWish[], given: CheckedOptions): Promise<Attempt> {
    if (this.#closed) throw new StoreClosed()
    const commandId = given.commandId ?? newCommandId()
    const own = given.commandId !== undefined
    const options: Carried = { ...given, commandId, together: wishes.length > 1, own }
    const made: NeededClaim[] = []
    for (let n = 1, fresh = false, sent = false; ; n++) {
      const attempt = new Attempt(this.#handling.clock().toISOString(), fresh, own || sent)
      const refused = await this.#drafting.draft(wishes, options, attempt)
      if (!fresh && (refused || attempt.changesNothing())) {
        fresh = true // read on before saying no, or nothing
        continue
      }
      if (refused) {
        await this.#giveBack(wishes, attempt, made, options)
        throw inPart(new CommandRejected(refused.rejection, refused.index), attempt, wishes, commandId)
      }
      try {
        for (const [stream, draft] of attempt.drafts) draft.stored = this.#encoded(stream, draft, options)
        if (options.together) for (const { stored } of attempt.drafts.values()) checkAppendSize(stored)
        for (const needed of attempt.claims(wishes))
          if (await this.#claims.claim(needed.claim, needed.wish, options)) made.push(needed)
        sent = true
        for (const [stream, draft] of attempt.drafts) if (!draft.outcome) await this.#append(stream, draft, options)
      } catch (error) {
        for (const stream of attempt.drafts.keys()) this.#streams.forget(stream)
        const conflict = error instanceof RevisionConflict
        if (!conflict || n >= attempts) {
          if (conflict || error instanceof CommandRejected) await this.#giveBack(wishes, attempt, made, options)
          throw inPart(error, attempt, wishes, commandId)
        }
        fresh = true
        await pause(n)
        continue
      }
      // The command may have been somebody else's, with another key. What is done is done: a key that stays shows in the status.
      if (own) await this.#giveBackUnused(made, options).catch(() => undefined)
      return attempt
    }
  }

  /** Gives back what was claimed for commands that came to nothing, by this run or by one that ended before it could. */
  async #giveBack(
    wishes: readonly CheckedWish[],
    attempt: Attempt,
    made: readonly NeededClaim[],
    given: Carried,
  ): Promise<void> {
    await this.#giveBackUnused(made, given)
    for (const wish of wishes) {
      const draft = attempt.drafts.get(wish.stream)
      if (!draft || draft.outcome) continue
      const used = wish.of.holds(draft.was.state)
      const own = made.filter(({ wish: by }) => by.stream === wish.stream).map(({ claim }) => claim)
      for (const claim of wish.command.claims(wish.values, draft.was.state))
        if (!isAmong(used, claim) && !isAmong(own, claim)) await this.#claims.giveBack(claim, wish, attempt.now, given)
    }
  }

  /** Gives back what this run claimed and the log does not have in use. */
  async #giveBackUnused(made: readonly NeededClaim[], given: Carried): Promise<void> {
    for (const { claim, wish } of made) {
      const { state } = await this.#streams.known(wish.of, wish.stream, true)
      if (!isAmong(wish.of.holds(state), claim)) await this.#claims.giveBack(claim, wish, null, given)
    }
  }

  /** Appends the draft, and says in it what that came to. */
  async #append(stream: string, draft: Draft, { commandId, own }: Carried): Promise<void> {
    const { was, of, decided, stored } = draft
    if (decided.length === 0) {
      draft.outcome = { decided, revision: was.revision, position: null }
      return
    }
    const { revision, position } = await this.#send(stream, was, stored)
    draft.outcome = { decided, revision, position }
    if (!own) {
      this.#remember(stream, draft, commandId)
      return
    }
    // Stores recognise events by their ids: the same command may have been decided elsewhere, on something else.
    try {
      draft.outcome = await this.#streams.outcomeBehind(of, stream, was, commandId)
    } catch (cause) {
      throw new AppendOutcomeUnknown('It is written, but what it came to cannot be read', { cause })
    }
  }

  /** While the outcome is unknown, sends the identical batch again. */
  async #send(stream: string, { revision }: Known, stored: readonly StoredEvent[]): Promise<Appended> {
    for (let resend = 0; ; resend++) {
      try {
        return await this.#handling.events.append(stream, revision === -1 ? 'noStream' : revision, stored)
      } catch (error) {
        if (!(error instanceof AppendOutcomeUnknown) || resend >= resends) throw error
        await pause(resend)
      }
    }
  }

  #encoded(
    stream: string,
    { of, id, state, decided, recordedAt }: Draft,
    { actor, commandId, correlationId = commandId, causationId = commandId, source = 'api', reason, together }: Carried,
  ): readonly StoredEvent[] {
    const person = of.personOf(state, id)
    return decided.map(({ event, part, at: occurredAt, on: occurredOn }, i) => {
      const envelope = {
        occurredAt,
        occurredOn,
        recordedAt,
        commandId,
        correlationId,
        causationId,
        actor,
        source,
        ...(together ? { commandIndex: part } : undefined),
        ...(reason === undefined ? undefined : { reason }),
      }
      return this.#handling.codec.encode(event, eventIdOf(stream, commandId, i), envelope, person)
    })
  }

  #remember(stream: string, { was, state, lastOccurredAt, recordedAt, decided }: Draft, commandId: string) {
    this.#streams.remember(stream, {
      revision: was.revision + decided.length,
      state,
      lastOccurredAt,
      lastRecordedAt: recordedAt,
      commandIds: commandIdsAfter(
        was.commandIds,
        decided.map(() => commandId),
      ),
      readAt: performance.now(),
    })
  }
}
