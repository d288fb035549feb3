import { describe, expect, it } from 'vitest'
import { given, pooled, type History } from '../../testkit/src/index.ts'
import {
  Erased,
  isRejection,
  lead as leads,
  leadEvents as e,
  opportunity,
  opportunityState,
  type DataOf,
  type LeadConvertInput,
  type LeadEvents,
} from '../src/index.ts'
import {
  carriedOut,
  company,
  convert,
  customerOnly,
  day,
  first,
  intoNew,
  intoThis,
  linked,
  made,
  nobody,
  requestOf,
  standing,
  worldOf,
} from './lead-converting.ts'
import {
  an,
  binh,
  created,
  lead,
  leadId,
  lost,
  mustBeQualified,
  opportunityId,
  people,
  personId,
  qualified,
  requires,
  south,
  text,
  written,
  writtenAs,
} from './lead-past.ts'

const requested =
  (...histories: readonly History[]) =>
  (asked: LeadConvertInput) => {
    const outcome = given(...histories).when(leads.convert(asked), day).outcome
    if (isRejection(outcome)) throw new Error(outcome.code)
    return outcome[0]?.data as DataOf<LeadEvents['LeadConversionRequested']>
  }

describe('asking for a conversion', () => {
  const ask = requested(...company)
  it('fixes what is opened, from the lead and what is said otherwise', () => {
    expect(ask({ leadId, into: intoNew, customer: nobody })).toMatchObject({
      conversionId: first,
      personId,
      mode: 'newOpportunity',
      opportunity: { opening: { title: 'Máy in cho trường Lê Lợi', ownerId: an, custom: { area: 'Q1' } } },
      customer: null,
    })
    const into = { ...intoNew, title: 'Máy quét', ownerId: binh }
    expect(ask({ leadId, into, customer: nobody }).opportunity?.opening).toMatchObject({
      title: 'Máy quét',
      ownerId: binh,
      teamId: south,
    })
  })
  it('fixes whom a contact is made of', () => {
    expect(ask({ leadId, into: customerOnly, customer: { ...made, code: 'KH1' } }).customer).toMatchObject({
      choice: 'create',
      registration: { kind: 'organisation', name: 'Trường Lê Lợi', phone: '+84912345678', accountManagerId: an },
      becomesCustomer: true,
      code: 'KH1',
    })
    expect(ask({ leadId, into: intoThis, customer: made }).customer).toMatchObject({
      becomesCustomer: false,
      code: null,
    })
  })
  it('has the same ids whenever it is asked', () => {
    const [once, again] = [1, 2].map(() => ask({ leadId, into: intoNew, customer: made }))
    expect(once).toEqual(again)
    expect(once?.opportunity?.opportunityId).not.toBe(once?.customer?.contactId)
  })
  it('needs a qualified lead where the company says so, and never takes a disqualified one', () => {
    given(...company, mustBeQualified)
      .when(convert(intoNew), day)
      .rejected('NOT_QUALIFIED')
    expect(requested(...company, mustBeQualified, qualified)({ leadId, into: intoNew, customer: nobody }).mode).toBe(
      'newOpportunity',
    )
    const disqualified = lead('2026-01-06', e.LeadDisqualified({ personId, reason: null, note: null }))
    given(...company, disqualified)
      .when(convert(intoNew), day)
      .rejected('NOT_QUALIFIED')
  })
  it('lists all that is missing for what is to be made', () => {
    const nameless = writtenAs({ organisationName: null, phone: null })
    given(people, nameless, requires('customer', 'phone', 'group'), requires('opportunity', 'expectedRevenue'))
      .when(convert(intoNew, { ...made, becomesCustomer: true }), day)
      .rejected('MISSING_FIELDS', { fields: ['expectedRevenue', 'organisationName', 'phone', 'group'] })
  })
  it('needs the opportunity open and the contact there', () => {
    given(people, written).when(convert(intoThis), day).rejected('OPPORTUNITY_UNKNOWN')
    const closed: History = world => void world.run(opportunity.markLost({ opportunityId }), '2026-01-09')
    given(...company, closed)
      .when(convert(intoThis), day)
      .rejected('NOT_OPEN', { status: 'lost' })
    given(people, written).when(convert(customerOnly, linked), day).rejected('CONTACT_UNKNOWN')
  })
  it('is not dated before the source that it copies', () => {
    const from = { source: created.source }
    const sourced = lead('2026-01-12', e.LeadProfileSet({ from, to: { source: text('Zalo') } }))
    given(...company, sourced)
      .when(convert(intoNew), day)
      .rejected('DATED_TOO_EARLY', { field: 'source' })
  })
  it('needs somebody to become a customer', () => {
    given(...company)
      .when(convert(customerOnly), day)
      .invalid('customer.choice')
  })
  it('takes an open lead only, and no day before what it copies was known', () => {
    given(...company, lost)
      .when(convert(intoNew), day)
      .rejected('LEAD_NOT_OPEN', { status: 'lost' })
    const renamed = lead('2026-01-12', e.LeadRenamed({ personId, name: 'Lê Bính' }))
    given(...company, renamed)
      .when(convert(intoNew), day)
      .rejected('DATED_TOO_EARLY', { notBefore: '2026-01-12' })
  })
})

