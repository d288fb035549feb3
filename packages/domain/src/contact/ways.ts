// How a contact is reached, by phone or by e-mail: one main number or address and further ones, each under an id. One rule for both.
import { same } from '../kernel/change.ts'
import type { Rejection } from '../kernel/command.ts'
import type { NewEvent } from '../kernel/events.ts'
import type { Parts } from '../kernel/parts.ts'
import type { ContactEvents } from './events.ts'

type Decided = readonly NewEvent<keyof ContactEvents>[] | Rejection

/** The numbers or addresses of one contact, and how to say what becomes of them. */
export interface Ways<Way> {
  /** Null none: then there are no further ones either. */
  readonly main: Way | null
  /** Kept where the main one was taken away. */
  readonly mainId: string
  readonly further: Parts<Way>
  readonly events: {
    mainSet(change: { readonly from: Way | null; readonly to: Way }): NewEvent<keyof ContactEvents>
    mainTakenAway(): NewEvent<keyof ContactEvents>
    added(way: Way): NewEvent<keyof ContactEvents>
    changed(way: Way): NewEvent<keyof ContactEvents>
    removed(id: string): NewEvent<keyof ContactEvents>
  }
  readonly refusals: {
    unknown(id: string): Rejection
    exists(id: string): Rejection
    mainNeeded(): Rejection
  }
}

/** The one of that id, main or not. */
const wayOf = <Way>({ main, mainId, further }: Ways<Way>, id: string): Way | null =>
  id === mainId ? main : (further.get(id) ?? null)

/** One more. The first is the main one. */
export const addWay = <Way>(ways: Ways<Way>, id: string, way: Way): Decided => {
  const there = wayOf(ways, id)
  if (there !== null) return same(there, way) ? [] : ways.refusals.exists(id)
  return [ways.main === null ? ways.events.mainSet({ from: null, to: way }) : ways.events.added(way)]
}

/** @param changed what it becomes, from what it is */
export const changeWay = <Way>(ways: Ways<Way>, id: string, changed: (there: Way) => Way | Rejection): Decided => {
  const there = wayOf(ways, id)
  if (there === null) return ways.refusals.unknown(id)
  const to = changed(there)
  if (isRefused(to)) return to
  if (same(there, to)) return []
  return [id === ways.mainId ? ways.events.mainSet({ from: there, to }) : ways.events.changed(to)]
}
const isRefused = (way: unknown): way is Rejection => typeof way === 'object' && way !== null && 'code' in way

export const removeWay = <Way>(ways: Ways<Way>, id: string): Decided => {
  if (id === ways.mainId) return takeMainAway(ways)
  if (ways.further.has(id)) return [ways.events.removed(id)]
  return ways.further.had(id) ? [] : ways.refusals.unknown(id)
}

/** The main one goes last: a contact that can be reached has one. */
export const takeMainAway = <Way>(ways: Ways<Way>): Decided => {
  if (ways.main === null) return []
  return ways.further.size > 0 ? ways.refusals.mainNeeded() : [ways.events.mainTakenAway()]
}

/** Another is the main one; the one that was is a further one. */
export const makeMainWay = <Way>(ways: Ways<Way>, id: string): Decided => {
  const to = wayOf(ways, id)
  if (to === null) return ways.refusals.unknown(id)
  return id === ways.mainId ? [] : [ways.events.mainSet({ from: ways.main, to })]
}
