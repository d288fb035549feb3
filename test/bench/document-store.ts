// The SQLite document store against the bare driver, with the same file settings, the same table and JSON on both sides.
import { openSqlite } from '@eventcrm/sqlite'
import type { Document } from '@eventcrm/projection'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { compare, rateOf, type Row } from './ratio.ts'

const size = 1000
const fields = ['status', 'ownerId', 'expectedOn', 'stage.name']
const at = (field: string) => `json_extract(document, '$.${field}')`

/** An opportunity of 600 bytes. */
const opportunity = (key: string, n: number): Document => ({
  opportunityId: key,
  title: `Cơ hội số ${String(n)}`,
  status: ['open', 'won', 'lost'][n % 3] ?? null,
  ownerId: `owner ${String(n % 35)}`,
  customerId: `customer ${String(n % 85)}`,
  expectedOn: `2017-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`,
  stage: { name: `Stage ${String(n % 4)}`, order: n % 4, probability: 25 },
  amount: { amount: n * 100, currency: 'VND', exponent: 0 },
  tags: [`tag ${String(n % 7)}`, `group ${String(n % 11)}`],
  steps: Array.from({ length: 3 }, (_, i) => ({
    on: '2017-01-01',
    position: String(i).padStart(20, '0'),
    to: 'Qualified',
  })),
})

const batch = (n: number, keys = Array.from({ length: size }, () => randomUUID())) =>
  keys.map((key, i) => ({ key, document: opportunity(key, i + n) }))

const settings = `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON;
  PRAGMA checkpoint_fullfsync = ON; PRAGMA secure_delete = ON`

/** The bare driver: upserts of JSON in one transaction, JSON parsed of what is read. */
const openRaw = (file: string, indexed: boolean) => {
  const db = new DatabaseSync(file)
  db.exec(settings)
  db.exec('CREATE TABLE documents (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, document TEXT NOT NULL) STRICT')
  if (indexed)
    for (const [i, field] of fields.entries()) db.exec(`CREATE INDEX i${String(i)} ON documents (${at(field)})`)
  const put = db.prepare(
    'INSERT INTO documents (key, document) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET document = excluded.document',
  )
  const get = db.prepare('SELECT document FROM documents WHERE key = ?')
  const read = (row: Record<string, unknown> | undefined): unknown => JSON.parse(String(row?.['document']))
  return {
    commit(writes: readonly { readonly key: string; readonly document: Document }[]) {
      db.exec('BEGIN IMMEDIATE')
      for (const { key, document } of writes) put.run(key, JSON.stringify(document))
      db.exec('COMMIT')
    },
    load: (keys: readonly string[]) => new Map(keys.map(key => [key, read(get.get(key))])),
    prepare(sql: string) {
      const statement = db.prepare(sql)
      return (...values: readonly (string | number)[]) => statement.all(...values).map(read)
    },
    close: () => db.close(),
  }
}

const openOurs = async (file: string, indexes: readonly (readonly string[])[]) => {
  const sqlite = await openSqlite(file)
  await sqlite.documents.ensure([{ name: 'opportunities', indexes }])
  return {
    documents: sqlite.documents,
    close: sqlite.close,
    commit: (writes: readonly { readonly key: string; readonly document: Document }[]) =>
      sqlite.documents.commit({ views: [], writes: writes.map(write => ({ collection: 'opportunities', ...write })) }),
  }
}

const singles = fields.map(field => [field])
let files = 0

const commits = async (folder: string, name: string, indexes: readonly (readonly string[])[], again: boolean) => {
  const raw = openRaw(join(folder, `raw ${String(files)}`), indexes.length > 0)
  const ours = await openOurs(join(folder, `ours ${String(files++)}`), indexes)
  let n = 0
  const [mine, theirs] = [batch(0), batch(0)]
  await ours.commit(mine)
  raw.commit(theirs)
  const next = (of: typeof mine) => batch(++n, again ? of.map(({ key }) => key) : undefined)
  const row = await compare(
    name,
    () => {
      const writes = next(mine)
      return rateOf(size, () => ours.commit(writes))
    },
    () => {
      const writes = next(theirs)
      return rateOf(size, () => raw.commit(writes))
    },
    { rounds: 15, unit: 'documents/s' },
  )
  await ours.close()
  raw.close()
  return row
}

const reads = async (folder: string): Promise<readonly Row[]> => {
  const raw = openRaw(join(folder, 'raw reads'), true)
  const ours = await openOurs(join(folder, 'ours reads'), [...singles, ['tags']])
  const keys: string[] = []
  for (let n = 0; n < 10; n++) {
    const writes = batch(n * 7)
    keys.push(...writes.map(({ key }) => key))
    await ours.commit(writes)
    raw.commit(writes)
  }
  const asked = keys.filter((_, i) => i % 10 === 3)
  const load = await compare(
    'load 1000 of 10,000 documents by key',
    () => rateOf(size, () => ours.documents.query([{ load: 'opportunities', keys: asked }])),
    () => rateOf(size, () => raw.load(asked)),
    { rounds: 25, unit: 'documents/s' },
  )
  const byOwner = raw.prepare(`SELECT document FROM documents WHERE ${at('ownerId')} = ? ORDER BY key`)
  const find = await compare(
    'find 285 of 10,000 documents by an index',
    () =>
      rateOf(285, () =>
        ours.documents.query([{ find: 'opportunities', where: { field: 'ownerId', equals: 'owner 5' } }]),
      ),
    () => rateOf(285, () => byOwner('owner 5')),
    { rounds: 25, unit: 'documents/s' },
  )
  const newest = raw.prepare(`SELECT document FROM documents ORDER BY ${at('expectedOn')} DESC, key DESC LIMIT 51`)
  const sort = [{ field: 'expectedOn', direction: 'descending' }] as const
  const page = await compare(
    'first page of 50 of 10,000, sorted by an index',
    () => rateOf(1, () => ours.documents.query([{ find: 'opportunities', sort, limit: 50 }])),
    () => rateOf(1, () => newest()),
    { rounds: 25, unit: 'pages/s' },
  )
  const tagged = raw.prepare(
    `SELECT document FROM documents WHERE EXISTS (SELECT 1 FROM json_each(document, '$.tags') AS tag WHERE tag.value = ?)`,
  )
  const contains = await compare(
    'find 909 of 10,000 by a tag, by its index against a scan',
    () =>
      rateOf(909, () =>
        ours.documents.query([{ find: 'opportunities', where: { field: 'tags', contains: 'group 5' } }]),
      ),
    () => rateOf(909, () => tagged('group 5')),
    { rounds: 9, unit: 'documents/s' },
  )
  await ours.close()
  raw.close()
  return [load, find, page, contains]
}

export const run = async (): Promise<readonly Row[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'eventcrm-bench-'))
  try {
    return [
      await commits(folder, 'commit 1000 new documents, no index', [], false),
      await commits(folder, 'commit 1000 new documents, 4 indexes', singles, false),
      await commits(folder, 'commit 1000 new documents, 4 indexes and one of tags', [...singles, ['tags']], false),
      await commits(folder, 'commit 1000 changed documents, 4 indexes', singles, true),
      await commits(folder, 'commit 1000 changed documents, 4 and one of tags', [...singles, ['tags']], true),
      ...(await reads(folder)),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
