// The way a command takes: checked, decided, its keys claimed, appended; decided again when another writer got in between.
import type { AnyAggregate, CommandMessage, Dated, Day, Fold } from '@eventcrm/domain'
import { RevisionConflict, StoreClosed, streamName } from '@eventcrm/event-store'
import { CommandRejected, PartiallyAppended } from '../errors.ts'
import { BatchAppender } from './append-batch.ts'
import { CommandChecker, type CheckedCommand } from './check-command.ts'
import { Claims, type Claiming } from './claims.ts'
import { checkOptions, type CheckedOptions, type CommandOptions } from './command-options.ts'
import { BatchDecider, type Batch, type Deciding, type NeededClaim } from './decide-batch.ts'
import { GaplessSeries } from './gapless-series.ts'
import { KeyedQueue } from './keyed-queue.ts'
import { NumberSeries } from './number-series.ts'
import type { Outcome } from './outcome.ts'
import { retryConflicts } from './retry-conflicts.ts'
import { runOptionsOf, type RunOptions } from './run-options.ts'
import { Streams } from './streams.ts'
import type { Numbering } from './take-number.ts'

export interface Handling extends Deciding, Claiming, Numbering {
  /** Who acts where the options don't say. */
  readonly actor: string | undefined
  /** The aggregates that take commands, by category. */
  readonly aggregates: ReadonlyMap<string, AnyAggregate>
}

/** Numbers whose keys were taken in the moment between looking and claiming, before the caller hears of it. */
const mostPassedOver = 20

export class CommandHandler {
  readonly #handling: Handling
  readonly #checker: CommandChecker
  readonly #streams: Streams
  readonly #decider: BatchDecider
  readonly #appender: BatchAppender
  readonly #claims: Claims
  readonly #numbers: NumberSeries
  readonly #gapless: GaplessSeries
  readonly #queue = new KeyedQueue()
  /** The options of a command that comes without any. */
  #defaults: CheckedOptions | undefined
  #closed = false

  constructor(handling: Handling) {
    const { events, codec, namespace, aggregates } = handling
    this.#handling = handling
    this.#checker = new CommandChecker(namespace, aggregates)
    this.#streams = new Streams(events, codec)
    this.#decider = new BatchDecider(handling, this.#streams)
    this.#appender = new BatchAppender(events, codec, this.#streams)
    this.#claims = new Claims(handling, this.#streams, this.#decider, this.#appender)
    this.#numbers = new NumberSeries(handling, this.#streams, this.#claims)
    this.#gapless = new GaplessSeries(handling, this.#streams)
  }

  /** Later commands are refused. */
  close(): void {
    this.#closed = true
  }

  /** One command. */
  async handle(message: CommandMessage, options?: CommandOptions): Promise<Outcome> {
    const given = this.#optionsOf(options)
    const command = this.#checker.check(message, 0)
    const batch = await this.#carryOut([command], given)
    return batch.outcomeOf(command)
  }

  /**
   * Commands that belong together, each deciding on what the ones before it will have changed. All are decided before anything
   * is written, so a rejection leaves nothing of any. The events of one stream are written at once; several streams are written one
   * after the other, and sent again with the same command id, what is missing is added.
   * @throws CommandInvalid, CommandRejected with the index of the command at fault; PartiallyAppended when it was stopped between two
   *   streams; AppendTooLarge when one stream would get more than a store takes at once
   */
  async handleAll(messages: readonly CommandMessage[], options?: CommandOptions): Promise<readonly Outcome[]> {
    const given = this.#optionsOf(options)
    const commands = this.#checker.checkAll(messages)
    const batch = await this.#carryOut(commands, given)
    return commands.map(command => batch.outcomeOf(command))
  }

