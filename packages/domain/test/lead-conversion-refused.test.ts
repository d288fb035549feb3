import { describe, expect, it } from 'vitest'
import { did, pooled } from '../../testkit/src/index.ts'
import {
  contact,
  conversionIdOf,
  lead as leads,
  leadEvents,
  leadState,
  opportunity,
  opportunityState,
  salesPipeline,
} from '../src/index.ts'
import {
  carriedOut,
  company,
  convert,
  day,
  first,
  intoNew,
  intoThis,
  made,
  requestOf,
  standing,
  worldOf,
} from './lead-converting.ts'
import { an, binh, leadId, north, opportunityId, requires, south } from './lead-past.ts'

describe('a conversion that is refused', () => {
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
  it('uses the contact that an earlier attempt has made', () => {
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
    expect(world.run(convert(intoNew, becoming), day)).toMatchObject({ code: 'ALREADY_CUSTOMER' })
    world.run(convert(intoNew, { ...becoming, code: 'KH9' }), day)
    expect(carriedOut(world).slice(0, 4)).toEqual(['opportunity', 'contact', 'link', 'kept'])
    expect(standing(world)).toMatchObject({ lead: 'converted', linked: true, customer: true })
    expect([...world.streams.keys()].filter(name => name.startsWith('opportunity-'))).toHaveLength(3)
    // beside the one that was there: the organisation, and its person
    expect([...world.streams.keys()].filter(name => name.startsWith('contact-'))).toHaveLength(3)
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
      expect(sent.slice(0, 4)).toEqual(['opportunity', 'contact', 'link', 'kept'])
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
  it('has the opportunity void that it opened, and opens another when it is begun again', () => {
    const world = worldOf(...company)
    world.run(convert(intoNew, { ...made, becomesCustomer: true, code: 'KH1' }), day)
    requires('customer', 'group')(world)
    expect(carriedOut(world)).toEqual(['opportunity', 'contact', 'customer', 'released', 'voided', 'refused'])
    const { opportunityId = '' } = requestOf(world).opportunity ?? {}
    expect(world.stateOf(opportunityState.of(opportunityId))).toMatchObject({ status: 'void' })
    expect(standing(world)).toMatchObject({ lead: 'open', leads: [] })
    world.run(convert(intoNew, made), day)
    expect(requestOf(world).opportunity?.opportunityId).not.toBe(opportunityId)
    carriedOut(world)
    expect(standing(world)).toMatchObject({ lead: 'converted', leads: [leadId], linked: true })
  })
  it('leaves the opportunity that it opened to whoever has won it meanwhile', () => {
    const world = worldOf(...company)
    world.run(convert(intoNew, { ...made, becomesCustomer: true, code: 'KH1' }), day)
    requires('customer', 'group')(world)
    const { opportunityId = '' } = requestOf(world).opportunity ?? {}
    const sent = carriedOut(world, name => {
      if (name === 'customer') world.run(opportunity.markWon({ opportunityId }), day)
    })
    expect(sent).toEqual(['opportunity', 'contact', 'customer', 'released', 'voided', 'refused'])
    expect(world.stateOf(opportunityState.of(opportunityId))).toMatchObject({ status: 'won' })
    expect(standing(world)).toMatchObject({ lead: 'open', leads: [] })
  })
  describe('with the opportunity that it opened left behind, as it once was', () => {
    const leftBehind = () => {
      const world = worldOf(...company)
      world.run(convert(intoNew, made), day)
      const { opportunityId = '' } = requestOf(world).opportunity ?? {}
      world.run(opportunity.open({ opportunityId, title: 'Máy in' }), day)
      world.run(leads.refuseConversion({ leadId, conversionId: first, step: 'customer', code: 'TAKEN' }), day)
      return { world, opportunityId }
    }
    it('takes it', () => {
      const { world, opportunityId } = leftBehind()
      world.run(convert(intoNew, made), day)
      expect(requestOf(world).opportunity?.opportunityId).toBe(opportunityId)
      expect(carriedOut(world).slice(0, 2)).toEqual(['opportunity', 'taken'])
      expect(standing(world)).toMatchObject({ lead: 'converted', leads: [leadId], linked: true })
    })
    it.each([opportunity.void, opportunity.markLost])('opens another when that is closed or void', close => {
      const { world, opportunityId } = leftBehind()
      world.run(close({ opportunityId }), day)
      world.run(convert(intoNew, made), day)
      expect(requestOf(world).opportunity?.opportunityId).not.toBe(opportunityId)
      // the same again is the conversion under way
      expect(world.run(convert(intoNew, made), day)).toEqual([])
      carriedOut(world)
      expect(standing(world)).toMatchObject({ lead: 'converted', leads: [leadId], linked: true })
    })
  })
})

describe('where the opportunity cannot be is known before anything is asked for', () => {
  const unknown = pooled('sales team', 4)
  it.each([
    ['NOT_IN_SALES_TEAM', 'into.teamId', { ownerId: binh, teamId: north }],
    ['NOT_IN_SALES_TEAM', 'into.teamId', { teamId: south }],
    ['SALES_TEAM_UNKNOWN', 'into.teamId', { teamId: unknown }],
    ['PIPELINE_UNKNOWN', 'into.pipelineId', { pipelineId: unknown }],
    ['STAGE_UNKNOWN', 'into.stageId', { stageId: unknown }],
    ['PIPELINE_CLOSED_TO_TEAM', 'into.pipelineId', { ownerId: binh }],
  ] as const)('%s: %s', (code, field, where) => {
    const world = worldOf(...company)
    if (code === 'PIPELINE_CLOSED_TO_TEAM') world.run(salesPipeline.setTeams({ teamIds: [north] }), '2026-01-02')
    expect(world.run(convert({ ...intoNew, ...where }), day)).toMatchObject({ code, details: { field } })
    expect(world.run(convert({ ...intoNew, ownerId: an }), '2026-01-09')).toHaveLength(1)
  })
})

it('is the one under way where that was asked for before tags and notes came along', () => {
  for (const into of [intoNew, intoThis]) {
    const before = [...company, did(leads.addNote({ leadId, noteId: pooled('note'), text: 'Gọi lại' }), '2026-01-06')]
    const world = worldOf(...before)
    world.run(convert(into, made), day)
    const { opportunity, customer, ...asked } = requestOf(world)
    const older = worldOf(...before)
    older.record(leadState.of(leadId), day, [
      leadEvents.LeadConversionRequested({
        ...asked,
        opportunity: opportunity && { ...opportunity, tags: [] },
        customer: customer && {
          ...customer,
          registration: customer.registration && { ...customer.registration, tags: [], noteIds: [], remark: null },
          person: null,
        },
      }),
    ])
    expect(older.run(convert(into, made), day)).toEqual([])
  }
})
