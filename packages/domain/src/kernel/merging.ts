// Streams that were merged into another: where a loser points to, and what a survivor was before, so that a merger can be undone.
import type { Dated, Day, Occurrence } from './dated.ts'
import { isDatedParts } from './parts.ts'
import type { DataOf, NewEvent } from './events.ts'
import type { Evolve } from './state.ts'

/** Which stream's value is wanted of which field, where it is not the first that there is. */
export interface Chosen {
  readonly field: string
  readonly fromId: string
}
export interface MergeRequest {
  readonly mergeId: string
  readonly loserIds: readonly string[]
  readonly chosen: readonly Chosen[]
}
/** A merger that holds. */
export interface Merger {
  readonly mergeId: string
  readonly loserIds: readonly string[]
}
export interface PastFact {
  readonly type: string
  readonly data: object
  readonly day: Day
}
interface Link {
  /** The streams that its command named, the innermost first and the loser last; a merger itself has its own id; nobody: the survivor. */
  readonly path: readonly string[]
  readonly mergeId: string | null
  readonly fact: PastFact
  readonly before: Link | null
}
interface Kept<S> {
  readonly into: { readonly survivorId: string; readonly mergeId: string } | null
  readonly requested: MergeRequest | null
  readonly unmerging: string | null
  readonly standing: readonly Merger[]
  /** Every merger that was asked for. */
  readonly known: readonly string[]
  readonly named: { readonly path: readonly string[]; readonly left: number } | null
  /** What the stream was before the first merger that holds. */
  readonly base: S | null
  readonly since: Link | null
}

/** What happened since a merger to one of its losers, in order. */
export interface SentTo {
  /** Those that pointed to the loser, where the command named one of them; the innermost first. */
  readonly path: readonly string[]
  readonly fact: PastFact
}

const oldestFirst = (since: Link | null): readonly Link[] => {
  const links: Link[] = []
  for (let link = since; link; link = link.before) links.push(link)
  return links.reverse()
}

/** Folds one fact, as the stream's own cases do. */
export type FoldFact<S> = (state: S, fact: PastFact) => S

/** What a state knows of mergers. Immutable. */
export class Merging<S extends Dated = Dated> {
  readonly #kept: Kept<S>
  readonly #fold: FoldFact<S>

  constructor(fold: FoldFact<S>, kept?: Kept<S>) {
    this.#fold = fold
    this.#kept = kept ?? {
      ...{ into: null, requested: null, unmerging: null, standing: [], known: [] },
      ...{ named: null, base: null, since: null },
    }
  }

  /** The stream that it was merged into; null while it stands for itself. */
  get into(): Kept<S>['into'] {
    return this.#kept.into
  }
  /** The merger that it survives once its losers have agreed. */
  get requested(): MergeRequest | null {
    return this.#kept.requested
  }
  /** The merger that is being undone. */
  get unmerging(): string | null {
    return this.#kept.unmerging
  }
  get standing(): readonly Merger[] {
    return this.#kept.standing
  }
  knows(mergeId: string): boolean {
    return this.#kept.known.includes(mergeId)
  }
  /** Whether commands sent to that stream are carried out here now. */
  standsFor(loserId: string): boolean {
    const { standing, unmerging } = this.#kept
    return standing.some(({ mergeId, loserIds }) => mergeId !== unmerging && loserIds.includes(loserId))
  }

  #with(kept: Partial<Kept<S>>): Merging<S> {
    return new Merging(this.#fold, { ...this.#kept, ...kept })
  }

  mergedInto(survivorId: string, mergeId: string): Merging<S> {
    return this.#with({ into: { survivorId, mergeId } })
  }
  setApart(): Merging<S> {
    return this.#with({ into: null })
  }
  request(requested: MergeRequest): Merging<S> {
    return this.#with({ requested, known: [...this.#kept.known, requested.mergeId] })
  }
  refused(): Merging<S> {
    return this.#with({ requested: null })
  }
  /** @param before the stream's state before anything was taken over */
  merged(merger: Merger, before: S): Merging<S> {
    const { standing, base } = this.#kept
    // one that holds gives something more, since another was undone
    if (standing.some(({ mergeId }) => mergeId === merger.mergeId)) return this
    return this.#with({ requested: null, standing: [...standing, merger], base: standing.length > 0 ? base : before })
  }
  requestUnmerge(mergeId: string): Merging<S> {
    return this.#with({ unmerging: mergeId })
  }
  naming(path: readonly string[], facts: number): Merging<S> {
    return this.#with({ named: { path, left: facts } })
  }

  /** One fact more, where it may have to be undone. */
  remembering(fact: PastFact, mergeId: string | null): Merging<S> {
    const { standing, named, since } = this.#kept
    const path = named && named.left > 0 && mergeId === null ? named.path : []
    const left = named && named.left > 1 && path.length > 0 ? { path, left: named.left - 1 } : null
    if (standing.length === 0) return named ? this.#with({ named: left }) : this
    return this.#with({ since: { path, mergeId, fact, before: since }, named: left })
  }

  /** What the stream is without a merger: from what it was, all that happened but for what was taken over then and what was sent to its losers. */
  stateWithout(mergeId: string): S | null {
    const { base, since } = this.#kept
    if (!base) return null
    return this.#folded(base, this.#remaining(oldestFirst(since), mergeId))
  }

  /** @param state as `stateWithout` gives it */
  unmerged(mergeId: string): Merging<S> {
    const { standing, since } = this.#kept
    const others = standing.filter(merger => merger.mergeId !== mergeId)
    if (others.length === 0) return this.#with({ unmerging: null, standing: [], base: null, since: null })
    let left: Link | null = null
    for (const link of this.#remaining(oldestFirst(since), mergeId)) left = { ...link, before: left }
    return this.#with({ unmerging: null, standing: others, since: left })
  }

  sentTo(loserId: string): readonly SentTo[] {
    return oldestFirst(this.#kept.since).flatMap(({ path, fact }) =>
      path.at(-1) === loserId ? [{ path: path.slice(0, -1), fact }] : [],
    )
  }

  #remaining(links: readonly Link[], mergeId: string): readonly Link[] {
    const losers = this.#kept.standing.find(merger => merger.mergeId === mergeId)?.loserIds ?? []
    return links.filter(link => link.mergeId !== mergeId && !losers.includes(link.path.at(-1) ?? ''))
  }
  #folded(base: S, links: readonly Link[]): S {
    return links.reduce((state, { fact }) => this.#fold(state, fact), base)
  }

  /** For comparing: the same whatever order the facts were recorded in. */
  toJSON(): unknown {
    const { base, since, ...kept } = this.#kept
    if (!base) return kept
    const links = oldestFirst(since)
    const own = this.#folded(
      base,
      links.filter(({ mergeId, path }) => mergeId === null && path.length === 0),
    )
    const { merging: _, ...days } = own.days
    const ofLosers = links
      .filter(({ path }) => path.length > 0)
      .toSorted(({ fact: a }, { fact: b }) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
      .map(({ path, fact }) => ({ path, fact }))
    return { ...kept, own: { ...own, merging: null, facts: 0, days }, ofLosers }
  }
}

