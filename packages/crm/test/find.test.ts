import { directory } from '@eventcrm/read-model-directory'
import { afterEach, describe, expect, it } from 'vitest'
import { contact, createCrm, createMemoryStores, product } from '../src/index.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const start = async () => {
  const crm = await createCrm({ stores: createMemoryStores(), actor: 'lan', company: { currency: 'USD' } })
  closing.push(() => crm.close())
  const [contactId, productId] = [await crm.idFor('contact', 'A'), await crm.idFor('product', 'P')]
  await crm.send([
    contact.register({ contactId, kind: 'individual', name: 'An' }),
    contact.becomeCustomer({ contactId, code: 'KH1', trigger: 'manual' }),
    product.list({ productId, code: 'P1', name: 'Pen', listPrice: { amount: 2, currency: 'USD' } }),
  ])
  await crm.catchUp()
  return { crm, contactId, productId }
}

describe('documents of several kinds', () => {
  it('are found by fields that only some of them have; to the others they are null', async () => {
    const { crm, contactId } = await start()
    const named = { or: [{ field: 'id', equals: contactId } as const, { field: 'kind', equals: 'product' } as const] }
    const keys = async (equals: string | null) =>
      (
        await crm.find(directory, {
          where: { and: [named, { field: 'customerCode', equals }] },
          sort: [{ field: 'listPrice.minorUnits' }],
        })
      ).documents.map(({ document }) => document.name)
    expect(await keys('KH1')).toEqual(['An'])
    expect(await keys(null)).toEqual(['Pen'])
  })

  it('are not found by a field that none of them has', async () => {
    const { crm } = await start()
    // @ts-expect-error -- no such field
    await expect(crm.find(directory, { where: { field: 'colour', equals: 'red' } })).rejects.toThrow(
      /a field of directory/,
    )
  })
})
