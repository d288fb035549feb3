import { stillAsked } from '../assignment-turns/request.ts'
import { tagKey, type CatalogueEntryStored } from '../kernel/catalogue-entry.ts'
import { mostCustomFields, setCustomFields, type CustomFields } from '../kernel/custom-fields.ts'
import { addPart, removePart, set, setPart, unopened, type FieldWords, type Occurrence } from '../kernel/dated.ts'
import type { DataOf } from '../kernel/events.ts'
import { mostExternalIds, setExternalIds, type ExternalIds } from '../kernel/external-ids.ts'
import { noParts, type Parts } from '../kernel/parts.ts'
import type { Personal } from '../kernel/personal.ts'
import { foldedBy, Merging, partedOn, remembered, stateWithout, type Mergeable } from '../kernel/merging.ts'
import { defineState, type Evolve } from '../kernel/state.ts'
import type { Words } from '../kernel/words.ts'
import { nobody, type Assignment } from '../sales-team/assignment.ts'
import { leadEvents, type LeadEvents } from './events.ts'
import { withLeadValues } from './merge-values.ts'

type Created = DataOf<typeof leadEvents.LeadCreated>
type Requested = DataOf<typeof leadEvents.LeadConversionRequested>

/** Title, name and organisation. */
export type LeadNames = Pick<Created, 'title' | 'name' | 'organisationName'>
/** How it is reached. */
export type LeadReach = Pick<Created, 'phone' | 'email' | 'website' | 'address'>
/** What kind of lead it is, and where it came from. */
export type LeadProfile = Pick<
  Created,
  'kind' | 'position' | 'industry' | 'size' | 'group' | 'territory' | 'source' | 'campaign'
>
export type LeadKind = Created['kind']
export type LeadAddress = NonNullable<Created['address']>
export type LeadNeed = NonNullable<Created['need']>
export type LeadRating = DataOf<typeof leadEvents.LeadRated>['to']
export type ConversionMode = Requested['mode']

/** Somebody who may want something, and is no opportunity yet. The personal values are there to tell whether a command would change them. */
export interface LeadState extends LeadNames, LeadReach, LeadProfile, CustomFields, ExternalIds, Mergeable<LeadState> {
  /** What became of it; `leadStatusOf` tells an open one that is qualified or not. */
  readonly status: 'unknown' | 'open' | 'converting' | 'converted' | 'lost' | 'void'
  /** What it was created with, to tell the same creation sent again from another one under its id. */
  readonly creation: Created | null
  readonly personId: string | null
  readonly need: LeadNeed | null
  /** What was asked, each with its answer. */
  readonly answers: Parts<{ readonly answer: Personal<string> }>
  readonly tags: Parts<CatalogueEntryStored>
  readonly notes: Parts<{ readonly noteId: string; readonly text: Personal<string> }>
  readonly assignment: Assignment
  /** What the company's rules were asked last; null while they never were. */
  readonly assignmentRequest: { readonly requestId: string; readonly answered: boolean } | null
  /** How often the rules were asked. */
  readonly assignmentRequests: number
  /** Whether it is worth an opportunity, and what was said about it; null while nobody has decided. */
  readonly qualification: {
    readonly outcome: 'qualified' | 'disqualified'
    readonly reason: CatalogueEntryStored | null
    readonly note: Personal<string> | null
  } | null
  readonly rating: LeadRating
  /** Why it is lost; null unless it is. */
  readonly lost: { readonly reason: CatalogueEntryStored | null; readonly note: Personal<string> | null } | null
  /** The conversion asked for last: under way, done or refused; null without one. */
  readonly conversion: Requested | null
  /** How many conversions were asked for. */
  readonly conversions: number
}

/** How a lead stands, in one word. */
export type LeadStatus = LeadState['status'] | 'qualified' | 'disqualified'
export const leadStatusOf = ({ status, qualification }: Pick<LeadState, 'status' | 'qualification'>): LeadStatus =>
  status === 'open' && qualification ? qualification.outcome : status

/** The most parts of a lead, counted with those removed: more than people read. */
export const mostTags = 100
const mostNotes = 500
const mostAnswers = 200

const initialState: LeadState = {
  ...unopened,
  status: 'unknown',
  creation: null,
  personId: null,
  title: null,
  name: null,
  organisationName: null,
  phone: null,
  email: null,
  website: null,
  address: null,
  kind: 'individual',
  position: null,
  industry: null,
  size: null,
  group: null,
  territory: null,
  source: null,
  campaign: null,
  need: null,
  answers: noParts(),
  tags: noParts(),
  notes: noParts(),
  assignment: nobody,
  assignmentRequest: null,
  assignmentRequests: 0,
  qualification: null,
  rating: null,
  lost: null,
  conversion: null,
  conversions: 0,
  externalIds: noParts(),
  custom: noParts(),
  merging: new Merging((state, { type, data, day }) => foldOne(state, type, data, day)),
}

