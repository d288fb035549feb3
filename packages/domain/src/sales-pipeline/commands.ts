import { z } from 'zod'
import { companyState, theCompany } from '../company/state.ts'
import { defineAggregate } from '../kernel/aggregate.ts'
import { differingGiven, same } from '../kernel/change.ts'
import { hadPart } from '../kernel/dated.ts'
import { statesOf } from '../kernel/reference.ts'
import { salesTeamState } from '../sales-team/state.ts'
import { salesPipelineEvents as events } from './events.ts'
import { lostReasonCommands } from './lost-reason-commands.ts'
import { readyMade, templateOf } from './ready-made.ts'
import { command, name, pipelineId, pipelineUnknown, reject, setOf, teamIds, unknownTeam } from './rules.ts'
import { stageCommands } from './stage-commands.ts'
import { salesPipelineState } from './state.ts'

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

    ...stageCommands,
    ...lostReasonCommands,
  },
})
