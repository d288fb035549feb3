import { CommanderError } from '@commander-js/extra-typings'
import type { Words } from '@eventcrm/domain'
import { inspect } from 'node:util'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { hearCompany } from './database.ts'
import { faultOf } from './explain.ts'
import { Mistakes } from './mistakes.ts'
import { createProgram } from './program.ts'
import { shortened, withoutCredentials } from './quoted.ts'
import { inEach } from './speech.ts'
import { note, paintFor, type CliContext } from './terminal.ts'
import { asTyped } from './typed.ts'
import { visible, visibleLayout } from './visible.ts'

/** Help and version are answers; everything else that commander ends with is a mistake on the command line. */
const answered: ReadonlySet<string> = new Set(['commander.helpDisplayed', 'commander.version', 'commander.help'])

/** Messages name what is at fault; none has more to say. */
const longest = 2000

/** Milliseconds for which a mistake waits for the language to tell it in. */
const mostHeard = 1000

/** Whose language is spoken where none was asked for. */
const hear = async (context: CliContext): Promise<void> => {
  const { asked, place } = context.speech
  if (asked === undefined && place !== undefined) await hearCompany(context, place, mostHeard)
}

/** Says what is wrong with the command line. */
const tellMistakes = async (mistakes: Mistakes, context: CliContext): Promise<void> => {
  if (mistakes.isNone) return
  await hear(context)
  const paint = paintFor(context.stderr, context)
  const said = visibleLayout(mistakes.in(context.speech.language))
    .replace(/^error: /, `${paint('red', 'eventcrm:')} `)
    .replace(/\n\(Did you mean (.*)\?\)/, '\n  did you mean $1?')
  context.stderr.write(said)
}

const tell = async (error: unknown, context: CliContext): Promise<ExitCode> => {
  const fault = faultOf(error)
  const paint = paintFor(context.stderr, context)
  await hear(context)
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
  const mistakes = new Mistakes()
  try {
    await createProgram(invocation, args, mistakes).parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    if (!(error instanceof CommanderError)) return await tell(error, context)
    await tellMistakes(mistakes, context)
    return answered.has(error.code) && error.exitCode === 0 ? exitCodes.fine : exitCodes.usage
  }
}
