// What the last event of `$$stream` says of the stream, and what that leaves of it to be read.
import { lastPossible, type EventLog, type RecordedEvent } from './event-log.ts'

export interface StreamMetadata {
  readonly truncateBefore: bigint
  readonly maxCount: number | undefined
  readonly maxAgeSeconds: number | undefined
  readonly acl: Readonly<Record<string, readonly string[]>>
}

const none: StreamMetadata = { truncateBefore: 0n, maxCount: undefined, maxAgeSeconds: undefined, acl: {} }
const ofMetadataStream: StreamMetadata = { ...none, maxCount: 1 }

export const isMetadataStream = (stream: string): boolean => stream.startsWith('$$')
export const metadataStreamOf = (stream: string): string => `$$${stream}`

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const parseJson = (data: Uint8Array): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(Buffer.from(data).toString('utf8'))
    return isRecord(value) ? value : {}
  } catch {
    return {}
  }
}

const numberOr = <T>(value: unknown, other: T) => (typeof value === 'number' && value >= 0 ? value : other)

/** A list of roles is written as a list, or as one role alone. */
export const parseAcl = (value: unknown): Record<string, readonly string[]> =>
  isRecord(value)
    ? Object.fromEntries(
        Object.entries(value).map(([right, roles]) => [right, (Array.isArray(roles) ? roles : [roles]).map(String)]),
      )
    : {}

/** JSON has no whole numbers of 64 bits: what rounds to 2^63 is a stream deleted. */
const parseTruncateBefore = (value: unknown) => {
  const number = numberOr(value, 0)
  return number >= 2 ** 63 ? lastPossible : BigInt(Math.floor(number))
}

export const streamMetadata = (log: EventLog, stream: string): StreamMetadata => {
  if (isMetadataStream(stream)) return ofMetadataStream
  const last = log.stream(metadataStreamOf(stream)).events.at(-1)
  if (last === undefined) return none
  const written = parseJson(last.data)
  return {
    truncateBefore: parseTruncateBefore(written['$tb']),
    maxCount: numberOr(written['$maxCount'], undefined),
    maxAgeSeconds: numberOr(written['$maxAge'], undefined),
    acl: parseAcl(written['$acl']),
  }
}

export const isDeleted = (log: EventLog, stream: string): boolean =>
  streamMetadata(log, stream).truncateBefore === lastPossible

/** The tombstone that ended a stream, or the stream whose metadata it holds. */
export const tombstoneOf = (log: EventLog, stream: string): RecordedEvent | undefined =>
  log.stream(stream).tombstone ?? (isMetadataStream(stream) ? log.stream(stream.slice(2)).tombstone : undefined)

/** Whether its stream still shows an event. What is hidden in its stream is still in `$all`. */
export const visibleFrom = (log: EventLog, stream: string): { readonly first: number; readonly notBefore: number } => {
  const { truncateBefore, maxCount, maxAgeSeconds } = streamMetadata(log, stream)
  const { length } = log.stream(stream).events
  const byCount = maxCount === undefined ? 0 : Math.max(0, length - maxCount)
  const byTruncation = truncateBefore > BigInt(length) ? length : Number(truncateBefore)
  return {
    first: Math.max(byCount, byTruncation),
    notBefore: maxAgeSeconds === undefined ? 0 : Date.now() - maxAgeSeconds * 1000,
  }
}

export const isVisible = (log: EventLog, event: RecordedEvent): boolean => {
  if (tombstoneOf(log, event.stream) !== undefined) return false
  const { first, notBefore } = visibleFrom(log, event.stream)
  return event.revision >= BigInt(first) && event.created >= notBefore
}
