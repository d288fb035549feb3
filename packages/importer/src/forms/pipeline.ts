import { line, percent, salesPipeline, type Parts } from '@eventcrm/crm'
import { z } from 'zod'
import {
  choiceField,
  dayField,
  listField,
  numberField,
  orNone,
  required,
  shareField,
  textField,
  type Values,
} from '../field.ts'
import { defineForm, type FormRow } from '../form.ts'
import { dayMeant } from '../dated-row.ts'
import { PlanBuilder } from '../plan-builder.ts'

const yesOrNo = ['yes', 'no'] as const
const whole = z.int().min(0).max(10_000)

const fields = {
  name: required(textField('Name of the pipeline', line(80)), 'tên quy trình bán hàng (văn bản)'),
  stage: textField('A stage of the pipeline: its name', line(80)),
  stageKey: textField('Key of the stage, by which it is known under any name; its name when left out', line(200)),
  order: numberField('Place of the stage, lowest first', whole, 'whole number, 0 to 10000'),
  probability: shareField('Probability in the stage', percent, 'whole percent, 0 to 100'),
  won: choiceField('Whether an opportunity that enters the stage is won', yesOrNo),
  folded: choiceField('Whether the column of the stage is collapsed', yesOrNo),
  rottingDays: numberField('Days in the stage after which an opportunity is rotting; 0 never', whole, 'whole number'),
  requirements: orNone(listField('What to do in the stage', line(300))),
  lostReason: textField('A reason for losing: its name', line(80)),
  lostReasonKey: textField('Key of the reason, by which it is known under any name; its name when left out', line(200)),
  retired: choiceField('Whether the stage or reason is no longer in use', yesOrNo),
  createdOn: dayField('Day since which the pipeline is there, for one that is new; today when left out'),
  changedOn: dayField(
    'Day of the changes to one that is there; today when left out, never before the pipeline is there',
  ),
}
type Name = keyof typeof fields
type PipelineValues = Values<typeof fields>

const partId = async <Part extends { readonly name: string }>(
  { crm, id }: FormRow<typeof fields>,
  parts: Parts<Part>,
  kind: string,
  { key, name }: { readonly key: string | undefined; readonly name: string | undefined },
): Promise<string | undefined> => {
  if (key !== undefined) return parts.has(key.toLowerCase()) ? key.toLowerCase() : crm.idFor(kind, id, key)
  if (name === undefined) return undefined
  const there = [...parts].find(([, part]) => part.name === name)
  return there ? there[0] : crm.idFor(kind, id, name)
}

const stateOf = ({ crm, id }: FormRow<typeof fields>) => crm.state('pipelines', id)
type Pipeline = Awaited<ReturnType<typeof stateOf>>

interface Planning {
  readonly row: FormRow<typeof fields>
  readonly values: PipelineValues
  readonly there: Pipeline
  /** What held on the row's day: nothing is changed that agrees with it. */
  readonly held: Pipeline
  readonly at: string | undefined
  readonly dated: { readonly at: Name }
  readonly plan: PlanBuilder<Name>
}

