// From messages of the protocol to events. Whoever may write to the cluster may write to our streams, so what is read is checked (trap 7: the
// client hands out text that is no JSON as if it were the event).
import {
  compiledWhenUsed,
  EventDecodeError,
  isStreamOf,
  type Position,
  type RecordedEvent,
  type StoredMetadata,
} from '@eventcrm/event-store'
import type streams from '@eventstore/db-client/generated/streams_pb.js'
import { z } from 'zod'

const text = z.string()
const schema = z.looseObject({
  schemaVersion: z.int().min(1),
  occurredAt: text,
  occurredOn: text,
  recordedAt: text,
  commandId: text,
  commandIndex: z.int().min(0).optional(),
  $correlationId: text,
  $causationId: text,
  actor: text,
  source: text,
  reason: z.looseObject({ personal: text }).optional(),
  personal: z.record(text, z.record(text, z.json())),
})
const check = compiledWhenUsed(schema)

type Metadata = StoredMetadata & Pick<RecordedEvent, 'personal'>
const isMetadata = (value: unknown): value is Metadata => check(value).success
const isData = (value: unknown): value is RecordedEvent['data'] =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** JSON, or undefined. */
const parsed = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))
  } catch {
    return undefined
  }
}

/** A position is 20 digits of the commit position, whose plain order is the log's (trap 9: a bigint is no JSON, and no number holds it). */
const width = 20
export const positionAt = (commit: string): Position => commit.padStart(width, '0')

/** @throws RangeError when it is no position */
export const commitOf = (position: Position): bigint => {
  if (!/^\d{20}$/.test(position))
    throw new RangeError(`A position of this log has ${String(width)} digits; what was given has not`)
  return BigInt(position)
}

type Record = streams.ReadResp.ReadEvent.RecordedEvent

/** Something that was written, and where. */
export interface Written {
  readonly position: Position
  /** Its place in its stream. */
  readonly revision: number
  /** Undefined for what is no event of the company: the system's own, a tombstone, a link, one of a stream that is named in another way. */
  readonly event: RecordedEvent | undefined
}

const recordIn = (read: streams.ReadResp.ReadEvent | undefined): Record | undefined =>
  // with links a deleted target is missing; none are asked for, so that there is always one
  read?.getEvent()

/** Where something was written, whatever it is. */
export const placeIn = (read: streams.ReadResp.ReadEvent | undefined): Omit<Written, 'event'> | undefined => {
  const record = recordIn(read)
  return record && { position: positionAt(record.getCommitPosition()), revision: Number(record.getStreamRevision()) }
}

/** @throws EventDecodeError with its position, for one that is no event as this library writes them */
export const writtenIn = (namespace: string, read: streams.ReadResp.ReadEvent | undefined): Written | undefined => {
  const record = recordIn(read)
  const place = placeIn(read)
  if (!record || !place) return undefined
  const { position, revision } = place
  const type = record.getMetadataMap().get('type') ?? ''
  const stream = Buffer.from(record.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8')
  // a tombstone has a revision that no stream reaches
  if (type.startsWith('$') || !Number.isSafeInteger(revision) || !isStreamOf(namespace, stream))
    return { ...place, event: undefined }
  const id = record.getId()?.getString() ?? ''
  const data = parsed(record.getData_asU8())
  const metadata = parsed(record.getCustomMetadata_asU8())
  if (!isData(data) || !isMetadata(metadata))
    throw new EventDecodeError(
      `${stream} holds at position ${position} what is no event of this library: somebody else writes to the company's streams`,
      { position, stream },
    )
  const { personal, ...envelope } = metadata
  return { position, revision, event: { id, type, data, metadata: envelope, personal, stream, revision, position } }
}

/** What decodes messages of which one may be at fault: those before it are handed over first. */
export function* upToFault<In, Out>(
  items: readonly In[],
  decode: (item: In) => Out | undefined,
): Generator<readonly Out[]> {
  const decoded: Out[] = []
  try {
    for (const item of items) {
      const one = decode(item)
      if (one !== undefined) decoded.push(one)
    }
  } catch (error) {
    yield decoded
    throw error
  }
  yield decoded
}

/** Whether the event of a metadata stream tells that the stream was deleted, or its beginning cut off. */
export const isMetadataOfCut = (read: streams.ReadResp.ReadEvent | undefined): boolean => {
  const metadata = parsed(read?.getEvent()?.getData_asU8() ?? new Uint8Array())
  return isData(metadata) && typeof metadata['$tb'] === 'number' && metadata['$tb'] > 0
}
