import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { catalogues, contacts, type LeadFunnelQuestion } from '@eventcrm/read-model-directory'
import { createCrm, createMemoryStores, salesTeam, staffMember, type Crm } from '../src/index.ts'

let crm: Crm
let ids: Readonly<Record<'lan' | 'minh' | 'north' | 'school' | 'shop' | 'factory' | 'old' | 'mistake', string>>
let contactId: string

const on = (at: string) => ({ at })

beforeAll(async () => {
  const clock = () => new Date('2026-06-30T05:00:00Z')
  crm = await createCrm({ stores: createMemoryStores(), actor: 'lan', clock, company: {} })
  const id = async (kind: string, key: string) => crm.idFor(kind, key)
  ids = {
    lan: await id('staff', 'lan'),
    minh: await id('staff', 'minh'),
    north: await id('team', 'north'),
    school: await id('lead', 'school'),
    shop: await id('lead', 'shop'),
    factory: await id('lead', 'factory'),
    old: await id('lead', 'old'),
    mistake: await id('lead', 'mistake'),
  }
  await crm.send([salesTeam.create({ teamId: ids.north, name: 'North' })], on('2026-01-01'))
  await crm.send(
    [
      staffMember.register({ staffMemberId: ids.lan, name: 'Lan', department: 'Sales', mainTeamId: ids.north }),
      staffMember.register({ staffMemberId: ids.minh, name: 'Minh', department: 'Service' }),
    ],
    on('2026-01-01'),
  )
  const { leads } = crm
  const phone = '0912 345 678'
  await leads.create(
    {
      leadId: ids.school,
      name: 'Nguyễn Văn Đông',
      organisationName: 'Trường Lê Lợi',
      phone,
      source: 'Facebook',
      ownerId: ids.lan,
    },
    on('2026-02-01'),
  )
  await leads.create({ leadId: ids.shop, title: 'Máy in cho cửa hàng', source: 'Facebook' }, on('2026-06-25'))
  await leads.create(
    {
      ...{ leadId: ids.factory, organisationName: 'Nhà máy Đại Phát', source: 'Hội thảo', ownerId: ids.minh },
      ...{ tags: ['vip'], address: { province: 'Bà Rịa – Vũng Tàu' } },
    },
    on('2026-06-20'),
  )
  await leads.create({ leadId: ids.old, name: 'Trần Thị Ánh', ownerId: ids.lan }, on('2026-03-01'))
  await leads.create({ leadId: ids.mistake, name: 'Nhập nhầm', ownerId: ids.lan }, on('2026-03-01'))
  await leads.void({ leadId: ids.mistake }, on('2026-03-02'))
  await leads.qualify({ leadId: ids.factory }, on('2026-06-21'))
  await leads.markLost({ leadId: ids.old }, on('2026-04-01'))
  const { opportunityId, customerId } = await leads.convert(
    {
      leadId: ids.school,
      into: { mode: 'newOpportunity' },
      customer: { choice: 'create', becomesCustomer: false },
    },
    on('2026-02-10'),
  )
  contactId = customerId ?? ''
  await crm.catchUp()
  expect((await contactNow())?.pipelineStatus).toBe('inTalks')
  await crm.opportunities.markWon({ opportunityId: opportunityId ?? '' }, on('2026-05-05'))
  await crm.catchUp()
})
afterAll(() => crm.close())

const contactNow = async () =>
  (await crm.find(contacts, { where: { field: 'contactId', equals: contactId } })).documents[0]?.document
const named = async (question: Parameters<Crm['lists']['leads']>[0]) =>
  (await crm.lists.leads(question)).rows.map(({ document }) => document.name)

