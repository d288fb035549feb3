// The options that come with commands, checked at the edge.
import { expected, text } from '@eventcrm/domain'
import { compiledWhenUsed } from '@eventcrm/event-store'
import { z } from 'zod'
import { checked } from './checked.ts'
import { expecting } from './faults.ts'

/** What may come with a command, or with several sent together. */
export interface CommandOptions {
  /** Who wishes it: an id, never a name or an address. The one given to `createCrm` when left out. */
  readonly actor?: string
  /**
   * When it happened: an instant with its offset, '2026-03-01T09:00:00+07:00', or a day, '2026-03-01', which means its start in the
   * company's time zone. Now when left out. Never in the future.
   */
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

/** Kept in the clear with every event, so never a name or an address. */
export const envelopeId = z
  .string()
  .max(200)
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._:/-]*$/,
    expected({
      en: 'expected an id of letters without accents, digits and . _ : / -',
      vi: 'cần mã gồm chữ không dấu, chữ số và . _ : / -',
    }),
  )
const timeExpected = expected({
  en: 'expected a day like 2026-03-01, or an instant with its offset like 2026-03-01T09:00:00+07:00, of 1900 or later',
  vi: 'cần ngày như 2026-03-01, hoặc thời điểm có độ lệch múi giờ như 2026-03-01T09:00:00+07:00, từ năm 1900',
})
/** A day, or an instant with its offset, as commands are dated. */
export const when = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], timeExpected)
  // an instant of the first day may be of the year before in the company's time zone
  .refine(at => at >= (at.length === 10 ? '1900-01-01' : '1900-01-02') && at < '2200', timeExpected)
const schema = z.strictObject({
  actor: envelopeId,
  at: when.optional(),
  commandId: envelopeId.optional(),
  correlationId: envelopeId.optional(),
  causationId: envelopeId.optional(),
  source: envelopeId.optional(),
  reason: text(2000).optional(),
})
export type CheckedOptions = z.output<typeof schema>

// Compiled once: building a schema takes longer than all else that is done to a command.
const checkGivenOptions = compiledWhenUsed(schema, expecting)
const checkGivenTime = compiledWhenUsed(z.object({ at: when }), expecting)

/** Whether it is an object with fields, and not null or a list. */
export const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** @throws CommandInvalid */
export const checkOptions = (options: CommandOptions, actor: string | undefined): CheckedOptions =>
  checked('options', checkGivenOptions, actor === undefined || !isRecord(options) ? options : { actor, ...options })

/** The time that dates one command alone. @throws CommandInvalid */
export const checkTime = (command: string, at: unknown, index: number): string =>
  checked(command, checkGivenTime, { at }, index).at
