// What contacts and leads have in common when they are merged and parted again. Only what they take over differs.
import type { Rejection } from '../kernel/command.ts'
import type { Dated, Day } from '../kernel/dated.ts'
import type { NewEvent } from '../kernel/events.ts'
import { isDatedParts } from '../kernel/parts.ts'
import { differingFields, lastSetDay, type Mergeable, type Merging } from '../kernel/merging.ts'
import type { StateDefinition } from '../kernel/state.ts'
import type { mergingRejections } from './rejections.ts'

type MergingRejection = keyof typeof mergingRejections

/** Why one can't become part of another now, or another part of it. */
export const notToBeMerged = <R extends Rejection>(
  state: Dated & { readonly merging: Pick<Merging, 'into' | 'requested' | 'unmerging'> },
  day: Day,
  reject: (code: MergingRejection, details: Rejection['details']) => R,
  details: Rejection['details'],
): R | undefined => {
  const { merging } = state
  if (merging.into) return reject('MERGED_INTO_ANOTHER', details)
  if (merging.requested ?? merging.unmerging) return reject('MERGING', details)
  const last = lastSetDay(state)
  return last > day ? reject('MERGE_DATED_TOO_EARLY', { ...details, notBefore: last }) : undefined
}

/** Whether it is part of that survivor by that merger: two survivors may be asked under one id. */
export const isPartBy = (
  loser: { readonly merging: Pick<Merging, 'into'> } | undefined,
  mergeId: string,
  survivorId: string,
): boolean => loser?.merging.into?.mergeId === mergeId && loser.merging.into.survivorId === survivorId

/** Whether a state has more parts than there is room for, and a state before it had not. */
export const hasTooMuch = ({ bounds }: Pick<StateDefinition<Dated>, 'bounds'>, state: Dated): boolean =>
  Object.entries(bounds).some(([field, most]) => {
    const parts: unknown = Reflect.get(state, field)
    return isDatedParts(parts) && parts.ever > most
  })

/** So many characters of notes may go from one stream to another at once, that the event stays far below what one append takes. */
const mostText = 100_000
export const isTooLong = (texts: readonly unknown[]): boolean =>
  texts.reduce<number>((sum, text) => sum + (typeof text === 'string' ? text.length : 0), 0) > mostText

/**
 * What was sent to a stream while it was part of another, as its own events: each on what it was itself, so what changes nothing there is left out.
 * @param asOwn an event as it may follow on a state; null where it can't
 */
export const standingAlone = <S extends Mergeable<S>, E extends object>(
  definition: Pick<StateDefinition<S, E>, 'events' | 'evolve' | 'replacedIn'>,
  loserId: string,
  before: S,
  survivor: S,
  on: Day,
  personId: string,
  asOwn: (state: S, event: NewEvent<keyof E & string>) => NewEvent<keyof E & string> | null,
  addressed: (path: readonly string[], facts: number) => NewEvent<keyof E & string>,
): { readonly events: readonly NewEvent<keyof E & string>[]; readonly state: S } => {
  const events: NewEvent<keyof E & string>[] = []
  const isOne = (type: string): type is keyof E & string => Object.hasOwn(definition.events, type)
  let state = before
  for (const { path, fact } of survivor.merging.sentTo(loserId)) {
    if (!isOne(fact.type)) continue
    const said = 'personId' in fact.data ? { ...fact.data, personId } : fact.data
    const own = asOwn(state, { type: fact.type, data: said })
    if (!own) continue
    const { type } = own
    const replaced = definition.replacedIn(state, own)
    // what it replaced or took away was the other's
    if (Object.values(replaced).includes(undefined)) continue
    const data = { ...own.data, ...replaced }
    const after = definition.evolve(state, { type, data, occurredOn: on })
    // where others are part of it, what changes nothing may be theirs, and count once they are parted from it
    if (differingFields(state, after).length === 0 && state.merging.standing.length === 0) continue
    if (path.length > 0) events.push(addressed(path, 1))
    events.push({ type, data })
    state = after
  }
  return { events, state }
}
