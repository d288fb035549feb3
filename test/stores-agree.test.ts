// The same histories in memory, in SQLite and on MongoDB: every document, every list's order and every report must be the same.
import { leadEvents, searchWordsOf } from '@eventcrm/domain'
import { createCodec, createMemoryEventStore, streamName } from '@eventcrm/event-store'
import {
  createMemoryDocumentStore,
  createProjector,
  type DocumentStore,
  type Filter,
  type Found,
  type Sort,
} from '@eventcrm/projection'
import { openMongoDB } from '@eventcrm/mongodb'
import { contacts, leads, leadsList } from '@eventcrm/read-model-directory'
import { openSqlite } from '@eventcrm/sqlite'
import { rounds } from '@eventcrm/testkit'
import fc from 'fast-check'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import {
  currencies,
  customerIds,
  dayAt,
  histories,
  lastDay,
  ownerIds,
  pipelineIds,
  tags,
  teamIds,
} from '../packages/read-model-pipeline/test/histories.ts'
import { ask, everything, projectorOf, write } from '../packages/read-model-pipeline/test/stores.ts'
import { opportunities } from '../packages/read-model-pipeline/src/index.ts'
import { histories as fedHistories, logOf } from '../packages/read-model-directory/test/fed-histories.ts'
import { sharedServer, testDatabase } from './mongodb/server.ts'

const server = await sharedServer()

const folder = mkdtempSync(join(tmpdir(), 'eventcrm-stores-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})
let files = 0

const maybe = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined })
const question = fc
  .record({
    asOf: fc.nat(lastDay + 20).map(dayAt),
    owner: maybe([...ownerIds, null]),
    team: maybe([...teamIds, null]),
    customer: maybe([...customerIds, null]),
    tag: maybe(tags),
    pipeline: maybe(pipelineIds),
    currency: maybe(currencies),
    source: maybe(['totals', 'documents'] as const),
    top: fc.constantFrom(0, 2, 10),
  })
  .map(asked => ({
    ...asked,
    customer: asked.owner === undefined && asked.team === undefined ? asked.customer : undefined,
  }))

const day = fc.nat(lastDay).map(dayAt)
const condition: fc.Arbitrary<Filter> = fc.oneof(
  fc.constantFrom('open', 'won', 'lost').map(equals => ({ field: 'status', equals })),
  day.map(from => ({ field: 'openedOn', from })),
  day.map(below => ({ field: 'closedOn', below })),
  fc.constantFrom(...ownerIds, null).map(equals => ({ field: 'ownerId', equals })),
  fc.constantFrom(...customerIds).map(contains => ({ field: 'customerIds', contains })),
  fc.constantFrom(...tags).map(contains => ({ field: 'tags', contains })),
  fc.integer({ min: 0, max: 999_999 }).map(above => ({ field: 'minorUnits', above })),
  fc.constantFrom('S', 'Stage 1', 'x').map(prefix => ({ field: 'stage.name', prefix })),
)
const where: fc.Arbitrary<Filter> = fc.oneof(
  condition,
  condition.map(not => ({ not })),
  fc.array(condition, { maxLength: 3 }).map(and => ({ and })),
  fc.array(condition, { maxLength: 3 }).map(or => ({ or })),
)
const sort: fc.Arbitrary<readonly Sort[]> = fc
  .uniqueArray(fc.constantFrom('minorUnits', 'openedOn', 'closedOn', 'stage.name', 'ownerId', 'probability'), {
    maxLength: 3,
  })
  .chain(fields =>
    fc
      .array(fc.constantFrom('ascending' as const, 'descending' as const), {
        minLength: fields.length,
        maxLength: fields.length,
      })
      .map(directions => fields.map((field, i) => ({ field, direction: directions[i] ?? 'ascending' }))),
  )

/** All pages of a list, with where each ended. */
const listed = async (documents: DocumentStore, where: Filter, sort: readonly Sort[], limit: number) => {
  const pages: unknown[] = []
  for (let after: string | null = null; ;) {
    const [{ documents: page, next }]: readonly [Found] = await documents.query([
      { find: opportunities.collection, where, sort, limit, ...(after === null ? {} : { after }) },
    ])
    pages.push(
      page.map(({ key }) => key),
      next,
    )
    if (next === null) return pages
    after = next
  }
}

describe.skipIf(server === null)('the document stores agree', () => {
  it('on every document, the order of every list, and every report', { timeout: 600_000 }, async () => {
    const lists = fc.array(fc.tuple(where, sort, fc.integer({ min: 1, max: 5 })), { minLength: 8, maxLength: 8 })
    const questions = fc.array(question, { minLength: 4, maxLength: 4 })
    const batches = fc.record({ first: fc.integer({ min: 1, max: 60 }), then: fc.integer({ min: 1, max: 40 }) })
    await fc.assert(
      fc.asyncProperty(histories(), batches, lists, questions, async (history, { first, then }, lists, questions) => {
        const events = createMemoryEventStore()
        const database = testDatabase(server)
        const mongodb = await openMongoDB(database.url)
        const sqlite = await openSqlite(join(folder, `${String(files++)}.sqlite`))
        const [memory, ...others] = [createMemoryDocumentStore(), sqlite.documents, mongodb.documents]
        try {
          // built from a part, then event by event
          await write(events, history.slice(0, first))
          for (const documents of [memory, ...others]) await projectorOf(events, documents, then + 7).catchUp()
          await write(events, history, undefined, first)
          for (const documents of [memory, ...others]) await projectorOf(events, documents, then).catchUp()

          const [known, pages, reports] = await Promise.all([
            everything(memory),
            Promise.all(lists.map(list => listed(memory, ...list))),
            Promise.all(questions.map(asked => ask(memory, asked))),
          ])
          for (const documents of others) {
            expect(await everything(documents)).toEqual(known)
            for (const [i, list] of lists.entries()) expect(await listed(documents, ...list)).toEqual(pages[i])
            for (const [i, asked] of questions.entries()) expect(await ask(documents, asked)).toEqual(reports[i])
          }
        } finally {
          await mongodb.close()
          await sqlite.close()
          await database.remove()
        }
      }),
      { numRuns: rounds(6, 100) },
    )
  })
})

