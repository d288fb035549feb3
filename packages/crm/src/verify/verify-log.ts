// The log, event by event, and each stream once, at its first event. Of streams names alone are kept: some 100 bytes each.
import type { AnyAggregate, Dated, Words } from '@eventcrm/domain'
import {
  EventDecodeError,
  EventStoreError,
  isOfStore,
  isStreamOf,
  StoreClosed,
  StreamIncomplete,
  UnknownEventType,
  type Position,
  type RecordedEvent,
} from '@eventcrm/event-store'
import { isInTime } from './envelope-times.ts'
import type { Findings } from './findings.ts'
import { InvoiceNumbers } from './invoice-numbers.ts'
import { unclaimedOf, type ClaimsToVerify } from './verify-claims.ts'

export interface LogToVerify extends ClaimsToVerify {
  readonly findings: Findings
  readonly signal: AbortSignal
  readonly onProgress: (upTo: Position) => void
}

const unreadable: Words = { en: 'it cannot be read any more', vi: 'không còn đọc được' }
const unknownType: Words = {
  en: 'its type is not known here: it was written by a newer version, or by an application of yours',
  vi: 'loại sự kiện này không được biết ở đây: do phiên bản mới hơn hoặc ứng dụng riêng của bạn ghi',
}
const misfit: Words = { en: 'it does not fit its schema', vi: 'không khớp với lược đồ của nó' }
const misnamed: Words = {
  en: 'its name is not that of a stream, which ends with an id: restore a backup',
  vi: 'tên không đúng dạng tên luồng, vốn kết thúc bằng một mã: hãy khôi phục từ bản sao lưu',
}
const untimely: Words = {
  en: 'it happened after it was written down, or on another day than its time says',
  vi: 'xảy ra sau khi được ghi lại, hoặc ngày không khớp với thời điểm của nó',
}
const misplaced: Words = {
  en: 'it stands in a stream of another kind: restore a backup',
  vi: 'nằm trong luồng thuộc loại khác: hãy khôi phục từ bản sao lưu',
}
const unclaimed: Words = {
  en: 'what must be unique in the company is not claimed for it: its customer code, say. Restore a backup',
  vi: 'khóa phải là duy nhất trong công ty, chẳng hạn mã khách hàng, chưa được đăng ký cho nó. Hãy khôi phục từ bản sao lưu',
}

const isInstant = (value: unknown): boolean =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)
/** What no schema says: what every event carries beside its data. */
const hasEnvelope = ({ id, metadata }: RecordedEvent): boolean => {
  const { occurredAt, occurredOn, recordedAt, commandId, actor, source } = metadata
  return (
    isInstant(occurredAt) &&
    isInstant(recordedAt) &&
    /^\d{4}-\d\d-\d\d$/.test(occurredOn) &&
    [id, commandId, actor, source].every(value => typeof value === 'string')
  )
}

const positionOf = (error: unknown): Position | undefined =>
  error instanceof EventStoreError ? error.position : undefined

const streamOf = (error: unknown): string | undefined => (error instanceof EventDecodeError ? error.stream : undefined)

/** What a stream can't be read for; an event that can't be read is told where the log is. */
const tellOfStream = (error: unknown, stream: string, { findings, signal }: LogToVerify): void => {
  if (signal.aborted || isOfStore(error)) throw error
  if (error instanceof StreamIncomplete && error.stream === stream)
    findings.add('stream', stream, null, {
      en: `it lacks revision ${String(error.revision)}`,
      vi: `thiếu sự kiện số ${String(error.revision)} của luồng`,
    })
}

const category = (stream: string): string => stream.slice(stream.indexOf('.') + 1, stream.indexOf('-'))

