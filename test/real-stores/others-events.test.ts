// Events in streams named like the company's, of a category that this library does not know.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import { openEventStoreDB } from '@eventcrm/eventstoredb'
import { newFolder } from '../../packages/cli/test/run.ts'
import { mongodb, servers } from './places.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const { run, remove } = newFolder()
afterAll(remove)
const open = servers()

describe.skipIf(mongodb === null)('an event of a category that is not known here', () => {
  let environment: Readonly<Record<string, string>>
  const stream = `crm.ticket-${randomUUID()}`
  const onServers = (args: readonly string[]) => run([...args, '--language', 'en'], { environment })
  beforeAll(async () => {
    const { events, documents } = await open()
    environment = { EVENTCRM_EVENTS: events, EVENTCRM_DOCUMENTS: documents.url }
    await onServers(['demo', '--opportunities', '3'])
    const client = EventStoreDBClient.connectionString(events)
    await client.appendToStream(stream, [jsonEvent({ type: 'TicketRaised', data: { number: 1 } })])
    await client.dispose()
  })

  it.each([
    [['status']],
    [['rebuild']],
    [['prepare']],
    [['report', 'pipeline']],
    [['list', 'opportunities']],
    [['log', '--limit', '1']],
  ])('is passed over by %j', async args => {
    expect((await onServers(args)).exitCode).toBe(0)
  })

  it('does not keep check from telling who may do what', async () => {
    const { stdout } = await onServers(['check'])
    expect(stdout).toMatch(/read the log +yes/)
  })

  it('is listed by verify, with its stream', async () => {
    const { exitCode, stdout } = await onServers(['verify'])
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(new RegExp(`event +${stream} @ \\d+: it cannot be read`))
  })

  it('is no event that copy could bring elsewhere, which says where it is and what to do', async () => {
    const { exitCode, stderr } = await onServers(['copy', '--to', 'copy.sqlite'])
    expect(exitCode).toBe(3)
    expect(stderr).toContain(`${stream} holds at position`)
    expect(stderr).toContain('streams of another namespace')
    expect(stderr).not.toContain('newer version')
    const { stderr: vietnamese } = await run(['copy', '--to', 'copy.sqlite', '--language', 'vi'], { environment })
    expect(vietnamese).toContain('không phải sự kiện của thư viện này')
  })

  it('is copied as it is where it is in the form of this library', async () => {
    const server = await open()
    const at = { EVENTCRM_EVENTS: server.events, EVENTCRM_DOCUMENTS: server.documents.url }
    await run(['demo', '--opportunities', '3'], { environment: at })
    const store = openEventStoreDB(server.events)
    for await (const { data, metadata, personal } of store.readAll({ limit: 1 }))
      await store.append(stream, 'noStream', [{ id: randomUUID(), type: 'TicketRaised', data, metadata, personal }])
    await store.close()
    for (const args of [['rebuild'], ['status'], ['report', 'pipeline']])
      expect((await run(args, { environment: at })).exitCode, args.join(' ')).toBe(0)
    const copied = await run(['copy', '--to', 'newer.sqlite', '--language', 'en'], { environment: at })
    expect(copied).toMatchObject({
      exitCode: 0,
      stderr: '',
      stdout: expect.stringContaining('Every event of the copy'),
    })
    expect((await run(['report', 'pipeline', '-d', 'newer.sqlite'])).exitCode).toBe(0)
  })
})
