// Keys that are unique in the company: each is a stream of its own, whose first event takes it.
import { isRejection, type AnyAggregate, type Claim } from '@eventcrm/domain'
import { streamName, type Instant } from '@eventcrm/event-store'
import { CommandRejected } from '../errors.ts'
import { eventIdOf } from '../identity.ts'
import type { BatchAppender } from './append-batch.ts'
import { checkInput, type CheckedCommand } from './check-command.ts'
import type { Batch, BatchDecider, NeededClaim, NeededFree } from './decide-batch.ts'
import { KeyedQueue } from './keyed-queue.ts'
import type { Outcome } from './outcome.ts'
import { retryConflicts } from './retry-conflicts.ts'
import type { RunOptions } from './run-options.ts'
import type { StreamSnapshot } from './stream-snapshot.ts'
import type { Streams } from './streams.ts'

export interface Claiming {
  readonly namespace: string
  /** Aggregates that hold claims, by kind; each has the commands `claim` and `release`. */
  readonly claims: Readonly<Record<string, AnyAggregate>>
  /** The id under which an outside key is claimed. */
  idFor(kind: string, key: string): Promise<string>
}

/**
 * Milliseconds after which a claim that its owner does not use is taken for one whose command came to nothing.
 * Until then another process may be about to use it.
 */
const inUseWithin = 60_000

const isAmong = (claims: readonly Claim[], { kind, key }: Claim): boolean =>
  claims.some(claim => claim.kind === kind && claim.key === key)

/** Whose the keys of a command are: what it named, also where that is part of another. */
export const ownerOf = ({ id, path }: CheckedCommand): string => path[0] ?? id

/** Where a claim is kept. */
interface ClaimStream {
  readonly holder: AnyAggregate
  readonly claimId: string
  readonly stream: string
  readonly snapshot: StreamSnapshot
}

export class Claims {
  readonly #claiming: Claiming
  readonly #streams: Streams
  readonly #decider: BatchDecider
  readonly #appender: BatchAppender
  readonly #queue = new KeyedQueue()

  constructor(claiming: Claiming, streams: Streams, decider: BatchDecider, appender: BatchAppender) {
    this.#claiming = claiming
    this.#streams = streams
    this.#decider = decider
    this.#appender = appender
  }

  /**
   * Claims a key for the aggregate of a command.
   * @returns whether it did: false when the aggregate held it already
   * @throws CommandRejected, as the command's own, when another holds it
   */
  async claim({ claim, command }: NeededClaim, options: RunOptions): Promise<boolean> {
    try {
      const { events } = await this.#write('claim', claim, ownerOf(command), options)
      return events.length > 0
    } catch (error) {
      throw error instanceof CommandRejected ? error.at(command.index) : error
    }
  }

