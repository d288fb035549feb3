import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings'
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { exampleLines, type Invocation } from './commands/command.ts'
import { backupCommand } from './commands/backup.ts'
import { checkCommand } from './commands/check.ts'
import { clockCommand } from './commands/clock.ts'
import { convertCommand } from './commands/convert.ts'
import { copyCommand } from './commands/copy.ts'
import { demoCommand } from './commands/demo.ts'
import { duplicatesCommand } from './commands/duplicates.ts'
import { exportCommand } from './commands/export.ts'
import { historyCommand } from './commands/history.ts'
import { importCommand } from './commands/import.ts'
import { listCommand } from './commands/list.ts'
import { logCommand } from './commands/log.ts'
import { mergeCommand, unmergeCommand } from './commands/merge.ts'
import { prepareCommand } from './commands/prepare.ts'
import { pruneCommand } from './commands/prune.ts'
import { rebuildCommand } from './commands/rebuild.ts'
import { reportCommand } from './commands/report.ts'
import { searchCommand } from './commands/search.ts'
import { showCommand } from './commands/show.ts'
import { statusCommand } from './commands/status.ts'
import { verifyCommand } from './commands/verify.ts'
import { exitCodes } from './exit-codes.ts'
import { usageFault } from './fault.ts'
import { languageIn, placeOptionsIn, type Mistakes } from './mistakes.ts'
import { logPlace } from './place.ts'
import { withoutCredentials, withQuoted } from './quoted.ts'
import { paintFor, widthOf } from './terminal.ts'
import { asTyped, programName } from './typed.ts'

const version = (): string =>
  z.object({ version: z.string() }).parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')))
    .version

const examples = [
  ['demo', 'two years of a Vietnamese company, made of commands, and its pipeline'],
  ['report pipeline --database demo.sqlite --as-of 2025-06-30', 'what was open, won and lost by then'],
] as const

const closing = (invocation: Invocation): string => `
Exit codes:
  ${String(exitCodes.fine)}    all went well
  ${String(exitCodes.no)}    a “no”: rows rejected, a view stopped, a fault or nothing found
  ${String(exitCodes.usage)}    the command line or the mapping is not right; nothing was done
  ${String(exitCodes.unavailable)}    a file, the database, the output or the machine is at fault
  ${String(exitCodes.bug)}    eventcrm itself is at fault; EVENTCRM_DEBUG=1 shows where
  ${String(exitCodes.interrupted)}  stopped by Ctrl-C; run it again to go on

Tables fit the terminal, from 40 columns up; where there is none, COLUMNS says
how wide they are.

A command whose output nobody reads on (\`| head\`) goes on to its end, and tells
by its exit code.

Try it:
${exampleLines(examples, invocation)}`

const fullName = (command: CommandUnknownOpts): string =>
  command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name()

/** What is asked for with a value and without any at once would be what was typed last. */
const refuseBoth = (command: CommandUnknownOpts): void => {
  const typed = new Set<string>()
  for (const option of command.options) {
    const name = option.name()
    command.on(`option:${name}`, () => typed.add(name))
  }
  command.hook('preAction', () => {
    const both = [...typed].find(name => typed.has(`no-${name}`))
    if (both !== undefined)
      throw usageFault({
        en: `--${both} and --no-${both}: give one of them`,
        vi: `--${both} và --no-${both}: chỉ dùng một trong hai`,
      })
  })
}

/** Applies to every command below it too: commander copies settings only when it makes a command itself. */
const settle = (
  program: CommandUnknownOpts,
  invocation: Invocation,
  args: readonly string[],
  mistakes: Mistakes,
): void => {
  const { stdout } = invocation
  const paint = paintFor(stdout, invocation)
  const bold = (text: string) => paint('bold', text)
  program
    .exitOverride()
    .showHelpAfterError(`  see \`${fullName(program)} --help\``)
    .configureHelp({
      styleTitle: bold,
      styleSubcommandTerm: bold,
      styleOptionTerm: text => paint('cyan', text),
      showGlobalOptions: false,
    })
    .configureOutput({
      writeOut: text => stdout.write(text),
      writeErr: text => mistakes.add(text),
      outputError: text => mistakes.add(withoutCredentials(withQuoted(text, args))),
      getOutHelpWidth: () => widthOf(invocation),
      getErrHelpWidth: () => widthOf(invocation),
      getOutHasColors: () => true, // `paint` has decided already
    })
  refuseBoth(program)
  for (const command of program.commands) settle(command, invocation, args, mistakes)
}

/**
 * @param args what was given: mistakes are told without what is long in it
 * @param mistakes what is wrong with them
 */
export const createProgram = (invocation: Invocation, args: readonly string[], mistakes: Mistakes) => {
  const asked = languageIn(args)
  if (asked) invocation.speech.ask(asked)
  invocation.speech.place = logPlace(invocation, placeOptionsIn(args))
  const program = new Command(programName(invocation))
    .description('An event-sourced CRM: import, reports now and as of any past day, history, and upkeep')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', asTyped('print help: `eventcrm report pipeline --help` for a command’s', invocation))
    .addHelpText('after', () => closing(invocation))
    .addCommand(demoCommand(invocation))
    .addCommand(importCommand(invocation))
    .addCommand(exportCommand(invocation))
    .addCommand(reportCommand(invocation))
    .addCommand(listCommand(invocation))
    .addCommand(searchCommand(invocation))
    .addCommand(showCommand(invocation))
    .addCommand(convertCommand(invocation))
    .addCommand(duplicatesCommand(invocation))
    .addCommand(mergeCommand(invocation))
    .addCommand(unmergeCommand(invocation))
    .addCommand(clockCommand(invocation))
    .addCommand(historyCommand(invocation))
    .addCommand(logCommand(invocation))
    .addCommand(statusCommand(invocation))
    .addCommand(rebuildCommand(invocation))
    .addCommand(prepareCommand(invocation))
    .addCommand(pruneCommand(invocation))
    .addCommand(verifyCommand(invocation))
    .addCommand(backupCommand(invocation))
    .addCommand(copyCommand(invocation))
    .addCommand(checkCommand(invocation))
  settle(program, invocation, args, mistakes)
  return program
}
