import type { AnyRollup, AnyView } from '@eventcrm/projection'
import { customerTotals } from './customer-totals.ts'
import { opportunities } from './opportunities.ts'
import { pipelineNames } from './pipeline-names.ts'
import { pipelineTotals } from './pipeline-totals.ts'

/** What a projector folds for the pipeline. */
export const pipelineViews: readonly AnyView[] = [opportunities]
export const pipelineRollups: readonly AnyRollup[] = [pipelineTotals, customerTotals, pipelineNames]
