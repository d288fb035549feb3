// One following of the log by all views. Those at one checkpoint go on together as its front; those that are new, behind or to be
// booked stand outside, are brought on in short slices between the front's pages, and join it where it stands.
import { StoreClosed, type Page, type Position, type ReadableLog, type RecordedEvent } from '@eventcrm/event-store'
import { documentsOf, projectBatch, startsAnew } from './batch.ts'
import { bookMissing, BookingFault, finishWithoutRollups, showUnseen } from './booking.ts'
import { commit, removeSome } from './committing.ts'
import { CheckpointConflict, type DocumentStore, type ViewProgress } from './document-store.ts'
import { LogMismatch } from './errors.ts'
import { isOfLog } from './is-of-log.ts'
import { reasonOf, type ViewRun } from './view-run.ts'
import { WriteBehind } from './write-behind.ts'

export interface FollowingOptions {
  readonly events: ReadableLog
  readonly documents: DocumentStore
  readonly runs: readonly ViewRun[]
  readonly categories: readonly string[] | undefined
  readonly batchSize: number
  /** Makes the collections ready: another process may have dropped them. */
  readonly prepare: () => Promise<void>
  /** Whether analysts are to see what is booked here. */
  readonly publish: boolean
  readonly signal: AbortSignal
  /** Milliseconds since some moment. */
  readonly clock: () => number
  /** Told of each batch once it is committed. */
  readonly onBatch: (events: number, upTo: Position | null) => void
  /** Told of a view that stopped. */
  readonly onStopped: (run: ViewRun) => void
}

/** Milliseconds that work outside the front is to take at once beside a front that has had events lately: half of a frame of 60 a second. */
const sliceWhenBusy = 8
/** And beside one that has not: five times as many, so that a commit's own few milliseconds weigh little; less than a person notices. */
const sliceWhenQuiet = 40
/** Milliseconds without events after which the front counts as quiet: longer than a person takes between two actions in a row. */
const quietAfter = 1000

/** Milliseconds that a slice may hold up the event loop, unless a single event takes longer. */
const longest = 50

/** How many events a slice folded, and what that took. */
interface Slice {
  readonly events: number
  readonly milliseconds: number
}

/**
 * Events for the next slice, which is to take so long. Of a view that nothing is known of one, then at most twice as many each time: so
 * a slow fold is found out by few events. While there is room it tries one more than seem to fit, since a commit takes a while even for
 * one event; but not where that may take longer than `longest`.
 */
const nextSize = (last: Slice | undefined, target: number): number => {
  if (!last) return 1
  const { events, milliseconds } = last
  const fitting = Math.max(1, Math.floor((events * target) / milliseconds))
  const more = (milliseconds / events) * (events + 1) <= longest ? events + 1 : 1
  return milliseconds < target ? Math.min(2 * events, Math.max(more, fitting)) : fitting
}

/** Lets whatever else waits have its turn on the event loop. */
const turn = (): Promise<undefined> => new Promise(resolve => setImmediate(resolve, undefined))

type Settled = { readonly page: IteratorResult<Page, unknown> } | { readonly error: unknown }

export class Following {
  readonly #options: FollowingOptions
  readonly #commits: WriteBehind
  /** The front's last page, whose commit is under way. */
  #begun: Pick<Page, 'events' | 'upTo'> | undefined
  /** The views that go on together. */
  readonly #front = new Set<ViewRun>()
  #pages: AsyncIterator<Page, unknown> | undefined
  #nextPage: Promise<Settled> | undefined
  #upTo: Position | null = null
  #caughtUp = false
  #hadEventsAt = -Infinity
  readonly #bookings = new Map<ViewRun, AsyncGenerator<undefined, void>>()
  readonly #lastSlice = new WeakMap<ViewRun, Slice>()
  #sliceEnds = 0
  /** Slices so far, and at the front's last page: behind each page comes one slice at least, so that neither waits for the other. */
  #slices = 0
  #slicesAtPage = -1

  constructor(options: FollowingOptions) {
    this.#commits = new WriteBehind(options.documents)
    this.#options = { ...options, documents: this.#commits.documents }
  }

