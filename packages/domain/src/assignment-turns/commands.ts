import { z } from 'zod'
import { chosenFrom, type Assignee, type AssignmentChoice } from '../assignment-rules/choose-assignee.ts'
import { defineAggregate, type Aggregate } from '../kernel/aggregate.ts'
import { commandOf, defineRejections } from '../kernel/command.ts'
import type { DataOf } from '../kernel/events.ts'
import { referencesTo } from '../kernel/reference.ts'
import { id, rejectionCode } from '../kernel/values.ts'
import { assignmentTurnsEvents as events, type AssignmentTurnsEvents } from './events.ts'
import type { AssignmentTurnsInputs } from './inputs.ts'
import {
  assignmentTurnsOf,
  assignmentTurnsState,
  monthsBefore,
  type AssignmentTurnsState,
  type TeamTurns,
} from './state.ts'

const reject = defineRejections({
  NOBODY_RESPONSIBLE: {
    en: 'No assignment rule says who is responsible',
    vi: 'Không có quy tắc phân công nào cho biết ai phụ trách',
  },
  NOBODY_HAS_ROOM: {
    en: 'Everybody responsible is away, takes other customers or has enough',
    vi: 'Những người phụ trách đều vắng mặt, nhận loại khách hàng khác hoặc đã đủ số lượng',
  },
  TURN_FOR_NOTHING: {
    en: 'A turn is for either a lead or a customer',
    vi: 'Mỗi lượt dành cho một khách hàng tiềm năng hoặc một khách hàng',
  },
  TURN_GIVEN_BACK: { en: 'The turn was given back', vi: 'Lượt này đã được trả lại' },
  TURN_UNKNOWN: { en: 'No turn was taken for this request', vi: 'Không có lượt nào cho yêu cầu này' },
})

const command = commandOf(assignmentTurnsState)
const turnsId = id('assignment turns')
const requestId = id('assignment request')
const month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
  .describe('Their month, like 2026-02')
  .meta({ kind: 'month' })
const choice = z.strictObject({
  rule: z.enum(['territoryAndGroup', 'group', 'territory', 'kind', 'team', 'default']).describe('Which rule'),
  teamId: id('sales team').nullable().describe('Sales team whose turns they are; null none'),
  candidates: z
    .array(
      z.strictObject({
        staffMemberId: id('staff member'),
        perMonth: z.int().min(0).nullable().describe('Leads that the person takes in a month; null no limit'),
        lacking: z.boolean().describe('Has fewer accounts than one should have, and goes first'),
      }),
    )
    .max(10_000)
    .describe('Who may get it, by their ids'),
})

/** A team that has had no turn this month goes on where it stood in the last month that it had one, of so many. */
const mostMonthsBack = 12

type Turns = Pick<AssignmentTurnsState, 'teams'>
/** @param earlier the months before, the last one first */
const turnsOf = (teamId: string, months: readonly Turns[]): TeamTurns => {
  for (const { teams } of months) {
    const turns = teams.get(teamId)
    if (turns) return turns
  }
  return { lastId: null, owed: [] }
}

/** How a team's turns stand once somebody had one: who goes first for a turn given back does not move the order on. */
const afterTurn = ({ staffMemberId }: Assignee, { lastId, owed }: TeamTurns): TeamTurns => {
  const at = owed.indexOf(staffMemberId)
  return at < 0 ? { lastId: staffMemberId, owed } : { lastId, owed: owed.toSpliced(at, 1) }
}

/** Why a turn for a customer was given back where others had taken the room for it: so nobody goes first for it. */
const noRoomLeft = 'NO_ROOM_LEFT'

/** Turns given back that are remembered, per team. */
const mostOwed = 100

type Inferred = Aggregate<
  'assignmentTurns',
  'turnsId',
  AssignmentTurnsEvents,
  AssignmentTurnsState,
  keyof typeof reject.wordings,
  AssignmentTurnsInputs
>
export interface AssignmentTurnsAggregate extends Inferred {} // a name for hovers and declarations

