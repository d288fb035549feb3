// Written by `npm run docs` from the schemas of the commands; a test keeps it true.
/**
 * Creates a pipeline, with preset stages and reasons for losing unless told not to.
 */
export interface SalesPipelineCreateInput {
  /** Which pipeline; the standard one when left out. A UUID. */
  readonly pipelineId?: string | undefined
  /** Name. At most 80 characters. */
  readonly name: string
  /** Teams that sell by it; none means every team. At most 200. */
  readonly teamIds?: readonly string[] | undefined
  /** What it starts with; New, Qualified, Proposition, Won when left out. */
  readonly template?: 'standard' | 'steps' | 'empty' | undefined
  /** Language of the names that come with it; the company’s when left out. */
  readonly language?: 'en' | 'vi' | undefined
}

/**
 * Gives a pipeline another name.
 */
export interface SalesPipelineRenameInput {
  /** Which pipeline; the standard one when left out. A UUID. */
  readonly pipelineId?: string | undefined
  /** Name. At most 80 characters. */
  readonly name: string
}

/**
 * Says which teams sell by a pipeline; opportunities that are in it stay.
 */
export interface SalesPipelineSetTeamsInput {
  /** Which pipeline; the standard one when left out. A UUID. */
  readonly pipelineId?: string | undefined
  /** Teams that sell by it; none means every team. At most 200. */
  readonly teamIds: readonly string[]
}

/**
 * Adds a stage, after the others of its kind unless told where.
 */
export interface SalesPipelineAddStageInput {
  /** Which pipeline; the standard one when left out. A UUID. */
  readonly pipelineId?: string | undefined
  /** Which stage. A UUID. */
  readonly stageId: string
  /** Name. At most 80 characters. */
  readonly name: string
  /** Place among the stages, lowest first; of equals, the lower id goes first. 0 to 10000. */
  readonly order?: number | undefined
  /** Probability of an opportunity in this stage, in percent; that of the stage before when left out. 0 to 100. */
  readonly probability?: number | undefined
  /** An opportunity that enters it is won. */
  readonly isWon?: boolean | undefined
  /** Its column on a board is collapsed; so it is for a stage that is won unless said otherwise. */
  readonly folded?: boolean | undefined
  /** What to do in this stage, in order. At most 50. */
  readonly requirements?: readonly string[] | undefined
  /** Days in the stage after which an opportunity is rotting; null never. 1 to 10000. */
  readonly rottingDays?: number | null | undefined
  /** Teams that may use it; none means every team. At most 200. */
  readonly teamIds?: readonly string[] | undefined
}

/**
 * Gives a stage another name; past reports keep the old one.
 */
export interface SalesPipelineRenameStageInput {
  /** Which pipeline; the standard one when left out. A UUID. */
  readonly pipelineId?: string | undefined
  /** Which stage. A UUID. */
  readonly stageId: string
  /** Name. At most 80 characters. */
  readonly name: string
}

/**
 * Moves a stage among the stages; past reports keep its old place.
 */
export interface SalesPipelineReorderStageInput {
  /** Which pipeline; the standard one when left out. A UUID. */
  readonly pipelineId?: string | undefined
  /** Which stage. A UUID. */
  readonly stageId: string
  /** Place among the stages, lowest first; of equals, the lower id goes first. 0 to 10000. */
  readonly order: number
}

/**
 * Gives opportunities that enter the stage from now on another probability.
 */
export interface SalesPipelineSetStageProbabilityInput {
  /** Which pipeline; the standard one when left out. A UUID. */
  readonly pipelineId?: string | undefined
  /** Which stage. A UUID. */
  readonly stageId: string
  /** Probability of an opportunity in this stage, in percent. 0 to 100. */
  readonly probability: number
}

/**
 * Has opportunities that enter the stage from now on rot after another time.
 */
export interface SalesPipelineSetStageRottingDaysInput {
  /** Which pipeline; the standard one when left out. A UUID. */
  readonly pipelineId?: string | undefined
  /** Which stage. A UUID. */
  readonly stageId: string
  /** Days in the stage after which an opportunity is rotting; null never. 1 to 10000. */
  readonly rottingDays: number | null
}

