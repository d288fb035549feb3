// What goes wrong with a node, on demand: the next call, or the next few, or all until it is cleared, or now and then by a seed.

export type Fault =
  /** Does it at once, and answers late. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** Cuts every connection of the node: before anything is done, or in a read after so many messages. */
  | { readonly kind: 'dropConnection'; readonly afterMessages?: number }
  /** Says CANCELLED, as a node that shuts down: before anything is done, or in a read after so many messages. */
  | { readonly kind: 'cancel'; readonly afterMessages?: number }
  | { readonly kind: 'commitAndSwallowReply' }
  | { readonly kind: 'commitAndDropConnection' }
  /** Does nothing and says nothing. */
  | { readonly kind: 'neverAnswer' }
  /** Does nothing and says UNAVAILABLE. */
  | { readonly kind: 'refuse' }
  /** A call that wants the leader is sent to the leader, as by a follower. */
  | { readonly kind: 'serveAsFollower' }

export type FaultyCall = 'append' | 'delete' | 'tombstone' | 'read' | 'subscribe' | 'gossip' | 'features'

interface Where {
  /** Which calls, unless only appends. */
  readonly on?: readonly FaultyCall[]
}

interface Planned {
  readonly fault: Fault
  readonly on: readonly FaultyCall[]
  left: number
}

export interface AtRandom extends Where {
  readonly seed: number
  /** Of each call: 0 never, 1 always. */
  readonly chance: number
  readonly faults: readonly Fault[]
}

export class Faults {
  #planned: Planned[] = []
  #random: { readonly by: AtRandom; readonly next: () => number } | undefined
  #met = 0

  /** How many calls met a fault. */
  get met(): number {
    return this.#met
  }

  next(fault: Fault, { times = 1, on = ['append'] }: Where & { readonly times?: number } = {}): void {
    this.#planned.push({ fault, on, left: times })
  }

  untilCleared(fault: Fault, where: Where = {}): void {
    this.next(fault, { ...where, times: Infinity })
  }

  atRandom(by: AtRandom): void {
    this.#random = { by, next: randomNumbers(by.seed) }
  }

  clear(): void {
    this.#planned = []
    this.#random = undefined
  }

  /** The one that this call meets; the first that was asked for comes first. */
  take(call: FaultyCall): Fault | undefined {
    const fault = this.#takePlanned(call) ?? this.#takeRandom(call)
    if (fault !== undefined) this.#met++
    return fault
  }

  #takePlanned(call: FaultyCall) {
    const planned = this.#planned.find(({ on, left }) => left > 0 && on.includes(call))
    if (planned === undefined) return undefined
    planned.left--
    if (planned.left === 0) this.#planned = this.#planned.filter(other => other !== planned)
    return planned.fault
  }

  #takeRandom(call: FaultyCall) {
    if (this.#random === undefined) return undefined
    const { by, next } = this.#random
    if (!(by.on ?? ['append']).includes(call) || next() >= by.chance) return undefined
    return by.faults[Math.floor(next() * by.faults.length)]
  }
}

/** The same numbers between 0 and 1 for the same seed (mulberry32). */
const randomNumbers = (seed: number) => {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
