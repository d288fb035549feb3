// Reads of the protocol as iterations: they go on where they stopped when a connection is lost, and leave no call behind when they are left.
import { StoreClosed } from '@eventcrm/event-store'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import type { ClientReadableStream } from '@grpc/grpc-js'
import { refusalOf, unreachable } from './refusals.ts'
import { faultOf } from './faults.ts'
import { Tries, type Patience } from './patience.ts'
import type { Wire } from './wire.ts'

export interface Reading extends Patience {
  readonly wire: Wire
  /** Ends what is read, as the store does that is closed. */
  readonly closing: AbortSignal
}

/** Messages that are handed over at once, at most, so that little is held in memory. */
const most = 500

/** What has arrived, without waiting. One by one a reading would take twice as long. */
const arrived = (call: ClientReadableStream<streams.ReadResp>): readonly streams.ReadResp[] => {
  const messages: streams.ReadResp[] = []
  for (let next: unknown; messages.length < most && (next = call.read()) instanceof streams.ReadResp;)
    messages.push(next)
  return messages
}

/** One call's messages. The call ends with the iteration, and with the store; a server that says nothing for so long ends it, too. */
async function* messagesOf(
  request: streams.ReadReq,
  { wire, closing }: Reading,
  silence: number | undefined,
): AsyncGenerator<readonly streams.ReadResp[]> {
  const call = await wire.read(request)
  const cancel = () => call.cancel()
  closing.addEventListener('abort', cancel)
  let wake = () => {}
  let over: { readonly error?: Error } | undefined
  const end = (error?: Error) => {
    over ??= error ? { error } : {}
    wake()
  }
  call.on('readable', () => wake())
  call.on('end', () => end())
  call.on('error', end)
  const watch = silence === undefined ? undefined : setTimeout(cancel, silence)
  try {
    for (;;) {
      const messages = arrived(call)
      if (messages.length > 0) {
        clearTimeout(watch)
        yield messages
        watch?.refresh()
        continue
      }
      if (over?.error) throw over.error
      if (over) return
      await new Promise<void>(resolve => (wake = resolve))
    }
  } finally {
    clearTimeout(watch)
    closing.removeEventListener('abort', cancel)
    cancel()
    call.resume() // what is still on its way is thrown away
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
  const tries = new Tries(retryFor, closing)
  for (;;) {
    const request = rest()
    if (!request) return
    if (closing.aborted) throw new StoreClosed()
    let error: unknown
    try {
      for await (const messages of messagesOf(request, reading, silence)) {
        yield messages
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
    if (!(await tries.again())) throw closing.aborted ? new StoreClosed() : unreachable(retryFor, error)
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
