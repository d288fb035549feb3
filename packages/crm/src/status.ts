import { claimAggregates, customerCodeKey } from '@eventcrm/domain'
import type { EventStore, Position } from '@eventcrm/event-store'
import type { DocumentStore, ViewStatus } from '@eventcrm/projection'
import { directory } from '@eventcrm/read-model-directory'
import { categoriesOf, codec } from './catalogue.ts'

export interface CrmStatus {
  readonly namespace: string
  /** Position of the log's last event; null for none. */
  readonly head: Position | null
  readonly views: readonly (ViewStatus & {
    /** Whether it has folded the log up to `head`. */ readonly upToDate: boolean
  })[]
  /** Keys that were claimed, and whose owner then did not come to use them. The same command sent again mends it. */
  readonly claimsWithoutOwner: readonly { readonly kind: string; readonly claimId: string; readonly ownerId: string }[]
}

interface Asked {
  readonly events: EventStore
  readonly documents: DocumentStore
  readonly namespace: string
  readonly views: readonly ViewStatus[]
  readonly idFor: (kind: string, key: string) => Promise<string>
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

/** Those whose owner, as the directory knows it, goes by another key or none. */
const withoutOwner = async (held: readonly HeldClaim[], { documents, idFor }: Asked): Promise<readonly HeldClaim[]> => {
  const found: HeldClaim[] = []
  for (let from = 0; from < held.length; from += 1000) {
    const some = held.slice(from, from + 1000)
    const [contacts] = await documents.query([{ load: directory.collection, keys: some.map(({ ownerId }) => ownerId) }])
    for (const claim of some) {
      const code = contacts.get(claim.ownerId)?.['customerCode']
      if (typeof code !== 'string' || (await idFor(claim.kind, customerCodeKey(code))) !== claim.claimId)
        found.push(claim)
    }
  }
  return found
}

export const statusOf = async (asked: Asked): Promise<CrmStatus> => {
  const { events, namespace, views } = asked
  const head = await events.head({ categories: categoriesOf(namespace) })
  return {
    namespace,
    head,
    views: views.map(view => ({
      ...view,
      upToDate: !view.building && !view.stopped && (head === null || (view.checkpoint?.position ?? '') >= head),
    })),
    claimsWithoutOwner: await withoutOwner(await heldClaims(asked), asked),
  }
}
