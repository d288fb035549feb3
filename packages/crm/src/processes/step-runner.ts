// Carries out the open steps of one process, as its view has them.
import type { Process } from '@eventcrm/domain'
import { StoreClosed, StoreUnavailable, type Instant, type Position } from '@eventcrm/event-store'
import {
  findDocuments,
  loadedOf,
  ProjectorClosed,
  reasonOf,
  ViewStopped,
  type DocumentStore,
  type Projector,
  type View,
} from '@eventcrm/projection'
import type { FailingSteps } from './failing-steps.ts'
import type { OpenStep } from './steps-view.ts'

export interface StepRunnerOptions {
  readonly process: Process
  readonly view: View<OpenStep>
  /** Carries one out; whoever asks for the same step meanwhile gets the same. */
  readonly carryOut: (key: string, step: OpenStep) => Promise<unknown>
  readonly projector: Pick<Projector, 'catchUp'>
  readonly documents: DocumentStore
  readonly failing: FailingSteps
  readonly now: () => Instant
  /** Told of what ends the following: the documents are of another log, say. */
  readonly onFault: (error: unknown) => void
}

/** Steps under way at once. Their appends then share syncs, and what one waits for does not hold up the others. */
const atOnce = 16

const shortestPause = 1000
const longestPause = 10 * 60_000

/** Milliseconds until a step that failed so often is tried again: 1 s, 2 s, 4 s … 10 min. */
const pauseAfter = (attempts: number): number => Math.min(longestPause, shortestPause * 2 ** Math.min(attempts - 1, 20))

const laterBy = (now: Instant, milliseconds: number): Instant => new Date(Date.parse(now) + milliseconds).toISOString()

export class StepRunner {
  readonly #options: StepRunnerOptions
  /** Up to here every step has been tried. */
  #seen: Position = ''
  /** Steps that are tried again, and when; undefined before the first look. */
  #failing: Map<string, Instant> | undefined
  #last: Promise<unknown> = Promise.resolve()
  #following = false
  #woken = false
  #running: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #faults = 0
  #closed = false

  constructor(options: StepRunnerOptions) {
    this.#options = options
  }

  /** Carries steps out as they are begun, until closed: whoever follows the log wakes it. */
  follow(): void {
    this.#following = true
  }

  wake(): void {
    if (!this.#following || this.#closed) return
    this.#woken = true
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
      if (this.#woken) this.wake()
    })
  }

  /**
   * Tries every open step that has not been tried, and those that are due again; none while the view is not up to the log's end.
   * @returns how many
   */
  async pass(): Promise<number> {
    const mine = this.#last.then(
      () => this.#pass(),
      () => this.#pass(),
    )
    this.#last = mine.catch(() => undefined)
    return mine
  }

  /** No further step is begun. */
  stop(): void {
    this.#closed = true
    this.#woken = false
    clearTimeout(this.#timer)
  }

  /** Resolves once what was under way has ended. */
  async ended(): Promise<void> {
    await this.#running
    await this.#last
  }

  async #run(): Promise<void> {
    while (this.#woken && !this.#closed) {
      this.#woken = false
      try {
        await this.pass()
        this.#faults = 0
        this.#wakeWhenDue()
      } catch (error) {
        this.#tell(error)
      }
    }
  }

  #tell(error: unknown): void {
    // the projector tells of a view that stopped, and of its own end
    if (this.#closed || error instanceof ViewStopped || error instanceof ProjectorClosed) return
    if (error instanceof StoreUnavailable) this.#wakeIn(pauseAfter(++this.#faults))
    else this.#options.onFault(error)
  }

  #wakeIn(milliseconds: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.wake()
    }, milliseconds).unref()
  }

  #wakeWhenDue(): void {
    const next = [...(this.#failing?.values() ?? [])].toSorted().at(0)
    if (next === undefined) return
    const milliseconds = Date.parse(next) - Date.parse(this.#options.now())
    this.#wakeIn(Math.min(longestPause, Math.max(shortestPause, milliseconds)))
  }

  async #pass(): Promise<number> {
    const { projector, view, failing, process } = this.#options
    await projector.catchUp([view])
    // those that failed before this process was opened are tried at once: what they failed for may have been mended
    this.#failing ??= new Map((await failing.of(process.name)).map(({ key }) => [key, '']))
    let tried = 0
    while (!this.#closed) {
      const page = await this.#nextOpen()
      if (page.length === 0) break
      tried += await this.#tryAll(page.filter(({ key }) => !this.#failing?.has(key)))
      this.#seen = page.at(-1)?.document.position ?? this.#seen
    }
    return tried + (await this.#tryAgain())
  }

  async #nextOpen() {
    const { documents, view } = this.#options
    const where = { field: 'position', above: this.#seen } as const
    return (await findDocuments(documents, view, { where, sort: [{ field: 'position' }], limit: atOnce })).documents
  }

  async #tryAll(steps: readonly { readonly key: string; readonly document: OpenStep }[]): Promise<number> {
    await Promise.all(steps.map(({ key, document }) => this.#try(key, document)))
    return steps.length
  }

  async #tryAgain(): Promise<number> {
    const { documents, view, now } = this.#options
    const at = now()
    const due = [...(this.#failing ?? [])].flatMap(([key, next]) => (next <= at ? [key] : []))
    let tried = 0
    for (let i = 0; i < due.length && !this.#closed; i += atOnce) {
      const keys = due.slice(i, i + atOnce)
      const [loaded] = await documents.query([{ load: view.collection, keys }])
      const steps = Array.from(loadedOf(view, loaded), ([key, document]) => ({ key, document }))
      for (const key of keys) if (!loaded.has(key)) await this.#forget(key)
      tried += await this.#tryAll(steps)
    }
    return tried
  }

  async #forget(key: string): Promise<void> {
    const { failing, process } = this.#options
    await failing.remove(process.name, key)
    this.#failing?.delete(key)
  }

  /** A step that fails is put aside, and holds up no other. */
  async #try(key: string, step: OpenStep): Promise<void> {
    const { carryOut } = this.#options
    try {
      await carryOut(key, step)
      if (this.#failing?.has(key)) await this.#forget(key)
    } catch (error) {
      if (this.#closed || error instanceof StoreClosed) return
      await this.#putAside(key, error)
    }
  }

  async #putAside(key: string, error: unknown): Promise<void> {
    const { failing, process, now } = this.#options
    const lastAt = now()
    // where the documents are away too, it is remembered here
    this.#failing?.set(key, laterBy(lastAt, shortestPause))
    try {
      const before = await failing.get(process.name, key)
      const attempts = (before?.attempts ?? 0) + 1
      const nextAt = laterBy(lastAt, pauseAfter(attempts))
      const firstAt = before?.firstAt ?? lastAt
      await failing.put({ process: process.name, key, attempts, reason: reasonOf(error), firstAt, lastAt, nextAt })
      this.#failing?.set(key, nextAt)
    } catch (fault) {
      if (!(fault instanceof StoreUnavailable)) this.#options.onFault(fault)
    }
  }
}
