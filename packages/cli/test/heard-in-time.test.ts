import { createServer, type Socket } from 'node:net'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newFolder } from './run.ts'

const { folder, remove } = newFolder()
afterAll(remove)

/** Takes every connection, and never says a word. */
const sockets = new Set<Socket>()
const silent = createServer(socket => sockets.add(socket))
beforeAll(async () => {
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
})
afterAll(() => {
  for (const socket of sockets) socket.destroy()
  silent.close()
})
const port = (): number => {
  const address = silent.address()
  return typeof address === 'object' && address ? address.port : 0
}

const program = fileURLToPath(new URL('../src/bin.ts', import.meta.url))

it.each(['esdb', 'esdb+discover'])(
  'a mistake is told in English, and the process ends, where %s servers say nothing',
  async scheme => {
    const url = `${scheme}://127.0.0.1:${String(port())}?tls=false`
    const child = spawn(process.execPath, [program, 'report', 'pipelin', '--events', url], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const told = once(child.stderr, 'data').then(() => performance.now())
    const [said, [exitCode]] = await Promise.all([text(child.stderr), once(child, 'close')])
    expect(said).toMatch(/^eventcrm: unknown command 'pipelin'/)
    expect(exitCode).toBe(2)
    expect(performance.now() - (await told)).toBeLessThan(4000)
  },
)