/** In memory, in SQLite, and on MongoDB where there is a server. */
const onEachStore = async (work: (documents: DocumentStore) => Promise<void>): Promise<void> => {
  const sqlite = await openSqlite(join(folder, `${String(files++)}.sqlite`))
  const database = server === null ? null : testDatabase(server)
  const mongodb = database && (await openMongoDB(database.url))
  try {
    for (const documents of [createMemoryDocumentStore(), sqlite.documents, mongodb?.documents ?? []].flat())
      await work(documents)
  } finally {
    await mongodb?.close()
    await sqlite.close()
    await database?.remove()
  }
}

it('what is for the parts of a contact counts for it on every store', async () => {
  await fc.assert(
    fc.asyncProperty(fedHistories(), fc.integer({ min: 1, max: 60 }), async (history, batchSize) => {
      const events = await logOf(history)
      const all: unknown[] = []
      await onEachStore(async documents => {
        await createProjector({ events, documents, views: [contacts], rollups: [], batchSize }).catchUp()
        all.push(
          await documents.query([
            { find: contacts.collection },
            { find: contacts.fedBy?.source.collection ?? '', limit: 1000 },
          ]),
        )
      })
      const [first, ...others] = all
      for (const other of others) expect(other).toEqual(first)
    }),
    { numRuns: rounds(2, 50) },
  )
})

const words = ['Đông', 'Đồng', 'dong', 'Nguyễn', 'Vũng', 'Tàu', 'TNHH', 'Máy', '–']
const text = fc.option(fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 }).map(some => some.join(' ')))
const said = fc.record({ title: text, organisation: text, province: text, department: text })
type Said = typeof said extends fc.Arbitrary<infer T> ? T : never
const asked = fc.record({
  field: fc.constantFrom('title', 'organisation', 'province', 'department'),
  contains: fc
    .array(fc.oneof(fc.constantFrom(...words), fc.constantFrom('do', 'NGU', 'đ', 't', 'vun')), { maxLength: 3 })
    .map(typed => typed.join(' ')),
})
const leadId = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** Leads of which only that is said. */
const logOfLeads = async (all: readonly Said[]) => {
  const events = createMemoryEventStore()
  const codec = createCodec(leadEvents)
  const [occurredOn, at] = ['2026-01-05', '2026-01-05T00:00:00.000Z']
  const whose = { commandId: 'c', correlationId: 'c', causationId: 'c', actor: 'a', source: 's' }
  for (const [n, { title, organisation, province, department }] of all.entries()) {
    const created = leadEvents.LeadCreated({
      personId: leadId(n),
      ...{ title, name: null, organisationName: organisation, phone: null, email: null, website: null },
      address: { street: null, ward: null, district: null, province, country: null, postalCode: null },
      ...{ kind: 'organisation', position: null, industry: null, size: null, group: null, territory: null },
      ...{ source: null, campaign: null, need: null, tags: [], externalIds: [], custom: {} },
      assignment: { ownerId: null, teamId: null, department },
    })
    await events.append(streamName('crm', 'lead', leadId(n)), 'noStream', [
      codec.encode(created, leadId(n), { occurredAt: at, occurredOn, recordedAt: at, ...whose }, leadId(n)),
    ])
  }
  return events
}

const containing = async (documents: DocumentStore, { field, contains }: { field: string; contains: string }) => {
  const none = { teamId: null, department: null, ofTeam: [], ofDepartment: [] }
  const context = {
    ...{ documents, today: () => '2026-03-01', names: () => Promise.resolve(new Map<string, string>()) },
    colleagues: () => Promise.resolve(none),
  }
  const { rows } = await leadsList.answer(context, { filter: { [field]: { contains } } })
  return rows.map(({ key }) => key).sort()
}

it('a list’s `contains` finds what has a word beginning with each word typed, on every store', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(said, { minLength: 1, maxLength: 8 }),
      fc.array(asked, { minLength: 6, maxLength: 6 }),
      async (all, questions) => {
        const events = await logOfLeads(all)
        await onEachStore(async documents => {
          await createProjector({ events, documents, views: [leads], rollups: [] }).catchUp()
          for (const question of questions) {
            const typed = searchWordsOf(question.contains)
            const found = all.flatMap((one, n) => {
              const its = searchWordsOf(one[question.field] ?? '')
              const has = typed.length > 0 && typed.every(word => its.some(own => own.startsWith(word)))
              return has ? [leadId(n)] : []
            })
            expect(await containing(documents, question)).toEqual(found)
          }
        })
      },
    ),
    { numRuns: rounds(4, 200) },
  )
})
