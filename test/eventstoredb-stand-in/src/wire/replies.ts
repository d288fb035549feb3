// What is sent: the client's own generated messages, since what sends them looks at their class. At run time those modules have
// a default export and nothing else.
import shared from '@eventstore/db-client/generated/shared_pb.js'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import type { RecordedEvent } from '../log/event-log.ts'
import type { ResolvedEvent } from '../log/reader.ts'

export const identifierOf = (stream: string): shared.StreamIdentifier =>
  new shared.StreamIdentifier().setStreamName(Buffer.from(stream))

const idOf = (id: string, isStructured: boolean) => {
  if (!isStructured) return new shared.UUID().setString(id)
  const bits = BigInt(`0x${id.replaceAll('-', '')}`)
  const structured = new shared.UUID.Structured()
  structured.setMostSignificantBits(String(BigInt.asIntN(64, bits >> 64n)))
  structured.setLeastSignificantBits(String(BigInt.asIntN(64, bits)))
  return new shared.UUID().setStructured(structured)
}

const ticksPerMillisecond = 10_000n

const recorded = (event: RecordedEvent, structuredIds: boolean) => {
  const message = new streams.ReadResp.ReadEvent.RecordedEvent()
  message.setId(idOf(event.id, structuredIds))
  message.setStreamIdentifier(identifierOf(event.stream))
  message.setStreamRevision(String(event.revision))
  message.setCommitPosition(String(event.position))
  message.setPreparePosition(String(event.position))
  message.setCustomMetadata(event.metadata)
  message.setData(event.data)
  const metadata = message.getMetadataMap()
  metadata.set('type', event.type)
  metadata.set('content-type', event.isJson ? 'application/json' : 'application/octet-stream')
  metadata.set('created', String(BigInt(event.created) * ticksPerMillisecond))
  return message
}

export const eventReply = ({ event, link }: ResolvedEvent, structuredIds: boolean): streams.ReadResp => {
  const message = new streams.ReadResp.ReadEvent()
  if (event !== undefined) message.setEvent(recorded(event, structuredIds))
  if (link !== undefined) message.setLink(recorded(link, structuredIds))
  const position = (link ?? event)?.position
  if (position !== undefined) message.setCommitPosition(String(position))
  return new streams.ReadResp().setEvent(message)
}

export const confirmation = (id: string): streams.ReadResp =>
  new streams.ReadResp().setConfirmation(new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(id))

export const caughtUp = (): streams.ReadResp => new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp())

export const checkpoint = ({ position }: RecordedEvent): streams.ReadResp => {
  const message = new streams.ReadResp.Checkpoint()
  message.setCommitPosition(String(position))
  message.setPreparePosition(String(position))
  return new streams.ReadResp().setCheckpoint(message)
}

export const streamNotFound = (stream: string): streams.ReadResp =>
  new streams.ReadResp().setStreamNotFound(
    new streams.ReadResp.StreamNotFound().setStreamIdentifier(identifierOf(stream)),
  )

export const firstStreamPosition = (revision: bigint): streams.ReadResp =>
  new streams.ReadResp().setFirstStreamPosition(String(revision))

export const lastStreamPosition = (revision: bigint): streams.ReadResp =>
  new streams.ReadResp().setLastStreamPosition(String(revision))

export const appended = (revision: bigint | undefined, position: number | undefined): streams.AppendResp => {
  const success = new streams.AppendResp.Success()
  if (revision === undefined) success.setNoStream(new shared.Empty())
  else success.setCurrentRevision(String(revision))
  if (position === undefined) success.setNoPosition(new shared.Empty())
  else success.setPosition(positionOf(new streams.AppendResp.Position(), position))
  return new streams.AppendResp().setSuccess(success)
}

export const deleted = (position: number | undefined): streams.DeleteResp => {
  if (position === undefined) return new streams.DeleteResp().setNoPosition(new shared.Empty())
  return new streams.DeleteResp().setPosition(positionOf(new streams.DeleteResp.Position(), position))
}

export const tombstoned = (position: number | undefined): streams.TombstoneResp => {
  if (position === undefined) return new streams.TombstoneResp().setNoPosition(new shared.Empty())
  return new streams.TombstoneResp().setPosition(positionOf(new streams.TombstoneResp.Position(), position))
}

interface Position {
  setCommitPosition(value: string): unknown
  setPreparePosition(value: string): unknown
}

export const positionOf = <T extends Position>(message: T, position: number): T => {
  message.setCommitPosition(String(position))
  message.setPreparePosition(String(position))
  return message
}
