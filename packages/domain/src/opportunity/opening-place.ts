// Where an opportunity is opened: whose it is, in which pipeline and stage.
import { isRejection, type Rejection } from '../kernel/command.ts'
import { theStandardPipeline } from '../sales-pipeline/presets.ts'
import { admits, firstStage, type SalesPipelineState, type Stage } from '../sales-pipeline/state.ts'
import { assign, type Assignment } from '../sales-team/assignment.ts'
import type { SalesTeamState } from '../sales-team/state.ts'
import type { StaffMemberState } from '../staff-member/state.ts'
import { reject, stageToEnter } from './rules.ts'

export interface PlaceGiven {
  readonly pipelineId?: string | undefined
  readonly stageId?: string | undefined
  readonly ownerId: string | null
  /** Undefined for the salesperson's main team. */
  readonly teamId?: string | null | undefined
}

export const openingPlace = (
  { pipelineId = theStandardPipeline, stageId, ownerId, teamId }: PlaceGiven,
  {
    pipeline,
    owner,
    team,
  }: { readonly pipeline: SalesPipelineState; readonly owner: StaffMemberState; readonly team: SalesTeamState },
): { readonly assignment: Assignment; readonly stage: Stage } | Rejection => {
  const assignment = assign({ ownerId, teamId }, owner, team)
  if (isRejection(assignment)) return assignment
  if (pipeline.status === 'unknown') return reject('PIPELINE_UNKNOWN', { field: 'pipelineId', pipelineId })
  if (!admits(pipeline.teamIds, assignment.teamId))
    return reject('PIPELINE_CLOSED_TO_TEAM', {
      field: 'pipelineId',
      pipelineId,
      teamId: assignment.teamId,
      known: pipeline.teamIds,
    })
  const stage =
    stageId === undefined
      ? (firstStage(pipeline, assignment.teamId) ?? reject('NO_OPEN_STAGE', { field: 'pipelineId', pipelineId }))
      : stageToEnter(pipeline, stageId, assignment.teamId)
  if (isRejection(stage)) return stage
  if (stage.isWon) return reject('STAGE_IS_WON', { field: 'stageId', stageId: stage.stageId })
  return { assignment, stage }
}
