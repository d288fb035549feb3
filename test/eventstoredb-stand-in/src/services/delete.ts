// Delete, after which a stream may begin again, and Tombstone, after which it may not.
import type { sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js'
import type streams from '@eventstore/db-client/generated/streams_pb.js'
import { answerOf, failed, type Answer } from './answer.ts'
import { admit, conclude, forbidden, type Call, type Host } from './host.ts'
import { failedCall } from '../wire/failures.ts'
import { deleted, tombstoned } from '../wire/replies.ts'
import { expectedRevision, nameOf } from '../wire/requests.ts'
import type { Expected } from '../log/append-rules.ts'

interface Asked {
  readonly name: 'delete' | 'tombstone'
  readonly stream: string
  readonly expected: Expected | undefined
}

const answer = (host: Host, call: Call, { name, stream, expected }: Asked): Answer => {
  // A delete of a stream that exists is no request that a server knows.
  const isUnknown = expected === undefined || (name === 'delete' && expected === 'stream_exists')
  if (stream === '' || isUnknown) return failed({ kind: 'badRequest' })
  const refused = forbidden(host, call, '$d', stream)
  return refused === undefined ? answerOf(host.writer[name](stream, expected), expected) : failed(refused)
}

const end = <Reply>(
  host: Host,
  call: Call,
  asked: Asked,
  replyWith: (position: number | undefined) => Reply,
  reply: sendUnaryData<Reply>,
) => {
  const admission = admit(host, asked.name, call)
  if (admission.kind === 'silence') return
  if (admission.kind === 'fail') {
    reply(admission.error)
    return
  }
  conclude(
    host,
    admission.fault,
    () => answer(host, call, asked),
    result => {
      if (result.kind === 'written') reply(null, replyWith(result.position))
      else if (result.kind === 'failed') reply(failedCall(asked.stream, result.failure))
    },
  )
}

const askedOf = (name: Asked['name'], request: streams.DeleteReq | streams.TombstoneReq): Asked => {
  const options = request.getOptions()
  const stream = nameOf(options?.getStreamIdentifier())
  return { name, stream, expected: options && expectedRevision(options) }
}

export const deleteStream =
  (host: Host) =>
  (call: ServerUnaryCall<streams.DeleteReq, streams.DeleteResp>, reply: sendUnaryData<streams.DeleteResp>): void =>
    end(host, call, askedOf('delete', call.request), deleted, reply)

export const tombstoneStream =
  (host: Host) =>
  (
    call: ServerUnaryCall<streams.TombstoneReq, streams.TombstoneResp>,
    reply: sendUnaryData<streams.TombstoneResp>,
  ): void =>
    end(host, call, askedOf('tombstone', call.request), tombstoned, reply)
