// The command line on servers: as on a file.
import { readdirSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import { openSqlite } from '@eventcrm/sqlite'
import type { RecordedEvent } from '@eventcrm/event-store'
import { createAuthority, startStandIn } from '../eventstoredb-stand-in/src/index.ts'
import { newFolder } from '../../packages/cli/test/run.ts'
import { mongodb, servers, type Servers } from './places.ts'

// each command connects anew
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const { run, file, remove } = newFolder()
afterAll(remove)
const open = servers()
const demo = ['demo', '--seed', '5', '--opportunities', '15']
const atYearsEnd = ['report', 'pipeline', '--as-of', '2025-12-31']
const onFile = ['--database', 'crm.sqlite']

const environmentFor = ({ events, documents }: Servers) => ({
  EVENTCRM_EVENTS: events,
  EVENTCRM_DOCUMENTS: documents.url,
})

const logOf = async (name: string) => {
  const { events, close } = await openSqlite(file(name), { readOnly: true })
  const log: Omit<RecordedEvent, 'position'>[] = []
  for await (const { position: _, ...event } of events.readAll()) log.push(event)
  await close()
  return log
}

describe.skipIf(mongodb === null)('the command line, on EventStoreDB and MongoDB', () => {
  let environment: Readonly<Record<string, string>>
  const onServers = (args: readonly string[]) => run(args, { environment })
  beforeAll(async () => {
    environment = environmentFor(await open())
    await run([...demo, ...onFile])
  })

  it('makes the demo, and asked again adds nothing', async () => {
    const { exitCode, stdout, stderr } = await onServers(demo)
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toMatch(/15 cơ hội bằng \d+ lệnh/)
    const head = async () => JSON.parse((await onServers(['status', '-f', 'json'])).stdout).head
    const before = await head()
    expect((await onServers(demo)).exitCode).toBe(0)
    expect(await head()).toBe(before)
  })

  it.each([
    [atYearsEnd],
    [[...atYearsEnd, '--format', 'csv']],
    [['report', 'pipeline', '--as-of', '2025-06-30', '--team', 'Miền Nam']],
    [['list', 'opportunities', '--status', 'open', '--sort', 'amount', '--descending']],
  ])('%j answers as from a file', async args => {
    const fromFile = await run([...args, ...onFile])
    expect(fromFile).toMatchObject({ exitCode: 0, stderr: '' })
    expect(await onServers(args)).toEqual(fromFile)
  })

  it('verifies, rebuilds, tells where it stands and what happened', async () => {
    expect(await onServers(['rebuild'])).toMatchObject({ exitCode: 0, stderr: '' })
    const verified = await onServers(['verify', '--language', 'en'])
    expect(verified).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('nothing wrong was found') })
    expect((await onServers(['status'])).exitCode).toBe(0)
    const { stdout } = await onServers(['log', '--limit', '3', '--format', 'jsonl'])
    expect(stdout.trim().split('\n')).toHaveLength(3)
    const stream = JSON.parse(stdout.split('\n')[0] ?? '').stream
    expect((await onServers(['history', stream])).exitCode).toBe(0)
  })

  it('imports a file, after a rehearsal that changes nothing', async () => {
    writeFileSync(
      file('deals.csv'),
      'key,title,amount,on\n1,Máy in,5000000,2025-12-01\n2,Máy chiếu,7000000,2025-12-02\n',
    )
    const fields = { title: 'title', amount: 'amount', currency: { value: 'VND' }, openedOn: 'on' }
    writeFileSync(file('deals.mapping.json'), JSON.stringify({ becomes: 'opportunity', key: ['key'], fields }))
    const line = ['import', 'deals.csv', '-m', 'deals.mapping.json', '-f', 'json']
    const counts = async (args: readonly string[]) => {
      const { exitCode, stdout, stderr } = await onServers(args)
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
      const { created, unchanged } = JSON.parse(stdout)
      return { created, unchanged }
    }
    const position = async () => JSON.parse((await onServers(['status', '-f', 'json'])).stdout).head
    const before = await position()
    expect(await counts([...line, '--dry-run'])).toEqual({ created: 2, unchanged: 0 })
    expect(await position()).toBe(before)
    expect(await counts(line)).toEqual({ created: 2, unchanged: 0 })
    expect(await counts(line)).toEqual({ created: 0, unchanged: 2 })
  })

  it('keeps the log on a server and all else in a file, or the documents on a server', async () => {
    const documents = (await open()).documents.url
    const fromFile = await run([...atYearsEnd, ...onFile])
    const node = await startStandIn()
    for (const [name, option, url] of [
      ['log.sqlite', 'documents', documents],
      ['documents.sqlite', 'events', node.url],
    ] as const) {
      const copied = await run(['copy', ...onFile, '--to', name, `--to-${option}`, url])
      expect(copied).toMatchObject({ exitCode: 0, stderr: '' })
      expect(await run([...atYearsEnd, '--database', name, `--${option}`, url])).toEqual(fromFile)
    }
    await node.close()
  })

  it('makes a demo of its own in another namespace, and names it in what to try next', async () => {
    const small = ['demo', '--opportunities', '3', '--namespace', 'acme']
    const made = await onServers(small)
    expect(made).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringMatching(/3 cơ hội bằng \d+ lệnh/) })
    const lines = [...made.stdout.replaceAll(/ \\\n +/g, ' ').matchAll(/^ {4}eventcrm (.+)$/gm)]
    const words = lines.map(([, line = '']) => [...line.matchAll(/"([^"]+)"|(\S+)/g)].map(([, a, b]) => a ?? b ?? ''))
    expect(words).toHaveLength(10)
    for (const line of words) {
      expect(line.join(' ')).toContain('--namespace acme')
      expect(await onServers(line), line.join(' ')).toMatchObject({ exitCode: 0 })
    }
    expect(await onServers([...small, '--seed', '6', '--language', 'en'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('give another place: --namespace other'),
    })
  })

  it.each([[['report', 'pipelin']], [['list', 'opportunities', '--limit', '0']], [['status', '--formt', 'json']]])(
    'tells of the mistake in %j in the language of the company there, wherever the place is given',
    async args => {
      const fromFile = (await run([...args, ...onFile])).stderr
      expect(fromFile).toMatch(/lệnh|tùy chọn/)
      expect((await onServers(args)).stderr).toBe(fromFile)
      const { EVENTCRM_EVENTS: events = '', EVENTCRM_DOCUMENTS: documents = '' } = environment
      const servers = ['--events', events, '--documents', documents]
      expect((await run([...args, ...servers])).stderr).toBe(fromFile)
      expect((await run([...servers, ...args])).stderr).toMatch(/lệnh|tùy chọn/)
    },
  )

  it('gives the place as it was given where it says what to type', async () => {
    const { stderr } = await run(['history', 'customer', '--language', 'en', '--namespace', 'acme'], { environment })
    expect(stderr).toMatch(/acme\.opportunity-<uuid>/)
    expect(stderr).toContain('history customer "Kan-code" --namespace acme`')
    expect(stderr).not.toMatch(/crm\.sqlite|--database/)
  })

  it('says what is wrong with a connection string, and no password', async () => {
    const password = 'hunt@er2'
    const lines = [
      ['status', '--events', `esdb://crm:${password}@127.0.0.1:1?tls=maybe`, ...onFile],
      ['status', '--documents', `mongodb://crm:${password}@127.0.0.1:1/`, ...onFile],
      ['status', '--documents', `mongodb://crm:${encodeURIComponent(password)}@127.0.0.1:1/?x=%`, ...onFile],
    ]
    for (const args of lines) {
      const { exitCode, stdout, stderr } = await run(args, { environment: { EVENTCRM_DEBUG: '1' } })
      expect(exitCode, stderr).toBe(2)
      expect(stdout + stderr).not.toContain(password)
    }
  })
})

