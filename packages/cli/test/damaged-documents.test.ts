// Documents that are damaged or lost are told as what a rebuild mends; a rebuild that cannot end leaves what answers.
import { createCrm } from '@eventcrm/crm'
import { copyFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newFolder } from './run.ts'

const { run, file, remove } = newFolder('en')
beforeAll(() => run(['demo', '--seed', '7', '--opportunities', '12', '--database', 'sound.sqlite']))
beforeEach(() => copyFileSync(file('sound.sqlite'), file('damaged.sqlite')))
afterAll(remove)

const withFile = <T>(work: (db: DatabaseSync) => T): T => {
  const db = new DatabaseSync(file('damaged.sqlite'))
  try {
    return work(db)
  } finally {
    db.close()
  }
}
const damage = (sql: string) => withFile(db => db.exec(sql))
const collection = (like: string) =>
  withFile(db =>
    String(db.prepare(`SELECT name FROM _collections WHERE name LIKE '${like}' ESCAPE '\\'`).get()?.['name']),
  )
const on = (...args: readonly string[]) => run([...args, '-d', 'damaged.sqlite'])
const report = () => on('report', 'pipeline', '--as-of', '2025-12-31', '-f', 'json')
const namesIn = () =>
  withFile(db =>
    db
      .prepare("SELECT type || ' ' || name AS it FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY it")
      .all()
      .map(({ it }) => it),
  )

describe('a rebuild that cannot end', () => {
  // not the last, which may be the one that documents were folded up to
  const lateChange =
    "WHERE position = (SELECT position FROM events WHERE type = 'StageChanged' ORDER BY position DESC LIMIT 1 OFFSET 3)"
  it.each([
    [
      'whose data is no JSON',
      `UPDATE events SET data = '{' ${lateChange}`,
      3,
      /damaged at position \d+ of the log: restore/,
    ],
    [
      'that does not fit its schema',
      `UPDATE events SET data = '{}' ${lateChange}`,
      1,
      /It is not rebuilt, and has what it had/,
    ],
    [
      'of an unknown type',
      `UPDATE events SET type = 'StageShuffled' ${lateChange}`,
      1,
      /newer version[\s\S]*not rebuilt/,
    ],
    [
      'that is gone',
      `DELETE FROM events ${lateChange.replace('DESC', 'ASC').replace('OFFSET 3', '')}`,
      3,
      /lacks revision \d+/,
    ],
  ])('for an event %s leaves what answered before', async (_, sql, code, message) => {
    const before = await report()
    damage(sql)
    const { exitCode, stdout, stderr } = await on('rebuild')
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' })
    expect(stderr).toMatch(message)
    expect(await report()).toEqual(before)
    expect((await on('status')).exitCode).toBe(0)
  })
})

