// Keys that are unique in the company: each is a stream of its own, whose first event takes it.
import type { AnyAggregate, Claim } from '@eventcrm/domain'
import { streamName } from '@eventcrm/event-store'
import { CommandRejected } from './errors.ts'
import type { Outcome, Streams } from './streams.ts'
import type { CheckedOptions, CheckedWish, CommandOptions, Wish } from './wish.ts'

/** A claim that a command made, and gives back if it comes to nothing. */
export interface Claimed {
  readonly kind: string
  readonly claimId: string
  readonly ownerId: string
  /** The stream of the aggregate that it is for. */
  readonly stream: string
}

interface Claiming {
  readonly namespace: string
  readonly streams: Streams
  /** Aggregates that hold claims, by kind; each has the commands `claim` and `release`. */
  readonly holders: Readonly<Record<string, AnyAggregate>>
  idFor(kind: string, key: string): Promise<string>
  readonly handle: (wish: Wish, options: CommandOptions) => Promise<Outcome>
}

export class Claims {
  readonly #claiming: Claiming
  constructor(claiming: Claiming) {
    this.#claiming = claiming
  }

  /**
   * Claims a key for the aggregate of a wish.
   * @returns null when the aggregate held it already
   * @throws CommandRejected, as the wish's own, when another holds it
   */
  async claim(
    { kind, key }: Claim,
    { id, stream, index }: CheckedWish,
    commandId: string,
    options: CheckedOptions,
  ): Promise<Claimed | null> {
    const claimed = { kind, stream, ownerId: id, claimId: await this.#claiming.idFor(kind, key) }
    try {
      const { events } = await this.#send('claim', claimed, commandId, options)
      return events.length > 0 ? claimed : null
    } catch (error) {
      throw error instanceof CommandRejected ? error.at(index) : error
    }
  }

  async release(claims: readonly Claimed[], commandId: string, options: CheckedOptions): Promise<void> {
    for (const claim of claims) await this.#send('release', claim, commandId, options)
  }

  async #send(
    name: 'claim' | 'release',
    { kind, claimId, ownerId }: Claimed,
    commandId: string,
    { actor, source, correlationId }: CheckedOptions,
  ): Promise<Outcome> {
    const { holders, streams, namespace, handle } = this.#claiming
    const { state, commands } = holders[kind] ?? {}
    const command = commands?.[name]
    if (!state || !command) throw new TypeError(`No aggregate holds claims of kind '${kind}'`)
    // Claimed, released and claimed again by one command: each its own id, the same whenever the same is written again.
    const { revision } = await streams.known(state, streamName(namespace, state.category, claimId), true)
    return handle(
      { state, name, command, input: { [state.idField]: claimId, ownerId } },
      {
        actor,
        commandId: `${commandId}/${name}/${String(revision)}`,
        correlationId: correlationId ?? commandId,
        causationId: commandId,
        ...(source === undefined ? {} : { source }),
      },
    )
  }
}