/** Whose turn it is to get a lead or a customer: each turn is an event, one after the other. The processes that assign take them; nobody else needs to. */
export const assignmentTurns: AssignmentTurnsAggregate = defineAggregate({
  state: assignmentTurnsState,
  rejections: reject,
  unknown: 'TURN_UNKNOWN',
  commands: {
    take: command({
      describe: 'Takes the next turn for a lead or a customer: of the first of the choices that has somebody with room',
      rejects: ['NOBODY_HAS_ROOM', 'NOBODY_RESPONSIBLE', 'TURN_FOR_NOTHING', 'TURN_GIVEN_BACK'],
      creates: true,
      schema: z.strictObject({
        turnsId,
        month,
        requestId,
        leadId: id('lead').nullish().describe('Lead that it is for'),
        contactId: id('contact').nullish().describe('Customer that it is for, where it is for no lead'),
        choices: z.array(choice).max(1000).optional().describe('Among whom the rules choose, in their order'),
      }),
      context: ({ month, choices = [] }, { teams }) => {
        const known = choices.every(({ teamId }) => teamId === null || teams.has(teamId))
        return referencesTo(
          assignmentTurnsState,
          known ? [] : monthsBefore(month, mostMonthsBack).map(assignmentTurnsOf),
        )
      },
      decide: ({ requestId, leadId = null, contactId = null, month, choices = [] }, state, earlier) => {
        if ((leadId === null) === (contactId === null)) return reject('TURN_FOR_NOTHING', { field: 'leadId' })
        const known = state.given.get(requestId)
        // for want of room it goes to somebody else
        if (known && known.givenBack !== noRoomLeft)
          return known.givenBack === null ? [] : reject('TURN_GIVEN_BACK', { because: known.givenBack })
        const before = monthsBefore(month, mostMonthsBack).flatMap(each => earlier[assignmentTurnsOf(each)] ?? [])
        const turns = (teamId: string) => turnsOf(teamId, [state, ...before])
        const assignee = chosenFrom(choices, {
          takenThisMonth: staffMemberId => state.taken.get(staffMemberId)?.leads ?? 0,
          turnsOf: turns,
        })
        if (!assignee) return reject(nobody(choices), { field: 'choices' })
        const { staffMemberId, teamId, rule } = assignee
        const team = teamId === null ? null : { teamId, ...afterTurn(assignee, turns(teamId)) }
        return [events.AssignmentTurnTaken({ requestId, leadId, contactId, staffMemberId, team: stored(team), rule })]
      },
    }),

    keep: command({
      describe:
        'Changes nothing where a turn still holds; one for a customer goes back where others have taken the room meanwhile',
      rejects: ['TURN_GIVEN_BACK'],
      schema: z.strictObject({
        turnsId,
        requestId,
        room: z
          .strictObject({
            before: z.int().min(0).describe('Accounts that the person has, or got turns for before this one'),
            most: z.int().min(0).describe('Accounts that the person may have'),
          })
          .optional()
          .describe('Room for more accounts, where that has a limit'),
      }),
      decide: ({ requestId, room }, { given, teams }) => {
        const turn = given.get(requestId)
        if (!turn) return reject('TURN_UNKNOWN', { field: 'requestId', requestId })
        const isFull = room !== undefined && room.before >= room.most
        if (turn.givenBack !== null)
          return isFull && turn.givenBack === noRoomLeft ? [] : reject('TURN_GIVEN_BACK', { because: turn.givenBack })
        if (!isFull) return []
        const team = teamAfter(turn.teamId, teams, owed => owed)
        return [events.AssignmentTurnGivenBack({ ...back(requestId, turn), team, code: noRoomLeft })]
      },
    }),

    giveBack: command({
      describe: 'Gives a turn back, since what it was for could not be given: the person goes first the next time',
      schema: z.strictObject({
        turnsId,
        requestId,
        code: rejectionCode.describe('Why: the code of a rejection'),
      }),
      decide: ({ requestId, code }, { given, teams }) => {
        const turn = given.get(requestId)
        if (!turn) return reject('TURN_UNKNOWN', { field: 'requestId', requestId })
        if (turn.givenBack !== null) return []
        const team = teamAfter(turn.teamId, teams, owed => [...owed, turn.staffMemberId].slice(-mostOwed))
        return [events.AssignmentTurnGivenBack({ ...back(requestId, turn), team, code })]
      },
    }),
  },
})

type Turn = Pick<DataOf<AssignmentTurnsEvents['AssignmentTurnGivenBack']>, 'leadId' | 'contactId' | 'staffMemberId'>
const back = (requestId: string, { leadId, contactId, staffMemberId }: Turn) => ({
  ...{ requestId, leadId, contactId, staffMemberId },
})
const teamAfter = (
  teamId: string | null,
  teams: Turns['teams'],
  owing: (owed: TeamTurns['owed']) => TeamTurns['owed'],
) => {
  const turns = teamId === null ? undefined : teams.get(teamId)
  return teamId === null || !turns ? null : stored({ teamId, lastId: turns.lastId, owed: owing(turns.owed) })
}

const nobody = (choices: readonly AssignmentChoice[]) =>
  choices.length === 0 ? 'NOBODY_RESPONSIBLE' : 'NOBODY_HAS_ROOM'
const stored = (team: (TeamTurns & { readonly teamId: string }) | null) => team && { ...team, owed: [...team.owed] }
