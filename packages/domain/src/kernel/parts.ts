// Things inside an aggregate that have ids of their own, kept so that changing one of thousands costs what changing one of ten does.
import { Map as PersistentMap } from 'immutable'
import type { Day, Occurrence } from './dated.ts'

/** Things inside an aggregate that have ids of their own: stages, lines, members. Immutable. */
export interface Parts<Part> extends Iterable<readonly [string, Part]> {
  get(id: string): Part | undefined
  has(id: string): boolean
  /** Whether there is, or ever was, a part of that id. */
  had(id: string): boolean
  /** In a state as of a day: whether the part begins only later. In any other state it never does. */
  beginsLater(id: string): boolean
  /** The latest day on which anything of the part was set, or it was removed; undefined where there never was one. */
  lastSetOn(id: string): Day | undefined
  /** The day the part was first added; undefined where there never was one. */
  beganOn(id: string): Day | undefined
  readonly size: number
  /** In no particular order: sort where order counts. */
  keys(): IterableIterator<string>
  values(): IterableIterator<Part>
}

interface Entry<Part> {
  /** Undefined once it was removed. */
  readonly part: Part | undefined
  /** The day each of its fields was last set; kept when it is removed, so that nothing can be added under its id before that. */
  readonly days: Readonly<Record<string, Day>>
  /** The day it was first added. */
  readonly began: Day
  /** As it stood at the end of that day; undefined where it was removed on it. */
  readonly first: Part | undefined
}

/**
 * A part's id as a key. Plain strings would be hashed through a cache of the 255 strings used last, which thousands of parts
 * thrash: 1,700 ns for a part of 8,000 instead of 430.
 */
class PartId {
  readonly id: string

  constructor(id: string) {
    this.id = id
  }

  hashCode(): number {
    let hash = 0
    for (let i = 0; i < this.id.length; i++) hash = (31 * hash + this.id.charCodeAt(i)) | 0
    return hash
  }

  equals(other: unknown): boolean {
    return other instanceof PartId && other.id === this.id
  }
}

/** A persistent map, as far as it is used here: `set` gives another map, but of a mutable one the same. */
interface Entries<Part> extends Iterable<readonly [PartId, Entry<Part>]> {
  readonly size: number
  get(id: PartId): Entry<Part> | undefined
  has(id: PartId): boolean
  keys(): IterableIterator<PartId>
  set(id: PartId, entry: Entry<Part>): Entries<Part>
  asMutable(): Entries<Part>
  asImmutable(): unknown
}

const stamped = (days: Entry<unknown>['days'], fields: object, { day, overwrites }: Occurrence, path: string) => {
  const next: Record<string, Day> = { ...days }
  for (const field in fields) {
    const last = next[field]
    if (last !== undefined && last > day) overwrites?.(`${path}/${field}`, last)
    next[field] = day
  }
  return next
}

/** What is changed in place while many facts are folded, whose states in between nobody keeps. */
export class Draft {
  readonly #mutable = new Set<unknown>()
  readonly #finish: (() => unknown)[] = []

