// The server that is tested: the one at EVENTSTOREDB_URL, or a stand-in of each version. Other people's streams may be in it, and
// other people may be writing: every test has streams of its own.
import { randomUUID } from 'node:crypto'
import {
  EventStoreDBClient,
  jsonEvent,
  StreamDeletedError,
  StreamNotFoundError,
  WrongExpectedVersionError,
  type AppendExpectedRevision,
  type AppendResult,
  type Credentials,
  type JSONEventData,
  type ReadRevision,
} from '@eventstore/db-client'
import { afterAll, beforeAll, describe } from 'vitest'
import { startStandIn } from '../../src/index.ts'

const { EVENTSTOREDB_URL: url } = process.env

/** The append paths of the client: many appends in one call, and one call each. */
export const paths = ['batch', 'plain'] as const
export type Path = (typeof paths)[number]

/** A stand-in forgets ids earlier, so that a test need not write so much. */
export const idempotencyBytes = url === undefined ? 64 * 1024 : 8 * 1024 * 1024

export interface Server {
  readonly client: EventStoreDBClient
  /** Of the user that the client is signed in as; ignored where nobody is. */
  readonly credentials: Credentials
  append(
    stream: string,
    events: readonly JSONEventData[],
    expected?: AppendExpectedRevision,
    path?: Path,
  ): Promise<AppendResult>
}

export const ofEveryServer = (title: string, tests: (server: () => Server) => void): void => {
  const servers = url === undefined ? (['24.6', '26.1'] as const) : [undefined]
  describe.each(servers)(`${title}, %s`, like => {
    let server: Server
    const closing: (() => Promise<unknown>)[] = []
    beforeAll(async () => {
      let address = url
      if (address === undefined) {
        const node = await startStandIn({ ...(like === undefined ? {} : { like }), idempotencyBytes })
        closing.push(() => node.close())
        address = node.url
      }
      const client = EventStoreDBClient.connectionString(address)
      closing.push(() => client.dispose())
      server = serverOf(client, credentialsIn(address))
    })
    afterAll(async () => {
      for (const close of closing.toReversed()) await close()
    })
    tests(() => server)
  })
}

const credentialsIn = (address: string) => {
  const [, username = 'admin', password = 'changeit'] =
    /^\w+(?:\+discover)?:\/\/([^:@/]+):([^@/]+)@/.exec(address) ?? []
  return { username: decodeURIComponent(username), password: decodeURIComponent(password) }
}

const serverOf = (client: EventStoreDBClient, credentials: Credentials): Server => ({
  client,
  credentials,
  append: (stream, events, expectedRevision = 'any', path = 'batch') =>
    client.appendToStream(stream, [...events], { expectedRevision, ...(path === 'plain' ? { credentials } : {}) }),
})

export const newStream = (): string => `conformance-${randomUUID()}`
export const newEvents = (count: number, type = 'Tested'): JSONEventData[] =>
  Array.from({ length: count }, (_, i) => jsonEvent({ id: randomUUID(), type, data: { i } }))

/** What an append said, in short: the revision of the last event, or why not. */
export const outcome = async (append: Promise<AppendResult>): Promise<string> => {
  try {
    return String((await append).nextExpectedRevision)
  } catch (error) {
    if (error instanceof StreamDeletedError) return 'deleted'
    if (error instanceof WrongExpectedVersionError)
      return `expected ${error.expectedVersion}, was ${error.actualVersion}`
    throw error
  }
}

/** The revisions that a read gives, or why it gives none. */
export const revisions = async (
  { client }: Server,
  stream: string,
  options: { fromRevision?: ReadRevision; direction?: 'forwards' | 'backwards'; maxCount?: number } = {},
): Promise<number[] | 'not found' | 'deleted'> => {
  try {
    const found: number[] = []
    for await (const { event } of client.readStream(stream, options)) found.push(Number(event?.revision))
    return found
  } catch (error) {
    if (error instanceof StreamNotFoundError) return 'not found'
    if (error instanceof StreamDeletedError) return 'deleted'
    throw error
  }
}
