import { addPart, set, setPart, unopened, type Dated, type FieldWords } from '../kernel/dated.ts'
import { noParts, type Parts } from '../kernel/parts.ts'
import { defineState } from '../kernel/state.ts'
import { salesPipelineEvents } from './events.ts'

export interface Stage {
  readonly stageId: string
  readonly name: string
  /** Place among the stages; equal places go by id. */
  readonly order: number
  readonly probability: number
  readonly isWon: boolean
  readonly folded: boolean
  readonly requirements: readonly string[]
  readonly rottingDays: number | null
  /** Teams whose opportunities may enter it; none means every team. */
  readonly teamIds: readonly string[]
  /** No opportunity may enter it any more. */
  readonly retired: boolean
}

export interface LostReason {
  readonly reasonId: string
  readonly name: string
  readonly retired: boolean
}

/** How a company sells: the stages that its opportunities go through, and its reasons for losing. */
export interface SalesPipelineState extends Dated {
  readonly status: 'unknown' | 'created'
  readonly name: string
  /** Teams that sell by it; none means every team. */
  readonly teamIds: readonly string[]
  readonly stages: Parts<Stage>
  readonly lostReasons: Parts<LostReason>
}

const initialState: SalesPipelineState = {
  ...unopened,
  status: 'unknown',
  name: '',
  teamIds: [],
  stages: noParts(),
  lostReasons: noParts(),
}

/** For people: a rejection names by them what was set later. */
const fieldWords: FieldWords<SalesPipelineState> = {
  status: { en: 'pipeline', vi: 'quy trình bán hàng' },
  name: { en: 'name', vi: 'tên' },
  teamIds: { en: 'list of the pipeline’s teams', vi: 'danh sách đội của quy trình' },
  'stages.stageId': { en: 'stage', vi: 'giai đoạn' },
  'stages.name': { en: 'name of this stage', vi: 'tên giai đoạn này' },
  'stages.order': { en: 'place of this stage', vi: 'thứ tự của giai đoạn này' },
  'stages.probability': { en: 'probability of this stage', vi: 'xác suất của giai đoạn này' },
  'stages.isWon': { en: 'stage', vi: 'giai đoạn' },
  'stages.folded': { en: 'folding of this stage', vi: 'việc thu gọn giai đoạn này' },
  'stages.requirements': { en: 'requirements of this stage', vi: 'việc cần làm ở giai đoạn này' },
  'stages.rottingDays': { en: 'days after which this stage rots', vi: 'số ngày coi là nằm lâu ở giai đoạn này' },
  'stages.teamIds': { en: 'list of this stage’s teams', vi: 'danh sách đội của giai đoạn này' },
  'stages.retired': { en: 'list of stages in use', vi: 'danh sách giai đoạn đang dùng' },
  'lostReasons.reasonId': { en: 'lost reason', vi: 'lý do thất bại' },
  'lostReasons.name': { en: 'name of this lost reason', vi: 'tên lý do thất bại này' },
  'lostReasons.retired': {
    en: 'list of lost reasons in use',
    vi: 'danh sách lý do thất bại đang dùng',
  },
}

export const salesPipelineState = defineState({
  category: 'salesPipeline',
  idField: 'pipelineId',
  events: salesPipelineEvents,
  initialState,
  fieldWords,
  // decisions walk through all of them, and each is a column or a choice that people look through: dozens, with room for the retired
  bounds: { stages: 200, lostReasons: 200 },
  evolve: {
    PipelineCreated: (s, { name, teamIds }, on) => set(s, on, { status: 'created', name, teamIds }),
    PipelineRenamed: (s, e, on) => set(s, on, { name: e.to }),
    PipelineTeamsSet: (s, e, on) => set(s, on, { teamIds: e.to }),
    StageAdded: (s, e, on) => addPart(s, on, 'stages', e.stageId, { ...e, retired: false }),
    StageRenamed: (s, e, on) => setPart(s, on, 'stages', e.stageId, { name: e.to }),
    StageReordered: (s, e, on) => setPart(s, on, 'stages', e.stageId, { order: e.to }),
    StageProbabilitySet: (s, e, on) => setPart(s, on, 'stages', e.stageId, { probability: e.to }),
    StageRottingDaysSet: (s, e, on) => setPart(s, on, 'stages', e.stageId, { rottingDays: e.to }),
    StageRequirementsSet: (s, e, on) => setPart(s, on, 'stages', e.stageId, { requirements: e.to }),
    StageTeamsSet: (s, e, on) => setPart(s, on, 'stages', e.stageId, { teamIds: e.to }),
    StageFolded: (s, e, on) => setPart(s, on, 'stages', e.stageId, { folded: true }),
    StageUnfolded: (s, e, on) => setPart(s, on, 'stages', e.stageId, { folded: false }),
    StageRetired: (s, e, on) => setPart(s, on, 'stages', e.stageId, { retired: true }),
    StageRestored: (s, e, on) => setPart(s, on, 'stages', e.stageId, { retired: false }),
    LostReasonAdded: (s, e, on) => addPart(s, on, 'lostReasons', e.reasonId, { ...e, retired: false }),
    LostReasonRenamed: (s, e, on) => setPart(s, on, 'lostReasons', e.reasonId, { name: e.to }),
    LostReasonRetired: (s, e, on) => setPart(s, on, 'lostReasons', e.reasonId, { retired: true }),
    LostReasonRestored: (s, e, on) => setPart(s, on, 'lostReasons', e.reasonId, { retired: false }),
  },
  replaced: {
    PipelineRenamed: s => ({ from: s.name }),
    PipelineTeamsSet: s => ({ from: s.teamIds }),
    StageRenamed: (s, e) => ({ from: s.stages.get(e.stageId)?.name }),
    StageReordered: (s, e) => ({ from: s.stages.get(e.stageId)?.order }),
    StageProbabilitySet: (s, e) => ({ from: s.stages.get(e.stageId)?.probability }),
    StageRottingDaysSet: (s, e) => ({ from: s.stages.get(e.stageId)?.rottingDays }),
    StageRequirementsSet: (s, e) => ({ from: s.stages.get(e.stageId)?.requirements }),
    StageTeamsSet: (s, e) => ({ from: s.stages.get(e.stageId)?.teamIds }),
    LostReasonRenamed: (s, e) => ({ from: s.lostReasons.get(e.reasonId)?.name }),
  },
})

