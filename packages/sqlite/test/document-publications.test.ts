import type { DocumentStore } from '@eventcrm/projection'
import type { Collection } from '@eventcrm/projection/store'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openSqlite, type Sqlite } from '../src/index.ts'
import { newFolder } from './folder.ts'

let folder: ReturnType<typeof newFolder>
let sqlite: Sqlite
let documents: DocumentStore
beforeEach(async () => {
  folder = newFolder()
  sqlite = await openSqlite(folder.file('crm.sqlite'))
  documents = sqlite.documents
})
afterEach(async () => {
  await sqlite.close()
  await folder.remove()
})

/** What an analyst sees. */
const select = (sql: string) => {
  const db = new DatabaseSync(folder.file('crm.sqlite'), { readOnly: true })
  try {
    return db
      .prepare(sql)
      .all()
      .map(row => ({ ...row }))
  } finally {
    db.close()
  }
}

const deals = (version: number, fields = ['dealId', 'amount', 'tags', 'stage', 'won', 'note']): Collection => ({
  name: `crm_deals__v${String(version)}`,
  indexes: [],
  publication: { name: 'crm_deals', version, fields },
})
const publish = (...publish: readonly string[]) => documents.commit({ views: [], writes: [], publish })
const put = (
  collection: string,
  key: string,
  document: Parameters<DocumentStore['commit']>[0]['writes'][0]['document'],
) => documents.commit({ views: [], writes: [{ collection, key, document, holdsBigints: true }] })

it('shows analysts a published collection, one column per field', async () => {
  await documents.ensure([deals(1)])
  expect(() => select('SELECT * FROM crm_deals')).toThrow('no such table')
  await publish('crm_deals__v1')
  await put('crm_deals__v1', 'a', {
    dealId: 'a',
    amount: 105_400,
    tags: ['vip', 'hội chợ'],
    stage: { name: 'Mới', order: 1 },
    won: true,
    note: null,
  })
  await put('crm_deals__v1', 'b', { dealId: 'b', amount: 10n ** 20n })
  expect(select('SELECT * FROM crm_deals ORDER BY dealId')).toEqual([
    { dealId: 'a', amount: 105_400, tags: '["vip","hội chợ"]', stage: '{"name":"Mới","order":1}', won: 1, note: null },
    { dealId: 'b', amount: '100000000000000000000', tags: null, stage: null, won: null, note: null },
  ])
  expect(select('SELECT typeof(amount) AS t FROM crm_deals ORDER BY dealId')).toEqual([{ t: 'integer' }, { t: 'text' }])
})

it('shows the newest version that was published, whatever is made or published after it', async () => {
  await documents.ensure([deals(1), deals(2, ['dealId', 'value'])])
  await put('crm_deals__v1', 'a', { dealId: 'a', amount: 1 })
  await put('crm_deals__v2', 'a', { dealId: 'a', value: 2 })
  await publish('crm_deals__v1')
  expect(select('SELECT dealId, amount FROM crm_deals')).toEqual([{ dealId: 'a', amount: 1 }])
  await publish('crm_deals__v2')
  expect(select('SELECT * FROM crm_deals')).toEqual([{ dealId: 'a', value: 2 }])
  // an older process goes on beside it
  await publish('crm_deals__v1')
  expect(select('SELECT * FROM crm_deals')).toEqual([{ dealId: 'a', value: 2 }])
  await publish('crm_deals__v2')
  expect(select('SELECT * FROM crm_deals')).toEqual([{ dealId: 'a', value: 2 }])
})

it('shows nothing of a version that is being made anew, and what another version shows all the same', async () => {
  await documents.ensure([deals(1), deals(2)])
  await publish('crm_deals__v1', 'crm_deals__v2')
  const unpublish = (...unpublish: readonly string[]) => documents.commit({ views: [], writes: [], unpublish })
  await unpublish('crm_deals__v1')
  expect(select('SELECT * FROM crm_deals')).toEqual([])
  await unpublish('crm_deals__v2')
  expect(() => select('SELECT * FROM crm_deals')).toThrow('no such table')
  await publish('crm_deals__v1')
  expect(select('SELECT * FROM crm_deals')).toEqual([])
})

it('publishes with the rest of the commit or not at all', async () => {
  await documents.ensure([deals(1)])
  const next = { checkpoint: null, building: false, rollups: [], stopped: null }
  const views = [{ view: 'crm_deals__v1', expected: 5, next }]
  await expect(documents.commit({ views, writes: [], publish: ['crm_deals__v1'] })).rejects.toThrow()
  expect(() => select('SELECT * FROM crm_deals')).toThrow('no such table')
})

it('refuses a name that a table has, and takes any field', async () => {
  for (const name of ['events', 'Streams', 'secrets']) {
    const publication = { name, version: 1, fields: ['a'] }
    await expect(documents.ensure([{ name: 'a__v1', indexes: [], publication }])).rejects.toThrow(TypeError)
  }
  const fields = ['select', 'a', 'A', 'from_', 'order']
  await documents.ensure([{ name: 'a__v1', indexes: [], publication: { name: 'table', version: 1, fields } }])
  await put('a__v1', 'x', { select: 1, a: 2, A: 3 })
  await publish('a__v1')
  expect(Object.values(select('SELECT * FROM "table"')[0] ?? {})).toEqual([1, 2, 3, null, null])
})

it('has no table whose name a company’s collection could take', () => {
  const names = select("SELECT name FROM sqlite_schema WHERE type = 'table'").map(({ name }) => String(name))
  expect(names.filter(name => name.includes('_') && !name.startsWith('_'))).toEqual([])
})