  /** Gives back what these commands claimed and the log does not have in use. */
  async giveBackUnused(made: readonly NeededClaim[], options: RunOptions): Promise<void> {
    for (const { claim, command } of made) {
      const { aggregate, stream } = command
      const { state } = await this.#streams.latest(aggregate.state, stream)
      if (!isAmong([...aggregate.state.holds(state), ...(await this.#ownOf(command))], claim))
        await this.#write('release', claim, ownerOf(command), options)
    }
  }

  /** What is held by the one that a command named, where that is part of another: it keeps its keys. */
  async #ownOf(command: CheckedCommand): Promise<readonly Claim[]> {
    if (command.path.length === 0) return []
    const { state, category } = command.aggregate
    const named = await this.#streams.latest(state, streamName(this.#claiming.namespace, category, ownerOf(command)))
    return state.holds(named.state)
  }

  /** Gives back what a rejected command needs claimed and does not use: claimed by a run of it that ended before it could. */
  async giveBackLeft(batch: Batch, made: readonly NeededClaim[], options: RunOptions): Promise<void> {
    const { commands, streams, now } = batch
    for (const command of commands) {
      const pending = streams.get(command.stream)
      if (!pending || pending.outcome) continue
      const { state } = pending.snapshot
      const used = [...command.aggregate.state.holds(state), ...(await this.#ownOf(command))]
      const ours = made.filter(({ command: by }) => by.stream === command.stream).map(({ claim }) => claim)
      for (const claim of batch.claimsOf(command, state))
        if (!isAmong(used, claim) && !isAmong(ours, claim) && !(await this.#isRecent(claim, now)))
          await this.#write('release', claim, ownerOf(command), options) // changes nothing where another aggregate holds the key
    }
  }

  /** Whether another process may be about to use it. */
  async #isRecent(claim: Claim, now: Instant): Promise<boolean> {
    const { snapshot } = await this.#streamOf(claim)
    return Date.parse(now) - Date.parse(snapshot.lastRecordedAt) < inUseWithin
  }

  /** Whether all of these keys can be claimed for an aggregate, as far as the log says now. */
  async areFree(claims: readonly Claim[], ownerId: string): Promise<boolean> {
    for (const claim of claims) {
      const { snapshot } = await this.#streamOf(claim)
      const holder: unknown = Reflect.get(snapshot.state, 'ownerId')
      if (holder !== null && holder !== ownerId) return false
    }
    return true
  }

  /** @throws CommandRejected, as the command's own, when another holds a key that it needs free, as far as the log says now */
  async expectFree({ claim, command }: NeededFree, now: Instant): Promise<void> {
    const { holder, claimId, snapshot } = await this.#streamOf(claim)
    const { definition, input } = this.#command(holder, 'claim', claimId, claim.ownerId)
    const decided = definition.decide(input, snapshot.state, {}, now.slice(0, 10))
    if (!isRejection(decided)) return
    throw new CommandRejected({ ...decided, details: { ...decided.details, field: claim.field } }, command.index)
  }

  async #streamOf({ kind, key }: Claim): Promise<ClaimStream> {
    const { namespace, claims } = this.#claiming
    const holder = claims[kind]
    if (!holder) throw new TypeError(`No aggregate holds claims of kind '${kind}'`)
    const claimId = await this.#claiming.idFor(kind, key)
    const stream = streamName(namespace, holder.category, claimId)
    return { holder, claimId, stream, snapshot: await this.#streams.latest(holder.state, stream) }
  }

  /** Decides a command on the claim's stream and appends it. It claims nothing in turn. */
  async #write(name: 'claim' | 'release', claim: Claim, ownerId: string, options: RunOptions): Promise<Outcome> {
    const { holder, claimId, stream, snapshot } = await this.#streamOf(claim)
    const command = this.#command(holder, name, claimId, ownerId)
    // Claimed, released and claimed again by one command: each its own id, the same whenever the same is written again.
    const commandId = eventIdOf(stream, `${options.commandId}/${name}`, snapshot.revision + 1)
    const { actor, source, correlationId = options.commandId } = options
    const claimOptions: RunOptions = {
      actor,
      commandId,
      correlationId,
      causationId: options.commandId,
      idGiven: true,
      severalCommands: false,
      ...(source === undefined ? {} : { source }),
    }
    return this.#queue.run([stream], () =>
      retryConflicts(async afterConflict => {
        const batch = await this.#decider.decide([command], claimOptions, afterConflict)
        if (batch.rejected) throw new CommandRejected(batch.rejected.rejection)
        this.#appender.encode(batch, claimOptions)
        await this.#appender.append(batch, claimOptions)
        return batch.outcomeOf(command)
      }),
    )
  }

  #command(holder: AnyAggregate, name: string, claimId: string, ownerId: string): CheckedCommand {
    const { commands } = holder
    const definition = commands[name]
    if (!definition) throw new TypeError(`Claims of '${holder.category}' can't ${name}`)
    const input = { [holder.idField]: claimId, ownerId }
    return checkInput(holder, definition, { name, input }, 0, this.#claiming.namespace)
  }
}
