import { z } from 'zod'
import { companyState, theCompany } from '../company/state.ts'
import { defineAggregate } from '../kernel/aggregate.ts'
import { differingGiven, same } from '../kernel/change.ts'
import { commandOf, defineRejections, type Decision } from '../kernel/command.ts'
import { hadPart } from '../kernel/dated.ts'
import { statesOf } from '../kernel/reference.ts'
import { id, percent, text } from '../kernel/values.ts'
import { salesTeamState, type SalesTeamState } from '../sales-team/state.ts'
import { salesPipelineEvents as events } from './events.ts'
import { readyMade, templateOf, theStandardPipeline } from './ready-made.ts'
import { salesPipelineState, stageBefore, type LostReason, type SalesPipelineState, type Stage } from './state.ts'

const reject = defineRejections({
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

const command = commandOf(salesPipelineState)
const pipelineId = id('pipeline')
  .default(theStandardPipeline)
  .describe('Which pipeline; the standard one when left out')
const stageId = id('stage')
const reasonId = id('lost reason')
const name = text(80).describe('Name')
const teamIds = z.array(id('sales team')).max(200)
const order = z
  .int()
  .min(0)
  .max(10_000)
  .describe('Place among the stages, lowest first; of equals, the lower id goes first')
const requirements = z.array(text(300)).max(50).describe('What to do in this stage, in order')
const rottingDays = z
  .int()
  .min(1)
  .max(10_000)
  .nullable()
  .describe('Days in the stage after which an opportunity is rotting; null never')
const probability = percent.describe('Probability of an opportunity in this stage, in percent')

const pipelineUnknown = (pipelineId: string) => reject('PIPELINE_UNKNOWN', { field: 'pipelineId', pipelineId })

/** A decision about one stage of the pipeline. */
const ofStage =
  <Wish extends Readonly<Record<'pipelineId' | 'stageId', string>>, C>(
    decide: (stage: Stage, wish: Wish, state: SalesPipelineState, context: C) => Decision<keyof typeof events>,
  ) =>
  (wish: Wish, state: SalesPipelineState, context: C) => {
    if (state.status === 'unknown') return pipelineUnknown(wish.pipelineId)
    const stage = state.stages[wish.stageId]
    return stage
      ? decide(stage, wish, state, context)
      : reject('STAGE_UNKNOWN', { field: 'stageId', stageId: wish.stageId })
  }

/** A decision about one lost reason of the pipeline. */
const ofReason =
  <Wish extends Readonly<Record<'pipelineId' | 'reasonId', string>>>(
    decide: (reason: LostReason, wish: Wish) => Decision<keyof typeof events>,
  ) =>
  (wish: Wish, state: SalesPipelineState) => {
    if (state.status === 'unknown') return pipelineUnknown(wish.pipelineId)
    const reason = state.lostReasons[wish.reasonId]
    return reason ? decide(reason, wish) : reject('LOST_REASON_UNKNOWN', { field: 'reasonId', reasonId: wish.reasonId })
  }

/** Ids of teams, each once and in one order, so that the same teams are the same value. */
const setOf = (ids: readonly string[]) => [...new Set(ids)].sort()

type Teams = Readonly<Record<string, SalesTeamState>>
const unknownTeam = (ids: readonly string[], teams: Teams) => {
  const teamId = ids.find(id => teams[id]?.status !== 'created')
  return teamId === undefined ? undefined : reject('SALES_TEAM_UNKNOWN', { field: 'teamIds', teamId })
}

export const salesPipeline = defineAggregate({
  state: salesPipelineState,
  rejections: reject,
  commands: {
    createPipeline: command({
      describe: 'Creates a pipeline, with ready-made stages and reasons for losing unless told not to',
      schema: z.strictObject({
        pipelineId,
        name,
        teamIds: teamIds.optional().describe('Teams that sell by it; none means every team'),
        template: z
          .enum(['standard', 'steps', 'empty'])
          .optional()
          .describe('What it starts with; New, Qualified, Proposition, Won when left out'),
        language: z
          .enum(['en', 'vi'])
          .optional()
          .describe('Language of the ready-made names; the company’s when left out'),
      }),
      context: ({ teamIds = [] }) => ({
        company: companyState.of(theCompany),
        ...statesOf(salesTeamState, ...teamIds),
      }),
      decide: ({ pipelineId, name, teamIds: given, template, language }, state, { company, ...teams }) => {
        const teamIds = setOf(given ?? [])
        if (state.status === 'created') {
          const made = templateOf(pipelineId, stageId => hadPart(state, 'stages', stageId))
          const asked = { name, teamIds: given && teamIds, template }
          const field = differingGiven(asked, { name: state.name, teamIds: state.teamIds, template: made })
          return field ? reject('ALREADY_CREATED', { field, pipelineId }) : []
        }
        const unknown = unknownTeam(teamIds, teams)
        if (unknown) return unknown
        const ready = readyMade(pipelineId, template ?? 'standard', language ?? company.language)
        return [events.PipelineCreated({ name, teamIds }), ...ready]
      },
    }),

    renamePipeline: command({
      describe: 'Gives a pipeline another name',
      schema: z.strictObject({ pipelineId, name }),
      decide: ({ pipelineId, name }, state) => {
        if (state.status === 'unknown') return pipelineUnknown(pipelineId)
        return state.name === name ? [] : [events.PipelineRenamed({ from: state.name, to: name })]
      },
    }),

    setPipelineTeams: command({
      describe: 'Says which teams sell by a pipeline; opportunities that are in it stay',
      schema: z.strictObject({ pipelineId, teamIds: teamIds.describe('Teams that sell by it; none means every team') }),
      context: ({ teamIds }) => statesOf(salesTeamState, ...teamIds),
      decide: ({ pipelineId, teamIds }, state, teams) => {
        if (state.status === 'unknown') return pipelineUnknown(pipelineId)
        const to = setOf(teamIds)
        if (same(state.teamIds, to)) return []
        return unknownTeam(to, teams) ?? [events.PipelineTeamsSet({ from: [...state.teamIds], to })]
      },
    }),

    addStage: command({
      describe: 'Adds a stage, after the others of its kind unless told where',
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
      context: ({ teamIds = [] }) => statesOf(salesTeamState, ...teamIds),
      decide: ({ pipelineId, ...given }, state, teams) => {
        if (state.status === 'unknown') return pipelineUnknown(pipelineId)
        const { stageId, name, isWon = false, folded = isWon, requirements = [], rottingDays = null } = given
        const teamIds = setOf(given.teamIds ?? [])
        const there = state.stages[stageId]
        if (there) {
          const field = differingGiven({ ...given, teamIds: given.teamIds && teamIds }, there)
          return field ? reject('STAGE_EXISTS', { field, stageId }) : []
        }
        const stages = Object.values(state.stages)
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
      schema: z.strictObject({ pipelineId, stageId, name }),
      decide: ofStage(({ stageId, name: from }, { name: to }) =>
        from === to ? [] : [events.StageRenamed({ stageId, from, to })],
      ),
    }),

    reorderStage: command({
      describe: 'Moves a stage among the stages; past reports keep its old place',
      schema: z.strictObject({ pipelineId, stageId, order }),
      decide: ofStage(({ stageId, order: from }, { order: to }) =>
        from === to ? [] : [events.StageReordered({ stageId, from, to })],
      ),
    }),

    setStageProbability: command({
      describe: 'Gives opportunities that enter the stage from now on another probability',
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
      schema: z.strictObject({ pipelineId, stageId, rottingDays }),
      decide: ofStage(({ stageId, rottingDays: from }, { rottingDays: to }) =>
        from === to ? [] : [events.StageRottingDaysSet({ stageId, from, to })],
      ),
    }),

    setStageRequirements: command({
      describe: 'Says what is to be done in a stage',
      schema: z.strictObject({ pipelineId, stageId, requirements }),
      decide: ofStage(({ stageId, requirements: from }, { requirements: to }) =>
        same(from, to) ? [] : [events.StageRequirementsSet({ stageId, from: [...from], to })],
      ),
    }),

    setStageTeams: command({
      describe: 'Says which teams may use a stage; opportunities that are in it stay',
      schema: z.strictObject({
        pipelineId,
        stageId,
        teamIds: teamIds.describe('Teams that may use it; none means every team'),
      }),
      context: ({ teamIds }) => statesOf(salesTeamState, ...teamIds),
      decide: ofStage(({ stageId, teamIds: from }, { teamIds }, _, teams: Teams) => {
        const to = setOf(teamIds)
        return same(from, to)
          ? []
          : (unknownTeam(to, teams) ?? [events.StageTeamsSet({ stageId, from: [...from], to })])
      }),
    }),

    foldStage: command({
      describe: 'Collapses the column of a stage on boards',
      schema: z.strictObject({ pipelineId, stageId }),
      decide: ofStage(({ stageId, folded }) => (folded ? [] : [events.StageFolded({ stageId })])),
    }),

    unfoldStage: command({
      describe: 'Opens the column of a stage on boards',
      schema: z.strictObject({ pipelineId, stageId }),
      decide: ofStage(({ stageId, folded }) => (folded ? [events.StageUnfolded({ stageId })] : [])),
    }),

    retireStage: command({
      describe: 'Closes a stage to opportunities; those in it stay',
      schema: z.strictObject({ pipelineId, stageId }),
      // whether it is the last one of its kind depends on what became of all the others
      rests: ['stages.retired'],
      decide: ofStage(({ stageId, isWon, retired }, _, { stages }) => {
        if (retired) return []
        const isLast = Object.values(stages).every(
          stage => stage.retired || stage.isWon !== isWon || stage.stageId === stageId,
        )
        return isLast
          ? reject(isWon ? 'LAST_WON_STAGE' : 'LAST_OPEN_STAGE', { field: 'stageId', stageId })
          : [events.StageRetired({ stageId })]
      }),
    }),

    restoreStage: command({
      describe: 'Opens a retired stage to opportunities again',
      schema: z.strictObject({ pipelineId, stageId }),
      decide: ofStage(({ stageId, retired }) => (retired ? [events.StageRestored({ stageId })] : [])),
    }),

    addLostReason: command({
      describe: 'Adds a reason for losing to choose from',
      schema: z.strictObject({ pipelineId, reasonId, name }),
      decide: ({ pipelineId, reasonId, name }, state) => {
        if (state.status === 'unknown') return pipelineUnknown(pipelineId)
        const there: LostReason | undefined = state.lostReasons[reasonId]
        if (!there) return [events.LostReasonAdded({ reasonId, name })]
        if (there.name !== name) return reject('LOST_REASON_EXISTS', { field: 'name', reasonId })
        return there.retired ? reject('LOST_REASON_RETIRED', { field: 'reasonId', reasonId }) : []
      },
    }),

    renameLostReason: command({
      describe: 'Gives a reason for losing another name; past reports keep the old one',
      schema: z.strictObject({ pipelineId, reasonId, name }),
      decide: ofReason(({ reasonId, name: from }, { name: to }) =>
        from === to ? [] : [events.LostReasonRenamed({ reasonId, from, to })],
      ),
    }),

    retireLostReason: command({
      describe: 'Takes a reason for losing out of the choice',
      schema: z.strictObject({ pipelineId, reasonId }),
      decide: ofReason(({ reasonId, retired }) => (retired ? [] : [events.LostReasonRetired({ reasonId })])),
    }),

    restoreLostReason: command({
      describe: 'Offers a retired reason for losing again',
      schema: z.strictObject({ pipelineId, reasonId }),
      decide: ofReason(({ reasonId, retired }) => (retired ? [events.LostReasonRestored({ reasonId })] : [])),
    }),
  },
})
