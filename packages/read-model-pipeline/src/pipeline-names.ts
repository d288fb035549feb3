import type { Day } from '@eventcrm/domain'
import { pipelineAsOf } from './pipeline-timeline.ts'
import type { PipelineDocument } from './pipelines.ts'

/** What pipelines, stages and lost reasons were called on a day, by id, and where stages stood. */
export interface PipelineNames {
  readonly pipelines: ReadonlyMap<string, string>
  readonly stages: ReadonlyMap<string, { readonly name: string; readonly order: number }>
  readonly lostReasons: ReadonlyMap<string, { readonly name: string; readonly pipelineId: string }>
}

/** As of the end of a day; what was not there yet as at the end of its first day. */
export const namesAsOf = (documents: readonly PipelineDocument[], asOf: Day): PipelineNames => {
  const pipelines = documents.map(({ pipelineId, steps }) => ({ pipelineId, ...pipelineAsOf(steps, asOf) }))
  return {
    pipelines: new Map(pipelines.map(({ pipelineId, name }) => [pipelineId, name])),
    stages: new Map(pipelines.flatMap(({ stages }) => stages.map(stage => [stage.stageId, stage]))),
    lostReasons: new Map(
      pipelines.flatMap(({ pipelineId, lostReasons }) =>
        lostReasons.map(({ reasonId, name }) => [reasonId, { name, pipelineId }]),
      ),
    ),
  }
}
