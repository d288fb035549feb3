import { describe, expect, it } from 'vitest'
import { did, given, past, pooled } from '@eventcrm/testkit'
import {
  company,
  presetId,
  salesPipeline,
  salesPipelineEvents as e,
  salesPipelineState,
  salesTeamEvents,
  salesTeamState,
  standardLostReasons,
  standardStages,
  theStandardPipeline,
  type Stage,
} from '../src/index.ts'

const pipelineId = theStandardPipeline
const stream = salesPipelineState.of(pipelineId)
const [stageId, wonId] = [pooled('stage', 0), pooled('stage', 2)] as const
const reasonId = pooled('lost reason')
const teamId = pooled('sales team')
const team = past(salesTeamState.of(teamId), [
  '2026-01-01',
  salesTeamEvents.SalesTeamCreated({ name: 'Miền Bắc', territory: null, leaderId: null }),
])

const plain = { folded: false, requirements: [], rottingDays: null, teamIds: [] }
const fresh: Omit<Stage, 'retired'> = { stageId, name: 'Fresh', order: 0, probability: 10, isWon: false, ...plain }
const won = { ...fresh, stageId: wonId, name: 'Won', order: 9, probability: 100, isWon: true, folded: true }
const added = ({ requirements, teamIds, ...stage }: Omit<Stage, 'retired'>) =>
  e.StageAdded({ ...stage, requirements: [...requirements], teamIds: [...teamIds] })

const created = past(stream, ['2026-01-01', e.PipelineCreated({ name: 'Sales', teamIds: [] })])
const reason = past(stream, ['2026-01-01', e.LostReasonAdded({ reasonId, name: 'Too dear' })])

