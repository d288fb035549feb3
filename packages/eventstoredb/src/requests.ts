// Requests of the protocol. The generated messages are CommonJS, of which Node sees the default export alone: a named import passes the type
// check and is undefined (the ESM trap).
import type { EventTexts, ExpectedRevision } from '@eventcrm/event-store'
import shared from '@eventstore/db-client/generated/shared_pb.js'
import streams from '@eventstore/db-client/generated/streams_pb.js'

export type Direction = 'forwards' | 'backwards'

/** Where a reading of `$all` begins. */
export type LogStart = 'start' | 'end' | bigint

const identifier = (stream: string) => new shared.StreamIdentifier().setStreamName(Buffer.from(stream))

/** As the body is stored: `data`, and as metadata the envelope with the personal part under `personal`. A frozen format. */
const proposed = (id: string, { type, data, metadata, personal }: EventTexts): streams.AppendReq => {
  const message = new streams.AppendReq.ProposedMessage()
    .setId(new shared.UUID().setString(id))
    .setData(Buffer.from(data))
    .setCustomMetadata(Buffer.from(`${metadata.slice(0, -1)}${metadata === '{}' ? '' : ','}"personal":${personal}}`))
  message.getMetadataMap().set('type', type).set('content-type', 'application/json')
  return new streams.AppendReq().setProposedMessage(message)
}

/** The messages of one append, made before anything is awaited: the client makes its own late, when its caller may have changed them (trap 8). */
export const appendRequest = (
  stream: string,
  expected: ExpectedRevision,
  events: readonly { readonly id: string; readonly texts: EventTexts }[],
): readonly streams.AppendReq[] => {
  const options = new streams.AppendReq.Options().setStreamIdentifier(identifier(stream))
  if (expected === 'noStream') options.setNoStream(new shared.Empty())
  else options.setRevision(String(expected))
  return [new streams.AppendReq().setOptions(options), ...events.map(({ id, texts }) => proposed(id, texts))]
}

const readRequest = (options: streams.ReadReq.Options): streams.ReadReq =>
  new streams.ReadReq().setOptions(
    options
      .setResolveLinks(false)
      .setUuidOption(new streams.ReadReq.Options.UUIDOption().setString(new shared.Empty())),
  )

const { FORWARDS: forwards, BACKWARDS: backwards } = streams.ReadReq.Options.ReadDirection
const directions = { forwards, backwards }
const counted = (options: streams.ReadReq.Options, direction: Direction, limit: number) =>
  options.setReadDirection(directions[direction]).setCount(String(Math.min(limit, Number.MAX_SAFE_INTEGER)))

/** @param from revision, inclusive; the stream's first or last when undefined */
export const streamRequest = (
  stream: string,
  from: number | undefined,
  direction: Direction,
  limit: number,
): streams.ReadReq => {
  const start = new streams.ReadReq.Options.StreamOptions().setStreamIdentifier(identifier(stream))
  if (from !== undefined) start.setRevision(String(from))
  else if (direction === 'forwards') start.setStart(new shared.Empty())
  else start.setEnd(new shared.Empty())
  const options = new streams.ReadReq.Options().setStream(start).setNoFilter(new shared.Empty())
  return readRequest(counted(options, direction, limit))
}

/**
 * Events that the server looks through at once for those that the filter lets through; after so many others it tells a subscription how far it
 * is. Its own default of 32 would send 3,000 such messages for 100,000 events of strangers.
 */
const window = 500

const logOptions = (start: LogStart, prefixes: readonly string[] | undefined) => {
  const all = new streams.ReadReq.Options.AllOptions()
  if (start === 'start') all.setStart(new shared.Empty())
  else if (start === 'end') all.setEnd(new shared.Empty())
  else {
    // the two differ for transactions of the old TCP protocol alone, in which no event of ours was written
    const at = String(start)
    all.setPosition(new streams.ReadReq.Options.Position().setCommitPosition(at).setPreparePosition(at))
  }
  const options = new streams.ReadReq.Options().setAll(all)
  if (!prefixes) return options.setNoFilter(new shared.Empty())
  const names = new streams.ReadReq.Options.FilterOptions.Expression().setPrefixList([...prefixes])
  return options.setFilter(
    new streams.ReadReq.Options.FilterOptions()
      .setStreamIdentifier(names)
      .setMax(window)
      .setCheckpointintervalmultiplier(1),
  )
}

/** `$all`, through the server's own filter, which the client's `readAll` has no option for. Backwards it leaves out the event at the start. */
export const logRequest = (
  start: LogStart,
  prefixes: readonly string[] | undefined,
  direction: Direction,
  limit: number,
): streams.ReadReq => readRequest(counted(logOptions(start, prefixes), direction, limit))

/** @param after exclusive */
export const subscribeRequest = (after: 'start' | bigint, prefixes: readonly string[]): streams.ReadReq =>
  readRequest(logOptions(after, prefixes).setSubscription(new streams.ReadReq.Options.SubscriptionOptions()))
