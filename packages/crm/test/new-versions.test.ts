// A new version of a view beside the one that older processes serve.
import { defineReadModel, defineRollup, defineView } from '@eventcrm/projection'
import { openSqlite } from '@eventcrm/sqlite'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createCrm } from '../src/index.ts'
import { ticket } from './tickets.ts'

const versionOf = (version: number, totals = version) => {
  const view = defineView({
    ...{ name: 'tickets', version, describe: 'Tickets', aggregates: [ticket] },
    document: z.object({ subject: z.string(), by: z.int() }),
    on: { TicketOpened: (_, { data }) => ({ subject: data.subject, by: version }) },
  })
  const rollup = defineRollup(view, {
    ...{ name: 'ticketTotals', version: totals, describe: 'Tickets ever' },
    facet: z.object({}),
    series: z.object({}),
    measures: z.object({ count: z.int() }),
    entries: () => [{ day: '2026-01-01', facet: {}, series: {}, add: { count: 1 } }],
  })
  return {
    view,
    model: defineReadModel({ name: 'ticketing', describe: '', views: [view], rollups: [rollup], reports: [] }),
  }
}
const [old, next] = [versionOf(1), versionOf(2)]

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eventcrm-versions-'))
  file = join(folder, 'crm.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = (readModel: typeof old.model, options: { readonly project?: boolean; readonly publish?: boolean } = {}) =>
  createCrm({ file, actor: 'lan', company: {}, aggregates: { tickets: ticket }, readModels: [readModel], ...options })
type Tickets = Awaited<ReturnType<typeof open>>
const openTicket = async (crm: Tickets, subject: string) =>
  (await crm.tickets.open({ ticketId: randomUUID(), subject, teamId: randomUUID() })).position

/** What analysts see of the file, by which version it was made. */
const seen = () => {
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    return db
      .prepare('SELECT subject, by FROM crm_tickets ORDER BY subject')
      .all()
      .map(row => ({ ...row }))
  } finally {
    db.close()
  }
}
const tablesOf = (version: number) => {
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    return db
      .prepare("SELECT name FROM sqlite_schema WHERE name LIKE ? ESCAPE '\\'")
      .all(`%crm\\_ticket%\\_\\_v${String(version)}`).length
  } finally {
    db.close()
  }
}

const prepare = async (model = next) => {
  const preparing = await open(model.model, { project: false, publish: false })
  await preparing.catchUp([model.view])
  await preparing.close()
}

describe('a version that is prepared', () => {
  it('is built beside the one served, which goes on; started, it answers at once and is what analysts see', async () => {
    const serving = await open(old.model)
    await serving.projected(await openTicket(serving, 'a'), [old.view])
    await prepare()
    expect(seen()).toEqual([{ subject: 'a', by: 1 }])
    await serving.projected(await openTicket(serving, 'b'), [old.view])
    expect(seen()).toEqual([
      { subject: 'a', by: 1 },
      { subject: 'b', by: 1 },
    ])
    const started = await open(next.model, { project: false })
    const found = await started.find(next.view, {})
    expect(found.documents.map(({ document }) => document)).toEqual([{ subject: 'a', by: 2 }])
    await started.catchUp([next.view])
    const both = [
      { subject: 'a', by: 2 },
      { subject: 'b', by: 2 },
    ]
    expect(seen()).toEqual(both)
    await serving.projected(await openTicket(serving, 'c'), [old.view])
    expect(seen()).toEqual(both)
    await started.catchUp([next.view])
    expect(seen()).toHaveLength(3)
    await started.close()
    await serving.close()
  })

  it('leaves a reading of the older one that is under way as it is', async () => {
    const serving = await open(old.model)
    for (const subject of ['a', 'b', 'c']) await serving.projected(await openTicket(serving, subject), [old.view])
    const db = new DatabaseSync(file, { readOnly: true })
    const rows = db.prepare('SELECT by FROM crm_tickets').iterate()
    expect(rows.next().value).toMatchObject({ by: 1 })
    const started = await open(next.model)
    await started.catchUp([next.view])
    expect(Array.from(rows, row => row['by'])).toEqual([1, 1])
    db.close()
    await started.close()
    await serving.close()
  })

  it('shows in status how far each version is behind', async () => {
    const serving = await open(old.model)
    await serving.projected(await openTicket(serving, 'a'), [old.view])
    await prepare()
    const position = await openTicket(serving, 'b')
    await serving.projected(position, [old.view])
    const { views } = await serving.status()
    expect(views.find(({ view }) => view === 'tickets__v1')).toMatchObject({ behind: { events: 0, seconds: 0 } })
    const prepared = views.find(({ view }) => view === 'tickets__v2')
    expect(prepared).toMatchObject({ code: 'newer', unseen: true, behind: { events: 1 } })
    expect(prepared?.behind?.seconds).toBeGreaterThanOrEqual(0)
    await serving.close()
  })

  it('can’t take over a total that the older version keeps up', async () => {
    const serving = await open(old.model)
    await serving.catchUp([old.view])
    await expect(prepare(versionOf(2, 1))).rejects.toThrow(
      /a new version of a view needs a new version of each of its rollups/,
    )
    await serving.close()
  })
})

