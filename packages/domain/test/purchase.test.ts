import { did, given, past, pooled } from '@eventcrm/testkit'
import { describe, it } from 'vitest'
import {
  aggregates,
  company,
  contact,
  purchase,
  purchaseEvents as e,
  purchaseState,
  salesTeam,
  staffMember,
  type PurchaseRecordInput,
} from '../src/index.ts'

const purchaseId = pooled('purchase')
const customerId = pooled('contact')
const ownerId = pooled('staff member')
const teamId = pooled('sales team')
const day = '2026-02-03'
const registered = did(
  contact.register({ contactId: customerId, kind: 'individual', name: 'Nguyễn Văn Đông' }),
  '2026-01-05',
)
const founded = did(company.found({ timeZone: 'Asia/Ho_Chi_Minh', currency: 'VND', language: 'vi' }), '2026-01-01')
const became = did(contact.becomeCustomer({ contactId: customerId, code: 'KH1' }), '2026-01-06')
const joined = did(staffMember.register({ staffMemberId: ownerId, name: 'An', department: 'Sales' }), '2026-01-02')

const minimal = { purchaseId, customerId, amount: { amount: 250000, currency: 'VND' } } as const
const recordedWith = (fields: Partial<Parameters<typeof e.PurchaseRecorded>[0]> = {}) =>
  e.PurchaseRecorded({
    personId: customerId,
    customerId,
    amount: { minorUnits: 250000, currency: 'VND' },
    tax: null,
    units: null,
    assignment: { ownerId: null, teamId: null, department: null },
    makesCustomer: true,
    externalIds: [],
    custom: {},
    ...fields,
  })
const recorded = past(purchaseState.of(purchaseId), ['2026-02-02', recordedWith()])
const record = (fields: Partial<PurchaseRecordInput> = {}) => purchase.record({ ...minimal, ...fields })

describe('a purchase', () => {
  it('is recorded with what is known of it; the first one is to make a customer', () => {
    given(registered).when(record(), day).decides(recordedWith())
    given(registered)
      .when(record({ tax: { amount: 25000, currency: 'VND' }, units: 2.5 }), day)
      .decides(recordedWith({ tax: 25000, units: 2.5 }))
  })
  it('may cost nothing', () => {
    given(registered)
      .when(record({ amount: { amount: 0, currency: 'VND' } }), day)
      .decides(recordedWith({ amount: { minorUnits: 0, currency: 'VND' } }))
  })
  it('makes nobody a customer who is one, nor where the company says so', () => {
    given(registered, became)
      .when(record(), day)
      .decides(recordedWith({ makesCustomer: false }))
    given(founded, did(company.setCustomerTriggers({ sale: false }), '2026-01-02'), registered)
      .when(record(), day)
      .decides(recordedWith({ makesCustomer: false }))
  })
  it('is its seller’s, or the account manager’s where nobody is named', () => {
    const managed = did(contact.setAccountManager({ contactId: customerId, accountManagerId: ownerId }), '2026-01-07')
    given(joined, registered, managed)
      .when(record(), day)
      .decides(recordedWith({ assignment: { ownerId, teamId: null, department: null } }))
    given(joined, registered, managed)
      .when(record({ ownerId: null }), day)
      .decides(recordedWith())
    const north = did(salesTeam.create({ teamId, name: 'North' }), '2026-01-02')
    given(north, joined, registered)
      .when(record({ ownerId }), day)
      .decides(recordedWith({ assignment: { ownerId, teamId: null, department: 'Sales' } }))
    given(north, joined, registered).when(record({ ownerId, teamId }), day).rejected('NOT_IN_SALES_TEAM')
    given(north, joined, registered, managed)
      .when(record({ teamId }), day)
      .decides(recordedWith({ assignment: { ownerId: null, teamId, department: null } }))
  })
  it('is refused for nobody known, and for a tax that can’t be part of it', () => {
    given().when(record(), day).rejected('CONTACT_UNKNOWN', { field: 'customerId', contactId: customerId })
    given(registered)
      .when(record({ tax: { amount: 250001, currency: 'VND' } }), day)
      .rejected('TAX_TOO_LARGE', { field: 'tax' })
    given(registered)
      .when(record({ tax: { amount: 1, currency: 'USD' } }), day)
      .rejected('CURRENCY_MISMATCH', { field: 'tax' })
    given(registered)
      .when(record({ amount: { amount: -1, currency: 'VND' } }), day)
      .invalid('amount.amount')
    given(registered)
      .when(record({ units: 1.0001 }), day)
      .invalid('units')
  })
  it('is recorded once under its id', () => {
    given(registered, recorded).when(record(), day).nothing()
    given(registered, recorded)
      .when(record({ amount: { amount: 1, currency: 'VND' } }), day)
      .rejected('PURCHASE_RECORDED', { field: 'amount', purchaseId })
  })
  it('counts nowhere once it is void, and is not recorded again', () => {
    given(registered, recorded).when(purchase.void({ purchaseId }), day).decides(e.PurchaseVoided({}))
    const voided = did(purchase.void({ purchaseId }), day)
    given(registered, recorded, voided).when(purchase.void({ purchaseId }), day).nothing()
    given(registered, recorded, voided).when(record(), day).rejected('PURCHASE_VOID')
    given().when(purchase.void({ purchaseId }), day).rejected('PURCHASE_UNKNOWN')
  })
  it('says once what came of making a customer', () => {
    given(registered, recorded)
      .when(purchase.completeCustomer({ purchaseId, customerId }), day)
      .decides(e.PurchaseMadeCustomer({ customerId }))
    const made = did(purchase.completeCustomer({ purchaseId, customerId }), day)
    given(registered, recorded, made)
      .when(purchase.refuseCustomer({ purchaseId, customerId, code: 'MISSING_FIELDS' }), day)
      .nothing()
  })
  it('is among the library’s aggregates', () => {
    given(registered).when(aggregates.purchases.record(minimal), day).decides(recordedWith())
  })
})

describe('what makes a customer', () => {
  it('is set one by one, and says what it was', () => {
    given(founded)
      .when(company.setCustomerTriggers({ invoice: true, sale: true }), day)
      .nothing()
    given(founded)
      .when(company.setCustomerTriggers({ payment: true }), day)
      .decides({
        type: 'CompanyCustomerTriggersSet',
        data: {
          from: { invoice: true, payment: false, sale: true },
          to: { invoice: true, payment: true, sale: true },
        },
      })
  })
})
