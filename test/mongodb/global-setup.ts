// One mongod for a whole run of the tests, started when the first test asks for it, so that nobody else waits.
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { TestProject } from 'vitest/node'
import type { Mongod } from './mongod.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The port at which the server's URL is told; 0 where it is known. */
    readonly mongodbAt: number
  }
}

export interface Told {
  readonly url?: string
  /** Why there is none. */
  readonly reason?: string
}

export default async ({ provide }: TestProject): Promise<() => Promise<void>> => {
  let starting: Promise<Mongod> | undefined
  const told = async (): Promise<Told> => {
    const given = process.env['MONGODB_URL']
    if (given !== undefined) return { url: given }
    try {
      starting ??= import('./mongod.ts').then(({ startMongod }) => startMongod())
      return { url: (await starting).url }
    } catch (error) {
      return { reason: error instanceof Error ? error.message : String(error) }
    }
  }
  const server = createServer(socket => {
    socket.on('error', () => undefined) // whoever asked is gone
    void told().then(answer => socket.end(JSON.stringify(answer)))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  provide('mongodbAt', address !== null && typeof address === 'object' ? address.port : 0)
  return async () => {
    server.close()
    const mongod = await starting?.catch(() => undefined)
    await mongod?.stop()
  }
}
