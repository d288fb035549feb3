// Load, decide, append; on a genuine conflict reload and decide again.
import {
  decide,
  isRejection,
  type AnyAggregate,
  type AnyCommand,
  type Claim,
  type Dated,
  type Fold,
  type NewEvent,
  type Rejection,
  type StateDefinition,
  type StateOf,
} from '@eventcrm/domain'
import {
  AppendOutcomeUnknown,
  RevisionConflict,
  streamName,
  type Codec,
  type DecodedEvent,
  type EventStore,
  type Instant,
  type StoredEvent,
} from '@eventcrm/event-store'
import { v4 } from 'uuid'
import { z } from 'zod'
import type { Calendar } from './calendar.ts'
import { CommandInvalid, CommandRejected, faultsOf } from './errors.ts'
import { eventIdOf } from './identity.ts'
import { firstRevisionOf, noteCommand, StreamCache, Turns, type Known } from './stream-cache.ts'

export interface CommandOptions {
  /** Who wishes it: an id. The one given to `createCrm` when left out. */
  readonly actor?: string
  /** When it happened: an instant with its offset, or a day, which means its start. Now when left out. */
  readonly at?: string
  /** Sent again with the same id, a command returns its first outcome, whatever comes with it. Drawn at random when left out. */
  readonly commandId?: string
  /** The first command of the chain; this one when left out. */
  readonly correlationId?: string
  /** What led to it; this command when left out. */
  readonly causationId?: string
  /** Where the wish comes from. 'api' when left out. */
  readonly source?: string
  /** Why, in the actor's words. Kept as personal data. */
  readonly reason?: string
}

/** A command with what a caller sends for it. `commands` makes them. */
export interface Wish {
  readonly state: StateDefinition<Dated>
  readonly name: string
  readonly command: AnyCommand
  readonly input: unknown
  /** Dates this command alone; otherwise the options' `at` holds. */
  readonly at?: string
}

/** What a command came to. */
export interface Outcome {
  /** What was decided; none when nothing would change. */
  readonly events: readonly NewEvent[]
  /** Revision of the stream's last event, -1 for a stream without events. */
  readonly revision: number
  /** Position of the last event; null when nothing changed. `crm.projected` waits for it. */
  readonly position: string | null
}

export interface Handling {
  readonly events: EventStore
  readonly codec: Codec
  readonly namespace: string
  readonly clock: () => Date
  readonly actor: string | undefined
  /** The stream whose state fixes the days: the company's. Looked at before each decision. */
  readonly company: StateOf<Dated>
  /** The days of the company in that state. */
  calendarOf(company: Dated): Calendar
  /** The id under which an outside key is claimed. */
  idFor(kind: string, key: string): Promise<string>
  /** Aggregates that hold claims, by kind; each has the commands `claim` and `release`. */
  readonly claims: Readonly<Record<string, AnyAggregate>>
}

/** Attempts at one command. In one process commands take turns; across processes ten in a row are lost only under a storm of writes to one stream. */
const attempts = 10
/** Resends of an append whose outcome stays unknown, before the caller hears of it. */
const resends = 5

const text = z.string().trim().min(1).max(200)
const optionsSchema = z.strictObject({
  actor: text,
  at: z
    .union(
      [z.iso.date(), z.iso.datetime({ offset: true })],
      'expected a day like 2026-03-01, or an instant with its offset like 2026-03-01T09:00:00+07:00',
    )
    .optional(),
  commandId: text.optional(),
  correlationId: text.optional(),
  causationId: text.optional(),
  source: text.optional(),
  reason: z.string().trim().min(1).max(2000).optional(),
})

const parsed = <T>(name: string, schema: z.ZodType<T>, input: unknown, index?: number): T => {
  const result = schema.safeParse(input)
  if (!result.success) throw new CommandInvalid(name, faultsOf(result.error), index)
  return result.data
}

/** A wish with its input checked and its stream known. */
interface Checked extends Wish {
  readonly id: string
  readonly stream: string
  readonly values: Readonly<Record<string, unknown>>
  readonly index: number
}

/** What is to be appended to one stream, and what it will be then. */
interface Draft {
  readonly was: Known
  readonly id: string
  readonly of: StateDefinition<Dated>
  state: Dated
  occurredAt: Instant
  readonly decided: { readonly event: NewEvent; readonly at: Instant; readonly on: string; readonly index: number }[]
}