  /** The state of an aggregate as the log has it now. */
  async state<S extends Dated>(fold: Fold<S>, id: string): Promise<S> {
    const stream = streamName(this.#handling.namespace, fold.category, id)
    return (await this.#streams.latest(fold, stream)).state as S
  }

  /** The state that a decision of that day looks at: what others wrote in the last second may be missing. */
  async stateAsOf<S extends Dated>(fold: Fold<S>, id: string, day: Day): Promise<S> {
    const stream = streamName(this.#handling.namespace, fold.category, id)
    return (await this.#streams.history(fold, stream, false)).asOf(day) as S
  }

  #optionsOf(options: CommandOptions | undefined): CheckedOptions {
    if (options !== undefined) return checkOptions(options, this.#handling.actor)
    return (this.#defaults ??= checkOptions({}, this.#handling.actor))
  }

  async #carryOut(commands: readonly CheckedCommand[], given: CheckedOptions): Promise<Batch> {
    const streams = commands.map(({ stream }) => stream)
    // Commands of this process queue for their streams, so that they don't run into each other's conflicts.
    return this.#queue.run(streams, () => this.#run(commands, runOptionsOf(given, commands.length)))
  }

  async #run(commands: readonly CheckedCommand[], options: RunOptions): Promise<Batch> {
    if (this.#closed) throw new StoreClosed()
    const claimed: NeededClaim[] = []
    let last: Batch | undefined
    try {
      const numbered = new Map<number, CheckedCommand>()
      const done = await retryConflicts(async afterConflict => {
        for (let passedOver = 0; ; passedOver++) {
          // 1. Decide them all, each on what the ones before it will have changed.
          const batch = await this.#decide(commands, numbered, options, afterConflict)
          last = batch
          if (batch.rejected) throw new CommandRejected(batch.rejected.rejection, batch.rejected.command.index)
          // 2. Encode the events, so that what no store takes is refused before anything is written.
          this.#appender.encode(batch, options)
          for (const needed of batch.needsFree) await this.#claims.expectFree(needed, batch.now)
          // 3. Claim the keys that must be unique. One made of a number may have been taken since: then the next number is.
          try {
            const ended = await Promise.allSettled(
              batch.claims.map(async needed => {
                if (await this.#claims.claim(needed, options)) claimed.push(needed)
              }),
            )
            for (const one of ended) if (one.status === 'rejected') throw one.reason
          } catch (error) {
            const taken = error instanceof CommandRejected && numbered.delete(error.index)
            if (taken && passedOver < mostPassedOver) continue
            throw error
          }
          // 4. Append, stream by stream.
          await this.#appender.append(batch, options)
          return batch
        }
      })
      // 5. The command may have been somebody else's, with another key. What is done is done: a key that stays shows in the status.
      const anyLeft = options.idGiven || claimed.length > done.claims.length
      if (anyLeft) await this.#claims.giveBackUnused(claimed, options).catch(() => undefined)
      return done
    } catch (error) {
      // 6. When it came to nothing, its keys are free again. One that can't be given back shows in the status; the caller hears of `error`.
      if (last && (error instanceof CommandRejected || error instanceof RevisionConflict))
        await this.#giveBack(last, claimed, options).catch(() => undefined)
      // 7. Some of several streams may have been written.
      const written = last && commands.length > 1 ? last.written : []
      throw written.length === 0 ? error : new PartiallyAppended(options.commandId, written, error)
    }
  }

  /**
   * Decides them, each that leaves out what a series' next number makes with one taken for it.
   * @param numbered those that have theirs, by index; kept for when they are decided again
   */
  async #decide(
    commands: readonly CheckedCommand[],
    numbered: Map<number, CheckedCommand>,
    options: RunOptions,
    afterConflict: boolean,
  ): Promise<Batch> {
    const current = [...commands]
    for (;;) {
      const batch = await this.#decider.decide(current, options, afterConflict)
      const { rejection, command } = batch.rejected ?? {}
      const { numbered: next, gapless } = command?.definition ?? {}
      const lacking = (next ?? gapless)?.without
      if (!command || lacking === undefined || rejection?.code !== lacking || numbered.get(command.index) === command)
        return batch
      const { index } = command
      const complete = numbered.get(index) ?? (await this.#completed(command, options))
      numbered.set(index, complete)
      current[index] = complete
    }
  }

  /** The command with what is made of the number that it lacks. */
  async #completed(command: CheckedCommand, options: RunOptions): Promise<CheckedCommand> {
    const { numbered, gapless } = command.definition
    if (numbered) return this.#numbers.complete(command, numbered, options)
    return gapless ? this.#gapless.complete(command, gapless, options) : command
  }

  async #giveBack(batch: Batch, claimed: readonly NeededClaim[], options: RunOptions): Promise<void> {
    await this.#claims.giveBackUnused(claimed, options)
    await this.#claims.giveBackLeft(batch, claimed, options)
  }
}
