// What a survivor takes over from each loser, one after the other: the same for contacts and leads.
import type { Day } from '../kernel/dated.ts'
import type { Merger } from '../kernel/merging.ts'

/** What may be taken over: of a field, or what a field has under a key. */
export type MayTake = (field: string, key?: string) => boolean
const everything: MayTake = () => true

interface Notes {
  readonly notes: readonly { readonly text: unknown }[]
  readonly custom: Readonly<Record<string, unknown>>
}

/** How one kind takes over. */
interface Taking<State, Values> {
  /** What a survivor lacks and a loser has, with the fields chosen of it. */
  readonly from: (
    survivor: State,
    loserId: string,
    loser: State,
    chosen: ReadonlySet<string>,
    mayTake: MayTake,
  ) => Values
  readonly withValues: (state: State, on: { readonly day: Day }, values: Values) => State
  readonly personOf: (state: State, id: string) => string
}

/** @returns what is taken over from each, and the survivor as it is then */
export const takingOver =
  <State, Values>({ from, withValues, personOf }: Taking<State, Values>) =>
  (
    survivor: State,
    loserIds: readonly string[],
    losers: Readonly<Record<string, State>>,
    chosen: readonly { readonly field: string; readonly fromId: string }[],
    day: Day,
    mayTake = everything,
  ) => {
    let state = survivor
    const taken = loserIds.flatMap(fromId => {
      const loser = losers[fromId]
      if (!loser) return []
      const fields = new Set(chosen.filter(one => one.fromId === fromId).map(({ field }) => field))
      const values = from(state, fromId, loser, fields, mayTake)
      state = withValues(state, { day }, values)
      return [{ fromId, personId: personOf(loser, fromId), values }]
    })
    return { taken, state }
  }

/** The texts that are taken over: what may be too long for one event. */
export const notesOf = (taken: readonly { readonly values: Notes }[]): readonly unknown[] =>
  taken.flatMap(({ values }) => [...values.notes.map(({ text }) => text), ...Object.values(values.custom)])

/** What a change of a state took away: fields that are otherwise since, and what is gone of others. */
export const lostBy =
  ({
    values,
    gone,
  }: {
    readonly values: object
    readonly gone: Readonly<Record<string, readonly string[]>>
  }): MayTake =>
  (field, key) =>
    key === undefined ? field in values : gone[field]?.includes(key) === true

const isSomething = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || Object.keys(value).length > 0

/**
 * What a survivor lost when a merger was undone, and another part of it has as well: that stands for it from then on.
 * @param others the mergers that still hold
 * @returns what is taken over by each of those that give something
 */
export const takenAgain = <State, Values extends object>(
  takenFrom: ReturnType<typeof takingOver<State, Values>>,
  without: State,
  others: readonly Merger[],
  losers: Readonly<Record<string, State>>,
  day: Day,
  mayTake: MayTake,
) => {
  let state = without
  return others.flatMap(({ mergeId, loserIds }) => {
    const { taken: all, state: whole } = takenFrom(state, loserIds, losers, [], day, mayTake)
    state = whole
    const taken = all.filter(({ values }) => Object.values(values).some(isSomething))
    return taken.length > 0 ? [{ mergeId, loserIds: [...loserIds], taken }] : []
  })
}
