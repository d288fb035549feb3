// Reads of the protocol as iterations: they go on where they stopped when a connection is lost, and leave no call behind when they are left.
import { StoreClosed } from '@eventcrm/event-store'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import { refusalOf, unreachable } from './refusals.ts'
import { faultOf } from './faults.ts'
import { Tries, type Patience } from './patience.ts'
import type { Wire } from './wire.ts'

export interface Reading extends Patience {
  readonly wire: Wire
  /** Ends what is read, as the store does that is closed. */
  readonly closing: AbortSignal
}

/** Messages that wait to be handed over, at most: with as many, the server is told to wait, through the window of the connection. */
const most = 500

/** One call's messages, as they arrive. The call ends with the iteration, and with the store; a server that says nothing for so long ends it, too. */
async function* messagesOf(
  request: streams.ReadReq,
  { wire, closing }: Reading,
  silence: number | undefined,
): AsyncGenerator<readonly streams.ReadResp[]> {
  const call = await wire.read(request)
  const cancel = () => call.cancel()
  closing.addEventListener('abort', cancel)
  let arrived: streams.ReadResp[] = []
  let over: { readonly error?: Error } | undefined
  let wake = () => {}
  const end = (error?: Error) => {
    over ??= error ? { error } : {}
    wake()
  }
  call.on('data', message => {
    if (!(message instanceof streams.ReadResp)) return
    // what arrives in the same turn of the event loop is handed over together: one by one a reading would take twice as long
    if (arrived.push(message) === 1) setImmediate(() => wake())
    if (arrived.length >= most) call.pause()
  })
  call.on('end', () => end())
  call.on('error', end)
  const watch = silence === undefined ? undefined : setTimeout(cancel, silence)
  try {
    for (;;) {
      if (arrived.length > 0) {
        const messages = arrived
        arrived = []
        clearTimeout(watch)
        yield messages
        watch?.refresh()
        call.resume()
      } else if (over?.error) throw over.error
      else if (over) return
      else await new Promise<void>(resolve => (wake = resolve))
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
 * The messages of a read, as they arrive, across lost connections.
 * @throws ReadFault for a stream that was deleted and for a position that is none; ClusterRefused; StoreUnavailable once it was tried for long;
 *   StoreClosed
 */
export async function* read(reading: Reading, { rest, silence }: Resumed): AsyncGenerator<readonly streams.ReadResp[]> {
  const { closing, retryFor } = reading
  const isClosed = () => closing.aborted
  const tries = new Tries(reading, closing)
  for (;;) {
    const request = rest()
    if (!request) return
    if (isClosed()) throw new StoreClosed()
    let error: unknown
    try {
      for await (const messages of messagesOf(request, reading, silence)) {
        yield messages
        tries.wentWell()
        if (isClosed()) throw new StoreClosed()
      }
      if (isClosed()) throw new StoreClosed()
      tries.wentWell()
      return
    } catch (caught) {
      error = caught
    }
    if (isClosed()) throw new StoreClosed()
    const refusal = refusalOf(faultOf(error), error)
    if (refusal) throw refusal
    if (!(await tries.again())) throw isClosed() ? new StoreClosed() : unreachable(retryFor, error)
  }
}

/** The first message of a read that has something to say. */
export const first = async <T>(
  reading: Reading,
  resumed: Resumed,
  find: (message: streams.ReadResp) => T | undefined,
): Promise<T | undefined> => {
  for await (const messages of read(reading, resumed)) {
    for (const message of messages) {
      const found = find(message)
      if (found !== undefined) return found
    }
  }
  return undefined
}
