import type { StoredEvent } from '@eventcrm/event-store'
import type { ViewProgress } from '@eventcrm/projection'
import { openSqlite } from '@eventcrm/sqlite'
import { randomUUID } from 'node:crypto'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newFolder } from './run.ts'

type Progress = Omit<ViewProgress, 'commits'>

const { run, file, remove } = newFolder('en')
beforeAll(async () => {
  await run(['demo', '--seed', '13', '--opportunities', '10', '--database', 'sound.sqlite', '--language', 'vi'])
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
    expect(stdout).toMatch(/opportunities__v\d+\s+up to date/)
    expect(stdout).toContain('Every key that was claimed, a customer code for instance, is in use.')
  })

  it('says of damaged progress that it is damaged, and no position', async () => {
    copyFileSync(file('sound.sqlite'), file('progress.sqlite'))
    const db = new DatabaseSync(file('progress.sqlite'))
    db.exec("UPDATE _progress SET progress = '{' WHERE view LIKE 'crm_opportunities%'")
    db.close()
    const { exitCode, stdout } = await run(['status', '-d', 'progress.sqlite'])
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/opportunities__v\d+\s+progress is damaged\s+–/)
    expect(stdout).toMatch(/opportunities__v\d+: .*rebuild it with `eventcrm rebuild`/)
    expect(stdout).not.toContain('stopped before')
    const inVietnamese = await run(['status', '-d', 'progress.sqlite', '--language', 'vi'])
    expect(inVietnamese.stdout).toMatch(/tiến độ bị hỏng[\s\S]*hãy dựng lại/)
    expect(inVietnamese.stdout).not.toContain('damaged')
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
    expect(stdout).toMatch(/opportunities__v\d+\s+stopped/)
    expect(stdout).toMatch(/directory__v\d+\s+up to date/)
    expect(stdout).toMatch(/OpportunityOpened/)
    const { views } = JSON.parse((await run(['status', '--database', 'broken.sqlite', '--format', 'json'])).stdout)
    expect(views.find(({ view }: { view: string }) => view.startsWith('opportunities')).stopped).toMatchObject({
      position: expect.stringMatching(/^\d+$/),
    })
  })
})

describe('views whose code is not here', () => {
  const progress = { checkpoint: null, building: true, rollups: [], stopped: null }
  const keep = async (...views: readonly (readonly [view: string, next: Progress])[]) => {
    const stores = await openSqlite(file('own.sqlite'))
    await stores.documents.commit({
      views: views.map(([view, next]) => ({ view, expected: 0, next })),
      writes: [],
    })
    await stores.close()
  }
  beforeAll(() => run(['demo', '--seed', '13', '--opportunities', '10', '--database', 'own.sqlite']))

  it('are listed, older versions as such, and named by rebuild', async () => {
    await keep(
      ['crm_visits__v1', progress],
      ['crm_opportunities__v0', { ...progress, stopped: { position: '1', eventId: 'e', reason: 'of old' } }],
      ['acme_visits__v1', progress],
    )
    const { exitCode, stdout } = await run(['status', '-d', 'own.sqlite'])
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/visits__v1\s+not built yet/)
    expect(stdout).toMatch(/opportunities__v0\s+older version/)
    expect(stdout).toMatch(/not by eventcrm: visits__v1$/m)
    expect(stdout).not.toContain('acme')
    const rebuilt = await run(['rebuild', '-d', 'own.sqlite'])
    expect(rebuilt.exitCode).toBe(0)
    expect(rebuilt.stdout).toMatch(
      /^Rebuilt opportunities__v\d+, pipelines__v\d+, mergers__v\d+, directory__v\d+, contacts__v\d+, leads__v\d+, matches__v\d+, relations__v\d+, catalogues__v\d+, savedViews__v\d+, importRuns__v\d+, portfolios__v\d+, leadConversionSteps__v\d+, leadAssignmentSteps__v\d+, accountAssignmentSteps__v\d+, contactMergeSteps__v\d+, leadMergeSteps__v\d+, invoiceIssueSteps__v\d+, paymentAllocationSteps__v\d+, creditReleaseSteps__v\d+ from/,
    )
    expect(rebuilt.stdout).toMatch(/^Not rebuilt[^:]*: visits__v1\./m)
  })

  it('end with 1 when one is stopped, saying why, and when one is of another log', async () => {
    await keep(['crm_calls__v1', { ...progress, stopped: { position: '7', eventId: 'e', reason: 'no such call' } }])
    const { exitCode, stdout } = await run(['status', '-d', 'own.sqlite'])
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/calls__v1\s+stopped/)
    expect(stdout).toContain('calls__v1: no such call')
    const checkpoint = { position: '00000000000000000001', eventId: 'of another log' }
    await run(['demo', '--seed', '13', '--opportunities', '10', '--database', 'other.sqlite'])
    const stores = await openSqlite(file('other.sqlite'))
    await stores.documents.commit({
      views: [{ view: 'crm_trips__v1', expected: 0, next: { ...progress, checkpoint } }],
      writes: [],
    })
    await stores.close()
    const other = await run(['status', '-d', 'other.sqlite'])
    expect(other.exitCode).toBe(1)
    expect(other.stdout).toMatch(/trips__v1\s+of another log/)
  })
})

