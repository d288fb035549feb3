import { Command } from '@commander-js/extra-typings'
import type { ExitCode } from '../exit-codes.ts'
import { widthOf, type CliContext } from '../terminal.ts'
import { programName, shellLines } from '../typed.ts'
import { databaseOption, documentsOption, eventsOption, namespaceOption } from './options.ts'

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

/**
 * A command about a company, with the options that say where it is. Commander would say that one is missing where it is misspelt, so they are
 * asked for only when they are used, by `placeGiven`.
 */
export const companyCommand = (
  invocation: Invocation,
  name: string,
  description: string,
  examples: readonly Example[],
  database = 'SQLite file that holds the company (or servers: below)',
) =>
  command(invocation, name, description, examples)
    .addOption(databaseOption(database))
    .addOption(eventsOption())
    .addOption(documentsOption())
    .addOption(namespaceOption())
