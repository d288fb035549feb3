// Who buys and is no customer becomes one by the first purchase, under the next code, and whatever happens in between.
import { describe, expect, it } from 'vitest'
import type { Stores } from '../src/index.ts'
import { newStores, open, typesOf } from './assignment.ts'
import { idOf, type LeadsCrm } from './leads.ts'
import { endingAt } from './transfers.ts'

const customerId = idOf(301)
const purchaseId = (n: number) => idOf(400 + n)
const register = ({ contacts }: LeadsCrm) =>
  contacts.register(
    { contactId: customerId, kind: 'individual', name: 'Nguyễn Văn Đông' },
    { at: '2026-01-05', commandId: 'register' },
  )
const buy = ({ purchases }: LeadsCrm, n: number, at: string) =>
  purchases.record(
    { purchaseId: purchaseId(n), customerId, amount: { amount: 250000, currency: 'VND' } },
    { at, commandId: `buy-${String(n)}` },
  )
const customerOf = async (crm: LeadsCrm) => (await crm.state('contacts', customerId)).customer
const purchaseTypes = async (crm: LeadsCrm, n: number) => {
  const types: string[] = []
  for await (const { type } of crm.history('purchases', purchaseId(n))) types.push(type)
  return types
}
const left = async (crm: LeadsCrm) =>
  (await crm.status()).processes.filter(({ open, failing }) => open !== 0 || failing.length > 0)

describe('the first purchase', () => {
  it('makes a contact a customer on its day, and the next ones do nothing', async () => {
    const crm = await open()
    await register(crm)
    await buy(crm, 0, '2026-02-03')
    await crm.processes.settle()
    await buy(crm, 1, '2026-02-04')
    await crm.processes.settle()
    expect(await customerOf(crm)).toEqual({ code: 'KH00001', trigger: 'sale' })
    const days: string[] = []
    for await (const { type, occurredOn } of crm.history('contacts', customerId)) days.push(`${occurredOn} ${type}`)
    expect(days).toEqual(['2026-01-05 ContactRegistered', '2026-02-03 ContactBecameCustomer'])
    expect(await purchaseTypes(crm, 0)).toEqual(['PurchaseRecorded', 'PurchaseMadeCustomer'])
    expect(await purchaseTypes(crm, 1)).toEqual(['PurchaseRecorded'])
    expect(await left(crm)).toEqual([])
  })
  it('makes nobody a customer where the company says so', async () => {
    const crm = await open()
    await register(crm)
    await crm.company.setCustomerTriggers({ sale: false })
    await buy(crm, 0, '2026-02-03')
    await crm.processes.settle()
    expect(await customerOf(crm)).toBeNull()
  })
  it('says why where a customer lacks what the company requires, and stays a contact', async () => {
    const crm = await open()
    await register(crm)
    await crm.company.setRequiredFields({ form: 'customer', fields: ['phone'] })
    await buy(crm, 0, '2026-02-03')
    await crm.processes.settle()
    expect(await purchaseTypes(crm, 0)).toEqual(['PurchaseRecorded', 'PurchaseCustomerRefused'])
    expect(await customerOf(crm)).toBeNull()
    expect(await left(crm)).toEqual([])
  })
  it('makes the one a customer that the contact has become part of', async () => {
    const crm = await open()
    await register(crm)
    const other = { contactId: idOf(302), kind: 'individual', name: 'Đông' } as const
    await crm.contacts.register(other, { at: '2026-01-04' })
    const { survivorId } = await crm.contacts.merge({ ids: [other.contactId, customerId] }, { at: '2026-01-06' })
    expect(survivorId).toBe(other.contactId)
    await buy(crm, 0, '2026-02-03')
    await crm.processes.settle()
    expect((await crm.state('contacts', survivorId)).customer).toEqual({ code: 'KH00001', trigger: 'sale' })
    expect(await customerOf(crm)).toBeNull()
  })
})

describe('the first invoice', () => {
  it('makes a contact a customer on its date, and the first payment only where the company says so', async () => {
    const crm = await open()
    await register(crm)
    const { payments, invoices, company } = crm
    const received = (n: number, at: string) =>
      payments.receive({ paymentId: idOf(500 + n), customerId, amount: { amount: 1000, currency: 'VND' } }, { at })
    await received(0, '2026-02-01')
    await crm.processes.settle()
    expect(await customerOf(crm)).toBeNull()
    await company.setCustomerTriggers({ payment: true, invoice: false })
    const lines = [{ unitPrice: { amount: 1000, currency: 'VND' } }]
    await invoices.record({ invoiceId: idOf(600), customerId, number: '1', lines }, { at: '2026-02-02' })
    await crm.processes.settle()
    expect(await customerOf(crm)).toBeNull()
    await received(1, '2026-02-03')
    await crm.processes.settle()
    expect(await customerOf(crm)).toEqual({ code: 'KH00001', trigger: 'payment' })

    const other = { contactId: idOf(302), kind: 'individual', name: 'Đông' } as const
    await crm.contacts.register(other, { at: '2026-01-04' })
    await company.setCustomerTriggers({ payment: false, invoice: true })
    await invoices.draft({ invoiceId: idOf(601), customerId: other.contactId, lines }, { at: '2026-02-04' })
    await invoices.issue({ invoiceId: idOf(601) }, { at: '2026-02-05' })
    await crm.processes.settle()
    expect((await crm.state('contacts', other.contactId)).customer).toEqual({ code: 'KH00002', trigger: 'invoice' })
    const types: string[] = []
    for await (const { type, occurredOn } of crm.history('invoices', idOf(601))) types.push(`${occurredOn} ${type}`)
    expect(types.at(-1)).toBe('2026-02-05 InvoiceMadeCustomer')
    expect(await left(crm)).toEqual([])
  })
})

describe('a crash', () => {
  it('after any append or commit ends in the same state, the customer made once', async () => {
    const live = async (stores: Omit<Stores, 'close'>) => {
      const crm = await open(stores)
      await register(crm)
      await buy(crm, 0, '2026-02-03')
      await buy(crm, 1, '2026-02-03')
      await crm.processes.settle()
      return crm
    }
    let writes = 0
    await live(endingAt(newStores(), Infinity, true, () => writes++))
    expect(writes).toBeGreaterThan(5)
    for (let at = 1; at <= writes; at++)
      for (const written of [false, true]) {
        const stores = newStores()
        await live(endingAt(stores, at, written)).catch(() => undefined)
        const crm = await live(stores)
        expect((await customerOf(crm))?.code).toMatch(/^KH0000\d$/)
        const types = await typesOf(crm, 'contacts', customerId)
        expect(types.filter(type => type === 'ContactBecameCustomer')).toHaveLength(1)
        expect(await left(crm)).toEqual([])
      }
  })
})
