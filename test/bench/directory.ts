// Lists, search and duplicates among as many contacts as there are: pages, grouped counts and duplicates against raw queries doing the same, and what
// is searched for among many against the same among 10,000, with names as frequent as in Viet Nam.
import { contactEvents, leadEvents } from '@eventcrm/domain'
import { openMongoDB } from '@eventcrm/mongodb'
import type { DocumentStore, ListContext, View, ViewEvent } from '@eventcrm/projection'
import {
  contacts,
  contactsList,
  customersList,
  duplicatesOf,
  leads,
  leadsList,
  matches,
  searchIn,
  type ContactDocument,
  type LeadDocument,
  type MatchDocument,
} from '@eventcrm/read-model-directory'
import { openSqlite } from '@eventcrm/sqlite'
import { MongoClient } from 'mongodb'
import { mkdtempSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startMongod } from '../mongodb/mongod.ts'
import { id } from './generated-log.ts'
import { compare, type Row } from './ratio.ts'

// Shares in thousands: a third are Nguyễn.
const families: readonly (readonly [string, number])[] = [
  ['Nguyễn', 330],
  ...([
    ['Trần', 110],
    ['Lê', 95],
    ['Phạm', 70],
    ['Hoàng', 51],
    ['Phan', 45],
    ['Vũ', 39],
    ['Đặng', 21],
  ] as const),
  ...([
    ['Bùi', 20],
    ['Đỗ', 14],
    ['Hồ', 13],
    ['Ngô', 13],
    ['Dương', 10],
    ['Lý', 5],
  ] as const),
]
const onsets = [
  'B',
  'C',
  'D',
  'Đ',
  'H',
  'Kh',
  'L',
  'M',
  'N',
  'Ng',
  'Nh',
  'Ph',
  'Qu',
  'S',
  'T',
  'Th',
  'Tr',
  'V',
  'X',
  'Y',
]
const rimes = ['a', 'ai', 'an', 'anh', 'ân', 'ên', 'iên', 'inh', 'oa', 'ông', 'ung', 'uyên', 'ương', 'y']
const given = onsets.flatMap(onset => rimes.map(rime => onset + rime))

/** The same number for the same seed, below one. */
const random = (seed: number): number => {
  let x = Math.imul(seed ^ (seed >>> 16), 0x45d9f3b)
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b)
  return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32
}

const familyOf = (share: number): string => {
  let left = share * 1000
  for (const [name, of] of families) if ((left -= of) < 0) return name
  return given[Math.floor(share * 7919) % given.length] ?? ''
}
/** Given names too: a few have very many, and many have few. */
const givenOf = (share: number): string => given[Math.floor(given.length * share ** 2)] ?? ''

/** Some five of however many have it. */
const rare = 'Quýnhx'
const nameOf = (n: number, of: number): string => {
  const [family, middle, last, first] = [1, 2, 3, 4].map(part => random(n * 4 + part))
  const isWoman = (middle ?? 0) < 0.5
  const between = (first ?? 0) < 0.6 ? (isWoman ? 'Thị' : 'Văn') : givenOf((first ?? 0) ** 3)
  return `${familyOf(family ?? 0)} ${between} ${n % Math.floor(of / 5) === 7 ? rare : givenOf(last ?? 0)}`
}

const phoneOf = (n: number): string => `+849${String(10_000_000 + ((n * 7919) % 90_000_000))}`

const registration = (n: number, of: number) =>
  contactEvents.ContactRegistered({
    personId: id(1, n),
    kind: 'individual',
    name: nameOf(n, of),
    phone: phoneOf(n),
    email: null,
    profile: {
      ...{ industry: null, size: null, contactStatus: null, contactSource: null, customerSource: null },
      group: { entryId: null, label: `group ${String(n % 9)}` },
      territory: { entryId: null, label: `territory ${String(n % 60)}` },
    },
    term: 'regular',
    taxCode: null,
    accountManagerId: id(2, n % 200),
    externalIds: [],
    custom: {},
  })
