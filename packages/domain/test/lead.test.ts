import { describe, expect, it } from 'vitest'
import { given, past, pooled } from '../../testkit/src/index.ts'
import {
  catalogueEvents,
  catalogueId,
  catalogueState,
  lead as leads,
  leadEvents as e,
  leadState,
  leadStatusOf,
  type LeadNeed,
  type NewEvent,
} from '../src/index.ts'
import {
  an,
  binh,
  created,
  lead,
  leadId,
  lost,
  north,
  people,
  personId,
  qualified,
  requires,
  south,
  text,
  voided,
  written,
  writtenAs,
} from './lead-past.ts'

const day = '2026-01-10'
const nothing = {
  phone: null,
  email: null,
  website: null,
  address: null,
  position: null,
  industry: null,
  size: null,
  group: null,
  territory: null,
  source: null,
  campaign: null,
  need: null,
  tags: [],
  assignment: { ownerId: null, teamId: null, department: null },
  externalIds: [],
  custom: {},
}

describe('writing a lead down', () => {
  it('takes a title', () => {
    given()
      .when(leads.create({ leadId, title: 'Máy in' }), day)
      .decides(
        e.LeadCreated({
          personId: leadId,
          title: 'Máy in',
          name: null,
          organisationName: null,
          kind: 'individual',
          ...nothing,
        }),
      )
  })
  it('takes a name of an organisation, and takes it for one', () => {
    given()
      .when(leads.create({ leadId, organisationName: 'Đại Phát' }), day)
      .decides(
        e.LeadCreated({
          personId: leadId,
          title: null,
          name: null,
          organisationName: 'Đại Phát',
          kind: 'organisation',
          ...nothing,
        }),
      )
  })
  it('refuses one without a title and without a name', () => {
    given()
      .when(leads.create({ leadId, phone: '0912 345 678' }), day)
      .rejected('LEAD_NEEDS_A_NAME')
    given()
      .when(leads.create({ leadId, title: null, name: null }), day)
      .rejected('LEAD_NEEDS_A_NAME')
    given()
      .when(leads.create({ leadId, title: '  ' }), day)
      .invalid('title')
  })
  const whole = {
    leadId,
    personId,
    title: 'Máy in cho trường Lê Lợi',
    name: 'Lê Bình',
    organisationName: 'Trường Lê Lợi',
    phone: '0912 345 678',
    email: 'binh@example.com',
    industry: 'Giáo dục',
    territory: { label: 'Miền Bắc' },
    source: 'Facebook',
    tags: ['trường học', 'Trường học'],
    ownerId: an,
    custom: { area: 'Q1' },
  }
  it('says all that is known, values of catalogues with their label', () => {
    given(people)
      .when(leads.create(whole), '2026-01-05')
      .decides(e.LeadCreated({ ...created, tags: [text('Trường học')] }))
  })
  it('decides nothing when it is sent again, also after it was changed', () => {
    const renamed = lead('2026-01-07', e.LeadRenamed({ personId, title: 'Máy quét' }))
    given(people, written, renamed)
      .when(leads.create({ ...whole, tags: ['trường học'] }), day)
      .nothing()
  })
  it('refuses other values under its id', () => {
    given(people, written)
      .when(leads.create({ leadId, title: 'Máy quét' }), day)
      .rejected('ALREADY_CREATED', { field: 'title' })
  })
  it('refuses a salesperson who is not there, and a team that is not theirs', () => {
    given()
      .when(leads.create({ leadId, title: 'Máy in', ownerId: an }), day)
      .rejected('STAFF_MEMBER_UNKNOWN', { field: 'ownerId' })
    given(people)
      .when(leads.create({ leadId, title: 'Máy in', ownerId: an, teamId: south }), day)
      .rejected('NOT_IN_SALES_TEAM', { field: 'teamId' })
  })
  it('refuses a product that is not there', () => {
    const productIds = [pooled('product')]
    given()
      .when(leads.create({ leadId, title: 'Máy in', need: { productIds } }), day)
      .rejected('PRODUCT_UNKNOWN', { field: 'need' })
  })
  it('lists all that the company requires and is missing', () => {
    given(requires('lead', 'phone', 'custom.area', 'source', 'title'))
      .when(leads.create({ leadId, title: 'Máy in' }), day)
      .rejected('MISSING_FIELDS', { fields: ['phone', 'custom.area', 'source'] })
  })
})

