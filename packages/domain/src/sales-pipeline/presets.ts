// Stages and lost reasons that a pipeline can be created with, so that selling can start without any set-up.
import { derivedId } from '../kernel/derived-id.ts'
import type { Language } from '../kernel/words.ts'
import { salesPipelineEvents as events } from './events.ts'

/** The id of the pipeline that is meant where none is named. */
export const theStandardPipeline = '5a1e5000-0000-4000-8000-000000000000'

/**
 * The id of a stage or lost reason that came with a pipeline: the pipeline's own id, with its last twelve digits changed by the key.
 * So it is known before the pipeline is created, and no two pipelines share one.
 * @param key 'stage/new', 'lost reason/no budget' …
 */
export const presetId = derivedId

type Labels = Readonly<Record<Language, string>>
interface PresetStage extends Labels {
  readonly key: string
  readonly order: number
  readonly probability: number
}

/** The sets of stages to choose from. The last of a set is won. Places are left between them for stages of the company's own. */
const templates = {
  standard: [
    { key: 'stage/new', en: 'New', vi: 'Mới', order: 0, probability: 10 },
    { key: 'stage/qualified', en: 'Qualified', vi: 'Đủ điều kiện', order: 10, probability: 30 },
    { key: 'stage/proposition', en: 'Proposition', vi: 'Đề xuất', order: 20, probability: 60 },
    { key: 'stage/won', en: 'Won', vi: 'Thắng', order: 90, probability: 100 },
  ],
  steps: [
    { key: 'stage/business target', en: 'Business target', vi: 'Đối tượng kinh doanh', order: 0, probability: 10 },
    { key: 'stage/selling', en: 'Selling', vi: 'Đang bán hàng', order: 10, probability: 50 },
    { key: 'stage/sale completed', en: 'Sale completed', vi: 'Hoàn tất bán hàng', order: 90, probability: 100 },
  ],
  empty: [],
} as const satisfies Record<string, readonly PresetStage[]>

type Template = keyof typeof templates

const lostReasons = [
  { key: 'lost reason/too expensive', en: 'Too expensive', vi: 'Giá quá cao' },
  { key: 'lost reason/competitor', en: 'Chose a competitor', vi: 'Chọn đối thủ cạnh tranh' },
  { key: 'lost reason/no budget', en: 'No budget', vi: 'Không có ngân sách' },
  { key: 'lost reason/no decision', en: 'No decision, or not the time', vi: 'Chưa quyết định hoặc chưa đúng lúc' },
  { key: 'lost reason/no need', en: 'No longer needed', vi: 'Không còn nhu cầu' },
] as const

/** What a pipeline made by a template starts with: its stages, and unless it is empty, its reasons for losing. */
export const presetEvents = (pipelineId: string, template: Template, language: Language) => [
  ...templates[template].map(({ key, order, probability, [language]: name }) =>
    events.StageAdded({
      stageId: presetId(pipelineId, key),
      name,
      order,
      probability,
      isWon: probability === 100,
      folded: probability === 100,
      requirements: [],
      rottingDays: null,
      teamIds: [],
    }),
  ),
  ...(template === 'empty' ? [] : lostReasons).map(({ key, [language]: name }) =>
    events.LostReasonAdded({ reasonId: presetId(pipelineId, key), name }),
  ),
]

/**
 * The template that a pipeline was made by.
 * @param had whether there was ever a stage of that id
 */
export const templateOf = (pipelineId: string, had: (stageId: string) => boolean): Template => {
  const cameWith = (template: Template) => templates[template].some(({ key }) => had(presetId(pipelineId, key)))
  return cameWith('standard') ? 'standard' : cameWith('steps') ? 'steps' : 'empty'
}

/** The ids of the stages that the standard pipeline comes with. */
export const standardStages = {
  new: presetId(theStandardPipeline, 'stage/new'),
  qualified: presetId(theStandardPipeline, 'stage/qualified'),
  proposition: presetId(theStandardPipeline, 'stage/proposition'),
  won: presetId(theStandardPipeline, 'stage/won'),
} as const

/** The ids of the lost reasons that the standard pipeline comes with. */
export const standardLostReasons = {
  tooExpensive: presetId(theStandardPipeline, 'lost reason/too expensive'),
  competitor: presetId(theStandardPipeline, 'lost reason/competitor'),
  noBudget: presetId(theStandardPipeline, 'lost reason/no budget'),
  noDecision: presetId(theStandardPipeline, 'lost reason/no decision'),
  noNeed: presetId(theStandardPipeline, 'lost reason/no need'),
} as const