const inOrder = (a: Pick<Stage, 'order' | 'stageId'>, b: Pick<Stage, 'order' | 'stageId'>): number =>
  a.order - b.order || (a.stageId < b.stageId ? -1 : 1)

/** The stages of a pipeline in order, those that are retired among them. */
export const stagesInOrder = ({ stages }: SalesPipelineState): readonly Stage[] => [...stages.values()].sort(inOrder)

/** The stages that opportunities of a team may enter, in order. An opportunity without a team may enter any that is not retired. */
const openTo = (pipeline: SalesPipelineState, teamId: string | null): readonly Stage[] =>
  stagesInOrder(pipeline).filter(stage => !stage.retired && admits(stage.teamIds, teamId))

/** Whether a stage or pipeline for these teams is for that team too. */
export const admits = (teamIds: readonly string[], teamId: string | null): boolean =>
  teamIds.length === 0 || teamId === null || teamIds.includes(teamId)

/** The stage that a new opportunity of that team starts in: the first by order and id that is open to it and not folded. */
export const firstStage = (pipeline: SalesPipelineState, teamId: string | null): Stage | undefined =>
  thereThen(
    pipeline,
    openTo(pipeline, teamId).filter(stage => !stage.isWon && !stage.folded),
  )[0]

/** Those of the stages that had begun on the day which the pipeline is looked at; if none had, those that begin later. */
const thereThen = ({ stages }: SalesPipelineState, among: readonly Stage[]): readonly Stage[] => {
  const begun = among.filter(({ stageId }) => !stages.beginsLater(stageId))
  return begun.length > 0 ? begun : among
}

/**
 * The stage that an opportunity of that team is won in: the next stage after its own that is won, else the last one before.
 * @param from the stage it is in, whose place is read as it is now
 */
export const wonStageAfter = (
  pipeline: SalesPipelineState,
  teamId: string | null,
  from: Pick<Stage, 'order' | 'stageId'>,
): Stage | undefined => {
  const here = pipeline.stages.get(from.stageId) ?? from
  const won = thereThen(
    pipeline,
    openTo(pipeline, teamId).filter(stage => stage.isWon),
  )
  return won.find(stage => inOrder(here, stage) < 0) ?? won.at(-1)
}

/** The stage not won that stands before a place. */
export const stageBefore = (pipeline: SalesPipelineState, place: Pick<Stage, 'order' | 'stageId'>): Stage | undefined =>
  openTo(pipeline, null).findLast(stage => !stage.isWon && inOrder(stage, place) < 0)

/** The rejections of what names a pipeline, and a stage or a lost reason of it. */
export const salesPipelineRejections = {
  PIPELINE_UNKNOWN: { en: 'There is no such pipeline', vi: 'Không có quy trình bán hàng này' },
  STAGE_UNKNOWN: { en: 'The pipeline has no such stage', vi: 'Quy trình bán hàng không có giai đoạn này' },
  LOST_REASON_UNKNOWN: {
    en: 'The pipeline has no such reason for losing',
    vi: 'Quy trình bán hàng không có lý do thất bại này',
  },
  LOST_REASON_RETIRED: {
    en: 'The reason for losing may no longer be chosen',
    vi: 'Lý do thất bại này không còn được chọn nữa',
  },
} as const
