// What a report said at some time: the log as it was known then, folded into memory.
import type { Words } from '@eventcrm/domain'
import { logUntil, type EventStore, type Instant, type Position } from '@eventcrm/event-store'
import {
  createMemoryDocumentStore,
  createProjector,
  QuestionInvalid,
  type AnyReport,
  type AnyRollup,
  type ReplayOptions,
  type ReportContext,
} from '@eventcrm/projection'
import { catalogues, directory, entriesCalled, namesOf } from '@eventcrm/read-model-directory'
import { z } from 'zod'
import type { Calendar } from '../company/calendar.ts'

export interface KnownLog {
  readonly events: EventStore
  /** The company's own. */
  readonly categories: readonly string[]
  readonly calendar: () => Promise<Calendar>
  readonly now: () => Instant
}

/** How one question is answered from it. */
export interface Replay extends ReplayOptions {
  readonly knownAt: unknown
  readonly report: AnyReport
  readonly question: object
  /** Of all views: those that the report reads are folded. */
  readonly rollups: readonly AnyRollup[]
}

const instant = z.iso.datetime({ offset: true })

const invalid = (words: Words) => new QuestionInvalid([{ field: 'knownAt', message: words.en, words }])

/** Where the log ended, and when that was. */
interface End {
  readonly position: Position | null
  readonly at: Instant
}

/** The log before the first event that was recorded later. */
const endAt = async ({ events, categories }: KnownLog, at: Instant, signal: AbortSignal | undefined): Promise<End> => {
  let position: Position | null = null
  for await (const event of events.readAll({ categories })) {
    signal?.throwIfAborted()
    if (event.metadata.recordedAt > at) break
    position = event.position
  }
  return { position, at }
}

/** @throws QuestionInvalid for what is neither an instant nor a position of the company's log, and for a time that is still to come */
const endOf = async (log: KnownLog, { knownAt, signal }: Replay): Promise<End> => {
  const asked = instant.safeParse(knownAt)
  if (asked.success) {
    const at = new Date(asked.data).toISOString()
    if (at > log.now())
      throw invalid({ en: 'expected an instant that is not in the future', vi: 'cần một thời điểm không ở tương lai' })
    return endAt(log, at, signal)
  }
  if (typeof knownAt === 'string' && /^\d{1,40}$/.test(knownAt)) {
    const { events, categories } = log
    try {
      // as people write it: without the zeros in front
      const asked = knownAt.padStart((await events.head())?.length ?? 0, '0')
      for await (const { position, metadata } of events.readAll({ from: asked, categories, limit: 1 }))
        if (position === asked) return { position, at: metadata.recordedAt }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
    }
    throw invalid({
      en: 'expected a position at which the company’s log has an event: `eventcrm log` lists them',
      vi: 'cần một vị trí có sự kiện trong nhật ký của công ty: `eventcrm log` liệt kê chúng',
    })
  }
  throw invalid({
    en: 'expected an instant with its offset, like 2026-03-31T17:00:00Z, or a position of the log',
    vi: 'cần một thời điểm kèm độ lệch múi giờ, như 2026-03-31T17:00:00Z, hoặc một vị trí trong nhật ký',
  })
}

/** @throws QuestionInvalid; what projecting throws; the signal's reason once it was aborted */
export const answerKnownAt = async (log: KnownLog, replay: Replay, words: ReportContext['words']): Promise<object> => {
  const { report, question, rollups, onProgress, signal } = replay
  const { position, at } = await endOf(log, replay)
  const views = [...new Set([...report.views, directory, catalogues])]
  const documents = createMemoryDocumentStore()
  const projector = createProjector({
    events: logUntil(log.events, position),
    documents,
    views,
    rollups: rollups.filter(({ view }) => views.includes(view)),
    categories: log.categories,
    ...(onProgress ? { onProgress } : {}),
  })
  const end = () => void projector.close()
  signal?.addEventListener('abort', end, { once: true })
  try {
    signal?.throwIfAborted()
    await projector.catchUp()
    const known = {
      documents,
      today: async () => (await log.calendar()).dayOf(at),
      names: (ids: readonly string[]) => namesOf(documents, ids),
      entriesCalled: (catalogue: string, typed: string) => entriesCalled(documents, catalogue, typed),
    }
    const answered = await report.answer({ ...known, ...(words ? { words } : {}) }, question)
    return { ...answered, knownAt: at }
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  } finally {
    signal?.removeEventListener('abort', end)
    await projector.close()
    await documents.close()
  }
}