describe('rebuild', () => {
  it('comes to the same report', async () => {
    const report = () => run(['report', 'pipeline', '-d', 'sound.sqlite', '--as-of', '2025-12-31', '-f', 'json'])
    const before = await report()
    const { exitCode, stdout, stderr } = await run(['rebuild', '--database', 'sound.sqlite'])
    expect(exitCode).toBe(0)
    expect(stderr).toBe('')
    expect(stdout).toMatch(
      /^Rebuilt opportunities__v\d+, pipelines__v\d+, mergers__v\d+, directory__v\d+, contacts__v\d+, leads__v\d+, matches__v\d+, relations__v\d+, catalogues__v\d+, savedViews__v\d+, importRuns__v\d+, portfolios__v\d+, leadConversionSteps__v\d+, leadAssignmentSteps__v\d+, accountAssignmentSteps__v\d+, contactMergeSteps__v\d+, leadMergeSteps__v\d+, invoiceIssueSteps__v\d+, paymentAllocationSteps__v\d+, creditReleaseSteps__v\d+ from \d+ events in \d/,
    )
    expect(await report()).toEqual(before)
  })

  it('mends a damaged document, which is told until then', async () => {
    const report = () => run(['report', 'pipeline', '-d', 'sound.sqlite', '--as-of', '2025-12-31'])
    const before = await report()
    const bytes = readFileSync(file('sound.sqlite'))
    // on the disk, so that no index knows of it
    let damaged = 0
    for (let at = -1; (at = bytes.indexOf('{"opportunityId"', at + 1)) !== -1;) {
      // a document, and not what a lead was converted into
      if (!bytes.subarray(at, at + 70).includes('"title"')) continue
      bytes.write('[', at)
      damaged++
    }
    expect(damaged).toBeGreaterThan(9)
    writeFileSync(file('sound.sqlite'), bytes)
    const told = await run(['report', 'pipeline', '-d', 'sound.sqlite', '--source', 'documents'])
    expect(told).toMatchObject({ exitCode: 3, stdout: '' })
    expect(told.stderr).toMatch(/damaged: rebuild documents[\s\S]*`eventcrm rebuild`/)
    expect((await run(['rebuild', '-d', 'sound.sqlite'])).exitCode).toBe(0)
    expect(await report()).toEqual(before)
  })

  it('cannot mend an event that does not fit: exit code 1', async () => {
    const { exitCode, stderr } = await run(['rebuild', '--database', 'broken.sqlite'])
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/stopped before position/)
  })
})
