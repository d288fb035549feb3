import { exitCodes, type ExitCode } from './exit-codes.ts'

/** Something that ends a command, with what to do about it. */
export class Fault extends Error {
  override readonly name = 'Fault'
  readonly exitCode: ExitCode
  /** What to do next; a line each. */
  readonly next: readonly string[]

  constructor(exitCode: ExitCode, message: string, next: readonly string[] = [], options?: ErrorOptions) {
    super(message, options)
    this.exitCode = exitCode
    this.next = next
  }
}

export const usageFault = (message: string, ...next: readonly string[]): Fault =>
  new Fault(exitCodes.usage, message, next)

export const unavailable = (message: string, ...next: readonly string[]): Fault =>
  new Fault(exitCodes.unavailable, message, next)
