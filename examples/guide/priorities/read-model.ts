import { defineReadModel } from '@eventcrm/projection'
import { openByPriority } from './report.ts'
import { openByPriorityTotals } from './rollup.ts'
import { opportunityPriorities } from './view.ts'

export const priorities = defineReadModel({
  name: 'priorities',
  describe: 'Open opportunities by priority, as of any day',
  views: [opportunityPriorities],
  rollups: [openByPriorityTotals],
  reports: [openByPriority],
})
