import { theAssignmentRules } from '../assignment-rules/state.ts'
import { addPart, setPart, unopened, type Dated, type FieldWords, type Occurrence } from '../kernel/dated.ts'
import { derivedId } from '../kernel/derived-id.ts'
import type { DataOf } from '../kernel/events.ts'
import { noParts, type Parts } from '../kernel/parts.ts'
import { defineState } from '../kernel/state.ts'
import { assignmentTurnsEvents } from './events.ts'

type Taken = DataOf<typeof assignmentTurnsEvents.AssignmentTurnTaken>
/** How the turns of a team stand. */
export type TeamTurns = Readonly<Omit<NonNullable<Taken['team']>, 'teamId'>>

/** Whose turn it was to get a lead or a customer, in one month: so that what limits a month's intake is counted in one place, and no stream grows for ever. */
export interface AssignmentTurnsState extends Dated {
  /** By request. */
  readonly given: Parts<{
    /** What it was for: one of the two. */
    readonly leadId: string | null
    readonly contactId: string | null
    readonly staffMemberId: string
    readonly teamId: string | null
    /** Why the turn was given back; null where it was not. */
    readonly givenBack: string | null
  }>
  /** By sales team, those that had a turn in the month. */
  readonly teams: Parts<TeamTurns>
  /** By staff member: leads got by turns in the month. */
  readonly taken: Parts<{ readonly leads: number }>
}

/** The turns of a month, '2026-02'. */
export const assignmentTurnsOf = (month: string): string => derivedId(theAssignmentRules, `turns/${month}`)

/** Months before, the last one first. */
export const monthsBefore = (month: string, count: number): readonly string[] => {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return Array.from({ length: count }, (_, back) => {
    const months = year * 12 + number - 2 - back
    return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`
  })
}

const initialState: AssignmentTurnsState = { ...unopened, given: noParts(), teams: noParts(), taken: noParts() }

const turn = { en: 'turn', vi: 'lượt phân công' }
/** For people: a rejection names by them what was set later. */
const fieldWords: FieldWords<AssignmentTurnsState> = {
  'given.leadId': turn,
  'given.contactId': turn,
  'given.staffMemberId': turn,
  'given.teamId': turn,
  'given.givenBack': turn,
  'teams.lastId': turn,
  'teams.owed': turn,
  'taken.leads': turn,
}

const counted = (
  state: AssignmentTurnsState,
  on: Occurrence,
  { leadId, staffMemberId, team }: Pick<Taken, 'leadId' | 'staffMemberId' | 'team'>,
  more: 1 | -1,
): AssignmentTurnsState => {
  const leads = (state.taken.get(staffMemberId)?.leads ?? 0) + more
  const next = leadId === null ? state : addPart(state, on, 'taken', staffMemberId, { leads })
  if (!team) return next
  const { teamId, lastId, owed } = team
  return addPart(next, on, 'teams', teamId, { lastId, owed })
}

export const assignmentTurnsState = defineState({
  category: 'assignmentTurns',
  idField: 'turnsId',
  events: assignmentTurnsEvents,
  initialState,
  fieldWords,
  // more than come in a month; a decision looks one up and walks through none
  bounds: { given: 100_000, teams: 10_000, taken: 10_000 },
  evolve: {
    AssignmentTurnTaken: (s, e, on) =>
      addPart(counted(s, on, e, 1), on, 'given', e.requestId, {
        leadId: e.leadId,
        contactId: e.contactId,
        staffMemberId: e.staffMemberId,
        teamId: e.team?.teamId ?? null,
        givenBack: null,
      }),
    AssignmentTurnGivenBack: (s, e, on) =>
      setPart(counted(s, on, e, -1), on, 'given', e.requestId, { givenBack: e.code }),
  },
})