export const namesOf = ({ title, name, organisationName }: LeadNames): LeadNames => ({ title, name, organisationName })

/** What kind of lead it is, and where it came from. */
export const profileOf = (state: LeadProfile): LeadProfile => {
  const { kind, position, industry, size, group, territory, source, campaign } = state
  return { kind, position, industry, size, group, territory, source, campaign }
}

/** Of a profile the fields that a change of it names. */
const partOf = (profile: LeadProfile, named: object): Partial<LeadProfile> =>
  Object.fromEntries(Object.entries(profile).filter(([field]) => field in named))

const tagged = (state: LeadState, on: Occurrence, tags: readonly CatalogueEntryStored[]): LeadState =>
  tags.reduce((s, tag) => addPart(s, on, 'tags', tagKey(tag), tag), state)

const tag: Words = { en: 'tag', vi: 'nhãn' }
const note: Words = { en: 'note', vi: 'ghi chú' }
const answered = ({ assignmentRequest: asked }: LeadState): Pick<LeadState, 'assignmentRequest'> => ({
  assignmentRequest: asked && { ...asked, answered: true },
})

const assignment: Words = { en: 'assignment by the rules', vi: 'việc phân công theo quy tắc' }
const conversion: Words = { en: 'conversion', vi: 'việc chuyển đổi' }
/** For people: a rejection names by them what was set later. */
const fieldWords: FieldWords<LeadState> = {
  status: { en: 'status', vi: 'tình trạng' },
  creation: { en: 'creation', vi: 'việc tạo khách hàng tiềm năng' },
  personId: { en: 'person', vi: 'người' },
  title: { en: 'title', vi: 'tiêu đề' },
  name: { en: 'name', vi: 'tên' },
  organisationName: { en: 'organisation', vi: 'tổ chức' },
  phone: { en: 'phone number', vi: 'số điện thoại' },
  email: { en: 'e-mail address', vi: 'địa chỉ e-mail' },
  website: { en: 'website', vi: 'trang web' },
  address: { en: 'address', vi: 'địa chỉ' },
  kind: { en: 'kind of lead', vi: 'loại khách hàng tiềm năng' },
  position: { en: 'position', vi: 'chức vụ' },
  industry: { en: 'industry', vi: 'ngành nghề' },
  size: { en: 'size of the organisation', vi: 'quy mô tổ chức' },
  group: { en: 'customer group', vi: 'nhóm khách hàng' },
  territory: { en: 'territory', vi: 'khu vực' },
  source: { en: 'source', vi: 'nguồn' },
  campaign: { en: 'campaign', vi: 'chiến dịch' },
  need: { en: 'need', vi: 'nhu cầu' },
  assignment: { en: 'salesperson or team', vi: 'người phụ trách hoặc đội' },
  assignmentRequest: assignment,
  assignmentRequests: assignment,
  qualification: { en: 'qualification', vi: 'việc thẩm định' },
  rating: { en: 'rating', vi: 'đánh giá' },
  lost: { en: 'reason for losing', vi: 'lý do thất bại' },
  conversion,
  conversions: conversion,
  merging: { en: 'merger', vi: 'việc gộp' },
  'answers.answer': { en: 'answer', vi: 'câu trả lời' },
  'tags.entryId': tag,
  'tags.label': tag,
  'notes.noteId': note,
  'notes.text': note,
  'externalIds.id': { en: 'id in the other system', vi: 'mã ở hệ thống khác' },
  'custom.value': { en: 'company’s own field', vi: 'trường riêng của công ty' },
}

