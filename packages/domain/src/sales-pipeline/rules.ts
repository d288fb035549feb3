// What several commands of a pipeline have in common.
import { z } from 'zod'
import { commandOf, defineRejections } from '../kernel/command.ts'
import { id, line } from '../kernel/values.ts'
import { salesTeamRejections, type SalesTeamState } from '../sales-team/state.ts'
import { theStandardPipeline } from './presets.ts'
import { salesPipelineRejections, salesPipelineState } from './state.ts'

export const reject = defineRejections({
  ...salesPipelineRejections,
  ALREADY_CREATED: {
    en: 'A pipeline was created under this id with other values',
    vi: 'Đã có quy trình bán hàng với mã này nhưng có giá trị khác',
  },
  STAGE_EXISTS: {
    en: 'The pipeline has a stage with this id and other values',
    vi: 'Quy trình bán hàng đã có giai đoạn với mã này nhưng có giá trị khác',
  },
  LAST_OPEN_STAGE: {
    en: 'The last stage that opportunities can be open in cannot be retired',
    vi: 'Không thể ngừng dùng giai đoạn mở cuối cùng',
  },
  LAST_WON_STAGE: {
    en: 'The last stage that opportunities can be won in cannot be retired',
    vi: 'Không thể ngừng dùng giai đoạn thắng cuối cùng',
  },
  WON_IS_CERTAIN: {
    en: 'A stage that is won has a probability of 100 percent',
    vi: 'Giai đoạn thắng có xác suất 100 phần trăm',
  },
  LOST_REASON_EXISTS: {
    en: 'The pipeline has a reason for losing with this id and another name',
    vi: 'Quy trình bán hàng đã có lý do thất bại với mã này nhưng tên khác',
  },
  ...salesTeamRejections,
})

export const command = commandOf(salesPipelineState)
export const pipelineId = id('pipeline')
  .default(theStandardPipeline)
  .describe('Which pipeline; the standard one when left out')
export const name = line(80).describe('Name')
/** Teams that may use something: each event has all of them, before and since, so more than companies have and still some 16 kB. */
export const teamIds = z.array(id('sales team')).max(200)

/** Ids of teams, each once and in one order, so that the same teams are the same value. */
export const setOf = (ids: readonly string[]) => [...new Set(ids)].sort()

export type Teams = Readonly<Record<string, SalesTeamState>>
export const unknownTeam = (ids: readonly string[], teams: Teams) => {
  const teamId = ids.find(id => teams[id]?.status !== 'created')
  return teamId === undefined ? undefined : reject('SALES_TEAM_UNKNOWN', { field: 'teamIds', teamId })
}