describe('creating a pipeline', () => {
  const standard = (names: readonly string[]) => [
    e.StageAdded({ ...plain, stageId: standardStages.new, name: names[0]!, order: 0, probability: 10, isWon: false }),
    e.StageAdded({
      ...plain,
      stageId: standardStages.qualified,
      name: names[1]!,
      order: 10,
      probability: 30,
      isWon: false,
    }),
    e.StageAdded({
      ...plain,
      stageId: standardStages.proposition,
      name: names[2]!,
      order: 20,
      probability: 60,
      isWon: false,
    }),
    e.StageAdded({
      ...plain,
      stageId: standardStages.won,
      name: names[3]!,
      order: 90,
      probability: 100,
      isWon: true,
      folded: true,
    }),
  ]
  const reasons = (names: readonly string[]) =>
    Object.values(standardLostReasons).map((id, i) => e.LostReasonAdded({ reasonId: id, name: names[i]! }))

  it('brings preset stages and reasons for losing, in the company’s language', () => {
    given()
      .when(salesPipeline.create({ name: 'Bán hàng' }), '2026-01-01')
      .decides(
        e.PipelineCreated({ name: 'Bán hàng', teamIds: [] }),
        ...standard(['Mới', 'Đủ điều kiện', 'Đề xuất', 'Thắng']),
        ...reasons([
          'Giá quá cao',
          'Chọn đối thủ cạnh tranh',
          'Không có ngân sách',
          'Chưa quyết định hoặc chưa đúng lúc',
          'Không còn nhu cầu',
        ]),
      )
    const english = did(company.found({ timeZone: 'Asia/Ho_Chi_Minh', currency: 'USD', language: 'en' }), '2026-01-01')
    const expected = [
      e.PipelineCreated({ name: 'Sales', teamIds: [] }),
      ...standard(['New', 'Qualified', 'Proposition', 'Won']),
      ...reasons([
        'Too expensive',
        'Chose a competitor',
        'No budget',
        'No decision, or not the time',
        'No longer needed',
      ]),
    ]
    given(english)
      .when(salesPipeline.create({ name: 'Sales' }), '2026-01-01')
      .decides(...expected)
    given()
      .when(salesPipeline.create({ name: 'Sales', language: 'en' }), '2026-01-01')
      .decides(...expected)
  })
  it('can start with three steps instead', () => {
    const id = (key: string) => presetId(pipelineId, key)
    const input = { name: 'Bán hàng', template: 'steps', language: 'vi' } as const
    given()
      .when(salesPipeline.create(input), '2026-01-01')
      .decides(
        e.PipelineCreated({ name: 'Bán hàng', teamIds: [] }),
        added({ ...fresh, stageId: id('stage/business target'), name: 'Đối tượng kinh doanh' }),
        added({ ...fresh, stageId: id('stage/selling'), name: 'Đang bán hàng', order: 10, probability: 50 }),
        added({ ...won, stageId: id('stage/sale completed'), name: 'Hoàn tất bán hàng', order: 90 }),
        ...reasons([
          'Giá quá cao',
          'Chọn đối thủ cạnh tranh',
          'Không có ngân sách',
          'Chưa quyết định hoặc chưa đúng lúc',
          'Không còn nhu cầu',
        ]),
      )
  })
  it('can start empty', () => {
    given()
      .when(salesPipeline.create({ name: 'Own', template: 'empty' }), '2026-01-01')
      .decides(e.PipelineCreated({ name: 'Own', teamIds: [] }))
  })
  it('keeps each team once, whatever their order', () => {
    const other = pooled('sales team', 1)
    const both = past(salesTeamState.of(other), [
      '2026-01-01',
      salesTeamEvents.SalesTeamCreated({ name: 'Miền Nam', territory: null, leaderId: null }),
    ])
    const input = { name: 'Own', template: 'empty', teamIds: [other, teamId, other] } as const
    const teamIds = [teamId, other].sort()
    given(team, both)
      .when(salesPipeline.create(input), '2026-01-01')
      .decides(e.PipelineCreated({ name: 'Own', teamIds }))
  })
  it('refuses a team that nobody created', () => {
    given()
      .when(salesPipeline.create({ name: 'Own', teamIds: [teamId] }), '2026-01-01')
      .rejected('SALES_TEAM_UNKNOWN', { field: 'teamIds', teamId })
  })
  it('decides nothing the second time, even after changes to its stages', () => {
    const once = did(salesPipeline.create({ name: 'Sales', template: 'steps', language: 'vi' }), '2026-01-01')
    given(once)
      .when(salesPipeline.create({ name: 'Sales' }), '2026-01-02')
      .nothing()
    given(once)
      .when(salesPipeline.create({ name: 'Sales', template: 'steps', teamIds: [] }), '2026-01-02')
      .nothing()
    given(created)
      .when(salesPipeline.create({ name: 'Sales', template: 'empty' }), '2026-01-02')
      .nothing()
  })
  it('refuses another pipeline under its id, naming the field', () => {
    const standard = did(salesPipeline.create({ name: 'Sales' }), '2026-01-01')
    given(standard)
      .when(salesPipeline.create({ name: 'Other' }), '2026-01-02')
      .rejected('ALREADY_CREATED', { field: 'name', pipelineId })
    given(standard)
      .when(salesPipeline.create({ name: 'Sales', teamIds: [teamId] }), '2026-01-02')
      .rejected('ALREADY_CREATED', { field: 'teamIds' })
    given(standard)
      .when(salesPipeline.create({ name: 'Sales', template: 'steps' }), '2026-01-02')
      .rejected('ALREADY_CREATED', { field: 'template' })
    given(created)
      .when(salesPipeline.create({ name: 'Sales', template: 'standard' }), '2026-01-02')
      .rejected('ALREADY_CREATED', { field: 'template' })
  })
  it('needs a name', () => {
    given()
      .when(salesPipeline.create({ name: ' ' }), '2026-01-01')
      .invalid('name')
  })
})

