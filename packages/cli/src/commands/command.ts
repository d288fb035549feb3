import { Command } from '@commander-js/extra-typings'
import type { ExitCode } from '../exit-codes.ts'
import type { Surroundings } from '../terminal.ts'

export interface Invocation extends Surroundings {
  /** What the process ends with, when nothing is thrown. */
  finish(exitCode: ExitCode): void
}

/** A command with its examples: shown under its help. */
export const command = (
  name: string,
  description: string,
  examples: readonly (readonly [line: string, does: string])[],
) =>
  new Command(name).description(description).addHelpText('after', () => {
    const lines = examples.map(([line, does]) => `  $ ${line}\n      ${does}`)
    return `\nExamples:\n${lines.join('\n')}`
  })