/**
 * Says what is to be done in a stage.
 */
export interface SalesPipelineSetStageRequirementsInput {
  /** Which pipeline; the standard one when left out. A UUID. */
  readonly pipelineId?: string | undefined
  /** Which stage. A UUID. */
  readonly stageId: string
  /** What to do in this stage, in order. At most 50. */
  readonly requirements: readonly string[]
}

/**
 * Says which teams may use a stage; opportunities that are in it stay.
 */
export interface SalesPipelineSetStageTeamsInput {
  /** Which pipeline; the standard one when left out. A UUID. */
  readonly pipelineId?: string | undefined
  /** Which stage. A UUID. */
  readonly stageId: string
  /** Teams that may use it; none means every team. At most 200. */
  readonly teamIds: readonly string[]
}

/**
 * Collapses the column of a stage on boards.
 */
export interface SalesPipelineFoldStageInput {
  /** Which pipeline; the standard one when left out. A UUID. */
  readonly pipelineId?: string | undefined
  /** Which stage. A UUID. */
  readonly stageId: string
}

/**
 * Opens the column of a stage on boards.
 */
export interface SalesPipelineUnfoldStageInput {
  /** Which pipeline; the standard one when left out. A UUID. */
  readonly pipelineId?: string | undefined
  /** Which stage. A UUID. */
  readonly stageId: string
}

/**
 * Closes a stage to opportunities; those in it stay.
 */
export interface SalesPipelineRetireStageInput {
  /** Which pipeline; the standard one when left out. A UUID. */
  readonly pipelineId?: string | undefined
  /** Which stage. A UUID. */
  readonly stageId: string
}

/**
 * Opens a retired stage to opportunities again.
 */
export interface SalesPipelineRestoreStageInput {
  /** Which pipeline; the standard one when left out. A UUID. */
  readonly pipelineId?: string | undefined
  /** Which stage. A UUID. */
  readonly stageId: string
}

/**
 * Adds a reason for losing to choose from.
 */
export interface SalesPipelineAddLostReasonInput {
  /** Which pipeline; the standard one when left out. A UUID. */
  readonly pipelineId?: string | undefined
  /** Which lost reason. A UUID. */
  readonly reasonId: string
  /** Name. At most 80 characters. */
  readonly name: string
}

/**
 * Gives a reason for losing another name; past reports keep the old one.
 */
export interface SalesPipelineRenameLostReasonInput {
  /** Which pipeline; the standard one when left out. A UUID. */
  readonly pipelineId?: string | undefined
  /** Which lost reason. A UUID. */
  readonly reasonId: string
  /** Name. At most 80 characters. */
  readonly name: string
}

/**
 * Takes a reason for losing out of the choice.
 */
export interface SalesPipelineRetireLostReasonInput {
  /** Which pipeline; the standard one when left out. A UUID. */
  readonly pipelineId?: string | undefined
  /** Which lost reason. A UUID. */
  readonly reasonId: string
}

/**
 * Offers a retired reason for losing again.
 */
export interface SalesPipelineRestoreLostReasonInput {
  /** Which pipeline; the standard one when left out. A UUID. */
  readonly pipelineId?: string | undefined
  /** Which lost reason. A UUID. */
  readonly reasonId: string
}

/**
 * What a caller gives for each command of `salesPipeline`.
 */
