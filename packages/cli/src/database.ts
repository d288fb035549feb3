import { createCrm, type Crm, type CrmOptions, type Stores } from '@eventcrm/crm'
import type { Position } from '@eventcrm/event-store'
import { DatabaseRefused, openSqlite, type SqliteOptions } from '@eventcrm/sqlite'
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { exitCodes } from './exit-codes.ts'
import { Fault, unavailable } from './fault.ts'
import { checkNoFolder } from './given-file.ts'
import { showProgress } from './progress.ts'
import { quotedFile } from './quoted.ts'
import type { CliContext } from './terminal.ts'

/** The whole path of a file that the user named. */
export const pathOf = ({ folder }: CliContext, file: string): string => resolve(folder, file)

const theWritten = 'give the file that `eventcrm import` or `eventcrm demo` wrote to: --database FILE'

/** @throws Fault when there is no database to read: reading must not make one */
const checkThere = (path: string, file: string): void => {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats) throw unavailable(`there is no database ${quotedFile(file)}`, theWritten)
  if (stats.isFile() && stats.size === 0) throw unavailable(`${quotedFile(file)} is empty`, theWritten)
}

export interface Database {
  readonly crm: Crm
  /** Brings the documents up to date, with a progress bar; tells how many events that took. */
  readonly catchUp: () => Promise<number>
  /** Folds all documents anew, with a progress bar; from so many events. */
  readonly rebuild: () => Promise<number>
}

export interface OpenOptions extends Pick<CrmOptions, 'actor' | 'company' | 'namespace'> {
  /** Makes the file when it is not there. */
  readonly make?: boolean
  /** What else the CRM is made with, from the stores of the file. */
  readonly with?: (stores: Stores) => Partial<CrmOptions>
  /** Secrets of a file that is made. */
  readonly secrets?: SqliteOptions['secrets']
}

/** How far along the log a position is; positions of a SQLite file are numbers that only rise. */
const placeOf = (position: Position | null): number =>
  position !== null && /^\d+$/.test(position) ? Number(position) : 0

/** What is something else's is no place to make a database; whoever only reads has named the wrong file. */
const open = async (path: string, make: boolean, options: SqliteOptions): Promise<Stores> => {
  try {
    return await openSqlite(path, options)
  } catch (error) {
    if (!(error instanceof DatabaseRefused) || !error.foreign) throw error
    const advice = make ? 'give the name of a new file: --database FILE' : theWritten
    throw new Fault(exitCodes.unavailable, error.message, [advice], { cause: error })
  }
}

/** Runs with the stores in that file, and closes them whatever happens. */
export const withStores = async <T>(
  context: CliContext,
  file: string,
  { make = false, secrets }: Pick<OpenOptions, 'make' | 'secrets'>,
  run: (stores: Stores) => Promise<T>,
): Promise<T> => {
  const path = pathOf(context, file)
  checkNoFolder({ file, path, expected: 'a SQLite file: --database FILE' })
  if (!make) checkThere(path, file)
  const stores = await open(path, make, make && secrets ? { secrets } : {})
  try {
    return await run(stores)
  } finally {
    await stores.close()
  }
}

/** Runs with the CRM in that file, and closes it whatever happens. */
export const withDatabase = async <T>(
  context: CliContext,
  file: string,
  { make = false, secrets, with: optionsFor, ...options }: OpenOptions,
  run: (database: Database) => Promise<T>,
): Promise<T> =>
  withStores(context, file, { make, ...(secrets ? { secrets } : {}) }, async stores => {
    let fold: (upTo: Position | null, events: number) => void = () => undefined
    const onProgress: CrmOptions['onProgress'] = ({ upTo, events }) => fold(upTo, events)
    const crm = await createCrm({
      ...options,
      stores,
      ...optionsFor?.(stores),
      project: false,
      onProgress,
    })
    const shown = async (what: string, work: () => Promise<void>): Promise<number> => {
      const progress = showProgress(context, what, placeOf(await stores.events.head()))
      let read = 0
      fold = (upTo, events) => {
        read = events
        progress.update(placeOf(upTo), `${events.toLocaleString('en')} events`)
      }
      try {
        await work()
        return read
      } finally {
        progress.end()
      }
    }
    try {
      return await run({
        crm,
        catchUp: () => shown('Bringing the documents up to date', () => crm.catchUp()),
        rebuild: () => shown('Rebuilding', () => crm.rebuild()),
      })
    } finally {
      await crm.close()
    }
  })
