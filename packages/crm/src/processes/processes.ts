// The processes of one CRM: started, followed, asked for an outcome, closed.
import { kernelRejections, rejectionOf, type CommandMessage, type Process, type Rejection } from '@eventcrm/domain'
import {
  StoreUnavailable,
  streamName,
  type Codec,
  type DecodedEvent,
  type EventStore,
  type Instant,
} from '@eventcrm/event-store'
import type { AnyView, DocumentStore, Projector } from '@eventcrm/projection'
import type { CommandHandler } from '../commands/command-handler.ts'
import type { CommandOptions } from '../commands/command-options.ts'
import { CommandRejected } from '../errors.ts'
import type { AggregateRegistry } from '../facade/aggregate-registry.ts'
import { withAssignmentChoices } from './assignment-choices.ts'
import { carryOutStep, eventsOf, requestAt, type Ended } from './carry-out-step.ts'
import { FailingSteps } from './failing-steps.ts'
import { knownProcess, type KnownProcess } from './known-process.ts'
import { startProcess } from './starts.ts'
import { statusOfProcesses, type ProcessStatus } from './status.ts'
import { StepRunner } from './step-runner.ts'
import { processEventOf } from './steps-view.ts'

export interface ProcessesOptions {
  readonly definitions: readonly Process[]
  readonly events: EventStore
  readonly documents: DocumentStore
  readonly codec: Codec
  readonly handler: CommandHandler
  readonly aggregates: AggregateRegistry
  /** Whether they are started on opening, and their open steps carried out here. */
  readonly run: boolean
  readonly now: () => Instant
  readonly idFor: (kind: string, ...key: readonly string[]) => Promise<string>
  readonly onFault: (error: unknown) => void
}

export class Processes {
  readonly #options: ProcessesOptions
  readonly #failing: FailingSteps
  readonly #stopping = new AbortController()
  /** Steps under way, each once. */
  readonly #underWay = new Map<string, Promise<Ended>>()
  #known: readonly KnownProcess[] = []
  #runners: readonly StepRunner[] = []
  #started = false
  #projector: Projector | undefined

  private constructor(options: ProcessesOptions) {
    this.#options = options
    this.#failing = new FailingSteps(options.documents)
  }

  /** Starts them where they are run here, and knows since where they answer events. */
  static async open(options: ProcessesOptions): Promise<Processes> {
    const processes = new Processes(options)
    const { definitions, run, events } = options
    let isEmpty = false
    if (definitions.length === 0) processes.#started = true
    else {
      await processes.#failing.prepare()
      // a store that may not be written to now is asked again before the first command
      isEmpty = run && !(await processes.start().catch(trueIfUnavailable))
    }
    processes.#known = await Promise.all(definitions.map(one => knownProcess(events, one, isEmpty)))
    return processes
  }

  /** The views of their open steps. */
  get views(): readonly AnyView[] {
    return this.#known.flatMap(({ view }) => (view ? [view] : []))
  }

  /**
   * Has them answer events from here on, unless they do already: before the first command, so that no request comes too early.
   * @returns false where no company has been founded
   */
  async start(): Promise<boolean> {
    if (this.#started) return true
    const { definitions, events, handler, idFor } = this.#options
    for (const process of definitions) {
      const commandId = await idFor('processStarted', process.name, String(process.version))
      if (!(await startProcess(events, handler, process, commandId))) return false
    }
    this.#started = true
    return true
  }

  /** Takes the projector that folds their views. */
  attach(projector: Projector): void {
    const { documents, now, onFault, run } = this.#options
    this.#projector = projector
    if (!run) return
    this.#runners = this.#known.flatMap(({ process, view }) =>
      view
        ? [
            new StepRunner({
              ...{ process, view, projector, documents, now, onFault },
              failing: this.#failing,
              carryOut: async (key, step) => this.#carryOut(process, key, await requestAt(this.#options, step)),
            }),
          ]
        : [],
    )
  }