describe('prune', () => {
  const outcomes = async (crm: Tickets, options?: { readonly force: boolean }) =>
    (await crm.prune(options)).map(({ view, outcome }) => `${view} ${outcome}`)

  it('keeps a version while it is served, saying by whom, and drops it once it is not', async () => {
    const serving = await open(old.model)
    await serving.projected(await openTicket(serving, 'a'), [old.view])
    const started = await open(next.model)
    await started.catchUp([next.view])
    const [kept] = await started.prune()
    expect(kept).toMatchObject({
      view: 'tickets__v1',
      outcome: 'served',
      by: [{ name: expect.stringContaining(String(process.pid)) }],
    })
    await serving.close()
    expect(await outcomes(started)).toEqual(['tickets__v1 dropped'])
    expect(tablesOf(1)).toBe(0)
    expect(await outcomes(started)).toEqual([])
    expect(seen()).toEqual([{ subject: 'a', by: 2 }])
    await started.close()
  })

  it('leaves a view alone whose name is that of what would feed another', async () => {
    const named = defineView({
      ...{ name: 'ticketsSources', version: 1, describe: 'Where tickets come from', aggregates: [ticket] },
      document: z.object({ subject: z.string() }),
      on: { TicketOpened: (_, { data }) => ({ subject: data.subject }) },
    })
    const beside = defineReadModel({ name: 'origins', describe: '', views: [named], rollups: [], reports: [] })
    const openBoth = (model: typeof old.model) =>
      createCrm({ file, actor: 'lan', company: {}, aggregates: { tickets: ticket }, readModels: [model, beside] })
    const serving = await openBoth(old.model)
    await serving.projected(await openTicket(serving, 'a'), [old.view, named])
    await serving.close()
    const started = await openBoth(next.model)
    await started.catchUp([next.view, named])
    expect(await outcomes(started)).toEqual(['tickets__v1 dropped'])
    expect((await started.find(named, {})).documents).toMatchObject([{ document: { subject: 'a' } }])
    await started.close()
  })

  it('keeps what has no newer version that is served', async () => {
    const serving = await open(old.model)
    await serving.projected(await openTicket(serving, 'a'), [old.view])
    await serving.close()
    await prepare()
    const pruning = await open(next.model, { project: false, publish: false })
    expect(await outcomes(pruning, { force: true })).toEqual(['tickets__v1 newest'])
    await pruning.close()
    expect(seen()).toEqual([{ subject: 'a', by: 1 }])
  })

  it('keeps what a newer release prepared unless it is forced to, and then analysts see the version here again', async () => {
    const started = await open(next.model)
    await started.projected(await openTicket(started, 'a'), [next.view])
    await started.close()
    const back = await open(old.model)
    await back.catchUp([old.view])
    expect(seen()).toEqual([{ subject: 'a', by: 2 }])
    expect(await outcomes(back)).toEqual(['tickets__v2 newer'])
    expect(await outcomes(back, { force: true })).toEqual(['tickets__v2 dropped'])
    expect(seen()).toEqual([{ subject: 'a', by: 1 }])
    await back.close()
  })

  it('waits a minute for a process that ended without a word', async () => {
    const serving = await open(old.model)
    await serving.projected(await openTicket(serving, 'a'), [old.view])
    await serving.close()
    const started = await open(next.model)
    await started.catchUp([next.view])
    const stores = await openSqlite(file)
    await stores.documents.serve({ process: 'gone', name: 'web-2, process 7', views: ['crm_tickets__v1'] })
    await stores.close()
    expect(await outcomes(started)).toEqual(['tickets__v1 served'])
    const db = new DatabaseSync(file)
    db.prepare("UPDATE _servings SET at = at - 61000 WHERE process = 'gone'").run()
    db.close()
    expect(await outcomes(started)).toEqual(['tickets__v1 dropped'])
    await started.close()
  })

  it('drops by force what is served; whoever serves it folds it anew', async () => {
    const serving = await open(old.model)
    await serving.projected(await openTicket(serving, 'a'), [old.view])
    const started = await open(next.model)
    await started.catchUp([next.view])
    expect(await outcomes(started, { force: true })).toEqual(['tickets__v1 dropped'])
    await serving.projected(await openTicket(serving, 'b'), [old.view])
    expect((await serving.find(old.view, {})).documents).toHaveLength(2)
    await started.close()
    await serving.close()
  })

  it('takes no option that is none', async () => {
    const crm = await open(old.model)
    await expect(crm.prune({ forced: true } as never)).rejects.toThrow(TypeError)
    await crm.close()
  })
})
