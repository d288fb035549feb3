import { CommanderError } from '@commander-js/extra-typings'
import type { Words } from '@eventcrm/domain'
import { StoreUnavailable } from '@eventcrm/event-store'
import { inspect } from 'node:util'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { hearCompany } from './database.ts'
import { faultOf } from './explain.ts'
import { createProgram } from './program.ts'
import { shortened, withoutCredentials } from './quoted.ts'
import { inEach } from './speech.ts'
import { note, paintFor, type CliContext } from './terminal.ts'
import { asTyped } from './typed.ts'
import { visible } from './visible.ts'

/** Help and version are answers; everything else that commander ends with is a mistake on the command line. */
const answered: ReadonlySet<string> = new Set(['commander.helpDisplayed', 'commander.version', 'commander.help'])

/** Messages name what is at fault; none has more to say. */
const longest = 2000

const tell = async (error: unknown, context: CliContext): Promise<ExitCode> => {
  const fault = faultOf(error)
  const paint = paintFor(context.stderr, context)
  const { speech } = context
  // a file that others keep locked would be waited for once more
  if (speech.asked === undefined && speech.place !== undefined && !(error instanceof StoreUnavailable))
    await hearCompany(context, speech.place)
  const shown = (words: Words, begin: string) =>
    note(
      context,
      inEach(language => begin + visible(shortened(asTyped(withoutCredentials(words[language]), context), longest))),
    )
  shown(fault.words, `${paint('red', 'eventcrm:')} `)
  for (const line of fault.next) shown(line, '  ')
  const debug = context.environment['EVENTCRM_DEBUG']
  if (debug !== undefined && debug !== '' && debug !== '0') {
    const cause = fault.cause ?? fault
    for (const line of inspect(cause).split('\n'))
      note(
        context,
        inEach(() => `  ${visible(withoutCredentials(line))}`),
      )
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
    if (!(error instanceof CommanderError)) return await tell(error, context)
    return answered.has(error.code) && error.exitCode === 0 ? exitCodes.fine : exitCodes.usage
  }
}
