// What callers send, checked at the edge.
import { wordsOf, type AnyAggregate, type AnyCommandDefinition, type CommandMessage, type Day } from '@eventcrm/domain'
import { compiledWhenUsed, streamName } from '@eventcrm/event-store'
import { z } from 'zod'
import { CommandInvalid, type FieldFault } from '../errors.ts'
import { checked } from './checked.ts'
import { checkTime, isRecord } from './command-options.ts'
import { expecting, unknownField } from './faults.ts'

/** A command whose message was checked: what is to be decided, on which stream. */
export interface CheckedCommand {
  readonly aggregate: AnyAggregate
  readonly definition: AnyCommandDefinition
  /** The input, as the command's schema gives it. */
  readonly input: Readonly<Record<string, unknown>>
  /** Dates this command alone; otherwise the options' `at` holds. */
  readonly at: string | undefined
  /** The aggregate's id. */
  readonly id: string
  readonly stream: string
  /**
   * What it was sent to, where that is part of another stream by now, on which it is carried out: itself, and each that it is part of.
   * Its keys are claimed for the one named.
   */
  readonly path: readonly string[]
  /** Its place among the commands sent together. */
  readonly index: number
}

const checkGivenId = compiledWhenUsed(z.object({ id: z.uuid().toLowerCase() }), expecting)

type Check = (input: unknown) => z.ZodSafeParseResult<Readonly<Record<string, unknown>>>
const checks = new WeakMap<AnyCommandDefinition, Check>()
const checkOf = (definition: AnyCommandDefinition): Check => {
  const known = checks.get(definition)
  if (known) return known
  const check = compiledWhenUsed(definition.schema, expecting)
  checks.set(definition, check)
  return check
}

/**
 * An aggregate's id as streams have it: in small letters.
 * @throws CommandInvalid
 */
export const checkId = (asked: string, id: string): string => checked(asked, checkGivenId, { id }).id

const checkGivenDay = compiledWhenUsed(z.record(z.string(), z.iso.date()), expecting)

/** @throws CommandInvalid for what is no day */
export const checkDay = (asked: string, field: string, day: Day): Day => {
  checked(asked, checkGivenDay, { [field]: day })
  return day
}

const givenBySeries = { en: 'expected none: its series gives it', vi: 'không được ghi: dãy số tự cấp' }

const listed = (names: Iterable<string>) => [...names].map(name => `'${name}'`).join(' or ')
const fields: readonly string[] = ['aggregate', 'name', 'input', 'at']

/** Checks messages of the aggregates that may be sent commands. */
export class CommandChecker {
  readonly #namespace: string
  readonly #aggregates: ReadonlyMap<string, AnyAggregate>

  /** @param aggregates by category */
  constructor(namespace: string, aggregates: ReadonlyMap<string, AnyAggregate>) {
    this.#namespace = namespace
    this.#aggregates = aggregates
  }

  /** @throws CommandInvalid with the index of the message at fault, also where callers without types give something else */
  checkAll(messages: readonly CommandMessage[]): readonly CheckedCommand[] {
    if (!Array.isArray(messages))
      throw this.#invalid('messages', 'expected a list of commands, like [opportunity.open({ … })]')
    // holes in the list are no commands either
    return Array.from(messages, (message: CommandMessage, index) => this.check(message, index))
  }

  /** @throws CommandInvalid */
  check(message: CommandMessage, index: number): CheckedCommand {
    const at = (field: string) => `messages.${String(index)}${field}`
    if (!isRecord(message)) throw this.#invalid(at(''), 'expected a command, like opportunity.open({ … })', index)
    const other = Object.keys(message).find(key => !fields.includes(key))
    if (other !== undefined) throw this.#faulty(unknownField(['messages', index, other], fields), index)
    const aggregate = this.#aggregates.get(message.aggregate)
    if (!aggregate) throw this.#invalid(at('.aggregate'), `expected ${listed(this.#aggregates.keys())}`, index)
    const { commands } = aggregate
    const definition = Object.hasOwn(commands, message.name) ? commands[message.name] : undefined
    if (!definition) throw this.#invalid(at('.name'), `expected ${listed(Object.keys(commands))}`, index)
    const command = checkInput(aggregate, definition, message, index, this.#namespace)
    const { field } = definition.gapless ?? {}
    if (field !== undefined && command.input[field] !== undefined)
      throw this.#faulty({ field: `input.${field}`, message: givenBySeries.en, words: givenBySeries }, index)
    return command
  }

  #invalid(field: string, message: string, index?: number): CommandInvalid {
    return this.#faulty({ field, message, words: wordsOf(message) }, index)
  }

  #faulty(fault: FieldFault, index?: number): CommandInvalid {
    return new CommandInvalid('send', [fault], index)
  }
}

/** @throws CommandInvalid */
export const checkInput = (
  aggregate: AnyAggregate,
  definition: AnyCommandDefinition,
  { name, input, at }: Pick<CommandMessage, 'name' | 'input' | 'at'>,
  index: number,
  namespace: string,
): CheckedCommand => {
  const command = `${aggregate.category}.${name}`
  const values = checked(command, checkOf(definition), input, index)
  const id = String(values[aggregate.idField])
  return {
    aggregate,
    definition,
    input: values,
    at: at === undefined ? undefined : checkTime(command, at, index),
    id,
    index,
    path: [],
    stream: streamName(namespace, aggregate.category, id),
  }
}