describe('ids of what came with a pipeline', () => {
  it('are known beforehand and differ by pipeline and by key', () => {
    const pipelines = [
      theStandardPipeline,
      pooled('pipeline', 0),
      pooled('pipeline', 1),
      'ffffffff-ffff-4fff-bfff-ffffffffffff',
    ]
    const keys = ['stage/new', 'stage/won', 'stage/selling', 'lost reason/no need']
    const ids = pipelines.flatMap(id => keys.map(key => presetId(id, key)))
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids)
      given(created)
        .when(salesPipeline.renameStage({ stageId: id, name: 'x' }), '2026-01-02')
        .rejected('STAGE_UNKNOWN')
  })
  it('never change', () => {
    expect({ ...standardStages, ...standardLostReasons }).toMatchInlineSnapshot(`
      {
        "competitor": "5a1e5000-0000-4000-8000-40db574862fc",
        "new": "5a1e5000-0000-4000-8000-58d9e3835346",
        "noBudget": "5a1e5000-0000-4000-8000-437bf3684836",
        "noDecision": "5a1e5000-0000-4000-8000-ea2ab57f6117",
        "noNeed": "5a1e5000-0000-4000-8000-5f2e25c65259",
        "proposition": "5a1e5000-0000-4000-8000-f7c0314f84ae",
        "qualified": "5a1e5000-0000-4000-8000-a86d36135d80",
        "tooExpensive": "5a1e5000-0000-4000-8000-36f10e6ffb95",
        "won": "5a1e5000-0000-4000-8000-2ef85cf406f4",
      }
    `)
  })
})

describe('a pipeline', () => {
  it('takes another name', () => {
    given(created)
      .when(salesPipeline.rename({ name: 'Projects' }), '2026-01-02')
      .decides(e.PipelineRenamed({ from: 'Sales', to: 'Projects' }))
    given(created)
      .when(salesPipeline.rename({ name: ' Sales ' }), '2026-01-02')
      .nothing()
  })
  it('takes other teams', () => {
    given(created, team)
      .when(salesPipeline.setTeams({ teamIds: [teamId] }), '2026-01-02')
      .decides(e.PipelineTeamsSet({ from: [], to: [teamId] }))
    given(created)
      .when(salesPipeline.setTeams({ teamIds: [] }), '2026-01-02')
      .nothing()
    given(created)
      .when(salesPipeline.setTeams({ teamIds: [teamId] }), '2026-01-02')
      .rejected('SALES_TEAM_UNKNOWN', { field: 'teamIds', teamId })
  })
  it('must exist for every other command', () => {
    const unknown = { field: 'pipelineId', pipelineId }
    const day = '2026-01-02'
    given()
      .when(salesPipeline.rename({ name: 'x' }), day)
      .rejected('PIPELINE_UNKNOWN', unknown)
    given()
      .when(salesPipeline.setTeams({ teamIds: [] }), day)
      .rejected('PIPELINE_UNKNOWN', unknown)
    given()
      .when(salesPipeline.addStage({ stageId, name: 'x' }), day)
      .rejected('PIPELINE_UNKNOWN', unknown)
    given()
      .when(salesPipeline.renameStage({ stageId, name: 'x' }), day)
      .rejected('PIPELINE_UNKNOWN', unknown)
    given()
      .when(salesPipeline.reorderStage({ stageId, order: 1 }), day)
      .rejected('PIPELINE_UNKNOWN', unknown)
    given()
      .when(salesPipeline.setStageProbability({ stageId, probability: 1 }), day)
      .rejected('PIPELINE_UNKNOWN', unknown)
    given()
      .when(salesPipeline.setStageRottingDays({ stageId, rottingDays: 1 }), day)
      .rejected('PIPELINE_UNKNOWN', unknown)
    given()
      .when(salesPipeline.setStageRequirements({ stageId, requirements: [] }), day)
      .rejected('PIPELINE_UNKNOWN', unknown)
    given()
      .when(salesPipeline.setStageTeams({ stageId, teamIds: [] }), day)
      .rejected('PIPELINE_UNKNOWN', unknown)
    given().when(salesPipeline.foldStage({ stageId }), day).rejected('PIPELINE_UNKNOWN', unknown)
    given().when(salesPipeline.unfoldStage({ stageId }), day).rejected('PIPELINE_UNKNOWN', unknown)
    given().when(salesPipeline.retireStage({ stageId }), day).rejected('PIPELINE_UNKNOWN', unknown)
    given().when(salesPipeline.restoreStage({ stageId }), day).rejected('PIPELINE_UNKNOWN', unknown)
    given()
      .when(salesPipeline.addLostReason({ reasonId, name: 'x' }), day)
      .rejected('PIPELINE_UNKNOWN', unknown)
    given()
      .when(salesPipeline.renameLostReason({ reasonId, name: 'x' }), day)
      .rejected('PIPELINE_UNKNOWN', unknown)
    given().when(salesPipeline.retireLostReason({ reasonId }), day).rejected('PIPELINE_UNKNOWN', unknown)
    given().when(salesPipeline.restoreLostReason({ reasonId }), day).rejected('PIPELINE_UNKNOWN', unknown)
  })
})

