import { tagKey, type CatalogueEntryStored } from '../kernel/catalogue-entry.ts'
import { mostCustomFields, setCustomFields, type CustomFields } from '../kernel/custom-fields.ts'
import {
  addPart,
  removePart,
  set,
  setPart,
  unopened,
  type Day,
  type Occurrence,
  type FieldWords,
} from '../kernel/dated.ts'
import { longestThere, noParts, type Parts } from '../kernel/parts.ts'
import type { DataOf } from '../kernel/events.ts'
import { mostExternalIds, setExternalIds, type ExternalIds } from '../kernel/external-ids.ts'
import type { Personal } from '../kernel/personal.ts'
import { defineState } from '../kernel/state.ts'
import type { Words } from '../kernel/words.ts'
import type { Assignment } from '../sales-team/assignment.ts'
import { opportunityEvents } from './events.ts'

type Opened = DataOf<typeof opportunityEvents.OpportunityOpened>

export type StageEntered = Opened['stage']
export type Revenue = Opened['revenue']
export type OpportunityLine = DataOf<typeof opportunityEvents.OpportunityLineAdded>['line']

/** A contact involved, and as what: decision maker, buyer, user … */
export type OpportunityPerson = DataOf<typeof opportunityEvents.OpportunityPersonAdded>

/** A chance of a sale. The personal values are there to tell whether a command would change them. */
export interface OpportunityState extends CustomFields, ExternalIds {
  readonly status: 'unknown' | 'open' | 'won' | 'lost' | 'void'
  /** What it was opened with, to tell the same opening sent again from another one under its id. */
  readonly opening: Opened | null
  readonly personId: string | null
  readonly title: Personal<string> | null
  /** The open stage it is in, or was in when it was closed: where reopening puts it. */
  readonly stage: StageEntered
  /** The stage it is won in; null unless it is won. */
  readonly wonStage: StageEntered | null
  /** Why it is lost; null unless it is. */
  readonly lost: { readonly reasonId: string | null; readonly note: Personal<string> | null } | null
  /** Null while the probability follows the stage. */
  readonly probabilityByHand: number | null
  readonly assignment: Assignment
  /** Expected; the final amount once won. Its currency is that of all its lines. */
  readonly revenue: Revenue
  readonly expectedCloseOn: Day | null
  /** How often the expected close moved to a later day. */
  readonly slips: number
  readonly priority: number
  readonly tags: Parts<CatalogueEntryStored>
  readonly customerId: string | null
  readonly lines: Parts<OpportunityLine>
  /** The persons involved, by contact. */
  readonly persons: Parts<OpportunityPerson>
  /** Said to be the main one; it may be involved no more. `mainPersonOf` tells who is. */
  readonly mainPersonId: string | null
  /** The leads that became it, by id, each with the conversion that took it last. */
  readonly leads: Parts<{ readonly leadId: string; readonly conversionId: string | null }>
}

/**
 * The most tags, lines and leads of an opportunity, counted with those removed: more than people read, and few enough for
 * the opportunity's document, which has them all and is written whole.
 */
export const mostTags = 100
const mostLines = 500
const mostPersons = 100
const mostLeads = 100

const initialState: OpportunityState = {
  ...unopened,
  status: 'unknown',
  opening: null,
  personId: null,
  title: null,
  stage: { pipelineId: '', stageId: '', name: '', order: 0, probability: 0, rottingDays: null },
  wonStage: null,
  lost: null,
  probabilityByHand: null,
  assignment: { ownerId: null, teamId: null, department: null },
  revenue: { value: { minorUnits: 0, currency: '' }, byHand: false },
  expectedCloseOn: null,
  slips: 0,
  priority: 0,
  tags: noParts(),
  customerId: null,
  externalIds: noParts(),
  custom: noParts(),
  lines: noParts(),
  persons: noParts(),
  mainPersonId: null,
  leads: noParts(),
}

/** The main person: the one said to be, else the one involved longest; null nobody. */
export const mainPersonOf = ({ persons, mainPersonId }: OpportunityState): OpportunityPerson | null =>
  persons.get(mainPersonId ?? '') ?? persons.get(longestThere(persons) ?? '') ?? null

