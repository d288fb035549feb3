import { invoiceNumberClaim, type Dated, type Fold, type RecordedNumber } from '@eventcrm/domain'
import type { EventStore, Instant, Position } from '@eventcrm/event-store'
import { isOfLog, type ViewStatus } from '@eventcrm/projection'
import type { ProcessStatus } from './processes/status.ts'
import type { AggregateRegistry } from './facade/aggregate-registry.ts'

export interface CrmStatus {
  readonly namespace: string
  /** Position of the last event of the company's log, also of aggregates whose code is not here; null for none. */
  readonly head: Position | null
  /** The library's and your own, then all others that the documents have: of older versions, and of applications whose code is not here. */
  readonly views: readonly (ViewStatus & {
    /** Whether it has folded all that it folds: of the aggregates that are known here, or, where its code is not here, up to `head`. */
    readonly upToDate: boolean
    /**
     * How far it is behind the log: events that it has not folded, counted up to 10 000, and for how many seconds the first of them has been there.
     * Null where it was folded from another log.
     */
    readonly behind: { readonly events: number; readonly seconds: number } | null
    /** False when it was folded from another log, or a longer copy of this one: rebuild it, or restore the log. */
    readonly ofThisLog: boolean
  })[]
  /** The library's processes and your own, and others of which steps fail: what they have under way, and what fails. */
  readonly processes: readonly ProcessStatus[]
  /** Keys that were claimed, and that their owner then did not come to use. The same command sent again uses or frees them. */
  readonly claimsWithoutOwner: readonly { readonly kind: string; readonly claimId: string; readonly ownerId: string }[]
}

interface Asked {
  readonly events: EventStore
  readonly namespace: string
  readonly aggregates: AggregateRegistry
  readonly views: readonly ViewStatus[]
  readonly processes: (upToDate: ReadonlySet<string>) => Promise<readonly ProcessStatus[]>
  readonly now: () => Instant
  readonly idFor: (kind: string, key: string) => Promise<string>
  readonly stateOf: (fold: Fold<Dated>, id: string) => Promise<Dated>
  /** The numbers of invoices, by their ids, as far as documents tell. */
  readonly numbersOf: (invoiceIds: readonly string[]) => Promise<ReadonlyMap<string, RecordedNumber>>
}

type HeldClaim = CrmStatus['claimsWithoutOwner'][number]

/** Claims that are held, by the log. */
const heldClaims = async ({ events, namespace, aggregates }: Asked): Promise<readonly HeldClaim[]> => {
  const held = new Map<string, HeldClaim>()
  for (const [kind, { state }] of Object.entries(aggregates.claims)) {
    for await (const recorded of events.readAll({ categories: [`${namespace}.${state.category}`] })) {
      const event = aggregates.codec.decode(recorded)
      // a claim's stream is a claim or a release, each of which says all that there is
      const ownerId: unknown = Reflect.get(state.evolve(state.initialState, event), 'ownerId')
      if (typeof ownerId === 'string') held.set(event.stream, { kind, claimId: event.streamId, ownerId })
      else held.delete(event.stream)
    }
  }
  return [...held.values()]
}

/** Claims of which documents are asked at once. */
const page = 500

/** Those of which documents do not tell that they are used. There is one for each invoice that was imported: their streams would be too many to read. */
const toLookUp = async (
  held: readonly HeldClaim[],
  { idFor, numbersOf }: Pick<Asked, 'idFor' | 'numbersOf'>,
): Promise<readonly HeldClaim[]> => {
  const others = held.filter(({ kind }) => kind !== 'invoiceNumber')
  const numbers = held.filter(({ kind }) => kind === 'invoiceNumber')
  for (let i = 0; i < numbers.length; i += page) {
    const some = numbers.slice(i, i + page)
    const known = await numbersOf(some.map(({ ownerId }) => ownerId))
    for (const claim of some) {
      const number = known.get(claim.ownerId)
      if (!number || (await idFor(claim.kind, invoiceNumberClaim(number).key)) !== claim.claimId) others.push(claim)
    }
  }
  return others
}

const isUsed = async (
  { kind, claimId, ownerId }: HeldClaim,
  { aggregates, idFor, stateOf }: Asked,
): Promise<boolean> => {
  for (const { state } of aggregates.ownersOf(kind))
    // what became part of another may have been given a key there
    for (let id: string | null = ownerId; id !== null;) {
      const owner: Dated = await stateOf(state, id)
      for (const claim of state.holds(owner))
        if (claim.kind === kind && (await idFor(kind, claim.key)) === claimId) return true
      id = state.merging?.survivorOf(owner) ?? null
    }
  return false
}

/** Events counted at most, so that a version which stands where it stood for good costs no reading of all that came since. */
const mostCounted = 10_000

/** Of what a view is folded, as far as can be told: a view whose code is not here may fold aggregates whose code is not here. */
type Folded = Parameters<EventStore['head']>[0]

/** How far those who have folded up to a position are behind. */
const behind = async ({ events, now }: Asked, folded: Folded, after: Position | undefined) => {
  let counted = 0
  let since: Instant | undefined
  const from = after === undefined ? {} : { from: after }
  for await (const { position, metadata } of events.readAll({ ...folded, ...from })) {
    if (position === after) continue
    since ??= metadata.recordedAt
    if (++counted === mostCounted) break
  }
  const seconds = since === undefined ? 0 : Math.max(0, (Date.parse(now()) - Date.parse(since)) / 1000)
  return { events: counted, seconds }
}

export const statusOf = async (asked: Asked): Promise<CrmStatus> => {
  const { events, namespace } = asked
  const known = { categories: asked.aggregates.categories(namespace) }
  const head = await events.head()
  const knownHead = await events.head(known)
  const counter = (folded: Folded) => {
    const counts = new Map<Position | undefined, ReturnType<typeof behind>>()
    return (after: Position | undefined) => {
      const counting = counts.get(after) ?? behind(asked, folded, after)
      counts.set(after, counting)
      return counting
    }
  }
  const here = { end: knownHead, behindOf: counter(known) }
  const elsewhere = { end: head, behindOf: counter({}) }
  const views = await Promise.all(
    asked.views.map(async view => {
      const ofThisLog = await isOfLog(events, view.checkpoint)
      const { end, behindOf } = view.code === 'here' ? here : elsewhere
      const folded = end === null || (view.checkpoint?.position ?? '') >= end
      const isBehind = folded ? { events: 0, seconds: 0 } : await behindOf(view.checkpoint?.position)
      return {
        ...view,
        ofThisLog,
        behind: ofThisLog ? isBehind : null,
        upToDate: ofThisLog && folded && !view.building && !view.stopped,
      }
    }),
  )
  const claimsWithoutOwner: HeldClaim[] = []
  for (const claim of await toLookUp(await heldClaims(asked), asked))
    if (!(await isUsed(claim, asked))) claimsWithoutOwner.push(claim)
  const upToDate = new Set(views.flatMap(one => (one.upToDate ? [one.view] : [])))
  return { namespace, head, views, processes: await asked.processes(upToDate), claimsWithoutOwner }
}
