import type { Words } from '@eventcrm/domain'
import { exitCodes, type ExitCode } from './exit-codes.ts'

/** Something that ends a command, with what to do about it. */
export class Fault extends Error {
  override readonly name = 'Fault'
  readonly exitCode: ExitCode
  /** What is wrong, in each language; `message` is the English. */
  readonly words: Words
  /** What to do next; a line each. */
  readonly next: readonly Words[]
  constructor(exitCode: ExitCode, words: Words, next: readonly Words[] = [], options?: ErrorOptions) {
    super(words.en, options)
    this.exitCode = exitCode
    this.words = words
    this.next = next
  }
}

export const usageFault = (words: Words, ...next: readonly Words[]): Fault => new Fault(exitCodes.usage, words, next)

export const unavailable = (words: Words, ...next: readonly Words[]): Fault =>
  new Fault(exitCodes.unavailable, words, next)
