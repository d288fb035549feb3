// A small company for the tests of leads: its people, an opportunity, a customer, and a lead on the way.
import { did, past, pooled, type History } from '../../testkit/src/index.ts'
import {
  companyEvents,
  companyState,
  contact,
  leadEvents as e,
  leadState,
  opportunity,
  salesPipeline,
  salesTeam,
  staffMember,
  theCompany,
  type DataOf,
  type LeadEvents,
  type NewEvent,
} from '../src/index.ts'

export const leadId = pooled('lead')
export const personId = pooled('person')
export const [an, binh] = [pooled('staff member', 0), pooled('staff member', 1)] as const
export const [north, south] = [pooled('sales team', 0), pooled('sales team', 1)] as const
export const opportunityId = pooled('opportunity')
export const contactId = pooled('contact')

/** Free text as a value of a catalogue. */
export const text = (label: string) => ({ entryId: null, label })

export const people: History = world => {
  for (const each of [
    did(salesTeam.create({ teamId: north, name: 'North' }), '2026-01-01'),
    did(salesTeam.create({ teamId: south, name: 'South' }), '2026-01-01'),
    did(staffMember.register({ staffMemberId: an, name: 'An', mainTeamId: north, department: 'Sales' }), '2026-01-01'),
    did(staffMember.register({ staffMemberId: binh, name: 'Bình', mainTeamId: south }), '2026-01-01'),
    did(salesPipeline.create({ name: 'Sales' }), '2026-01-01'),
  ])
    each(world)
}
export const anOpportunity = did(opportunity.open({ opportunityId, title: 'Máy in' }), '2026-01-02')
export const aContact = did(contact.register({ contactId, kind: 'organisation', name: 'Đại Phát' }), '2026-01-02')

type Created = DataOf<LeadEvents['LeadCreated']>
export const created: Created = {
  personId,
  title: 'Máy in cho trường Lê Lợi',
  name: 'Lê Bình',
  organisationName: 'Trường Lê Lợi',
  phone: '+84912345678',
  email: 'binh@example.com',
  website: null,
  address: null,
  kind: 'organisation',
  position: null,
  industry: text('Giáo dục'),
  size: null,
  group: null,
  territory: text('Miền Bắc'),
  source: text('Facebook'),
  campaign: null,
  need: null,
  tags: [text('trường học')],
  assignment: { ownerId: an, teamId: north, department: 'Sales' },
  externalIds: [],
  custom: { area: 'Q1' },
}
export const lead = (on: string, ...events: readonly NewEvent[]): History => past(leadState.of(leadId), [on, ...events])
export const written = lead('2026-01-05', e.LeadCreated(created))
/** The same, with less known of it. */
export const writtenAs = (known: Partial<Created>) => lead('2026-01-05', e.LeadCreated({ ...created, ...known }))
export const qualified = lead('2026-01-06', e.LeadQualified({ personId, note: null }))
export const lost = lead('2026-01-07', e.LeadMarkedLost({ personId, reason: text('Quá đắt'), note: 'Đắt quá' }))
export const voided = lead('2026-01-08', e.LeadVoided({ was: 'open' }))

const company = (...events: readonly NewEvent[]) => past(companyState.of(theCompany), ['2026-01-01', ...events])
export const mustBeQualified = company(companyEvents.CompanyLeadQualificationSet({ from: false, to: true }))
export const requires = (form: 'lead' | 'contact' | 'customer' | 'opportunity', ...to: string[]) =>
  company(companyEvents.CompanyRequiredFieldsSet({ form, kind: null, from: [], to }))
