import { describe, it } from 'vitest'
import { did, given, past, pooled } from '../../testkit/src/index.ts'
import {
  opportunity,
  opportunityEvents as e,
  salesPipeline,
  salesPipelineEvents as p,
  salesPipelineState,
  salesTeamEvents,
  salesTeamState,
  staffMemberEvents,
  staffMemberState,
  standardStages,
  theStandardPipeline,
} from '../src/index.ts'
import {
  an,
  binh,
  business,
  inNew,
  inQualified,
  north,
  opening,
  opportunityId,
  pipeline,
  south,
} from './opportunity-past.ts'

const input = { opportunityId, title: 'Cranes for the port' }
const day = '2026-01-05'
const there = given(business)

describe('the salesperson and the team of a new opportunity', () => {
  const assignedTo = (ownerId: string | null, teamId: string | null, department: string | null) =>
    e.OpportunityOpened({ ...opening, assignment: { ownerId, teamId, department } })
  it('are the one given and that one’s main team', () => {
    there.when(opportunity.open({ ...input, ownerId: an }), day).decides(assignedTo(an, north, 'Hà Nội'))
    there.when(opportunity.open({ ...input, ownerId: an, teamId: null }), day).decides(assignedTo(an, null, 'Hà Nội'))
  })
  it('may be that one’s main team, named', () => {
    given(
      business,
      past(salesTeamState.of(north), ['2026-01-02', salesTeamEvents.SalesTeamMemberRemoved({ staffMemberId: an })]),
    )
      .when(opportunity.open({ ...input, ownerId: an, teamId: north }), day)
      .decides(assignedTo(an, north, 'Hà Nội'))
  })
  it('may be a team and nobody yet', () => {
    there.when(opportunity.open({ ...input, teamId: south }), day).decides(assignedTo(null, south, null))
  })
  it('may be the leader of the team', () => {
    there
      .when(opportunity.open({ ...input, ownerId: binh, teamId: south }), day)
      .decides(assignedTo(binh, south, 'Sài Gòn'))
  })
  it('must belong together', () => {
    there
      .when(opportunity.open({ ...input, ownerId: an, teamId: south }), day)
      .rejected('NOT_IN_SALES_TEAM', { field: 'teamId', teamId: south, staffMemberId: an })
  })
  it('must exist', () => {
    const nobody = pooled('staff member', 9)
    const noTeam = pooled('sales team', 9)
    there
      .when(opportunity.open({ ...input, ownerId: nobody }), day)
      .rejected('STAFF_MEMBER_UNKNOWN', { field: 'ownerId', staffMemberId: nobody })
    there
      .when(opportunity.open({ ...input, teamId: noTeam }), day)
      .rejected('SALES_TEAM_UNKNOWN', { field: 'teamId', teamId: noTeam })
  })
  it('must not have left', () => {
    const left = past(staffMemberState.of(an), [day, staffMemberEvents.StaffMemberLeft({})])
    given(business, left)
      .when(opportunity.open({ ...input, ownerId: an }), day)
      .rejected('STAFF_MEMBER_LEFT', { field: 'ownerId', staffMemberId: an })
  })
})

