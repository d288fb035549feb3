import { z } from 'zod'
import { differingField, same } from '../kernel/change.ts'
import type { Decision } from '../kernel/command.ts'
import { referencesTo } from '../kernel/reference.ts'
import { id, line, percent } from '../kernel/values.ts'
import { salesTeamState } from '../sales-team/state.ts'
import { salesPipelineEvents as events } from './events.ts'
import { command, name, pipelineId, reject, setOf, teamIds, unknownTeam, type Teams } from './rules.ts'
import { stageBefore, type SalesPipelineState, type Stage } from './state.ts'

const stageId = id('stage')
const order = z
  .int()
  .min(0)
  .max(10_000)
  .describe('Place among the stages, lowest first; of equals, the lower id goes first')
/** A list that people tick off, so short; all of it is in each event that changes it, before and since: 30,000 characters at most. */
const requirements = z.array(line(300)).max(50).describe('What to do in this stage, in order')
const rottingDays = z
  .int()
  .min(1)
  .max(10_000)
  .nullable()
  .describe('Days in the stage after which an opportunity is rotting; null never')
const probability = percent.describe('Probability of an opportunity in this stage, in percent')

/** A decision about one stage of the pipeline. */
const ofStage =
  <Given extends Readonly<Record<'stageId', string>>, C>(
    decide: (stage: Stage, given: Given, state: SalesPipelineState, context: C) => Decision<keyof typeof events>,
  ) =>
  (given: Given, state: SalesPipelineState, context: C) => {
    const stage = state.stages.get(given.stageId)
    return stage
      ? decide(stage, given, state, context)
      : reject('STAGE_UNKNOWN', { field: 'stageId', stageId: given.stageId })
  }

