import type { Day } from '@eventcrm/domain'
import { pipelineAsOf } from './pipeline-timeline.ts'
import type { PipelineDocument } from './pipelines.ts'

/** What pipelines, stages and lost reasons were called on a day, and where stages stood. */
export interface PipelineNames {
  /** By id. */
  readonly pipelines: ReadonlyMap<string, string>
  /** By `inPipeline`, since two pipelines may have stages of one id. */
  readonly stages: ReadonlyMap<string, { readonly name: string; readonly order: number }>
  /** By `inPipeline`. */
  readonly lostReasons: ReadonlyMap<string, { readonly name: string }>
}

/** What a stage or lost reason is found by: its id is one of its pipeline only. */
export const inPipeline = (pipelineId: string, id: string): string => `${pipelineId}/${id}`

/** As of the end of a day; what was not there yet as at the end of its first day. */
export const namesAsOf = (documents: readonly PipelineDocument[], asOf: Day): PipelineNames => {
  const pipelines = documents.map(({ pipelineId, steps }) => ({ pipelineId, ...pipelineAsOf(steps, asOf) }))
  return {
    pipelines: new Map(pipelines.map(({ pipelineId, name }) => [pipelineId, name])),
    stages: new Map(
      pipelines.flatMap(({ pipelineId, stages }) =>
        stages.map(stage => [inPipeline(pipelineId, stage.stageId), stage] as const),
      ),
    ),
    lostReasons: new Map(
      pipelines.flatMap(({ pipelineId, lostReasons }) =>
        lostReasons.map(reason => [inPipeline(pipelineId, reason.reasonId), reason] as const),
      ),
    ),
  }
}
