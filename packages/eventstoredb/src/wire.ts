// The calls of the protocol over the client's own channel, which finds the leader, speaks TLS and signs in. Its methods are not used: `readAll` has
// no filter, and its batched appends end the process when a leader dies (trap 3).
import { EventStoreDBClient } from '@eventstore/db-client'
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js'
import type streams from '@eventstore/db-client/generated/streams_pb.js'
import type { Channel, ClientReadableStream } from '@grpc/grpc-js'

/** A follower refuses such a call and names the leader, to which the client then connects: so what was written is read. */
const toLeader = { requiresLeader: true } as const

const ignore = () => undefined

/** Only `Wire.open` makes one, by no constructor: so it has no private or initialised fields. */
export class Wire extends EventStoreDBClient {
  declare private opened?: Promise<Channel>

  /** @throws what the client throws for a connection string that is none; its message quotes it */
  static open(url: string): Wire {
    const wire = EventStoreDBClient.connectionString(url)
    // It is of the base class, whatever the method is called on, and what is needed of it is for subclasses alone.
    Object.setPrototypeOf(wire, Wire.prototype)
    if (!(wire instanceof Wire)) throw new TypeError('The client cannot be made one that calls the protocol')
    const { handleError, getChannel } = wire
    // Nobody waits for this promise of the client's: where it fails to find a leader, the process would end.
    wire.handleError = (client, error) => handleError(client, error).catch(ignore)
    wire.getChannel = () => (wire.opened = getChannel())
    return wire
  }

  /**
   * One append, as a call of its own.
   * @param deadline when the call ends, answered or not, in milliseconds of the clock
   */
  append(request: readonly streams.AppendReq[], deadline: number, ending: AbortSignal): Promise<streams.AppendResp> {
    return this.execute(
      StreamsClient,
      'append',
      client =>
        new Promise<streams.AppendResp>((resolve, reject) => {
          const [metadata, options] = this.callArguments(toLeader, { deadline })
          const call = client.append(metadata, options, (error, reply) => {
            ending.removeEventListener('abort', cancel)
            if (error) reject(error)
            else resolve(reply)
          })
          const cancel = () => call.cancel()
          ending.addEventListener('abort', cancel)
          call.on('error', reject)
          for (const message of request) call.write(message)
          call.end()
        }),
    )
  }

  /** Begins a read or a subscription. Whoever begins it cancels it; an error after that is nobody's. */
  async read(request: streams.ReadReq): Promise<ClientReadableStream<streams.ReadResp>> {
    const begin = this.GRPCStreamCreator(StreamsClient, 'read', client =>
      client.read(request, ...this.callArguments(toLeader, { deadline: Infinity })),
    )
    const call = await begin()
    call.on('error', ignore)
    return call
  }

  /** Closes the connection, which the client's `dispose` leaves open. */
  async close(): Promise<void> {
    const channel = await this.opened?.catch(ignore)
    channel?.close()
  }
}
