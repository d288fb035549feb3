import { removedAtExit } from '@eventcrm/importer'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copyWithProgress } from '../copy/copy-with-progress.ts'
import { exitCodes } from '../exit-codes.ts'
import { Fault } from '../fault.ts'
import { pathOf, withStores } from '../open-stores.ts'
import { isFileAlone, placeOfFile, type Place } from '../place.ts'
import { quotedFile } from '../quoted.ts'
import { adviceOf } from '../sqlite-advice.ts'
import type { CliContext } from '../terminal.ts'

interface Rehearsal {
  /** A copy of what is to be imported into, or a new file where there is nothing. */
  readonly place: Place
  /** Where rejected rows go, so that nothing is left beside the file. */
  readonly rejected: string
}

/** As SQLite does it: fast, whatever the size. */
const copyFile = async (from: string, path: string, to: string): Promise<void> => {
  const { backup, DatabaseSync } = await import('node:sqlite')
  try {
    await writeFile(to, '', { mode: 0o600 })
    const original = new DatabaseSync(path)
    try {
      await backup(original, to)
    } finally {
      original.close()
    }
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause)
    const words = {
      en: `${quotedFile(from)} cannot be copied (SQLite: ${said})`,
      vi: `không sao chép được ${quotedFile(from)} (SQLite: ${said})`,
    }
    throw new Fault(exitCodes.unavailable, words, [adviceOf(cause)], { cause })
  }
}

/** From servers, event by event. */
const copyStores = async (context: CliContext, from: Place, to: Place): Promise<void> => {
  await withStores(context, from, { readOnly: true }, source =>
    withStores(context, to, { make: true }, target => copyWithProgress(context, source, target)),
  )
}

/** Runs on a copy of the place, which is thrown away. */
export const rehearse = async <T>(
  context: CliContext,
  place: Place,
  run: (rehearsal: Rehearsal) => Promise<T>,
): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'eventcrm-'))
  const gone = removedAtExit(folder)
  try {
    const copy = placeOfFile(join(folder, 'copy.sqlite'), place.namespace)
    const path = place.file === undefined ? undefined : pathOf(context, place.file)
    const isNew = place.events === undefined && path !== undefined && !existsSync(path)
    if (!isNew && !isFileAlone(place)) await copyStores(context, place, copy)
    else if (!isNew && place.file !== undefined && path !== undefined) await copyFile(place.file, path, copy.file)
    return await run({ place: copy, rejected: join(folder, 'rejected.csv') })
  } finally {
    await rm(folder, { recursive: true, force: true })
    gone()
  }
}
