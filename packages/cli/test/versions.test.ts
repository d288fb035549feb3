import { openSqlite } from '@eventcrm/sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newFolder } from './run.ts'

const { run, file, remove } = newFolder()
beforeAll(() => run(['demo', '--seed', '13', '--opportunities', '10', '--database', 'crm.sqlite']))
afterAll(remove)

/** A version of the pipelines' view that this command line is not of, at the log's start, and whoever serves it. */
const addVersion = async (view: string, serving?: string) => {
  const stores = await openSqlite(file('crm.sqlite'))
  await stores.documents.ensure([{ name: view, indexes: [] }])
  await stores.documents.commit({
    views: [{ view, expected: 0, next: { checkpoint: null, building: false, rollups: [], stopped: null } }],
    writes: [{ collection: view, key: 'a', document: { a: 1 } }],
  })
  if (serving !== undefined) await stores.documents.serve({ process: serving, name: serving, views: [view] })
  await stores.close()
}

describe('prepare', () => {
  it('builds what the documents have not, and says so in the company’s language or the one asked for', async () => {
    const there = await run(['prepare', '-d', 'crm.sqlite', '--language', 'en'])
    expect(there).toMatchObject({ exitCode: 0, stderr: '' })
    expect(there.stdout).toContain('Nothing to build')
    const directory = async () => {
      const { views } = JSON.parse((await run(['status', '-d', 'crm.sqlite', '--format', 'json'])).stdout)
      return views.find(({ view }: { view: string }) => view.startsWith('directory__'))
    }
    const { view } = await directory()
    const stores = await openSqlite(file('crm.sqlite'))
    await stores.documents.drop([`crm_${view}`])
    await stores.close()
    const built = await run(['prepare', '-d', 'crm.sqlite'])
    expect(built).toMatchObject({ exitCode: 0, stdout: `Đã dựng ${view}.\n` })
    expect(await directory()).toMatchObject({ view, upToDate: true, unseen: true })
    // whoever serves it has analysts see it
    const stopped = await run(['rebuild', '-d', 'crm.sqlite'])
    expect(stopped.exitCode).toBe(0)
  })
})

describe('prune', () => {
  it('drops an older version, and says who keeps one that is served', async () => {
    await addVersion('crm_pipelines__v0')
    await addVersion('crm_opportunities__v0', 'web-2, process 7')
    const { views } = JSON.parse((await run(['status', '-d', 'crm.sqlite', '--format', 'json'])).stdout)
    expect(views.find(({ view }: { view: string }) => view === 'pipelines__v0').behind.events).toBeGreaterThan(10)
    expect((await run(['status', '-d', 'crm.sqlite', '--language', 'en'])).stdout).toMatch(
      /pipelines__v0\s+older version: \d+ events, /,
    )
    const { exitCode, stdout } = await run(['prune', '-d', 'crm.sqlite', '--language', 'en'])
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^kept opportunities__v0: served by web-2, process 7 \(\d+ s ago\)$/m)
    expect(stdout).toMatch(/^dropped pipelines__v0$/m)
    const forced = await run(['prune', '-d', 'crm.sqlite', '--force', '--format', 'json'])
    expect(JSON.parse(forced.stdout)).toEqual([{ view: 'opportunities__v0', outcome: 'dropped' }])
    expect((await run(['prune', '-d', 'crm.sqlite', '--language', 'vi'])).stdout).toContain('Không có gì để xóa')
    expect((await run(['verify', '-d', 'crm.sqlite'])).exitCode).toBe(0)
  })

  it('keeps what a newer release prepared', async () => {
    await addVersion('crm_pipelines__v9')
    const { stdout } = await run(['prune', '-d', 'crm.sqlite', '--language', 'en'])
    expect(stdout).toContain('kept pipelines__v9: it is newer than the version of this eventcrm; --force drops it')
  })
})