  /** From now on steps are carried out as they are begun. */
  follow(): void {
    for (const runner of this.#runners) runner.follow()
  }

  /** The documents have gone on. */
  wake(): void {
    for (const runner of this.#runners) runner.wake()
  }

  /** Carries out what is open and due, and what that begins in turn. */
  async settle(): Promise<void> {
    if (!this.#options.run && this.#options.definitions.length > 0)
      throw new TypeError('Processes are not carried out here: open the CRM with `runProcesses: true`')
    for (;;) {
      const tried = await Promise.all(this.#runners.map(runner => runner.pass()))
      if (tried.every(count => count === 0)) return
    }
  }

  /**
   * Sends a command that begins a step, and carries it out; where it changes nothing, the step that its stream has asked for last.
   * @param isRequest tells the request of such a command, where its stream may have asked for others since
   * @returns the step's outcome; null where there is none
   */
  async carryOut(
    message: CommandMessage,
    options?: CommandOptions,
    isRequest: (event: DecodedEvent) => boolean = () => true,
  ): Promise<DecodedEvent | null> {
    await this.start()
    const sent = await this.#options.handler.handle(message, options)
    const requests = sent.events.length > 0 ? eventsOf(this.#options, sent) : this.#lastRequest(message, isRequest)
    for await (const request of requests)
      for (const { process } of this.#known) {
        const key = process.requests.get(request.type)?.key(processEventOf(request))
        if (key === undefined || key === null) continue
        const ended = await this.#carryOut(process, key, request)
        const rejection = this.#refusalOf(process, request, ended)
        if (rejection) throw new CommandRejected(rejection)
        return ended.outcome
      }
    return null
  }

  /** The last event of a command's stream that begins a step. */
  async *#lastRequest(
    { aggregate, input }: CommandMessage,
    isRequest: (event: DecodedEvent) => boolean,
  ): AsyncGenerator<DecodedEvent> {
    const { events, codec, aggregates } = this.#options
    const { idField = '' } = aggregates.byCategory.get(aggregate) ?? {}
    const id = String(Reflect.get(Object(input), idField)).toLowerCase()
    const stream = streamName(events.namespace, aggregate, id)
    for await (const recorded of events.readStream(stream, { direction: 'backwards' })) {
      if (!this.#known.some(({ process }) => process.requests.has(recorded.type))) continue
      const event = codec.decode(recorded)
      if (!isRequest(event)) continue
      yield event
      return
    }
  }

  /** @param upToDate names of the views that have the whole log */
  status(upToDate: ReadonlySet<string>): Promise<readonly ProcessStatus[]> {
    return statusOfProcesses(this.#options.documents, this.#failing, this.#known, upToDate)
  }

  /** No further leg is sent. */
  stop(): void {
    this.#stopping.abort()
    for (const runner of this.#runners) runner.stop()
  }

  /** Resolves once the legs under way have ended. */
  async ended(): Promise<void> {
    await Promise.all(this.#runners.map(runner => runner.ended()))
    await Promise.allSettled(this.#underWay.values())
  }

  #carryOut(process: Process, key: string, request: DecodedEvent): Promise<Ended> {
    const name = `${process.name}/${key}`
    const underWay = this.#underWay.get(name)
    if (underWay) return underWay
    const { signal } = this.#stopping
    const complete = withAssignmentChoices({ ...this.#options, projector: this.#projector })
    const carried = carryOutStep({ ...this.#options, complete, signal }, process, key, request).finally(() =>
      this.#underWay.delete(name),
    )
    this.#underWay.set(name, carried)
    return carried
  }

  /** The rejection that an outcome states: the leg's own where it was refused here, else in the words that its code has anywhere. */
  #refusalOf(process: Process, request: DecodedEvent, { outcome, rejection }: Ended): Rejection | undefined {
    const code = process.outcomes.get(outcome.type)?.refusal?.(processEventOf(outcome))
    if (code === undefined) return undefined
    if (rejection?.code === code) return rejection
    const { byName, claims, series } = this.#options.aggregates
    const asking = [...byName.values()].filter(({ events }) => Object.hasOwn(events, request.type))
    const all = [...asking, ...byName.values(), ...Object.values(claims), ...Object.values(series)]
    const having = [...all, { rejections: kernelRejections }].find(({ rejections }) => Object.hasOwn(rejections, code))
    return rejectionOf(having ?? { rejections: {} }, code, {})
  }
}

const trueIfUnavailable = (error: unknown): true => {
  if (error instanceof StoreUnavailable) return true
  throw error
}
