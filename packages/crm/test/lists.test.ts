import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createCrm,
  createMemoryStores,
  opportunity,
  QuestionInvalid,
  salesTeam,
  staffMember,
  type Crm,
} from '../src/index.ts'

let crm: Crm
let ids: Readonly<Record<'lan' | 'minh' | 'hoa' | 'north' | 'south', string>>

const people = [
  { name: 'Nguyễn Văn Đông', owner: 'lan', group: 'VIP', code: 'KH1', phone: '0912345678' },
  { name: 'Trần Thị Ánh', owner: 'lan', group: 'VIP', code: 'KH2' },
  { name: 'Lê An', owner: 'minh', group: 'Lẻ', further: '0987654321', email: 'an@le.vn' },
  { name: 'Đỗ Văn Dũng', owner: 'hoa', group: 'Lẻ', code: 'KH3' },
  { name: 'Vân Đồng', owner: null, group: null },
] as const
const deals = [
  { title: 'A', owner: 'lan', amount: '100', currency: 'VND' },
  { title: 'B', owner: 'lan', amount: '200', currency: 'VND' },
  { title: 'C', owner: 'minh', amount: '2.50', currency: 'USD' },
  { title: 'D', owner: 'lan', amount: '50', currency: 'VND', lost: true },
] as const

beforeAll(async () => {
  crm = await createCrm({ stores: createMemoryStores(), actor: 'lan', company: {} })
  const id = async (kind: string, key: string) => crm.idFor(kind, key)
  ids = {
    lan: await id('staff', 'lan'),
    minh: await id('staff', 'minh'),
    hoa: await id('staff', 'hoa'),
    north: await id('team', 'north'),
    south: await id('team', 'south'),
  }
  const staff = [
    { staffMemberId: ids.lan, name: 'Lan', department: 'Sales', mainTeamId: ids.north },
    { staffMemberId: ids.minh, name: 'Minh', department: 'Sales', mainTeamId: ids.south },
    { staffMemberId: ids.hoa, name: 'Hoa', department: 'Service', mainTeamId: ids.north },
  ]
  await crm.send([
    salesTeam.create({ teamId: ids.north, name: 'North' }),
    salesTeam.create({ teamId: ids.south, name: 'South' }),
  ])
  await crm.send(staff.map(one => staffMember.register(one)))
  for (const { name, owner, group, ...other } of people) {
    const contactId = await id('contact', name)
    await crm.contacts.register({
      contactId,
      kind: 'individual',
      name,
      ...(group === null ? {} : { profile: { group } }),
      ...(owner === null ? {} : { accountManagerId: ids[owner] }),
      ...('phone' in other ? { phone: other.phone } : {}),
    })
    if ('further' in other) {
      await crm.contacts.addPhone({ contactId, phoneId: await id('phone', name), phone: other.further })
      await crm.contacts.setEmail({ contactId, email: other.email })
    }
    if ('code' in other) await crm.contacts.becomeCustomer({ contactId, code: other.code, trigger: 'manual' })
  }
  for (const { title, owner, amount, currency, ...other } of deals) {
    const opportunityId = await id('opportunity', title)
    await crm.send([
      opportunity.open({ opportunityId, title, ownerId: ids[owner], expectedRevenue: { amount, currency } }),
      ...('lost' in other ? [opportunity.markLost({ opportunityId })] : []),
    ])
  }
  await crm.catchUp()
})
afterAll(() => crm.close())

const named = async (question: Parameters<Crm['lists']['contacts']>[0]) =>
  (await crm.lists.contacts(question)).rows.map(({ document }) => document.name)
const titled = async (question: Parameters<Crm['lists']['opportunities']>[0]) =>
  (await crm.lists.opportunities(question)).rows.map(({ document }) => document.title).toSorted()

