import { addPart, set, setPart, unopened, type Dated, type FieldWords, type Occurrence } from '../kernel/dated.ts'
import type { DataOf } from '../kernel/events.ts'
import { noParts, type Parts } from '../kernel/parts.ts'
import { defineState } from '../kernel/state.ts'
import { assignmentRulesEvents } from './events.ts'

/** The id of the rules: a namespace has one set of them. */
export const theAssignmentRules = 'a5516000-0000-4000-8000-000000000001'

type RuleSet = DataOf<typeof assignmentRulesEvents.AssignmentRuleSet>
/** What a rule is for: a territory, a customer group, a kind of customer, or several of them together. */
export type AssignmentPlace = Readonly<Pick<RuleSet, 'territoryId' | 'groupId' | 'kind'>>
/** A team by turns, and a person: alone, or where none of the team has room. */
export type Responsible = Readonly<NonNullable<RuleSet['to']>>
export type AssignmentLimits = Readonly<DataOf<typeof assignmentRulesEvents.AssignmentLimitsSet>['to']>

export interface AssignmentRule {
  readonly place: AssignmentPlace
  /** Null where nobody is any more. */
  readonly responsible: Responsible | null
}

/** Who gets what arrives. */
export interface AssignmentRulesState extends Dated {
  /** By what they are for: `placeKey`. */
  readonly rules: Parts<AssignmentRule>
  /** Where no rule fits. */
  readonly otherwise: Responsible | null
  /** By staff member. */
  readonly limits: Parts<{ readonly limits: AssignmentLimits }>
}

/** What stands for a place among the rules. */
export const placeKey = ({ territoryId, groupId, kind }: AssignmentPlace): string =>
  [territoryId, groupId, kind].map(each => each ?? '').join('/')

export const noLimits: AssignmentLimits = { handles: null, least: null, most: null, perMonth: null }

const initialState: AssignmentRulesState = { ...unopened, rules: noParts(), otherwise: null, limits: noParts() }

/** For people: a rejection names by them what was set later. */
const fieldWords: FieldWords<AssignmentRulesState> = {
  'rules.place': { en: 'rule', vi: 'quy tắc phân công' },
  'rules.responsible': { en: 'person responsible', vi: 'người chịu trách nhiệm' },
  otherwise: { en: 'person responsible otherwise', vi: 'người chịu trách nhiệm mặc định' },
  'limits.limits': { en: 'limits of this person', vi: 'giới hạn của người này' },
}

const ruled = (s: AssignmentRulesState, { to, ...place }: Omit<RuleSet, 'from'>, on: Occurrence) => {
  const key = placeKey(place)
  return s.rules.had(key)
    ? setPart(s, on, 'rules', key, { responsible: to })
    : addPart(s, on, 'rules', key, { place, responsible: to })
}

export const assignmentRulesState = defineState({
  category: 'assignmentRules',
  idField: 'assignmentRulesId',
  events: assignmentRulesEvents,
  initialState,
  fieldWords,
  // a rule for each province and group, and limits for each salesperson
  bounds: { rules: 5000, limits: 5000 },
  evolve: {
    AssignmentRuleSet: (s, { territoryId, groupId, kind, to }, on) => ruled(s, { territoryId, groupId, kind, to }, on),
    AssignmentDefaultSet: (s, e, on) => set(s, on, { otherwise: e.to }),
    AssignmentLimitsSet: (s, e, on) => addPart(s, on, 'limits', e.staffMemberId, { limits: e.to }),
  },
  replaced: {
    AssignmentRuleSet: (s, e) => ({ from: s.rules.get(placeKey(e))?.responsible ?? null }),
    AssignmentDefaultSet: s => ({ from: s.otherwise }),
    AssignmentLimitsSet: (s, e) => ({ from: s.limits.get(e.staffMemberId)?.limits ?? noLimits }),
  },
})
