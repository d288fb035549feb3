import { salesPipelineRejections } from '../sales-pipeline/state.ts'
import { assignmentRejections } from '../sales-team/assignment.ts'

/** Why an opportunity cannot be where it was to be: in that pipeline and stage, of that salesperson and team. */
export const placeRejections = {
  ...salesPipelineRejections,
  PIPELINE_CLOSED_TO_TEAM: {
    en: 'The pipeline is for other sales teams',
    vi: 'Quy trình bán hàng này dành cho đội bán hàng khác',
  },
  STAGE_RETIRED: { en: 'No opportunity may enter the stage any more', vi: 'Giai đoạn này không còn nhận cơ hội nữa' },
  STAGE_CLOSED_TO_TEAM: { en: 'The stage is for other sales teams', vi: 'Giai đoạn này dành cho đội bán hàng khác' },
  STAGE_IS_WON: {
    en: 'An opportunity cannot be opened in a stage that is won',
    vi: 'Không thể mở cơ hội ở giai đoạn thắng',
  },
  NO_OPEN_STAGE: {
    en: 'The pipeline has no stage that the opportunity could start in',
    vi: 'Quy trình bán hàng không có giai đoạn nào để cơ hội bắt đầu',
  },
  ...assignmentRejections,
} as const
