// Records what a server sends on the wire for a read or a subscription, message by message, through the raw generated client.
import { EventEmitter, once } from 'node:events'
import { Metadata, type ServiceError } from '@grpc/grpc-js'
import shared from '@eventstore/db-client/generated/shared_pb.js'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import type { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js'

export interface Asked {
  /** Without it, `$all`. */
  readonly stream?: string
  readonly from: 'start' | 'end' | number | { readonly commit: bigint; readonly prepare: bigint }
  readonly backwards?: boolean
  readonly count?: number
  readonly subscribe?: boolean
  readonly filter?: {
    readonly on?: 'type'
    readonly prefixes?: readonly string[]
    readonly regex?: string
    readonly window?: number
    readonly interval?: number
  }
}

/** A message in short, a mark of the recorder's own, or the status at the end. */
export type Line = string | Readonly<Record<string, unknown>>

const { ReadReq } = streams
const { Options } = ReadReq

export const requestOf = ({ stream, from, backwards, count = 1000, subscribe, filter }: Asked): streams.ReadReq => {
  const options = new Options()
  if (stream === undefined) {
    const all = new Options.AllOptions()
    if (from === 'start') all.setStart(new shared.Empty())
    else if (typeof from === 'object') {
      const position = new Options.Position()
      position.setCommitPosition(String(from.commit))
      position.setPreparePosition(String(from.prepare))
      all.setPosition(position)
    } else all.setEnd(new shared.Empty())
    options.setAll(all)
  } else {
    const one = new Options.StreamOptions()
    one.setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from(stream)))
    if (from === 'start') one.setStart(new shared.Empty())
    else if (typeof from === 'number') one.setRevision(String(from))
    else one.setEnd(new shared.Empty())
    options.setStream(one)
  }
  const { FORWARDS, BACKWARDS } = Options.ReadDirection
  options.setReadDirection(backwards === true ? BACKWARDS : FORWARDS)
  if (subscribe === true) options.setSubscription(new Options.SubscriptionOptions())
  else options.setCount(String(count))
  if (filter === undefined) options.setNoFilter(new shared.Empty())
  else {
    const expression = new Options.FilterOptions.Expression()
    if (filter.regex !== undefined) expression.setRegex(filter.regex)
    expression.setPrefixList([...(filter.prefixes ?? [])])
    const by = new Options.FilterOptions()
    if (filter.on === 'type') by.setEventType(expression)
    else by.setStreamIdentifier(expression)
    by.setMax(filter.window ?? 32)
    by.setCheckpointintervalmultiplier(filter.interval ?? 1)
    options.setFilter(by)
  }
  options.setUuidOption(new Options.UUIDOption().setString(new shared.Empty()))
  options.setControlOption(new Options.ControlOption().setCompatibility(1))
  return new ReadReq().setOptions(options)
}

const recordedName = (event: streams.ReadResp.ReadEvent.RecordedEvent) => {
  const name = Buffer.from(event.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8')
  return `${name}@${event.getStreamRevision()}`
}

const lineOf = (message: streams.ReadResp): Line => {
  const { ContentCase } = streams.ReadResp
  switch (message.getContentCase()) {
    case ContentCase.EVENT: {
      const event = message.getEvent()?.getEvent()
      if (event === undefined) return { event: null }
      return {
        event: recordedName(event),
        commit: event.getCommitPosition(),
        position: message.getEvent()?.getCommitPosition(),
        meta: event
          .getMetadataMap()
          .toArray()
          .map(([key]) => key)
          .sort()
          .join(' '),
      }
    }
    case ContentCase.CONFIRMATION:
      return { confirmation: true }
    case ContentCase.CHECKPOINT:
      return { checkpoint: message.getCheckpoint()?.getCommitPosition() }
    case ContentCase.STREAM_NOT_FOUND:
      return { streamNotFound: true }
    case ContentCase.FIRST_STREAM_POSITION:
      return { firstStreamPosition: message.getFirstStreamPosition() }
    case ContentCase.LAST_STREAM_POSITION:
      return { lastStreamPosition: message.getLastStreamPosition() }
    case ContentCase.CAUGHT_UP:
      return { CAUGHT_UP: true }
    case ContentCase.FELL_BEHIND:
      return { FELL_BEHIND: true }
    case ContentCase.LAST_ALL_STREAM_POSITION:
      return { lastAllStreamPosition: true }
    case ContentCase.CONTENT_NOT_SET:
      return { nothing: true }
  }
}

const lineOfError = ({ code, details, metadata }: ServiceError): Line => ({
  error: code,
  details,
  trailers: Object.fromEntries(
    Object.entries(metadata.getMap()).filter(([name]) => !/date|content|server|accept/.test(name)),
  ),
})

export interface Recording {
  readonly lines: readonly Line[]
  mark(text: string): void
  /** Resolves when this holds of the lines so far, or when the call has ended. */
  until(holds: (lines: readonly Line[]) => boolean): Promise<void>
  /** Cancels what goes on for ever, and waits for the end. */
  stop(): Promise<readonly Line[]>
}

export const record = (client: StreamsClient, asked: Asked): Recording => {
  const lines: Line[] = []
  const news = new EventEmitter()
  const add = (line: Line) => {
    lines.push(line)
    news.emit('line')
  }
  let isEnded = false
  const call = client.read(requestOf(asked), new Metadata())
  call.on('data', (message: streams.ReadResp) => add(lineOf(message)))
  call.on('error', (error: ServiceError) => add(lineOfError(error)))
  call.on('end', () => {
    isEnded = true
    add({ end: true })
  })
  const until = async (holds: (lines: readonly Line[]) => boolean) => {
    while (!isEnded && !holds(lines)) await once(news, 'line')
  }
  return {
    lines,
    mark: add,
    until,
    stop: async () => {
      call.cancel()
      await until(() => false)
      return lines
    },
  }
}
