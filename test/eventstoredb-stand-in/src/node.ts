// One node: a port of this machine, the services behind it, and the connections that it can cut.
import { randomUUID } from 'node:crypto'
import { createServer, type Server as Listener, type Socket } from 'node:net'
import { Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js'
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb.js'
import { PersistentSubscriptionsService } from '@eventstore/db-client/generated/persistent_grpc_pb.js'
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js'
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js'
import { Faults, type FaultyCall } from './faults.ts'
import { append, batchAppend } from './services/append.ts'
import { deleteStream, tombstoneStream } from './services/delete.ts'
import { supportedMethods } from './services/features.ts'
import { clusterInfo } from './services/gossip.ts'
import { admit, conclude, type Host, type Member } from './services/host.ts'
import { read } from './services/read.ts'
import type { ServerCertificate } from './certificates.ts'

export type Shared = Pick<Host, 'access' | 'limits' | 'log' | 'members' | 'version' | 'writer'>

const loopback = '127.0.0.1'
/** What a real server takes in one message. */
const largestMessage = 16 * 1024 * 1024

export class StandInNode {
  readonly id: string = randomUUID()
  readonly faults: Faults = new Faults()
  readonly #host: Host
  readonly #certificate: ServerCertificate | undefined
  readonly #sockets = new Set<Socket>()
  #running: { readonly listener: Listener; readonly server: Server } | undefined
  #port = 0

  constructor(shared: Shared, certificate: ServerCertificate | undefined) {
    const { id, faults } = this
    this.#host = { ...shared, id, faults, dropConnections: () => this.dropConnections() }
    this.#certificate = certificate
  }

  get address(): string {
    return `${this.#name}:${this.#port}`
  }

  get isAlive(): boolean {
    return this.#running !== undefined
  }

  /** A secure one has a name, which is what certificates are for. */
  get #name(): string {
    return this.#certificate === undefined ? loopback : 'localhost'
  }

  member(isLeader: boolean): Member {
    return { id: this.id, host: this.#name, port: this.#port, isAlive: this.isAlive, isLeader }
  }

  /** Begins to listen; after it was killed, at the same port again. @throws Error with `code` EADDRINUSE where it is in use */
  async start(port = this.#port): Promise<void> {
    const server = serverOf(this.#host)
    const injector = server.createConnectionInjector(credentialsOf(this.#certificate))
    const listener = createServer(socket => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
      socket.on('error', () => undefined)
      injector.injectConnection(socket)
    })
    await new Promise<void>((resolve, reject) => {
      listener.once('error', reject)
      listener.listen(port, loopback, resolve)
    })
    const address = listener.address()
    if (address !== null && typeof address === 'object') this.#port = address.port
    this.#running = { listener, server }
  }

  /** Cuts all connections at once, as a broken network does. */
  dropConnections(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  /** As when its process is killed: nobody is told anything. */
  async kill(): Promise<void> {
    if (this.#running === undefined) return
    const { listener, server } = this.#running
    this.#running = undefined
    const closed = new Promise(resolve => listener.close(resolve))
    this.dropConnections()
    server.forceShutdown()
    await closed
  }
}

const credentialsOf = (certificate: ServerCertificate | undefined) =>
  certificate === undefined
    ? ServerCredentials.createInsecure()
    : ServerCredentials.createSsl(null, [
        { cert_chain: Buffer.from(certificate.certificate), private_key: Buffer.from(certificate.key) },
      ])

const serverOf = (host: Host) => {
  const server = new Server({ 'grpc.max_receive_message_length': largestMessage, 'grpc.max_send_message_length': -1 })
  server.addService(StreamsService, {
    read: read(host),
    append: append(host),
    delete: deleteStream(host),
    tombstone: tombstoneStream(host),
    batchAppend: batchAppend(host),
  })
  server.addService(ServerFeaturesService, {
    getSupportedMethods: unary(host, 'features', () => supportedMethods(host.version)),
  })
  server.addService(GossipService, { read: unary(host, 'gossip', () => clusterInfo(host.members())) })
  // Known by name and answered UNIMPLEMENTED.
  server.addService(PersistentSubscriptionsService, {})
  return server
}

const unary =
  <Reply>(host: Host, name: FaultyCall, work: () => Reply) =>
  (call: ServerUnaryCall<unknown, Reply>, reply: sendUnaryData<Reply>): void => {
    const admission = admit(host, name, call)
    if (admission.kind === 'silence') return
    if (admission.kind === 'fail') {
      reply(admission.error)
      return
    }
    conclude(host, admission.fault, work, result => reply(null, result))
  }
