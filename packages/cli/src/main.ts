import { CommanderError } from '@commander-js/extra-typings'
import { inspect } from 'node:util'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { faultOf } from './explain.ts'
import { createProgram } from './program.ts'
import { stripControls, note, paintFor, type CliContext } from './terminal.ts'
import { asTyped } from './typed.ts'

/** Help and version are answers; everything else that commander ends with is a mistake on the command line. */
const answered: ReadonlySet<string> = new Set(['commander.helpDisplayed', 'commander.version', 'commander.help'])

const tell = (error: unknown, context: CliContext): ExitCode => {
  const fault = faultOf(error)
  const paint = paintFor(context.stderr, context)
  note(context, `${paint('red', 'eventcrm:')} ${stripControls(asTyped(fault.message, context))}`)
  for (const line of fault.next) note(context, `  ${stripControls(asTyped(line, context))}`)
  const debug = context.environment['EVENTCRM_DEBUG']
  if (debug !== undefined && debug !== '' && debug !== '0') {
    const cause = fault.cause ?? fault
    note(context, inspect(cause))
  }
  return fault.exitCode
}

/**
 * Runs one command line.
 * @param args without the program's own name: ['report', 'pipeline', '--database', 'crm.sqlite']
 * @returns what the process ends with; nothing is thrown
 */
export const main = async (args: readonly string[], context: CliContext): Promise<ExitCode> => {
  let exitCode: ExitCode = exitCodes.fine
  const invocation = {
    ...context,
    finish: (code: ExitCode) => {
      exitCode = code
    },
  }
  try {
    await createProgram(invocation).parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    if (!(error instanceof CommanderError)) return tell(error, context)
    return answered.has(error.code) && error.exitCode === 0 ? exitCodes.fine : exitCodes.usage
  }
}
