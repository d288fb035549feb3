import type { Find } from '@eventcrm/projection'
import { parseGrouping, prepareAnswers, type ParsedFind } from '@eventcrm/projection/store'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { groupSql } from '../src/document-grouping.ts'
import { searchSql, someSql } from '../src/document-searching.ts'
import { elementsOf, indexesOf, tableOf } from '../src/document-tables.ts'
import { openSqlite, type Sqlite } from '../src/index.ts'
import { newFolder } from './folder.ts'

const find = 'opportunities__v1'
const indexes = [['status'], ['owner', 'closedOn'], ['stage.name'], ['amount'], ['tags'], ['closedOn']]

const folder = newFolder()
let sqlite: Sqlite
let db: DatabaseSync
beforeAll(async () => {
  sqlite = await openSqlite(folder.file('crm.sqlite'))
  await sqlite.documents.ensure([{ name: find, indexes }])
  await sqlite.documents.commit({
    views: [],
    writes: Array.from({ length: 200 }, (_, n) => ({
      collection: find,
      key: String(n),
      document: {
        status: ['open', 'won'][n % 2] ?? '',
        owner: n % 9,
        closedOn: String(n),
        stage: { name: 'New' },
        amount: n,
        tags: [n % 5],
      },
    })),
  })
  db = new DatabaseSync(folder.file('crm.sqlite'), { readOnly: true })
})
afterAll(async () => {
  db.close()
  await sqlite.close()
  await folder.remove()
})

const parsed = (search: Find): ParsedFind => {
  let parsed: ParsedFind | undefined
  const capture = { find: (_: string, find: ParsedFind) => ((parsed = find), { documents: [], next: null }) }
  prepareAnswers([{ ...search, find }])({
    ...capture,
    progress: () => null,
    views: () => new Map(),
    servings: () => [],
    load: () => new Map(),
    count: () => 0,
    some: () => [],
    group: () => [],
  })
  return parsed!
}

/** How SQLite goes about a search, statement by statement, with indexes by their fields. */
const plansOf = (search: Find): readonly string[] => {
  const numbers = indexesOf(db, find)
  const fieldsOf = new Map([...numbers].map(([fields, number]) => [number, fields]))
  return searchSql(find, parsed(search), { table: elementsOf(find), numberOf: field => numbers.get(field) }).map(
    ({ text, values }) => {
      const rows = db.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...values, ...(search.limit ? [search.limit] : []))
      return rows
        .map(({ detail }) => String(detail))
        .join('; ')
        .replace(/_index_(\d+)/g, (_, number: string) => `(${fieldsOf.get(Number(number)) ?? ''})`)
        .replaceAll(tableOf(find), 'documents')
        .replaceAll(elementsOf(find), 'elements')
        .replaceAll('sqlite_autoindex_documents_1', '(key)')
    },
  )
}

const served: readonly (readonly [search: Find, plan: RegExp])[] = [
  [{ where: { field: 'status', equals: 'open' } }, /^SEARCH documents USING INDEX \(status\) \(<expr>=\?\)/],
  [{ where: { field: 'status', equals: null } }, /^SEARCH documents USING INDEX \(status\) \(<expr>=\?\)/],
  [{ where: { field: 'amount', equals: 5 } }, /^SEARCH documents USING INDEX \(amount\) \(<expr>=\?\)/],
  [
    { where: { field: 'status', in: ['open', 'won', null, 1] } },
    /^SEARCH documents USING INDEX \(status\) \(<expr>=\?\)/,
  ],
  [
    { where: { field: 'amount', from: 5, below: 10 } },
    /^SEARCH documents USING INDEX \(amount\) \(<expr>>\? AND <expr><\?\)/,
  ],
  [
    { where: { field: 'closedOn', above: '2017' } },
    /^SEARCH documents USING INDEX \(closedOn\) \(<expr>>\? AND <expr><\?\)/,
  ],
  [
    { where: { field: 'stage.name', prefix: 'N' } },
    /^SEARCH documents USING INDEX \(stage.name\) \(<expr>>\? AND <expr><\?\)/,
  ],
  [{ where: { field: 'tags', contains: 1 } }, /SEARCH elements USING PRIMARY KEY \(field=\? AND value=\?\)/],
  [{ where: { field: 'tags', contains: 1 } }, /^SEARCH documents USING INTEGER PRIMARY KEY/],
  [
    {
      where: {
        and: [
          { field: 'owner', equals: 1 },
          { field: 'closedOn', from: '2', to: '3' },
        ],
      },
    },
    /^SEARCH documents USING INDEX \(owner,closedOn\) \(<expr>=\? AND <expr>>\? AND <expr><\?\)/,
  ],
  [
    {
      where: {
        or: [
          { field: 'owner', equals: 1 },
          { field: 'tags', contains: 1 },
          { field: 'amount', equals: 1 },
        ],
      },
    },
    /^MULTI-INDEX OR.*\(owner,closedOn\).*elements.*\(amount\)/,
  ],
  [{ limit: 5 }, /^SCAN documents USING INDEX \(key\)$/],
]

