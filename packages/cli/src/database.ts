import { createCrm, type Crm, type CrmOptions, type CrmStatus, type Stores } from '@eventcrm/crm'
import { StoreUnavailable, type Position } from '@eventcrm/event-store'
import type { AnyView, ReplayOptions } from '@eventcrm/projection'
import { DatabaseRefused, openSqlite, type Sqlite, type SqliteOptions } from '@eventcrm/sqlite'
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { exitCodes } from './exit-codes.ts'
import { Fault, unavailable } from './fault.ts'
import { checkNoFolder } from './given-file.ts'
import { showProgress } from './progress.ts'
import { quotedFile } from './quoted.ts'
import { isReadOnly } from './sqlite-advice.ts'
import { note, type CliContext } from './terminal.ts'

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
  /** Brings documents up to date, the library's when left out, with a progress bar that says so, or `what`; tells how many events that took. */
  readonly catchUp: (what?: string, views?: readonly AnyView[]) => Promise<number>
  /** Folds all documents anew, with a progress bar; from so many events. */
  readonly rebuild: () => Promise<number>
  /** Says what an answer from these views' documents, as they are, may lack. */
  readonly tellLacking: (views: readonly AnyView[]) => Promise<void>
  /** Asks for what replays the log into memory, with a progress bar. */
  readonly replay: <T>(ask: (options: ReplayOptions) => Promise<T>) => Promise<T>
}

interface Lacking {
  readonly events: number
  /** Null where nothing has been folded. */
  readonly upTo: Position | null
}

export interface OpenOptions extends Pick<CrmOptions, 'actor' | 'company' | 'namespace' | 'publish'> {
  /** Makes the file when it is not there. */
  readonly make?: boolean
  /** Writes nothing, and needs no right to. */
  readonly readOnly?: boolean
  /** What else the CRM is made with, from the stores of the file. */
  readonly with?: (stores: Stores) => Partial<CrmOptions>
  /** Secrets of a file that is made. */
  readonly secrets?: SqliteOptions['secrets']
}

/** How far along the log a position is; positions of a SQLite file are numbers that only rise. */
export const placeOf = (position: Position | null): number =>
  position !== null && /^\d+$/.test(position) ? Number(position) : 0

/** What is something else's is no place to make a database; whoever only reads has named the wrong file. */
const open = async (path: string, make: boolean, options: SqliteOptions): Promise<Sqlite> => {
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
  { make = false, readOnly = false, secrets }: Pick<OpenOptions, 'make' | 'readOnly' | 'secrets'>,
  run: (stores: Sqlite) => Promise<T>,
): Promise<T> => {
  const path = pathOf(context, file)
  checkNoFolder({ file, path, expected: 'a SQLite file: --database FILE' })
  if (!make) checkThere(path, file)
  const stores = await open(path, make, { readOnly, ...(make && secrets ? { secrets } : {}) })
  try {
    return await run(stores)
  } finally {
    await stores.close()
  }
}

/** Those of these views that have not folded the whole log. */
const behindOf = ({ views }: CrmStatus, of: readonly AnyView[]): CrmStatus['views'] =>
  views.filter(({ view, upToDate }) => !upToDate && of.some(({ collection }) => collection === view))

/** How many of the company's events they do not have yet, and up to where they have them. */
const lackingOf = async ({ events }: Stores, status: CrmStatus, views: readonly AnyView[]): Promise<Lacking> => {
  const { namespace } = status
  const behind = behindOf(status, views)
  const upTo =
    behind
      .map(({ checkpoint }) => checkpoint?.position ?? '')
      .toSorted()
      .at(0) ?? ''
  if (behind.length === 0) return { events: 0, upTo: null }
  let count = 0
  for await (const { stream, position } of events.readAll(upTo === '' ? {} : { from: upTo }))
    if (stream.startsWith(`${namespace}.`) && position > upTo) count++
  return { events: count, upTo: upTo === '' ? null : upTo }
}

const tellLacking = (context: CliContext, { events, upTo }: Lacking): void => {
  if (events === 0) return
  const count = events === 1 ? '1 event' : `${events.toLocaleString('en')} events`
  note(
    context,
    upTo === null
      ? `no document is folded yet: ${count} are not in the answer`
      : `as of position ${upTo}: the documents lack ${count} that came later`,
  )
}

/** What tells that a file may be read but not written. */
const isNotWritable = (error: unknown): boolean =>
  error instanceof DatabaseRefused ? error.notWritable : error instanceof StoreUnavailable && isReadOnly(error)

/**
 * Runs with the CRM in that file, the documents of these views up to date: brought so where the file may be written, else as they are, with a
 * word about what they lack.
 * @param views what the answer reads; none where it is read from the log
 * @throws Fault where the file holds no company of that name: reading founds none
 */
export const withDocuments = async <T>(
  context: CliContext,
  file: string,
  views: readonly AnyView[],
  run: (database: Database) => Promise<T>,
): Promise<T> => {
  const ready = await withDatabase(context, file, { readOnly: true }, async database => {
    const status = await database.crm.status()
    if (status.head === null) throw unavailable(`${quotedFile(file)} holds no company`, theWritten)
    if (behindOf(status, views).length > 0) return null
    return { answer: await run(database) }
  })
  if (ready) return ready.answer
  const written = { opened: false }
  try {
    return await withDatabase(context, file, {}, async database => {
      await database.catchUp(undefined, views)
      written.opened = true
      return run(database)
    })
  } catch (error) {
    if (written.opened || !isNotWritable(error)) throw error
    return withDatabase(context, file, { readOnly: true }, async database => {
      await database.tellLacking(views)
      return run(database)
    })
  }
}

/** Runs with the CRM in that file, and closes it whatever happens. */
export const withDatabase = async <T>(
  context: CliContext,
  file: string,
  { make = false, readOnly = false, secrets, with: optionsFor, ...options }: OpenOptions,
  run: (database: Database) => Promise<T>,
): Promise<T> =>
  withStores(context, file, { make, readOnly, ...(secrets ? { secrets } : {}) }, async stores => {
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
        progress.update(placeOf(upTo), String(events))
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
        catchUp: (what = 'Bringing the documents up to date', views) => shown(what, () => crm.catchUp(views)),
        rebuild: async () => {
          const checking = showProgress(context, 'Checking the log', placeOf(await stores.events.head()))
          return shown('Rebuilding', async () => {
            try {
              await crm.rebuild(undefined, { onChecked: upTo => checking.update(placeOf(upTo)) })
            } finally {
              checking.end()
            }
          })
        },
        tellLacking: async views => {
          tellLacking(context, await lackingOf(stores, await crm.status(), views))
        },
        replay: async ask => {
          const progress = showProgress(context, 'Replaying the log', placeOf(await stores.events.head()))
          try {
            return await ask({
              onProgress: ({ upTo, events }) => progress.update(placeOf(upTo), `${events.toLocaleString('en')} events`),
            })
          } finally {
            progress.end()
          }
        },
      })
    } finally {
      await crm.close()
    }
  })
