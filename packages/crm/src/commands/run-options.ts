import { newCommandId } from '../identity.ts'
import type { CheckedOptions } from './command-options.ts'

/** Options as commands are carried out with them. */
export interface RunOptions extends CheckedOptions {
  readonly commandId: string
  /** Whether the caller gave the command id, so that somebody else may have sent the same. */
  readonly idGiven: boolean
  /** Whether it is one of several commands: their events then say which of them decided each. */
  readonly severalCommands: boolean
}

export const runOptionsOf = (options: CheckedOptions, commands: number): RunOptions => ({
  ...options,
  commandId: options.commandId ?? newCommandId(),
  idGiven: options.commandId !== undefined,
  severalCommands: commands > 1,
})