describe('completing a lead', () => {
  it('changes what is given, and nothing else', () => {
    given(written)
      .when(leads.rename({ leadId, title: 'Máy quét', name: 'Lê Bình' }), day)
      .decides(e.LeadRenamed({ personId, title: 'Máy quét' }))
    given(written)
      .when(leads.setContactDetails({ leadId, phone: '0912 345 678', address: { province: 'Huế' } }), day)
      .decides(
        e.LeadContactDetailsSet({
          personId,
          address: { street: null, ward: null, district: null, province: 'Huế', country: null, postalCode: null },
        }),
      )
    given(written)
      .when(leads.setProfile({ leadId, source: 'Hội thảo', industry: null, kind: 'organisation' }), day)
      .decides(
        e.LeadProfileSet({
          from: { industry: text('Giáo dục'), source: text('Facebook') },
          to: { industry: null, source: text('Hội thảo') },
        }),
      )
  })
  it('leaves it a title or a name, on every day', () => {
    const named = writtenAs({ title: null, organisationName: null })
    given(named)
      .when(leads.rename({ leadId, name: null }), day)
      .rejected('LEAD_NEEDS_A_NAME', { field: 'name' })
    const titled = lead('2026-01-09', e.LeadRenamed({ personId, title: 'Máy in' }))
    given(named, titled)
      .when(leads.rename({ leadId, name: null }), '2026-01-08')
      .rejected('DATED_TOO_EARLY', { field: 'title', notBefore: '2026-01-09' })
    given(named, titled)
      .when(leads.rename({ leadId, name: null }), '2026-01-09')
      .decides(e.LeadRenamed({ personId, name: null }))
  })
  it('says what is wanted, how strongly and when; of which nothing is said, that is none', () => {
    const need: LeadNeed = {
      productIds: [],
      description: null,
      strength: 'need',
      when: 'later',
      wantedOn: null,
      canAfford: true,
    }
    given(written)
      .when(leads.setNeed({ leadId, need: { strength: 'need', when: 'later', canAfford: true } }), day)
      .decides(e.LeadNeedSet({ personId, need }))
    given(written)
      .when(leads.setNeed({ leadId, need: {} }), day)
      .nothing()
  })
  it('keeps answers to questions until they are taken back', () => {
    const answers = [
      { question: 'Có bao nhiêu phòng?', answer: '40' },
      { question: 'Khi nào?', answer: 'Tháng 9' },
    ]
    const answered = lead('2026-01-06', e.LeadQuestionnaireAnswered({ personId, answers }))
    given(written)
      .when(leads.answerQuestions({ leadId, answers }), day)
      .decides(e.LeadQuestionnaireAnswered({ personId, answers }))
    given(written, answered)
      .when(
        leads.answerQuestions({ leadId, answers: [{ question: 'Khi nào?', answer: null }, ...answers.slice(0, 1)] }),
        day,
      )
      .decides(e.LeadQuestionnaireAnswered({ personId, answers: [{ question: 'Khi nào?', answer: null }] }))
  })
  it('puts a tag on once, whatever its case, and takes it off', () => {
    given(written)
      .when(leads.tag({ leadId, tag: 'Trường Học' }), day)
      .nothing()
    given(written)
      .when(leads.tag({ leadId, tag: 'vip' }), day)
      .decides(e.LeadTagged({ tag: text('vip') }))
    given(written)
      .when(leads.untag({ leadId, tag: 'TRƯỜNG HỌC' }), day)
      .decides(e.LeadUntagged({ tag: text('trường học') }))
  })
  it('tells tags apart by their entries, whatever these are called', () => {
    const [former, since] = [pooled('catalogue entry', 1), pooled('catalogue entry', 2)]
    const vip = (entryId: string) => ({ entryId, label: 'VIP' })
    const entry = { code: null, order: 0, parentId: null, band: null }
    const tagsOfCompany = past(
      catalogueState.of(catalogueId('tag')),
      ['2026-01-01', catalogueEvents.CatalogueEntryAdded({ ...vip(former), ...entry })],
      ['2026-01-07', catalogueEvents.CatalogueEntryRenamed({ entryId: former, from: 'VIP', to: 'VIP 2025' })],
      ['2026-01-07', catalogueEvents.CatalogueEntryAdded({ ...vip(since), ...entry })],
    )
    const tagged = lead('2026-01-06', e.LeadTagged({ tag: vip(former) }))
    for (const tag of ['vip', { entryId: since }])
      given(tagsOfCompany, written, tagged)
        .when(leads.tag({ leadId, tag }), day)
        .decides(e.LeadTagged({ tag: vip(since) }))
    const both = lead('2026-01-08', e.LeadTagged({ tag: vip(since) }))
    given(tagsOfCompany, written, tagged, both)
      .when(leads.untag({ leadId, tag: { entryId: former } }), day)
      .decides(e.LeadUntagged({ tag: vip(former) }))
  })
  it('notes something once, and changes or removes it', () => {
    const noteId = pooled('note')
    const noted = lead('2026-01-06', e.LeadNoteAdded({ personId, noteId, text: 'Gọi lại' }))
    given(written, noted)
      .when(leads.addNote({ leadId, noteId, text: 'Gọi lại' }), day)
      .nothing()
    given(written, noted)
      .when(leads.addNote({ leadId, noteId, text: 'Khác' }), day)
      .rejected('NOTE_EXISTS')
    given(written, noted)
      .when(leads.changeNote({ leadId, noteId, text: 'Khác' }), day)
      .decides(e.LeadNoteChanged({ personId, noteId, text: 'Khác' }))
    given(written, noted).when(leads.removeNote({ leadId, noteId }), day).decides(e.LeadNoteRemoved({ noteId }))
    given(written).when(leads.removeNote({ leadId, noteId }), day).rejected('NOTE_UNKNOWN')
  })
})

