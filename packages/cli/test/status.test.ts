import type { StoredEvent } from '@eventcrm/event-store'
import { openSqlite } from '@eventcrm/sqlite'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newFolder } from './run.ts'

const { run, file, remove } = newFolder()
beforeAll(async () => {
  await run(['demo', '--seed', '13', '--opportunities', '10', '--database', 'sound.sqlite'])
  await run(['demo', '--seed', '13', '--opportunities', '10', '--database', 'broken.sqlite'])
  await breakLog('broken.sqlite')
})
afterAll(remove)

/** Adds an event that no view can fold. */
const breakLog = async (database: string) => {
  const stores = await openSqlite(file(database))
  const at = '2025-12-31T03:00:00.000Z'
  const event: StoredEvent = {
    id: randomUUID(),
    type: 'OpportunityOpened',
    data: {},
    metadata: {
      schemaVersion: 1,
      occurredAt: at,
      occurredOn: '2025-12-31',
      recordedAt: at,
      commandId: 'broken',
      $correlationId: 'broken',
      $causationId: 'broken',
      actor: 'nobody',
      source: 'test',
    },
    personal: {},
  }
  await stores.events.append(`crm.opportunity-${randomUUID()}`, 'noStream', [event])
  await stores.close()
}

describe('status', () => {
  it('says where log and documents stand', async () => {
    const { exitCode, stdout, stderr } = await run(['status', '--database', 'sound.sqlite'])
    expect(exitCode).toBe(0)
    expect(stderr).toBe('')
    expect(stdout).toContain('Công ty Cổ phần Thiết bị Văn phòng Sông Lam')
    expect(stdout).toContain('Asia/Ho_Chi_Minh · VN · VND · vi')
    expect(stdout).toMatch(/opportunities__v\d+ +up to date/)
    expect(stdout).toContain('Every claimed key has its owner.')
  })

  it('prints the same as JSON and nothing else', async () => {
    const { exitCode, stdout } = await run(['status', '--database', 'sound.sqlite', '--format', 'json'])
    expect(exitCode).toBe(0)
    const { company, head, views } = JSON.parse(stdout)
    expect(company).toMatchObject({ currency: 'VND' })
    for (const view of views)
      expect(view).toMatchObject({ upToDate: true, stopped: null, checkpoint: { position: head } })
  })

  it('says which view is stopped, where and why: exit code 1', async () => {
    const report = await run(['report', 'pipeline', '--database', 'broken.sqlite'])
    expect(report.exitCode).toBe(1)
    expect(report.stdout).toBe('')
    expect(report.stderr).toMatch(/opportunities\w* stopped before position \d+[\s\S]*eventcrm status/)

    const { exitCode, stdout } = await run(['status', '--database', 'broken.sqlite'])
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/opportunities__v\d+ +stopped/)
    expect(stdout).toMatch(/directory__v\d+ +up to date/)
    expect(stdout).toMatch(/OpportunityOpened/)
    const { views } = JSON.parse((await run(['status', '--database', 'broken.sqlite', '--format', 'json'])).stdout)
    expect(views.find(({ view }: { view: string }) => view.startsWith('opportunities')).stopped).toMatchObject({
      position: expect.stringMatching(/^\d+$/),
    })
  })
})

describe('rebuild', () => {
  it('comes to the same report', async () => {
    const report = () => run(['report', 'pipeline', '-d', 'sound.sqlite', '--as-of', '2025-12-31', '-f', 'json'])
    const before = await report()
    const { exitCode, stdout, stderr } = await run(['rebuild', '--database', 'sound.sqlite'])
    expect(exitCode).toBe(0)
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^Rebuilt opportunities__v\d+, pipelines__v\d+, directory__v\d+ from \d+ events in \d/)
    expect(await report()).toEqual(before)
  })

  it('cannot mend an event that does not fit: exit code 1', async () => {
    const { exitCode, stderr } = await run(['rebuild', '--database', 'broken.sqlite'])
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/stopped before position/)
  })
})
