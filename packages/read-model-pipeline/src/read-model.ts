import { defineReadModel } from '@eventcrm/projection'
import { mergers } from '@eventcrm/read-model-directory'
import { customerTotals } from './customer-totals.ts'
import { opportunities } from './opportunities.ts'
import { opportunitiesList } from './opportunities-list.ts'
import { pipelineReport } from './pipeline-report.ts'
import { pipelineTotals } from './pipeline-totals.ts'
import { pipelines } from './pipelines.ts'

/** Opportunities and pipelines, totals of them as of any day, and the report on both. */
export const pipelineReadModel = defineReadModel({
  name: 'pipeline',
  describe: 'Opportunities and pipelines, totals of them as of any day, and the report on both',
  views: [opportunities, pipelines],
  alsoReads: [mergers],
  rollups: [pipelineTotals, customerTotals],
  reports: [pipelineReport],
  lists: [opportunitiesList],
})