export interface SalesPipelineInputs {
  /**
   * Creates a pipeline, with preset stages and reasons for losing unless told not to.
   *
   * Rejected with `ALREADY_CREATED`, `SALES_TEAM_UNKNOWN`.
   */
  readonly create: SalesPipelineCreateInput
  /**
   * Gives a pipeline another name.
   *
   * Rejected with `PIPELINE_UNKNOWN`.
   */
  readonly rename: SalesPipelineRenameInput
  /**
   * Says which teams sell by a pipeline; opportunities that are in it stay.
   *
   * Rejected with `PIPELINE_UNKNOWN`, `SALES_TEAM_UNKNOWN`.
   */
  readonly setTeams: SalesPipelineSetTeamsInput
  /**
   * Adds a stage, after the others of its kind unless told where.
   *
   * Rejected with `PIPELINE_UNKNOWN`, `SALES_TEAM_UNKNOWN`, `STAGE_EXISTS`, `WON_IS_CERTAIN`.
   */
  readonly addStage: SalesPipelineAddStageInput
  /**
   * Gives a stage another name; past reports keep the old one.
   *
   * Rejected with `PIPELINE_UNKNOWN`, `STAGE_UNKNOWN`.
   */
  readonly renameStage: SalesPipelineRenameStageInput
  /**
   * Moves a stage among the stages; past reports keep its old place.
   *
   * Rejected with `PIPELINE_UNKNOWN`, `STAGE_UNKNOWN`.
   */
  readonly reorderStage: SalesPipelineReorderStageInput
  /**
   * Gives opportunities that enter the stage from now on another probability.
   *
   * Rejected with `PIPELINE_UNKNOWN`, `STAGE_UNKNOWN`, `WON_IS_CERTAIN`.
   */
  readonly setStageProbability: SalesPipelineSetStageProbabilityInput
  /**
   * Has opportunities that enter the stage from now on rot after another time.
   *
   * Rejected with `PIPELINE_UNKNOWN`, `STAGE_UNKNOWN`.
   */
  readonly setStageRottingDays: SalesPipelineSetStageRottingDaysInput
  /**
   * Says what is to be done in a stage.
   *
   * Rejected with `PIPELINE_UNKNOWN`, `STAGE_UNKNOWN`.
   */
  readonly setStageRequirements: SalesPipelineSetStageRequirementsInput
  /**
   * Says which teams may use a stage; opportunities that are in it stay.
   *
   * Rejected with `PIPELINE_UNKNOWN`, `SALES_TEAM_UNKNOWN`, `STAGE_UNKNOWN`.
   */
  readonly setStageTeams: SalesPipelineSetStageTeamsInput
  /**
   * Collapses the column of a stage on boards.
   *
   * Rejected with `PIPELINE_UNKNOWN`, `STAGE_UNKNOWN`.
   */
  readonly foldStage: SalesPipelineFoldStageInput
  /**
   * Opens the column of a stage on boards.
   *
   * Rejected with `PIPELINE_UNKNOWN`, `STAGE_UNKNOWN`.
   */
  readonly unfoldStage: SalesPipelineUnfoldStageInput
  /**
   * Closes a stage to opportunities; those in it stay.
   *
   * Rejected with `PIPELINE_UNKNOWN`, `LAST_OPEN_STAGE`, `LAST_WON_STAGE`, `STAGE_UNKNOWN`.
   */
  readonly retireStage: SalesPipelineRetireStageInput
  /**
   * Opens a retired stage to opportunities again.
   *
   * Rejected with `PIPELINE_UNKNOWN`, `STAGE_UNKNOWN`.
   */
  readonly restoreStage: SalesPipelineRestoreStageInput
  /**
   * Adds a reason for losing to choose from.
   *
   * Rejected with `PIPELINE_UNKNOWN`, `LOST_REASON_EXISTS`, `LOST_REASON_RETIRED`.
   */
  readonly addLostReason: SalesPipelineAddLostReasonInput
  /**
   * Gives a reason for losing another name; past reports keep the old one.
   *
   * Rejected with `PIPELINE_UNKNOWN`, `LOST_REASON_UNKNOWN`.
   */
  readonly renameLostReason: SalesPipelineRenameLostReasonInput
  /**
   * Takes a reason for losing out of the choice.
   *
   * Rejected with `PIPELINE_UNKNOWN`, `LOST_REASON_UNKNOWN`.
   */
  readonly retireLostReason: SalesPipelineRetireLostReasonInput
  /**
   * Offers a retired reason for losing again.
   *
   * Rejected with `PIPELINE_UNKNOWN`, `LOST_REASON_UNKNOWN`.
   */
  readonly restoreLostReason: SalesPipelineRestoreLostReasonInput
}