describe('the list of leads', () => {
  it('has the open ones, the latest first, and nowhere those entered by mistake', async () => {
    expect(await named({})).toEqual(['Máy in cho cửa hàng', 'Nhà máy Đại Phát'])
    expect(await named({ apart: 'with', total: true })).not.toContain('Nhập nhầm')
  })

  it('has lost and converted ones apart', async () => {
    expect(await named({ apart: 'only' })).toEqual(['Trần Thị Ánh', 'Nguyễn Văn Đông'])
    expect(await named({ filter: { status: { is: 'converted' } } })).toEqual(['Nguyễn Văn Đông'])
    const [{ document } = {}] = (await crm.lists.leads({ filter: { wonOn: { from: '2026-05-01' } } })).rows
    expect(document).toMatchObject({ convertedOn: '2026-02-10', wonOn: '2026-05-05', customerId: contactId })
  })

  it('filters, groups with counts, and is of whose it is', async () => {
    expect(await named({ filter: { source: { is: 'Facebook' } } })).toEqual(['Máy in cho cửa hàng'])
    expect(await named({ filter: { name: { contains: 'dai phat' }, tags: { contains: 'vip' } } })).toEqual([
      'Nhà máy Đại Phát',
    ])
    expect(
      (await crm.lists.leads({ group: 'status', limit: 0 })).groups
        ?.map(({ value, count }) => [value, count])
        .toSorted(),
    ).toEqual([
      ['converted', 1],
      ['lost', 1],
      ['new', 1],
      ['qualified', 1],
    ])
    const me = ids.lan
    for (const scope of ['mine', 'team', 'department'] as const)
      expect(await named({ scope, me, apart: 'with' })).toEqual(['Trần Thị Ánh', 'Nguyễn Văn Đông'])
  })

  it('finds by the beginnings of words, in any order, accents, đ and capitals aside, in the text that is named', async () => {
    expect(await named({ filter: { title: { contains: 'HANG cua' } } })).toEqual(['Máy in cho cửa hàng'])
    expect(await named({ filter: { title: { contains: 'dai' } } })).toEqual([])
    for (const contains of ['dai phat', 'nha phat dai', 'ĐẠI'])
      expect(await named({ filter: { organisation: { contains } } })).toEqual(['Nhà máy Đại Phát'])
    expect(await named({ filter: { organisation: { contains: 'ai' } } })).toEqual([])
    expect(await named({ filter: { organisation: { contains: '–' } } })).toEqual([])
    expect(await named({ filter: { province: { contains: 'vung tau' } } })).toEqual(['Nhà máy Đại Phát'])
    expect(await named({ filter: { province: { is: null } } })).toEqual(['Máy in cho cửa hàng'])
    expect(await named({ filter: { department: { contains: 'SERV' } } })).toEqual(['Nhà máy Đại Phát'])
    await crm.leads.setContactDetails({ leadId: ids.factory, address: { province: 'Đồng Nai' } }, on('2026-06-20'))
    await crm.catchUp()
    expect(await named({ filter: { province: { contains: 'vung tau' } } })).toEqual([])
    expect(await named({ filter: { province: { contains: 'dong' } } })).toEqual(['Nhà máy Đại Phát'])
  })

  it('tells which are neglected: nobody’s, and those untouched for so many days', async () => {
    expect(await named({ filter: { neglected: { days: 30 } } })).toEqual(['Máy in cho cửa hàng'])
    expect(await named({ filter: { neglected: { days: 9 } } })).toEqual(['Máy in cho cửa hàng', 'Nhà máy Đại Phát'])
    await expect(crm.lists.leads({ filter: { neglected: { days: -1 } } })).rejects.toThrow(/filter\.neglected\.days/)
  })

  it('is searched by names, titles and phone numbers', async () => {
    const found = async (text: string) => (await crm.searchLeads(text)).hits.map(({ document }) => document.name)
    expect(await found('le loi')).toEqual(['Nguyễn Văn Đông'])
    expect(await found('dong van')).toEqual(['Nguyễn Văn Đông'])
    expect(await found('cua hang')).toEqual(['Máy in cho cửa hàng'])
    expect(await found('5678')).toEqual(['Nguyễn Văn Đông'])
  })
})