describe.skipIf(mongodb === null)('copy', () => {
  it('brings a company from a file to servers and back, event by event', async () => {
    const server = await open()
    await run([...demo, ...onFile])
    const environment = environmentFor(server)
    const to = ['--to-events', server.events, '--to-documents', server.documents.url]
    const there = await run(['copy', ...onFile, ...to, '--language', 'en'])
    expect(there).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringMatching(/^Copied \d+ events/) })
    expect(await run(atYearsEnd, { environment })).toEqual(await run([...atYearsEnd, ...onFile]))
    expect(await run(['copy', '--to', 'back.sqlite'], { environment })).toMatchObject({ exitCode: 0, stderr: '' })
    expect(await logOf('back.sqlite')).toEqual(await logOf('crm.sqlite'))
    expect(await run(['copy', ...onFile, ...to])).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(' 0 ') })
  })
})

describe('copy, refused', () => {
  it('leaves no file behind where it was to keep documents and secret in a new one', async () => {
    const node = await startStandIn()
    for (const [seed, name] of [
      ['6', 'mine.sqlite'],
      ['7', 'theirs.sqlite'],
    ] as const)
      await run(['demo', '--seed', seed, '--opportunities', '3', '--database', name])
    const copy = (from: string, to: string) =>
      run(['copy', '-d', from, '--to', to, '--to-events', node.url, '--language', 'en'])
    expect(await copy('theirs.sqlite', 'whole.sqlite')).toMatchObject({ exitCode: 0, stderr: '' })
    const refused = await copy('mine.sqlite', 'half.sqlite')
    expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('holds other events') })
    expect(readdirSync(file('.')).filter(name => name.startsWith('half'))).toEqual([])
    await node.close()
  })
})

