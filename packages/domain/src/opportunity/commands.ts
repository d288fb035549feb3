import { z } from 'zod'
import { defineAggregate, type Aggregate } from '../kernel/aggregate.ts'
import { differingField, same } from '../kernel/change.ts'
import { isRejection } from '../kernel/command.ts'
import { moneyGiven, sameMoney, type StoredMoney } from '../kernel/money.ts'
import { id, percent, text } from '../kernel/values.ts'
import { wonStageAfter, type Stage } from '../sales-pipeline/state.ts'
import { detailCommands } from './detail-commands.ts'
import { opportunityEvents as events, type OpportunityEvents } from './events.ts'
import type { OpportunityInputs } from './inputs.ts'
import { lineCommands } from './line-commands.ts'
import { open } from './open-command.ts'
import { personCommands } from './person-commands.ts'
import {
  command,
  commandOnVoid,
  entered,
  expectedCloseOn,
  notOpen,
  opportunityId,
  otherCurrency,
  pipelineOf,
  reject,
  stageToEnter,
  sumOf,
  whileOpen,
} from './rules.ts'
import { opportunityState, type OpportunityState } from './state.ts'

const stageId = id('stage')

/** It is won in that stage, at the final amount given or else at what was expected. */
const win = (state: OpportunityState, stage: Stage, given?: StoredMoney) => {
  const mismatch = given && otherCurrency(state, given, 'revenue')
  if (mismatch) return mismatch
  const expected = state.revenue
  const revenue = given && !sameMoney(given, expected.value) ? { value: given, byHand: true } : expected
  return [events.MarkedWon({ from: state.stage, to: entered(state.stage.pipelineId, stage), revenue, expected })]
}

/** Entering a stage that is limited to teams depends on the team that it counts for on that day. */
const teamAsked = (stages: readonly (Stage | undefined)[]) =>
  stages.some(stage => stage && stage.teamIds.length > 0) ? (['assignment'] as const) : []

export type OpportunityRejection = keyof typeof reject.wordings
type Inferred = Aggregate<
  'opportunity',
  'opportunityId',
  OpportunityEvents,
  OpportunityState,
  OpportunityRejection,
  OpportunityInputs
>
export interface OpportunityAggregate extends Inferred {} // a name for hovers and declarations