const sorted: readonly (readonly [search: Find, index: string])[] = [
  [{}, '(key)'],
  [{ sort: [{ field: 'amount' }] }, '(amount)'],
  [{ sort: [{ field: 'amount', direction: 'descending' }] }, '(amount)'],
  [{ sort: [{ field: 'owner' }, { field: 'closedOn' }] }, '(owner,closedOn)'],
  [{ sort: [{ field: 'owner', direction: 'descending' }, { field: 'closedOn' }] }, '(owner,closedOn)'],
  [
    { where: { field: 'owner', equals: 1 }, sort: [{ field: 'closedOn', direction: 'descending' }] },
    '(owner,closedOn)',
  ],
]

describe('an index', () => {
  for (const [search, plan] of served) {
    it(`serves ${JSON.stringify(search)}`, () => {
      const [first, ...others] = plansOf(search)
      expect(others).toEqual([])
      expect(first).toMatch(plan)
      expect(first).not.toContain('SCAN elements')
    })
  }

  for (const [search, index] of sorted) {
    it(`serves each page of ${JSON.stringify(search)}`, async () => {
      const [{ next: cursor }] = await sqlite.documents.query([{ ...search, find, limit: 3 }])
      const first = plansOf({ ...search, limit: 3 })
      const next = plansOf({ ...search, limit: 3, after: cursor ?? '' })
      expect([first.length, next.length]).toEqual([1, 1 + (search.sort?.length ?? 0)])
      for (const plan of [...first, ...next]) expect(plan).toContain(`documents USING INDEX ${index}`)
      // Ties may be sorted by key, and a second field that goes the other way; never the whole.
      const [ties, ...rest] = next
      for (const plan of [...first, ...rest]) expect(plan).not.toContain('FOR ORDER BY')
      for (const plan of [ties, ...rest]) expect(plan).toMatch(/^SEARCH/)
    })
  }

  it('serves some of a list’s elements, without looking at the others', () => {
    const number = indexesOf(db, find).get('tags')
    const { text, values } = someSql(
      find,
      { path: ['tags'], bounds: [{ compare: '>=', value: 'a' }], limit: 3 },
      { table: elementsOf(find), numberOf: () => number },
    )
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...values, 3)
    const details = plan.map(({ detail }) => String(detail)).join('; ')
    expect(details).toMatch(
      /SEARCH _elements_opportunities__v1 USING PRIMARY KEY \(field=\? AND value>\? AND value<\?\)/,
    )
    expect(details).toMatch(/SEARCH _documents_opportunities__v1 USING INTEGER PRIMARY KEY \(rowid=\?\)/)
    expect(details).not.toContain('ORDER BY')
  })

  it.each([
    ['from the first one on', undefined, 1],
    ['behind another', [3, '5'], 2],
  ] as const)('serves a page of groups in their order, %s', (_, after, statements) => {
    const where = { field: 'closedOn', from: '0' } as const
    const numbers = indexesOf(db, find)
    const grouping = parseGrouping({ by: ['owner', 'closedOn'], where, limit: 3, ...(after ? { after } : {}) })
    const elements = { table: elementsOf(find), numberOf: (field: string) => numbers.get(field) }
    const plans = groupSql(find, grouping, elements, numbers).map(({ text, values }) =>
      db
        .prepare(`EXPLAIN QUERY PLAN ${text}`)
        .all(...values, 3)
        .map(({ detail }) => String(detail))
        .join('; '),
    )
    expect(plans).toHaveLength(statements)
    for (const plan of plans) {
      expect(plan).toContain(`INDEX _index_${String(numbers.get('owner,closedOn'))}`)
      expect(plan).not.toContain('TEMP B-TREE')
    }
  })

  it('changes nothing in what is found where there is none', async () => {
    const [indexed, other] = await sqlite.documents.query([
      { find, where: { field: 'stage.name', prefix: 'N' }, limit: 2 },
      { find, where: { not: { not: { field: 'stage.name', prefix: 'N' } } }, limit: 2 },
    ])
    expect(indexed).toEqual(other)
  })
})