describe('check', () => {
  it('tells that anybody could take events out of an insecure log, in both languages and for programs', async () => {
    const node = await startStandIn()
    const check = ['check', '--events', node.url]
    const english = await run(check)
    expect(english).toMatchObject({ exitCode: 1, stderr: '' })
    expect(english.stdout).toMatch(/delete streams +yes[\s\S]*could take events out of the log/)
    expect((await run([...check, '--language', 'vi'])).stdout).toMatch(
      /xóa luồng +được[\s\S]*lấy sự kiện ra khỏi nhật ký/,
    )
    const rights = { read: true, append: true, remove: true, truncate: true }
    expect(JSON.parse((await run([...check, '-f', 'json'])).stdout)).toEqual(rights)
    expect(node.log.events).toHaveLength(0)
    await node.close()
  })

  it('is content with a user who can add to the log and take nothing out of it', async () => {
    const folder = file('.')
    const node = await startStandIn({ tls: await createAuthority(folder), users: { crm: { password: 's3cret' } } })
    const admin = EventStoreDBClient.connectionString(node.urlFor('admin', 'changeit'))
    await admin.setStreamMetadata('$all', { acl: { readRoles: ['crm', '$admins'] } })
    const data = {
      $userStreamAcl: { $r: '$all', $w: '$all', $d: '$admins', $mr: '$all', $mw: '$admins' },
      $systemStreamAcl: { $r: '$admins', $w: '$admins', $d: '$admins', $mr: '$admins', $mw: '$admins' },
    }
    await admin.appendToStream('$settings', jsonEvent({ type: 'update-default-acl', data }))
    await admin.dispose()
    const check = (password: string) =>
      run(['check'], { environment: { EVENTCRM_EVENTS: node.urlFor('crm', password) } })
    const { exitCode, stdout, stderr } = await check('s3cret')
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toMatch(/As it should be/)
    expect(stdout).not.toMatch(/s3cret|crm:/)
    const wrong = await check('guess')
    expect(wrong).toMatchObject({
      exitCode: 3,
      stdout: '',
      stderr: expect.stringMatching(/name and password are right/),
    })
    await node.close()
  })

  it('is of users of EventStoreDB: says so where there is none', async () => {
    const { exitCode, stderr } = await run(['check'])
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/--events is missing/)
  })
})
