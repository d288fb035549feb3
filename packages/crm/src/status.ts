import { claimAggregates, type Dated, type StateDefinition } from '@eventcrm/domain'
import type { EventStore, Position } from '@eventcrm/event-store'
import type { ViewStatus } from '@eventcrm/projection'
import { categoriesOf, claimOwners, codec } from './catalogue.ts'

export interface CrmStatus {
  readonly namespace: string
  /** Position of the log's last event; null for none. */
  readonly head: Position | null
  readonly views: readonly (ViewStatus & {
    /** Whether it has folded the log up to `head`. */
    readonly upToDate: boolean
    /** False when it was folded from another log, or a longer copy of this one: rebuild it, or restore the log. */
    readonly ofThisLog: boolean
  })[]
  /** Keys that were claimed, and that their owner then did not come to use. The same command sent again uses or frees them. */
  readonly claimsWithoutOwner: readonly { readonly kind: string; readonly claimId: string; readonly ownerId: string }[]
}

interface Asked {
  readonly events: EventStore
  readonly namespace: string
  readonly views: readonly ViewStatus[]
  readonly idFor: (kind: string, key: string) => Promise<string>
  readonly stateOf: (of: StateDefinition<Dated>, id: string) => Promise<Dated>
}

type HeldClaim = CrmStatus['claimsWithoutOwner'][number]

/** Claims that are held, by the log. */
const heldClaims = async ({ events, namespace }: Asked): Promise<readonly HeldClaim[]> => {
  const held = new Map<string, HeldClaim>()
  for (const [kind, { state }] of Object.entries(claimAggregates)) {
    for await (const recorded of events.readAll({ categories: [`${namespace}.${state.category}`] })) {
      const event = codec.decode(recorded)
      const { ownerId } = state.evolve(state.initialState, event)
      if (ownerId === null) held.delete(event.stream)
      else held.set(event.stream, { kind, claimId: event.streamId, ownerId })
    }
  }
  return [...held.values()]
}

const isUsed = async ({ kind, claimId, ownerId }: HeldClaim, { idFor, stateOf }: Asked): Promise<boolean> => {
  const owner = claimOwners[kind]
  if (!owner) return false
  for (const claim of owner.holds(await stateOf(owner, ownerId))) {
    if (claim.kind === kind && (await idFor(kind, claim.key)) === claimId) return true
  }
  return false
}

const isOfThisLog = async ({ checkpoint }: ViewStatus, events: EventStore): Promise<boolean> => {
  if (!checkpoint) return true
  for await (const { position, id } of events.readAll({ from: checkpoint.position, limit: 1 })) {
    return position === checkpoint.position && id === checkpoint.eventId
  }
  return false
}

export const statusOf = async (asked: Asked): Promise<CrmStatus> => {
  const { events, namespace } = asked
  const head = await events.head({ categories: categoriesOf(namespace) })
  const views = await Promise.all(
    asked.views.map(async view => {
      const ofThisLog = await isOfThisLog(view, events)
      const folded = head === null || (view.checkpoint?.position ?? '') >= head
      return { ...view, ofThisLog, upToDate: ofThisLog && folded && !view.building && !view.stopped }
    }),
  )
  const claimsWithoutOwner: HeldClaim[] = []
  for (const claim of await heldClaims(asked)) if (!(await isUsed(claim, asked))) claimsWithoutOwner.push(claim)
  return { namespace, head, views, claimsWithoutOwner }
}