describe('the stage of a new opportunity', () => {
  const { new: first, qualified, won: wonId } = standardStages
  const inStage = (stage: typeof inNew) => e.OpportunityOpened({ ...opening, stage })
  it('is the first by place and id', () => {
    given(business, pipeline(p.StageReordered({ stageId: qualified, from: 10, to: 0 })))
      .when(opportunity.open(input), day)
      .decides(inStage(qualified < first ? { ...inQualified, order: 0 } : inNew))
    given(business, pipeline(p.StageReordered({ stageId: first, from: 0, to: 11 })))
      .when(opportunity.open(input), day)
      .decides(inStage(inQualified))
  })
  it('is not folded, retired or won', () => {
    given(business, pipeline(p.StageFolded({ stageId: first })))
      .when(opportunity.open(input), day)
      .decides(inStage(inQualified))
    given(business, pipeline(p.StageRetired({ stageId: first })))
      .when(opportunity.open(input), day)
      .decides(inStage(inQualified))
    given(
      business,
      pipeline(
        p.StageReordered({ stageId: first, from: 0, to: 95 }),
        p.StageReordered({ stageId: wonId, from: 90, to: 0 }),
        p.StageUnfolded({ stageId: wonId }),
      ),
    )
      .when(opportunity.open(input), day)
      .decides(inStage(inQualified))
  })
  it('is open to its team', () => {
    const limited = pipeline(p.StageTeamsSet({ stageId: first, from: [], to: [south] }))
    given(business, limited)
      .when(opportunity.open({ ...input, ownerId: an }), day)
      .decides(
        e.OpportunityOpened({
          ...opening,
          stage: inQualified,
          assignment: { ownerId: an, teamId: north, department: 'Hà Nội' },
        }),
      )
    given(business, limited).when(opportunity.open(input), day).decides(inStage(inNew))
  })
  it('must be there', () => {
    const empty = past(salesPipelineState.of(theStandardPipeline), [
      '2026-01-01',
      p.PipelineCreated({ name: 'Empty', teamIds: [] }),
    ])
    given(empty)
      .when(opportunity.open(input), day)
      .rejected('NO_OPEN_STAGE', { field: 'pipelineId', pipelineId: theStandardPipeline })
  })
  it('may be folded when it is named', () => {
    given(business, pipeline(p.StageFolded({ stageId: first })))
      .when(opportunity.open({ ...input, stageId: first }), day)
      .decides(inStage(inNew))
  })
  it('must be one of its pipeline, and open', () => {
    const stageId = pooled('stage', 9)
    there
      .when(opportunity.open({ ...input, stageId }), day)
      .rejected('STAGE_UNKNOWN', { field: 'stageId', stageId, known: Object.values(standardStages) })
    there
      .when(opportunity.open({ ...input, stageId: wonId }), day)
      .rejected('STAGE_IS_WON', { field: 'stageId', stageId: wonId })
    given(business, pipeline(p.StageRetired({ stageId: first })))
      .when(opportunity.open({ ...input, stageId: first }), day)
      .rejected('STAGE_RETIRED', { field: 'stageId', stageId: first })
    given(business, pipeline(p.StageTeamsSet({ stageId: first, from: [], to: [south] })))
      .when(opportunity.open({ ...input, stageId: first, ownerId: an }), day)
      .rejected('STAGE_CLOSED_TO_TEAM', { field: 'stageId', stageId: first, teamId: north, known: [south] })
  })
  it('is of a pipeline that exists and is for its team', () => {
    const pipelineId = pooled('pipeline')
    there
      .when(opportunity.open({ ...input, pipelineId }), day)
      .rejected('PIPELINE_UNKNOWN', { field: 'pipelineId', pipelineId })
    const limited = pipeline(p.PipelineTeamsSet({ from: [], to: [south] }))
    given(business, limited)
      .when(opportunity.open({ ...input, teamId: north }), day)
      .rejected('PIPELINE_CLOSED_TO_TEAM', { field: 'pipelineId', teamId: north, known: [south] })
    given(business, limited).when(opportunity.open(input), day).decides(e.OpportunityOpened(opening))
  })
  it('may be of another pipeline', () => {
    const pipelineId = pooled('pipeline')
    const projects = did(salesPipeline.create({ pipelineId, name: 'Projects', template: 'empty' }), '2026-01-01')
    const stageId = pooled('stage')
    const only = did(
      salesPipeline.addStage({ pipelineId, stageId, name: 'Only', probability: 40, rottingDays: 9 }),
      '2026-01-01',
    )
    given(projects, only)
      .when(opportunity.open({ ...input, pipelineId }), day)
      .decides(inStage({ pipelineId, stageId, name: 'Only', order: 0, probability: 40, rottingDays: 9 }))
  })
})
