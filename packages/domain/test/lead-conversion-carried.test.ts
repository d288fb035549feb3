import { describe, expect, it } from 'vitest'
import { did, given, pooled, type History, type World } from '../../testkit/src/index.ts'
import {
  contact,
  contactState,
  lead as leads,
  leadConversion,
  leadEvents as e,
  opportunityState,
  product,
  staffMember,
} from '../src/index.ts'
import {
  carriedOut,
  company,
  convert,
  customerOnly,
  day,
  intoNew,
  intoThis,
  linked,
  made,
  nobody,
  requestOf,
  standing,
  worldOf,
} from './lead-converting.ts'
import { an, contactId, leadId, opportunityId, people, personId, requires, text, writtenAs } from './lead-past.ts'

const contactOf = (world: World, id: string | undefined) =>
  world.stateOf(contactState.of(id)) as typeof contactState.initialState
const opportunityOf = (world: World, id: string | undefined) =>
  world.stateOf(opportunityState.of(id)) as typeof opportunityState.initialState
const textsOf = ({ notes }: typeof contactState.initialState) => [...notes.values()].map(one => one.text)

const productId = pooled('product')
const printer = did(product.list({ productId, code: 'M1', name: 'Máy in' }), '2026-01-01')
const wellKnown = writtenAs({
  position: text('Hiệu trưởng'),
  website: 'https://leloi.example.com',
  need: {
    productIds: [productId],
    description: 'Mười máy',
    strength: 'need',
    when: null,
    wantedOn: '2026-03-31',
    canAfford: true,
  },
})
const noted = did(leads.addNote({ leadId, noteId: pooled('note'), text: 'Gọi buổi sáng' }), '2026-01-06')

const converted = (asked: ReturnType<typeof convert>, ...histories: readonly History[]) => {
  const world = worldOf(people, printer, ...histories)
  world.run(asked, day)
  carriedOut(world)
  return { world, request: requestOf(world) }
}

describe('what a lead had', () => {
  it('goes to the contact made of it: tags, notes, and what has no field of a contact', () => {
    const { world, request } = converted(convert(intoNew, made), wellKnown, noted)
    const organisation = contactOf(world, request.customer?.contactId)
    expect([...organisation.tags.values()]).toEqual([text('trường học')])
    expect(textsOf(organisation)).toEqual([
      'Gọi buổi sáng',
      [
        'Trang web: https://leloi.example.com',
        'Nhu cầu: Mười máy',
        'Mức độ: thật sự cần',
        'Ngày cần: 31/03/2026',
        'Có đủ tiền: có',
        'Sản phẩm muốn mua: Máy in',
      ].join('\n'),
    ])
  })
  it('makes the person of an organisation a contact of its own, with a position there and a part in the opportunity', () => {
    const { world, request } = converted(convert(intoNew, made), wellKnown)
    const { customer, opportunity } = request
    const person = contactOf(world, customer?.person?.contactId)
    expect(person).toMatchObject({ kind: 'individual', name: 'Lê Bình', personId, email: 'binh@example.com' })
    expect([...person.employments.values()]).toMatchObject([
      { organisationId: customer?.contactId, position: text('Hiệu trưởng') },
    ])
    expect([...opportunityOf(world, opportunity?.opportunityId).persons.keys()]).toEqual([customer?.person?.contactId])
  })
  it('makes the person a contact of the organisation that is linked, which gets nothing else', () => {
    const { world, request } = converted(convert(intoThis, linked), ...company.slice(1, 3), wellKnown, noted)
    const person = contactOf(world, request.customer?.person?.contactId)
    expect([...person.employments.values()]).toMatchObject([{ organisationId: contactId }])
    expect(contactOf(world, contactId)).toMatchObject({ tags: { size: 0 }, notes: { size: 0 } })
    expect([...opportunityOf(world, opportunityId).tags.values()]).toEqual([text('trường học')])
  })
  it('is never noted about somebody else, whom the erasure of its person would not reach', () => {
    const noteId = pooled('note')
    given(people, printer, ...company.slice(1, 3), wellKnown, noted)
      .when(contact.takeNote({ contactId, leadId, noteId }), day)
      .rejected('LEAD_OF_ANOTHER', { field: 'leadId', leadId })
    given(people, printer, ...company.slice(1, 3), wellKnown)
      .when(contact.takeNote({ contactId, leadId, noteId }), day)
      .rejected('NOTE_UNKNOWN', { field: 'noteId', noteId })
  })
  it('names the person in a note where the company requires more of a contact than is known', () => {
    const { world, request } = converted(
      convert(intoNew, made),
      writtenAs({ group: text('Trường học') }),
      requires('contact', 'group'),
    )
    expect(request.customer?.person).toBeNull()
    expect(textsOf(contactOf(world, request.customer?.contactId))).toEqual(['Người liên hệ: Lê Bình'])
  })
  it('says where a person works whose lead is not the organisation’s', () => {
    const { world, request } = converted(
      convert(intoNew, made),
      writtenAs({ kind: 'individual', position: text('Sếp') }),
    )
    expect(textsOf(contactOf(world, request.customer?.contactId))).toEqual(['Tổ chức: Trường Lê Lợi\nChức vụ: Sếp'])
  })
  it('says where the contact comes from, and the customer', () => {
    const { world, request } = converted(convert(customerOnly, { ...made, code: 'KH1' }), wellKnown)
    const source = text('Facebook')
    expect(contactOf(world, request.customer?.contactId)).toMatchObject({
      contactSource: source,
      customerSource: source,
    })
    const { world: other } = converted(convert(customerOnly, { ...linked, code: 'KH2' }), ...company.slice(1))
    expect(contactOf(other, contactId)).toMatchObject({ contactSource: null, customerSource: source })
  })
  it('comes a second time to nothing', () => {
    const { world } = converted(convert(intoNew, made), wellKnown, noted)
    const before = [...world.streams.values()].map(({ facts }) => facts.length)
    carriedOut(world)
    expect([...world.streams.values()].map(({ facts }) => facts.length)).toEqual(before)
  })
})

