import { given, past, pooled } from '@eventcrm/testkit'
import { describe, expect, it } from 'vitest'
import { invoiceNumber, invoiceNumberEvents as e, invoiceNumberKey, invoiceNumberState } from '../src/index.ts'

const numberId = pooled('invoice number')
const [first, second] = [pooled('invoice', 0), pooled('invoice', 1)]
const claimed = past(invoiceNumberState.of(numberId), ['2026-01-05', e.InvoiceNumberClaimed({ ownerId: first })])
const released = past(invoiceNumberState.of(numberId), ['2026-01-06', e.InvoiceNumberReleased({ ownerId: first })])

describe('the number of an invoice issued elsewhere', () => {
  it('is one invoice’s, and that one’s again', () => {
    given()
      .when(invoiceNumber.claim({ numberId, ownerId: first }), '2026-01-05')
      .decides(e.InvoiceNumberClaimed({ ownerId: first }))
    given(claimed)
      .when(invoiceNumber.claim({ numberId, ownerId: first }), '2026-01-01')
      .nothing()
    given(claimed)
      .when(invoiceNumber.claim({ numberId, ownerId: second }), '2026-01-06')
      .rejected('INVOICE_NUMBER_TAKEN', { field: 'number', invoiceId: first })
  })
  it('is free again once it is released by that one', () => {
    given(claimed)
      .when(invoiceNumber.release({ numberId, ownerId: second }), '2026-01-06')
      .nothing()
    given(claimed)
      .when(invoiceNumber.release({ numberId, ownerId: first }), '2026-01-06')
      .decides(e.InvoiceNumberReleased({ ownerId: first }))
    given(claimed, released)
      .when(invoiceNumber.claim({ numberId, ownerId: second }), '2026-01-07')
      .decides(e.InvoiceNumberClaimed({ ownerId: second }))
  })
})

describe('two numbers', () => {
  const key = (number: string, symbol: string | null = 'C26T', on = '2026-03-01') =>
    invoiceNumberKey({ number, symbol, on })
  it('are one in any case and Unicode form, and with zeros before it', () => {
    expect(key('0000017')).toBe(key('17'))
    expect(key('hđ-017')).toBe(key('HĐ-017'.normalize('NFD')))
    expect(key('17', 'c26t', '2026-12-31')).toBe(key('17'))
  })
  it('are two under other symbols, in other years, and where zeros are part of more than a number', () => {
    const all = [
      key('17'),
      key('17', null),
      key('17', 'C26B'),
      key('17', 'C26T', '2025-12-31'),
      key('HĐ-17'),
      key('HĐ-017'),
    ]
    expect(new Set([...all, key('0'), key('00')]).size).toBe(7)
    // both may have slashes
    expect(key('26/1', 'C')).not.toBe(key('1', 'C/26'))
  })
})