describe('a list', () => {
  it('stands in Vietnamese order, of all there is', async () => {
    expect(await named({})).toEqual(['Đỗ Văn Dũng', 'Lê An', 'Nguyễn Văn Đông', 'Trần Thị Ánh', 'Vân Đồng'])
    expect((await crm.lists.customers()).rows.map(({ document }) => document.customerCode)).toEqual([
      'KH3',
      'KH1',
      'KH2',
    ])
  })

  it('filters by each kind of field, all together', async () => {
    expect(await named({ filter: { name: { contains: 'van dong' } } })).toEqual(['Nguyễn Văn Đông', 'Vân Đồng'])
    expect(await named({ filter: { name: { contains: '&' } } })).toEqual([])
    expect(await named({ filter: { name: { contains: 'v d' }, customer: { is: true } } })).toEqual([
      'Đỗ Văn Dũng',
      'Nguyễn Văn Đông',
    ])
    expect(await named({ filter: { phone: { begins: '+84912' } } })).toEqual(['Nguyễn Văn Đông'])
    expect(await named({ filter: { owner: { is: null } } })).toEqual(['Vân Đồng'])
    expect(await named({ filter: { group: { in: ['VIP', null] } } })).toEqual([
      'Nguyễn Văn Đông',
      'Trần Thị Ánh',
      'Vân Đồng',
    ])
    expect(await named({ filter: { registeredOn: { to: '2000-01-01' } } })).toEqual([])
    expect(await titled({ filter: { value: { currency: 'VND', from: '150' } } })).toEqual(['B'])
    expect(await titled({ filter: { owner: { is: ids.lan } } })).toEqual(['A', 'B'])
  })

  it('is of what one has oneself, one’s team, or one’s department at present', async () => {
    const me = ids.lan
    expect(await named({ scope: 'mine', me })).toEqual(['Nguyễn Văn Đông', 'Trần Thị Ánh'])
    expect(await named({ scope: 'team', me })).toEqual(['Đỗ Văn Dũng', 'Nguyễn Văn Đông', 'Trần Thị Ánh'])
    expect(await named({ scope: 'department', me })).toEqual(['Lê An', 'Nguyễn Văn Đông', 'Trần Thị Ánh'])
    expect(await titled({ scope: 'department', me })).toEqual(['A', 'B', 'C'])
    expect(await named({ scope: 'team', me: ids.south })).toEqual([])
  })

  it('has what is lost apart', async () => {
    expect(await titled({})).toEqual(['A', 'B', 'C'])
    expect(await titled({ apart: 'only' })).toEqual(['D'])
    expect(await titled({ apart: 'with' })).toHaveLength(4)
    expect(await named({ apart: 'only' })).toEqual([])
    expect(await titled({ filter: { status: { is: 'lost' } } })).toEqual(['D'])
    expect(await titled({ filter: { status: { is: 'lost' } }, apart: 'without' })).toEqual([])
    expect(await titled({ filter: { lostReason: { is: null }, owner: { is: ids.lan } } })).toEqual(['A', 'B', 'D'])
    const { groups } = await crm.lists.opportunities({ group: 'status', limit: 0 })
    expect(groups).toMatchObject([
      { value: 'open', count: 3 },
      { value: 'lost', count: 1 },
    ])
  })

  it('goes on behind a page, and counts all when asked to', async () => {
    const first = await crm.lists.contacts({ limit: 3, total: true })
    expect([first.rows.length, first.total]).toEqual([3, 5])
    const { rows, next } = await crm.lists.contacts({ limit: 3, after: first.next ?? '' })
    expect([rows.map(({ document }) => document.name), next]).toEqual([['Trần Thị Ánh', 'Vân Đồng'], null])
  })

  it('counts by groups and adds amounts up by currency, of all that is found', async () => {
    const { rows, groups, names } = await crm.lists.opportunities({ group: 'owner', limit: 0 })
    expect(rows).toEqual([])
    expect(groups).toMatchObject([
      { value: ids.lan, count: 2, amounts: { value: { VND: 300n } } },
      { value: ids.minh, count: 1, amounts: { value: { USD: 250n } } },
    ])
    expect(names.get(ids.lan)).toBe('Lan')
    const byGroup = await crm.lists.contacts({ group: 'group', filter: { customer: { is: true } } })
    expect(byGroup.groups).toMatchObject([
      { value: 'VIP', count: 2 },
      { value: 'Lẻ', count: 1 },
    ])
  })

  it.each([
    [{ filter: { nam: { contains: 'a' } } }, 'filter.nam', /did you mean name\?/],
    [{ filtre: {} }, 'filtre', /did you mean filter\?/],
    [{ filter: { name: { contain: 'a' } } }, 'filter.name.contain', /did you mean contains\?/],
    [{ filter: { name: {} } }, 'filter.name', /at least one of is, contains/],
    [{ filter: { name: { contains: { $regex: '.*' } } } }, 'filter.name.contains', /./],
    [{ filter: { kind: { is: 'individul' } } }, 'filter.kind.is', /did you mean individual\?/],
    [{ filter: { owner: { is: 'Lan' } } }, 'filter.owner.is', /a UUID/],
    [{ filter: { registeredOn: { from: '1.1.2026' } } }, 'filter.registeredOn.from', /a day like/],
    [{ filter: { registeredOn: { from: '2026-02-01', to: '2026-01-01' } } }, 'filter.registeredOn.to', /not before/],
    [{ sort: [{ field: 'regsteredOn' }] }, 'sort.0.field', /did you mean registeredOn\?/],
    [{ sort: [{ field: 'phone' }] }, 'sort.0.field', /sorted by fields of it/],
    [{ group: 'name' }, 'group', /grouped by a field of it/],
    [{ scope: 'mine' }, 'me', /staff member who asks/],
    [{ limit: 100_000 }, 'limit', /0 to 1000/],
    [{ after: 'x' }, 'after', /page before/],
  ])('refuses %j, naming the field and what was expected', async (question, field, message) => {
    const asked: Parameters<Crm['lists']['contacts']>[0] = JSON.parse(JSON.stringify(question))
    const refused: unknown = await crm.lists.contacts(asked).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(QuestionInvalid)
    if (refused instanceof QuestionInvalid) {
      expect(refused.faults.map(fault => fault.field)).toEqual([field])
      expect(refused.faults[0]?.message).toMatch(message)
    }
  })

  it('refuses groups of what there may be a million of', async () => {
    const asked: Parameters<Crm['lists']['opportunities']>[0] = JSON.parse('{"group":"customer"}')
    await expect(crm.lists.opportunities(asked)).rejects.toThrow(/group: a list is grouped by a field of it/)
  })

  it('refuses an amount that its currency does not have', async () => {
    const filter = { value: { currency: 'VND', from: '1.5' } }
    await expect(crm.lists.opportunities({ filter })).rejects.toThrow(/filter\.value\.from: expected an amount/)
  })
})

