// What several commands of a pipeline have in common.
import { z } from 'zod'
import { commandOf, defineRejections } from '../kernel/command.ts'
import { id, line } from '../kernel/values.ts'
import type { SalesTeamState } from '../sales-team/state.ts'
import { theStandardPipeline } from './presets.ts'
import { salesPipelineState } from './state.ts'

export const reject = defineRejections({
  PIPELINE_UNKNOWN: 'There is no such pipeline',
  ALREADY_CREATED: 'A pipeline was created under this id with other values',
  STAGE_UNKNOWN: 'The pipeline has no such stage',
  STAGE_EXISTS: 'The pipeline has a stage with this id and other values',
  LAST_OPEN_STAGE: 'The last stage that opportunities can be open in cannot be retired',
  LAST_WON_STAGE: 'The last stage that opportunities can be won in cannot be retired',
  WON_IS_CERTAIN: 'A stage that is won has a probability of 100 percent',
  LOST_REASON_UNKNOWN: 'The pipeline has no such reason for losing',
  LOST_REASON_EXISTS: 'The pipeline has a reason for losing with this id and another name',
  LOST_REASON_RETIRED: 'The reason for losing may no longer be chosen',
  SALES_TEAM_UNKNOWN: 'There is no such sales team',
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
