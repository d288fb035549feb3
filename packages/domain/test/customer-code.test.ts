import { given, past, pooled } from '@eventcrm/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { customerCode, customerCodeEvents as e, customerCodeKey, customerCodeState } from '../src/index.ts'

const codeId = pooled('customer code')
const an = pooled('contact', 0)
const binh = pooled('contact', 1)
const claimed = past(customerCodeState.of(codeId), ['2026-01-05', e.CustomerCodeClaimed({ ownerId: an })])
const released = past(customerCodeState.of(codeId), ['2026-01-06', e.CustomerCodeReleased({ ownerId: an })])

describe('claiming a customer code', () => {
  it('takes a free code', () => {
    given()
      .when(customerCode.claim({ codeId, ownerId: an }), '2026-01-05')
      .decides(e.CustomerCodeClaimed({ ownerId: an }))
  })
  it('succeeds again for the contact that holds it, on whatever day', () => {
    given(claimed)
      .when(customerCode.claim({ codeId, ownerId: an }), '2026-01-01')
      .nothing()
  })
  it('refuses another contact', () => {
    given(claimed)
      .when(customerCode.claim({ codeId, ownerId: binh }), '2026-01-06')
      .rejected('CUSTOMER_CODE_TAKEN', { field: 'code', ownerId: an })
  })
  it('takes a code that was released', () => {
    given(claimed, released)
      .when(customerCode.claim({ codeId, ownerId: binh }), '2026-01-06')
      .decides(e.CustomerCodeClaimed({ ownerId: binh }))
  })
})

describe('releasing a customer code', () => {
  it('frees it', () => {
    given(claimed)
      .when(customerCode.release({ codeId, ownerId: an }), '2026-01-06')
      .decides(e.CustomerCodeReleased({ ownerId: an }))
  })
  it('decides nothing for a contact that does not hold it', () => {
    given(claimed)
      .when(customerCode.release({ codeId, ownerId: binh }), '2026-01-06')
      .nothing()
  })
  it('decides nothing when it is free', () => {
    given()
      .when(customerCode.release({ codeId, ownerId: an }), '2026-01-06')
      .nothing()
    given(claimed, released)
      .when(customerCode.release({ codeId, ownerId: an }), '2026-01-07')
      .nothing()
  })
})

describe('the key of a customer code', () => {
  it('is the same in any case and Unicode form', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('KHkh0189-_/ĐđỆệơƯß')) }), code => {
        const key = customerCodeKey(code)
        for (const other of [
          key,
          code.toUpperCase(),
          code.toLowerCase(),
          code.normalize('NFD'),
          code.normalize('NFC'),
        ]) {
          expect(customerCodeKey(other)).toBe(key)
        }
      }),
    )
  })
  it('tells different codes apart', () => {
    expect(new Set(['KH-001', 'KH-01', 'KH 001', 'KD-001', 'KĐ-001'].map(customerCodeKey)).size).toBe(5)
  })
  it('stays as it is for good, since streams are named by it', () => {
    expect(['kh-001', 'Đức Phát', 'đức phát'.normalize('NFD')].map(customerCodeKey)).toEqual([
      'KH-001',
      'ĐỨC PHÁT',
      'ĐỨC PHÁT',
    ])
  })
})