describe('search', () => {
  it('finds contacts by what people type', async () => {
    const found = async (text: string) => (await crm.searchContacts(text)).hits.map(({ document }) => document.name)
    expect(await found('van dong')).toEqual(['Vân Đồng', 'Nguyễn Văn Đông'])
    expect(await found('5678')).toEqual(['Nguyễn Văn Đông'])
    expect(await found('kh3')).toEqual(['Đỗ Văn Dũng'])
  })

  it('tells whether there is more', async () => {
    const more = async (limit: number) => (await crm.searchContacts('van', limit)).more
    expect([await more(2), await more(3), await more(4)]).toEqual([true, false, false])
  })
})

describe('a list of contacts', () => {
  it.each([
    [{ code: { begins: 'kh' } }, ['Đỗ Văn Dũng', 'Nguyễn Văn Đông', 'Trần Thị Ánh']],
    [{ code: { is: 'kh1' } }, ['Nguyễn Văn Đông']],
    [{ code: { begins: 'h1' } }, []],
    [{ code: { is: null }, owner: { is: null } }, ['Vân Đồng']],
    [{ phone: { begins: '0912' } }, ['Nguyễn Văn Đông']],
    [{ phone: { begins: '+84 912' } }, ['Nguyễn Văn Đông']],
    [{ phone: { begins: '5678' } }, ['Nguyễn Văn Đông']],
    [{ phone: { begins: '0987' } }, ['Lê An']],
    [{ phone: { begins: 'le an' } }, []],
    [{ phone: { is: '0912 345 678' } }, ['Nguyễn Văn Đông']],
    [{ email: { begins: 'AN@' } }, ['Lê An']],
    [{ email: { begins: 'le' } }, []],
  ] as const)('finds %j as search does', async (filter, names) => {
    expect(await named({ filter })).toEqual(names)
  })

  it('finds what was chosen by any label that its entry has or had', async () => {
    const entryId = await crm.idFor('entry', 'retail')
    const contactId = await crm.idFor('contact', 'Lê An')
    await crm.catalogues.addEntry({ catalogue: 'industry', entryId, label: 'Cửa hàng' })
    await crm.contacts.setProfile({ contactId, industry: { entryId } })
    await crm.contacts.tag({ contactId, tag: 'Quen' })
    await crm.catalogues.renameEntry({ catalogue: 'industry', entryId, label: 'Bán lẻ nhỏ' })
    const other = await crm.idFor('contact', 'Vân Đồng')
    await crm.contacts.setProfile({ contactId: other, industry: { entryId } })
    await crm.catchUp()
    for (const typed of ['Cửa hàng', 'Bán lẻ nhỏ', 'bán LẺ nhỏ', 'ban le nho', 'cua hang'])
      expect([typed, await named({ filter: { industry: { is: typed } } })]).toEqual([typed, ['Lê An', 'Vân Đồng']])
    expect(await named({ filter: { industry: { in: ['cua hang', null] } } })).toHaveLength(5)
    expect(await named({ filter: { tags: { contains: 'Quen' } } })).toEqual(['Lê An'])
  })

  it('names the nearest entry of one that is unknown, and takes a free text that is there', async () => {
    const refused = async (filter: NonNullable<Parameters<Crm['lists']['contacts']>[0]>['filter']) => {
      const error: unknown = await crm.lists.contacts({ filter }).catch((thrown: unknown) => thrown)
      return error instanceof QuestionInvalid ? error.message : 'not refused'
    }
    const entryId = await crm.idFor('entry', 'steel')
    await crm.catalogues.addEntry({ catalogue: 'industry', entryId, label: 'Luyện thép' })
    await crm.catchUp()
    expect(await refused({ industry: { is: 'Luyện thepp' } })).toBe(
      'filter.industry: no entry of the catalogue is called so; did you mean Luyện thép?',
    )
    expect(await refused({ tags: { contains: 'xyzxyz' } })).toBe('filter.tags: no entry of the catalogue is called so')
    expect(await named({ filter: { industry: { is: 'luyen thep' } } })).toEqual([])
  })
})

describe('a list of opportunities', () => {
  it('finds titles by the beginnings of their words', async () => {
    const opportunityId = await crm.idFor('opportunity', 'printers')
    await crm.opportunities.open({ opportunityId, title: 'Máy in cho Đông Đô' })
    await crm.catchUp()
    for (const typed of ['do may', 'dong', 'MÁY I'])
      expect(await titled({ filter: { title: { contains: typed } } })).toEqual(['Máy in cho Đông Đô'])
    expect(await titled({ filter: { title: { contains: 'ay' } } })).toEqual([])
    await crm.opportunities.retitle({ opportunityId, title: 'Mực in' })
    await crm.catchUp()
    expect(await titled({ filter: { title: { contains: 'muc' } } })).toEqual(['Mực in'])
    await crm.opportunities.void({ opportunityId })
    await crm.catchUp()
  })

  it('has what is void only where the status asks for it', async () => {
    expect(await titled({ filter: { title: { contains: 'muc' } }, apart: 'with' })).toEqual([])
    expect(await titled({ filter: { status: { is: 'void' } } })).toEqual(['Mực in'])
    expect(await titled({ filter: { status: { in: ['void', 'lost'] } } })).toEqual(['D', 'Mực in'])
  })
})
