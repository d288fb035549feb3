import type { Stores } from '@eventcrm/crm'
import type { Words } from '@eventcrm/domain'
import type { EventStore } from '@eventcrm/event-store'
import { DatabaseRefused, openSqlite, type CheckOptions, type Sqlite } from '@eventcrm/sqlite'
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { exitCodes } from './exit-codes.ts'
import { Fault, unavailable } from './fault.ts'
import { checkNoFolder } from './given-file.ts'
import { openDocuments, openEvents } from './open-servers.ts'
import { namespaceOf, theWritten, type Place } from './place.ts'
import { quotedFile } from './quoted.ts'
import { saidInBoth } from './said-by-packages.ts'
import type { CliContext } from './terminal.ts'

/** The whole path of a file that the user named. */
export const pathOf = ({ folder }: CliContext, file: string): string => resolve(folder, file)

/** A place's stores; those of a file can say what is wrong with the file itself. */
export type OpenedStores = Stores & Partial<Pick<Sqlite, 'check'>>

export interface StoresOptions {
  /** Makes the file when it is not there. */
  readonly make?: boolean
  /** Writes nothing, and needs no right to. */
  readonly readOnly?: boolean
}

/** @throws Fault when there is no database to read: reading must not make one */
const checkThere = (path: string, file: string, place: Place): void => {
  const stats = statSync(path, { throwIfNoEntry: false })
  const name = quotedFile(file)
  if (!stats)
    throw unavailable({ en: `there is no database ${name}`, vi: `không có cơ sở dữ liệu ${name}` }, theWritten(place))
  if (stats.isFile() && stats.size === 0)
    throw unavailable({ en: `${name} is empty`, vi: `${name} là tệp trống` }, theWritten(place))
}

const aNewFile = ({ givenBy: { database } }: Place): Words => ({
  en: `give the name of a new file: ${database} FILE`,
  vi: `hãy đặt tên một tệp mới: ${database} FILE`,
})

/** What is something else's is no place to make a database; whoever only reads has named the wrong file. */
const openFile = async (
  context: CliContext,
  file: string,
  place: Place,
  { make = false, readOnly = false }: StoresOptions,
  patience?: number,
): Promise<Sqlite> => {
  const path = pathOf(context, file)
  const { database } = place.givenBy
  checkNoFolder({
    file,
    path,
    expected: { en: `a SQLite file: ${database} FILE`, vi: `một tệp SQLite: ${database} FILE` },
  })
  if (!make) checkThere(path, file, place)
  try {
    const lockTimeout = patience === undefined ? {} : { lockTimeout: patience }
    return await openSqlite(path, { readOnly, namespace: namespaceOf(place), ...lockTimeout })
  } catch (error) {
    if (!(error instanceof DatabaseRefused) || !error.foreign) throw error
    const advice = make ? aNewFile(place) : theWritten(place)
    throw new Fault(exitCodes.unavailable, saidInBoth(error.message), [advice], { cause: error })
  }
}

/** The secret lies in the file, where there is one; else beside the documents. */
export const openStores = async (context: CliContext, place: Place, options: StoresOptions): Promise<OpenedStores> => {
  const opened: { close(): Promise<void> }[] = []
  const kept = <T extends { close(): Promise<void> }>(store: T): T => {
    opened.unshift(store)
    return store
  }
  const close = async () => {
    for (const store of opened) await store.close()
  }
  const { file: name, givenBy } = place
  const namespace = namespaceOf(place)
  try {
    const file = name === undefined ? undefined : kept(await openFile(context, name, place, options))
    const given = (kind: 'events' | 'documents') => {
      const url = place[kind]
      return url === undefined ? undefined : { url, by: givenBy[kind], namespace }
    }
    const [log, docs] = [given('events'), given('documents')]
    const events = log ? kept(await openEvents(log)) : file?.events
    const server = docs ? kept(await openDocuments(docs, { readOnly: options.readOnly ?? false })) : file
    const keys = file?.keys ?? server?.keys
    if (!events || !server || !keys) throw new TypeError('A place has a log, documents and keys')
    return {
      events,
      documents: server.documents,
      keys,
      close,
      ...(file ? { check: (options?: CheckOptions) => file.check(options) } : {}),
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Runs with the stores of that place, and closes them whatever happens. */
export const withStores = async <T>(
  context: CliContext,
  place: Place,
  options: StoresOptions,
  run: (stores: OpenedStores) => Promise<T>,
): Promise<T> => {
  const stores = await openStores(context, place, options)
  try {
    return await run(stores)
  } finally {
    await stores.close()
  }
}

/**
 * Runs with the log of that place alone, and closes it whatever happens.
 * @param patience milliseconds for which it is asked again and again; as for other stores when left out
 */
export const withLog = async <T>(
  context: CliContext,
  place: Place,
  run: (events: EventStore) => Promise<T>,
  patience?: number,
): Promise<T> => {
  const { file, events: url, givenBy } = place
  const opened =
    url === undefined
      ? file === undefined
        ? undefined
        : await openFile(context, file, place, { readOnly: true }, patience)
      : { events: await openEvents({ url, by: givenBy.events, namespace: namespaceOf(place) }, patience) }
  if (!opened) throw new TypeError('A place has a log')
  try {
    return await run(opened.events)
  } finally {
    await ('close' in opened ? opened : opened.events).close()
  }
}
