import { describe, expect, it } from 'vitest'
import { given, pooled, World, type History } from '../../testkit/src/index.ts'
import {
  contact,
  contactState,
  conversionIdOf,
  Erased,
  isRejection,
  lead as leads,
  leadConversion,
  leadEvents as e,
  leadState,
  leadStatusOf,
  opportunity,
  opportunityState,
  type Answer,
  type DataOf,
  type LeadConvertInput,
  type LeadEvents,
} from '../src/index.ts'
import {
  aContact,
  an,
  anOpportunity,
  binh,
  contactId,
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

const day = '2026-01-10'
const intoNew = { mode: 'newOpportunity' } as const
const intoThis = { mode: 'intoOpportunity', opportunityId } as const
const customerOnly = { mode: 'customerOnly' } as const
const nobody = { choice: 'none' } as const
const made = { choice: 'create' } as const
const linked = { choice: 'link', contactId } as const

const convert = (into: LeadConvertInput['into'], customer: LeadConvertInput['customer'] = nobody) =>
  leads.convert({ leadId, into, customer })
const company: readonly History[] = [people, anOpportunity, aContact, written]
const first = conversionIdOf(leadId, 0)
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

/** Carries a conversion out as the process does, each leg a command on a world. */
const carriedOut = (world: World, between: (name: string) => void = () => undefined): readonly string[] => {
  const request = world.streams.get(`lead-${leadId}`)?.facts.findLast(({ type }) => type === 'LeadConversionRequested')
  const steps = leadConversion.requests.get('LeadConversionRequested')?.steps({
    ...{ eventId: 'e', type: 'LeadConversionRequested', streamId: leadId, occurredAt: day, occurredOn: day },
    data: request?.data ?? {},
  })
  const sent: string[] = []
  for (let step = steps?.next(); step && !step.done;) {
    between(step.value.name)
    const outcome = world.run(step.value.message, day)
    sent.push(step.value.name)
    const answer: Answer = isRejection(outcome) ? { accepted: false, rejection: outcome } : { accepted: true }
    step = steps?.next(answer)
  }
  return sent
}
const worldOf = (...histories: readonly History[]) => {
  const world = new World()
  for (const history of histories) history(world)
  return world
}
const standing = (world: World) => {
  const state = world.stateOf(leadState.of(leadId)) as typeof leadState.initialState
  const { opportunity: becoming, customer } = state.conversion ?? {}
  const made = world.stateOf(opportunityState.of(becoming?.opportunityId)) as typeof opportunityState.initialState
  const whom = world.stateOf(contactState.of(customer?.contactId)) as typeof contactState.initialState
  return {
    lead: leadStatusOf(state),
    leads: [...made.leads.keys()],
    linked: made.customerId !== null && made.customerId === customer?.contactId,
    contact: whom.name,
    customer: whom.customer !== null,
  }
}

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
  it('opens the lead again when the opportunity was won a moment ago, and converts it into another', () => {
    const world = worldOf(...company)
    world.run(convert(intoThis, made), day)
    const sent = carriedOut(world, name => {
      if (name === 'opportunity') world.run(opportunity.markWon({ opportunityId }), day)
    })
    expect(sent).toEqual(['opportunity', 'refused'])
    expect(world.streams.get(`lead-${leadId}`)?.facts.at(-1)?.data).toEqual({
      conversionId: first,
      step: 'opportunity',
      code: 'NOT_OPEN',
    })
    expect(standing(world)).toMatchObject({ lead: 'open', contact: null })
    world.run(convert(intoNew, made), day)
    carriedOut(world)
    expect(standing(world)).toMatchObject({ lead: 'converted', linked: true })
  })
  it('uses what an earlier attempt has made', () => {
    const world = worldOf(...company)
    const becoming = { ...made, becomesCustomer: true, code: 'KH1' }
    world.run(convert(intoNew, becoming), day)
    carriedOut(world, name => {
      if (name !== 'customer') return
      // another gets there first, under another code
      const { contactId = '' } = requestOf(world).customer ?? {}
      world.run(contact.becomeCustomer({ contactId, code: 'KH9' }), day)
      world.run(leads.refuseConversion({ leadId, conversionId: first, step: 'customer', code: 'TAKEN' }), day)
    })
    world.run(leads.rename({ leadId, title: 'Máy quét', organisationName: 'Trường Lê Quý Đôn' }), day)
    world.run(convert(intoNew, becoming), day)
    expect(carriedOut(world)).toEqual(['opportunity', 'taken', 'contact', 'link', 'kept', 'converted'])
    expect(standing(world)).toMatchObject({ lead: 'converted', linked: true, customer: true })
    expect([...world.streams.keys()].filter(name => name.startsWith('opportunity-'))).toHaveLength(2)
    expect([...world.streams.keys()].filter(name => name.startsWith('contact-'))).toHaveLength(2)
  })
  describe('into an opportunity that is there, refused for its customer', () => {
    const becoming = { ...made, becomesCustomer: true, code: 'KH1' }
    const legs = ['opportunity', 'contact', 'customer', 'released', 'refused']
    it.each([
      ['open', undefined],
      ['won', opportunity.markWon({ opportunityId })],
      ['void', opportunity.void({ opportunityId })],
    ] as const)('has it released when that is %s', (status, message) => {
      const world = worldOf(...company)
      world.run(convert(intoThis, becoming), day)
      requires('customer', 'group')(world)
      const sent = carriedOut(world, name => {
        if (name === 'released' && message) world.run(message, day)
      })
      expect(sent).toEqual(legs)
      expect(standing(world)).toMatchObject({ lead: 'open', leads: [] })
      expect(world.stateOf(opportunityState.of(opportunityId))).toMatchObject({ status })
    })
    it('has it taken again when what was refused is accepted after a crash', () => {
      const world = worldOf(...company)
      world.run(convert(intoThis, made), day)
      // as after a crash between the release and the refusal
      world.run(opportunity.takeLead({ opportunityId, leadId, conversionId: first }), day)
      const sent = carriedOut(world, name => {
        if (name === 'contact') world.run(opportunity.releaseLead({ opportunityId, leadId, conversionId: first }), day)
      })
      expect(sent).toEqual(['opportunity', 'contact', 'link', 'kept', 'converted'])
      expect(standing(world)).toMatchObject({ lead: 'converted', leads: [leadId] })
    })
  })
  it('has nothing released that another conversion has taken since', () => {
    const world = worldOf(...company)
    const take = (n: number) => opportunity.takeLead({ opportunityId, leadId, conversionId: conversionIdOf(leadId, n) })
    world.run(take(0), day)
    world.run(take(1), day)
    expect(world.run(opportunity.releaseLead({ opportunityId, leadId, conversionId: first }), day)).toEqual([])
    world.run(opportunity.markLost({ opportunityId }), day)
    expect(world.run(take(1), day)).toEqual([])
    expect(world.run(take(2), day)).toMatchObject({ code: 'NOT_OPEN' })
  })
  it.each([opportunity.void, opportunity.markLost])(
    'opens another opportunity when that of an earlier attempt is closed or void',
    close => {
      const world = worldOf(...company)
      world.run(convert(intoNew, { ...made, becomesCustomer: true, code: 'KH1' }), day)
      requires('customer', 'group')(world)
      expect(carriedOut(world).at(-1)).toBe('refused')
      const { opportunityId = '' } = requestOf(world).opportunity ?? {}
      expect(standing(world).leads).toEqual([])
      world.run(close({ opportunityId }), day)
      world.run(convert(intoNew, made), day)
      expect(requestOf(world).opportunity?.opportunityId).not.toBe(opportunityId)
      // the same again is the conversion under way
      expect(world.run(convert(intoNew, made), day)).toEqual([])
      carriedOut(world)
      expect(standing(world)).toMatchObject({ lead: 'converted', leads: [leadId], linked: true })
    },
  )
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
    expect([...(made as typeof opportunityState.initialState).tags.keys()]).toEqual([label])
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

const requestOf = (world: World) =>
  world.streams.get(`lead-${leadId}`)?.facts.findLast(({ type }) => type === 'LeadConversionRequested')?.data as DataOf<
    LeadEvents['LeadConversionRequested']
  >
