// What a survivor takes over from each loser, one after the other: the same for contacts and leads.
import type { Day } from '../kernel/dated.ts'

interface Notes {
  readonly notes: readonly { readonly text: unknown }[]
  readonly custom: Readonly<Record<string, unknown>>
}

/** How one kind takes over. */
interface Taking<State, Values> {
  /** What a survivor lacks and a loser has, with the fields chosen of it. */
  readonly from: (survivor: State, loserId: string, loser: State, chosen: ReadonlySet<string>) => Values
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
  ) => {
    let state = survivor
    const taken = loserIds.flatMap(fromId => {
      const loser = losers[fromId]
      if (!loser) return []
      const fields = new Set(chosen.filter(one => one.fromId === fromId).map(({ field }) => field))
      const values = from(state, fromId, loser, fields)
      state = withValues(state, { day }, values)
      return [{ fromId, personId: personOf(loser, fromId), values }]
    })
    return { taken, state }
  }

/** The texts that are taken over: what may be too long for one event. */
export const notesOf = (taken: readonly { readonly values: Notes }[]): readonly unknown[] =>
  taken.flatMap(({ values }) => [...values.notes.map(({ text }) => text), ...Object.values(values.custom)])