  /** Whether a view has everything up to a position, or, for null, up to the end of the log as it was seen; and can be asked. */
  isAt(run: ViewRun, position: Position | null): boolean {
    // of what is booked the last commit may be under way
    if (!run.isBooked || this.#isToShow(run) || this.#bookings.has(run)) return false
    const inFront = this.#front.has(run)
    if (position === null) return inFront && this.#caughtUp
    const at = inFront ? this.#upTo : run.folded
    return at !== null && at >= position
  }

  /** Reads how far views are. Those that are to be folded anew may be of any log. */
  async load(runs: readonly ViewRun[], of: 'of this log' | 'of any log' = 'of this log'): Promise<void> {
    const { events, documents } = this.#options
    const [known] = await documents.query([{ views: '' }])
    for (const run of runs) {
      run.load(known.get(run.view.collection) ?? null)
      checkOwnRollups(run, known)
      const { checkpoint } = run.progress
      if (of === 'of this log' && checkpoint && !(await isOfLog(events, checkpoint)))
        throw new LogMismatch(run.view.name, checkpoint.position)
    }
  }

  /** Does one piece of work, or waits for events. Ends early when the signal says so. */
  async step(): Promise<void> {
    this.#join()
    const toShow = this.#caughtUp ? [...this.#front].filter(run => this.#isToShow(run)) : []
    if (toShow.length > 0) {
      await this.#orReload(toShow, () => showUnseen(this.#options.documents, toShow))
      return
    }
    const work = this.#nextOutside()
    if (this.#front.size > 0 && !(work && this.#slices === this.#slicesAtPage)) {
      const settled = await (work ? Promise.race([this.#page(), turn()]) : this.#page())
      if (settled) {
        this.#nextPage = undefined
        if ('error' in settled) throw settled.error
        if (!settled.page.done) await this.#takePage(settled.page.value)
        else if (!this.#options.signal.aborted) throw new StoreClosed() // nothing else ends a subscription
        return
      }
    }
    if (work) {
      if (this.#begun) await this.#settle()
      this.#slices++
      this.#sliceEnds = this.#options.clock() + this.#slice()
      await this.#orReload(work.runs, work.go)
      this.#join()
      await turn()
    } else if (this.#front.size === 0) await ended(this.#options.signal)
  }

  /** Ends it once the last commit has. */
  async end(): Promise<void> {
    const [pages, begun] = [this.#pages, this.#begun]
    this.#leaveFront()
    try {
      await pages?.return?.()
    } finally {
      await this.#commits.settle()
    }
    if (begun) this.#options.onBatch(begun.events.length, begun.upTo)
  }

  #page(): Promise<Settled> {
    return (this.#nextPage ??= (this.#pages ?? nothing).next().then(
      page => ({ page }),
      (error: unknown) => ({ error }),
    ))
  }

  /** Built beside the version that analysts see, which it takes the place of now that it is served. */
  #isToShow({ isBooked, progress }: ViewRun): boolean {
    return this.#options.publish && isBooked && progress.unseen === true
  }

  #leaveFront(): void {
    this.#front.clear()
    this.#begun = undefined
    void this.#pages?.return?.()
    this.#pages = undefined
    this.#nextPage = undefined
  }

  get #outside(): readonly ViewRun[] {
    return this.#options.runs.filter(run => !run.progress.stopped && !this.#front.has(run))
  }

  /** Position up to which the front has folded. */
  get #frontAt(): string | undefined {
    return Array.from(this.#front, ({ folded }) => folded)
      .toSorted()
      .at(-1)
  }

  /** Has views join the front where they have come to it. Without one, those that are farthest make it. */
  #join(): void {
    const free = this.#outside.filter(run => !run.due && !run.narrowing)
    const at = this.#frontAt
    if (at === undefined) {
      const farthest = free
        .map(({ folded }) => folded)
        .toSorted()
        .at(-1)
      if (farthest === undefined) return
      for (const run of free) if (run.folded === farthest) this.#front.add(run)
      const { events, categories, batchSize, signal } = this.#options
      const after = farthest === '' ? {} : { after: farthest }
      this.#upTo = farthest === '' ? null : farthest
      this.#caughtUp = false
      const pages = events.subscribe({ ...(categories && { categories }), ...after, pageSize: batchSize, signal })
      this.#pages = pages[Symbol.asyncIterator]()
      return
    }
    for (const run of free) if (run.folded === at) this.#enter(run)
  }

  /** Takes a view that has come to the front into it, once its rollups are booked. Where the front's are not, it goes on as they do. */
  #enter(run: ViewRun): void {
    if (run.isBooked || this.#front.values().some(other => !other.isBooked)) this.#front.add(run)
    else run.due = true
  }

  /** Tells of the front's page whose commit has ended. */
  #committed(): void {
    const page = this.#begun
    this.#begun = undefined
    if (!page) return
    this.#upTo = page.upTo
    this.#options.onBatch(page.events.length, page.upTo)
  }

  /** Waits for the front's commit. */
  async #settle(): Promise<void> {
    await this.#orReload([...this.#front], async () => {
      await this.#commits.settle()
      this.#committed()
    })
  }

  async #takePage(page: Page): Promise<void> {
    const { documents } = this.#options
    const { events, caughtUp } = page
    this.#slicesAtPage = this.#slices
    const front = [...this.#front]
    await this.#orReload(front, async () => {
      let isTaken = true
      if (events.length > 0) {
        this.#hadEventsAt = this.#options.clock()
        isTaken = await this.#fold(front, events, this.#commits.behind)
      } else await this.#commits.settle()
      this.#committed() // the page before: no commit begins before the last has ended
      if (isTaken) this.#begun = page
      this.#caughtUp = caughtUp
      if (caughtUp || events.length === 0) {
        await this.#commits.settle()
        this.#committed()
      }
      if (caughtUp) {
        const unbooked = this.#front
          .values()
          .filter(run => !run.isBooked)
          .toArray()
        await finishWithoutRollups(
          documents,
          unbooked.filter(({ missing }) => missing.length === 0),
          this.#options.publish,
        )
        for (const run of unbooked) {
          if (run.isBooked) continue
          run.due = true
          this.#front.delete(run)
        }
      }
      if (this.#front.size === 0) this.#leaveFront()
    })
  }

  /**
   * Folds a batch; a view that can't take it leaves the front, and takes it in ever smaller parts, up to the event that it can't fold.
   * @returns whether any took it
   */
  async #fold(
    runs: readonly ViewRun[],
    events: readonly RecordedEvent[],
    documents = this.#options.documents,
  ): Promise<boolean> {
    const faults = await projectBatch(documents, runs, events)
    for (const run of runs) if (run.narrowing && run.folded >= run.narrowing.upTo) run.narrowing = null
    const [first] = events
    const last = events.at(-1)
    if (!first || !last) return false
    const isTaken = faults.length < runs.length
    if (faults.length > 0) await this.#commits.settle()
    for (const { run, error } of faults) {
      this.#front.delete(run)
      if (isTaken) run.toldUpTo = last.position
      if (events.length === 1) await this.#stop(run, { position: first.position, eventId: first.id }, error)
      else run.narrowing = { size: events.length >> 1, upTo: last.position }
    }
    return isTaken
  }

  async #stop(
    run: ViewRun,
    at: { readonly position: Position; readonly eventId: string },
    error: unknown,
  ): Promise<void> {
    run.narrowing = null
    await commit(this.#options.documents, [
      { run, next: { ...run.progress, stopped: { ...at, reason: reasonOf(error) } } },
    ])
    run.stoppedBy = { eventId: at.eventId, error }
    this.#options.onStopped(run)
  }

  /** The next piece of work outside the front, for each group in turn. */
  #nextOutside(): { readonly runs: readonly ViewRun[]; readonly go: () => Promise<void> } | undefined {
    const at = this.#frontAt
    const due = this.#outside.filter(run => run.due)
    const behind = this.#outside.filter(run => !run.due && (at === undefined || run.folded < at))
    const groups = [...due.map(run => [run]), ...Map.groupBy(behind, groupOf).values()]
    const runs = groups[this.#slices % groups.length]
    if (!runs) return undefined
    const [run] = runs
    return { runs, go: run?.due ? () => this.#book(run) : () => this.#catchUp(runs) }
  }

  async #book(run: ViewRun): Promise<void> {
    const { publish, clock } = this.#options
    const { behind } = this.#commits
    const booking = this.#bookings.get(run) ?? bookMissing(behind, run, publish, () => clock() > this.#sliceEnds)
    this.#bookings.set(run, booking)
    try {
      if (!(await booking.next()).done) return
    } catch (error) {
      if (!(error instanceof BookingFault) || !run.progress.checkpoint) throw error
      await this.#stop(run, run.progress.checkpoint, error.cause)
    }
    await this.#commits.settle()
    this.#bookings.delete(run)
    run.due = false
  }

  async #catchUp(runs: readonly ViewRun[]): Promise<void> {
    const { events, documents, categories, batchSize, clock, onBatch } = this.#options
    for (const run of runs) {
      if (!startsAnew(run) || run.progress.commits === 0) continue
      for (const collection of documentsOf(run)) if (await removeSome(documents, run, collection)) return
    }
    const from = runs[0]?.folded ?? ''
    const begun = clock()
    const size = Math.min(
      batchSize,
      ...runs.map(run => run.narrowing?.size ?? Infinity),
      ...runs.map(run => nextSize(this.#lastSlice.get(run), this.#slice())),
    )
    const end = this.#frontAt
    const page: RecordedEvent[] = []
    const start = from === '' ? { limit: size } : { from, limit: size + 1 }
    for await (const event of events.readAll({ ...(categories && { categories }), ...start }))
      if (event.position > from && (end === undefined || event.position <= end)) page.push(event)
    if (page.length === 0) {
      // the front stands at an event that another projector read, of categories that this one does not
      if (end !== undefined) for (const run of runs) this.#enter(run)
      return
    }
    const isTaken = await this.#fold(runs, page)
    const slice = { events: page.length, milliseconds: clock() - begun }
    for (const run of runs) this.#lastSlice.set(run, slice)
    const untold = page.filter(({ position }) => runs.some(run => position > run.toldUpTo))
    if (isTaken && untold.length > 0) onBatch(untold.length, page.at(-1)?.position ?? null)
  }

  #slice(): number {
    return this.#front.size > 0 && this.#options.clock() - this.#hadEventsAt < quietAfter
      ? sliceWhenBusy
      : sliceWhenQuiet
  }

  /**
   * Where another projector was first these views are read again, and tell what was written. Those that are booked too: it may have been
   * their commit. Until they are read, nobody is told what was believed of them.
   */
  async #orReload(runs: readonly ViewRun[], work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#begun = undefined // it may be what failed
      if (!(error instanceof CheckpointConflict)) throw error
      this.#commits.startOver()
      const all = [...new Set([...runs, ...this.#bookings.keys()])]
      await this.#options.prepare()
      await this.load(all)
      for (const run of all) this.#bookings.delete(run)
      if (runs.some(run => this.#front.has(run))) this.#leaveFront()
    }
  }
}

/** @throws TypeError where a view would book a rollup that another version of it keeps up: its rows would be of neither */
const checkOwnRollups = ({ view, missing }: ViewRun, known: ReadonlyMap<string, ViewProgress>): void => {
  for (const { name, version, collection } of missing)
    for (const [other, { rollups }] of known)
      if (other !== view.collection && rollups.includes(collection))
        throw new TypeError(
          `${name}: version ${String(version)} is booked from ${other} already; a new version of a view needs a new version of each of its rollups`,
        )
}

/** Views that are brought on together: those at one checkpoint, but for those that look for an event they can't fold. */
const groupOf = (run: ViewRun): string => (run.narrowing ? `${run.view.collection} ${run.folded}` : run.folded)

const nothing: AsyncIterator<Page, unknown> = { next: () => Promise.resolve({ done: true, value: undefined }) }

const ended = (signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
