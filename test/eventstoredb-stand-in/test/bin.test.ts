import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import { expect, it } from 'vitest'
import { main } from '../src/command-line.ts'
import { startStandIn } from '../src/index.ts'

const script = join(import.meta.dirname, '../src/bin.ts')

const start = (...args: readonly string[]) => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args])
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()))
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()))
  return {
    child,
    ended: once(child, 'close').then(() => ({ code: child.exitCode, stdout, stderr })),
    ready: async () => {
      while (!stdout.includes('Ready: ')) await once(child.stdout, 'data')
      return /Ready: (\S+)/.exec(stdout)![1]!
    },
  }
}

/** What it says where it does not start. */
const told = async (...args: readonly string[]) => {
  let [stdout, stderr] = ['', '']
  const code = await main(args, { stdout: text => (stdout += text), stderr: text => (stderr += text) })
  return { code, stdout, stderr }
}

it('says that it is a test tool and when it is ready, serves, and ends with 0 when it is asked to', async () => {
  const { child, ended, ready } = start('--port', '0', '--like', '26.1')
  const client = EventStoreDBClient.connectionString(await ready())
  const appended = await client.appendToStream('s', jsonEvent({ type: 'T', data: {} }))
  expect(appended).toMatchObject({ success: true, nextExpectedRevision: 0n })
  await client.dispose()
  child.kill('SIGTERM')
  const { code, stdout } = await ended
  expect(code).toBe(0)
  expect(stdout).toMatch(/^A stand-in for EventStoreDB, like 26\.1: a test tool, all in memory\.\n/)
})

it('says which port is in use, and ends with 1', async () => {
  const node = await startStandIn()
  const [, port = ''] = node.address.split(':')
  const said = await told('--port', port)
  await node.close()
  expect(said).toEqual({
    code: 1,
    stdout: '',
    stderr: `Port ${port} is in use: take another with --port, or 0 for any that is free\n`,
  })
})

it('keeps its log in a file, for one stand-in at a time, whatever ends it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stand-in-'))
  const file = join(folder, 'log.sqlite')
  const first = start('--port', '0', '--file', file)
  const client = EventStoreDBClient.connectionString(await first.ready())
  const events = ['A', 'B'].map(type => jsonEvent({ type, data: { of: type } }))
  await client.appendToStream('s', events, { expectedRevision: 'no_stream' })
  await client.appendToStream('gone', events)
  await client.tombstoneStream('gone')
  expect(await told('--port', '0', '--file', file)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/file of the log cannot be opened/),
  })
  await client.dispose()
  first.child.kill('SIGKILL')
  await first.ended
  const second = await startStandIn({ file })
  const again = EventStoreDBClient.connectionString(second.url)
  const read = []
  for await (const { event } of again.readStream('s')) read.push([event?.type, event?.data, event?.revision])
  expect(read).toEqual([
    ['A', { of: 'A' }, 0n],
    ['B', { of: 'B' }, 1n],
  ])
  expect(await again.appendToStream('s', events[0]!, { expectedRevision: 1n })).toMatchObject({
    nextExpectedRevision: 2n,
  })
  await expect(again.appendToStream('gone', events)).rejects.toMatchObject({ type: 'stream-deleted' })
  expect(second.log.events.map(({ position }) => position)).toEqual(
    second.log.events.map(({ position }) => position).toSorted((a, b) => a - b),
  )
  await again.dispose()
  await second.close()
  await rm(folder, { recursive: true })
})

it('writes the certificate of its authority, and knows the users that it was given', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stand-in-'))
  const { child, ended, ready } = start('--port', '0', '--secure', folder, '--user', 'crm:s3cret')
  const url = await ready()
  expect(await readFile(join(folder, 'ca.crt'), 'utf8')).toMatch(/^-----BEGIN CERTIFICATE-----/)
  const client = EventStoreDBClient.connectionString(url.replace('esdb://', 'esdb://crm:s3cret@'))
  await expect(client.appendToStream('s', jsonEvent({ type: 'T', data: {} }))).resolves.toMatchObject({ success: true })
  await client.dispose()
  child.kill('SIGINT')
  expect((await ended).code).toBe(0)
  await rm(folder, { recursive: true })
})

it.each([
  [['--port', '99999'], '--port takes a whole number from 0 to 65535\n'],
  [['--like', '5.0'], '--like takes 24.6 or 26.1\n'],
  [['--nodes', '0'], '--nodes takes a whole number from 1 to 9\n'],
  [['--user', 'crm:s3cret'], '--user needs --secure: an insecure node asks nobody\n'],
  [['--what'], /--what/],
])('refuses %j with 2', async (args, message) => {
  const { code, stderr } = await told(...args)
  expect(code).toBe(2)
  expect(stderr).toEqual(typeof message === 'string' ? message : expect.stringMatching(message))
})

it('explains itself', async () => {
  const { code, stdout } = await told('--help')
  expect(code).toBe(0)
  expect(stdout).toMatch(/--port N[^]*--like VERSION[^]*Exit codes/)
})