/** What shapes the stages that opportunities go through. */
export const stageCommands = {
  addStage: command({
    describe: 'Adds a stage, after the others of its kind unless told where',
    rejects: ['SALES_TEAM_UNKNOWN', 'STAGE_EXISTS', 'WON_IS_CERTAIN'],
    schema: z.strictObject({
      pipelineId,
      stageId,
      name,
      order: order.optional(),
      probability: probability
        .optional()
        .describe('Probability of an opportunity in this stage, in percent; that of the stage before when left out'),
      isWon: z.boolean().optional().describe('An opportunity that enters it is won'),
      folded: z
        .boolean()
        .optional()
        .describe('Its column on a board is collapsed; so it is for a stage that is won unless said otherwise'),
      requirements: requirements.optional(),
      rottingDays: rottingDays.optional(),
      teamIds: teamIds.optional().describe('Teams that may use it; none means every team'),
    }),
    context: ({ teamIds = [] }) => referencesTo(salesTeamState, teamIds),
    decide: ({ pipelineId, ...given }, state, teams) => {
      const { stageId, name, isWon = false, folded = isWon, requirements = [], rottingDays = null } = given
      const teamIds = setOf(given.teamIds ?? [])
      const there = state.stages.get(stageId)
      if (there) {
        const field = differingField({ ...given, teamIds: given.teamIds && teamIds }, there)
        return field ? reject('STAGE_EXISTS', { field, stageId }) : []
      }
      const stages = [...state.stages.values()]
      const order =
        given.order ?? Math.max(-1, ...stages.filter(stage => stage.isWon === isWon).map(stage => stage.order)) + 1
      const probability =
        given.probability ?? (isWon ? 100 : (stageBefore(state, { order, stageId })?.probability ?? 0))
      if (isWon && probability !== 100) return reject('WON_IS_CERTAIN', { field: 'probability', expected: 100 })
      return (
        unknownTeam(teamIds, teams) ?? [
          events.StageAdded({ stageId, name, order, probability, isWon, folded, requirements, rottingDays, teamIds }),
        ]
      )
    },
  }),

  renameStage: command({
    describe: 'Gives a stage another name; past reports keep the old one',
    rejects: ['STAGE_UNKNOWN'],
    schema: z.strictObject({ pipelineId, stageId, name }),
    decide: ofStage(({ stageId, name: from }, { name: to }) =>
      from === to ? [] : [events.StageRenamed({ stageId, from, to })],
    ),
  }),

  reorderStage: command({
    describe: 'Moves a stage among the stages; past reports keep its old place',
    rejects: ['STAGE_UNKNOWN'],
    schema: z.strictObject({ pipelineId, stageId, order }),
    decide: ofStage(({ stageId, order: from }, { order: to }) =>
      from === to ? [] : [events.StageReordered({ stageId, from, to })],
    ),
  }),

  setStageProbability: command({
    describe: 'Gives opportunities that enter the stage from now on another probability',
    rejects: ['STAGE_UNKNOWN', 'WON_IS_CERTAIN'],
    schema: z.strictObject({ pipelineId, stageId, probability }),
    decide: ofStage(({ stageId, isWon, probability: from }, { probability: to }) => {
      if (from === to) return []
      return isWon
        ? reject('WON_IS_CERTAIN', { field: 'probability', expected: 100 })
        : [events.StageProbabilitySet({ stageId, from, to })]
    }),
  }),

  setStageRottingDays: command({
    describe: 'Has opportunities that enter the stage from now on rot after another time',
    rejects: ['STAGE_UNKNOWN'],
    schema: z.strictObject({ pipelineId, stageId, rottingDays }),
    decide: ofStage(({ stageId, rottingDays: from }, { rottingDays: to }) =>
      from === to ? [] : [events.StageRottingDaysSet({ stageId, from, to })],
    ),
  }),

  setStageRequirements: command({
    describe: 'Says what is to be done in a stage',
    rejects: ['STAGE_UNKNOWN'],
    schema: z.strictObject({ pipelineId, stageId, requirements }),
    decide: ofStage(({ stageId, requirements: from }, { requirements: to }) =>
      same(from, to) ? [] : [events.StageRequirementsSet({ stageId, from: [...from], to })],
    ),
  }),

  setStageTeams: command({
    describe: 'Says which teams may use a stage; opportunities that are in it stay',
    rejects: ['SALES_TEAM_UNKNOWN', 'STAGE_UNKNOWN'],
    schema: z.strictObject({
      pipelineId,
      stageId,
      teamIds: teamIds.describe('Teams that may use it; none means every team'),
    }),
    context: ({ teamIds }) => referencesTo(salesTeamState, teamIds),
    decide: ofStage(({ stageId, teamIds: from }, { teamIds }, _, teams: Teams) => {
      const to = setOf(teamIds)
      return same(from, to) ? [] : (unknownTeam(to, teams) ?? [events.StageTeamsSet({ stageId, from: [...from], to })])
    }),
  }),

  foldStage: command({
    describe: 'Collapses the column of a stage on boards',
    rejects: ['STAGE_UNKNOWN'],
    schema: z.strictObject({ pipelineId, stageId }),
    decide: ofStage(({ stageId, folded }) => (folded ? [] : [events.StageFolded({ stageId })])),
  }),

  unfoldStage: command({
    describe: 'Opens the column of a stage on boards',
    rejects: ['STAGE_UNKNOWN'],
    schema: z.strictObject({ pipelineId, stageId }),
    decide: ofStage(({ stageId, folded }) => (folded ? [events.StageUnfolded({ stageId })] : [])),
  }),

  retireStage: command({
    describe: 'Closes a stage to opportunities; those in it stay',
    rejects: ['LAST_OPEN_STAGE', 'LAST_WON_STAGE', 'STAGE_UNKNOWN'],
    schema: z.strictObject({ pipelineId, stageId }),
    // whether it is the last one of its kind depends on what became of all the others
    dependsOn: ['stages.retired'],
    decide: ofStage(({ stageId, isWon, retired }, _, { stages }) => {
      if (retired) return []
      const isLast = [...stages.values()].every(
        stage => stage.retired || stage.isWon !== isWon || stage.stageId === stageId,
      )
      return isLast
        ? reject(isWon ? 'LAST_WON_STAGE' : 'LAST_OPEN_STAGE', { field: 'stageId', stageId })
        : [events.StageRetired({ stageId })]
    }),
  }),

  restoreStage: command({
    describe: 'Opens a retired stage to opportunities again',
    rejects: ['STAGE_UNKNOWN'],
    schema: z.strictObject({ pipelineId, stageId }),
    decide: ofStage(({ stageId, retired }) => (retired ? [events.StageRestored({ stageId })] : [])),
  }),
}