const contactEvent = (n: number, type: string, data: object) =>
  ({
    streamId: id(1, n),
    type,
    data,
    occurredOn: `20${String(10 + (n % 16))}-0${String(1 + (n % 9))}-15`,
  }) as unknown as ViewEvent

const contactOf = (n: number, of: number): ContactDocument => {
  const streamId = id(1, n)
  const event = (type: string, data: object) => contactEvent(n, type, data)
  const document = contacts.fold(undefined, event('ContactRegistered', registration(n, of).data))
  const became = { personId: streamId, code: `KH${String(n).padStart(7, '0')}`, trigger: 'import', documentId: null }
  const customer = document && n % 2 === 0 ? contacts.fold(document, event('ContactBecameCustomer', became)) : document
  if (!customer) throw new Error('nobody was registered')
  return customer
}

/** The number of an office, where one in fifty works. */
const officeNumber = '+842838221234'
const matchDocumentOf = (n: number, of: number): MatchDocument => {
  const document = matches.fold(undefined, contactEvent(n, 'ContactRegistered', registration(n, of).data))
  const atOffice = { phone: { phoneId: id(4, n), number: officeNumber, label: null } }
  const match =
    document && n % 50 === 7 ? matches.fold(document, contactEvent(n, 'ContactPhoneAdded', atOffice)) : document
  if (!match) throw new Error('nobody was registered')
  return match
}

/** Three of four came to something or to nothing. */
const leadOf = (n: number, of: number): LeadDocument => {
  const streamId = id(3, n)
  const event = (type: string, data: object) =>
    ({
      ...{ streamId, type, data, position: String(n).padStart(12, '0') },
      occurredOn: `20${String(10 + (n % 16))}-0${String(1 + (n % 9))}-15`,
    }) as unknown as ViewEvent
  const created = leadEvents.LeadCreated({
    ...{ personId: streamId, title: null, name: nameOf(n, of), organisationName: null },
    ...{ phone: null, email: null, website: null, address: null, kind: 'individual', position: null },
    ...{ industry: null, size: null, group: null, territory: null, campaign: null, need: null },
    source: { entryId: null, label: `source ${String(n % 9)}` },
    ...{ tags: [], externalIds: [], custom: {} },
    assignment: { ownerId: id(2, n % 200), teamId: null, department: null },
  })
  const lost = leadEvents.LeadMarkedLost({ personId: streamId, reason: null, note: null })
  const document = leads.fold(undefined, event('LeadCreated', created.data))
  const lead = document && n % 4 > 0 ? leads.fold(document, event('LeadMarkedLost', lost.data)) : document
  if (!lead) throw new Error('nothing was written down')
  return lead
}

/** A store with so many documents of a view. */
const fill = async <Doc extends object>(
  documents: DocumentStore,
  view: View<Doc>,
  of: number,
  make: (n: number, of: number) => Doc,
): Promise<void> => {
  await documents.ensure([{ name: view.collection, indexes: view.indexes, schema: view.document }])
  for (let n = 0; n < of; n += 1000) {
    const batch = Array.from({ length: Math.min(1000, of - n) }, (_, i) => make(n + i, of))
    await documents.commit({
      views: [
        {
          view: view.collection,
          expected: n / 1000,
          next: {
            checkpoint: { position: String(n), eventId: String(n) },
            building: false,
            rollups: [],
            stopped: null,
          },
        },
      ],
      writes: batch.map((document, i) => ({
        collection: view.collection,
        key: String(n + i),
        document: JSON.parse(JSON.stringify(document)),
      })),
    })
  }
}

const contextOf = (documents: DocumentStore): ListContext => ({
  documents,
  names: () => Promise.resolve(new Map()),
  today: () => '2026-01-01',
  colleagues: () => Promise.resolve({ teamId: null, department: null, ofTeam: [], ofDepartment: [] }),
})

/** Milliseconds that it takes, once warm. */
const costOf = async (times: number, work: () => unknown): Promise<number> => {
  const from = performance.now()
  for (let i = 0; i < times; i++) await work()
  return (performance.now() - from) / times
}