describe('what is missing', () => {
  it('is told of a contact that is linked too, in one list with all else', () => {
    given(...company, requires('customer', 'phone', 'group'), requires('opportunity', 'expectedRevenue', 'externalIds'))
      .when(convert(intoNew, { ...linked, becomesCustomer: true }), day)
      .rejected('MISSING_FIELDS', { fields: ['expectedRevenue', 'externalIds', 'phone', 'group'] })
  })
  it('can be supplied by the conversion itself', () => {
    const into = {
      ...intoNew,
      expectedRevenue: { amount: '5000000', currency: 'VND' },
      expectedCloseOn: '2026-03-01',
      externalIds: [{ system: 'erp', id: 'O1' }],
    }
    const customer = { ...made, becomesCustomer: true, externalIds: [{ system: 'erp', id: 'C1' }] }
    const world = worldOf(
      ...company,
      requires('opportunity', 'expectedRevenue', 'expectedCloseOn', 'externalIds', 'customerId', 'custom.area'),
      requires('contact', 'externalIds'),
    )
    world.run(convert(into, { ...customer, code: 'KH1' }), day)
    carriedOut(world)
    expect(standing(world)).toMatchObject({ lead: 'converted', customer: true })
    const { opportunity, customer: became } = requestOf(world)
    expect(opportunityOf(world, opportunity?.opportunityId)).toMatchObject({
      revenue: { value: { minorUnits: 5_000_000, currency: 'VND' }, byHand: true },
      expectedCloseOn: '2026-03-01',
    })
    expect(contactOf(world, became?.contactId).externalIds.get('erp')).toMatchObject({ id: 'C1' })
  })
})

describe('a customer code', () => {
  it.each([
    [intoNew, { ...made, code: 'KH1' }],
    [intoThis, { ...linked, code: 'KH1' }],
    [intoNew, { ...made, becomesCustomer: false, code: 'KH1' }],
  ])('is not taken for one who becomes no customer', (into, customer) => {
    given(...company)
      .when(convert(into, customer), day)
      .invalid('customer.code')
  })
  it('is the one that a linked customer has, or refused', () => {
    const customer = did(contact.becomeCustomer({ contactId, code: 'KH1' }), '2026-01-03')
    given(...company, customer)
      .when(convert(customerOnly, { ...linked, code: 'KH2' }), day)
      .rejected('ALREADY_CUSTOMER', { field: 'customer.code' })
    const world = worldOf(...company, customer)
    world.run(convert(customerOnly, { ...linked, code: 'kh1' }), day)
    carriedOut(world)
    expect(standing(world)).toMatchObject({ lead: 'converted', customer: true })
  })
})

describe('a salesperson who leaves during the conversion', () => {
  const leaves = staffMember.recordLeft({ staffMemberId: an })
  it('has it refused before anything is made', () => {
    const world = worldOf(...company)
    world.run(convert(intoNew, made), day)
    world.run(leaves, day)
    expect(carriedOut(world)).toEqual(['opportunity', 'refused'])
    expect(standing(world)).toMatchObject({ lead: 'open', contact: null })
    world.run(convert({ ...intoNew, ownerId: null }, made), day)
    carriedOut(world)
    expect(standing(world).lead).toBe('converted')
  })
  it('leaves the account to nobody once the opportunity is there', () => {
    const world = worldOf(...company)
    world.run(convert(intoNew, made), day)
    carriedOut(world, name => {
      if (name === 'contact') world.run(leaves, day)
    })
    expect(standing(world)).toMatchObject({ lead: 'converted', linked: true })
    expect(contactOf(world, requestOf(world).customer?.contactId).accountManagerId).toBeNull()
    expect(contactOf(world, requestOf(world).customer?.person?.contactId)).toMatchObject({ name: 'Lê Bình' })
  })
})

it('carries out what was asked for before tags, notes and persons came along', () => {
  const [older] = e.LeadConversionRequested.older
  const { tags: _, ...opportunity } = requestOf(converted(convert(intoNew, nobody), ...company.slice(1)).world)
    .opportunity ?? { tags: [], opportunityId: '', opening: null }
  const data = older?.upcast({
    conversionId: pooled('conversion'),
    personId,
    mode: 'newOpportunity',
    opportunity,
    customer: null,
  })
  expect(e.LeadConversionRequested.schema.parse(data)).toMatchObject({ opportunity: { tags: [] } })
  expect(leadConversion.version).toBe(3)
})
