// `crm.clock`: what becomes due as time goes by.
import { expected, type Day } from '@eventcrm/domain'
import { compiledWhenUsed, type Instant } from '@eventcrm/event-store'
import { z } from 'zod'
import { checked } from '../commands/checked.ts'
import { envelopeId, when } from '../commands/command-options.ts'
import { expecting } from '../commands/faults.ts'
import type { Calendar } from '../company/calendar.ts'
import { CommandInvalid } from '../errors.ts'
import { raiseOverdue, type RaisedOverdue, type Raising } from './raise-overdue.ts'

export interface ClockOptions {
  /**
   * The time that it is: an instant with its offset, or a day, '2026-03-31', which means all of it. Now when left out; never in the future. What
   * became due in the meantime is raised however late it runs.
   */
  readonly now?: string | undefined
  /**
   * The same for each run that is to be the same one: events then have the same ids in whichever log. A run of one's own when left out, as is
   * right but where a history is to be made again, byte for byte.
   */
  readonly commandId?: string | undefined
  /** Called now and then with what has been raised so far. */
  readonly onProgress?: ((raised: RaisedOverdue) => void) | undefined
}

/** What a run of the clock has raised. */
export interface ClockRun {
  /** The day that it was. */
  readonly asOf: Day
  /** Instalments that were overdue by then. */
  readonly overdue: RaisedOverdue
}

export interface ScheduleOptions {
  /** Called behind each run. What it throws is thrown away. */
  readonly onRun?: (run: ClockRun) => void
  /** Called when a run fails; the next one comes nevertheless, and does what is missing. What it throws is thrown away. As `onFault` of the CRM when left out. */
  readonly onFault?: (error: unknown) => void
}

export interface Clock {
  /**
   * Raises what has become due and was not raised: `InvoiceOverdue` for each instalment and each time of being overdue, dated on its first day. Exactly once,
   * however often, however late and in however many processes it runs; killed, it goes on with the next run.
   * @throws CommandInvalid for a time that is none or still to come; what `catchUp` throws; StoreUnavailable
   * @example const { overdue } = await crm.clock.run()
   */
  run(options?: ClockOptions): Promise<ClockRun>
  /**
   * Runs it at once, and again so long after each run has ended: a run that is late loses nothing. It keeps the process alive until it is
   * stopped, or the CRM is closed.
   * @param milliseconds an hour, say: days are what it goes by
   * @returns ends it, and resolves once the run under way has ended
   * @throws TypeError for what is no whole number of milliseconds, 1 to 2^31 − 1
   * @example const stop = crm.clock.every(3_600_000)
   */
  every(milliseconds: number, options?: ScheduleOptions): () => Promise<void>
}

export interface Ticking extends Omit<Raising, 'runId'> {
  readonly calendar: () => Promise<Calendar>
  readonly now: () => Instant
  readonly onFault: (error: unknown) => void
}

const notInFuture = { en: 'expected a time that is not in the future', vi: 'cần một thời điểm không ở tương lai' }
const schema = z.strictObject({
  now: when.optional(),
  commandId: envelopeId.optional(),
  onProgress: z
    .custom<NonNullable<ClockOptions['onProgress']>>(
      given => typeof given === 'function',
      expected({ en: 'expected a function', vi: 'cần một hàm' }),
    )
    .optional(),
})
const checkGiven = compiledWhenUsed(schema, expecting)

const longest = 2 ** 31 - 1

/** The clock of one CRM, and what ends it. */
export class ClockWork implements Clock {
  readonly #ticking: Ticking
  readonly #stopping = new AbortController()
  readonly #schedules = new Set<() => Promise<void>>()
  readonly #running = new Set<Promise<unknown>>()

  constructor(ticking: Ticking) {
    this.#ticking = ticking
  }

  async run(options: ClockOptions = {}): Promise<ClockRun> {
    const given = checked('clock.run', checkGiven, options)
    const running = this.#run(given)
    this.#running.add(running)
    try {
      return await running
    } finally {
      this.#running.delete(running)
    }
  }

  async #run({ now: given, commandId: runId, onProgress }: ClockOptions): Promise<ClockRun> {
    const { calendar, now } = this.#ticking
    const days = await calendar()
    const instant = now()
    const [today, dayOf] = [days.dayOf(instant), (at: string) => days.dayOf(new Date(at).toISOString())]
    const asOf = given === undefined ? today : given.length === 10 ? given : dayOf(given)
    if (asOf > today || (given !== undefined && given.length > 10 && new Date(given).toISOString() > instant))
      throw new CommandInvalid('clock.run', [{ field: 'now', message: notInFuture.en, words: notInFuture }])
    const tell = (raised: RaisedOverdue): void => {
      try {
        onProgress?.(raised)
      } catch {
        // thrown away: what was raised is raised
      }
    }
    return { asOf, overdue: await raiseOverdue({ ...this.#ticking, runId }, asOf, tell, this.#stopping.signal) }
  }

  every(milliseconds: number, { onRun, onFault = this.#ticking.onFault }: ScheduleOptions = {}): () => Promise<void> {
    if (!Number.isSafeInteger(milliseconds) || milliseconds < 1 || milliseconds > longest)
      throw new TypeError(`clock.every: expected a whole number of milliseconds, 1 to ${String(longest)}`)
    let isStopped = this.#stopping.signal.aborted
    let timer: NodeJS.Timeout | undefined
    const quietly = (tell: () => void): void => {
      try {
        if (!isStopped) tell()
      } catch {
        // thrown away, as said
      }
    }
    const tick = async (): Promise<void> => {
      try {
        const ran = await this.run()
        quietly(() => onRun?.(ran))
      } catch (error) {
        quietly(() => onFault(error))
      }
      if (!isStopped) timer = setTimeout(again, milliseconds)
    }
    const again = (): void => {
      running = tick()
    }
    let running = isStopped ? Promise.resolve() : tick()
    const stop = async (): Promise<void> => {
      isStopped = true
      clearTimeout(timer)
      this.#schedules.delete(stop)
      await running
    }
    this.#schedules.add(stop)
    return stop
  }

  /** Ends all schedules; resolves once no run is under way. */
  async close(): Promise<void> {
    this.#stopping.abort()
    await Promise.all([...this.#schedules].map(stop => stop()))
    await Promise.allSettled(this.#running)
  }
}
