import { describe, it } from 'vitest'
import { given, past, pooled } from '@eventcrm/testkit'
import {
  salesPipeline,
  salesPipelineEvents as e,
  salesPipelineState,
  salesTeamEvents,
  salesTeamState,
  theStandardPipeline,
  type Stage,
} from '../src/index.ts'

const pipelineId = theStandardPipeline
const stream = salesPipelineState.of(pipelineId)
const [stageId, another, wonId] = [pooled('stage', 0), pooled('stage', 1), pooled('stage', 2)] as const
const reasonId = pooled('lost reason')
const teamId = pooled('sales team')
const team = past(salesTeamState.of(teamId), [
  '2026-01-01',
  salesTeamEvents.SalesTeamCreated({ name: 'Miền Bắc', territory: null, leaderId: null }),
])

const plain = { folded: false, requirements: [], rottingDays: null, teamIds: [] }
const fresh: Omit<Stage, 'retired'> = { stageId, name: 'Fresh', order: 0, probability: 10, isWon: false, ...plain }
const offered = { ...fresh, stageId: another, name: 'Offered', order: 1, probability: 60 }
const won = { ...fresh, stageId: wonId, name: 'Won', order: 9, probability: 100, isWon: true, folded: true }
const added = ({ requirements, teamIds, ...stage }: Omit<Stage, 'retired'>) =>
  e.StageAdded({ ...stage, requirements: [...requirements], teamIds: [...teamIds] })

const created = past(stream, ['2026-01-01', e.PipelineCreated({ name: 'Sales', teamIds: [] })])
const stages = past(stream, ['2026-01-01', added(fresh), added(offered), added(won)])
const retired = (id: string, on = '2026-01-05') => past(stream, [on, e.StageRetired({ stageId: id })])

describe('adding a stage', () => {
  const id = pooled('stage', 7)
  it('needs a name only: it goes after the other open ones, as probable as the one before', () => {
    given(created, stages)
      .when(salesPipeline.addStage({ stageId: id, name: 'Talks' }), '2026-01-02')
      .decides(added({ ...offered, stageId: id, name: 'Talks', order: 2 }))
    given(created)
      .when(salesPipeline.addStage({ stageId: id, name: 'Talks' }), '2026-01-02')
      .decides(added({ ...fresh, stageId: id, name: 'Talks', probability: 0 }))
    given(created, stages)
      .when(salesPipeline.addStage({ stageId: id, name: 'Talks', order: 0 }), '2026-01-02')
      .decides(added({ ...fresh, stageId: id, name: 'Talks', probability: 10 }))
  })
  it('is certain, folded and after the other won ones when it is won', () => {
    given(created, stages)
      .when(salesPipeline.addStage({ stageId: id, name: 'Signed', isWon: true }), '2026-01-02')
      .decides(added({ ...won, stageId: id, name: 'Signed', order: 10 }))
  })
  it('takes all that is given', () => {
    const given_ = {
      name: 'Talks',
      order: 5,
      probability: 35,
      isWon: false,
      folded: true,
      requirements: ['Call', 'Visit'],
      rottingDays: 14,
      teamIds: [teamId],
    }
    given(created, team)
      .when(salesPipeline.addStage({ stageId: id, ...given_ }), '2026-01-02')
      .decides(e.StageAdded({ stageId: id, ...given_ }))
  })
  it('may share its place with another', () => {
    given(created, stages)
      .when(salesPipeline.addStage({ stageId: id, name: 'Talks', order: 1, probability: 5 }), '2026-01-02')
      .decides(added({ ...fresh, stageId: id, name: 'Talks', order: 1, probability: 5 }))
  })
  it('decides nothing the second time', () => {
    given(created, stages)
      .when(salesPipeline.addStage({ stageId, name: 'Fresh' }), '2026-01-02')
      .nothing()
    const { requirements: _, teamIds: __, ...rest } = fresh
    given(created, stages)
      .when(salesPipeline.addStage({ ...rest, teamIds: [], requirements: [] }), '2026-01-02')
      .nothing()
  })
  it('refuses another stage under its id, naming the field', () => {
    given(created, stages)
      .when(salesPipeline.addStage({ stageId, name: 'Other' }), '2026-01-02')
      .rejected('STAGE_EXISTS', { field: 'name', stageId })
    given(created, stages)
      .when(salesPipeline.addStage({ stageId, name: 'Fresh', teamIds: [teamId] }), '2026-01-02')
      .rejected('STAGE_EXISTS', { field: 'teamIds' })
  })
  it('refuses a won stage that is not certain', () => {
    given(created)
      .when(salesPipeline.addStage({ stageId: id, name: 'Won', isWon: true, probability: 90 }), '2026-01-02')
      .rejected('WON_IS_CERTAIN', { field: 'probability', expected: 100 })
  })
  it('refuses a team that nobody created', () => {
    given(created)
      .when(salesPipeline.addStage({ stageId: id, name: 'Talks', teamIds: [teamId] }), '2026-01-02')
      .rejected('SALES_TEAM_UNKNOWN', { field: 'teamIds', teamId })
  })
  it('refuses values out of range, naming the field', () => {
    const stage = { stageId: id, name: 'Talks' }
    given(created)
      .when(salesPipeline.addStage({ ...stage, probability: 101 }), '2026-01-02')
      .invalid('probability')
    given(created)
      .when(salesPipeline.addStage({ ...stage, rottingDays: 0 }), '2026-01-02')
      .invalid('rottingDays')
    given(created)
      .when(salesPipeline.addStage({ ...stage, order: -1 }), '2026-01-02')
      .invalid('order')
    given(created)
      .when(salesPipeline.addStage({ ...stage, requirements: [''] }), '2026-01-02')
      .invalid('requirements.0')
  })
})