/** What every state keeps that can be merged with others of its kind. */
export interface Mergeable<S extends Dated = Dated> extends Dated {
  readonly merging: Merging<S>
}

/** How an aggregate's streams are merged: what command handling needs of it. */
export interface MergingDefinition<S> {
  /** The stream that a command sent to this one is carried out on; null this one. */
  survivorOf(state: S): string | null
  /** Whether commands sent to that stream are carried out on this one now. */
  standsFor(state: S, loserId: string): boolean
  /** Says whom the command named whose events come next. */
  addressed(path: readonly string[], facts: number): NewEvent
}

/** The last day on which anything was set. */
export const lastSetDay = (state: Dated): Day =>
  [
    ...Object.values(state.days),
    ...Object.values(state).flatMap(field => (isDatedParts(field) ? Object.values(field.lastSet) : [])),
  ].reduce((last, day) => (day > last ? day : last), state.openedOn ?? '')

/** Of a state the fields that differ in another one, but for what is kept about time. */
export const differingFields = <S extends Dated>(a: S, b: S): readonly string[] =>
  Object.keys(a).filter(
    field =>
      !['days', 'facts', 'openedOn', 'merging'].includes(field) &&
      JSON.stringify(Reflect.get(a, field)) !== JSON.stringify(Reflect.get(b, field)),
  )

/** Which events say something of a merger, and nothing of the stream itself. */
const isOfMerging = (type: string): boolean =>
  /(MergeRequested|MergedInto|MergeRefused|AddressedAs|UnmergeRequested|SetApart|Unmerged)$/.test(type)

/**
 * The cases of an aggregate's events, remembering what a merger may be undone by.
 * @param merged the event that states a merger done
 */
export const remembered = <E, S extends Mergeable<S>>(merged: keyof E & string, cases: Evolve<E, S>): Evolve<E, S> => {
  const all: Partial<Record<keyof E, unknown>> = {}
  for (const type in cases) {
    const one = cases[type]
    all[type] = (state: S, data: DataOf<E[typeof type]>, on: Parameters<typeof one>[2]): S => {
      const after = one(state, data, on)
      if (isOfMerging(type)) return after
      const mergeId = type === merged ? String(Reflect.get(data as object, 'mergeId')) : null
      const merging = after.merging.remembering({ type, data: data as object, day: on.day }, mergeId)
      return merging === after.merging ? after : { ...after, merging }
    }
  }
  return all as Evolve<E, S>
}

/** Folds facts that were folded before, so that no day is looked at. */
export const foldedBy =
  <S>(cases: object) =>
  (state: S, type: string, data: object, day: Day): S => {
    const one = (cases as Readonly<Record<string, (state: S, data: object, on: Occurrence) => S>>)[type]
    return one ? one(state, data, { day }) : state
  }

/**
 * What a stream is once a merger is undone on that day. What that changed was set on it: else something dated into the time of the merger
 * would stand beside what was said in its name.
 * @param without the stream without the merger
 * @param changed the fields that it has otherwise since, as the event says: values may have been erased
 */
export const partedOn = <S extends Mergeable<S>>(
  state: S,
  without: S,
  on: Occurrence,
  mergeId: string,
  changed: readonly string[],
): S => {
  const days: Record<string, Day> = { ...without.days }
  for (const field of ['merging', ...changed]) {
    if (!Object.hasOwn(without, field) || isDatedParts(Reflect.get(without, field))) continue
    const last = state.days[field]
    if (last !== undefined && last > on.day) on.overwrites?.(field, last)
    days[field] = on.day
  }
  return { ...without, merging: state.merging.unmerged(mergeId), days }
}

/** What a stream is without a merger, with what is kept about time and mergers; as it is where no such merger holds. */
export const stateWithout = <S extends Mergeable<S>>(state: S, mergeId: string): S => {
  const without = state.merging.stateWithout(mergeId)
  if (!without) return state
  const { openedOn, facts, merging, days } = state
  const of = days['merging']
  return {
    ...without,
    openedOn,
    facts,
    merging,
    days: of === undefined ? without.days : { ...without.days, merging: of },
  }
}
