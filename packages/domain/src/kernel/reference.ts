import type { Dated } from './dated.ts'
import type { StateOf } from './state.ts'

/** A command's context for ids that it may leave out: the states of those given, each by its id. */
export const statesOf = <S extends Dated>(
  of: { of(id: string): StateOf<S> },
  ...ids: readonly (string | null | undefined)[]
): Readonly<Record<string, StateOf<S>>> =>
  Object.fromEntries(ids.flatMap(id => (typeof id === 'string' ? [[id, of.of(id)]] : [])))
