import { randomUUID } from 'node:crypto'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createMemoryStores, type Stores } from '../src/index.ts'
import { idOf, openWith } from './leads.ts'

const open = async (stores: Omit<Stores, 'close'> = createMemoryStores()) => {
  const crm = await openWith(stores)
  onTestFinished(() => crm.close())
  return crm
}
type Crm = Awaited<ReturnType<typeof open>>
const [an, binh, chi] = [idOf(11), idOf(12), idOf(13)]

const twoContacts = async (stores?: Omit<Stores, 'close'>) => {
  const crm = await open(stores)
  const { contacts } = crm
  await contacts.register(
    { contactId: an, kind: 'individual', name: 'Lê An', phone: '0912345678' },
    { at: '2026-01-05' },
  )
  await contacts.register(
    {
      contactId: binh,
      kind: 'individual',
      name: 'Lê Văn An',
      phone: '0987654321',
      email: 'an@example.com',
      taxCode: '123',
    },
    { at: '2026-01-06' },
  )
  await contacts.addNote({ contactId: binh, noteId: idOf(99), text: 'gọi lại' }, { at: '2026-01-07' })
  return crm
}
const contactOf = (crm: Crm, id: string) => crm.state('contacts', id)

describe('merging contacts', () => {
  it('has the oldest survive, with the first values there are and all ways to reach it', async () => {
    const crm = await twoContacts()
    const merged = await crm.contacts.merge({ ids: [binh, an] })
    expect(merged).toMatchObject({ survivorId: an, loserIds: [binh] })
    const state = await contactOf(crm, an)
    expect(state).toMatchObject({ name: 'Lê An', phone: '+84912345678', email: 'an@example.com', taxCode: '123' })
    expect([...state.furtherPhones.values()].map(({ number }) => number)).toEqual(['+84987654321'])
    expect(state.notes.has(idOf(99))).toBe(true)
    expect((await contactOf(crm, binh)).merging.into?.survivorId).toBe(an)
  })

  it('has a customer survive an older one, unless somebody says otherwise', async () => {
    const crm = await twoContacts()
    await crm.contacts.becomeCustomer({ contactId: binh, code: 'KH-7' })
    expect((await crm.contacts.merge({ ids: [an, binh] })).survivorId).toBe(binh)
    await crm.contacts.unmerge({ id: an })
    await crm.contacts.merge({ ids: [an, binh], survivorId: an, chosen: { name: binh, phone: binh } })
    const state = await contactOf(crm, an)
    expect(state).toMatchObject({ name: 'Lê Văn An', phone: '+84987654321', customer: { code: 'KH-7' } })
    expect((await crm.status()).claimsWithoutOwner).toEqual([])
  })

  it('carries a command sent to a loser out on the survivor, also after another merger', async () => {
    const crm = await twoContacts()
    await crm.contacts.register({ contactId: chi, kind: 'individual', name: 'An Lê' }, { at: '2026-01-04' })
    await crm.contacts.merge({ ids: [an, binh] })
    await crm.contacts.rename({ contactId: binh, name: 'Lê Thị An' })
    expect((await contactOf(crm, an)).name).toBe('Lê Thị An')
    await crm.contacts.merge({ ids: [an, chi] })
    await crm.contacts.setEmail({ contactId: binh, email: 'an.le@example.com' })
    expect((await contactOf(crm, chi)).email).toBe('an.le@example.com')
    await crm.contacts.unmerge({ id: an })
    expect(await contactOf(crm, chi)).toMatchObject({ name: 'An Lê', email: null, phone: null })
    expect(await contactOf(crm, an)).toMatchObject({ name: 'Lê Thị An', email: 'an.le@example.com' })
    await crm.contacts.unmerge({ id: binh })
    expect(await contactOf(crm, an)).toMatchObject({ name: 'Lê An', email: null, phone: '+84912345678' })
    expect(await contactOf(crm, binh)).toMatchObject({ name: 'Lê Thị An', email: 'an.le@example.com' })
  })

  it('parts them: what was set on the survivor stays, what it took over goes back', async () => {
    const crm = await twoContacts()
    await crm.contacts.merge({ ids: [an, binh] })
    await crm.contacts.setTaxCode({ contactId: an, taxCode: '456' })
    await crm.contacts.addPhone({ contactId: binh, phoneId: idOf(77), phone: '0900000001' })
    await crm.contacts.unmerge({ id: binh })
    const [first, second] = [await contactOf(crm, an), await contactOf(crm, binh)]
    expect(first).toMatchObject({ taxCode: '456', email: null, phone: '+84912345678' })
    expect(first.furtherPhones.size).toBe(0)
    expect(first.notes.size).toBe(0)
    expect(second).toMatchObject({ taxCode: '123', email: 'an@example.com', phone: '+84987654321' })
    expect(second.furtherPhones.get(idOf(77))?.number).toBe('+84900000001')
    await crm.contacts.rename({ contactId: binh, name: 'Bình' })
    expect((await contactOf(crm, binh)).name).toBe('Bình')
    expect((await crm.verify()).findings).toEqual([])
  })

  it('leaves a part its code, whatever is refused of it later', async () => {
    const stores = createMemoryStores()
    const { contacts, close } = await twoContacts(stores)
    await contacts.becomeCustomer({ contactId: an, code: 'KH-1' })
    await contacts.becomeCustomer({ contactId: binh, code: 'KH-2' })
    await contacts.merge({ ids: [an, binh], survivorId: binh })
    await close()
    // later than a command that was cut off would still be about to use the code
    const later = await openWith(stores, { clock: () => new Date('2026-06-30T06:00:00Z') })
    onTestFinished(() => later.close())
    const again = { contactId: an, code: 'KH-1' }
    await expect(later.contacts.becomeCustomer(again)).rejects.toMatchObject({ code: 'ALREADY_CUSTOMER' })
    expect((await later.verify()).findings).toEqual([])
    await later.contacts.register({ contactId: chi, kind: 'individual', name: 'Chi' })
    await expect(later.contacts.becomeCustomer({ contactId: chi, code: 'KH-1' })).rejects.toThrow()
  })

  it('gives a customer code taken meanwhile back to the one named', async () => {
    const crm = await twoContacts()
    await crm.contacts.merge({ ids: [an, binh] })
    await crm.contacts.becomeCustomer({ contactId: binh })
    expect((await contactOf(crm, an)).customer?.code).toBe('KH00001')
    expect((await crm.verify()).findings).toEqual([])
    expect((await crm.status()).claimsWithoutOwner).toEqual([])
    await crm.contacts.unmerge({ id: an })
    expect((await contactOf(crm, an)).customer).toBeNull()
    expect((await contactOf(crm, binh)).customer?.code).toBe('KH00001')
    expect((await crm.verify()).findings).toEqual([])
  })

  it('goes on standing for the other parts when one is parted, with what they have as well', async () => {
    const crm = await twoContacts()
    await crm.contacts.register(
      { contactId: chi, kind: 'individual', name: 'An Lê', phone: '0987654321', taxCode: '789' },
      { at: '2026-01-08' },
    )
    await crm.contacts.becomeCustomer({ contactId: binh, code: 'KH-2' }, { at: '2026-01-09' })
    await crm.contacts.becomeCustomer({ contactId: chi, code: 'KH-3' }, { at: '2026-01-10' })
    await crm.contacts.merge({ ids: [an, binh], survivorId: an })
    await crm.contacts.merge({ ids: [an, chi], survivorId: an })
    await crm.contacts.unmerge({ id: binh })
    const state = await contactOf(crm, an)
    expect(state).toMatchObject({ customer: { code: 'KH-3' }, taxCode: '789', email: null })
    expect([...state.furtherPhones.values()].map(({ number }) => number)).toEqual(['+84987654321'])
    await expect(crm.contacts.becomeCustomer({ contactId: an, code: 'KH-9' })).rejects.toMatchObject({
      code: 'ALREADY_CUSTOMER',
    })
    await crm.catchUp()
    const { rows } = await crm.lists.customers({})
    expect(rows.map(({ document: { contactId, customerCode } }) => [contactId, customerCode]).sort()).toEqual([
      [an, 'KH-3'],
      [binh, 'KH-2'],
    ])
    expect((await crm.verify()).findings).toEqual([])
    await crm.contacts.unmerge({ id: chi })
    expect(await contactOf(crm, an)).toMatchObject({ customer: null, taxCode: null })
    expect((await contactOf(crm, an)).furtherPhones.size).toBe(0)
    expect((await crm.verify()).findings).toEqual([])
  })

  it('takes nothing over again that was taken away from the whole meanwhile', async () => {
    const crm = await twoContacts()
    await crm.contacts.register(
      { contactId: chi, kind: 'individual', name: 'An Lê', email: 'an@example.com', taxCode: '789' },
      { at: '2026-01-08' },
    )
    for (const contactId of [binh, chi]) await crm.contacts.tag({ contactId, tag: 'VIP' }, { at: '2026-01-08' })
    await crm.contacts.merge({ ids: [an, binh], survivorId: an })
    await crm.contacts.merge({ ids: [an, chi], survivorId: an })
    await crm.contacts.setEmail({ contactId: an, email: null })
    await crm.contacts.setTaxCode({ contactId: an, taxCode: null })
    await crm.contacts.unmerge({ id: binh })
    const state = await contactOf(crm, an)
    expect(state).toMatchObject({ email: null, taxCode: null })
    expect([...state.tags.values()].map(({ label }) => label)).toEqual(['VIP'])
  })

  it('refuses a person and an organisation, and leaves nothing merged where one of several is refused', async () => {
    const crm = await twoContacts()
    await crm.contacts.register({ contactId: chi, kind: 'organisation', name: 'Đại Phát' }, { at: '2026-01-08' })
    await expect(crm.contacts.merge({ ids: [an, chi] })).rejects.toMatchObject({ code: 'KINDS_DIFFER' })
    const later = { at: '2026-02-01' }
    await crm.contacts.setKind({ contactId: chi, kind: 'individual' }, later)
    const merging = crm.contacts.merge({ ids: [an, binh, chi] }, { at: '2026-01-20' })
    await expect(merging).rejects.toMatchObject({ code: expect.stringMatching(/KINDS_DIFFER|TOO_EARLY/) as string })
    expect((await contactOf(crm, binh)).merging.into).toBeNull()
    expect((await crm.contacts.merge({ ids: [an, binh, chi] })).loserIds).toHaveLength(2)
    expect(await crm.contacts.merge({ ids: [an, binh] })).toMatchObject({ survivorId: an, position: null })
  })

  it('merges once where the same is asked several times at once', async () => {
    const crm = await twoContacts()
    const mergeId = randomUUID()
    const all = await Promise.allSettled([1, 2, 3].map(() => crm.contacts.merge({ ids: [an, binh], mergeId })))
    expect(all.some(({ status }) => status === 'fulfilled')).toBe(true)
    expect((await contactOf(crm, an)).merging.standing).toEqual([{ mergeId, loserIds: [binh] }])
  })
})

