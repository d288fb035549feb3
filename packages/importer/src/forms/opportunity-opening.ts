import { opportunity, theStandardPipeline } from '@eventcrm/crm'
import { companyAsOf } from '../form.ts'
import type { PlanBuilder } from '../plan-builder.ts'
import { newExternalIds } from './external-id.ts'
import { currencyOf, given, moneyFrom } from './money.ts'
import { aboutClosing, aboutLines, amountsOf, named, spelledTags } from './opportunity-checks.ts'
import { dayMissing } from './opportunity-closing.ts'
import type { Name, Row } from './opportunity-fields.ts'

const fromOpening = {
  at: 'openedOn',
  pipelineId: 'pipeline',
  stageId: 'stage',
  ownerId: 'owner',
  teamId: 'team',
  customerId: 'customer',
  externalIds: 'externalId',
} as const
const fromClosing = { revenue: 'amount', reasonId: 'lostReason', opportunityId: 'status' } as const

/** A row about an opportunity that is not there yet: it is opened, and closed if the row says so. */
export const open = async (
  { id: opportunityId, crm, names, custom, whenNew: row }: Row,
  plan: PlanBuilder<Name>,
): Promise<void> => {
  const { title, openedOn, changedOn, product, quantity, probability, pipeline: pipelineId = theStandardPipeline } = row
  const stage = await named('stage', row.stage, name => names.stage(pipelineId, name), plan)
  const lostReason = await named('lostReason', row.lostReason, name => names.lostReason(pipelineId, name), plan)
  // Entering a stage that is won is winning; then nothing says which stage it came from.
  const status = row.status ?? (stage?.isWon ? 'won' : 'open')
  const otherwise = row.currency ?? (await companyAsOf(crm, openedOn)).currency
  const currency = currencyOf(row.currency, amountsOf(row), otherwise, plan)
  const expectedRevenue = moneyFrom('expectedRevenue', row.expectedRevenue ?? undefined, currency, plan)
  const amount = moneyFrom('amount', row.amount, currency, plan)
  const unitPrice = moneyFrom('unitPrice', row.unitPrice, currency, plan)
  aboutLines(row, plan)
  aboutClosing(row, status, plan)
  const closedOn = status === 'open' ? undefined : (row.closedOn ?? changedOn)
  const closing = { ...fromClosing, at: row.closedOn === undefined ? 'changedOn' : 'closedOn' } as const
  if (status !== 'open' && closedOn === undefined) plan.fault('closedOn', 'DAY_MISSING', dayMissing(status))
  if (openedOn === undefined && (closedOn ?? changedOn) !== undefined) {
    plan.fault('openedOn', 'DAY_MISSING', {
      en: 'it is not there yet: expected the day on which it was opened, since what the row says is in the past',
      vi: 'cơ hội chưa có: cần ngày mở, vì nội dung của dòng thuộc về quá khứ',
    })
  }
  const last = closedOn ?? openedOn
  plan.place = last === undefined ? null : { day: last, events: 0 }
  if (title === undefined) return

  const opening = {
    opportunityId,
    title,
    pipelineId,
    stageId: stage && !(stage.isWon && status === 'won') ? stage.stageId : undefined,
    ownerId: row.owner ?? undefined,
    teamId: row.team,
    customerId: row.customer ?? undefined,
    expectedRevenue: given(expectedRevenue),
    currency,
    expectedCloseOn: row.expectedCloseOn ?? undefined,
    priority: row.priority,
    tags: row.tags && spelledTags(row.tags, []),
    externalIds: newExternalIds(row, plan),
    custom: custom.whenNew,
  }
  plan.step(opportunity.open(opening, openedOn), fromOpening)
  if (status === 'open' && typeof probability === 'number') {
    plan.step(opportunity.setProbability({ opportunityId, probability }, openedOn), fromOpening)
  }
  for (const productId of new Set(product)) {
    const lineId = await crm.idFor('line', opportunityId, row.lineKey ?? productId)
    const command = opportunity.addLine(
      { opportunityId, lineId, productId, quantity, unitPrice: given(unitPrice) },
      openedOn,
    )
    plan.step(command, { ...fromOpening, productId: 'product' })
  }
  if (status === 'won') {
    const stageId = stage?.isWon ? stage.stageId : undefined
    plan.step(opportunity.markWon({ opportunityId, stageId, revenue: given(amount) }, closedOn), closing)
  }
  if (status === 'lost') {
    const command = opportunity.markLost({ opportunityId, reasonId: lostReason?.reasonId, note: row.note }, closedOn)
    plan.step(command, closing)
  }
}
