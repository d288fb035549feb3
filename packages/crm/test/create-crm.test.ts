import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { catalogueId, contact, opportunity, readyMadeId, staffMember } from '@eventcrm/domain'
import { createMemoryEventStore, createMemoryKeyStore, MemoryLog } from '@eventcrm/event-store'
import { defineReadModel, defineView, type ReadModel } from '@eventcrm/projection'
import { openSqlite } from '@eventcrm/sqlite'
import { firstValueFrom, take, toArray } from 'rxjs'
import { z } from 'zod'
import { afterEach, describe, expect, it } from 'vitest'
import {
  createCrm,
  createMemoryStores,
  standardLostReasons,
  standardStages,
  theCompany,
  theStandardPipeline,
  type CrmOptions,
  type NoAggregates,
  type Stores,
} from '../src/index.ts'

const vnd = (amount: number) => ({ amount, currency: 'VND' })
const clock = () => new Date('2026-06-30T05:00:00Z')
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** One log and the documents beside it, opened by namespace. */
type Shared = (namespace?: string) => Promise<Stores>
const inMemory = async (): Promise<Shared> => {
  const stores = createMemoryStores()
  const log = new MemoryLog()
  return async namespace => ({ ...stores, events: createMemoryEventStore({ log, ...(namespace && { namespace }) }) })
}
const onSqlite = async (): Promise<Shared> => {
  const folder = await mkdtemp(join(tmpdir(), 'eventcrm-'))
  closing.push(() => rm(folder, { recursive: true }))
  return namespace => openSqlite(join(folder, 'crm.sqlite'), { ...(namespace && { namespace }) })
}