describe('a reason for losing', () => {
  const day = '2026-01-02'
  const gone = past(stream, [day, e.LostReasonRetired({ reasonId })])
  it('is added once', () => {
    given(created)
      .when(salesPipeline.addLostReason({ reasonId, name: 'Too dear' }), day)
      .decides(e.LostReasonAdded({ reasonId, name: 'Too dear' }))
    given(created, reason)
      .when(salesPipeline.addLostReason({ reasonId, name: 'Too dear' }), day)
      .nothing()
    given(created, reason)
      .when(salesPipeline.addLostReason({ reasonId, name: 'Other' }), day)
      .rejected('LOST_REASON_EXISTS', { field: 'name', reasonId })
    given(created, reason, gone)
      .when(salesPipeline.addLostReason({ reasonId, name: 'Too dear' }), day)
      .rejected('LOST_REASON_RETIRED', { field: 'reasonId', reasonId })
  })
  it('is renamed', () => {
    given(created, reason)
      .when(salesPipeline.renameLostReason({ reasonId, name: 'Price' }), day)
      .decides(e.LostReasonRenamed({ reasonId, from: 'Too dear', to: 'Price' }))
    given(created, reason)
      .when(salesPipeline.renameLostReason({ reasonId, name: 'Too dear' }), day)
      .nothing()
    given(created)
      .when(salesPipeline.renameLostReason({ reasonId, name: 'Price' }), day)
      .rejected('LOST_REASON_UNKNOWN', { field: 'reasonId', reasonId })
  })
  it('is retired', () => {
    given(created, reason)
      .when(salesPipeline.retireLostReason({ reasonId }), day)
      .decides(e.LostReasonRetired({ reasonId }))
    given(created, reason, gone).when(salesPipeline.retireLostReason({ reasonId }), day).nothing()
    given(created)
      .when(salesPipeline.retireLostReason({ reasonId }), day)
      .rejected('LOST_REASON_UNKNOWN', { field: 'reasonId', reasonId })
  })
  it('is restored, under the name it has', () => {
    const back = past(stream, [day, e.LostReasonRestored({ reasonId })])
    given(created, reason, gone)
      .when(salesPipeline.restoreLostReason({ reasonId }), day)
      .decides(e.LostReasonRestored({ reasonId }))
    given(created, reason, gone, back).when(salesPipeline.restoreLostReason({ reasonId }), day).nothing()
    given(created, reason, gone, back)
      .when(salesPipeline.addLostReason({ reasonId, name: 'Too dear' }), day)
      .nothing()
    given(created)
      .when(salesPipeline.restoreLostReason({ reasonId }), day)
      .rejected('LOST_REASON_UNKNOWN', { field: 'reasonId', reasonId })
  })
})