describe('what is lost of the documents', () => {
  const lost: readonly (readonly [string, () => string, RegExp])[] = [
    ['a table of documents', () => `DROP TABLE _documents_${collection('crm_directory%')}`, /_documents_crm_directory/],
    ['a table of totals', () => `DROP TABLE _documents_${collection('crm_pipelineTotals\\_\\_%')}`, /pipelineTotals/],
    ['the lists of documents', () => `DROP TABLE _elements_${collection('crm_opportunities%')}`, /_elements_crm_opp/],
    ['an index', () => 'DROP INDEX _index_1', /_index_1/],
    ['what analysts see', () => 'DROP VIEW crm_opportunities', /crm_opportunities: the view that analysts see/],
    [
      'what analysts see, for something else',
      () => 'DROP VIEW crm_opportunities; CREATE VIEW crm_opportunities AS SELECT 1 AS a',
      /crm_opportunities: the view that analysts see is another/,
    ],
    [
      'some of what analysts see',
      () => {
        const sql = withFile(db => db.prepare("SELECT sql FROM sqlite_schema WHERE name = 'crm_opportunities'").get())
        return `DROP VIEW crm_opportunities; ${String(sql?.['sql'])} WHERE id > 1`
      },
      /crm_opportunities: the view that analysts see is another/,
    ],
    [
      'a column of what analysts see',
      () => {
        const view = withFile(db => db.prepare("SELECT sql FROM sqlite_schema WHERE name = 'crm_opportunities'").get())
        return `DROP VIEW crm_opportunities; ${String(view?.['sql']).replace(/document ->> '\S+ AS "title", /, '')}`
      },
      /crm_opportunities: the view that analysts see is another/,
    ],
    [
      'the note of what analysts see',
      () => "DELETE FROM _publications WHERE name = 'crm_opportunities'",
      /crm_opportunities: the view that analysts see is another/,
    ],
    ['the notes of what analysts see', () => 'DELETE FROM _publications', /crm_\w+: the view that analysts see/],
    [
      'the note of a name',
      () => "UPDATE _collections SET name = 'crm_other__v1' WHERE name LIKE 'crm_opp%'",
      /crm_other__v1/,
    ],
    ['a note of progress', () => 'DELETE FROM _progress', /up to where they were folded is lost/],
  ]
  it.each(lost)('%s: is told by verify, and made anew by a rebuild', async (_, sql, told) => {
    const before = { report: await report(), names: namesIn(), list: await on('list', 'opportunities') }
    damage(sql())
    const found = await on('verify')
    expect(found.exitCode).toBe(1)
    expect(found.stdout).toMatch(told)
    expect(found.stdout).not.toMatch(/restore/)
    const rebuilt = await on('rebuild')
    expect(rebuilt).toMatchObject({ exitCode: 0, stderr: '' })
    expect({ report: await report(), names: namesIn(), list: await on('list', 'opportunities') }).toEqual(before)
    expect((await on('verify')).stdout).toMatch(/nothing wrong/)
  })

  it.each(['number = 1', "collection LIKE 'crm_opportunities%'", '1 = 1'])(
    'the notes of indexes where %s: are told by verify, and made anew by a rebuild',
    async which => {
      const before = { report: await report(), list: await on('list', 'opportunities') }
      const indexes = () => namesIn().filter(name => String(name).startsWith('index _index_')).length
      const made = indexes()
      damage(`DELETE FROM _indexes WHERE ${which}`)
      const found = await on('verify')
      expect(found.exitCode).toBe(1)
      expect(found.stdout).toMatch(/an index '_index_\d+' that is not noted: rebuild it/)
      expect(await on('rebuild')).toMatchObject({ exitCode: 0, stderr: '' })
      expect({ report: await report(), list: await on('list', 'opportunities') }).toEqual(before)
      expect((await on('verify')).stdout).toMatch(/nothing wrong/)
      expect(indexes()).toBe(made)
    },
  )

  it('a table, told by what reads it: only a damaged log needs a backup', async () => {
    damage(`DROP TABLE _documents_${collection('crm_directory%')}`)
    for (const args of [['list', 'opportunities'], ['report', 'pipeline', '--source', 'documents'], ['log']]) {
      const { exitCode, stdout, stderr } = await on(...args)
      expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' })
      expect(stderr).toMatch(/rebuild documents[\s\S]*`eventcrm rebuild`/)
    }
    const { exitCode, stdout, stderr } = await on('history', 'company')
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/\S/)
    expect(stderr).toMatch(/names are not shown[\s\S]*`eventcrm rebuild`/)
    damage('DROP TABLE events')
    expect((await on('rebuild')).stderr).toMatch(/no such table: events.*restore a backup/)
  })

  it.each(['_progress', '_collections', '_indexes', '_publications'])(
    '%s, which comes back by opening the file',
    async table => {
      const before = await report()
      damage(`DROP TABLE ${table}`)
      expect(await on('rebuild')).toMatchObject({ exitCode: 0 })
      expect(await report()).toEqual(before)
      expect((await on('verify')).stdout).toMatch(/nothing wrong/)
      expect(withFile(db => db.prepare('SELECT count(*) AS count FROM crm_opportunities').get())).toEqual({ count: 12 })
    },
  )
})

