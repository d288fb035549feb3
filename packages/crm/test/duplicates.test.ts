import { describe, expect, it, onTestFinished } from 'vitest'
import { createMemoryStores } from '../src/index.ts'
import { idOf, openWith } from './leads.ts'

const [an, binh, chi, lead] = [idOf(11), idOf(12), idOf(13), idOf(14)]

const withSome = async () => {
  const crm = await openWith(createMemoryStores())
  onTestFinished(() => crm.close())
  const at = { at: '2026-01-05' }
  await crm.contacts.register(
    { contactId: an, kind: 'organisation', name: 'Công ty TNHH Đại Phát', phone: '0912345678' },
    at,
  )
  await crm.contacts.register(
    { contactId: binh, kind: 'individual', name: 'Nguyễn Văn An', email: 'An@example.com' },
    at,
  )
  await crm.leads.create(
    {
      leadId: lead,
      kind: 'organisation',
      organisationName: 'DAI PHAT Co., Ltd.',
      name: 'Chị Hoa',
      phone: '+84 912 345 678',
    },
    at,
  )
  await crm.catchUp()
  return crm
}

describe('duplicates', () => {
  it('are found of leads and contacts, with why and how likely', async () => {
    const crm = await withSome()
    expect(await crm.duplicates.find({ contactId: an })).toEqual([
      { of: 'lead', id: lead, name: 'DAI PHAT Co., Ltd.', score: 92, reasons: ['phone', 'organisationName'] },
    ])
    expect((await crm.duplicates.find({ leadId: lead })).map(({ id }) => id)).toEqual([an])
    expect(await crm.duplicates.find({ contactId: binh })).toEqual([])
  })

  it('are found right after somebody was written down, and of values before', async () => {
    const crm = await withSome()
    const values = { kind: 'individual', name: 'An', email: 'an+news@example.com' } as const
    expect(await crm.duplicates.find({ values })).toMatchObject([{ id: binh, reasons: ['email'] }])
    await crm.contacts.register({ contactId: chi, kind: 'individual', name: 'Nguyễn Văn An', email: 'an@example.com' })
    expect(await crm.duplicates.find({ contactId: chi })).toMatchObject([{ id: binh, score: 92 }])
  })

  it('are found of many at once, of all that was written down up to now', async () => {
    const crm = await withSome()
    await crm.contacts.register({ contactId: chi, kind: 'individual', name: 'Nguyễn Văn An', email: 'an@example.com' })
    const found = await crm.duplicates.findEach({ ids: [chi, lead, idOf(15)] })
    expect(found).toMatchObject([
      { of: 'contact', id: chi, name: 'Nguyễn Văn An', duplicates: [{ id: binh, score: 92 }] },
      {
        of: 'lead',
        id: lead,
        name: 'DAI PHAT Co., Ltd.',
        duplicates: [{ id: an, reasons: ['phone', 'organisationName'] }],
      },
    ])
    await crm.contacts.merge({ ids: [binh, chi] })
    expect(await crm.duplicates.findEach({ ids: [chi, binh] })).toEqual([])
    await expect(crm.duplicates.findEach({ ids: ['Lê An'] })).rejects.toMatchObject({
      code: 'CommandInvalid',
      faults: [{ field: 'ids.0' }],
    })
  })

  it('are no more once they are merged, and again once they are parted', async () => {
    const crm = await withSome()
    await crm.contacts.register({ contactId: chi, kind: 'individual', name: 'Văn An', email: 'an@example.com' })
    const pairs = async () => {
      await crm.catchUp()
      const found: string[][] = []
      for await (const { id, other } of crm.duplicates.pairs()) found.push([id, other.id])
      return found
    }
    expect(await pairs()).toEqual([
      [an, lead],
      [binh, chi],
    ])
    await crm.contacts.merge({ ids: [binh, chi] })
    expect(await pairs()).toEqual([[an, lead]])
    await crm.contacts.unmerge({ id: chi })
    expect(await pairs()).toEqual([
      [an, lead],
      [binh, chi],
    ])
  })

  it('are none of a lead and the contact that it became', async () => {
    const crm = await withSome()
    const { customerId } = await crm.leads.convert({
      leadId: lead,
      into: { mode: 'customerOnly' },
      customer: { choice: 'link', contactId: an, becomesCustomer: true },
    })
    expect(customerId).toBe(an)
    await crm.catchUp()
    expect(await crm.duplicates.find({ contactId: an })).toEqual([])
  })
})
