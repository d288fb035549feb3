// What a state remembers about time, and the only ways to change it, so that no aggregate has to mention the rule.

/** A day in the company's time zone, 'YYYY-MM-DD'. Plain order is day order. */
export type Day = string

/** What every state keeps about time. `set`, `addPart`, `setPart` and `removePart` write `days`; the kernel writes `openedOn`. */
export interface Dated {
  /** The day of the stream's first event. */
  readonly openedOn: Day | null
  /** The day each field was last set; a part's field stands under 'parts/id/field'. */
  readonly days: Readonly<Record<string, Day>>
}
export const undated: Dated = Object.freeze({ openedOn: null, days: Object.freeze({}) })

/** Things inside an aggregate that have ids of their own: stages, lines, members. */
export type Parts<Part> = Readonly<Record<string, Part>>
/** The fields of a state that an event can set. */
export type FieldsOf<S> = Partial<Omit<S, keyof Dated>>
type PartsKey<S> = { [K in keyof S]-?: S[K] extends Parts<object> ? K : never }[keyof S] & string
type KeyOfParts<S> = Exclude<PartsKey<S>, keyof Dated>
type PartOf<S, K extends keyof S> = S[K] extends Parts<infer Part extends object> ? Part : never
/** A field of a state, or one field of all its parts: 'status', 'stages.retired'. */
export type FieldName<S> =
  (keyof Omit<S, keyof Dated> & string) | { [K in KeyOfParts<S>]: `${K}.${keyof PartOf<S, K> & string}` }[KeyOfParts<S>]

const stamped = (days: Dated['days'], prefix: string, fields: object, on: Day): Dated['days'] => {
  const next: Record<string, Day> = { ...days }
  for (const field in fields) next[prefix + field] = on
  return next
}

/** The state with these fields set on that day. */
export const set = <S extends Dated>(state: S, on: Day, fields: FieldsOf<NoInfer<S>>): S => ({
  ...state,
  ...fields,
  days: stamped(state.days, '', fields, on),
})

/** The state with one more part under its id. */
export const addPart = <S extends Dated, K extends KeyOfParts<S>>(
  state: S,
  on: Day,
  parts: K,
  id: string,
  part: PartOf<S, K>,
): S => ({
  ...state,
  [parts]: { ...state[parts], [id]: part },
  days: stamped(state.days, `${parts}/${id}/`, part, on),
})

/** The state with these fields of one part set on that day; a part that is not there stays away. */
export const setPart = <S extends Dated, K extends KeyOfParts<S>>(
  state: S,
  on: Day,
  parts: K,
  id: string,
  fields: Partial<PartOf<S, K>>,
): S => {
  const all = state[parts] as Parts<object>
  return Object.hasOwn(all, id)
    ? {
        ...state,
        [parts]: { ...all, [id]: { ...all[id], ...fields } },
        days: stamped(state.days, `${parts}/${id}/`, fields, on),
      }
    : state
}

/** The state without one part. Its fields keep that day, so that nothing can be added under its id behind it. */
export const removePart = <S extends Dated, K extends KeyOfParts<S>>(state: S, on: Day, parts: K, id: string): S => {
  const { [id]: removed, ...others } = state[parts] as Parts<object>
  return removed && Object.hasOwn(state[parts] as object, id)
    ? { ...state, [parts]: others, days: stamped(state.days, `${parts}/${id}/`, removed, on) }
    : state
}

/** Whether there is, or ever was, a part of that id. */
export const hadPart = <S extends Dated>(state: S, parts: KeyOfParts<S>, id: string): boolean =>
  Object.keys(state.days).some(field => field.startsWith(`${parts}/${id}/`))

export interface TooEarly {
  readonly field: string
  readonly notBefore: Day
}

/**
 * The field that an event dated `on` would set behind its last setting, or that it rests on and was set later.
 * @param rests fields that the decision depended on without setting them; 'parts.field' is that field of every part
 */
export const tooEarly = (before: Dated, after: Dated, on: Day, rests: readonly string[] = []): TooEarly | undefined => {
  if (before.openedOn !== null && on < before.openedOn) return { field: 'opening', notBefore: before.openedOn }
  for (const rest of rests) {
    const [parts, name] = rest.split('.')
    const fields =
      name === undefined
        ? [rest]
        : Object.keys(before.days).filter(field => field.startsWith(`${String(parts)}/`) && field.endsWith(`/${name}`))
    for (const field of fields) {
      const was = before.days[field]
      if (was !== undefined && on < was) return { field, notBefore: was }
    }
  }
  if (before.days === after.days) return undefined
  for (const field in before.days) {
    const was = before.days[field]
    const is = after.days[field]
    if (was !== undefined && is !== undefined && is < was) return { field, notBefore: was }
  }
  return undefined
}
