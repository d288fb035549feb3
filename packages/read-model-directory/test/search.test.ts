import { contactEvents, searchWordsOf } from '@eventcrm/domain'
import { createMemoryDocumentStore, type DocumentStore, type ViewEvent } from '@eventcrm/projection'
import { pooled } from '@eventcrm/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contacts, searchIn, type ContactDocument } from '../src/index.ts'
import { rounds } from '../../testkit/src/campaign.ts'

interface Given {
  readonly name: string
  readonly phone?: string
  readonly email?: string
  readonly code?: string
}

const envelope = { occurredOn: '2026-01-01' } as unknown as ViewEvent
const documentOf = ({ name, phone = '', email = '', code }: Given, n: number): ContactDocument => {
  const streamId = `contact ${String(n)}`
  const happened = (type: string, data: object) => ({ ...envelope, streamId, type, data })
  const nothing = {
    ...{ industry: null, size: null, group: null, territory: null },
    ...{ contactStatus: null, contactSource: null, customerSource: null },
  }
  const registered = contactEvents.ContactRegistered({
    personId: pooled('person', n),
    kind: 'individual',
    name,
    phone: phone || null,
    email: email || null,
    profile: nothing,
    term: 'regular',
    taxCode: null,
    accountManagerId: null,
    externalIds: [],
    custom: {},
  })
  const document = contacts.fold(undefined, happened('ContactRegistered', registered.data))
  if (!document) throw new Error('not registered')
  if (code === undefined) return document
  const became = { personId: pooled('person', n), code, trigger: 'manual', documentId: null }
  return contacts.fold(document, happened('ContactBecameCustomer', became)) ?? document
}

const storeOf = async (given: readonly Given[]): Promise<DocumentStore> => {
  const store = createMemoryDocumentStore()
  await store.ensure([{ name: contacts.collection, indexes: contacts.indexes }])
  const writes = given.map((one, n) => ({
    collection: contacts.collection,
    key: `contact ${String(n)}`,
    document: { ...documentOf(one, n) } as never,
  }))
  await store.commit({ views: [], writes })
  return store
}

const people: readonly Given[] = [
  { name: 'Nguyễn Văn Đông', phone: '+84912345678', email: 'Dong.NV@example.vn', code: 'KH00001' },
  { name: 'Đông Văn', phone: '+84987651234' },
  { name: 'Trần Thị Vân Đông Nghi' },
  { name: 'Vanessa Đồng' },
  { name: 'Công ty TNHH Thương mại Đông-Á', code: 'DN 7' },
  { name: 'Lê Thị Hoa', email: 'van.hoa@example.vn' },
]

const found = async (given: readonly Given[], typed: string, limit?: number) =>
  (await searchIn(await storeOf(given), contacts, typed, limit)).hits.map(({ document }) => document.name)

it('a contact keeps its tags apart by their entries, and shows each label once', () => {
  const [former, since] = [1, 2].map(n => ({ entryId: pooled('catalogue entry', n), label: 'VIP' }))
  const happening = (type: string) => (document: ContactDocument, tag: unknown) =>
    contacts.fold(document, { ...envelope, streamId: document.contactId, type, data: { tag } }) ?? document
  const [tagged, untagged] = [happening('ContactTagged'), happening('ContactUntagged')]
  const both = [former, since, former].reduce(tagged, documentOf({ name: 'An' }, 0))
  expect(both.tags).toEqual(['VIP'])
  const one = untagged(both, former)
  expect(one.tags).toEqual(['VIP'])
  expect(untagged(one, since).tags).toEqual([])
})