describe('a document that is valid JSON, and none of its view', () => {
  const shapes = [
    ['nothing of it', `'{"a":1}'`],
    ['a part that is none', `json_set(document, '$.stage', json('{"stageId":5}'), '$.title', json('{}'))`],
  ] as const
  it.each(shapes)('with %s, is told by what reads it, and mended', async (_, value) => {
    const before = await report()
    const title = String(withFile(db => db.prepare('SELECT title FROM crm_opportunities').get())?.['title'])
    // as the disk has it, so that no index knows
    const table = `_documents_${collection('crm_opportunities%')}`
    damage(`UPDATE ${table} SET document = ${value}`)
    for (const args of [
      ['list', 'opportunities'],
      ['history', 'opportunity', title],
      ['export', 'opportunities', '--to', 'copy.csv'],
    ]) {
      const { exitCode, stdout, stderr } = await on(...args)
      expect({ args, exitCode, stdout }).toEqual({ args, exitCode: 3, stdout: '' })
      expect(stderr).toMatch(/opportunities are damaged[\s\S]*`eventcrm rebuild`/)
    }
    const { exitCode, stderr } = await on('report', 'pipeline', '--source', 'documents')
    expect([0, 3], stderr).toContain(exitCode)
    expect((await on('rebuild')).exitCode).toBe(0)
    expect(await report()).toEqual(before)
  })

  it('of the directory: whatever asks for a name', async () => {
    damage(
      `UPDATE _documents_${collection('crm_directory%')} SET document = '{"a":1,"kind":"staffMember","searchKey":"x"}'`,
    )
    for (const args of [
      ['list', 'opportunities', '--owner', 'x'],
      ['list', 'opportunities'],
      ['log', '--actor', 'x'],
      ['export', 'staff', '--to', 'staff.csv'],
    ]) {
      const { exitCode, stderr } = await on(...args)
      expect({ args, exitCode }).toEqual({ args, exitCode: 3 })
      expect(stderr).toMatch(/directory are damaged[\s\S]*`eventcrm rebuild`/)
    }
  })

  it('of totals: told by the report', async () => {
    const table = `_documents_${collection('crm_pipelineTotals\\_\\_%')}`
    damage(`UPDATE ${table} SET document = json_set(document, '$.total', json('{"amount":"twelve"}'))`)
    const { exitCode, stdout, stderr } = await on('report', 'pipeline', '--as-of', '2025-12-31')
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' })
    expect(stderr).toMatch(/damaged[\s\S]*`eventcrm rebuild`/)
  })

  it('stops what folds on it, saying so', async () => {
    damage(`UPDATE _documents_${collection('crm_opportunities%')} SET document = '{"a":1}'`)
    const crm = await createCrm({ file: file('damaged.sqlite'), actor: 'lan', project: false })
    const [id] = withFile(db =>
      db.prepare("SELECT substr(name, 17) AS id FROM streams WHERE name LIKE 'crm.opportunity-%'").all(),
    )
    await crm.opportunities.tag({ opportunityId: String(id?.['id']), tag: 'x' })
    await expect(crm.catchUp()).rejects.toMatchObject({
      code: 'ViewStopped',
      message: expect.stringContaining('Documents of opportunities are damaged: rebuild the view'),
      cause: expect.objectContaining({ code: 'DocumentDamaged' }),
    })
    // the report, which did not fold it, says as much
    await expect(crm.reports.pipeline({})).rejects.toMatchObject({
      code: 'ViewStopped',
      cause: expect.objectContaining({ code: 'DocumentDamaged' }),
    })
    await crm.rebuild()
    await crm.reports.pipeline({})
    await crm.close()
  })
})
