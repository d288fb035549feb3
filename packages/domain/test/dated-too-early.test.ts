import { given, past, pooled } from '@eventcrm/testkit'
import { describe, expect, it } from 'vitest'
import {
  everyAggregate,
  salesPipeline,
  salesPipelineEvents as e,
  salesPipelineState,
  theStandardPipeline,
} from '../src/index.ts'

const stageId = pooled('stage')
const plain = {
  order: 0,
  probability: 10,
  isWon: false,
  folded: false,
  requirements: [],
  rottingDays: null,
  teamIds: [],
}
const there = given(
  past(
    salesPipelineState.of(theStandardPipeline),
    ['2026-01-05', e.PipelineCreated({ name: 'Sales', teamIds: [] })],
    ['2026-01-05', e.StageAdded({ stageId, name: 'Fresh', ...plain })],
    ['2026-01-09', e.StageReordered({ stageId, from: 0, to: 5 })],
  ),
)
const reorder = salesPipeline.reorderStage({ stageId, order: 7 })

describe('what is dated too early', () => {
  it('is told which field changed later, and what to do', () => {
    expect(there.when(reorder, '2026-01-08').outcome).toMatchObject({
      code: 'DATED_TOO_EARLY',
      message:
        'The place of this stage last changed on 2026-01-09, and this builds on it: date this on that day or later',
      words: {
        vi: 'Thứ tự của giai đoạn này có thay đổi gần nhất ngày 09/01/2026, và việc này dựa vào đó: hãy ghi ngày đó hoặc muộn hơn',
      },
    })
  })

  it('is told when it all begins', () => {
    expect(there.when(reorder, '2026-01-04').outcome).toMatchObject({
      words: {
        en: 'It begins on 2026-01-05: date this on that day or later',
        vi: 'Đối tượng này bắt đầu từ ngày 05/01/2026: hãy ghi ngày đó hoặc muộn hơn',
      },
    })
  })

  it.each(everyAggregate.map(({ category, state }) => [category, state] as const))(
    'has words in each language for every field of %s',
    (_, { fieldWords }) => {
      expect(Object.keys(fieldWords)).not.toEqual([])
      for (const words of Object.values(fieldWords)) {
        expect(words?.en).toMatch(/^[^A-Z]/)
        expect(words?.vi).not.toBe(words?.en)
      }
    },
  )
})