interface Place {
  readonly documents: DocumentStore
  /** What a driver's user would write. */
  readonly raw: {
    readonly page: () => unknown
    readonly groups: () => unknown
    readonly leads: () => unknown
    /** A hundred at most of those with each of the keys. */
    readonly matches: (keys: readonly string[]) => unknown
  }
}

const searches: readonly (readonly [what: string, typed: string])[] = [
  ['a common word', 'nguyen'],
  ['a rare word', 'quynhx'],
  ['a common and a rare word', 'nguyen quynhx'],
  ['two common words', 'nguyen thi'],
  ['two common words that nobody has together', 'van thi'],
  ['words cut short', 'ngu th a'],
  ['the end of a phone number', '4321'],
]

const duplicates: readonly (readonly [what: string, phones: readonly string[]])[] = [
  ['a phone number of one', [phoneOf(4711)]],
  ['a phone number of one and that of an office', [phoneOf(4711), officeNumber]],
]

const duplicateRows = async (where: string, few: Place, many: Place, of: number): Promise<readonly Row[]> => {
  const rows: Row[] = []
  for (const [what, phones] of duplicates) {
    const described = {
      ...({ kind: 'individual', name: 'Nguyễn Thị Anh', organisationName: null, emails: [], taxCode: null } as const),
      phones,
    }
    const cost =
      ({ documents }: Place) =>
      () =>
        costOf(20, () => duplicatesOf(documents, described))
    const keys = phones.map(phone => `phone:${phone}`)
    const name = `${where}: duplicates by ${what}, ${of.toLocaleString('en')}`
    rows.push(
      await compare(name, cost(many), cost(few), { aim: { atMost: 3 }, unit: 'ms at 10,000' }),
      await compare(`${name}, raw`, cost(many), () => costOf(20, () => many.raw.matches(keys)), { unit: 'ms raw' }),
    )
  }
  return rows
}

const searchRows = async (
  where: string,
  few: DocumentStore,
  many: DocumentStore,
  of: number,
): Promise<readonly Row[]> => {
  const rows: Row[] = []
  for (const [what, typed] of searches) {
    const cost = (documents: DocumentStore) => () => costOf(20, () => searchIn(documents, contacts, typed))
    const name = `${where}: search for ${what}, ${of.toLocaleString('en')}`
    rows.push(await compare(name, cost(many), cost(few), { aim: { atMost: 3 }, unit: 'ms at 10,000' }))
  }
  return rows
}

const listRows = async (where: string, { documents, raw }: Place, of: number): Promise<readonly Row[]> => {
  const context = contextOf(documents)
  const size = of.toLocaleString('en')
  return [
    await compare(
      `${where}: a page of customers, ${size}`,
      () => costOf(20, () => customersList.answer(context, {})),
      () => costOf(20, raw.page),
      { unit: 'ms raw' },
    ),
    await compare(
      `${where}: a page of leads, ${size}`,
      () => costOf(20, () => leadsList.answer(context, {})),
      () => costOf(20, raw.leads),
      { unit: 'ms raw' },
    ),
    await compare(
      `${where}: contacts counted by owner, ${size}`,
      () => costOf(1, () => contactsList.answer(context, { group: 'owner', limit: 0 })),
      () => costOf(1, raw.groups),
      { unit: 'ms raw', rounds: 3 },
    ),
  ]
}