const planStage = async ({ row, values, there, held, at, dated, plan }: Planning): Promise<void> => {
  const { stage: name, stageKey: key, order, probability } = values
  const requirements = values.requirements === null ? [] : values.requirements
  const rottingDays = values.rottingDays === 0 ? null : values.rottingDays
  const stageId = await partId(row, there.stages, 'stage', { key, name })
  if (stageId === undefined) return
  const pipelineId = row.id
  const [isWon, folded] = [values.won, values.folded].map(said => (said === undefined ? undefined : said === 'yes'))
  const stage = there.stages.get(stageId)
  const from = { ...dated, name: 'stage', isWon: 'won' } as const
  const retiring = { ...dated, stageId: 'retired' } as const
  const then = held.stages.get(stageId)
  if (stage) {
    if (isWon !== undefined && isWon !== stage.isWon)
      plan.fault('won', 'WON_STAYS', {
        en: 'whether a stage is won stays as it was made: add another stage',
        vi: 'giai đoạn có phải là thắng hay không thì không đổi được: hãy thêm một giai đoạn khác',
      })
    if (name !== undefined && name !== then?.name)
      plan.step(salesPipeline.renameStage({ pipelineId, stageId, name }, at), from)
    if (order !== undefined && order !== then?.order)
      plan.step(salesPipeline.reorderStage({ pipelineId, stageId, order }, at), from)
    if (probability !== undefined && probability !== then?.probability)
      plan.step(salesPipeline.setStageProbability({ pipelineId, stageId, probability }, at), from)
    if (rottingDays !== undefined && rottingDays !== then?.rottingDays)
      plan.step(salesPipeline.setStageRottingDays({ pipelineId, stageId, rottingDays }, at), from)
    if (requirements !== undefined && requirements.join('\n') !== then?.requirements.join('\n'))
      plan.step(salesPipeline.setStageRequirements({ pipelineId, stageId, requirements }, at), from)
    if (folded !== undefined && folded !== then?.folded)
      plan.step(salesPipeline[folded ? 'foldStage' : 'unfoldStage']({ pipelineId, stageId }, at), {
        ...dated,
        stageId: 'folded',
      })
  } else if (name === undefined) {
    plan.fault('stage', 'STAGE_MISSING', { en: 'a stage that is new needs a name', vi: 'giai đoạn mới cần có tên' })
  } else {
    const added = { pipelineId, stageId, name, order, probability, isWon, folded, rottingDays, requirements }
    plan.step(salesPipeline.addStage(added, at), from)
  }
  if (values.retired === 'yes' && !then?.retired)
    plan.step(salesPipeline.retireStage({ pipelineId, stageId }, at), retiring)
  if (values.retired === 'no' && then?.retired)
    plan.step(salesPipeline.restoreStage({ pipelineId, stageId }, at), retiring)
}

const planLostReason = async ({ row, values, there, held, at, dated, plan }: Planning): Promise<void> => {
  const { lostReason: name, lostReasonKey: key } = values
  const reasonId = await partId(row, there.lostReasons, 'lostReason', { key, name })
  if (reasonId === undefined) return
  const pipelineId = row.id
  const reason = there.lostReasons.get(reasonId)
  const then = held.lostReasons.get(reasonId)
  const from = { ...dated, name: 'lostReason' } as const
  const retiring = { ...dated, reasonId: 'retired' } as const
  if (name === undefined) {
    if (!reason)
      plan.fault('lostReason', 'LOST_REASON_MISSING', {
        en: 'a reason that is new needs a name',
        vi: 'lý do mới cần có tên',
      })
  } else if (reason) {
    if (name !== then?.name) plan.step(salesPipeline.renameLostReason({ pipelineId, reasonId, name }, at), from)
  } else plan.step(salesPipeline.addLostReason({ pipelineId, reasonId, name }, at), from)
  if (values.retired === 'yes' && !then?.retired)
    plan.step(salesPipeline.retireLostReason({ pipelineId, reasonId }, at), retiring)
  if (values.retired === 'no' && then?.retired)
    plan.step(salesPipeline.restoreLostReason({ pipelineId, reasonId }, at), retiring)
}

export const pipelineForm = defineForm({
  kind: 'pipeline',
  describe: 'a sales pipeline, with a stage or a lost reason in each row',
  fields,
  oneByOne: true,
  async plan(row) {
    const pipelineId = row.id
    const there = await stateOf(row)
    const plan = new PlanBuilder<Name>(there.status === 'unknown')
    const values = plan.creates ? row.whenNew : row.whenThere
    const { name, createdOn, changedOn } = values
    const [at, dated] = plan.creates
      ? ([createdOn, { at: 'createdOn' }] as const)
      : ([laterOf(changedOn, there.openedOn), { at: 'changedOn' }] as const)
    if (plan.creates) {
      if (name === undefined) return plan
      plan.step(salesPipeline.create({ pipelineId, name, template: 'empty' }, at), dated)
    }
    const meant = plan.creates ? undefined : dayMeant({ changedOn: at, beganOn: createdOn }, row.isHistory)
    const held = meant === undefined ? there : await row.crm.state('pipelines', pipelineId, { asOf: meant })
    if (!plan.creates && name !== undefined && name !== held.name)
      plan.step(salesPipeline.rename({ pipelineId, name }, at), dated)
    const planning = { row, values, there, held, at, dated, plan }
    await planStage(planning)
    await planLostReason(planning)
    return plan
  },
})

/** The standard pipeline begins with the company, which may have been founded after the days that a file has. */
const laterOf = (day: string | undefined, opened: string | null): string | undefined =>
  day !== undefined && opened !== null && opened > day ? opened : day