const cases: Evolve<LeadEvents, LeadState> = remembered('LeadMerged', {
  LeadCreated: (s, e, on) => {
    const { tags, externalIds, custom, ...fields } = e
    const created = tagged(set(s, on, { status: 'open', creation: e, ...fields }), on, tags)
    return setCustomFields(setExternalIds(created, on, externalIds), on, custom)
  },
  LeadRenamed: (s, { personId: _, ...names }, on) => set(s, on, names),
  LeadContactDetailsSet: (s, { personId: _, ...reach }, on) => set(s, on, reach),
  LeadProfileSet: (s, e, on) => set(s, on, e.to),
  LeadNeedSet: (s, e, on) => set(s, on, { need: e.need }),
  LeadQuestionnaireAnswered: (s, e, on) =>
    e.answers.reduce(
      (state, { question, answer }) =>
        answer === null
          ? removePart(state, on, 'answers', question)
          : addPart(state, on, 'answers', question, { answer }),
      s,
    ),
  LeadTagged: (s, e, on) => tagged(s, on, [e.tag]),
  LeadUntagged: (s, e, on) => removePart(s, on, 'tags', tagKey(e.tag)),
  LeadNoteAdded: (s, { noteId, text }, on) => addPart(s, on, 'notes', noteId, { noteId, text }),
  LeadNoteChanged: (s, { noteId, text }, on) => setPart(s, on, 'notes', noteId, { text }),
  LeadNoteRemoved: (s, e, on) => removePart(s, on, 'notes', e.noteId),
  LeadCustomFieldsSet: (s, e, on) => setCustomFields(s, on, e.custom),
  LeadExternalIdSet: (s, { system, id }, on) => setExternalIds(s, on, [{ system, id }]),
  LeadAssigned: (s, e, on) => set(s, on, { assignment: e.to, ...(e.rule === null ? {} : answered(s)) }),
  LeadAssignmentRequested: (s, { requestId }, on) =>
    set(s, on, {
      assignmentRequest: { requestId, answered: false },
      assignmentRequests: s.assignmentRequests + 1,
    }),
  LeadAssignmentRefused: (s, _, on) => set(s, on, answered(s)),
  LeadQualified: (s, { note }, on) => set(s, on, { qualification: { outcome: 'qualified', reason: null, note } }),
  LeadDisqualified: (s, { reason, note }, on) =>
    set(s, on, { qualification: { outcome: 'disqualified', reason, note } }),
  LeadRated: (s, e, on) => set(s, on, { rating: e.to }),
  LeadMarkedLost: (s, { reason, note }, on) => set(s, on, { status: 'lost', lost: { reason, note } }),
  LeadRestored: (s, _, on) => set(s, on, { status: 'open', lost: null }),
  LeadVoided: (s, _, on) => set(s, on, { status: 'void' }),
  LeadConversionRequested: (s, e, on) =>
    set(s, on, { status: 'converting', conversion: e, conversions: s.conversions + 1 }),
  LeadConvertedToOpportunity: (s, _, on) => set(s, on, { status: 'converted' }),
  LeadConvertedToCustomer: (s, _, on) => set(s, on, { status: 'converted' }),
  LeadConversionRefused: (s, _, on) => set(s, on, { status: 'open' }),
  LeadMergeRequested: (s, e, on) => set(s, on, { merging: s.merging.request(e) }),
  LeadMergedInto: (s, { survivorId, mergeId }, on) =>
    set(s, on, { merging: s.merging.mergedInto(survivorId, mergeId) }),
  LeadMerged: (s, { mergeId, loserIds, taken }, on) => {
    on.draft?.finish()
    const whole = taken.reduce((state, { values }) => withLeadValues(state, on, values), s)
    return set(whole, on, { merging: s.merging.merged({ mergeId, loserIds }, s) })
  },
  LeadMergeRefused: (s, _, on) => set(s, on, { merging: s.merging.refused() }),
  LeadAddressedAs: (s, { path, facts }, on) => set(s, on, { merging: s.merging.naming(path, facts) }),
  LeadUnmergeRequested: (s, { mergeId }, on) => set(s, on, { merging: s.merging.requestUnmerge(mergeId) }),
  LeadSetApart: (s, _, on) => set(s, on, { merging: s.merging.setApart() }),
  LeadUnmerged: (s, { mergeId, values }, on) => partedOn(s, leadWithout(s, mergeId), on, mergeId, Object.keys(values)),
})
const foldOne = foldedBy<LeadState>(cases)

/** What a lead is without a merger. */
export const leadWithout = (s: LeadState, mergeId: string): LeadState => stillAsked(s, stateWithout(s, mergeId))

export const leadState = defineState({
  category: 'lead',
  idField: 'leadId',
  events: leadEvents,
  initialState,
  fieldWords,
  bounds: {
    answers: mostAnswers,
    tags: mostTags,
    notes: mostNotes,
    externalIds: mostExternalIds,
    custom: mostCustomFields,
  },
  // so that the document of any lead can be kept in any store
  mostFacts: 10_000,
  personOf: state => state.personId,
  evolve: cases,
  merging: {
    survivorOf: ({ merging }) => merging.into?.survivorId ?? null,
    standsFor: ({ merging }, loserId) => merging.standsFor(loserId),
    addressed: (path, facts) => leadEvents.LeadAddressedAs({ path: [...path], facts }),
  },
  replaced: {
    LeadProfileSet: (s, e) => ({ from: partOf(profileOf(s), e.to) }),
    LeadUntagged: (s, e) => ({ tag: s.tags.get(tagKey(e.tag)) }),
    LeadAssigned: s => ({ from: s.assignment }),
    LeadRated: s => ({ from: s.rating }),
    LeadRestored: s => ({ lostFor: s.lost?.reason ?? null }),
    LeadVoided: s => ({ was: s.status }),
  },
})

/** The rejections of what names a lead. */
export const leadRejections = {
  LEAD_UNKNOWN: { en: 'There is no such lead', vi: 'Không có khách hàng tiềm năng này' },
} as const
