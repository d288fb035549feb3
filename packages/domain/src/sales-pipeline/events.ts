// A storage contract: a released schema never changes. A change is a new version; the old one moves to `older`.
import { z } from 'zod'
import { defineEvents } from '../kernel/events.ts'
import { id, percent } from '../kernel/values.ts'

const stageId = id('stage')
const reasonId = id('lost reason')
const order = z.int().min(0).describe('Place among the stages, 0 first')
const probability = percent.describe('Probability of an opportunity in this stage, in percent')
const rottingDays = z
  .int()
  .min(1)
  .nullable()
  .describe('Days in the stage after which an opportunity is rotting; null never')
const teamIds = z.array(id('sales team')).describe('Teams that may use it; none means every team')
const requirements = z.array(z.string()).describe('What to do in this stage, in order')
const name = z.string().describe('Name')

const events = defineEvents({
  PipelineCreated: z
    .object({ name, teamIds: teamIds.describe('Teams that sell by it; none means every team') })
    .describe('A pipeline was created'),
  PipelineRenamed: z
    .object({ from: name.describe('Name before'), to: name.describe('Name since') })
    .describe('The pipeline has another name'),
  PipelineTeamsSet: z.object({ from: teamIds, to: teamIds }).describe('Other teams sell by the pipeline'),

  StageAdded: z
    .object({
      stageId,
      name,
      order,
      probability,
      isWon: z.boolean().describe('An opportunity that enters it is won'),
      folded: z.boolean().describe('Its column on a board is collapsed'),
      requirements,
      rottingDays,
      teamIds,
    })
    .describe('A stage was added'),
  StageRenamed: z
    .object({ stageId, from: name.describe('Name before'), to: name.describe('Name since') })
    .describe('A stage has another name'),
  StageReordered: z.object({ stageId, from: order, to: order }).describe('A stage stands elsewhere among the stages'),
  StageProbabilitySet: z
    .object({ stageId, from: probability, to: probability })
    .describe('Opportunities that enter the stage have another probability'),
  StageRottingDaysSet: z
    .object({ stageId, from: rottingDays, to: rottingDays })
    .describe('Opportunities that enter the stage rot after another time'),
  StageRequirementsSet: z
    .object({ stageId, from: requirements, to: requirements })
    .describe('Other things are to be done in the stage'),
  StageTeamsSet: z.object({ stageId, from: teamIds, to: teamIds }).describe('Other teams may use the stage'),
  StageFolded: z.object({ stageId }).describe('The column of the stage is collapsed'),
  StageUnfolded: z.object({ stageId }).describe('The column of the stage is open'),
  StageRetired: z.object({ stageId }).describe('No opportunity may enter the stage any more'),
  StageRestored: z.object({ stageId }).describe('Opportunities may enter the stage again'),

  LostReasonAdded: z.object({ reasonId, name }).describe('A reason for losing may be chosen'),
  LostReasonRenamed: z
    .object({ reasonId, from: name.describe('Name before'), to: name.describe('Name since') })
    .describe('A reason for losing has another name'),
  LostReasonRetired: z.object({ reasonId }).describe('A reason for losing may no longer be chosen'),
  LostReasonRestored: z.object({ reasonId }).describe('A reason for losing may be chosen again'),
})

type Inferred = typeof events
export interface SalesPipelineEvents extends Inferred {} // a name for hovers and errors
export const salesPipelineEvents: SalesPipelineEvents = events