describe('carrying a conversion out', () => {
  const modes = { newOpportunity: intoNew, intoOpportunity: intoThis, customerOnly }
  const become = { becomesCustomer: true, code: 'KH1' }
  const whom = {
    nobody,
    'a contact made': made,
    'a customer made': { ...made, ...become },
    'a contact there': linked,
    'a contact there, made a customer': { ...linked, ...become },
  }
  const all = Object.keys(modes).flatMap(mode => Object.keys(whom).map(customer => ({ mode, customer })))
  it.each(all.filter(({ mode, customer }) => mode !== 'customerOnly' || customer.includes('customer')))(
    '$mode for $customer',
    ({ mode, customer }) => {
      const world = worldOf(...company)
      world.run(convert(modes[mode as keyof typeof modes], whom[customer as keyof typeof whom]), day)
      carriedOut(world)
      const hasOpportunity = mode !== 'customerOnly'
      expect(standing(world)).toEqual({
        lead: 'converted',
        leads: hasOpportunity ? [leadId] : [],
        linked: hasOpportunity && customer !== 'nobody',
        contact: customer === 'nobody' ? null : customer.includes('there') ? 'Đại Phát' : 'Trường Lê Lợi',
        customer: customer.includes('customer'),
      })
      const last = world.streams.get(`lead-${leadId}`)?.facts.at(-1)
      expect(last?.type).toBe(hasOpportunity ? 'LeadConvertedToOpportunity' : 'LeadConvertedToCustomer')
      expect(world.run(convert(intoNew), day)).toMatchObject({ code: 'ALREADY_CONVERTED' })
    },
  )

  it('locks the lead meanwhile', () => {
    const world = worldOf(...company)
    const asked = convert(intoNew)
    world.run(asked, day)
    expect(world.run(asked, day)).toEqual([])
    for (const message of [convert(intoThis), leads.rename({ leadId, name: 'Lê Bính' }), leads.void({ leadId })])
      expect(world.run(message, day)).toMatchObject({ code: 'LEAD_CONVERTING' })
  })
  it('is the one under way when it is asked for again, whatever it has made so far', () => {
    const world = worldOf(...company)
    const asked = convert(intoNew, { ...made, becomesCustomer: true, code: 'KH1' })
    const others = [
      convert(intoNew, { ...made, becomesCustomer: true, code: 'KH2' }),
      convert(intoNew, made),
      convert({ ...intoNew, title: 'Máy quét' }, { ...made, becomesCustomer: true, code: 'KH1' }),
    ]
    world.run(asked, day)
    carriedOut(world, () => {
      expect(world.run(asked, day)).toEqual([])
      for (const other of others) expect(world.run(other, day)).toMatchObject({ code: 'LEAD_CONVERTING' })
    })
    expect(standing(world)).toMatchObject({ lead: 'converted', customer: true })
  })
  it('brings every tag of the lead, as long as a label may be', () => {
    const label = 'x'.repeat(120)
    const world = worldOf(people, writtenAs({ tags: [{ entryId: null, label }] }))
    world.run(convert(intoNew), day)
    carriedOut(world)
    const made = world.stateOf(opportunityState.of(requestOf(world).opportunity?.opportunityId))
    expect([...(made as typeof opportunityState.initialState).tags.values()]).toEqual([{ entryId: null, label }])
  })
  it('refuses what would be made of somebody who was erased since', () => {
    const world = worldOf(people, written)
    world.run(convert(customerOnly, { ...made, code: 'KH1' }), day)
    const { customer, ...rest } = requestOf(world)
    const registration = customer?.registration && { ...customer.registration, name: Erased }
    const erased = worldOf(
      people,
      written,
      lead(
        day,
        e.LeadConversionRequested({
          ...rest,
          customer: customer && { ...customer, registration: registration ?? null },
        }),
      ),
    )
    expect(carriedOut(erased)).toEqual(['refused'])
    expect(standing(erased).lead).toBe('open')
  })
  it('is stated only of the conversion under way', () => {
    const world = worldOf(...company)
    const conversionId = first
    expect(world.run(leads.completeConversion({ leadId, conversionId }), day)).toMatchObject({
      code: 'CONVERSION_UNKNOWN',
    })
    world.run(convert(intoNew), day)
    const another = pooled('conversion')
    expect(world.run(leads.completeConversion({ leadId, conversionId: another }), day)).toMatchObject({
      code: 'CONVERSION_UNKNOWN',
    })
    carriedOut(world)
    const refusing = leads.refuseConversion({ leadId, conversionId, step: 'link', code: 'NO' })
    expect(world.run(refusing, day)).toMatchObject({ code: 'CONVERSION_UNKNOWN' })
  })
})
