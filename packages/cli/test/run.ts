import type { Language } from '@eventcrm/domain'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { main, Speech, Stop, type CliContext } from '../src/index.ts'

/** What a stream was given. */
class Heard extends Writable {
  text = ''
  readonly isTTY: boolean
  readonly columns: number
  constructor(isTTY: boolean, columns: number) {
    super({ decodeStrings: false })
    this.isTTY = isTTY
    this.columns = columns
  }
  override _write(chunk: string, _: string, done: () => void): void {
    this.text += chunk
    done()
  }
}

export interface RunOptions {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly environment?: Readonly<Record<string, string>>
  readonly stop?: Stop
}

/**
 * A folder of its own, and command lines run in it.
 * @param speaks what each is asked to speak; as a user left it when left out
 */
export const newFolder = (speaks?: Language) => {
  const folder = mkdtempSync(join(tmpdir(), 'eventcrm-cli-'))
  return {
    folder,
    file: (name: string) => join(folder, name),
    remove: () => rmSync(folder, { recursive: true, force: true }),
    async run(
      args: readonly string[],
      { isTTY = false, columns = 80, environment = {}, stop = new Stop() }: RunOptions = {},
    ) {
      const stdout = new Heard(isTTY, columns)
      const stderr = new Heard(isTTY, columns)
      const speech = new Speech()
      if (speaks) speech.ask(speaks)
      const context: CliContext = { stdout, stderr, environment, folder, stop, speech }
      const exitCode = await main(args, context)
      return { exitCode, stdout: stdout.text, stderr: stderr.text }
    },
  }
}
