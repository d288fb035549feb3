// One node, or several over one log.
import { certificateFor, type Authority, type ServerCertificate } from './certificates.ts'
import { Access, type Users } from './access.ts'
import { EventLog } from './log/event-log.ts'
import { LogFile } from './log/log-file.ts'
import { Writer } from './log/writer.ts'
import { StandInNode, type Shared } from './node.ts'
import type { Faults } from './faults.ts'
import type { Limits } from './services/host.ts'
import type { Version } from './version.ts'

export interface StandInOptions {
  /** Of the first node, with those of the others after it; unless given, any that are free. */
  readonly port?: number
  /** Which server it plays; 24.6 unless told otherwise. */
  readonly like?: Version
  /** How many nodes; the first leads. One unless told otherwise. */
  readonly nodes?: number
  /** Secure, with certificates of this authority; otherwise insecure, where nobody is asked who he is. */
  readonly tls?: Authority
  /** Beside `admin` and `ops`, whose password is `changeit`. */
  readonly users?: Users
  readonly limits?: Partial<Limits>
  /** SQLite file in which the log is kept, so that it is there again the next time; in memory alone unless given. */
  readonly file?: string
  /** Room for the ids of recent events; 8 MiB unless told otherwise. */
  readonly idempotencyBytes?: number
}

export interface StandIn {
  /** For the client: of all nodes, without a user. */
  readonly url: string
  /** Of the first node. */
  readonly address: string
  readonly log: EventLog
  /** Of the first node. */
  readonly faults: Faults
  readonly nodes: readonly StandInNode[]
  readonly leader: StandInNode
  /** The node that leads from now on. */
  moveLeader(to: StandInNode): void
  /** The same as `url`, signed in. */
  urlFor(user: string, password: string): string
  close(): Promise<void>
}

const mebibyte = 1024 * 1024
const limitsOf: Readonly<Record<Version, Limits>> = {
  '24.6': { append: mebibyte, event: Infinity },
  '26.1': { append: 256 * mebibyte, event: 16 * mebibyte },
}

export const startStandIn = async (options: StandInOptions = {}): Promise<StandIn> => {
  const { port = 0, like = '24.6', nodes: count = 1, tls, users, limits, file, idempotencyBytes } = options
  const kept = file === undefined ? undefined : new LogFile(file)
  const log = new EventLog(idempotencyBytes, kept)
  const nodes: StandInNode[] = []
  const shared: Shared = {
    log,
    version: like,
    writer: new Writer(log, like),
    access: tls && new Access(log, users),
    limits: { ...limitsOf[like], ...limits },
    members: () => nodes.map(node => node.member(node === leader)),
  }
  const certificate: ServerCertificate | undefined = tls && (await certificateFor(tls))
  const first = new StandInNode(shared, certificate)
  nodes.push(first)
  while (nodes.length < count) nodes.push(new StandInNode(shared, certificate))
  let leader = first
  for (const [i, node] of nodes.entries()) await node.start(port === 0 ? 0 : port + i)
  const addresses = nodes.map(node => node.address).join(',')
  const query = tls === undefined ? 'tls=false' : `tls=true&tlsCAFile=${encodeURIComponent(tls.file)}`
  return {
    url: `esdb://${addresses}?${query}`,
    address: first.address,
    log,
    faults: first.faults,
    nodes,
    get leader() {
      return leader
    },
    moveLeader(to) {
      leader = to
    },
    urlFor: (user, password) =>
      `esdb://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${addresses}?${query}`,
    async close() {
      await Promise.all(nodes.map(node => node.kill()))
      kept?.close()
    },
  }
}