/** Folds a stream, and holds each event to what was there before it. What can't be decoded is told where the log is read. */
const verifyStream = async (stream: string, aggregate: AnyAggregate, log: LogToVerify): Promise<void> => {
  const { events, aggregates, findings, signal } = log
  const { state: definition } = aggregate
  const { codec } = aggregates
  let state: Dated = definition.initialState
  try {
    for await (const recorded of events.readStream(stream)) {
      signal.throwIfAborted()
      const { position } = recorded
      if (!codec.knows(recorded.type)) return
      let event: ReturnType<typeof codec.decode>
      try {
        event = codec.decode(recorded)
      } catch {
        return
      }
      try {
        for (const field of definition.untrueOf(state, event))
          findings.add('before', stream, position, {
            en: `${event.type} says of '${field}' before it what was not so`,
            vi: `${event.type} ghi sai giá trị trước đó của '${field}'`,
          })
        state = definition.evolve(state, event)
      } catch {
        findings.add('fold', stream, position, {
          en: `${event.type} cannot be folded`,
          vi: `không gộp được ${event.type} vào trạng thái`,
        })
        return
      }
    }
    for (const _ of await unclaimedOf(log, aggregate, stream, state)) findings.add('stream', stream, null, unclaimed)
  } catch (error) {
    tellOfStream(error, stream, log)
  }
}

/**
 * Reads all of the company's events.
 * @returns how many events and streams the company has
 */
export const verifyLog = async (log: LogToVerify): Promise<{ readonly events: number; readonly streams: number }> => {
  const { events, aggregates, namespace, findings, signal, onProgress } = log
  const internal = new Map(
    [...Object.values(aggregates.claims), ...Object.values(aggregates.series)].map(one => [one.category, one]),
  )
  const aggregateOf = (stream: string) => aggregates.byCategory.get(category(stream)) ?? internal.get(category(stream))
  const streams = new Set<string>()
  const numbers = new InvoiceNumbers()
  let count = 0
  let last: Position | null = null

  const verifyEvent = async (recorded: RecordedEvent): Promise<void> => {
    const { stream, position } = recorded
    if (last !== null && position <= last)
      findings.add('position', stream, position, {
        en: 'it does not stand behind the event before it',
        vi: 'vị trí không đứng sau sự kiện trước nó',
      })
    last = position
    count++
    const aggregate = aggregateOf(stream)
    if (!streams.has(stream)) {
      streams.add(stream)
      if (!isStreamOf(namespace, stream)) findings.add('stream', stream, position, misnamed)
      if (aggregate) await verifyStream(stream, aggregate, log)
      else await verifyRevisions(stream, log)
    }
    if (!hasEnvelope(recorded)) {
      findings.add('event', stream, position, misfit)
      return
    }
    if (!isInTime(recorded)) findings.add('event', stream, position, untimely)
    if (aggregates.codec.knows(recorded.type) && !(aggregate && Object.hasOwn(aggregate.events, recorded.type)))
      findings.add('event', stream, position, misplaced)
    else if (aggregate) {
      try {
        const wrong = numbers.check(aggregates.codec.decode(recorded))
        if (wrong) findings.add('before', stream, position, wrong)
      } catch (error) {
        findings.add('event', stream, position, error instanceof UnknownEventType ? unknownType : misfit)
      }
    }
  }

  for (let after: Position | undefined; ;) {
    try {
      let isWhole = false
      // a page's events may be followed by one that can't be read, so the page is no end
      for await (const page of events.subscribe({ signal, ...(after === undefined ? {} : { after }) })) {
        for (const recorded of page.events) await verifyEvent(recorded)
        if (page.upTo !== null) {
          after = page.upTo
          onProgress(page.upTo)
        }
        isWhole = page.caughtUp
        if (isWhole) break
      }
      signal.throwIfAborted()
      if (!isWhole) throw new StoreClosed() // nothing else ends a subscription
      return { events: count, streams: streams.size }
    } catch (error) {
      if (signal.aborted || isOfStore(error)) throw error
      const position = positionOf(error)
      if (position !== undefined && (after === undefined || position > after)) {
        findings.add('event', streamOf(error) ?? namespace, position, unreadable)
        after = position
        continue
      }
      findings.add('store', namespace, after ?? null, {
        en: `what lies behind this position cannot be read: ${error instanceof Error ? error.message : 'the store failed'}`,
        vi: 'không đọc được phần sau vị trí này của nhật ký',
      })
      return { events: count, streams: streams.size }
    }
  }
}

/** Of an aggregate whose code is not here: only that no event is missing. */
const verifyRevisions = async (stream: string, log: LogToVerify): Promise<void> => {
  const { events, signal } = log
  try {
    for await (const _ of events.readStream(stream)) signal.throwIfAborted()
  } catch (error) {
    tellOfStream(error, stream, log)
  }
}
