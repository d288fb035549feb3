// How a server says no: the status of a call with its trailers, or an error inside the reply to a batch.
import { Metadata, status, type ServerErrorResponse } from '@grpc/grpc-js'
import codes from '@eventstore/db-client/generated/code_pb.js'
import shared from '@eventstore/db-client/generated/shared_pb.js'
import statusMessages from '@eventstore/db-client/generated/status_pb.js'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import any from 'google-protobuf/google/protobuf/any_pb.js'
import empty from 'google-protobuf/google/protobuf/empty_pb.js'
import { identifierOf } from './replies.ts'
import type { Expected } from '../log/append-rules.ts'

export interface Address {
  readonly host: string
  readonly port: number
}

export type Failure =
  | { readonly kind: 'wrongVersion'; readonly expected: Expected; readonly current: bigint | undefined }
  | { readonly kind: 'streamDeleted' }
  | { readonly kind: 'accessDenied' }
  | { readonly kind: 'unauthenticated' }
  | { readonly kind: 'appendTooLarge'; readonly limit: number }
  | { readonly kind: 'eventTooLarge'; readonly limit: number }
  | { readonly kind: 'badRequest' }

/** How deletes and tombstones tell what was expected; -1 is none. */
const expectedAsNumber = (expected: Expected) => {
  switch (expected) {
    case 'any':
      return '-2'
    case 'no_stream':
      return '-1'
    case 'stream_exists':
      return '-4'
    default:
      return String(expected)
  }
}

const callError = (
  code: status,
  details: string,
  trailers: Readonly<Record<string, string>> = {},
): ServerErrorResponse & { readonly metadata: Metadata } => {
  const metadata = new Metadata()
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value)
  return Object.assign(new Error(details), { code, details, metadata })
}

export const unknown = (details = 'Exception was thrown by handler.') => callError(status.UNKNOWN, details)
export const unavailable = () => callError(status.UNAVAILABLE, 'Server Is Not Ready')
export const cancelled = () => callError(status.CANCELLED, 'The stand-in was told to cancel this call.')
export const notLeader = ({ host, port }: Address) =>
  callError(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': host,
    'leader-endpoint-port': String(port),
  })

/** As the status of a call. */
export const failedCall = (stream: string, failure: Failure): ServerErrorResponse => {
  switch (failure.kind) {
    case 'wrongVersion': {
      const [expected, actual] = [expectedAsNumber(failure.expected), String(failure.current ?? -1n)]
      const details = `Append failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${expected}, Actual version: ${actual}`
      return callError(status.FAILED_PRECONDITION, details, {
        exception: 'wrong-expected-version',
        'stream-name': stream,
        'expected-version': expected,
        'actual-version': actual,
      })
    }
    case 'streamDeleted':
      return callError(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
        exception: 'stream-deleted',
        'stream-name': stream,
      })
    case 'accessDenied':
      return callError(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' })
    case 'unauthenticated':
      return callError(status.UNAUTHENTICATED, 'Unauthenticated')
    case 'appendTooLarge':
      return callError(status.INVALID_ARGUMENT, `Maximum Append Size of ${failure.limit} Exceeded.`, {
        exception: 'maximum-append-size-exceeded',
        'maximum-append-size': String(failure.limit),
      })
    case 'eventTooLarge':
      return callError(status.INVALID_ARGUMENT, `Maximum Append Event Size of ${failure.limit} Exceeded.`, {
        exception: 'maximum-append-event-size-exceeded',
        'maximum-append-event-size': String(failure.limit),
      })
    case 'badRequest':
      return unknown()
  }
}

/** A wrong version is no failed call of a plain append, but its reply. */
export const wrongVersionReply = (expected: Expected, current: bigint | undefined): streams.AppendResp => {
  const wrong = new streams.AppendResp.WrongExpectedVersion()
  if (current === undefined) wrong.setCurrentNoStream(new shared.Empty())
  else wrong.setCurrentRevision(String(current))
  if (expected === 'any') wrong.setExpectedAny(new shared.Empty())
  else if (expected === 'no_stream') wrong.setExpectedNoStream(new shared.Empty())
  else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new shared.Empty())
  else wrong.setExpectedRevision(String(expected))
  return new streams.AppendResp().setWrongExpectedVersion(wrong)
}

const errorOf = (code: codes.Code, name: string, details: Uint8Array) => {
  const packed = new any.Any()
  packed.pack(details, `event_store.client.${name}`)
  const message = new statusMessages.Status()
  message.setCode(code)
  message.setMessage(name)
  message.setDetails(packed)
  return message
}

const wrongVersionDetails = (expected: Expected, current: bigint | undefined) => {
  const wrong = new shared.WrongExpectedVersion()
  if (current === undefined) wrong.setCurrentNoStream(new empty.Empty())
  else wrong.setCurrentStreamRevision(String(current))
  if (expected === 'any') wrong.setExpectedAny(new empty.Empty())
  else if (expected === 'no_stream') wrong.setExpectedNoStream(new empty.Empty())
  else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new empty.Empty())
  else wrong.setExpectedStreamPosition(String(expected))
  return wrong.serializeBinary()
}

/** As the error of one append of a batch, whose call goes on. */
export const batchError = (stream: string, failure: Failure) => {
  switch (failure.kind) {
    case 'wrongVersion':
      return errorOf(
        codes.Code.FAILED_PRECONDITION,
        'WrongExpectedVersion',
        wrongVersionDetails(failure.expected, failure.current),
      )
    case 'streamDeleted': {
      const details = new shared.StreamDeleted()
      details.setStreamIdentifier(identifierOf(stream))
      return errorOf(codes.Code.FAILED_PRECONDITION, 'StreamDeleted', details.serializeBinary())
    }
    case 'accessDenied':
    case 'unauthenticated':
      return errorOf(codes.Code.PERMISSION_DENIED, 'AccessDenied', new shared.AccessDenied().serializeBinary())
    case 'appendTooLarge': {
      const details = new shared.MaximumAppendSizeExceeded().setMaxappendsize(failure.limit)
      return errorOf(codes.Code.INVALID_ARGUMENT, 'MaximumAppendSizeExceeded', details.serializeBinary())
    }
    case 'eventTooLarge':
      return errorOf(codes.Code.INVALID_ARGUMENT, 'MaximumAppendEventSizeExceeded', new Uint8Array())
    case 'badRequest':
      return errorOf(codes.Code.UNKNOWN, 'Unknown', new shared.Unknown().serializeBinary())
  }
}
