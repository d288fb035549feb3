// Read: of a stream or of `$all`, to an end or as a subscription.
import { randomUUID } from 'node:crypto'
import { Metadata, type ServerErrorResponse, type ServerWritableStream } from '@grpc/grpc-js'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import { admit, forbidden, type Host } from './host.ts'
import { everything, filterBy } from '../log/filter.ts'
import { readAll, readStream, resolve } from '../log/reader.ts'
import { allSource, streamSource, type Notice, type Source } from '../log/subscription.ts'
import { cancelled, failedCall, unknown } from '../wire/failures.ts'
import * as replies from '../wire/replies.ts'
import { readRequest, type ReadRequest } from '../wire/requests.ts'
import type { Fault } from '../faults.ts'
import type { RecordedEvent } from '../log/event-log.ts'

type ReadCall = ServerWritableStream<streams.ReadReq, streams.ReadResp>

export const read =
  (host: Host) =>
  (call: ReadCall): void => {
    const request = readRequest(call.request)
    if (request === undefined) {
      fail(host, call, unknown())
      return
    }
    const admission = admit(host, request.count === undefined ? 'subscribe' : 'read', call)
    if (admission.kind === 'silence') return
    if (admission.kind === 'fail') {
      fail(host, call, admission.error)
      return
    }
    const refused = forbidden(host, call, '$r', subjectOf(request))
    if (refused !== undefined) {
      fail(host, call, failedCall(subjectOf(request), refused))
      return
    }
    const answer =
      request.count === undefined ? subscribe(host, request, call) : answerRead(host, request, request.count)
    const { fault } = admission
    const begin = () =>
      send(host, call, broken(host, fault, answer)).catch((error: unknown) => {
        if (!call.cancelled) call.emit('error', error)
      })
    if (fault?.kind === 'delay') setTimeout(() => void begin(), fault.milliseconds)
    else void begin()
  }

const subjectOf = ({ source }: ReadRequest) => (source.kind === 'stream' ? source.stream : '$all')

/** Messages in their order; an error ends them, and undefined means that there are none before the log goes on. */
type Answer = Iterable<streams.ReadResp | ServerErrorResponse | undefined>

const invalidPosition = ({ version }: Host) =>
  unknown(
    version === '24.6'
      ? 'Unexpected ReadAllResult: InvalidPosition'
      : 'Unexpected ReadAllResult: InvalidPosition >> No event of the stand-in stands there.',
  )

function* answerRead(host: Host, request: ReadRequest, count: number): Answer {
  const { source, direction } = request
  if (source.kind === 'all') {
    const filter = source.filter === undefined ? everything : filterBy(source.filter)
    const events = readAll(host.log, source.from, direction, filter)
    if (events === undefined) yield invalidPosition(host)
    else yield* messagesOf(host, request, events, count)
    return
  }
  if (source.stream === '') return yield unknown()
  const found = readStream(host.log, source.stream, source.from, direction)
  switch (found.kind) {
    case 'notFound':
      return yield replies.streamNotFound(source.stream)
    case 'deleted':
      return yield failedCall(source.stream, { kind: 'streamDeleted' })
    case 'events': {
      const sent = yield* messagesOf(host, request, found.events, count)
      if (sent === 0) yield replies.firstStreamPosition(found.last + 1n)
      yield replies.lastStreamPosition(found.last)
    }
  }
}

function* messagesOf(
  host: Host,
  request: ReadRequest,
  events: Iterable<RecordedEvent>,
  count: number,
): Generator<streams.ReadResp, number> {
  let sent = 0
  for (const event of events) {
    if (sent >= count) break
    sent++
    yield eventMessage(host, request, event)
  }
  return sent
}

const eventMessage = ({ log }: Host, { resolvesLinks, structuredIds }: ReadRequest, event: RecordedEvent) =>
  replies.eventReply(resolvesLinks ? resolve(log, event) : { event, link: undefined }, structuredIds)

function* subscribe(host: Host, request: ReadRequest, call: ReadCall): Answer {
  const { source } = request
  const filter = source.kind === 'all' ? source.filter : undefined
  if (filter?.interval === 0) return yield unknown()
  if (source.kind === 'stream') {
    const found = readStream(host.log, source.stream, 'end', 'backwards')
    if (found.kind === 'deleted') return yield failedCall(source.stream, { kind: 'streamDeleted' })
  }
  yield replies.confirmation(randomUUID())
  if (filter?.window === 0) return yield unknown()
  const pulled = sourceOf(host, request)
  if (pulled === undefined) return yield invalidPosition(host)
  while (!call.cancelled) {
    const notice = pulled.next()
    yield notice && messageOf(host, request, notice)
  }
}

const sourceOf = ({ log, version }: Host, { source }: ReadRequest): Source | undefined =>
  source.kind === 'stream'
    ? streamSource(log, source.stream, source.from)
    : allSource(log, source.from, source.filter, version)

const messageOf = (host: Host, request: ReadRequest, notice: Notice) => {
  switch (notice.kind) {
    case 'event':
      return eventMessage(host, request, notice.event)
    case 'checkpoint':
      return replies.checkpoint(notice.event)
    case 'caughtUp':
      return replies.caughtUp()
    case 'streamDeleted':
      return failedCall(subjectOf(request), { kind: 'streamDeleted' })
  }
}

const send = async (host: Host, call: ReadCall, answer: Answer) => {
  let isBegun = false
  for (const message of answer) {
    if (call.cancelled) return
    if (message === undefined) await goesOn(host, call)
    else if (!(message instanceof streams.ReadResp)) {
      fail(host, call, message, isBegun)
      return
    } else {
      isBegun = true
      if (!call.write(message)) await drained(call)
    }
  }
  if (!call.cancelled) call.end()
}

/** The answer as far as the fault lets it come. */
function* broken(host: Host, fault: Fault | undefined, answer: Answer): Answer {
  let left = fault !== undefined && 'afterMessages' in fault ? fault.afterMessages : undefined
  for (const message of answer) {
    yield message
    if (left === undefined || message === undefined || --left > 0) continue
    if (fault?.kind === 'cancel') yield cancelled()
    else host.dropConnections()
    return
  }
}

/** The next event of the log, or the end of the call. */
const goesOn = ({ log }: Host, call: ReadCall) =>
  new Promise<void>(resolve => {
    const done = () => {
      stop()
      call.off('cancelled', done)
      resolve()
    }
    const stop = log.onNext(done)
    call.on('cancelled', done)
  })

const drained = (call: ReadCall) =>
  new Promise<void>(resolve => {
    const done = () => {
      call.off('drain', done)
      call.off('cancelled', done)
      resolve()
    }
    call.on('drain', done)
    call.on('cancelled', done)
  })

/** The newer server says that its replies come compressed, also where there is nothing but an error. Those of the stand-in do not. */
const fail = ({ version }: Host, call: ReadCall, error: ServerErrorResponse, isBegun = false) => {
  if (version === '26.1' && !isBegun) {
    error.metadata ??= new Metadata()
    error.metadata.set('grpc-encoding', 'gzip')
  }
  call.emit('error', error)
}
