import { styleText } from 'node:util'
import type { Stop } from './stop.ts'

export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number }

/** What a command runs in. */
export interface Surroundings {
  readonly stdout: Output
  readonly stderr: Output
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Where relative paths start from. */
  readonly folder: string
  readonly stop: Stop
}

type Format = Parameters<typeof styleText>[0]
/** Text in a colour or weight, where its stream shows such; `styleText` heeds NO_COLOR and FORCE_COLOR. */
export type Paint = (format: Format, text: string) => string

export const paintFor =
  (stream: Output): Paint =>
  (format, text) =>
    styleText(format, text, { stream })

const narrowest = 60
/** Wider lines are hard to follow with the eye. */
const widest = 100

/** Columns to lay out for: the terminal's, within reason; 80 where there is none. */
export const widthOf = ({ stdout, environment }: Surroundings): number => {
  const given = stdout.columns ?? Number(environment['COLUMNS'])
  return given > 0 ? Math.min(Math.max(given, narrowest), widest) : 80
}

export const print = ({ stdout }: Surroundings, text: string): void => {
  stdout.write(`${text}\n`)
}

/** To people, not to whoever reads the output. */
export const note = ({ stderr }: Surroundings, text: string): void => {
  stderr.write(`${text}\n`)
}