describe('changing a stage', () => {
  const day = '2026-01-02'
  const there = given(created, stages, team)
  it('renames it', () => {
    there
      .when(salesPipeline.renameStage({ stageId, name: 'First' }), day)
      .decides(e.StageRenamed({ stageId, from: 'Fresh', to: 'First' }))
    there.when(salesPipeline.renameStage({ stageId, name: 'Fresh' }), day).nothing()
    there
      .when(salesPipeline.renameStage({ stageId: reasonId, name: 'First' }), day)
      .rejected('STAGE_UNKNOWN', { field: 'stageId', stageId: reasonId })
  })
  it('reorders it', () => {
    there
      .when(salesPipeline.reorderStage({ stageId, order: 4 }), day)
      .decides(e.StageReordered({ stageId, from: 0, to: 4 }))
    there.when(salesPipeline.reorderStage({ stageId, order: 0 }), day).nothing()
  })
  it('sets its probability, unless it is won', () => {
    there
      .when(salesPipeline.setStageProbability({ stageId, probability: 20 }), day)
      .decides(e.StageProbabilitySet({ stageId, from: 10, to: 20 }))
    there.when(salesPipeline.setStageProbability({ stageId, probability: 10 }), day).nothing()
    there.when(salesPipeline.setStageProbability({ stageId: wonId, probability: 100 }), day).nothing()
    there
      .when(salesPipeline.setStageProbability({ stageId: wonId, probability: 90 }), day)
      .rejected('WON_IS_CERTAIN', { field: 'probability', expected: 100 })
  })
  it('sets the days before rotting', () => {
    there
      .when(salesPipeline.setStageRottingDays({ stageId, rottingDays: 14 }), day)
      .decides(e.StageRottingDaysSet({ stageId, from: null, to: 14 }))
    there.when(salesPipeline.setStageRottingDays({ stageId, rottingDays: null }), day).nothing()
  })
  it('sets what is to be done in it', () => {
    there
      .when(salesPipeline.setStageRequirements({ stageId, requirements: ['Call'] }), day)
      .decides(e.StageRequirementsSet({ stageId, from: [], to: ['Call'] }))
    there.when(salesPipeline.setStageRequirements({ stageId, requirements: [] }), day).nothing()
  })
  it('sets the teams that may use it', () => {
    there
      .when(salesPipeline.setStageTeams({ stageId, teamIds: [teamId, teamId] }), day)
      .decides(e.StageTeamsSet({ stageId, from: [], to: [teamId] }))
    there.when(salesPipeline.setStageTeams({ stageId, teamIds: [] }), day).nothing()
    given(created, stages)
      .when(salesPipeline.setStageTeams({ stageId, teamIds: [teamId] }), day)
      .rejected('SALES_TEAM_UNKNOWN', { field: 'teamIds', teamId })
  })
  it('folds and unfolds it', () => {
    const folded = past(stream, [day, e.StageFolded({ stageId })])
    there.when(salesPipeline.foldStage({ stageId }), day).decides(e.StageFolded({ stageId }))
    there.when(salesPipeline.unfoldStage({ stageId }), day).nothing()
    given(created, stages, folded).when(salesPipeline.foldStage({ stageId }), day).nothing()
    given(created, stages, folded)
      .when(salesPipeline.unfoldStage({ stageId }), day)
      .decides(e.StageUnfolded({ stageId }))
  })
  it('may not precede its last setting', () => {
    given(created, stages, past(stream, ['2026-01-09', e.StageRenamed({ stageId, from: 'Fresh', to: 'First' })]))
      .when(salesPipeline.renameStage({ stageId, name: 'Start' }), '2026-01-08')
      .rejected('DATED_TOO_EARLY', { field: `stages/${stageId}/name`, notBefore: '2026-01-09' })
  })
})

describe('retiring a stage', () => {
  const day = '2026-01-06'
  it('closes it to opportunities', () => {
    given(created, stages).when(salesPipeline.retireStage({ stageId }), day).decides(e.StageRetired({ stageId }))
    given(created, stages, retired(stageId)).when(salesPipeline.retireStage({ stageId }), day).nothing()
  })
  it('keeps the last open one and the last won one', () => {
    given(created, stages, retired(stageId))
      .when(salesPipeline.retireStage({ stageId: another }), day)
      .rejected('LAST_OPEN_STAGE', { field: 'stageId', stageId: another })
    given(created, stages)
      .when(salesPipeline.retireStage({ stageId: wonId }), day)
      .rejected('LAST_WON_STAGE', { field: 'stageId', stageId: wonId })
  })
  it('may not precede what became of the others: there was no other left then', () => {
    const third = past(stream, ['2026-01-08', added({ ...fresh, stageId: pooled('stage', 3) })])
    given(created, stages, retired(stageId), third)
      .when(salesPipeline.retireStage({ stageId: another }), '2026-01-07')
      .rejected('DATED_TOO_EARLY', { field: 'stages.retired', notBefore: '2026-01-08' })
    given(created, stages, retired(stageId), third)
      .when(salesPipeline.retireStage({ stageId: another }), '2026-01-08')
      .decides(e.StageRetired({ stageId: another }))
  })
  it('is undone by restoring it', () => {
    given(created, stages, retired(stageId))
      .when(salesPipeline.restoreStage({ stageId }), day)
      .decides(e.StageRestored({ stageId }))
    given(created, stages).when(salesPipeline.restoreStage({ stageId }), day).nothing()
  })
})
