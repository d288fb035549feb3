import { id, salesPipeline } from '@eventcrm/domain'
import { defineView, insertStep, type View, type ViewEvent } from '@eventcrm/projection'
import { z } from 'zod'
import { noPipeline, pipelineState, pipelineStep, takePipelineStep, type PipelineStep } from './pipeline-timeline.ts'

export const pipelineDocument = z.object({
  pipelineId: id('pipeline'),
  ...pipelineState.shape,
  steps: z.array(pipelineStep).describe('What changed when, by day and position'),
})
type Document = z.output<typeof pipelineDocument>
export interface PipelineDocument extends Document {} // a name for hovers and errors

type Change =
  | Omit<Extract<PipelineStep, { readonly of: 'pipeline' }>, 'day' | 'position'>
  | Omit<Extract<PipelineStep, { readonly of: 'stage' }>, 'day' | 'position'>
  | Omit<Extract<PipelineStep, { readonly of: 'lostReason' }>, 'day' | 'position'>

const changes =
  <Data>(change: (data: Data) => Change) =>
  (
    document: PipelineDocument | undefined,
    { streamId, data, occurredOn, position }: ViewEvent<Data>,
  ): PipelineDocument => {
    const step = { day: occurredOn, position, ...change(data) }
    const known = document ?? { pipelineId: streamId, ...noPipeline(), steps: [] }
    if (insertStep(known.steps, step)) {
      takePipelineStep(known, step)
      return known
    }
    const anew = noPipeline()
    for (const each of known.steps) takePipelineStep(anew, each)
    return Object.assign(known, anew)
  }
const stages = <Data extends { readonly stageId: string }>(
  set: (data: Data) => Extract<PipelineStep, { readonly of: 'stage' }>['set'],
) => changes<Data>(data => ({ of: 'stage', stageId: data.stageId, set: set(data) }))
const reasons = <Data extends { readonly reasonId: string }>(
  set: (data: Data) => Extract<PipelineStep, { readonly of: 'lostReason' }>['set'],
) => changes<Data>(data => ({ of: 'lostReason', reasonId: data.reasonId, set: set(data) }))

/** One document per pipeline: its stages and lost reasons as they are now, and what they were called on every day. */
export const pipelines: View<PipelineDocument> = defineView({
  name: 'pipelines',
  version: 1,
  describe: 'Sales pipelines with their stages and lost reasons: as they are now, and when it changed',
  document: pipelineDocument,
  aggregates: [salesPipeline],
  on: {
    PipelineCreated: changes(({ name, teamIds }) => ({ of: 'pipeline', set: { name, teamIds } })),
    PipelineRenamed: changes(({ to }) => ({ of: 'pipeline', set: { name: to } })),
    PipelineTeamsSet: changes(({ to }) => ({ of: 'pipeline', set: { teamIds: to } })),

    StageAdded: stages(({ name, order, probability, isWon, rottingDays }) => ({
      name,
      order,
      probability,
      isWon,
      rottingDays,
      retired: false,
    })),
    StageRenamed: stages(({ to }) => ({ name: to })),
    StageReordered: stages(({ to }) => ({ order: to })),
    StageProbabilitySet: stages(({ to }) => ({ probability: to })),
    StageRottingDaysSet: stages(({ to }) => ({ rottingDays: to })),
    StageRetired: stages(() => ({ retired: true })),
    StageRestored: stages(() => ({ retired: false })),

    LostReasonAdded: reasons(({ name }) => ({ name, retired: false })),
    LostReasonRenamed: reasons(({ to }) => ({ name: to })),
    LostReasonRetired: reasons(() => ({ retired: true })),
    LostReasonRestored: reasons(() => ({ retired: false })),
  },
})
