// Reads of the protocol as iterations: they go on where they stopped when a connection is lost, and leave no call behind when they are left.
import { StoreClosed, StoreUnavailable } from '@eventcrm/event-store'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import { ClusterRefused } from './errors.ts'
import { detailsOf, faultOf, type CallFault } from './faults.ts'
import { Tries, type Patience } from './patience.ts'
import type { Wire } from './wire.ts'

export interface Reading extends Patience {
  readonly wire: Wire
  /** Ends what is read, as the store does that is closed. */
  readonly closing: AbortSignal
}

/** An error of a call that says more than that it failed. */
export class ReadFault extends Error {
  readonly fault: CallFault
  constructor(fault: CallFault, cause: unknown) {
    super(detailsOf(cause), { cause })
    this.fault = fault
  }
}

/** What a fault comes to for the caller, or undefined where trying again may help. */
export const refusalOf = (fault: CallFault, cause: unknown): Error | undefined => {
  switch (fault.kind) {
    case 'refused':
      return new ClusterRefused(fault.why, { cause })
    case 'streamDeleted':
    case 'noSuchPosition':
      return new ReadFault(fault, cause)
    case 'tooLarge':
      return new StoreUnavailable(`EventStoreDB could not be read: ${detailsOf(cause)}`, { cause })
    case 'notDone':
    case 'unknown':
      return undefined
  }
}

export const unavailable = (retryFor: number, cause: unknown): StoreUnavailable =>
  new StoreUnavailable(
    `EventStoreDB could not be read for ${String(retryFor / 1000)} s (${detailsOf(cause)}): see that it runs, and the address; trying again later may help`,
    { cause },
  )

/** One call's messages. The call ends with the iteration, and with the store; a server that says nothing for so long ends it, too. */
async function* messagesOf(
  request: streams.ReadReq,
  { wire, closing }: Reading,
  silence: number | undefined,
): AsyncGenerator<streams.ReadResp> {
  const call = await wire.read(request)
  const cancel = () => call.cancel()
  closing.addEventListener('abort', cancel)
  let isWaiting = true
  const watch = silence === undefined ? undefined : setTimeout(() => isWaiting && cancel(), silence)
  try {
    for await (const message of call) {
      isWaiting = false
      if (message instanceof streams.ReadResp) yield message
      isWaiting = true
      watch?.refresh()
    }
  } finally {
    clearTimeout(watch)
    closing.removeEventListener('abort', cancel)
    cancel()
  }
}

export interface Resumed {
  /** The request for what is left, asked again after each interruption; undefined when nothing is. */
  readonly rest: () => streams.ReadReq | undefined
  /** Milliseconds that a server may say nothing; without end where it may have much to pass over. */
  readonly silence?: number
}

/**
 * The messages of a read, across lost connections.
 * @throws ReadFault for a stream that was deleted and for a position that is none; ClusterRefused; StoreUnavailable once it was tried for long;
 *   StoreClosed
 */
export async function* read(reading: Reading, { rest, silence }: Resumed): AsyncGenerator<streams.ReadResp> {
  const { closing, retryFor } = reading
  const tries = new Tries(retryFor, closing)
  for (;;) {
    const request = rest()
    if (!request) return
    if (closing.aborted) throw new StoreClosed()
    let error: unknown
    try {
      for await (const message of messagesOf(request, reading, silence)) {
        yield message
        tries.wentWell()
        if (closing.aborted) throw new StoreClosed()
      }
      if (closing.aborted) throw new StoreClosed()
      return
    } catch (caught) {
      error = caught
    }
    if (closing.aborted) throw new StoreClosed()
    const refusal = refusalOf(faultOf(error), error)
    if (refusal) throw refusal
    if (!(await tries.again())) throw closing.aborted ? new StoreClosed() : unavailable(retryFor, error)
  }
}