const unknown = (of: Fold<Dated>): Known => ({
  revision: -1,
  state: of.initialState,
  lastOccurredAt: '',
  lastRecordedAt: '',
  commandIds: [],
})
const later = (a: Instant, b: Instant): Instant => (a > b ? a : b)
const pause = (attempt: number) => new Promise<void>(resolve => setTimeout(resolve, Math.random() * 2 ** attempt))

export class CommandHandler {
  readonly #handling: Handling
  readonly #cache = new StreamCache()
  readonly #turns = new Turns()

  readonly #companyStream: string

  constructor(handling: Handling) {
    this.#handling = handling
    this.#companyStream = streamName(handling.namespace, handling.company.of.category, handling.company.id)
  }

  /** One command. */
  async handle(wish: Wish, options: CommandOptions = {}): Promise<Outcome> {
    const [outcome] = await this.handleAll([wish], options)
    return outcome ?? { events: [], revision: -1, position: null }
  }

  /**
   * Commands that belong together, each deciding on what the ones before it will have changed. All are decided before anything
   * is written, so a rejection of one leaves nothing of any. The events of one stream are written at once; several streams are
   * written one after the other, and sent again with the same command id, what is missing is added.
   * @throws CommandInvalid, CommandRejected with the index of the command at fault
   */
  async handleAll(wishes: readonly Wish[], options: CommandOptions = {}): Promise<readonly Outcome[]> {
    const { namespace, actor } = this.#handling
    const given = parsed('options', optionsSchema, actor === undefined ? options : { actor, ...options })
    const checked = wishes.map((wish, index): Checked => {
      const values = parsed(wish.name, wish.command.schema, wish.input, index)
      if (wish.at !== undefined) parsed(wish.name, optionsSchema.pick({ at: true }), { at: wish.at }, index)
      const id = String(values[wish.state.idField])
      return { ...wish, values, id, index, stream: streamName(namespace, wish.state.category, id) }
    })
    return this.#turns.take([...new Set(checked.map(({ stream }) => stream))], () => this.#carryOut(checked, given))
  }

