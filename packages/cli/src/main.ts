import { CommanderError } from '@commander-js/extra-typings'
import { inspect } from 'node:util'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { faultOf } from './explain.ts'
import { createProgram } from './program.ts'
import { harmless, note, paintFor, type Surroundings } from './terminal.ts'
import { asTyped } from './typed.ts'

/** Help and version are answers; everything else that commander ends with is a mistake on the command line. */
const answered: ReadonlySet<string> = new Set(['commander.helpDisplayed', 'commander.version', 'commander.help'])

const tell = (error: unknown, surroundings: Surroundings): ExitCode => {
  const fault = faultOf(error)
  const paint = paintFor(surroundings.stderr, surroundings)
  note(surroundings, `${paint('red', 'eventcrm:')} ${harmless(asTyped(fault.message, surroundings))}`)
  for (const line of fault.next) note(surroundings, `  ${harmless(asTyped(line, surroundings))}`)
  const debug = surroundings.environment['EVENTCRM_DEBUG']
  if (debug !== undefined && debug !== '' && debug !== '0') {
    const cause = fault.cause ?? fault
    note(surroundings, inspect(cause))
  }
  return fault.exitCode
}

/**
 * Runs one command line.
 * @param args without the program's own name: ['report', 'pipeline', '--database', 'crm.sqlite']
 * @returns what the process ends with; nothing is thrown
 */
export const main = async (args: readonly string[], surroundings: Surroundings): Promise<ExitCode> => {
  let exitCode: ExitCode = exitCodes.fine
  const invocation = {
    ...surroundings,
    finish: (code: ExitCode) => {
      exitCode = code
    },
  }
  try {
    await createProgram(invocation).parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    if (!(error instanceof CommanderError)) return tell(error, surroundings)
    return answered.has(error.code) && error.exitCode === 0 ? exitCodes.fine : exitCodes.usage
  }
}
