// A mongod of its own: a replica set of one node, on loopback, in a folder that goes with it.
import { MongoClient } from 'mongodb'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { findMongod } from './find-mongod.ts'

export interface Mongod {
  readonly url: string
  /** Ends it without a word, as a crash does. */
  kill(): Promise<void>
  /** Starts it again on the same data, and resolves when it takes writes. */
  start(): Promise<void>
  /** Ends it for good. */
  stop(): Promise<void>
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('There is no free port')
  return address.port
}

/** Without preallocating its journal it takes 9 MB on the disk instead of 300. */
const settings = [
  ...['--bind_ip', '127.0.0.1', '--nounixsocket', '--oplogSize', '512'],
  ...['--wiredTigerEngineConfigString', 'log=(prealloc=false,file_max=8MB)'],
  ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
]

const startWithin = 60_000

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)

/** Waits until it takes writes; makes it a replica set when it is none yet. */
const ready = async (url: string): Promise<void> => {
  const client = new MongoClient(url, { directConnection: true, serverSelectionTimeoutMS: startWithin })
  try {
    const admin = client.db('admin')
    const members = [{ _id: 0, host: new URL(url).host }]
    await admin.command({ replSetInitiate: { _id: 'tests', members } }).catch((error: unknown) => {
      if (codeOf(error) !== 23) throw error // it is one already
    })
    const giveUpAt = performance.now() + startWithin
    for (;;) {
      if ((await admin.command({ hello: 1 }))['isWritablePrimary'] === true) return
      if (performance.now() > giveUpAt) throw new Error('mongod does not become primary')
      await wait(10)
    }
  } finally {
    await client.close()
  }
}

/**
 * @param standalone true: no replica set
 * @param secure true: it asks who asks; the first user is made by whoever comes first
 * @param cacheGB what it keeps in memory; transactions are refused when what they changed lately does not fit
 */
export const startMongod = async ({ standalone = false, secure = false, cacheGB = 1 } = {}): Promise<Mongod> => {
  const binary = await findMongod()
  const folder = await mkdtemp(join(tmpdir(), 'eventcrm-mongod-'))
  const port = String(await freePort())
  const set = standalone ? '' : '?replicaSet=tests'
  const url = `mongodb://127.0.0.1:${port}/${set}`
  const key = join(folder, 'key')
  if (secure) await writeFile(key, randomBytes(256).toString('base64'), { mode: 0o600 })
  let running: { readonly keeper: ChildProcess; readonly pid: number } | undefined

  const start = async () => {
    const args = [
      '--port',
      port,
      '--dbpath',
      folder,
      ...settings,
      '--wiredTigerCacheSizeGB',
      String(cacheGB),
      ...(standalone ? [] : ['--replSet', 'tests']),
      ...(secure ? ['--keyFile', key] : []),
    ]
    const keeper = spawn(
      process.execPath,
      [
        '--disable-warning=ExperimentalWarning',
        fileURLToPath(new URL('keeper.ts', import.meta.url)),
        folder,
        binary,
        ...args,
      ],
      { stdio: ['pipe', 'ignore', 'inherit', 'ipc'], detached: true },
    )
    const [pid] = await once(keeper, 'message')
    if (typeof pid !== 'number') throw new Error(`${binary} does not start`)
    // whoever started it need not wait for it: it ends when they do
    keeper.unref()
    keeper.channel?.unref()
    running = { keeper, pid }
    const ended = once(keeper, 'exit').then(() => {
      throw new Error('mongod ended before it was ready')
    })
    ended.catch(() => undefined)
    if (!standalone) await Promise.race([ready(url), ended])
  }
  const end = async (kill: (running: { readonly keeper: ChildProcess; readonly pid: number }) => unknown) => {
    if (!running) return
    const { keeper } = running
    keeper.ref()
    const exit = once(keeper, 'exit')
    kill(running)
    running = undefined
    await exit
  }
  await start()
  return {
    url,
    start,
    kill: () => end(({ pid }) => process.kill(pid, 'SIGKILL')),
    async stop() {
      await end(({ keeper }) => keeper.stdin?.end())
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