  /** The state of an aggregate as the log has it now. */
  async state<S extends Dated>(of: StateDefinition<S>, id: string): Promise<S> {
    return (await this.#load(of, streamName(this.#handling.namespace, of.category, id), true)).state as S
  }

  async #carryOut(wishes: readonly Checked[], given: z.output<typeof optionsSchema>): Promise<readonly Outcome[]> {
    const commandId = given.commandId ?? v4()
    let claimed: readonly Claimed[] = []
    for (let attempt = 1, fresh = false; ; attempt++) {
      const done = new Map<string, Outcome>()
      const drafts = new Map<string, Draft>()
      // An id of the caller's own may be anywhere in the stream; one just drawn can't be, unless an earlier attempt was written.
      const anywhere = given.commandId !== undefined || attempt > 1
      const now = this.#handling.clock().toISOString()
      const failed = await this.#draft(wishes, given, now, commandId, fresh, anywhere, drafts, done)
      const nothing = [...drafts.values()].every(({ decided }) => decided.length === 0)
      if ((failed || nothing) && !fresh && drafts.size > 0) {
        fresh = true // read on before saying no, or nothing
        continue
      }
      if (failed) {
        await this.#release(
          claimed.filter(({ stream }) => !done.has(stream)),
          commandId,
          given,
        )
        throw new CommandRejected(failed.rejection, failed.index)
      }
      try {
        const claims = wishes.filter(({ command, values, stream }) => {
          const draft = drafts.get(stream)
          return draft !== undefined && command.claims(values, draft.was.state).length > 0
        })
        if (claims.length > 0) claimed = [...claimed, ...(await this.#claim(claims, drafts, commandId, given, claimed))]
        for (const [stream, draft] of drafts) {
          if (draft.decided.length > 0) done.set(stream, await this.#append(stream, draft, now, commandId, given))
          else done.set(stream, { events: [], revision: draft.was.revision, position: null })
        }
        return wishes.map(({ stream, index }) => {
          const outcome = done.get(stream) ?? { events: [], revision: -1, position: null }
          const own = drafts.get(stream)?.decided.filter(decided => decided.index === index)
          return own ? { ...outcome, events: own.map(({ event }) => event) } : outcome
        })
      } catch (error) {
        for (const stream of drafts.keys()) this.#cache.forget(stream)
        if (!(error instanceof RevisionConflict) || attempt >= attempts) {
          const definite = error instanceof RevisionConflict || error instanceof CommandRejected
          if (definite)
            await this.#release(
              claimed.filter(({ stream }) => !done.has(stream)),
              commandId,
              given,
            )
          throw error
        }
        fresh = true
        await pause(attempt)
      }
    }
  }

  /** Decides every wish on top of the ones before it. Streams that have the command already go to `done`. */
  async #draft(
    wishes: readonly Checked[],
    given: z.output<typeof optionsSchema>,
    now: Instant,
    commandId: string,
    fresh: boolean,
    anywhere: boolean,
    drafts: Map<string, Draft>,
    done: Map<string, Outcome>,
  ): Promise<{ readonly rejection: Rejection; readonly index: number } | undefined> {
    const { company, namespace } = this.#handling
    const calendar = this.#handling.calendarOf((await this.#load(company.of, this.#companyStream, false)).state)
    for (const wish of wishes) {
      const { stream, state: of, id, command, values, index } = wish
      if (done.has(stream)) continue
      let draft = drafts.get(stream)
      if (!draft) {
        const was = await this.#load(of, stream, fresh)
        const first = anywhere ? await this.#firstOutcome(stream, was, commandId) : undefined
        if (first) {
          done.set(stream, first)
          continue
        }
        drafts.set(stream, (draft = { was, id, of, state: was.state, occurredAt: was.lastOccurredAt, decided: [] }))
      }
      const context: Record<string, Dated> = {}
      const looksAt = command.context(values, draft.state)
      for (const name in looksAt) {
        const other = looksAt[name]
        if (!other) continue
        const otherStream = streamName(namespace, other.of.category, other.id)
        // An id of '' names no stream.
        context[name] =
          other.id === ''
            ? other.of.initialState
            : (drafts.get(otherStream) ?? (await this.#load(other.of, otherStream, fresh))).state
      }
      const at = wish.at ?? given.at
      const occurredAt =
        at === undefined
          ? later(now, draft.occurredAt)
          : at.length === 10
            ? calendar.startOf(at)
            : new Date(at).toISOString()
      if (at !== undefined && occurredAt > now)
        return {
          index,
          rejection: {
            code: 'DATED_IN_FUTURE',
            message: 'Nothing can have happened in the future',
            details: { field: 'at', at, now },
          },
        }
      const on = calendar.dayOf(occurredAt)
      const decided = decide(of, command, values, draft.state, context, on)
      if (isRejection(decided)) return { rejection: decided, index }
      draft.state = decided.state
      if (decided.events.length > 0) draft.occurredAt = later(draft.occurredAt, occurredAt)
      for (const event of decided.events) draft.decided.push({ event, at: occurredAt, on, index })
    }
    return undefined
  }

  async #append(
    stream: string,
    draft: Draft,
    now: Instant,
    commandId: string,
    given: z.output<typeof optionsSchema>,
  ): Promise<Outcome> {
    const { events, codec } = this.#handling
    const { was, decided, of, id } = draft
    const recordedAt = later(now, was.lastRecordedAt)
    const person = of.personOf(draft.state, id)
    const stored = decided.map(({ event, at, on }, i): StoredEvent => {
      const { correlationId = commandId, causationId = commandId, source = 'api', reason } = given
      const envelope = {
        occurredAt: at,
        occurredOn: on,
        recordedAt,
        commandId,
        correlationId,
        causationId,
        actor: given.actor,
        source,
      }
      return codec.encode(
        event,
        eventIdOf(stream, commandId, i),
        reason === undefined ? envelope : { ...envelope, reason },
        person,
      )
    })
    for (let resend = 0; ; resend++) {
      try {
        const { revision, position } = await events.append(
          stream,
          was.revision === -1 ? 'noStream' : was.revision,
          stored,
        )
        if (revision === was.revision + stored.length) {
          for (const _ of stored) noteCommand(was.commandIds, commandId)
          this.#cache.set(stream, {
            revision,
            state: draft.state,
            lastOccurredAt: draft.occurredAt,
            lastRecordedAt: recordedAt,
            commandIds: was.commandIds,
          })
        } else this.#cache.forget(stream)
        return { events: decided.map(({ event }) => event), revision, position }
      } catch (error) {
        if (!(error instanceof AppendOutcomeUnknown) || resend >= resends) throw error
        await pause(resend)
      }
    }
  }

  /** Folds the stream; with `fresh`, reads on from what the cache has. */
  #load(of: Fold<Dated>, stream: string, fresh: boolean): Known | Promise<Known> {
    const cached = this.#cache.get(stream)
    return cached && !fresh ? cached : this.#readOn(of, stream, cached)
  }

  async #readOn(of: Fold<Dated>, stream: string, cached: Known | undefined): Promise<Known> {
    let { revision, state, lastOccurredAt, lastRecordedAt } = cached ?? unknown(of)
    const added: string[] = []
    for await (const recorded of this.#handling.events.readStream(stream, { from: revision + 1 })) {
      const event = this.#handling.codec.decode(recorded)
      revision = event.revision
      state = of.evolve(state, event)
      lastOccurredAt = later(lastOccurredAt, event.occurredAt)
      lastRecordedAt = later(lastRecordedAt, event.recordedAt)
      added.push(event.commandId)
    }
    if (cached && added.length === 0) return cached
    const commandIds = [...(cached?.commandIds ?? [])] // a copy: another load of the same stream may be under way
    for (const commandId of added) noteCommand(commandIds, commandId)
    const known = { revision, state, lastOccurredAt, lastRecordedAt, commandIds }
    if (revision >= 0) this.#cache.set(stream, known)
    return known
  }

  /** What a command came to that the stream has already. */
  async #firstOutcome(stream: string, known: Known, commandId: string): Promise<Outcome | undefined> {
    const first = firstRevisionOf(known, commandId)
    if (first === null) return undefined
    const found: DecodedEvent[] = []
    for await (const recorded of this.#handling.events.readStream(stream, { from: first ?? 0 })) {
      if (recorded.metadata.commandId === commandId) found.push(this.#handling.codec.decode(recorded))
      else if (found.length > 0) break // events of one command are written together
    }
    const last = found.at(-1)
    return (
      last && {
        events: found.map(({ type, data }) => ({ type, data })),
        revision: last.revision,
        position: last.position,
      }
    )
  }

  /** Claims what the accepted commands need, each key once. Another's claim is the command's rejection. */
  async #claim(
    wishes: readonly Checked[],
    drafts: ReadonlyMap<string, Draft>,
    commandId: string,
    given: z.output<typeof optionsSchema>,
    already: readonly Claimed[],
  ): Promise<readonly Claimed[]> {
    const made: Claimed[] = []
    for (const { command, values, stream, id, index } of wishes) {
      const draft = drafts.get(stream)
      if (!draft?.decided.some(decided => decided.index === index)) continue
      for (const claim of command.claims(values, draft.was.state)) {
        const claimed = { ...claim, stream, ownerId: id, claimId: await this.#handling.idFor(claim.kind, claim.key) }
        if ([...already, ...made].some(other => other.claimId === claimed.claimId && other.ownerId === id)) continue
        try {
          const { events } = await this.#onClaim(claimed, 'claim', commandId, given)
          if (events.length > 0) made.push(claimed)
        } catch (error) {
          await this.#release(made, commandId, given)
          throw error instanceof CommandRejected
            ? new CommandRejected(
                { code: error.code, message: error.message.slice(error.code.length + 2), details: error.details },
                index,
              )
            : error
        }
      }
    }
    return made
  }

  async #release(claims: readonly Claimed[], commandId: string, given: z.output<typeof optionsSchema>): Promise<void> {
    for (const claim of claims) await this.#onClaim(claim, 'release', commandId, given)
  }

  async #onClaim(
    claim: Claimed,
    name: 'claim' | 'release',
    commandId: string,
    given: z.output<typeof optionsSchema>,
  ): Promise<Outcome> {
    const aggregate = this.#handling.claims[claim.kind]
    const command = aggregate?.commands[name]
    if (!aggregate || !command) throw new TypeError(`No aggregate holds claims of kind '${claim.kind}'`)
    const input = { [aggregate.state.idField]: claim.claimId, ownerId: claim.ownerId }
    // Claimed, released and claimed again by one command: each its own id, the same whenever the same is written again.
    const { revision } = await this.#load(
      aggregate.state,
      streamName(this.#handling.namespace, aggregate.state.category, claim.claimId),
      true,
    )
    const { actor, source, correlationId = commandId } = given
    const options = {
      actor,
      ...(source === undefined ? {} : { source }),
      correlationId,
      causationId: commandId,
      commandId: `${commandId}/${name}/${String(revision)}`,
    }
    return this.handle({ state: aggregate.state, name, command, input }, options)
  }
}

/** A claim that this command made, and gives back if it comes to nothing. */
interface Claimed extends Claim {
  /** The stream of the aggregate that it is for. */
  readonly stream: string
  readonly ownerId: string
  readonly claimId: string
}
