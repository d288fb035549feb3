// A contact's purchases stand in its timeline, those of before it was known and of what has become part of it too.
import { expect, it } from 'vitest'
import { open } from './assignment.ts'
import { idOf, type LeadsCrm } from './leads.ts'

const [contactId, other] = [idOf(301), idOf(302)]
const purchaseId = (n: number) => idOf(400 + n)
const buy = ({ purchases }: LeadsCrm, n: number, customerId: string, at: string) =>
  purchases.record({ purchaseId: purchaseId(n), customerId, amount: { amount: n, currency: 'VND' } }, { at })
const told = async (crm: LeadsCrm, id: string) => {
  await crm.catchUp()
  const { entries } = await crm.timeline(id)
  return entries.flatMap(({ event, as, of }) => (as === 'buyer' ? [`${event.occurredOn} ${event.type} ${of.id}`] : []))
}

it('a timeline has what somebody bought, and what was entered by mistake', async () => {
  const crm = await open()
  for (const id of [contactId, other])
    await crm.contacts.register({ contactId: id, kind: 'individual', name: 'Đông' }, { at: '2026-01-05' })
  await crm.company.setCustomerTriggers({ sale: false })
  await buy(crm, 1, contactId, '2026-02-03')
  await buy(crm, 2, contactId, '2025-12-24')
  await buy(crm, 3, other, '2026-01-15')
  await crm.purchases.void({ purchaseId: purchaseId(1) }, { at: '2026-02-04' })
  const own = [
    `2026-02-04 PurchaseVoided ${purchaseId(1)}`,
    `2026-02-03 PurchaseRecorded ${purchaseId(1)}`,
    `2025-12-24 PurchaseRecorded ${purchaseId(2)}`,
  ]
  const ofOther = `2026-01-15 PurchaseRecorded ${purchaseId(3)}`
  expect(await told(crm, contactId)).toEqual(own)
  await crm.contacts.merge({ ids: [contactId, other], survivorId: contactId }, { at: '2026-02-05' })
  expect(await told(crm, contactId)).toEqual([...own.slice(0, 2), ofOther, ...own.slice(2)])
  await crm.contacts.unmerge({ id: contactId })
  expect(await told(crm, contactId)).toEqual(own)
  expect(await told(crm, other)).toEqual([ofOther])
})

it('who holds a customer code is known at once, whatever its case', async () => {
  const crm = await open()
  await crm.contacts.register({ contactId, kind: 'individual', name: 'Đông' })
  expect(await crm.holderOfCustomerCode('khđ7')).toBeNull()
  await crm.contacts.becomeCustomer({ contactId, code: 'KHĐ7' })
  expect(await crm.holderOfCustomerCode('khđ7')).toBe(contactId)
})
