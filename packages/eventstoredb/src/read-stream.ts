import { StreamIncomplete, type Position, type ReadStreamOptions, type RecordedEvent } from '@eventcrm/event-store'
import type streams from '@eventstore/db-client/generated/streams_pb.js'
import { isMetadataOfCut, placeIn, upToFault, writtenIn } from './recorded.ts'
import { first, read, type Reading } from './reading.ts'
import { ReadFault } from './refusals.ts'
import { streamRequest } from './requests.ts'

/**
 * Whether a stream that is not found had events: its metadata then tells that it was deleted, or cut off up to its end. It is asked for only where
 * nothing is found, as of a stream that is about to begin.
 */
const wasCut = async (reading: Reading, stream: string): Promise<boolean> => {
  const request = streamRequest(`$$${stream}`, undefined, 'backwards', 1)
  const found = await first(reading, { rest: () => request, silence: reading.timeout }, message => message.getEvent())
  return isMetadataOfCut(found)
}

/** Ends the reading of a stream that the server does not know. */
const notFound = new Error('There is no such stream')

/** @throws StreamIncomplete, ClusterRefused, StoreUnavailable, StoreClosed, EventDecodeError */
export async function* readStream(
  reading: Reading,
  namespace: string,
  stream: string,
  { from, direction = 'forwards', limit = Infinity }: ReadStreamOptions,
): AsyncGenerator<readonly RecordedEvent[]> {
  const step = direction === 'forwards' ? 1 : -1
  /** The revision to come; undefined while the last one is to be found. */
  let next = step === 1 ? (from ?? 0) : undefined
  let left = limit
  /** The stream's last revision, which the server tells at the end of a reading. */
  let last: number | undefined
  const rest = () => (left > 0 && next !== -1 ? streamRequest(stream, next ?? from, direction, left) : undefined)
  const take = (message: streams.ReadResp): RecordedEvent | undefined => {
    if (message.hasStreamNotFound()) throw notFound
    if (message.hasLastStreamPosition()) last = Number(message.getLastStreamPosition())
    const written = writtenIn(namespace, message.getEvent())
    if (!written) return undefined
    if (next !== undefined && written.revision !== next)
      throw new StreamIncomplete(stream, next, step === 1 ? written.revision : undefined)
    next = written.revision + step
    left--
    return written.event
  }
  try {
    for await (const messages of read(reading, { rest, silence: reading.timeout })) yield* upToFault(messages, take)
  } catch (error) {
    const isDeleted = error instanceof ReadFault && error.fault.kind === 'streamDeleted'
    if (isDeleted || (error === notFound && (await wasCut(reading, stream))))
      throw new StreamIncomplete(stream, next ?? from ?? 0, null)
    if (error !== notFound) throw error
    return
  }
  if (left === 0) return
  // The server leaves out in silence what was cut off, and all of it where that is the whole stream.
  if (step === -1 && next !== -1) throw new StreamIncomplete(stream, next ?? 0, next === undefined ? null : next + 1)
  if (step === 1 && next !== undefined && next <= (last ?? 0)) throw new StreamIncomplete(stream, next, null)
}

/** The position of a stream's event; undefined when it is not there. */
export const positionIn = async (reading: Reading, stream: string, revision: number): Promise<Position | undefined> => {
  const request = streamRequest(stream, revision, 'forwards', 1)
  const place = await first(reading, { rest: () => request, silence: reading.timeout }, message =>
    placeIn(message.getEvent()),
  )
  return place?.revision === revision ? place.position : undefined
}
