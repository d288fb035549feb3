// Keys that are unique in the company: each is a stream of its own, whose first event takes it.
import type { AnyAggregate, Claim } from '@eventcrm/domain'
import { streamName, type Instant } from '@eventcrm/event-store'
import { CommandRejected } from './errors.ts'
import { eventIdOf } from './identity.ts'
import type { Known } from './stream-cache.ts'
import type { Outcome, Streams } from './streams.ts'
import type { CheckedOptions, CheckedWish, CommandOptions, Wish } from './wish.ts'

/** Options as a command is carried out with them. */
export type Carried = CheckedOptions & {
  readonly commandId: string
  /** Whether it is one of several. */
  readonly together?: boolean
  /** Whether the command id is the caller's own, so that somebody else may have sent the same. */
  readonly own?: boolean
}

interface Claiming {
  readonly namespace: string
  readonly streams: Streams
  /** Aggregates that hold claims, by kind; each has the commands `claim` and `release`. */
  readonly holders: Readonly<Record<string, AnyAggregate>>
  readonly idFor: (kind: string, key: string) => Promise<string>
  readonly handle: (wish: Wish, options: CommandOptions) => Promise<Outcome>
}

/**
 * Milliseconds after which a claim that its owner does not use is taken for one whose command came to nothing.
 * Until then another process may be about to use it.
 */
const inUseWithin = 60_000

export class Claims {
  readonly #claiming: Claiming
  constructor(claiming: Claiming) {
    this.#claiming = claiming
  }

  /**
   * Claims a key for the aggregate of a wish.
   * @returns whether it did: false when the aggregate held it already
   * @throws CommandRejected, as the wish's own, when another holds it
   */
  async claim(claim: Claim, { id, index }: CheckedWish, given: Carried): Promise<boolean> {
    try {
      const { events } = await this.#send('claim', claim, id, given)
      return events.length > 0
    } catch (error) {
      throw error instanceof CommandRejected ? error.at(index) : error
    }
  }

  /**
   * Gives a key back that the aggregate holds and does not use.
   * @param now when the claim was not made by this command: kept if it is recent, since another process may be about to use it
   */
  async giveBack(claim: Claim, { id }: CheckedWish, now: Instant | null, given: Carried): Promise<void> {
    if (now !== null) {
      const { known } = await this.#known(claim)
      if (Date.parse(now) - Date.parse(known.lastRecordedAt) < inUseWithin) return
    }
    await this.#send('release', claim, id, given) // of somebody else's key, nothing
  }

  async #known({
    kind,
    key,
  }: Claim): Promise<{ readonly claimId: string; readonly stream: string; readonly known: Known }> {
    const { namespace, streams, idFor } = this.#claiming
    const { state } = this.#holder(kind)
    const claimId = await idFor(kind, key)
    const stream = streamName(namespace, state.category, claimId)
    return { claimId, stream, known: await streams.known(state, stream, true) }
  }

  #holder(kind: string): AnyAggregate {
    const holder = this.#claiming.holders[kind]
    if (!holder) throw new TypeError(`No aggregate holds claims of kind '${kind}'`)
    return holder
  }

  async #send(name: 'claim' | 'release', claim: Claim, ownerId: string, given: Carried): Promise<Outcome> {
    const { state, commands } = this.#holder(claim.kind)
    const command = commands[name]
    if (!command) throw new TypeError(`Claims of kind '${claim.kind}' can't ${name}`)
    const { claimId, stream, known } = await this.#known(claim)
    const { actor, source, commandId, correlationId = commandId } = given
    // Claimed, released and claimed again by one command: each its own id, the same whenever the same is written again.
    const claimCommandId = eventIdOf(stream, `${commandId}/${name}`, known.revision + 1)
    return this.#claiming.handle(
      { state, name, command, input: { [state.idField]: claimId, ownerId } },
      {
        actor,
        commandId: claimCommandId,
        correlationId,
        causationId: commandId,
        ...(source === undefined ? {} : { source }),
      },
    )
  }
}
