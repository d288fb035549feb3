import { pooled } from '@eventcrm/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  comparableOf,
  contactEvents as e,
  contactState,
  describedContact,
  Erased,
  lookUpKeysOf,
  matchOf,
  matchReasonWords,
  organisationKeyOf,
  possiblySame,
  type Described,
} from '../src/index.ts'
import { profileOf } from '../src/contact/state.ts'

const compared = (a: Described, b: Described) => matchOf(comparableOf(a), comparableOf(b))

describe('the key of an organisation’s name', () => {
  it.each([
    ['Công ty TNHH Hoà Bình', 'hoa binh'],
    ['CÔNG TY TNHH MTV HÒA BÌNH', 'hoa binh'],
    ['Công ty TNHH Một Thành Viên Hòa-Bình', 'hoa binh'],
    ['Công ty trách nhiệm hữu hạn Hoà Bình', 'hoa binh'],
    ['Cty TNHH Hoà Bình', 'hoa binh'],
    ['Công ty Cổ phần Đầu tư Hoà Bình', 'dau tu hoa binh'],
    ['CTCP Đầu tư Hòa Bình', 'dau tu hoa binh'],
    ['Tổng công ty Hòa Bình - CTCP', 'hoa binh'],
    ['Doanh nghiệp tư nhân Hòa Bình', 'hoa binh'],
    ['DNTN Hòa Bình', 'hoa binh'],
    ['Hợp tác xã Đông Đô', 'dong do'],
    ['Hoa Binh JSC', 'hoa binh'],
    ['Hoa Binh J.S.C.', 'hoa binh'],
    ['Hoa Binh Joint Stock Company', 'hoa binh'],
    ['Hoa Binh Co., Ltd.', 'hoa binh'],
    ['HOA BINH CO.,LTD', 'hoa binh'],
    ['Hoa Binh Company Limited', 'hoa binh'],
    ['Hoa Binh One Member Limited Liability Company', 'hoa binh'],
    ['The Hoa Binh Group Corporation', 'hoa binh'],
    ['Hoa Binh Pte. Ltd.', 'hoa binh'],
    ['Hoa Binh, Inc.', 'hoa binh'],
    ['Đất & Người', 'dat va nguoi'],
    ['Cộng tác Công ty Việt', 'cong tac cong ty viet'],
    ['Công ty TNHH', ''],
    ['Co., Ltd.', ''],
    ['   ', ''],
  ])('of %s is %s', (name, key) => {
    expect(organisationKeyOf(name)).toBe(key)
  })
  it('is its own key', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('Công ty', 'TNHH', 'Hoà', 'Co.,', 'Ltd', 'Đông', '-', '&', 'JSC')),
        words => {
          const key = organisationKeyOf(words.join(' '))
          expect(organisationKeyOf(key)).toBe(key)
        },
      ),
    )
  })
})

const person: Described = {
  kind: 'individual',
  name: 'Nguyễn Văn Đông',
  phones: ['+84912345678'],
  emails: ['dong@example.com'],
}
const organisation: Described = {
  kind: 'organisation',
  name: 'Công ty TNHH Hoà Bình',
  phones: ['+842838221234'],
  emails: ['info@hoabinh.example'],
  taxCode: '0300588569',
}
const nothing = { phones: [], emails: [] } as const

