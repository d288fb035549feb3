// Who is in charge of a lead or an opportunity, and the team it counts for.
import { z } from 'zod'
import { rejectionIn, type Rejection } from '../kernel/command.ts'
import { id } from '../kernel/values.ts'
import type { StaffMemberState } from '../staff-member/state.ts'
import { salesTeamRejections, type SalesTeamState } from './state.ts'

/** In an event, with what reports need to know of the salesperson on that day: a storage contract. */
export const assignmentStored = z.object({
  ownerId: id('staff member').nullable().describe('Salesperson; null while nobody has it'),
  teamId: id('sales team').nullable().describe('Sales team it counts for'),
  department: z.string().nullable().describe('Department of the salesperson on that day'),
})
export type Assignment = z.output<typeof assignmentStored>

export const nobody: Assignment = { ownerId: null, teamId: null, department: null }

/** The rejections of an assignment, besides those of the staff member. */
export const assignmentRejections = {
  ...salesTeamRejections,
  NOT_IN_SALES_TEAM: {
    en: 'The salesperson neither belongs to the sales team nor leads it',
    vi: 'Nhân viên kinh doanh không thuộc đội này và cũng không phải trưởng đội',
  },
} as const

const refused = (code: keyof typeof assignmentRejections, details: Rejection['details']) =>
  rejectionIn(code, assignmentRejections[code], details)

/**
 * Who is in charge, and the team it counts for.
 * @param teamId undefined for the salesperson's main team
 */
export const assign = (
  { ownerId, teamId }: { readonly ownerId: string | null; readonly teamId?: string | null | undefined },
  owner: StaffMemberState,
  team: SalesTeamState,
): Assignment | Rejection => {
  const { department, mainTeamId } = owner
  if (teamId === undefined || teamId === null)
    return { ownerId, teamId: teamId === null ? null : mainTeamId, department }
  if (team.status === 'unknown') return refused('SALES_TEAM_UNKNOWN', { field: 'teamId', teamId })
  // of one who is not active, the reference is refused
  const belongs =
    ownerId === null ||
    owner.status !== 'active' ||
    // it would be meant if no team were named
    teamId === mainTeamId ||
    team.members.has(ownerId) ||
    ownerId === team.leaderId
  return belongs
    ? { ownerId, teamId, department }
    : refused('NOT_IN_SALES_TEAM', { field: 'teamId', teamId, staffMemberId: ownerId })
}
