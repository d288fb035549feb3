import { defineReadModel } from '@eventcrm/projection'
import { mergers } from '@eventcrm/read-model-directory'
import { acquired } from './acquired.ts'
import { clvReport } from './clv-report.ts'
import { margins } from './margins.ts'
import { purchases } from './purchases.ts'

/** What customers bought, when they became customers, and the report on what they are worth over a lifetime. */
export const clvReadModel = defineReadModel({
  name: 'clv',
  describe: 'What customers bought, when they became customers, and the report on what they are worth over a lifetime',
  views: [purchases, acquired, margins],
  alsoReads: [mergers],
  rollups: [],
  reports: [clvReport],
})