const tagged = (state: OpportunityState, on: Occurrence, tags: readonly CatalogueEntryStored[]): OpportunityState =>
  tags.reduce((s, tag) => addPart(s, on, 'tags', tagKey(tag), tag), state)

/** Whether an expected close that moved so has slipped. */
const slipped = (from: Day | null, to: Day | null): boolean => from !== null && to !== null && to > from

const tag: Words = { en: 'tag', vi: 'nhãn' }
const line: Words = { en: 'product line', vi: 'dòng sản phẩm' }
const person: Words = { en: 'person involved', vi: 'người liên quan' }
const lead: Words = { en: 'lead', vi: 'khách hàng tiềm năng' }
/** For people: a rejection names by them what was set later. */
const fieldWords: FieldWords<OpportunityState> = {
  status: { en: 'status', vi: 'tình trạng' },
  opening: { en: 'opening', vi: 'việc mở cơ hội' },
  personId: { en: 'person', vi: 'người' },
  title: { en: 'title', vi: 'tiêu đề' },
  stage: { en: 'stage', vi: 'giai đoạn' },
  wonStage: { en: 'won stage', vi: 'giai đoạn thắng' },
  lost: { en: 'reason for losing', vi: 'lý do thất bại' },
  probabilityByHand: { en: 'probability', vi: 'xác suất' },
  assignment: { en: 'owner or team', vi: 'người phụ trách hoặc đội' },
  revenue: { en: 'expected revenue', vi: 'doanh thu dự kiến' },
  expectedCloseOn: { en: 'expected close', vi: 'ngày dự kiến chốt' },
  slips: { en: 'expected close', vi: 'ngày dự kiến chốt' },
  priority: { en: 'priority', vi: 'mức ưu tiên' },
  customerId: { en: 'customer', vi: 'khách hàng' },
  'tags.entryId': tag,
  'tags.label': tag,
  'externalIds.id': { en: 'id in the other system', vi: 'mã ở hệ thống khác' },
  'custom.value': { en: 'company’s own field', vi: 'trường riêng của công ty' },
  mainPersonId: { en: 'main person', vi: 'người chính' },
  'persons.contactId': person,
  'persons.role': person,
  'lines.lineId': line,
  'lines.productId': line,
  'lines.quantity': line,
  'lines.listPrice': line,
  'lines.unitPrice': line,
  'leads.leadId': lead,
  'leads.conversionId': lead,
}

