// What callers send, checked at the edge.
import { expectedInWords, text, type AnyCommand, type Dated, type StateDefinition } from '@eventcrm/domain'
import { compiledWhenUsed, streamName } from '@eventcrm/event-store'
import { z } from 'zod'
import { CommandInvalid, faultsOf } from './errors.ts'

export interface CommandOptions {
  /** Who wishes it: an id, never a name or an address. The one given to `createCrm` when left out. */
  readonly actor?: string
  /** When it happened: an instant with its offset, or a day, which means its start. Now when left out. */
  readonly at?: string
  /** Sent again with the same id, a command returns its first outcome, whatever comes with it. Drawn at random when left out. */
  readonly commandId?: string
  /** The first command of the chain; this one when left out. */
  readonly correlationId?: string
  /** What led to it; this command when left out. */
  readonly causationId?: string
  /** Where the wish comes from. 'api' when left out. */
  readonly source?: string
  /** Why, in the actor's words. Kept as personal data. */
  readonly reason?: string
}

/** A command with what a caller sends for it. `commands` makes them. */
export interface Wish {
  readonly state: StateDefinition<Dated>
  readonly name: string
  readonly command: AnyCommand
  readonly input: unknown
  /** Dates this command alone; otherwise the options' `at` holds. */
  readonly at?: string
}

/** A wish with its input checked and its stream known. */
export interface CheckedWish {
  readonly of: StateDefinition<Dated>
  readonly command: AnyCommand
  readonly values: Readonly<Record<string, unknown>>
  readonly at: string | undefined
  readonly id: string
  readonly stream: string
  /** Its place among the wishes sent together. */
  readonly index: number
}

/** Kept in the clear with every event, so never a name or an address. */
const id = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]*$/, 'expected an id of letters without accents, digits and . _ : / -')
const expected =
  'expected a day like 2026-03-01, or an instant with its offset like 2026-03-01T09:00:00+07:00, of 1900 or later'
const when = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], expected)
  .refine(at => at >= '1900-01-02' && at < '2200', expected)
const optionsSchema = z.strictObject({
  actor: id,
  at: when.optional(),
  commandId: id.optional(),
  correlationId: id.optional(),
  causationId: id.optional(),
  source: id.optional(),
  reason: text(2000).optional(),
})
const words = { error: expectedInWords }
/** Built once: building a schema takes longer than all else that is done to a wish. */
const checkGivenOptions = compiledWhenUsed(optionsSchema, words)
const checkGivenDate = compiledWhenUsed(z.object({ at: when }), words)
const checkGivenId = compiledWhenUsed(z.object({ id: z.uuid().toLowerCase() }), words)
export type CheckedOptions = z.output<typeof optionsSchema>

type Check<T> = (input: unknown) => z.ZodSafeParseResult<T>
type Values = z.output<AnyCommand['schema']>
const checksOfCommands = new WeakMap<AnyCommand, Check<Values>>()
const checkOf = (command: AnyCommand): Check<Values> => {
  const known = checksOfCommands.get(command)
  if (known) return known
  const check = compiledWhenUsed(command.schema, words)
  checksOfCommands.set(command, check)
  return check
}

const checked = <T>(name: string, check: Check<T>, input: unknown, index?: number): T => {
  const result = check(input)
  if (!result.success) throw new CommandInvalid(name, faultsOf(result.error), index)
  return result.data
}

/** Whether it is an object with fields, and not null or a list. */
export const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** @throws CommandInvalid */
export const checkOptions = (options: CommandOptions, actor: string | undefined): CheckedOptions =>
  checked('options', checkGivenOptions, actor === undefined || !isRecord(options) ? options : { actor, ...options })

/**
 * An aggregate's id as streams have it.
 * @throws CommandInvalid
 */
export const checkId = (asked: string, id: string): string => checked(asked, checkGivenId, { id }).id

/** @throws CommandInvalid where callers without types give something else */
export const checkWishes = (wishes: readonly Wish[]): void => {
  const expected = 'expected a list of wishes, as `commands` makes them'
  if (!Array.isArray(wishes)) throw new CommandInvalid('send', [{ field: 'wishes', message: expected }])
  for (const [index, wish] of wishes.entries()) {
    const made = isRecord(wish) && 'command' in wish && 'state' in wish
    if (!made) throw new CommandInvalid('send', [{ field: `wishes.${String(index)}`, message: expected }], index)
  }
}

/** @throws CommandInvalid with the index of the wish at fault */
export const checkWish = (
  { state: of, name, command, input, at }: Wish,
  index: number,
  namespace: string,
): CheckedWish => {
  const values = checked(name, checkOf(command), input, index)
  if (at !== undefined) checked(name, checkGivenDate, { at }, index)
  const id = String(values[of.idField])
  return { of, command, values, at, id, index, stream: streamName(namespace, of.category, id) }
}
