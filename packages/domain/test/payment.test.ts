import { given, pooled, type History } from '@eventcrm/testkit'
import { describe, it } from 'vitest'
import { payment, paymentEvents as e } from '../src/index.ts'
import { an, business, giveUsd, giveVnd, north } from './opportunity-past.ts'
import { allocate, bounced, customerId, known, made, one, paymentId, received, recorded } from './payment-past.ts'

const on = '2026-01-10'
const here = (...more: readonly History[]) => given(known, ...more)
const receive = payment.receive({ paymentId, customerId, amount: giveVnd(1000) })

describe('a payment', () => {
  it('comes in from a customer, or is paid out for something', () => {
    here()
      .when(receive, on)
      .decides(e.PaymentReceived({ ...recorded, makesCustomer: false }))
    here()
      .when(payment.make({ paymentId, customerId, amount: giveVnd(1000), purpose: 'refund' }), on)
      .decides(e.PaymentMade({ ...recorded, purpose: 'refund' }))
    here()
      .when(payment.make({ paymentId, customerId, amount: giveVnd(1000) }), on)
      .decides(e.PaymentMade({ ...recorded, purpose: 'other' }))
  })
  it('says how it was paid, whose it is and what others call it', () => {
    given(business)
      .when(
        payment.receive({
          ...{
            paymentId,
            customerId: pooled('contact'),
            personId: pooled('person'),
            amount: giveUsd(150),
            ownerId: an,
          },
          ...{ method: 'Chuyển khoản', reference: 'Lê Bình trả tiền', externalIds: [{ system: 'bank', id: 'B-1' }] },
        }),
        on,
      )
      .decides(
        e.PaymentReceived({
          ...recorded,
          makesCustomer: false,
          personId: pooled('person'),
          amount: { minorUnits: 150, currency: 'USD' },
          method: 'Chuyển khoản',
          reference: 'Lê Bình trả tiền',
          assignment: { ownerId: an, teamId: north, department: 'Hà Nội' },
          externalIds: [{ system: 'bank', id: 'B-1' }],
        }),
      )
  })
  it('is of somebody who is known, and of some money', () => {
    given().when(receive, on).rejected('CONTACT_UNKNOWN', { field: 'customerId', contactId: customerId })
    here()
      .when(payment.receive({ paymentId, customerId, amount: giveVnd(0) }), on)
      .invalid('amount')
    here()
      .when(payment.receive({ paymentId, customerId, amount: giveVnd(1), ownerId: an }), on)
      .rejected('STAFF_MEMBER_UNKNOWN', { field: 'ownerId' })
  })
  it('is recorded once, and sent again with the same values is the same', () => {
    here(received).when(receive, on).nothing()
    here(received)
      .when(payment.receive({ paymentId, customerId, amount: giveVnd(999) }), on)
      .rejected('PAYMENT_EXISTS', { field: 'amount' })
    here(received)
      .when(payment.make({ paymentId, customerId, amount: giveVnd(1000) }), on)
      .rejected('PAYMENT_EXISTS', { field: 'paymentId' })
    here(made)
      .when(payment.make({ paymentId, customerId, amount: giveVnd(1000), purpose: 'deposit' }), on)
      .rejected('PAYMENT_EXISTS', { field: 'purpose' })
  })
  it('that was paid out pays nothing and does not bounce', () => {
    here(made).when(allocate(one, 10), on).rejected('PAYMENT_PAID_OUT', { field: 'paymentId' })
    here(made).when(payment.bounce({ paymentId }), on).rejected('PAYMENT_PAID_OUT', { field: 'paymentId' })
  })
  it('is known before anything is said of it', () => {
    here().when(allocate(one, 10), on).rejected('PAYMENT_UNKNOWN', { field: 'paymentId' })
  })
  it('that bounced pays nothing from then on', () => {
    here(received, bounced('2026-02-01')).when(allocate(one, 10), '2026-01-20').rejected('PAYMENT_BOUNCED', {
      field: 'paymentId',
      on: '2026-02-01',
    })
  })
})
