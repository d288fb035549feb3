import { z } from 'zod'
import type { Decision } from '../kernel/command.ts'
import { id } from '../kernel/values.ts'
import { salesPipelineEvents as events } from './events.ts'
import { command, name, pipelineId, reject } from './rules.ts'
import type { LostReason, SalesPipelineState } from './state.ts'

const reasonId = id('lost reason')

/** A decision about one lost reason of the pipeline. */
const ofReason =
  <Given extends Readonly<Record<'reasonId', string>>>(
    decide: (reason: LostReason, given: Given) => Decision<keyof typeof events>,
  ) =>
  (given: Given, state: SalesPipelineState) => {
    const reason = state.lostReasons.get(given.reasonId)
    return reason
      ? decide(reason, given)
      : reject('LOST_REASON_UNKNOWN', { field: 'reasonId', reasonId: given.reasonId })
  }

/** What may be chosen when an opportunity is lost. */
export const lostReasonCommands = {
  addLostReason: command({
    describe: 'Adds a reason for losing to choose from',
    rejects: ['LOST_REASON_EXISTS', 'LOST_REASON_RETIRED'],
    schema: z.strictObject({ pipelineId, reasonId, name }),
    decide: ({ reasonId, name }, state) => {
      const there: LostReason | undefined = state.lostReasons.get(reasonId)
      if (!there) return [events.LostReasonAdded({ reasonId, name })]
      if (there.name !== name) return reject('LOST_REASON_EXISTS', { field: 'name', reasonId })
      return there.retired ? reject('LOST_REASON_RETIRED', { field: 'reasonId', reasonId }) : []
    },
  }),

  renameLostReason: command({
    describe: 'Gives a reason for losing another name; past reports keep the old one',
    rejects: ['LOST_REASON_UNKNOWN'],
    schema: z.strictObject({ pipelineId, reasonId, name }),
    decide: ofReason(({ reasonId, name: from }, { name: to }) =>
      from === to ? [] : [events.LostReasonRenamed({ reasonId, from, to })],
    ),
  }),

  retireLostReason: command({
    describe: 'Takes a reason for losing out of the choice',
    rejects: ['LOST_REASON_UNKNOWN'],
    schema: z.strictObject({ pipelineId, reasonId }),
    decide: ofReason(({ reasonId, retired }) => (retired ? [] : [events.LostReasonRetired({ reasonId })])),
  }),

  restoreLostReason: command({
    describe: 'Offers a retired reason for losing again',
    rejects: ['LOST_REASON_UNKNOWN'],
    schema: z.strictObject({ pipelineId, reasonId }),
    decide: ofReason(({ reasonId, retired }) => (retired ? [events.LostReasonRestored({ reasonId })] : [])),
  }),
}
