import { CommanderError } from '@commander-js/extra-typings'
import { inspect } from 'node:util'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { faultOf } from './explain.ts'
import { createProgram } from './program.ts'
import { shortened } from './quoted.ts'
import { note, paintFor, type CliContext } from './terminal.ts'
import { asTyped } from './typed.ts'
import { visible } from './visible.ts'

/** Help and version are answers; everything else that commander ends with is a mistake on the command line. */
const answered: ReadonlySet<string> = new Set(['commander.helpDisplayed', 'commander.version', 'commander.help'])

/** Messages name what is at fault; none has more to say. */
const longest = 2000

const tell = (error: unknown, context: CliContext): ExitCode => {
  const fault = faultOf(error)
  const paint = paintFor(context.stderr, context)
  note(context, `${paint('red', 'eventcrm:')} ${visible(shortened(asTyped(fault.message, context), longest))}`)
  for (const line of fault.next) note(context, `  ${visible(shortened(asTyped(line, context), longest))}`)
  const debug = context.environment['EVENTCRM_DEBUG']
  if (debug !== undefined && debug !== '' && debug !== '0') {
    const cause = fault.cause ?? fault
    for (const line of inspect(cause).split('\n')) note(context, `  ${visible(line)}`)
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
    await createProgram(invocation, args).parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    if (!(error instanceof CommanderError)) return tell(error, context)
    return answered.has(error.code) && error.exitCode === 0 ? exitCodes.fine : exitCodes.usage
  }
}