const onSqlite = async (folder: string, of: number): Promise<Place & { readonly close: () => Promise<void> }> => {
  const file = join(folder, `${String(of)}.sqlite`)
  const { documents, close } = await openSqlite(file)
  await fill(documents, contacts, of, contactOf)
  await fill(documents, leads, of, leadOf)
  await fill(documents, matches, of, matchDocumentOf)
  const db = new DatabaseSync(file)
  const at = (field: string) => `json_extract(document, '$.${field}')`
  const table = `_documents_${contacts.collection}`
  db.exec(`CREATE INDEX raw_page ON ${table} (${at('isCustomer')}, ${at('sortKey')})`)
  const page = db.prepare(
    `SELECT document FROM ${table} WHERE ${at('isCustomer')} = 1 ORDER BY ${at('sortKey')} LIMIT 51`,
  )
  const groups = db.prepare(`SELECT ${at('ownerId')} AS owner, count(*) AS count FROM ${table} GROUP BY 1`)
  const leadTable = `_documents_${leads.collection}`
  db.exec(`CREATE INDEX raw_leads ON ${leadTable} (${at('isOpen')}, ${at('createdOn')})`)
  const newest = db.prepare(
    `SELECT document FROM ${leadTable} WHERE ${at('isOpen')} = 1 ORDER BY ${at('createdOn')} DESC LIMIT 51`,
  )
  const matchTable = `_documents_${matches.collection}`
  db.exec(`
    CREATE TABLE raw_keys (value TEXT, document INTEGER, PRIMARY KEY (value, document)) WITHOUT ROWID;
    INSERT INTO raw_keys SELECT json_each.value, ${matchTable}.id FROM ${matchTable}, json_each(document, '$.keys');
  `)
  const withKey = db.prepare(
    `SELECT document FROM ${matchTable} WHERE id IN (SELECT document FROM raw_keys WHERE value = ? LIMIT 100)`,
  )
  return {
    documents,
    raw: {
      matches: keys => keys.flatMap(key => withKey.all(key).map(row => JSON.parse(String(row['document'])) as unknown)),
      leads: () => newest.all().map(row => JSON.parse(String(row['document'])) as unknown),
      page: () => page.all().map(row => JSON.parse(String(row['document'])) as unknown),
      groups: () => groups.all(),
    },
    async close() {
      db.close()
      await close()
    },
  }
}

const onMongo = async (url: string, of: number): Promise<Place & { readonly close: () => Promise<void> }> => {
  const place = new URL(url)
  place.pathname = `/directory-${String(process.pid)}-${String(of)}`
  const { documents, close } = await openMongoDB(place.href)
  await fill(documents, contacts, of, contactOf)
  await fill(documents, leads, of, leadOf)
  await fill(documents, matches, of, matchDocumentOf)
  const client = new MongoClient(url)
  const db = client.db(`${place.pathname.slice(1)}_crm`)
  const collection = db.collection(`documents.${contacts.collection}.1`)
  return {
    documents,
    raw: {
      matches: async keys => {
        const all = db.collection(`documents.${matches.collection}.1`)
        for (const key of keys) await all.find({ keys: key }).limit(100).toArray()
      },
      leads: () =>
        db
          .collection(`documents.${leads.collection}.1`)
          .find({ isOpen: true })
          .sort({ createdOn: -1 })
          .limit(51)
          .toArray(),
      page: () => collection.find({ isCustomer: true }).sort({ sortKey: 1 }).limit(51).toArray(),
      groups: () => collection.aggregate([{ $group: { _id: '$ownerId', count: { $sum: 1 } } }]).toArray(),
    },
    async close() {
      await close()
      await db.dropDatabase()
      await client.close()
    },
  }
}

export const run = async (full: boolean): Promise<readonly Row[]> => {
  const sizes = [100_000, ...(full ? [1_000_000] : [])]
  const rows: Row[] = []
  const folder = mkdtempSync(join(tmpdir(), 'eventcrm-directory-'))
  const known = process.env['MONGODB_URL']
  const mongod = known === undefined ? await startMongod({ cacheGB: full ? 4 : 1 }) : undefined
  try {
    for (const [where, open] of [
      ['SQLite', (of: number) => onSqlite(folder, of)],
      ['MongoDB', (of: number) => onMongo(known ?? mongod?.url ?? '', of)],
    ] as const) {
      const few = await open(10_000)
      rows.push(...(await listRows(where, few, 10_000)))
      for (const of of sizes) {
        const many = await open(of)
        rows.push(
          ...(await listRows(where, many, of)),
          ...(await searchRows(where, few.documents, many.documents, of)),
          ...(await duplicateRows(where, few, many, of)),
        )
        await many.close()
      }
      await few.close()
    }
  } finally {
    await mongod?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return rows
}
