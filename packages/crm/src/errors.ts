import type { Rejection } from '@eventcrm/domain'
import type { z } from 'zod'

export abstract class CrmError extends Error {
  abstract readonly code: string
}

/** The domain said no; nothing was written. `code` is the rejection's. */
export class CommandRejected extends CrmError {
  override readonly name = 'CommandRejected'
  readonly code: string
  readonly details: Rejection['details']
  /** Which of the commands sent together it was, from 0. */
  readonly index: number
  readonly #rejection: Rejection
  constructor(rejection: Rejection, index = 0) {
    super(`${rejection.code}: ${rejection.message}`)
    this.code = rejection.code
    this.details = rejection.details
    this.index = index
    this.#rejection = rejection
  }
  /** The same, as of another of the commands sent together. */
  at(index: number): CommandRejected {
    return new CommandRejected(this.#rejection, index)
  }
}

/**
 * Of commands sent together, some streams have theirs and another does not: somebody else wrote there in between, or the store went
 * away. `cause` is what stopped it. Sent again under the same command id, what is missing is decided and added.
 */
export class SentInPart extends CrmError {
  readonly code = 'SentInPart'
  override readonly name = 'SentInPart'
  readonly commandId: string
  /** Which of the commands have their events in the log, from 0. */
  readonly written: readonly number[]
  constructor(commandId: string, written: readonly number[], cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause)
    super(
      `Written in part, since ${why}. Send the same again with the command id ${commandId} to add what is missing`,
      {
        cause,
      },
    )
    this.commandId = commandId
    this.written = written
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

/** A field at fault, and what was expected there. Never what was given: that may be personal. */
export interface FieldFault {
  /** Dotted path: 'expectedRevenue.currency'. */
  readonly field: string
  readonly message: string
}

/** The input does not fit the command's schema; nothing was written. */
export class CommandInvalid extends CrmError {
  readonly code = 'CommandInvalid'
  override readonly name = 'CommandInvalid'
  readonly faults: readonly FieldFault[]
  readonly index: number
  constructor(command: string, faults: readonly FieldFault[], index = 0) {
    super(`${command}: ${faults.map(({ field, message }) => `${field}: ${message}`).join('; ')}`)
    this.faults = faults
    this.index = index
  }
}

/** The faults that zod found, one for each field; a key that is not known is named. */
export const faultsOf = (error: z.ZodError): FieldFault[] =>
  error.issues.flatMap(({ path, message, ...issue }) => {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys.map(key => [...path, key]) : [path]
    return keys.map(at => ({ field: at.map(String).join('.'), message }))
  })
