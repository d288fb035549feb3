// Generated sequences of calls, each answer compared with that of a plain model: a list of events.
import type { EventStore, ExpectedRevision, ReadStreamOptions, RecordedEvent } from '@eventcrm/event-store'
import fc from 'fast-check'
import { expect } from 'vitest'
import type { EventStoreCase, EventStoreSubject } from './event-store-case.ts'
import { caughtUp, collect, eventsOf, newNamespace, pagesUntil, storedEvent } from './samples.ts'
import { rounds } from '../campaign.ts'

interface Kept {
  readonly stream: string
  readonly id: string
}
interface Model {
  readonly log: Kept[]
}
interface Real {
  /** Each sequence has a namespace of its own, since it finds a log that earlier ones have written. */
  store: EventStore
  readonly again: () => Promise<EventStore>
}
type Command = fc.AsyncCommand<Model, Real>

const uuid = (n: number) => `0b9e4f6e-7c0a-4d0e-8f57-${String(n).padStart(12, '0')}`
const categories = ['opportunity', 'opportunityX', 'lead']
const names = categories.flatMap(category => [`${category}-${uuid(1)}`, `${category}-${uuid(2)}`])

const keptOf = ({ store: { namespace } }: Real, events: readonly RecordedEvent[]): readonly Kept[] =>
  events.map(({ stream, id }) => ({ stream: stream.slice(namespace.length + 1), id }))
const among = (asked: readonly string[] | undefined) => (event: Kept) =>
  asked === undefined || asked.some(category => event.stream.startsWith(`${category}-`))

class Append implements Command {
  readonly stream: string
  readonly expected: (current: number) => number
  readonly ids: readonly string[]
  constructor(stream: string, expected: (current: number) => number, ids: readonly string[]) {
    this.stream = stream
    this.expected = expected
    this.ids = ids
  }
  check = () => true
  async run({ log }: Model, { store }: Real) {
    const stream = `${store.namespace}.${this.stream}`
    const there = log.filter(event => event.stream === this.stream)
    const behind = Math.max(-1, this.expected(there.length - 1))
    const expected: ExpectedRevision = behind === -1 ? 'noStream' : behind
    const appending = store.append(
      stream,
      expected,
      this.ids.map(id => storedEvent({ id })),
    )
    const isThere = this.ids.every((id, i) => there[behind + 1 + i]?.id === id)
    if (behind === there.length - 1) log.push(...this.ids.map(id => ({ stream: this.stream, id })))
    else if (!isThere) {
      const actual = there.length === 0 ? 'noStream' : there.length - 1
      await expect(appending).rejects.toMatchObject({ code: 'RevisionConflict', stream, expected, actual })
      return
    }
    const { revision, position } = await appending
    expect(revision).toBe(behind + this.ids.length)
    const [read] = await collect(store.readAll({ from: position, limit: 1 }))
    expect(read).toMatchObject({ stream, revision, position, id: this.ids.at(-1) })
  }
  toString = () => `append to ${this.stream} at ${this.expected.toString()} ${JSON.stringify(this.ids)}`
}

class ReadStream implements Command {
  readonly stream: string
  readonly options: ReadStreamOptions
  constructor(stream: string, options: ReadStreamOptions) {
    this.stream = stream
    this.options = options
  }
  check = () => true
  async run({ log }: Model, { store }: Real) {
    const { from, direction, limit } = this.options
    const there = log.filter(({ stream }) => stream === this.stream).map(({ id }, revision) => ({ id, revision }))
    const wanted =
      direction === 'backwards'
        ? there.slice(0, from === undefined ? undefined : from + 1).toReversed()
        : there.slice(from ?? 0)
    const read = await collect(store.readStream(`${store.namespace}.${this.stream}`, this.options))
    expect(read.map(({ id, revision }) => ({ id, revision }))).toEqual(wanted.slice(0, limit))
  }
  toString = () => `read ${this.stream} ${JSON.stringify(this.options)}`
}