describe('search', () => {
  it('finds by the beginnings of words in any order, accents, đ and capitals aside, whole matches first', async () => {
    expect(await found(people, 'van dong')).toEqual([
      'Đông Văn',
      'Nguyễn Văn Đông',
      'Trần Thị Vân Đông Nghi',
      'Vanessa Đồng',
    ])
    expect(await found(people, 'ĐÔNG văn')).toEqual(await found(people, 'dong van'))
    expect(await found(people, 'dong van')).toContain('Nguyễn Văn Đông')
    expect((await found(people, 'dong van'))[0]).toBe('Đông Văn')
    expect(await found(people, 'ng v d')).toEqual(['Nguyễn Văn Đông', 'Trần Thị Vân Đông Nghi'])
    expect(await found(people, 'dong a')).toEqual(['Công ty TNHH Thương mại Đông-Á'])
    expect(await found(people, 'guyen')).toEqual([])
    expect(await found(people, '  ')).toEqual([])
    expect(await found(people, '&')).toEqual([])
  })

  it('puts the one whose name it is before all others', async () => {
    expect((await found([...people, { name: 'Vân Đông' }], 'van đông'))[0]).toBe('Vân Đông')
  })

  it.each([
    ['0912', 'Nguyễn Văn Đông'],
    ['0912 345', 'Nguyễn Văn Đông'],
    ['+84912', 'Nguyễn Văn Đông'],
    ['(+84) 912.345.678', 'Nguyễn Văn Đông'],
    ['5678', 'Nguyễn Văn Đông'],
    ['345 678', 'Nguyễn Văn Đông'],
    ['1234', 'Đông Văn'],
    ['kh00', 'Nguyễn Văn Đông'],
    ['KH00001', 'Nguyễn Văn Đông'],
    ['dong.nv@', 'Nguyễn Văn Đông'],
    ['van.hoa', 'Lê Thị Hoa'],
    ['dn 7', 'Công ty TNHH Thương mại Đông-Á'],
  ])('finds %s by phone, code or e-mail address', async (typed, name) => {
    expect(await found(people, typed)).toContain(name)
  })

  it.each(['678', '4567', '3456', '00001', 'example'])('does not find %s in the middle of one', async typed => {
    expect(await found(people, typed)).toEqual([])
  })

  it('ends where hits are rare among many that share what was typed', async () => {
    const many = Array.from({ length: 14_000 }, (_, n) => ({ name: n % 2 === 0 ? 'Thi An' : 'Vang Anh' }))
    const store = await storeOf([...many, { name: 'Thơm Vân' }])
    let read = 0
    const counted: DocumentStore = {
      ...store,
      async query(queries) {
        const answers = await store.query(queries)
        for (const answer of answers) if (Array.isArray(answer)) read += answer.length
        return answers
      },
    }
    const { hits } = await searchIn(counted, contacts, 'th va')
    for (const { document } of hits) expect(document.name).toBe('Thơm Vân')
    expect(read).toBeGreaterThan(10_000)
    expect(read).toBeLessThan(20_000)
  })

  const syllable = fc.constantFrom(
    'Nguyễn',
    'Văn',
    'Vân',
    'Vang',
    'Thị',
    'Thi',
    'Thiên',
    'An',
    'Anh',
    'Đông',
    'Đồng',
    'V',
    'T',
  )
  const names = fc.array(syllable, { minLength: 1, maxLength: 5 }).map(words => words.join(' '))
  const long = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'v'), minLength: 1, maxLength: 3 }), {
    minLength: 30,
    maxLength: 40,
  })
  const anyName = fc.oneof(
    { arbitrary: names, weight: 9 },
    long.map(words => words.join(' ')),
  )
  const typing = fc
    .array(fc.tuple(syllable, fc.integer({ min: 1, max: 6 })), { minLength: 1, maxLength: 4 })
    .map(words => words.map(([word, length]) => word.slice(0, length)).join(' '))

  it('finds all that match or as many as asked for, the whole ones first, whatever is there', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyName, { maxLength: 60 }),
        typing,
        fc.integer({ min: 1, max: 20 }),
        async (names, typed, limit) => {
          const words = searchWordsOf(typed)
          const begins = names.filter(name =>
            words.every(word => searchWordsOf(name).some(one => one.startsWith(word))),
          )
          const whole = begins.filter(name =>
            words.every(word =>
              searchWordsOf(name).some(
                one => one === word || words.some(w => w !== word && w.startsWith(word) && one === w),
              ),
            ),
          )
          const { hits } = await searchIn(await storeOf(names.map(name => ({ name }))), contacts, typed, limit)
          const isHit = new Set(begins)
          expect(hits).toHaveLength(Math.min(limit, begins.length))
          expect(new Set(hits.map(({ key }) => key)).size).toBe(hits.length)
          for (const { document } of hits) expect(isHit.has(document.name ?? '')).toBe(true)
          expect(hits.filter(hit => hit.whole)).toHaveLength(Math.min(limit, whole.length))
          expect(hits.map(hit => hit.whole)).toEqual(
            hits.map(hit => hit.whole).toSorted((a, b) => Number(b) - Number(a)),
          )
        },
      ),
      { numRuns: rounds(200, 20_000) },
    )
  })
})