describe('merging leads', () => {
  const twoLeads = async () => {
    const crm = await open()
    await crm.leads.create({ leadId: an, name: 'Lê An', tags: ['a'] }, { at: '2026-01-05' })
    await crm.leads.create(
      { leadId: binh, name: 'An', organisationName: 'Đại Phát', tags: ['b'] },
      { at: '2026-01-06' },
    )
    return crm
  }

  it('has the qualified one survive, with what the others have more of', async () => {
    const crm = await twoLeads()
    await crm.leads.qualify({ leadId: binh })
    expect(await crm.leads.merge({ ids: [an, binh] })).toMatchObject({ survivorId: binh })
    expect([...(await crm.state('leads', binh)).tags.values()].map(({ label }) => label).sort()).toEqual(['a', 'b'])
  })

  it('goes on standing for the other parts when one is parted, with what they have as well', async () => {
    const crm = await twoLeads()
    const [lan, minh] = [idOf(31), idOf(32)]
    for (const staffMemberId of [lan, minh]) await crm.staff.register({ staffMemberId, name: 'Lan' })
    await crm.leads.create({ leadId: chi, name: 'An Lê', tags: ['b', 'c'] }, { at: '2026-01-07' })
    for (const [leadId, ownerId, source] of [
      [binh, lan, 'Hội chợ'],
      [chi, minh, 'Website'],
    ] as const) {
      await crm.leads.assign({ leadId, ownerId })
      await crm.leads.setProfile({ leadId, source })
    }
    await crm.leads.merge({ ids: [an, binh], survivorId: an })
    await crm.leads.merge({ ids: [an, chi], survivorId: an })
    const told = async () => {
      const { assignment, source, tags } = await crm.state('leads', an)
      return [
        assignment.ownerId,
        source?.label,
        [...tags.values()]
          .map(({ label }) => label)
          .sort()
          .join(),
      ]
    }
    expect(await told()).toEqual([lan, 'Hội chợ', 'a,b,c'])
    await crm.leads.unmerge({ id: binh })
    expect(await told()).toEqual([minh, 'Website', 'a,b,c'])
    await crm.catchUp()
    const { rows } = await crm.lists.leads({ filter: { owner: { is: minh } } })
    expect(rows.map(({ document: { leadId, source } }) => [leadId, source])).toEqual([[an, 'Website']])
    await crm.leads.unmerge({ id: chi })
    expect(await told()).toEqual([null, undefined, 'a'])
    expect((await crm.verify()).findings).toEqual([])
  })

  it('converts a lead by the name of one that is part of it, and it stays converted', async () => {
    const crm = await twoLeads()
    await crm.leads.merge({ ids: [an, binh] })
    await crm.leads.convert({ leadId: binh, into: { mode: 'newOpportunity' }, customer: { choice: 'none' } })
    expect((await crm.state('leads', an)).status).toBe('converted')
    await crm.leads.unmerge({ id: binh })
    expect((await crm.state('leads', an)).status).toBe('converted')
    expect((await crm.state('leads', binh)).status).toBe('open')
    await expect(crm.leads.merge({ ids: [an, binh], survivorId: binh })).rejects.toMatchObject({
      code: 'CONVERTED_SURVIVES',
    })
  })

  it('parts what was lost under another name', async () => {
    const crm = await twoLeads()
    await crm.leads.merge({ ids: [an, binh] })
    await crm.leads.markLost({ leadId: binh, reason: 'Giá cao' })
    expect((await crm.state('leads', an)).status).toBe('lost')
    await crm.leads.unmerge({ id: an })
    expect((await crm.state('leads', an)).status).toBe('open')
    expect(await crm.state('leads', binh)).toMatchObject({ status: 'lost', lost: { reason: { label: 'Giá cao' } } })
  })
})
