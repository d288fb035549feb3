// What an error of a call means. The client's own classes are no guide: errors of gRPC come through without one (trap 2), so that the trailer
// and the numeric code are looked at.
import { Metadata, status } from '@grpc/grpc-js'

export type CallFault =
  /** Trying again will not help. */
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'tooLarge'; readonly largest: number | undefined }
  | { readonly kind: 'streamDeleted' }
  /** There is no event at the position. */
  | { readonly kind: 'noSuchPosition' }
  /** Certainly not carried out; trying again may help. */
  | { readonly kind: 'notDone' }
  /** It may have been carried out. */
  | { readonly kind: 'unknown' }

const trailer = (error: object, name: string): string | undefined =>
  'metadata' in error && error.metadata instanceof Metadata ? error.metadata.get(name)[0]?.toString() : undefined

/** How grpc-js, or the client that finds no leader, begins to say that a call never left the process. */
const neverSent =
  /^(No connection established|Name resolution failed|Channel closed before call started|Channel has been shut down|Failed to discover)/
/** What a connection is not made for: neither end trusts, or understands, the other. */
const notTrusted =
  /certificate|self.signed|altname|wrong version number|packet length too long|EPROTO|SSL routines|TLS handshake/i
const position = /InvalidPosition|invalid position/i

const refusals = {
  access:
    'EventStoreDB refuses this user: see that name and password are right, and that the user may read $all and append (an admin grants it)',
  trust:
    'EventStoreDB is not trusted, or does not speak TLS as this connection string says: give tls=true and tlsCAFile with the CA of its certificates (tlsVerifyCert=false has no effect: they are always verified), or tls=false if it is insecure',
}

const saidBy = (error: Error): string =>
  'details' in error && typeof error.details === 'string' ? error.details : error.message

/** What an error says to people: without the stack, and without what gRPC tells of its own workings. */
export const detailsOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'what was thrown is no error'
  return saidBy(error)
    .replace(/^No connection established\. Last error: (?:Error: )?/, '')
    .replace(/(?: \(\d{4}-[^)]*\))?\.?\s*Resolution note:.*$/s, '')
    .replace(/(Deadline exceeded[^,]*),.*$/s, '$1')
    .replace(/^Cancelled on client$/, 'No answer came in time')
}

/** Whether a call was refused for want of a right, by a server that knows who asks. */
export const isDenied = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? error.code : undefined
  if (code === status.UNAUTHENTICATED) return false
  return code === status.PERMISSION_DENIED || trailer(error, 'exception') === 'access-denied'
}

export const faultOf = (error: unknown): CallFault => {
  if (!(error instanceof Error)) return { kind: 'unknown' }
  const code = 'code' in error && typeof error.code === 'number' ? error.code : undefined
  const details = saidBy(error)
  switch (trailer(error, 'exception')) {
    case 'not-leader':
      return { kind: 'notDone' }
    case 'access-denied':
      return { kind: 'refused', why: refusals.access }
    case 'stream-deleted':
      return { kind: 'streamDeleted' }
    case 'maximum-append-size-exceeded':
    case 'maximum-append-event-size-exceeded':
      return { kind: 'tooLarge', largest: Number(trailer(error, 'maximum-append-size')) || undefined }
    case undefined:
    default:
  }
  if (position.test(details)) return { kind: 'noSuchPosition' }
  switch (code) {
    case status.PERMISSION_DENIED:
    case status.UNAUTHENTICATED:
      return { kind: 'refused', why: refusals.access }
    case status.RESOURCE_EXHAUSTED:
      return { kind: 'tooLarge', largest: undefined }
    case status.INVALID_ARGUMENT:
    case status.UNIMPLEMENTED:
      return {
        kind: 'refused',
        why: `EventStoreDB does not take what it was asked (${detailsOf(error)}): see that its version is 23.10 or newer`,
      }
    case status.UNAVAILABLE:
    case undefined:
      if (notTrusted.test(details)) return { kind: 'refused', why: refusals.trust }
      return { kind: neverSent.test(details) ? 'notDone' : 'unknown' }
    default:
      return { kind: 'unknown' }
  }
}