export const opportunity: OpportunityAggregate = defineAggregate({
  state: opportunityState,
  rejections: reject,
  unknown: 'OPPORTUNITY_UNKNOWN',
  commands: {
    open,

    changeStage: command({
      describe:
        'Moves it to another stage of its pipeline; entering a stage that is won wins it at the expected revenue',
      rejects: ['NOT_OPEN', 'STAGE_CLOSED_TO_TEAM', 'STAGE_RETIRED', 'STAGE_UNKNOWN'],
      schema: z.strictObject({ opportunityId, stageId }),
      context: (_, state) => ({ pipeline: pipelineOf(state) }),
      dependsOn: ({ stageId }, _, { pipeline }) => [
        'status',
        ...(pipeline.stages.get(stageId)?.isWon ? whileOpen : []),
        ...teamAsked([pipeline.stages.get(stageId)]),
      ],
      decide: ({ opportunityId, stageId }, state, { pipeline }) => {
        if (state.wonStage?.stageId === stageId) return []
        if (state.status !== 'open') return notOpen(state, opportunityId)
        const from = state.stage
        if (from.stageId === stageId) return []
        const stage = stageToEnter(pipeline, stageId, state.assignment.teamId)
        if (isRejection(stage)) return stage
        return stage.isWon ? win(state, stage) : [events.StageChanged({ from, to: entered(from.pipelineId, stage) })]
      },
    }),

    setProbability: command({
      describe: 'Sets the probability by hand, or lets it follow the stage again',
      rejects: ['NOT_OPEN'],
      schema: z.strictObject({
        opportunityId,
        probability: percent.nullable().describe('Percent; null follows the stage'),
      }),
      dependsOn: ['status'],
      decide: ({ opportunityId, probability: to }, state) => {
        if (state.status !== 'open') return notOpen(state, opportunityId)
        const from = state.probabilityByHand
        return from === to ? [] : [events.OpportunityProbabilitySet({ from, to })]
      },
    }),

    setRevenue: command({
      describe:
        'Sets the expected revenue by hand, or lets it follow the lines again; of a won one, corrects the final amount',
      rejects: ['AMOUNT_TOO_LARGE', 'CURRENCY_MISMATCH', 'NOT_OPEN'],
      schema: z.strictObject({
        opportunityId,
        revenue: moneyGiven
          .nullable()
          .describe('Expected revenue, in another currency only if there are no lines; null follows the lines'),
      }),
      dependsOn: ['status'],
      decide: ({ opportunityId, revenue }, state) => {
        if (state.status !== 'open' && state.status !== 'won') return notOpen(state, opportunityId)
        const from = state.revenue
        const mismatch = revenue && otherCurrency(state, revenue, 'revenue')
        if (mismatch) return mismatch
        const to = revenue
          ? { value: revenue, byHand: true }
          : sumOf(state.lines.values(), from.value.currency, 'revenue')
        if (isRejection(to)) return to
        return same(from, to) ? [] : [events.OpportunityRevenueSet({ from, to })]
      },
    }),

    setExpectedClose: command({
      describe: 'Says on which day it is expected to close',
      rejects: ['NOT_OPEN'],
      schema: z.strictObject({
        opportunityId,
        expectedCloseOn: expectedCloseOn.nullable().describe('Day on which it is expected to close; null unknown'),
      }),
      dependsOn: ['status'],
      decide: ({ opportunityId, expectedCloseOn: to }, state) => {
        if (state.status !== 'open') return notOpen(state, opportunityId)
        const from = state.expectedCloseOn
        return from === to ? [] : [events.OpportunityExpectedCloseSet({ from, to })]
      },
    }),

    markWon: command({
      describe: 'Wins it: it enters the next stage that is won, else the last one before its own',
      rejects: [
        'CURRENCY_MISMATCH',
        'NOT_OPEN',
        'NO_WON_STAGE',
        'STAGE_CLOSED_TO_TEAM',
        'STAGE_NOT_WON',
        'STAGE_RETIRED',
        'STAGE_UNKNOWN',
      ],
      schema: z.strictObject({
        opportunityId,
        stageId: stageId.optional().describe('Won stage that it enters, where it is not that one'),
        revenue: moneyGiven.optional().describe('Final amount; the expected revenue when left out'),
      }),
      context: (_, state) => ({ pipeline: pipelineOf(state) }),
      dependsOn: (_, __, { pipeline }) => [
        ...whileOpen,
        ...teamAsked([...pipeline.stages.values()].filter(stage => stage.isWon)),
      ],
      decide: ({ opportunityId, stageId, revenue }, state, { pipeline }) => {
        const isThere = stageId === undefined || state.wonStage?.stageId === stageId
        if (state.status === 'won' && isThere && (!revenue || sameMoney(revenue, state.revenue.value))) return []
        if (state.status !== 'open') return notOpen(state, opportunityId)
        const { teamId } = state.assignment
        const stage =
          stageId === undefined ? wonStageAfter(pipeline, teamId, state.stage) : stageToEnter(pipeline, stageId, teamId)
        if (stage === undefined) return reject('NO_WON_STAGE', { pipelineId: state.stage.pipelineId })
        if (isRejection(stage)) return stage
        return stage.isWon ? win(state, stage, revenue) : reject('STAGE_NOT_WON', { field: 'stageId', stageId })
      },
    }),

    markLost: command({
      describe: 'Loses it, with the reason and what was said about it',
      rejects: ['LOST_REASON_RETIRED', 'LOST_REASON_UNKNOWN', 'NOT_OPEN'],
      schema: z.strictObject({
        opportunityId,
        reasonId: id('lost reason').optional().describe('Why; left out when no reason is known'),
        note: text(5000).optional().describe('What was said about it'),
        personId: id('person')
          .optional()
          .describe('Whom the note is about; the one that the title is about when left out'),
      }),
      dependsOn: whileOpen,
      context: (_, state) => ({ pipeline: pipelineOf(state) }),
      decide: ({ opportunityId, personId, ...given }, state, { pipeline }) => {
        if (state.lost && !differingField(given, state.lost)) return []
        if (state.status !== 'open') return notOpen(state, opportunityId)
        const { reasonId, note = null } = given
        const reason = reasonId === undefined ? null : pipeline.lostReasons.get(reasonId)
        if (reason === undefined)
          return reject('LOST_REASON_UNKNOWN', {
            field: 'reasonId',
            reasonId,
            known: [...pipeline.lostReasons.keys()].sort(),
          })
        if (reason?.retired) return reject('LOST_REASON_RETIRED', { field: 'reasonId', reasonId })
        return [
          events.MarkedLost({
            stage: state.stage,
            reason: reason && { reasonId: reason.reasonId, name: reason.name },
            personId: personId ?? opportunityState.personOf(state, opportunityId),
            note,
          }),
        ]
      },
    }),

    reopen: command({
      describe: 'Opens it again, in the open stage it was in; a final amount stays as what is expected',
      schema: z.strictObject({ opportunityId }),
      decide: (_, { status, stage }) =>
        status === 'won' || status === 'lost' ? [events.OpportunityReopened({ was: status, stage })] : [],
    }),

    void: commandOnVoid({
      describe: 'Says that it was entered by mistake: it counts nowhere on any day, and nothing more can happen to it',
      rejects: ['NOT_OPEN'],
      schema: z.strictObject({
        opportunityId,
        onlyOpen: z.boolean().optional().describe('True: refused once it is won or lost, so that no sale is lost'),
      }),
      dependsOn: [...whileOpen, 'stage'],
      decide: ({ opportunityId, onlyOpen = false }, state) => {
        switch (state.status) {
          case 'open':
          case 'won':
          case 'lost':
            if (onlyOpen && state.status !== 'open') return notOpen(state, opportunityId)
            return [events.OpportunityVoided({ was: state.status })]
          case 'void':
          case 'unknown':
            return []
        }
      },
    }),

    takeLead: command({
      describe: 'Has a lead become part of it; a conversion of the lead says so, and nobody else needs to',
      rejects: ['NOT_OPEN'],
      schema: z.strictObject({
        opportunityId,
        leadId: id('lead'),
        conversionId: id('conversion').optional().describe('Conversion of the lead'),
      }),
      dependsOn: ['status'],
      decide: ({ opportunityId, leadId, conversionId = null }, state) => {
        if (state.leads.get(leadId)?.conversionId === conversionId) return []
        if (state.status !== 'open') return notOpen(state, opportunityId)
        return [events.OpportunityLeadTaken({ leadId, conversionId })]
      },
    }),

    releaseLead: commandOnVoid({
      describe:
        'Has a lead be part of it no longer, however it stands; a conversion that was refused says so, and nobody else needs to',
      schema: z.strictObject({
        opportunityId,
        leadId: id('lead'),
        conversionId: id('conversion').describe('Conversion that took it; nothing happens where another one has since'),
      }),
      decide: ({ leadId, conversionId }, { leads }) =>
        leads.get(leadId)?.conversionId === conversionId
          ? [events.OpportunityLeadReleased({ leadId, conversionId })]
          : [],
    }),

    ...lineCommands,
    ...detailCommands,
    ...personCommands,
  },
})