describe.each([
  ['in memory', inMemory],
  ['on SQLite', onSqlite],
])('a CRM %s', (_, share) => {
  const openStores = async () => (await share())()

  it('tells a state as commands of a day see it', async () => {
    let now = clock()
    const stores = await openStores()
    closing.push(() => stores.close())
    const crm = await createCrm({ stores, actor: 'staff-1', company: {}, clock: () => now, project: false })
    closing.push(() => crm.close())
    now = new Date('2026-07-04T05:00:00Z')
    await crm.company.setCountry({ country: 'US' })
    const asOf = async (day: string) => (await crm.state('company', theCompany, { asOf: day })).country
    expect([await asOf('2020-01-01'), await asOf('2026-07-03'), await asOf('2026-07-04')]).toEqual(['VN', 'VN', 'US'])
    expect((await crm.state('company', theCompany)).country).toBe('US')
    await expect(asOf('2026-02-30')).rejects.toMatchObject({ code: 'CommandInvalid', faults: [{ field: 'asOf' }] })
  })

  it('begins on the day that is given, its preset pipeline with it', async () => {
    const stores = await openStores()
    closing.push(() => stores.close())
    const company = { foundedOn: '2020-02-01' }
    const crm = await createCrm({ stores, actor: 'staff-1', company, clock, project: false })
    closing.push(() => crm.close())
    expect((await crm.state('company', theCompany)).openedOn).toBe('2020-02-01')
    expect((await crm.state('pipelines', theStandardPipeline)).openedOn).toBe('2020-02-01')
    await expect(
      createCrm({ stores: createMemoryStores(), actor: 'staff-1', company: { foundedOn: '2020-02-31' }, clock }),
    ).rejects.toMatchObject({ code: 'CommandInvalid' })
  })

  it('has ready-made catalogue entries in its language, once, whatever becomes of them', async () => {
    const stores = await openStores()
    closing.push(() => stores.close())
    const again = () => createCrm({ stores, actor: 'staff-1', company: { language: 'en' }, clock, project: false })
    const crm = await again()
    const north = readyMadeId(catalogueId('territory'), 'north')
    const labels = async () =>
      [...(await crm.state('catalogues', catalogueId('territory'))).entries.values()].map(({ label }) => label).sort()
    expect(await labels()).toEqual(['Central', 'North', 'South'])
    await crm.catalogues.renameEntry({ catalogue: 'territory', entryId: north, label: 'Far north' })
    await (await again()).close()
    expect(await labels()).toEqual(['Central', 'Far north', 'South'])
    await crm.close()
  })

  const start = async ({
    company = {},
    ...options
  }: Omit<CrmOptions<NoAggregates, readonly ReadModel[]>, 'company'> & {
    readonly company?: CrmOptions['company'] | null
  } = {}) => {
    const stores = options.stores ? { ...options.stores, close: () => Promise.resolve() } : await openStores()
    const crm = await createCrm({ actor: 'lan', clock, ...options, ...(company ? { company } : {}), stores })
    closing.push(
      () => stores.close(),
      () => crm.close(),
    )
    return { crm, stores }
  }
  const sold = async (crm: Awaited<ReturnType<typeof start>>['crm'], won: number) => {
    const opportunityId = randomUUID()
    await crm.opportunities.open({ opportunityId, title: 'Máy in', expectedRevenue: vnd(250) }, { at: '2026-03-02' })
    await crm.opportunities.changeStage({ opportunityId, stageId: standardStages.proposition }, { at: '2026-03-20' })
    const outcome = await crm.opportunities.markWon({ opportunityId, revenue: vnd(won) }, { at: '2026-04-10' })
    return { opportunityId, outcome }
  }

  it('reports what was written, once it is projected', async () => {
    const { crm } = await start()
    const { outcome } = await sold(crm, 240)
    await crm.projected(outcome.position)
    const report = await crm.reports.pipeline()
    expect(report).toMatchObject({
      asOf: '2026-06-30',
      position: outcome.position,
      currencies: [
        {
          currency: 'VND',
          won: { count: 1, value: { amount: '240', currency: 'VND' } },
          cycle: { mean: 39, median: 39 },
        },
      ],
    })
  })

  it('reports as of a past day', async () => {
    const { crm } = await start()
    await sold(crm, 240)
    await crm.catchUp()
    const { currencies } = await crm.reports.pipeline({ asOf: '2026-03-31' })
    expect(currencies).toMatchObject([
      {
        open: { count: 1, value: { amount: '250' }, weighted: { amount: '150' } },
        won: { count: 0 },
        stages: [{ name: 'Đề xuất', count: 1 }],
      },
    ])
  })

  it('puts names to the people of a report', async () => {
    const { crm } = await start()
    const ownerId = randomUUID()
    await crm.staff.register({ staffMemberId: ownerId, name: 'Nguyễn Thị Đào' })
    await crm.opportunities.open({ opportunityId: randomUUID(), title: 'Máy in', ownerId })
    await crm.catchUp()
    expect((await crm.reports.pipeline()).currencies[0]?.salespeople).toMatchObject([
      { ownerId, name: 'Nguyễn Thị Đào', open: { count: 1 } },
    ])
    expect(await crm.search('staffMember', 'nguyen t')).toMatchObject([{ id: ownerId }])
  })

  it('tells its status and answers reports before anything is projected', async () => {
    const { crm } = await start({ project: false })
    expect(new Set((await crm.status()).views.map(({ building }) => building))).toEqual(new Set([true]))
  })

  it('sets the company up once, in its language', async () => {
    const { crm, stores } = await start({ company: { timeZone: 'Asia/Bangkok', currency: 'THB', language: 'en' } })
    const head = await stores.events.head()
    const again = await start({ stores, company: { timeZone: 'UTC', currency: 'USD' } })
    expect(await stores.events.head()).toBe(head)
    expect(await again.crm.state('company', theCompany)).toMatchObject({
      timeZone: 'Asia/Bangkok',
      currency: 'THB',
      language: 'en',
    })
    expect((await crm.calendar()).startOf('2026-01-01')).toBe('2025-12-31T17:00:00.000Z')
    expect(
      [...(await crm.state('pipelines', theStandardPipeline)).stages.values()].map(({ name }) => name).sort(),
    ).toEqual(['New', 'Proposition', 'Qualified', 'Won'])
  })

  it('writes nothing by being opened without a company', async () => {
    const { crm, stores } = await start({ company: null })
    expect(await stores.events.head()).toBeNull()
    await crm.catchUp()
    expect((await crm.reports.pipeline()).currencies).toEqual([])
  })

  it('projects only when asked, if told so', async () => {
    const { crm } = await start({ project: false })
    const { outcome } = await sold(crm, 240)
    expect((await crm.status()).views.every(({ upToDate }) => !upToDate)).toBe(true)
    await crm.projected(outcome.position)
    expect((await crm.status()).views.every(({ upToDate }) => upToDate)).toBe(true)
  })

  it('keeps reports the same through a rebuild', async () => {
    const { crm } = await start()
    for (const won of [10, 20, 30]) await sold(crm, won)
    await crm.catchUp()
    const before = await crm.reports.pipeline()
    await crm.rebuild()
    expect(await crm.reports.pipeline()).toEqual(before)
  })

  it('two of them over the same stores project each event once', async () => {
    const { crm, stores } = await start()
    const other = await start({ stores })
    await Promise.all([crm, other.crm].flatMap(one => [1, 2, 3, 4, 5].map(() => sold(one, 10))))
    await Promise.all([crm.catchUp(), other.crm.catchUp()])
    expect((await crm.reports.pipeline()).currencies[0]?.won).toMatchObject({ count: 10, value: { amount: '100' } })
    expect(await other.crm.reports.pipeline()).toEqual(await crm.reports.pipeline())
  })

  it('tells who did what, when and why', async () => {
    const { crm } = await start()
    const { opportunityId } = await sold(crm, 240)
    await crm.opportunities.reopen({ opportunityId }, { actor: 'binh', reason: 'Khách đổi ý' })
    const history = []
    for await (const event of crm.history('opportunities', opportunityId))
      history.push([event.type, event.actor, event.occurredOn, event.reason])
    expect(history).toEqual([
      ['OpportunityOpened', 'lan', '2026-03-02', undefined],
      ['StageChanged', 'lan', '2026-03-20', undefined],
      ['MarkedWon', 'lan', '2026-04-10', undefined],
      ['OpportunityReopened', 'binh', '2026-06-30', 'Khách đổi ý'],
    ])
  })

  it('gives the log as an Observable: what is there, then what comes', async () => {
    const { crm, stores } = await start()
    const after = (await stores.events.head()) ?? ''
    const seen = firstValueFrom(crm.log({ after }).pipe(take(2), toArray()))
    for (const n of [1, 2]) await crm.staff.register({ staffMemberId: randomUUID(), name: `An ${String(n)}` })
    expect((await seen).map(({ type, revision }) => [type, revision])).toEqual([
      ['StaffMemberJoined', 0],
      ['StaffMemberJoined', 0],
    ])
  })

  it('shows names, and null for a person who was erased', async () => {
    const { crm } = await start()
    const staffMemberId = randomUUID()
    await crm.staff.register({ staffMemberId, name: 'Nguyễn Thị Đào' })
    await crm.catchUp()
    expect(await crm.names([staffMemberId, randomUUID()])).toEqual(new Map([[staffMemberId, 'Nguyễn Thị Đào']]))
  })

  it('shows a claim that nobody came to use, and not one in use', async () => {
    const { crm, stores } = await start()
    const [used, lost] = [randomUUID(), randomUUID()]
    for (const contactId of [used, lost])
      await crm.contacts.register({ contactId, kind: 'organisation', name: 'Công ty' })
    await crm.contacts.becomeCustomer({ contactId: used, code: 'kh-01' })
    const failing = {
      ...stores,
      events: {
        ...stores.events,
        append: (...args: Parameters<typeof stores.events.append>) =>
          args[2][0]?.type === 'ContactBecameCustomer'
            ? Promise.reject(new Error('gone'))
            : stores.events.append(...args),
      },
    }
    const { crm: other } = await start({ stores: failing })
    await expect(other.contacts.becomeCustomer({ contactId: lost, code: 'KH-02' })).rejects.toThrow('gone')
    await crm.catchUp()
    expect((await crm.status()).claimsWithoutOwner).toMatchObject([{ kind: 'customerCode', ownerId: lost }])
  })

  it('writes nothing of commands sent together when one stream would get more at once than stores take', async () => {
    const { crm } = await start()
    const contactId = randomUUID()
    const fields = (n: number) =>
      Object.fromEntries(
        Array.from({ length: 50 }, (_, i) => [`field${String(i)}`, `${String(n)} ${'ậ'.repeat(1900)}`]),
      )
    const changes = [1, 2, 3, 4, 5].map(n => contact.setCustomFields({ contactId, custom: fields(n) }))
    const staffMemberId = randomUUID()
    const registered = contact.register({ contactId, kind: 'organisation', name: 'Công ty An Bình' })
    const sent = crm.send([staffMember.register({ staffMemberId, name: 'Lan' }), registered, ...changes])
    await expect(sent).rejects.toMatchObject({ code: 'AppendTooLarge' })
    expect((await crm.state('staff', staffMemberId)).openedOn).toBeNull()
    await crm.send([registered, ...changes.slice(0, 2)])
  })

  it('keeps companies apart by namespace, in one log', async () => {
    const open = await share()
    const stores = await open()
    const others = await open('other')
    closing.push(
      () => stores.close(),
      () => others.close(),
    )
    const { crm } = await start({ stores })
    await sold(crm, 240)
    await expect(createCrm({ stores, namespace: 'not ok' })).rejects.toThrow(/A namespace is 2 to 16/)
    for (const namespace of [['crm'], 77, null])
      await expect(createCrm({ stores, namespace: namespace as never })).rejects.toThrow(/A namespace is text/)
    await expect(createCrm({ stores, namespace: 'other' })).rejects.toThrow(
      /opened for the namespace 'crm', not for 'other'/,
    )
    const { crm: other } = await start({ stores: others })
    expect((await other.status()).namespace).toBe('other')
    const seen = firstValueFrom(other.log().pipe(take(1)))
    expect((await seen).stream.startsWith('other.')).toBe(true)
    await sold(other, 70)
    await Promise.all([crm.catchUp(), other.catchUp()])
    const names = async (one: typeof crm, collection: string) => one.query([{ count: collection }])
    expect(await names(crm, 'opportunities__v4')).toEqual([1])
    for (const other of ['other_opportunities__v4', 'crm_opportunities__v4', '../other_opportunities__v4'])
      await expect(names(crm, other)).rejects.toThrow(TypeError)
    const won = async (one: typeof crm) => (await one.reports.pipeline()).currencies.map(({ won }) => won.value.amount)
    expect([await won(crm), await won(other)]).toEqual([['240'], ['70']])
    expect(await other.idFor('contact', 'a')).not.toBe(await crm.idFor('contact', 'a'))
  })

  it('refuses what is no question, no wish and no position of its log', async () => {
    const { crm, stores } = await start()
    const ask = crm.reports.pipeline as (question: unknown) => Promise<unknown>
    for (const question of [null, 5, [], { asOf: null }])
      await expect(ask(question)).rejects.toMatchObject({ code: 'QuestionInvalid' })
    const send = crm.send as (wishes: unknown) => Promise<unknown>
    for (const wishes of [undefined, null, 'abc', {}, [null], [{}]])
      await expect(send(wishes)).rejects.toMatchObject({ code: 'CommandInvalid' })
    for (const position of ['zzz', '9'.repeat(20)]) await expect(crm.projected(position)).rejects.toThrow(RangeError)
    await crm.close()
    await expect(sold(crm, 1)).rejects.toMatchObject({ code: 'StoreClosed' })
    expect(await stores.events.head()).not.toBeNull()
  })

  it('takes ids in capitals for what they are', async () => {
    const { crm } = await start()
    const opportunityId = randomUUID()
    await crm.opportunities.open({ opportunityId: opportunityId.toUpperCase(), title: 'Máy in' })
    expect((await crm.state('opportunities', opportunityId)).status).toBe('open')
    expect((await crm.state('opportunities', opportunityId.toUpperCase())).status).toBe('open')
    const types: string[] = []
    for await (const { type } of crm.history('opportunities', opportunityId.toUpperCase())) types.push(type)
    expect(types).toEqual(['OpportunityOpened'])
    await expect(crm.state('opportunities', 'XXX')).rejects.toThrow('state: id: expected a UUID')
  })

  it('does not work with the key store of another company', async () => {
    const { stores } = await start()
    await expect(createCrm({ stores: { ...stores, keys: createMemoryKeyStore() } })).rejects.toMatchObject({
      code: 'KeysMismatch',
    })
  })

  it('says of documents of another log that they are, and reports nothing from them', async () => {
    const { crm, stores } = await start()
    await sold(crm, 240)
    await crm.catchUp()
    await crm.close()
    const log = createMemoryStores()
    await (await start({ stores: log })).crm.close()
    const other = { ...log, documents: stores.documents }
    const faults: unknown[] = []
    const { crm: mistaken } = await start({ stores: other, onFault: fault => faults.push(fault) })
    await expect.poll(() => faults).toMatchObject([{ code: 'LogMismatch' }])
    for (const view of (await mistaken.status()).views)
      expect(view).toMatchObject({ ofThisLog: false, upToDate: false })
    await expect(mistaken.reports.pipeline()).rejects.toMatchObject({ code: 'LogMismatch' })
    await expect(mistaken.catchUp()).rejects.toMatchObject({ code: 'LogMismatch' })
  })

  it('founds no company in an empty log beside documents of another, which is to be brought back into it', async () => {
    const { crm, stores } = await start()
    await sold(crm, 240)
    await crm.catchUp()
    await crm.close()
    const empty = { ...createMemoryStores(), documents: stores.documents }
    await expect(start({ stores: empty })).rejects.toMatchObject({ code: 'LogMismatch' })
    expect(await empty.events.head()).toBeNull()
  })

  it('folds and answers a read model of somebody’s own', async () => {
    const wins = defineView({
      name: 'wins',
      version: 1,
      describe: 'Won opportunities',
      document: z.object({ on: z.string() }),
      aggregates: [opportunity],
      on: { MarkedWon: (_, { occurredOn }) => ({ on: occurredOn }), OpportunityReopened: () => null },
    })
    const { crm } = await start({
      readModels: [defineReadModel({ name: 'wins', describe: 'Wins', views: [wins], rollups: [], reports: [] })],
    })
    await sold(crm, 240)
    await crm.catchUp()
    const [count] = await crm.query([{ count: wins.collection }])
    expect(count).toBe(1)
  })

  it('loses with a ready-made reason', async () => {
    const { crm } = await start()
    const opportunityId = randomUUID()
    await crm.send([
      opportunity.open({ opportunityId, title: 'Máy in', expectedRevenue: vnd(5) }),
      opportunity.markLost({ opportunityId, reasonId: standardLostReasons.tooExpensive }),
    ])
    await crm.catchUp()
    expect((await crm.reports.pipeline()).currencies[0]?.lostReasons).toMatchObject([
      { count: 1, value: { amount: '5' } },
    ])
  })
})

