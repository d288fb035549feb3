// What the services need of the node that they run on.
import type { Metadata, ServerErrorResponse } from '@grpc/grpc-js'
import type { Access, Right } from '../access.ts'
import type { Fault, Faults, FaultyCall } from '../faults.ts'
import type { EventLog } from '../log/event-log.ts'
import type { Writer } from '../log/writer.ts'
import type { Version } from '../version.ts'
import { cancelled, notLeader, unavailable, type Address, type Failure } from '../wire/failures.ts'

export interface Member extends Address {
  readonly id: string
  readonly isAlive: boolean
  readonly isLeader: boolean
}

export interface Limits {
  /** Bytes of a whole append. */
  readonly append: number
  /** Bytes of one event; newer servers have it. */
  readonly event: number
}

export interface Host {
  readonly id: string
  readonly version: Version
  readonly log: EventLog
  readonly writer: Writer
  readonly faults: Faults
  /** Undefined on an insecure node, where everybody may do everything. */
  readonly access: Access | undefined
  readonly limits: Limits
  members(): readonly Member[]
  dropConnections(): void
}

export interface Call {
  readonly metadata: Metadata
}

/** What a call meets before it is looked at: it is refused, or it goes on with a fault that comes later, if any. */
export type Admission =
  | { readonly kind: 'go'; readonly fault: Fault | undefined }
  | { readonly kind: 'fail'; readonly error: ServerErrorResponse }
  | { readonly kind: 'silence' }

export const admit = (host: Host, name: FaultyCall, call: Call): Admission => {
  const fault = host.faults.take(name)
  if (fault?.kind === 'refuse') return { kind: 'fail', error: unavailable() }
  if (fault?.kind === 'neverAnswer') return { kind: 'silence' }
  if (fault?.kind === 'cancel' && fault.afterMessages === undefined) return { kind: 'fail', error: cancelled() }
  if (fault?.kind === 'dropConnection' && fault.afterMessages === undefined) {
    host.dropConnections()
    return { kind: 'silence' }
  }
  const leader = host.members().find(member => member.isLeader && member.isAlive)
  if (leader?.id === host.id && fault?.kind !== 'serveAsFollower') return { kind: 'go', fault }
  if (leader !== undefined && wantsLeader(call)) return { kind: 'fail', error: notLeader(leader) }
  // A follower hands writes on to the leader, which comes to the same over one log.
  const needsLeader = wantsLeader(call) || writes.includes(name)
  return leader === undefined && needsLeader ? { kind: 'fail', error: unavailable() } : { kind: 'go', fault }
}

const writes: readonly FaultyCall[] = ['append', 'delete', 'tombstone']
const wantsLeader = ({ metadata }: Call) => metadata.get('requires-leader').some(value => String(value) === 'true')

/** Does what an admitted call asks, and answers as its fault lets it. */
export const conclude = <T>(host: Host, fault: Fault | undefined, work: () => T, reply: (result: T) => void): void => {
  const result = work()
  if (fault?.kind === 'commitAndDropConnection') host.dropConnections()
  else if (fault?.kind === 'delay') setTimeout(() => reply(result), fault.milliseconds)
  else if (fault?.kind !== 'commitAndSwallowReply') reply(result)
}

/** What a call may not do: refused with this failure. */
export const forbidden = (host: Host, call: Call, right: Right, stream: string): Failure | undefined => {
  switch (host.access?.ask(call.metadata, right, stream)) {
    case undefined:
    case 'granted':
      return undefined
    case 'denied':
      return { kind: 'accessDenied' }
    case 'unauthenticated':
      return { kind: 'unauthenticated' }
  }
}
