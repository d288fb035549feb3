import { savedView, staffMember } from '@eventcrm/domain'
import { defineList, defineReadModel, defineView, textField } from '@eventcrm/projection'
import { savedViews } from '@eventcrm/read-model-directory'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { createCrm, createMemoryStores, type Crm } from '../src/index.ts'

let crm: Crm
let lan: string
let savedViewId: string
let now = new Date('2026-03-01T02:00:00Z')

beforeEach(async () => {
  now = new Date('2026-03-01T02:00:00Z')
  crm = await createCrm({ stores: createMemoryStores(), actor: 'lan', company: {}, clock: () => now })
  lan = await crm.idFor('staff', 'lan')
  savedViewId = await crm.idFor('view', '1')
  await crm.staff.register({ staffMemberId: lan, name: 'Lan' })
})
afterEach(() => crm.close())

const filter = JSON.stringify({ name: { contains: 'dong' } })
const save = () =>
  crm.savedViews.save({
    savedViewId,
    list: 'contacts',
    ownerId: lan,
    name: 'Những người tên Đông',
    filter,
    columns: ['name'],
  })
const seen = async () => {
  await crm.catchUp()
  return (await crm.find(savedViews)).documents.map(({ document }) => document)
}

describe('a saved view', () => {
  it('is saved once, changed, shared and removed', async () => {
    await save()
    expect((await save()).events).toEqual([])
    expect(await seen()).toMatchObject([{ name: 'Những người tên Đông', filter, shared: false, columns: ['name'] }])
    await crm.savedViews.share({ savedViewId, shared: true })
    await crm.savedViews.rename({ savedViewId, name: 'Đông' })
    await crm.savedViews.change({ savedViewId, sort: [{ field: 'registeredOn', direction: 'descending' }] })
    expect(await seen()).toMatchObject([
      {
        name: 'Đông',
        shared: true,
        filter: '{}',
        columns: [],
        scope: 'all',
        apart: null,
        sort: [{ field: 'registeredOn', direction: 'descending' }],
      },
    ])
    await crm.savedViews.remove({ savedViewId })
    expect(await seen()).toEqual([])
    await expect(crm.savedViews.rename({ savedViewId, name: 'X' })).rejects.toMatchObject({
      code: 'SAVED_VIEW_REMOVED',
    })
  })

  it('is refused for another view’s id, for nobody, and for a filter that is no JSON', async () => {
    await save()
    const other = { savedViewId, list: 'customers', ownerId: lan, name: 'Khác' }
    await expect(crm.savedViews.save(other)).rejects.toMatchObject({ code: 'ALREADY_SAVED' })
    const nobodys = { ...other, savedViewId: await crm.idFor('view', '2'), ownerId: await crm.idFor('staff', 'x') }
    await expect(crm.savedViews.save(nobodys)).rejects.toMatchObject({ code: 'STAFF_MEMBER_UNKNOWN' })
    await expect(crm.savedViews.change({ savedViewId, filter: '[1]' })).rejects.toThrow(
      /filter: expected a JSON object/,
    )
  })

  it('is refused for what its list cannot be asked, by field, and changes nothing', async () => {
    const view = { savedViewId, list: 'contacts', ownerId: lan, name: 'Đông' }
    const faultsOf = (given: Partial<Parameters<Crm['savedViews']['save']>[0]>) =>
      crm.savedViews.save({ ...view, ...given }).catch((error: unknown) => error)
    for (const [given, field, message] of [
      [{ list: 'contact' }, 'list', /did you mean contacts\?/],
      [{ filter: '{"nam":{"contains":"an"}}' }, 'filter.nam', /no such field; did you mean name\?/],
      [{ filter: '{"kind":{"is":"person"}}' }, 'filter.kind.is', /expected individual, organisation/],
      [{ columns: ['name', 'phones'] }, 'columns.1', /did you mean phone\?/],
      [{ columns: ['name', 'phone', 'name'] }, 'columns.2', /each column once/],
      [{ list: 'leads', columns: ['neglected'] }, 'columns.0', /expected name, title/],
      [{ list: 'leads', filter: '{"neglected":{"days":99999999}}' }, 'filter.neglected.days', /days, 0 to 36500/],
      [{ filter: '{"owner":{"is":"Lan"}}' }, 'filter.owner.is', /a UUID/],
      [{ filter: '{"name":{"contains":5}}' }, 'filter.name.contains', /expected text/],
      [{ filter: '{"name":{}}' }, 'filter.name', /at least one of/],
      [{ filter: '{"registeredOn":{"from":"2026-02-01","to":"2026-01-01"}}' }, 'filter.registeredOn.to', /not before/],
      [{ sort: [{ field: 'phone' }] }, 'sort.0.field', /sorted by fields of it/],
      [{ group: 'name' }, 'group', /grouped by a field of it/],
    ] as const)
      expect(await faultsOf(given), field).toMatchObject({
        code: 'CommandInvalid',
        faults: [{ field, message: expect.stringMatching(message) as string }],
      })
    await save()
    await expect(crm.savedViews.change({ savedViewId, columns: ['x'] })).rejects.toMatchObject({
      faults: [{ field: 'columns.0' }],
    })
    expect(await seen()).toMatchObject([{ columns: ['name'] }])
  })

  it('is refused in words of each language', async () => {
    const view = { savedViewId, list: 'leads', ownerId: lan, name: 'Đông' }
    for (const [given, vi] of [
      [{ filter: '{"nam":{"contains":"an"}}' }, 'không có trường này; có phải name?'],
      [{ filter: '{"kind":{"is":"individua"}}' }, 'cần một trong individual, organisation; có phải individual?'],
      [{ filter: '{"owner":{"is":"Lan"}}' }, 'cần một mã: UUID'],
      [{ filter: '{"name":{}}' }, 'cần ít nhất một trong is, contains, begins'],
      [{ filter: '{"name":{"contains":5}}' }, 'cần văn bản'],
      [{ filter: '{"neglected":{"days":99999999}}' }, 'cần số ngày nguyên, từ 0 đến 36500'],
      [{ filter: '{"createdOn":{"from":"1.1.2026"}}' }, 'cần ngày như 2017-03-31, thuộc các năm 1900 đến 2199'],
      [{ filter: '{"createdOn":{"from":"2026-02-01","to":"2026-01-01"}}' }, 'cần giá trị không trước from'],
      [{ sort: [{ field: 'nam' }] }, /^danh sách được sắp theo các trường của nó: cần một trong .*; có phải name\?$/],
      [{ group: 'name' }, /^danh sách được nhóm theo một trường của nó: cần một trong /],
      [
        { list: 'opportunities', filter: '{"value":{"currency":"VND","from":"x"}}' },
        'cần số tiền của loại tiền đó, như 1500000 hoặc 22700.50',
      ],
      [{ list: 'opportunities', filter: '{"value":{"currency":"Đồng"}}' }, 'cần mã ISO 4217 như VND'],
    ] as const)
      await expect(crm.savedViews.save({ ...view, ...given }), String(vi)).rejects.toMatchObject({
        faults: [{ words: { vi: typeof vi === 'string' ? vi : (expect.stringMatching(vi) as string) } }],
      })
  })

  it('sent again is answered as it was, whatever its list can be asked since', async () => {
    const people = defineView({
      ...{ name: 'people', version: 1, describe: 'Own', aggregates: [staffMember] },
      document: z.object({ id: z.string().describe('Id'), name: z.string().describe('Name') }),
      on: { StaffMemberJoined: (_, { streamId }) => ({ id: streamId, name: 'x' }) },
    })
    const listing = (names: readonly ('name' | 'code')[]) =>
      defineReadModel({
        ...{ name: 'own', describe: 'Own', views: [people], rollups: [], reports: [] },
        lists: [
          defineList({
            ...{ name: 'own', title: { en: 'Own', vi: 'Riêng' }, describe: 'Own', view: people },
            scope: { owner: 'id' },
            fields: {
              name: textField({ title: { en: 'Name', vi: 'Tên' }, path: 'name', sortPath: 'name' }),
              ...(names.includes('code') ? { code: textField({ title: { en: 'Code', vi: 'Mã' }, path: 'id' }) } : {}),
            },
            ...{ columns: ['name'], sort: [{ field: 'name' }] },
          }),
        ],
      })
    const stores = createMemoryStores()
    const options = { stores, actor: 'lan', company: {}, clock: () => now } as const
    const before = await createCrm({ ...options, readModels: [listing(['name', 'code'])] })
    await before.staff.register({ staffMemberId: lan, name: 'Lan' })
    const save = { savedViewId, list: 'own', ownerId: lan, name: 'KH', filter: '{"code":{"is":"KH1"}}' }
    const change = { savedViewId, filter: '{"code":{"is":"KH2"}}' }
    const saved = await before.savedViews.save(save, { commandId: 'save' })
    const changed = await before.savedViews.change(change, { commandId: 'change' })
    await before.close()
    const since = await createCrm({ ...options, readModels: [listing(['name'])] })
    onTestFinished(() => since.close())
    expect(await since.savedViews.save(save, { commandId: 'save' })).toEqual(saved)
    expect(await since.savedViews.change(change, { commandId: 'change' })).toEqual(changed)
    expect((await since.send([savedView.change(change)], { commandId: 'change' }))[0]).toEqual(changed)
    expect((await since.savedViews.change(change)).events).toEqual([])
    await expect(since.savedViews.change({ savedViewId, filter: '{"code":{"is":"KH3"}}' })).rejects.toMatchObject({
      faults: [{ field: 'filter.code' }],
    })
    await expect(
      since.send([
        savedView.rename({ savedViewId, name: 'X' }),
        savedView.change({ ...change, filter: '{"code":{}}' }),
      ]),
    ).rejects.toMatchObject({ code: 'CommandInvalid', index: 1 })
    expect((await since.state('savedViews', savedViewId)).name).toBe('KH')
    const without = await createCrm(options)
    onTestFinished(() => without.close())
    expect((await without.savedViews.change({ savedViewId, filter: '{}' })).events).toHaveLength(1)
    expect(await without.savedViews.save(save, { commandId: 'save' })).toEqual(saved)
  })

  it('holds all that a list can be asked', async () => {
    const asked = { scope: 'team', apart: 'with', group: 'owner' } as const
    await save()
    await crm.savedViews.change({ savedViewId, ...asked })
    const [saved] = await seen()
    expect(saved).toMatchObject(asked)
    const { scope, apart } = saved ?? {}
    expect((await crm.lists.contacts({ scope, apart: apart ?? undefined, me: lan })).rows).toEqual([])
    const wrong: Parameters<Crm['savedViews']['change']>[0] = JSON.parse(JSON.stringify({ savedViewId, scope: 'tem' }))
    await expect(crm.savedViews.change(wrong)).rejects.toThrow(/scope: /)
  })

  it('keeps what may be about persons apart from its events', async () => {
    await save()
    for await (const { type, data } of crm.events({ follow: false }))
      if (type === 'SavedViewSaved') expect(data).toMatchObject({ name: 'Những người tên Đông', filter })
  })
})

describe('recently viewed', () => {
  it('is the last fifty of each person, each once, the latest first, and no rebuild touches it', async () => {
    const ids: string[] = []
    for (let n = 0; n < 53; n++) {
      const id = await crm.idFor('contact', String(n))
      ids.push(id)
      now = new Date(now.getTime() + 1000)
      await crm.viewed.note(lan, 'contact', id)
    }
    now = new Date(now.getTime() + 1000)
    await crm.viewed.note(lan, 'contact', ids[20] ?? '')
    const expected = [
      ids[20],
      ...ids
        .slice(3)
        .filter(id => id !== ids[20])
        .toReversed(),
    ]
    const last = async () => (await crm.viewed.of(lan)).map(({ id }) => id)
    expect(await last()).toEqual(expected)
    await crm.rebuild()
    expect(await last()).toEqual(expected)
    expect(await crm.viewed.of(ids[0] ?? '')).toEqual([])
    await expect(crm.viewed.note('lan', 'contact', ids[0] ?? '')).rejects.toMatchObject({ code: 'CommandInvalid' })
  })
})
