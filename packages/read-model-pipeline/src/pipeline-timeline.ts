// What a pipeline, its stages and its lost reasons were called, and where stages stood, on every day.
import { id, percent, type Day } from '@eventcrm/domain'
import { dated } from '@eventcrm/projection'
import { z } from 'zod'

const pipeline = {
  name: z.string().describe('Name'),
  teamIds: z.array(id('sales team')).describe('Teams that sell by it; none means every team'),
}
const stage = {
  name: z.string().describe('Name'),
  order: z.int().describe('Place among the stages, 0 first'),
  probability: percent.describe('Probability of an opportunity in this stage, in percent'),
  isWon: z.boolean().describe('An opportunity that enters it is won'),
  rottingDays: z.int().nullable().describe('Days in the stage after which an opportunity is rotting; null never'),
  retired: z.boolean().describe('No opportunity may enter it any more'),
}
const lostReason = {
  name: z.string().describe('Name'),
  retired: z.boolean().describe('It may no longer be chosen'),
}

const since = 'What holds since'

export const pipelineStep = z.discriminatedUnion('of', [
  z.object({
    ...dated,
    of: z.literal('pipeline').describe('The pipeline itself'),
    set: z.object(pipeline).exactPartial().describe(since),
  }),
  z.object({
    ...dated,
    of: z.literal('stage').describe('A stage'),
    stageId: id('stage'),
    set: z.object(stage).exactPartial().describe(since),
  }),
  z.object({
    ...dated,
    of: z.literal('lostReason').describe('A lost reason'),
    reasonId: id('lost reason'),
    set: z.object(lostReason).exactPartial().describe(since),
  }),
])
export type PipelineStep = z.output<typeof pipelineStep>

export const pipelineState = z.object({
  ...pipeline,
  stages: z.array(z.object({ stageId: id('stage'), ...stage })).describe('Stages, in their order'),
  lostReasons: z.array(z.object({ reasonId: id('lost reason'), ...lostReason })).describe('Reasons for losing'),
})
/** A pipeline on a day. */
export type PipelineState = z.output<typeof pipelineState>
type Stage = PipelineState['stages'][number]
type LostReason = PipelineState['lostReasons'][number]

const newStage = (stageId: string): Stage => ({
  stageId,
  name: '',
  order: 0,
  probability: 0,
  isWon: false,
  rottingDays: null,
  retired: false,
})
const newReason = (reasonId: string): LostReason => ({ reasonId, name: '', retired: false })

const byOrder = (a: Stage, b: Stage): number => a.order - b.order || (a.stageId < b.stageId ? -1 : 1)

/** The one that is there, or this one, which then is. */
const addedTo = <Part>(parts: Part[], known: Part | undefined, added: Part): Part => {
  if (known) return known
  parts.push(added)
  return added
}

/** Takes the next step, in place. */
export const takePipelineStep = (state: PipelineState, step: PipelineStep): void => {
  const { stages, lostReasons } = state
  switch (step.of) {
    case 'pipeline':
      Object.assign(state, step.set)
      break
    case 'stage': {
      const { stageId, set } = step
      const known = stages.find(stage => stage.stageId === stageId)
      Object.assign(addedTo(stages, known, newStage(stageId)), set)
      if (set.order !== undefined) stages.sort(byOrder)
      break
    }
    case 'lostReason': {
      const { reasonId, set } = step
      const known = lostReasons.find(reason => reason.reasonId === reasonId)
      Object.assign(addedTo(lostReasons, known, newReason(reasonId)), set)
    }
  }
}

/** A pipeline before its first step. */
export const noPipeline = (): PipelineState => ({ name: '', teamIds: [], stages: [], lostReasons: [] })

/** Which part a step is of: the pipeline itself, a stage, a lost reason. */
const partOf = (step: PipelineStep): string =>
  step.of === 'pipeline' ? '' : step.of === 'stage' ? step.stageId : step.reasonId

/**
 * The pipeline as it was at the end of a day. What was not there yet counts as at the end of its first day.
 * @param steps in their order
 */
export const pipelineAsOf = (steps: readonly PipelineStep[], asOf: Day): PipelineState => {
  const state = noPipeline()
  const began = new Map<string, Day>()
  for (const step of steps) {
    const part = partOf(step)
    const first = began.get(part) ?? step.day
    began.set(part, first)
    if (step.day <= asOf || step.day === first) takePipelineStep(state, step)
  }
  return state
}
