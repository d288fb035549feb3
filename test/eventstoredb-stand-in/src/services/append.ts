// Append, which is one call for one append, and BatchAppend, which is one call for many.
import type { sendUnaryData, ServerDuplexStream, ServerReadableStream } from '@grpc/grpc-js'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import shared from '@eventstore/db-client/generated/shared_pb.js'
import empty from 'google-protobuf/google/protobuf/empty_pb.js'
import { admit, conclude, forbidden, type Call, type Host } from './host.ts'
import { batchError, failedCall, unknown, wrongVersionReply, type Failure } from '../wire/failures.ts'
import { appended, identifierOf, positionOf } from '../wire/replies.ts'
import { expectedPosition, expectedRevision, idOf, nameOf, proposedEvent } from '../wire/requests.ts'
import { answerOf, failed, type Answer } from './answer.ts'
import type { Expected } from '../log/append-rules.ts'
import type { ProposedEvent } from '../log/event-log.ts'

interface Asked {
  readonly stream: string
  readonly expected: Expected | undefined
  readonly events: readonly ProposedEvent[]
}

const answer = (host: Host, call: Call, { stream, expected, events }: Asked): Answer => {
  if (stream === '' || expected === undefined) return failed({ kind: 'badRequest' })
  const refused = forbidden(host, call, '$w', stream) ?? tooLarge(host, events)
  if (refused !== undefined) return failed(refused)
  return answerOf(host.writer.append(stream, expected, events), expected)
}

const tooLarge = ({ limits }: Host, events: readonly ProposedEvent[]): Failure | undefined => {
  const sizes = events.map(({ type, data, metadata }) => type.length * 2 + data.length + metadata.length)
  if (sizes.some(size => size > limits.event)) return { kind: 'eventTooLarge', limit: limits.event }
  const size = sizes.reduce((sum, each) => sum + each, 0)
  return size > limits.append ? { kind: 'appendTooLarge', limit: limits.append } : undefined
}

export const append =
  (host: Host) =>
  (
    call: ServerReadableStream<streams.AppendReq, streams.AppendResp>,
    reply: sendUnaryData<streams.AppendResp>,
  ): void => {
    let asked: Asked = { stream: '', expected: undefined, events: [] }
    const events: ProposedEvent[] = []
    call.on('data', (request: streams.AppendReq) => {
      const options = request.getOptions()
      const message = request.getProposedMessage()
      if (options !== undefined) {
        asked = { stream: nameOf(options.getStreamIdentifier()), expected: expectedRevision(options), events }
      }
      if (message !== undefined) events.push(proposedEvent(message))
    })
    const decide = () => {
      // a call that was cut off ends like one that is complete, and only then tells so: a real server writes no part of an append
      if (call.cancelled) return
      const admission = admit(host, 'append', call)
      if (admission.kind === 'silence') return
      if (admission.kind === 'fail') {
        reply(admission.error)
        return
      }
      conclude(
        host,
        admission.fault,
        () => answer(host, call, asked),
        result => replyTo(asked, result, reply),
      )
    }
    call.on('end', () => setImmediate(decide))
  }

const replyTo = ({ stream }: Asked, result: Answer, reply: sendUnaryData<streams.AppendResp>) => {
  switch (result.kind) {
    case 'written': {
      reply(null, appended(result.revision, result.position))
      return
    }
    case 'failed': {
      const { failure } = result
      if (failure.kind !== 'wrongVersion') {
        reply(failedCall(stream, failure))
        return
      }
      reply(null, wrongVersionReply(failure.expected, failure.current))
      return
    }
    case 'unanswered':
      return
  }
}

type BatchCall = ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>

/** An append may come in several messages, and those of several appends between each other. */
export const batchAppend =
  (host: Host) =>
  (call: BatchCall): void => {
    const begun = new Map<string, { options: streams.BatchAppendReq.Options; events: ProposedEvent[] }>()
    call.on('data', (request: streams.BatchAppendReq) => {
      const id = idOf(request.getCorrelationId())
      const options = request.getOptions()
      if (options !== undefined) begun.set(id, { options, events: [] })
      const append = begun.get(id)
      if (append === undefined) return call.emit('error', unknown('An append began without its options'))
      append.events.push(...request.getProposedMessagesList().map(proposedEvent))
      if (!request.getIsFinal()) return
      begun.delete(id)
      const { events } = append
      const stream = nameOf(append.options.getStreamIdentifier())
      answerInBatch(host, call, request, { stream, expected: expectedPosition(append.options), events })
    })
    call.on('end', () => call.end())
    call.on('error', () => undefined)
  }

const answerInBatch = (host: Host, call: BatchCall, request: streams.BatchAppendReq, asked: Asked) => {
  const admission = admit(host, 'append', call)
  if (admission.kind === 'silence') return
  if (admission.kind === 'fail') {
    call.emit('error', admission.error)
    return
  }
  conclude(
    host,
    admission.fault,
    () => answer(host, call, asked),
    result => {
      if (call.cancelled || result.kind === 'unanswered') return
      if (result.kind === 'failed' && result.failure.kind === 'unauthenticated') {
        call.emit('error', failedCall(asked.stream, result.failure))
        return
      }
      call.write(batchReply(request, asked, result))
    },
  )
}

const batchReply = (
  request: streams.BatchAppendReq,
  { stream, expected }: Asked,
  result: Exclude<Answer, { kind: 'unanswered' }>,
) => {
  const message = new streams.BatchAppendResp()
  message.setCorrelationId(request.getCorrelationId())
  message.setStreamIdentifier(identifierOf(stream))
  if (typeof expected === 'bigint') message.setStreamPosition(String(expected))
  else if (expected === 'no_stream') message.setNoStream(new empty.Empty())
  else if (expected === 'stream_exists') message.setStreamExists(new empty.Empty())
  else message.setAny(new empty.Empty())
  if (result.kind === 'failed') return message.setError(batchError(stream, result.failure))
  const success = new streams.BatchAppendResp.Success()
  if (result.revision === undefined) success.setNoStream(new empty.Empty())
  else success.setCurrentRevision(String(result.revision))
  if (result.position === undefined) success.setNoPosition(new empty.Empty())
  else success.setPosition(positionOf(new shared.AllStreamPosition(), result.position))
  return message.setSuccess(success)
}