describe('deciding on a lead', () => {
  it('gives it to somebody, by hand or by a rule', () => {
    const from = created.assignment
    const to = { ownerId: binh, teamId: south, department: null }
    given(people, written)
      .when(leads.assign({ leadId, ownerId: binh }), day)
      .decides(e.LeadAssigned({ from, to, rule: null }))
    given(people, written)
      .when(leads.assign({ leadId, ownerId: binh, rule: 'territory' }), day)
      .decides(e.LeadAssigned({ from, to, rule: 'territory' }))
    given(people, written)
      .when(leads.assign({ leadId, ownerId: an, teamId: north }), day)
      .nothing()
  })
  it('qualifies it after it was disqualified, and the other way round', () => {
    const reason = text('Không có tiền')
    given(written)
      .when(leads.disqualify({ leadId, reason: 'Không có tiền' }), day)
      .decides(e.LeadDisqualified({ personId, reason, note: null }))
    const disqualified = lead('2026-01-06', e.LeadDisqualified({ personId, reason, note: null }))
    given(written, disqualified)
      .when(leads.qualify({ leadId }), day)
      .decides(e.LeadQualified({ personId, note: null }))
    given(written, disqualified).when(leads.qualify({ leadId }), '2026-01-05').rejected('DATED_TOO_EARLY')
  })
  it('loses only an open one, not before what was decided on it, and restores it', () => {
    given(written, lost).when(leads.qualify({ leadId }), day).rejected('LEAD_NOT_OPEN', { status: 'lost' })
    given(written, qualified)
      .when(leads.markLost({ leadId }), '2026-01-05')
      .rejected('DATED_TOO_EARLY', { field: 'qualification' })
    given(written, lost)
      .when(leads.restore({ leadId }), day)
      .decides(e.LeadRestored({ lostFor: text('Quá đắt') }))
    given(written, qualified).when(leads.restore({ leadId }), day).nothing()
  })
  it('is told in one word', () => {
    const after = (...events: readonly NewEvent[]) =>
      leadStatusOf(
        leadState.evolveAll(
          leadState.initialState,
          [e.LeadCreated(created), ...events].map(({ type, data }) => ({ type, data, occurredOn: day })),
        ),
      )
    const isQualified = e.LeadQualified({ personId, note: null })
    const isLost = e.LeadMarkedLost({ personId, reason: null, note: null })
    expect(after()).toBe('open')
    expect(after(isQualified)).toBe('qualified')
    expect(after(isQualified, isLost)).toBe('lost')
    expect(after(isQualified, isLost, e.LeadRestored({ lostFor: null }))).toBe('qualified')
    expect(after(e.LeadDisqualified({ personId, reason: null, note: null }))).toBe('disqualified')
    expect(after(e.LeadVoided({ was: 'open' }))).toBe('void')
  })
})

describe('a lead entered by mistake', () => {
  it('is voided, open or lost', () => {
    given(written)
      .when(leads.void({ leadId }), day)
      .decides(e.LeadVoided({ was: 'open' }))
    given(written, lost)
      .when(leads.void({ leadId }), day)
      .decides(e.LeadVoided({ was: 'lost' }))
    given(written, voided).when(leads.void({ leadId }), day).nothing()
  })
  it.each([
    leads.create({ leadId, title: 'Máy in' }),
    leads.rename({ leadId, title: 'Máy quét' }),
    leads.addNote({ leadId, noteId: pooled('note'), text: 'Gọi lại' }),
    leads.assign({ leadId, ownerId: null }),
    leads.restore({ leadId }),
    leads.convert({ leadId, into: { mode: 'newOpportunity' }, customer: { choice: 'none' } }),
  ])('takes nothing more: $name', message => {
    given(written, voided).when(message, day).rejected('LEAD_VOID', { leadId })
  })
})