/** Reads the log from one of its events on, and subscribes behind it. */
class ReadLog implements Command {
  readonly at: number
  readonly asked: readonly string[] | undefined
  readonly size: number
  constructor(at: number, asked: readonly string[] | undefined, size: number) {
    this.at = at
    this.asked = asked
    this.size = size
  }
  check = ({ log }: Readonly<Model>) => log.length > 0
  async run({ log }: Model, real: Real) {
    const { asked, size } = this
    const { store } = real
    const filter = asked ? { categories: asked.map(category => `${store.namespace}.${category}`) } : {}
    const whole = await collect(store.readAll())
    expect(keptOf(real, whole)).toEqual(log)
    const at = this.at % log.length
    const from = whole[at]?.position ?? ''
    const forwards = await collect(store.readAll({ ...filter, from, limit: size }))
    expect(keptOf(real, forwards)).toEqual(log.slice(at).filter(among(asked)).slice(0, size))
    const limit = Math.min(size, at + 1)
    const backwards = await collect(store.readAll({ ...filter, from, limit, direction: 'backwards' }))
    expect(keptOf(real, backwards)).toEqual(
      log
        .slice(0, at + 1)
        .toReversed()
        .filter(among(asked))
        .slice(0, limit),
    )
    const pages = await pagesUntil(store, { ...filter, after: from, pageSize: size }, caughtUp)
    expect(keptOf(real, eventsOf(pages))).toEqual(log.slice(at + 1).filter(among(asked)))
    expect(await store.head(filter)).toBe(whole[log.findLastIndex(among(asked))]?.position ?? null)
  }
  toString = () => `read the log from ${String(this.at)} ${JSON.stringify(this.asked ?? 'all')} by ${String(this.size)}`
}

class Reopen implements Command {
  check = () => true
  async run(_: Model, real: Real) {
    await real.store.close()
    real.store = await real.again()
  }
  toString = () => 'reopen'
}

// Few ids, so that batches meet what is there already in every way.
const ids = fc.array(fc.integer({ min: 1, max: 5 }).map(uuid), { minLength: 1, maxLength: 4 })
const stream = fc.constantFrom(...names)
const revision = fc.oneof(
  { weight: 3, arbitrary: fc.constant((current: number) => current) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 6 }).map(n => (current: number) => current - n) },
  { weight: 1, arbitrary: fc.constant(() => -1) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }).map(n => (current: number) => current + n) },
)
const options = fc.record(
  { from: fc.nat(8), limit: fc.nat(5), direction: fc.constantFrom('forwards' as const, 'backwards' as const) },
  { requiredKeys: [] },
)
const commands: readonly fc.Arbitrary<Command>[] = [
  fc.tuple(stream, revision, ids).map(given => new Append(...given)),
  fc.tuple(stream, options).map(given => new ReadStream(...given)),
  fc
    .tuple(fc.nat(), fc.option(fc.subarray(categories), { nil: undefined }), fc.integer({ min: 1, max: 5 }))
    .map(given => new ReadLog(...given)),
]

/** Sequences to generate. */
const numRuns = rounds(50, 2_000)

const behaves = async ({ again }: EventStoreSubject, more: readonly fc.Arbitrary<Command>[]) => {
  await fc.assert(
    fc.asyncProperty(fc.commands([...commands, ...more], { maxCommands: 50 }), async sequence => {
      const namespace = newNamespace()
      const real: Real = { store: await again(namespace), again: () => again(namespace) }
      try {
        await fc.asyncModelRun(() => ({ model: { log: [] }, real }), sequence)
      } finally {
        await real.store.close()
      }
    }),
    { numRuns },
  )
}

export const modelled: readonly EventStoreCase[] = [
  {
    name: 'answers like a plain list of events, whatever is asked in whatever order',
    run: subject => behaves(subject, []),
  },
  {
    name: 'answers like a plain list of events when it is opened again in between',
    run: subject => behaves(subject, [fc.constant(new Reopen())]),
  },
]