  mutable<Part>(entries: Entries<Part>): Entries<Part> {
    if (this.#mutable.has(entries)) return entries
    const mutable = entries.asMutable()
    this.#mutable.add(mutable)
    this.#finish.push(() => mutable.asImmutable())
    return mutable
  }

  /** From here on nothing that was built is changed in place. */
  finish(): void {
    for (const finish of this.#finish) finish()
  }
}

/** Parts as a fold builds them. Only the kernel changes them, through `addPart`, `setPart` and `removePart`. */
export class DatedParts<Part extends object> implements Parts<Part> {
  readonly #entries: Entries<Part>
  readonly size: number
  /** The latest day on which any part had this field set. */
  readonly lastSet: Readonly<Record<string, Day>>

  constructor(
    entries: Entries<Part> = PersistentMap<PartId, Entry<Part>>(),
    size = 0,
    lastSet: Readonly<Record<string, Day>> = {},
  ) {
    this.#entries = entries
    this.size = size
    this.lastSet = lastSet
  }

  /** How many there are or ever were. */
  get ever(): number {
    return this.#entries.size
  }

  get(id: string): Part | undefined {
    return this.#entries.get(new PartId(id))?.part
  }

  has(id: string): boolean {
    return this.get(id) !== undefined
  }

  had(id: string): boolean {
    return this.#entries.has(new PartId(id))
  }

  beginsLater(): boolean {
    return false
  }

  lastSetOn(id: string): Day | undefined {
    return Object.values(this.#entries.get(new PartId(id))?.days ?? {})
      .sort()
      .at(-1)
  }

  beganOn(id: string): Day | undefined {
    return this.#entries.get(new PartId(id))?.began
  }

  /** As it stood at the end of the day it was first added on. */
  firstForm(id: string): Part | undefined {
    return this.#entries.get(new PartId(id))?.first
  }

  *[Symbol.iterator](): IterableIterator<readonly [string, Part]> {
    for (const [{ id }, { part }] of this.#entries) if (part) yield [id, part]
  }

  *keys(): IterableIterator<string> {
    for (const [id] of this) yield id
  }

  *values(): IterableIterator<Part> {
    for (const [, part] of this) yield part
  }

  /** Every id there is or ever was. */
  *everyId(): IterableIterator<string> {
    for (const { id } of this.#entries.keys()) yield id
  }

  /** What is kept of every part, by id in order: for comparing, and for people who look into a state. */
  toJSON(): Readonly<Record<string, object>> {
    return Object.fromEntries(
      [...this.#entries].map(([{ id }, entry]) => [id, entry] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
    )
  }

  added(id: string, part: Part, on: Occurrence, path: string): DatedParts<Part> {
    return this.#with(id, part, part, on, path)
  }

  changed(id: string, fields: Partial<Part>, on: Occurrence, path: string): DatedParts<Part> {
    const part = this.get(id)
    return part ? this.#with(id, { ...part, ...fields }, fields, on, path) : this
  }

  removed(id: string, on: Occurrence, path: string): DatedParts<Part> {
    const part = this.get(id)
    return part ? this.#with(id, undefined, part, on, path) : this
  }

  #with(id: string, part: Part | undefined, fields: object, on: Occurrence, path: string): DatedParts<Part> {
    const entries = on.draft ? on.draft.mutable(this.#entries) : this.#entries
    const key = new PartId(id)
    const was = entries.get(key)
    const days = stamped(was?.days ?? {}, fields, on, `${path}/${id}`)
    const size = this.size + (part ? 1 : 0) - (was?.part ? 1 : 0)
    const began = was?.began ?? on.day
    const first = was ? firstForm(was, part, fields, on.day) : part
    return new DatedParts(entries.set(key, { part, days, began, first }), size, latest(this.lastSet, fields, on.day))
  }
}

/** As a part stood at the end of its first day, after one more change; what was set on later days is not in it. */
const firstForm = <Part extends object>(
  { began, first, part: before }: Entry<Part>,
  part: Part | undefined,
  fields: object,
  day: Day,
): Part | undefined => {
  if (day > began) return first
  return part && first && first !== before ? { ...first, ...fields } : part
}

const latest = (lastSet: Readonly<Record<string, Day>>, fields: object, day: Day): Readonly<Record<string, Day>> => {
  let next: Record<string, Day> | undefined
  for (const field in fields) {
    const last = (next ?? lastSet)[field]
    if (last !== undefined && last >= day) continue
    next ??= { ...lastSet }
    next[field] = day
  }
  return next ?? lastSet
}

/** Parts as they were on a day, and beside them those that begin later, each as it stood at the end of its first day. */
export class PartsAsOf<Part extends object> implements Parts<Part> {
  readonly #then: DatedParts<Part>
  readonly #all: DatedParts<Part>

  /**
   * @param then as they were on the day
   * @param all as they are now
   */
  constructor(then: DatedParts<Part>, all: DatedParts<Part>) {
    this.#then = then
    this.#all = all
  }

  get(id: string): Part | undefined {
    return this.#then.had(id) ? this.#then.get(id) : this.#all.firstForm(id)
  }

  has(id: string): boolean {
    return this.get(id) !== undefined
  }

  had(id: string): boolean {
    return this.#all.had(id)
  }

  beginsLater(id: string): boolean {
    return this.#all.had(id) && !this.#then.had(id)
  }

  lastSetOn(id: string): Day | undefined {
    return (this.#then.had(id) ? this.#then : this.#all).lastSetOn(id)
  }

  beganOn(id: string): Day | undefined {
    return (this.#then.had(id) ? this.#then : this.#all).beganOn(id)
  }

  get size(): number {
    return [...this].length
  }

  *[Symbol.iterator](): IterableIterator<readonly [string, Part]> {
    for (const id of this.#all.everyId()) {
      const part = this.get(id)
      if (part) yield [id, part]
    }
  }

  *keys(): IterableIterator<string> {
    for (const [id] of this) yield id
  }

  *values(): IterableIterator<Part> {
    for (const [, part] of this) yield part
  }

  toJSON(): Readonly<Record<string, object>> {
    return Object.fromEntries([...this].sort(([a], [b]) => (a < b ? -1 : 1)))
  }
}

/** No parts as yet. */
export const noParts = <Part extends object>(): Parts<Part> => new DatedParts<Part>()

/** The id of the one that was first there; of several of one day the lowest. Undefined where there are none. */
export const longestThere = (parts: Parts<unknown>): string | undefined =>
  [...parts.keys()]
    .map(id => [parts.beganOn(id) ?? '', id] as const)
    .sort(([a, b], [c, d]) => (a + b < c + d ? -1 : 1))[0]?.[1]

/** Whether a field of a state holds parts that a fold made. */
export const isDatedParts = (field: unknown): field is DatedParts<object> => field instanceof DatedParts

/**
 * The parts of a state, with what the kernel keeps beside them.
 * @throws TypeError when they are not those of a fold: a state as of a day is only to be looked at
 */
export const datedParts = (field: unknown): DatedParts<object> => {
  if (isDatedParts(field)) return field
  throw new TypeError('Parts begin with noParts(), and a state as of a day cannot be folded further')
}
