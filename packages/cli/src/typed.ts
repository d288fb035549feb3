// How commands are typed here, in help and in hints.
import type { CliContext } from './terminal.ts'

/** In a clone npm starts it, by a script of the repository's own package; there is no `eventcrm` on the path. */
const inClone = ({ environment }: Pick<CliContext, 'environment'>): boolean =>
  environment['npm_package_name'] === 'eventcrm' && environment['npm_lifecycle_event'] !== undefined

/** npx starts what is not on the path either: of the folder's own packages by the program's name, else by the package's, out of its cache. */
const byNpx = ({ environment }: Pick<CliContext, 'environment'>): string | undefined => {
  if (environment['npm_lifecycle_event'] !== 'npx') return undefined
  return /[/\\]_npx[/\\]/.test(environment['PATH'] ?? environment['Path'] ?? '') ? 'npx @eventcrm/cli' : 'npx eventcrm'
}

/** What stands for `eventcrm` at the beginning of a command. */
export const programName = (context: Pick<CliContext, 'environment'>): string =>
  byNpx(context) ?? (inClone(context) ? 'npm run -s eventcrm --' : 'eventcrm')

/** A message with its commands, which stand in backticks, as they are typed here. */
export const asTyped = (message: string, context: Pick<CliContext, 'environment'>): string =>
  message.replaceAll(/(?<=`)eventcrm(?= )/g, programName(context))

/** A command for a shell, in several lines where it is too long for one: broken before options, streams, pipes and redirections. */
export const shellLines = (line: string, width: number): readonly string[] => {
  const lines: string[] = []
  let last = ''
  for (const part of line.split(/(?<!^npm run) (?=--?[a-z]|[|>] |crm\.)/)) {
    const longer = last === '' ? part : `${last} ${part}`
    // Room for the sign that says that the command goes on.
    if (last !== '' && longer.length > width - 2) {
      lines.push(`${last} \\`)
      last = `    ${part}`
    } else last = longer
  }
  return [...lines, last]
}
