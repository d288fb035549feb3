import {
  opportunity,
  opportunityEvents as events,
  salesPipeline,
  standardStages,
  theStandardPipeline,
} from '@eventcrm/domain'
import { did, given } from '@eventcrm/testkit'
import { describe, it } from 'vitest'

const opportunityId = '5f6b1f0e-8c8e-4f5c-9a55-0d1f2f8d7a11'
const { new: first, qualified } = standardStages

const past = [
  did(salesPipeline.create({ name: 'Sales', language: 'en' }), '2026-01-01'),
  did(opportunity.open({ opportunityId, title: 'Máy in' }), '2026-03-02'),
]
const stage = (stageId: string, name: string, order: number, probability: number) => ({
  pipelineId: theStandardPipeline,
  stageId,
  name,
  order,
  probability,
  rottingDays: null,
})

describe('moving an opportunity', () => {
  it('says what the stage was on the day it is dated, also when that is entered late', () => {
    const since = did(
      salesPipeline.setStageProbability({ pipelineId: theStandardPipeline, stageId: qualified, probability: 45 }),
      '2026-03-10',
    )
    given(...past, since)
      .when(opportunity.changeStage({ opportunityId, stageId: qualified }), '2026-03-05')
      .decides(events.StageChanged({ from: stage(first, 'New', 0, 10), to: stage(qualified, 'Qualified', 10, 30) }))
  })

  it('is refused once it is won', () => {
    given(...past, did(opportunity.markWon({ opportunityId }), '2026-03-20'))
      .when(opportunity.changeStage({ opportunityId, stageId: qualified }), '2026-03-21')
      .rejected('NOT_OPEN', { field: 'opportunityId' })
  })

  it('to the stage that it is in changes nothing', () => {
    given(...past)
      .when(opportunity.changeStage({ opportunityId, stageId: first }), '2026-03-05')
      .nothing()
  })
})
