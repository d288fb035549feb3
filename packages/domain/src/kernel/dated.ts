// What a state remembers about time, and the only ways to change it, so that no aggregate has to mention the rule.
import { datedParts, type Draft, type Parts } from './parts.ts'
import type { Words } from './words.ts'

/** A day in the company's time zone, 'YYYY-MM-DD'. Plain order is day order. */
export type Day = string

/** When the event that is being folded happened. The setters take it from `evolve` as it is. */
export interface Occurrence {
  readonly day: Day
  /** Called by the setters for each field whose last setting was on a later day. A decision is refused then; a fold from the log goes on. */
  readonly overwrites?: (field: string, lastSetOn: Day) => void
  /** Where many facts are folded at once: what may be changed in place meanwhile. */
  readonly draft?: Draft
}

/** What every state keeps about time. The setters write `days`; the kernel writes the others. */
export interface Dated {
  /** The day of the stream's first event. */
  readonly openedOn: Day | null
  /** The day each field was last set. Parts keep the days of their own fields. */
  readonly days: Readonly<Record<string, Day>>
  /** How many events were folded. */
  readonly facts: number
}
/** What every state begins with. */
export const unopened: Dated = Object.freeze({ openedOn: null, days: Object.freeze({}), facts: 0 })

/** The fields of a state that an event can set. */
export type FieldsOf<S> = Partial<Omit<S, keyof Dated>>
/** The fields of a state that hold parts. */
export type PartsKey<S> = { [K in keyof S]-?: S[K] extends Parts<infer _> ? K : never }[keyof S] & string
export type PartOf<S, K extends keyof S> = S[K] extends Parts<infer Part extends object> ? Part : never
/** A field of a state, or one field of all its parts: 'status', 'stages.retired'. */
export type FieldName<S> =
  (keyof Omit<S, keyof Dated> & string) | { [K in PartsKey<S>]: `${K}.${keyof PartOf<S, K> & string}` }[PartsKey<S>]
/** Those that keep a day of their own: a list of parts has those of its parts. */
export type DatedField<S> = Exclude<FieldName<S>, PartsKey<S>>
/** What people call the fields of a state, without an article: 'order of this stage'. */
export type FieldWords<S> = Readonly<Record<DatedField<S>, Words>>

/** The state with these fields set on that day. */
export const set = <S extends Dated>(state: S, { day, overwrites }: Occurrence, fields: FieldsOf<NoInfer<S>>): S => {
  const days: Record<string, Day> = { ...state.days }
  for (const field in fields) {
    const last = days[field]
    if (last !== undefined && last > day) overwrites?.(field, last)
    days[field] = day
  }
  return { ...state, ...fields, days }
}

/**
 * The state with fields that hold what adds up, in whatever order it was recorded: no day is kept for them, so nothing is dated too early
 * for what was recorded before. They must come out the same in any order of recording.
 */
export const addUp = <S extends Dated>(state: S, fields: FieldsOf<NoInfer<S>>): S => ({ ...state, ...fields })

const withParts = <S extends Dated, K extends PartsKey<S>>(state: S, key: K, parts: Parts<object>): S =>
  parts === state[key] ? state : { ...state, [key]: parts }

/** The state with one more part under its id. */
export const addPart = <S extends Dated, K extends PartsKey<S>>(
  state: S,
  on: Occurrence,
  parts: K,
  id: string,
  part: PartOf<S, K>,
): S => withParts(state, parts, datedParts(state[parts]).added(id, part, on, parts))

/** The state with these fields of one part set on that day; a part that is not there stays away. */
export const setPart = <S extends Dated, K extends PartsKey<S>>(
  state: S,
  on: Occurrence,
  parts: K,
  id: string,
  fields: Partial<PartOf<S, K>>,
): S => withParts(state, parts, datedParts(state[parts]).changed(id, fields, on, parts))

/** The state without one part. Its fields keep that day, so that nothing can be added under its id before it. */
export const removePart = <S extends Dated, K extends PartsKey<S>>(state: S, on: Occurrence, parts: K, id: string): S =>
  withParts(state, parts, datedParts(state[parts]).removed(id, on, parts))

const lastSetOn = (state: Dated, field: string): Day | undefined => {
  const [parts = '', name] = field.split('.')
  return name === undefined ? state.days[field] : datedParts(Reflect.get(state, parts)).lastSet[name]
}

/** A field that was set on a later day than something dated before it builds on. */
export interface SetLater {
  readonly field: string
  readonly notBefore: Day
}

/** What a stream's first event is called among fields; no state has a field of that name with parts. */
export const opening = 'opening'

/** Of the fields that a decision depends on, the first that was last set after `day`; so is the opening. */
export const setLater = (state: Dated, day: Day, dependsOn: readonly string[]): SetLater | undefined => {
  if (state.openedOn !== null && day < state.openedOn) return { field: opening, notBefore: state.openedOn }
  for (const field of dependsOn) {
    const last = lastSetOn(state, field)
    if (last !== undefined && day < last) return { field, notBefore: last }
  }
  return undefined
}

/**
 * A state as plain data, its parts by id in order: two states that say the same come out equal, whatever order they were built in.
 * For comparing and looking, not for deciding.
 */
export const plainState = (state: Dated): unknown => JSON.parse(JSON.stringify(state))
