import { once } from 'node:events'
import { styleText } from 'node:util'
import type { Words } from '@eventcrm/domain'
import type { Say, Speech } from './speech.ts'
import type { Stop } from './stop.ts'
import { visibleJson, visibleLayout } from './visible.ts'

export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number }

/** What a command runs in. */
export interface CliContext {
  readonly stdout: Output
  readonly stderr: Output
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Where relative paths start from. */
  readonly folder: string
  readonly stop: Stop
  readonly speech: Speech
}

type Format = Parameters<typeof styleText>[0]
/** Text in a colour or weight, where its stream shows such. */
export type Paint = (format: Format, text: string) => string

/** https://no-color.org and https://force-color.org; otherwise a terminal that is not a dumb one. */
const showsColours = (
  { isTTY = false }: Output,
  { NO_COLOR, FORCE_COLOR, TERM }: CliContext['environment'],
): boolean => {
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  return isTTY && TERM !== 'dumb'
}

export const paintFor = (stream: Output, { environment }: CliContext): Paint =>
  showsColours(stream, environment)
    ? (format, text) => styleText(format, text, { validateStream: false })
    : (_, text) => text

/** Below this a name and a figure have no room; the terminal breaks the lines instead. */
const narrowest = 40
/** Wider lines are hard to follow with the eye. */
const widest = 100

/** Columns to lay out for: the terminal's, within reason; 80 where there is none. */
export const widthOf = ({ stdout, environment }: CliContext): number => {
  const given = stdout.columns ?? Number(environment['COLUMNS'])
  return given > 0 ? Math.min(Math.max(given, narrowest), widest) : 80
}

/** For people, in their language: what was laid out of visible text. */
export const print = ({ stdout, speech }: CliContext, say: Say): void => {
  stdout.write(`${visibleLayout(say(speech.language))}\n`)
}

/** For programs. */
export const printJson = ({ stdout }: CliContext, value: unknown): void => {
  stdout.write(`${visibleJson(value)}\n`)
}

/** Prints, and waits for whoever reads it to have read on; false when nobody does any more. */
export const written = async ({ stdout }: CliContext, text: string): Promise<boolean> => {
  if (!stdout.writable) return false
  if (stdout.write(`${visibleLayout(text)}\n`)) return true
  return once(stdout, 'drain').then(
    () => true,
    () => false,
  )
}

/** To people, not to whoever reads the output. */
export const note = ({ stderr, speech }: CliContext, words: Words): void => {
  stderr.write(`${visibleLayout(words[speech.language])}\n`)
}