export const opportunityState = defineState({
  category: 'opportunity',
  idField: 'opportunityId',
  events: opportunityEvents,
  initialState,
  fieldWords,
  bounds: {
    tags: mostTags,
    externalIds: mostExternalIds,
    custom: mostCustomFields,
    lines: mostLines,
    persons: mostPersons,
    leads: mostLeads,
  },
  // so that the document of any opportunity can be kept in any store
  mostFacts: 10_000,
  personOf: state => state.personId,
  evolve: {
    OpportunityOpened: (s, e, on) => {
      const { personId, title, stage, assignment, revenue, expectedCloseOn, priority, customerId } = e
      const opening = {
        status: 'open',
        opening: e,
        personId,
        title,
        stage,
        assignment,
        revenue,
        expectedCloseOn,
      } as const
      const entered = tagged(set(s, on, { ...opening, priority, customerId }), on, e.tags)
      return setCustomFields(setExternalIds(entered, on, e.externalIds), on, e.custom)
    },
    OpportunityRetitled: (s, e, on) => set(s, on, { title: e.title }),
    OpportunityCustomFieldsSet: (s, e, on) => setCustomFields(s, on, e.custom),
    OpportunityExternalIdSet: (s, { system, id }, on) => setExternalIds(s, on, [{ system, id }]),
    StageChanged: (s, e, on) => set(s, on, { stage: e.to }),
    OpportunityProbabilitySet: (s, e, on) => set(s, on, { probabilityByHand: e.to }),
    OpportunityRevenueSet: (s, e, on) => set(s, on, { revenue: e.to }),
    OpportunityExpectedCloseSet: (s, { from, to }, on) =>
      set(s, on, { expectedCloseOn: to, slips: s.slips + (slipped(from, to) ? 1 : 0) }),
    OpportunityPrioritySet: (s, e, on) => set(s, on, { priority: e.to }),
    OpportunityTagged: (s, e, on) => tagged(s, on, [e.tag]),
    OpportunityUntagged: (s, e, on) => removePart(s, on, 'tags', tagKey(e.tag)),
    OpportunityReassigned: (s, e, on) => set(s, on, { assignment: e.to }),
    OpportunityCustomerLinked: (s, e, on) => set(s, on, { customerId: e.to }),
    OpportunityPersonAdded: (s, { contactId, role }, on) => addPart(s, on, 'persons', contactId, { contactId, role }),
    OpportunityPersonRoleSet: (s, e, on) => setPart(s, on, 'persons', e.contactId, { role: e.to }),
    OpportunityPersonRemoved: (s, e, on) => removePart(s, on, 'persons', e.contactId),
    OpportunityMainPersonSet: (s, e, on) => set(s, on, { mainPersonId: e.to }),
    OpportunityLineAdded: (s, { line, revenue }, on) =>
      set(addPart(s, on, 'lines', line.lineId, line), on, { revenue }),
    OpportunityLineChanged: (s, { to, revenue }, on) => set(setPart(s, on, 'lines', to.lineId, to), on, { revenue }),
    OpportunityLineRemoved: (s, { line, revenue }, on) => set(removePart(s, on, 'lines', line.lineId), on, { revenue }),
    MarkedWon: (s, e, on) => set(s, on, { status: 'won', stage: e.from, wonStage: e.to, revenue: e.revenue }),
    MarkedLost: (s, { stage, reason, note }, on) =>
      set(s, on, { status: 'lost', stage, lost: { reasonId: reason?.reasonId ?? null, note } }),
    OpportunityLeadTaken: (s, e, on) => addPart(s, on, 'leads', e.leadId, e),
    OpportunityLeadReleased: (s, e, on) => removePart(s, on, 'leads', e.leadId),
    OpportunityVoided: (s, _, on) => set(s, on, { status: 'void' }),
    OpportunityReopened: (s, e, on) => set(s, on, { status: 'open', stage: e.stage, wonStage: null, lost: null }),
  },
  replaced: {
    StageChanged: s => ({ from: s.stage }),
    OpportunityProbabilitySet: s => ({ from: s.probabilityByHand }),
    OpportunityRevenueSet: s => ({ from: s.revenue }),
    OpportunityExpectedCloseSet: s => ({ from: s.expectedCloseOn }),
    OpportunityPrioritySet: s => ({ from: s.priority }),
    OpportunityUntagged: (s, e) => ({ tag: s.tags.get(tagKey(e.tag)) }),
    OpportunityReassigned: s => ({ from: s.assignment }),
    OpportunityCustomerLinked: s => ({ from: s.customerId }),
    OpportunityPersonRoleSet: (s, e) => ({ from: s.persons.get(e.contactId)?.role }),
    OpportunityPersonRemoved: (s, e) => ({ role: s.persons.get(e.contactId)?.role }),
    OpportunityMainPersonSet: s => ({ from: s.mainPersonId }),
    OpportunityLineChanged: (s, e) => ({ from: s.lines.get(e.to.lineId) }),
    OpportunityLineRemoved: (s, e) => ({ line: s.lines.get(e.line.lineId) }),
    MarkedWon: s => ({ from: s.stage, expected: s.revenue }),
    MarkedLost: s => ({ stage: s.stage }),
    OpportunityReopened: s => ({ was: s.status, stage: s.stage }),
    OpportunityVoided: s => ({ was: s.status }),
  },
})

/** How probable it is that it is won, in percent: as its stage has it unless set by hand, certain once closed, and 0 of a void one. */
export const probabilityOf = ({ status, probabilityByHand, stage }: OpportunityState): number => {
  switch (status) {
    case 'won':
      return 100
    case 'lost':
    case 'void':
      return 0
    case 'open':
    case 'unknown':
      return probabilityByHand ?? stage.probability
  }
}
