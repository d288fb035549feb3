import type { Rejection, Words } from '@eventcrm/domain'
import { shownFaults, type Position } from '@eventcrm/event-store'
import type { LibraryRejectionCode } from './library.ts'

/** A fault of the facade. `code` is stable; the message is free of personal data. */
export abstract class CrmError extends Error {
  abstract readonly code: string
}

/** The domain said no; nothing was written. Tell them apart with `isRejected(error, 'NOT_OPEN')`. */
export class CommandRejected<Code extends string = string> extends CrmError {
  override readonly name = 'CommandRejected'
  /** The rejection's, as the aggregate declares it; stable. */
  readonly code: Code
  /** Why, for people, in each language. */
  readonly words: Words
  /** Ids and facts of the case. `field` names the command's field at fault, where there is one. */
  readonly details: Rejection['details']
  /** Which of the commands sent together it was, from 0. */
  readonly index: number
  readonly #rejection: Rejection<Code>
  constructor(rejection: Rejection<Code>, index = 0) {
    super(`${rejection.code}: ${rejection.message}`)
    this.code = rejection.code
    this.words = rejection.words
    this.details = rejection.details
    this.index = index
    this.#rejection = rejection
  }
  /** The same, as of another of the commands sent together. */
  at(index: number): CommandRejected<Code> {
    return new CommandRejected(this.#rejection, index)
  }
}

/** A rejection as it is caught: from this copy of the package, or from another one in the same application. */
export interface CaughtRejection<Code extends string = string> extends Error {
  readonly name: 'CommandRejected'
  readonly code: Code
  readonly words: Words
  readonly details: Rejection['details']
  readonly index: number
}

/**
 * Whether an error is a command's rejection, with one of these codes if any are given. It goes by name and code, not by class, so it
 * also knows the rejections of another copy of this package. The codes are those of the library; of aggregates of your own, say so:
 * `isRejected<RejectionCode<typeof ticket>>(error, 'TICKET_CLOSED')`.
 * @example
 * try { await crm.opportunities.markWon({ opportunityId }) }
 * catch (error) { if (!isRejected(error, 'NOT_OPEN')) throw error }
 */
export function isRejected(error: unknown): error is CaughtRejection
export function isRejected<const Code extends LibraryRejectionCode>(
  error: unknown,
  ...codes: readonly Code[]
): error is CaughtRejection<Code>
export function isRejected<Code extends string = never>(
  error: unknown,
  ...codes: readonly NoInfer<Code>[]
): error is CaughtRejection<Code>
export function isRejected(error: unknown, ...codes: readonly string[]): error is CaughtRejection {
  if (!(error instanceof Error) || error.name !== 'CommandRejected' || !('code' in error)) return false
  const { code } = error
  return codes.length === 0 || codes.some(known => known === code)
}

/**
 * Of commands sent together, some streams have theirs and another does not: somebody else wrote there in between, or the store went
 * away. `cause` is what stopped it. Sent again under the same command id, what is missing is decided and added.
 */
export class PartiallyAppended extends CrmError {
  readonly code = 'PartiallyAppended'
  override readonly name = 'PartiallyAppended'
  readonly commandId: string
  /** Which of the commands have their events in the log, from 0. */
  readonly written: readonly number[]
  constructor(commandId: string, written: readonly number[], cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause)
    super(
      `Appended in part, since ${why}. Send the same again with the command id ${commandId} to add what is missing`,
      { cause },
    )
    this.commandId = commandId
    this.written = written
  }
}

/** The clock tells no time, or one before 1970 or after 9998; nothing was written. */
export class ClockInvalid extends CrmError {
  readonly code = 'ClockInvalid'
  override readonly name = 'ClockInvalid'
  constructor() {
    super('The clock tells no time of the years 1970 to 9998: set it right')
  }
}

/** The key store is not the one that the company was founded with. */
export class KeysMismatch extends CrmError {
  readonly code = 'KeysMismatch'
  override readonly name = 'KeysMismatch'
  constructor() {
    super(
      'This log was begun with another key store: with this one, what was imported or claimed would not be found again. Give the key store that belongs to the log',
    )
  }
}

/** Why a log was not copied. */
export type CopyRefusal = 'OtherEvents' | 'OtherSecret' | 'TargetAhead' | 'NotEqual'

/**
 * A log was not copied, since the target is no place for it; nothing was written, unless it is `NotEqual`, which is found at the end.
 */
export class CopyRefused extends CrmError {
  readonly code = 'CopyRefused'
  override readonly name = 'CopyRefused'
  readonly refusal: CopyRefusal
  /** Of the first event at fault: in the target, or of the log where they are not equal; null where it is none. */
  readonly position: Position | null
  /** Why, for people, in each language. */
  readonly words: Words
  constructor(refusal: CopyRefusal, position: Position | null, words: Words) {
    super(words.en)
    this.refusal = refusal
    this.position = position
    this.words = words
  }
}

/** A field at fault, and what was expected there. Never what was given: that may be personal. */
export interface FieldFault {
  /** Dotted path: 'expectedRevenue.currency'. What stands there and is no field's name is '…'. */
  readonly field: string
  readonly message: string
  /** The same for people, in each language. */
  readonly words: Words
}

/** The input does not fit the command's schema; nothing was written. */
export class CommandInvalid extends CrmError {
  readonly code = 'CommandInvalid'
  override readonly name = 'CommandInvalid'
  /** Every field at fault. */
  readonly faults: readonly FieldFault[]
  /** Which of the commands sent together it was, from 0. */
  readonly index: number
  constructor(command: string, faults: readonly FieldFault[], index = 0) {
    super(`${command}: ${shownFaults(faults)}`)
    this.faults = faults
    this.index = index
  }
}