it('takes no option that there is not, since a misspelt time zone would be another one for good', async () => {
  for (const options of [
    { company: { timezone: 'Europe/Berlin' } },
    { company: null },
    { company: [] },
    { nmaespace: 'zz' },
  ])
    await expect(createCrm({ stores: createMemoryStores(), ...(options as object) })).rejects.toThrow(
      /there is no option '(timezone|nmaespace)'|expected an object/,
    )
  const crm = await createCrm({ stores: createMemoryStores() })
  // @ts-expect-error -- an Observable is ended by unsubscribing
  expect(() => crm.log({ follow: false })).toThrow(/'follow'/)
  // @ts-expect-error -- no such option
  expect(() => crm.events({ foo: 1 })).toThrow(/'foo'/)
  await crm.close()
})

describe('createCrm', () => {
  it('asks for a file or stores, not both', async () => {
    await expect(createCrm({})).rejects.toThrow(/needs a file/)
    await expect(createCrm({ file: 'x.sqlite', stores: createMemoryStores() })).rejects.toThrow(/not both/)
  })

  it('refuses an actor that is no id, before anything is opened', async () => {
    const file = join(tmpdir(), randomUUID(), 'crm.sqlite')
    await expect(createCrm({ file, actor: 'Nguyễn An' })).rejects.toThrow(/^options: actor: expected an id/)
  })

  it('derives the same ids from the same secret', async () => {
    const keys = () => createMemoryKeyStore({ 'crm/outsideKeys': new Uint8Array(32).fill(1) })
    const ids = await Promise.all(
      [1, 2].map(async () =>
        (await createCrm({ stores: createMemoryStores(keys()), project: false })).idFor('contact', 'a'),
      ),
    )
    expect(ids[0]).toBe(ids[1])
  })

  it('says which part of the company does not exist', async () => {
    await expect(createCrm({ stores: createMemoryStores(), company: { timeZone: 'Asia/Hanoi-ish' } })).rejects.toThrow(
      /timeZone: expected an IANA time zone/,
    )
  })
})
