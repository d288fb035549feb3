import { Command } from '@commander-js/extra-typings'
import type { ExitCode } from '../exit-codes.ts'
import { widthOf, type CliContext } from '../terminal.ts'
import { programName, shellLines } from '../typed.ts'

export interface Invocation extends CliContext {
  /** What the process ends with, when nothing is thrown. */
  finish(exitCode: ExitCode): void
}

/** What is typed behind the program's name, and what it does. */
type Example = readonly [line: string, does: string]

export const exampleLines = (examples: readonly Example[], context: CliContext): string =>
  examples
    .map(([line, does]) => {
      const typed = shellLines(`${programName(context)} ${line}`, widthOf(context) - 4)
      return `  $ ${typed.join('\n    ')}\n      ${does}`
    })
    .join('\n')

/** A command with its examples: shown under its help. */
export const command = (invocation: Invocation, name: string, description: string, examples: readonly Example[]) =>
  new Command(name)
    .description(description)
    .addHelpText('after', () => `\nExamples:\n${exampleLines(examples, invocation)}`)
