// What was asked, taken out of the client's own generated messages.
import type shared from '@eventstore/db-client/generated/shared_pb.js'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import type { Expected } from '../log/append-rules.ts'
import type { ProposedEvent } from '../log/event-log.ts'
import type { AllStart, Direction, StreamStart } from '../log/reader.ts'
import type { AllFilter } from '../log/subscription.ts'

export const nameOf = (identifier: shared.StreamIdentifier | undefined): string =>
  identifier === undefined ? '' : Buffer.from(identifier.getStreamName_asU8()).toString('utf8')

const uuidOf = (bits: bigint) => {
  const hex = bits.toString(16).padStart(32, '0')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

export const idOf = (id: shared.UUID | undefined): string => {
  const structured = id?.getStructured()
  if (structured === undefined) return id?.getString().toLowerCase() ?? ''
  const [most, least] = [structured.getMostSignificantBits(), structured.getLeastSignificantBits()]
  return uuidOf((BigInt.asUintN(64, BigInt(most)) << 64n) | BigInt.asUintN(64, BigInt(least)))
}

/** A revision is told by another name in each of the requests. */
interface Expectation {
  hasNoStream(): boolean
  hasAny(): boolean
  hasStreamExists(): boolean
}

const expectedOf = (options: Expectation, revision: string | undefined): Expected | undefined => {
  if (revision !== undefined) return BigInt(revision)
  if (options.hasNoStream()) return 'no_stream'
  if (options.hasStreamExists()) return 'stream_exists'
  return options.hasAny() ? 'any' : undefined
}

/** Of an append, a delete or a tombstone; nothing expected is no request that a server knows. */
export const expectedRevision = (
  options: Expectation & { hasRevision(): boolean; getRevision(): string },
): Expected | undefined => expectedOf(options, options.hasRevision() ? options.getRevision() : undefined)

export const expectedPosition = (options: streams.BatchAppendReq.Options): Expected | undefined =>
  expectedOf(options, options.hasStreamPosition() ? options.getStreamPosition() : undefined)

export const proposedEvent = (
  message: streams.AppendReq.ProposedMessage | streams.BatchAppendReq.ProposedMessage,
): ProposedEvent => ({
  id: idOf(message.getId()),
  type: message.getMetadataMap().get('type') ?? '',
  isJson: message.getMetadataMap().get('content-type') === 'application/json',
  data: message.getData_asU8(),
  metadata: message.getCustomMetadata_asU8(),
})

export interface ReadRequest {
  readonly source:
    | { readonly kind: 'stream'; readonly stream: string; readonly from: StreamStart }
    | { readonly kind: 'all'; readonly from: AllStart; readonly filter: AllFilter | undefined }
  readonly direction: Direction
  readonly resolvesLinks: boolean
  readonly structuredIds: boolean
  /** Undefined for a subscription, which has no end. */
  readonly count: number | undefined
}

export const readRequest = (request: streams.ReadReq): ReadRequest | undefined => {
  const options = request.getOptions()
  if (options === undefined) return undefined
  return {
    source: sourceOf(options),
    direction:
      options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS ? 'backwards' : 'forwards',
    resolvesLinks: options.getResolveLinks(),
    structuredIds: options.getUuidOption()?.hasStructured() ?? true,
    count: options.hasSubscription() ? undefined : Number(options.getCount()),
  }
}

const sourceOf = (options: streams.ReadReq.Options): ReadRequest['source'] => {
  const stream = options.getStream()
  if (stream === undefined)
    return { kind: 'all', from: allStart(options.getAll()), filter: filterOf(options.getFilter()) }
  const from = stream.hasRevision() ? BigInt(stream.getRevision()) : stream.hasEnd() ? 'end' : 'start'
  return { kind: 'stream', stream: nameOf(stream.getStreamIdentifier()), from }
}

const allStart = (options: streams.ReadReq.Options.AllOptions | undefined): AllStart => {
  const position = options?.getPosition()
  if (position !== undefined) return Number(position.getCommitPosition())
  return options?.hasEnd() ? 'end' : 'start'
}

/** What the server takes when no window is given. */
const defaultWindow = 32

const filterOf = (options: streams.ReadReq.Options.FilterOptions | undefined): AllFilter | undefined => {
  const byStream = options?.getStreamIdentifier()
  const expression = byStream ?? options?.getEventType()
  if (options === undefined || expression === undefined) return undefined
  return {
    on: byStream === undefined ? 'type' : 'stream',
    prefixes: expression.getPrefixList(),
    regex: expression.getRegex(),
    window: options.hasMax() ? options.getMax() : defaultWindow,
    interval: options.getCheckpointintervalmultiplier(),
  }
}
