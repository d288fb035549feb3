import { removedAtExit } from '@eventcrm/importer'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathOf } from '../database.ts'
import { exitCodes } from '../exit-codes.ts'
import { Fault } from '../fault.ts'
import { quotedFile } from '../quoted.ts'
import { adviceOf } from '../sqlite-advice.ts'
import type { CliContext } from '../terminal.ts'

interface Rehearsal {
  /** A copy of the database, or the name of a new file where there is none. */
  readonly database: string
  /** Where rejected rows go, so that nothing is left beside the file. */
  readonly rejected: string
}

/** Runs on a copy of the database, which is thrown away. */
export const rehearse = async <T>(
  context: CliContext,
  file: string,
  run: (rehearsal: Rehearsal) => Promise<T>,
): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'eventcrm-'))
  const gone = removedAtExit(folder)
  try {
    const database = join(folder, 'copy.sqlite')
    const path = pathOf(context, file)
    if (existsSync(path)) {
      const { backup, DatabaseSync } = await import('node:sqlite')
      try {
        await writeFile(database, '', { mode: 0o600 })
        const original = new DatabaseSync(path)
        try {
          await backup(original, database)
        } finally {
          original.close()
        }
      } catch (cause) {
        const said = cause instanceof Error ? cause.message : String(cause)
        throw new Fault(
          exitCodes.unavailable,
          {
            en: `${quotedFile(file)} cannot be copied (SQLite: ${said})`,
            vi: `không sao chép được ${quotedFile(file)} (SQLite: ${said})`,
          },
          [adviceOf(cause)],
          { cause },
        )
      }
    }
    return await run({ database, rejected: join(folder, 'rejected.csv') })
  } finally {
    await rm(folder, { recursive: true, force: true })
    gone()
  }
}
