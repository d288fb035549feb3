import { commands, theStandardPipeline } from '@eventcrm/crm'
import type { Draft } from '../draft.ts'
import { externalIdsFrom } from './external-id.ts'
import { moneyFrom } from './money.ts'
import { aboutClosing, aboutLines, named } from './opportunity-checks.ts'
import type { Name, Row } from './opportunity-fields.ts'

const { openOpportunity, addOpportunityLine, setOpportunityProbability, markWon, markLost } = commands.opportunities

const fromOpening = {
  at: 'openedOn',
  pipelineId: 'pipeline',
  stageId: 'stage',
  ownerId: 'owner',
  teamId: 'team',
  customerId: 'customer',
  externalIds: 'externalId',
} as const
const fromClosing = { at: 'closedOn', revenue: 'amount', reasonId: 'lostReason', opportunityId: 'status' } as const

/** A row about an opportunity that is not there yet: it is opened, and closed if the row says so. */
export const open = async (
  { id: opportunityId, crm, names, currency: currencyOfCompany, custom, whenNew: row }: Row,
  draft: Draft<Name>,
): Promise<void> => {
  const { title, openedOn, closedOn, product, quantity, probability, pipeline: pipelineId = theStandardPipeline } = row
  const stage = await named('stage', row.stage, name => names.stage(pipelineId, name), draft)
  const lostReason = await named('lostReason', row.lostReason, name => names.lostReason(pipelineId, name), draft)
  // Entering a stage that is won is winning; then nothing says which stage it came from.
  const status = row.status ?? (stage?.isWon ? 'won' : 'open')
  const currency = row.currency ?? (await currencyOfCompany())
  const expectedRevenue = moneyFrom('expectedRevenue', row.expectedRevenue, currency, draft)
  const amount = moneyFrom('amount', row.amount, currency, draft)
  const unitPrice = moneyFrom('unitPrice', row.unitPrice, currency, draft)
  aboutLines(row, draft)
  aboutClosing(row, status, status !== 'open', draft)
  if (status !== 'open' && closedOn !== undefined && openedOn === undefined) {
    draft.fault('openedOn', 'DAY_MISSING', 'expected the day on which it was opened: it was closed in the past')
  }
  if (title === undefined) return

  const opening = {
    opportunityId,
    title,
    pipelineId,
    stageId: stage && !(stage.isWon && status === 'won') ? stage.stageId : undefined,
    ownerId: row.owner,
    teamId: row.team,
    customerId: row.customer,
    expectedRevenue,
    currency,
    expectedCloseOn: row.expectedCloseOn,
    priority: row.priority,
    tags: row.tags,
    externalIds: externalIdsFrom(row, draft),
    custom: custom.whenNew,
  }
  draft.step(openOpportunity(opening, openedOn), fromOpening)
  if (status === 'open' && probability !== undefined) {
    draft.step(setOpportunityProbability({ opportunityId, probability }, openedOn), fromOpening)
  }
  for (const productId of new Set(product)) {
    const lineId = await crm.idFor('line', opportunityId, productId)
    const wish = addOpportunityLine({ opportunityId, lineId, productId, quantity, unitPrice }, openedOn)
    draft.step(wish, { ...fromOpening, productId: 'product' })
  }
  if (status === 'won') draft.step(markWon({ opportunityId, revenue: amount }, closedOn), fromClosing)
  if (status === 'lost') {
    const wish = markLost({ opportunityId, reasonId: lostReason?.reasonId, note: row.note }, closedOn)
    draft.step(wish, fromClosing)
  }
}