describe('a contact', () => {
  it('says how far it has come, and its list is filtered and grouped by that', async () => {
    expect(await contactNow()).toMatchObject({ lifecycle: 'opportunity', pipelineStatus: 'won', leads: 1 })
    const { rows, groups } = await crm.lists.contacts({
      filter: { pipelineStatus: { is: 'won' }, lifecycle: { is: 'opportunity' } },
      group: 'lifecycle',
    })
    expect(rows.map(({ key }) => key)).toEqual([contactId])
    expect(groups).toMatchObject([{ value: 'opportunity', count: 1 }])
  })

  it('has a timeline over its roles, the latest first, page by page', async () => {
    const { entries, next } = await crm.timeline(contactId)
    expect(next).toBeNull()
    const types = entries.map(({ event, as }) => `${as} ${event.type}`)
    expect(types[0]).toBe('customer MarkedWon')
    expect(types.at(-1)).toBe('lead LeadCreated')
    expect(types).toEqual(
      expect.arrayContaining([
        'lead LeadConvertedToOpportunity',
        'customer OpportunityOpened',
        'self ContactRegistered',
      ]),
    )
    const paged = []
    for (let after: string | undefined; ;) {
      const page = await crm.timeline(contactId, { limit: 2, after })
      paged.push(...page.entries)
      if (page.next === null) break
      after = page.next
    }
    expect(paged).toEqual(entries)
    await expect(crm.timeline(contactId, { after: 'x' })).rejects.toThrow(/after: expected what the page before/)
    await expect(crm.timeline('x')).rejects.toThrow(/timeline/)
  })

  it('keeps in its timeline what happened to an opportunity until it was another’s', async () => {
    const [opportunityId, other, person, firm] = await Promise.all(
      ['moved', 'other', 'person', 'firm'].map(key => crm.idFor('test', key)),
    )
    if (!opportunityId || !other || !person || !firm) throw new Error('no ids')
    const at = on('2026-06-01')
    for (const [id, kind] of [
      [other, 'organisation'],
      [person, 'individual'],
      [firm, 'organisation'],
    ] as const)
      await crm.contacts.register({ contactId: id, kind, name: id }, at)
    await crm.opportunities.open({ opportunityId, title: 'Máy quét', customerId: firm }, on('2026-06-02'))
    await crm.opportunities.addPerson({ opportunityId, contactId: person }, on('2026-06-03'))
    await crm.contacts.takePosition({ contactId: person, employmentId: other, organisationId: firm }, on('2026-06-03'))
    await crm.opportunities.linkCustomer({ opportunityId, customerId: other }, on('2026-06-04'))
    await crm.opportunities.markLost({ opportunityId }, on('2026-06-05'))
    await crm.catchUp()
    const of = async (id: string) =>
      (await crm.timeline(id)).entries.map(({ event, as }) => `${as} ${event.type}`).toReversed()
    expect(await of(firm)).toEqual([
      'self ContactRegistered',
      'customer OpportunityOpened',
      'customer OpportunityPersonAdded',
      'organisation ContactPositionTaken',
      'customer OpportunityCustomerLinked',
    ])
    expect((await of(other)).at(-1)).toBe('customer MarkedLost')
    expect((await of(person)).slice(-2)).toEqual(['person OpportunityCustomerLinked', 'person MarkedLost'])
    expect(await of(person)).toContain('self ContactPositionTaken')
  })

  it('has nothing in its timeline of a lead that became an opportunity when that was another’s already', async () => {
    const [opportunityId, leadId, before, since] = await Promise.all(
      ['handed over', 'late', 'before', 'since'].map(key => crm.idFor('test', key)),
    )
    if (!opportunityId || !leadId || !before || !since) throw new Error('no ids')
    for (const contactId of [before, since])
      await crm.contacts.register({ contactId, kind: 'organisation', name: contactId }, on('2026-06-01'))
    await crm.opportunities.open({ opportunityId, title: 'Máy in', customerId: before }, on('2026-06-02'))
    await crm.leads.create({ leadId, name: 'Bùi Thị Hoa' }, on('2026-06-02'))
    await crm.opportunities.linkCustomer({ opportunityId, customerId: since }, on('2026-06-03'))
    const into = { mode: 'intoOpportunity', opportunityId } as const
    await crm.leads.convert({ leadId, into, customer: { choice: 'none' } }, on('2026-06-04'))
    await crm.catchUp()
    const roles = async (id: string) => new Set((await crm.timeline(id)).entries.map(({ as }) => as))
    expect(await roles(before)).toEqual(new Set(['customer', 'self']))
    expect(await roles(since)).toEqual(new Set(['customer', 'lead', 'self']))
  })
})

describe('the funnel', () => {
  it('says of the leads of a month how far they came, by source and salesperson, as of any day', async () => {
    const { total, sources, salespeople } = await crm.reports.leadFunnel({ to: '2026-05-31' })
    expect(total).toMatchObject({ created: 2, qualified: 0, converted: 1, won: 1, wonRate: 0.5 })
    expect(sources).toMatchObject([
      { source: 'Facebook', created: 1, won: 1 },
      { source: null, created: 1, won: 0 },
    ])
    expect(salespeople).toMatchObject([{ name: 'Lan', created: 2 }])
    const { total: before } = await crm.reports.leadFunnel({ asOf: '2026-03-31', owner: ids.lan })
    expect(before).toMatchObject({ created: 2, converted: 1, won: 0 })
  })

  it('is of a source or a campaign by any label that it has or had, and refuses what is none', async () => {
    const created = async (question: LeadFunnelQuestion) =>
      (await crm.reports.leadFunnel({ ...question, to: '2026-05-31' })).total.created
    for (const source of ['Facebook', 'facebook', 'FÁCEBOOK'])
      expect([source, await created({ source })]).toEqual([source, 1])
    expect(await created({ source: null })).toBeGreaterThan(0)
    await expect(created({ source: 'Facebok' })).rejects.toThrow(
      'source: no entry of the catalogue is called so; did you mean Facebook?',
    )
    const { documents } = await crm.find(catalogues, { where: { field: 'label', equals: 'Facebook' } })
    const entryId = documents[0]?.document.entryId ?? ''
    await crm.catalogues.renameEntry({ catalogue: 'leadSource', entryId, label: 'Mạng xã hội' })
    await crm.catchUp()
    expect([await created({ source: 'mang xa hoi' }), await created({ source: 'facebook' })]).toEqual([1, 1])
    await expect(created({ campaign: 'xyzxyz' })).rejects.toThrow('campaign: no entry of the catalogue is called so')
  })
})
