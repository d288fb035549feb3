import { createCrm, type Crm, type CrmOptions, type CrmStatus, type Stores } from '@eventcrm/crm'
import { company, companyState, theCompany, type Language, type Words } from '@eventcrm/domain'
import {
  createCodec,
  StoreRefused,
  StoreUnavailable,
  streamName,
  type EventStore,
  type Position,
} from '@eventcrm/event-store'
import type { AnyView, ReplayOptions } from '@eventcrm/projection'
import { DatabaseRefused } from '@eventcrm/sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { unavailable } from './fault.ts'
import { withLog, withStores, type StoresOptions } from './open-stores.ts'
import { quotedPlace, theWritten, type Place } from './place.ts'
import { showProgress } from './progress.ts'
import { historyWords } from './history/history-words.ts'
import { isReadOnly } from './sqlite-advice.ts'
import { note, type CliContext } from './terminal.ts'

const eventsIn = (language: Language, events: number): string => historyWords[language].events(events)

export interface Database {
  readonly crm: Crm
  readonly stores: Stores
  /** Brings documents up to date, the library's when left out, with a progress bar that says so, or `what`; tells how many events that took. */
  readonly catchUp: (what?: Words, views?: readonly AnyView[]) => Promise<number>
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

export interface OpenOptions extends StoresOptions, Pick<CrmOptions, 'actor' | 'company' | 'publish' | 'runProcesses'> {
  /** What else the CRM is made with, from the stores. */
  readonly with?: (stores: Stores) => Partial<CrmOptions>
}

/** How far along the log a position is; positions of a SQLite file are numbers that only rise. */
export const placeOf = (position: Position | null): number =>
  position !== null && /^\d+$/.test(position) ? Number(position) : 0

/** Those of these views that have not folded the whole log. */
const behindOf = ({ views }: CrmStatus, of: readonly AnyView[]): CrmStatus['views'] =>
  views.filter(({ view, upToDate }) => !upToDate && of.some(({ collection }) => collection === view))

/** How many of the company's events they do not have yet, and up to where they have them. */
const lackingOf = async ({ events }: Stores, status: CrmStatus, views: readonly AnyView[]): Promise<Lacking> => {
  const behind = behindOf(status, views)
  const upTo =
    behind
      .map(({ checkpoint }) => checkpoint?.position ?? '')
      .toSorted()
      .at(0) ?? ''
  if (behind.length === 0) return { events: 0, upTo: null }
  let count = 0
  for await (const { position } of events.readAll(upTo === '' ? {} : { from: upTo })) if (position > upTo) count++
  return { events: count, upTo: upTo === '' ? null : upTo }
}

const tellLacking = (context: CliContext, { events, upTo }: Lacking): void => {
  if (events === 0) return
  const [en, vi] = [eventsIn('en', events), eventsIn('vi', events)]
  note(
    context,
    upTo === null
      ? {
          en: `no document is folded yet: ${en} are not in the answer`,
          vi: `chưa dựng tài liệu nào: câu trả lời thiếu ${vi}`,
        }
      : {
          en: `as of position ${upTo}: the documents lack ${en} that came later`,
          vi: `tính đến vị trí ${upTo}: các tài liệu còn thiếu ${vi} xảy ra sau đó`,
        },
  )
}

/** What tells that documents may be read but not written. */
const isNotWritable = (error: unknown): boolean =>
  error instanceof DatabaseRefused || error instanceof StoreRefused
    ? error.notWritable
    : error instanceof StoreUnavailable && isReadOnly(error)

/**
 * Runs with the CRM in that place, the documents of these views up to date: brought so where that may be written, else as they are, with a
 * word about what they lack.
 * @param views what the answer reads; none where it is read from the log
 * @throws Fault where the place holds no company: reading founds none
 */
export const withDocuments = async <T>(
  context: CliContext,
  place: Place,
  views: readonly AnyView[],
  run: (database: Database) => Promise<T>,
): Promise<T> => {
  const ready = await withDatabase(context, place, { readOnly: true }, async database => {
    const status = await database.crm.status()
    if (status.head === null) {
      const name = quotedPlace(place)
      throw unavailable({ en: `${name} holds no company`, vi: `${name} không có công ty nào` }, theWritten(place))
    }
    if (behindOf(status, views).length > 0) return null
    return { answer: await run(database) }
  })
  if (ready) return ready.answer
  const written = { opened: false }
  try {
    return await withDatabase(context, place, {}, async database => {
      await database.catchUp(undefined, views)
      written.opened = true
      return run(database)
    })
  } catch (error) {
    if (written.opened || !isNotWritable(error)) throw error
    return withDatabase(context, place, { readOnly: true }, async database => {
      await database.tellLacking(views)
      return run(database)
    })
  }
}

const codec = createCodec(company.events)

/** Speaks the language of a log's company from now on. A log that can't be read is told by what was asked for, not by looking for its language. */
export const hearLog = async ({ speech }: CliContext, events: EventStore): Promise<void> => {
  let state = companyState.initialState
  try {
    for await (const recorded of events.readStream(streamName(events.namespace, companyState.category, theCompany)))
      state = companyState.evolve(state, codec.decode(recorded))
  } catch {
    return
  }
  if (state.status === 'founded') speech.hear(state.language)
}

/**
 * Speaks the language of the company in that place from now on, as far as its log can be read.
 * @param patience milliseconds for which that is tried; as for what a command does when left out
 */
export const hearCompany = async (context: CliContext, place: Place, patience?: number): Promise<void> => {
  if (context.speech.companys !== undefined) return
  const heard = withLog(context, place, events => hearLog(context, events), patience).catch(() => undefined)
  if (patience === undefined) await heard
  // what does not answer at all is not waited for either
  else context.speech.isAwaited = await Promise.race([heard.then(() => false), wait(patience, true)])
}

/** Runs with the CRM in that place, and closes it whatever happens. */
export const withDatabase = async <T>(
  context: CliContext,
  place: Place,
  { make = false, readOnly = false, with: optionsFor, ...options }: OpenOptions,
  run: (database: Database) => Promise<T>,
): Promise<T> =>
  withStores(context, place, { make, readOnly }, async stores => {
    let fold: (upTo: Position | null, events: number) => void = () => undefined
    const onProgress: CrmOptions['onProgress'] = ({ upTo, events }) => fold(upTo, events)
    const crm = await createCrm({
      ...options,
      stores,
      ...optionsFor?.(stores),
      project: false,
      onProgress,
    })
    const shown = async (what: Words, work: () => Promise<void>): Promise<number> => {
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
      await hearLog(context, stores.events)
      return await run({
        crm,
        stores,
        catchUp: (what = { en: 'Bringing the documents up to date', vi: 'Đang cập nhật các tài liệu' }, views) =>
          shown(what, () => crm.catchUp(views)),
        rebuild: async () => {
          const checking = showProgress(
            context,
            { en: 'Checking the log', vi: 'Đang kiểm tra nhật ký' },
            placeOf(await stores.events.head()),
          )
          return shown({ en: 'Rebuilding', vi: 'Đang dựng lại' }, async () => {
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
          const what = { en: 'Replaying the log', vi: 'Đang phát lại nhật ký' }
          const progress = showProgress(context, what, placeOf(await stores.events.head()))
          try {
            return await ask({
              onProgress: ({ upTo, events }) =>
                progress.update(placeOf(upTo), eventsIn(context.speech.language, events)),
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