describe('two leads or contacts', () => {
  it('have their reasons told, the strongest first, and a score that grows with each', () => {
    const byPhone = compared(person, { ...person, name: 'Trần Bình', emails: [] })
    expect(byPhone).toEqual({ score: 80, reasons: ['phone'] })
    const byBoth = compared(person, { ...person, name: 'NGUYEN VAN DONG', emails: ['DONG+crm@Example.com'] })
    expect(byBoth.reasons).toEqual(['email', 'phone', 'personName'])
    expect(byBoth.score).toBe(98)
  })
  it('of one tax code are the same, however it is written', () => {
    const same = { kind: 'organisation', name: 'HB', ...nothing, taxCode: ' 0300 588 569 ' } as const
    expect(compared(organisation, same)).toEqual({ score: 95, reasons: ['taxCode'] })
  })
  it('of two tax codes are not, whatever else they share', () => {
    expect(compared(organisation, { ...organisation, taxCode: '0300588569-001' })).toEqual({ score: 0, reasons: [] })
  })
  it('of one company name in other words may be the same', () => {
    const { score, reasons } = compared(organisation, { kind: 'organisation', name: 'HOA BINH CO., LTD', ...nothing })
    expect(reasons).toEqual(['organisationName'])
    expect(score).toBeGreaterThanOrEqual(possiblySame)
  })
  it('are not the same by a person’s name alone, which many have', () => {
    const { score } = compared(person, { kind: 'individual', name: 'Nguyen van dong', ...nothing })
    expect(score).toBeLessThan(possiblySame)
  })
  it('are not the same where they are two persons of one organisation', () => {
    const [a, b] = [
      { ...person, ...nothing, organisationName: 'CTCP An Bình' },
      { ...person, ...nothing, name: 'Lê Bình', organisationName: 'An Bình JSC' },
    ]
    expect(compared(a, b)).toEqual({ score: 0, reasons: [] })
    expect(compared(a, { ...b, name: 'nguyen van đông' }).reasons).toEqual(['organisationName', 'personName'])
  })
  it('are never a person and an organisation, but may be one whose kind is not known', () => {
    const shared = { ...organisation, kind: 'individual' } as const
    expect(compared(organisation, shared).score).toBe(0)
    expect(compared({ ...organisation, kind: null }, organisation).score).toBeGreaterThan(90)
  })

  const described: fc.Arbitrary<Described> = fc.record({
    kind: fc.constantFrom('individual', 'organisation', null),
    name: fc.constantFrom('An Bình', 'Công ty An Bình', 'an binh jsc', null),
    organisationName: fc.constantFrom('CTCP An', 'An', null),
    phones: fc.subarray(['+84912345678', '+84912345679']),
    emails: fc.subarray(['an@example.com', 'AN@example.com', 'b@example.com']),
    taxCode: fc.constantFrom('1', '2', null),
  })
  it('match whichever comes first, and only where a key finds them', () => {
    fc.assert(
      fc.property(described, described, (a, b) => {
        const match = compared(a, b)
        expect(compared(b, a)).toEqual(match)
        const keys = new Set(lookUpKeysOf(a))
        const found = lookUpKeysOf(b).some(key => keys.has(key))
        if (match.score >= possiblySame) expect(found).toBe(true)
        expect(match.score).toBeGreaterThanOrEqual(0)
        expect(match.score).toBeLessThanOrEqual(100)
        expect(match.reasons.length > 0).toBe(match.score > 0)
      }),
    )
  })
})

describe('a contact', () => {
  const personId = pooled('person')
  const registered = (name: string | Erased, phone: string | Erased) =>
    e.ContactRegistered({
      personId,
      kind: 'individual',
      name,
      phone,
      email: null,
      profile: profileOf(contactState.initialState),
      term: 'regular',
      taxCode: null,
      accountManagerId: null,
      externalIds: [],
      custom: {},
    })
  const stateOf = (...events: readonly { readonly type: string; readonly data: object }[]) =>
    contactState.evolveAll(
      contactState.initialState,
      events.map(({ type, data }) => ({ type, data, occurredOn: '2026-01-05' })),
    )
  it('is described by every number and address that it has', () => {
    const phone = { phoneId: pooled('phone number'), label: null, number: '+84912345679' }
    const state = stateOf(registered('Đông', '+84912345678'), e.ContactPhoneAdded({ personId, phone }))
    expect(describedContact(state)).toMatchObject({
      name: 'Đông',
      organisationName: null,
      phones: ['+84912345678', '+84912345679'],
    })
  })
  it('has no keys of what was erased', () => {
    expect(lookUpKeysOf(describedContact(stateOf(registered(Erased, Erased))))).toEqual([])
  })
  it('says in each language why it may be another', () => {
    for (const { en, vi } of Object.values(matchReasonWords)) expect(vi).not.toBe(en)
  })
})
