import { z } from 'zod'
import { companyState, theCompany } from '../company/state.ts'
import { defineAggregate, type Aggregate } from '../kernel/aggregate.ts'
import { differingField, same } from '../kernel/change.ts'

import { referencesTo } from '../kernel/reference.ts'
import { salesTeamState } from '../sales-team/state.ts'
import { salesPipelineEvents as events, type SalesPipelineEvents } from './events.ts'
import type { SalesPipelineInputs } from './inputs.ts'
import { lostReasonCommands } from './lost-reason-commands.ts'
import { presetEvents, templateOf } from './presets.ts'
import { command, name, pipelineId, reject, setOf, teamIds, unknownTeam } from './rules.ts'
import { stageCommands } from './stage-commands.ts'
import { salesPipelineState, type SalesPipelineState } from './state.ts'

export type SalesPipelineRejection = keyof typeof reject.wordings
type Inferred = Aggregate<
  'salesPipeline',
  'pipelineId',
  SalesPipelineEvents,
  SalesPipelineState,
  SalesPipelineRejection,
  SalesPipelineInputs
>
export interface SalesPipelineAggregate extends Inferred {} // a name for hovers and declarations

export const salesPipeline: SalesPipelineAggregate = defineAggregate({
  state: salesPipelineState,
  rejections: reject,
  unknown: 'PIPELINE_UNKNOWN',
  commands: {
    create: command({
      describe: 'Creates a pipeline, with preset stages and reasons for losing unless told not to',
      rejects: ['ALREADY_CREATED', 'SALES_TEAM_UNKNOWN'],
      creates: true,
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
          .describe('Language of the names that come with it; the company’s when left out'),
      }),
      context: ({ teamIds = [] }) => ({
        company: companyState.of(theCompany),
        ...referencesTo(salesTeamState, teamIds),
      }),
      decide: ({ pipelineId, name, teamIds: given, template, language }, state, { company, ...teams }) => {
        const teamIds = setOf(given ?? [])
        if (state.status === 'created') {
          const made = templateOf(pipelineId, stageId => state.stages.had(stageId))
          const asked = { name, teamIds: given && teamIds, template }
          const field = differingField(asked, { name: state.name, teamIds: state.teamIds, template: made })
          return field ? reject('ALREADY_CREATED', { field, pipelineId }) : []
        }
        const unknown = unknownTeam(teamIds, teams)
        if (unknown) return unknown
        return [
          events.PipelineCreated({ name, teamIds }),
          ...presetEvents(pipelineId, template ?? 'standard', language ?? company.language),
        ]
      },
    }),

    rename: command({
      describe: 'Gives a pipeline another name',
      schema: z.strictObject({ pipelineId, name }),
      decide: ({ name }, state) =>
        state.name === name ? [] : [events.PipelineRenamed({ from: state.name, to: name })],
    }),

    setTeams: command({
      describe: 'Says which teams sell by a pipeline; opportunities that are in it stay',
      rejects: ['SALES_TEAM_UNKNOWN'],
      schema: z.strictObject({ pipelineId, teamIds: teamIds.describe('Teams that sell by it; none means every team') }),
      context: ({ teamIds }) => referencesTo(salesTeamState, teamIds),
      decide: ({ teamIds }, state, teams) => {
        const to = setOf(teamIds)
        if (same(state.teamIds, to)) return []
        return unknownTeam(to, teams) ?? [events.PipelineTeamsSet({ from: [...state.teamIds], to })]
      },
    }),

    ...stageCommands,
    ...lostReasonCommands,
  },
})
