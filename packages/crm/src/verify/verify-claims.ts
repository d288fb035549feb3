// Whether what an aggregate has of keys unique in the company is claimed for it.
import type { AnyAggregate, Claim, Dated } from '@eventcrm/domain'
import { streamName, type EventStore } from '@eventcrm/event-store'
import type { AggregateRegistry } from '../facade/aggregate-registry.ts'

export interface ClaimsToVerify {
  readonly events: EventStore
  readonly aggregates: AggregateRegistry
  readonly namespace: string
  /** The id under which an outside key is claimed; null where that can't be told. */
  readonly idFor: ((kind: string, key: string) => string) | null
}

/** What a stream's events add up to. @throws what reading it throws */
const stateOf = async (
  { events, aggregates }: ClaimsToVerify,
  { state }: AnyAggregate,
  stream: string,
): Promise<Dated> => {
  let folded = state.initialState
  for await (const recorded of events.readStream(stream))
    folded = state.evolve(folded, aggregates.codec.decode(recorded))
  return folded
}

const isClaimed = async (
  of: ClaimsToVerify,
  aggregate: AnyAggregate,
  { kind, key }: Claim,
  ownerId: string,
): Promise<boolean> => {
  const holder = of.aggregates.claims[kind]
  if (!holder || !of.idFor) return true
  const claim = await stateOf(of, holder, streamName(of.namespace, holder.category, of.idFor(kind, key)))
  // what became part of this one may have claimed it
  for (let id: unknown = Reflect.get(claim, 'ownerId'); typeof id === 'string';) {
    if (id === ownerId) return true
    const state = await stateOf(of, aggregate, streamName(of.namespace, aggregate.category, id))
    id = aggregate.state.merging?.survivorOf(state)
  }
  return false
}

/**
 * @param state of the stream, as it was read
 * @returns the kinds of keys that the stream has, and that are not claimed for it
 * @throws what reading throws
 */
export const unclaimedOf = async (
  of: ClaimsToVerify,
  aggregate: AnyAggregate,
  stream: string,
  state: Dated,
): Promise<readonly string[]> => {
  const ownerId = stream.slice(stream.indexOf('-') + 1)
  const unclaimed: string[] = []
  for (const claim of aggregate.state.holds(state)) {
    if (await isClaimed(of, aggregate, claim, ownerId)) continue
    // it may have been given up, and released, since the stream was read
    const now = aggregate.state.holds(await stateOf(of, aggregate, stream))
    if (now.some(({ kind, key }) => kind === claim.kind && key === claim.key)) unclaimed.push(claim.kind)
  }
  return unclaimed
}
