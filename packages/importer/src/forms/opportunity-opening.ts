import { commands, theStandardPipeline } from '@eventcrm/crm'
import { companyCurrency, moneyFrom } from './money.ts'
import type { Draft, OpportunityValues, Row } from './opportunity-fields.ts'
import { lostReasonNamed, pipelineOf, stageNamed } from './opportunity-names.ts'

const { openOpportunity, addOpportunityLine, setOpportunityProbability, markWon, markLost } = commands.opportunities

/** A row about an opportunity that is not there yet: it is opened, and closed if the row says so. */
export const open = async ({ id: opportunityId, crm, custom, whenNew: row }: Row, draft: Draft): Promise<void> => {
  const { steps, faults } = draft
  const { title, openedOn, closedOn, pipeline: pipelineId = theStandardPipeline } = row
  const pipeline = await pipelineOf(crm, pipelineId)
  const stage = row.stage === undefined ? undefined : stageNamed(pipeline, pipelineId, row.stage, draft)
  const lostReason =
    row.lostReason === undefined ? undefined : lostReasonNamed(pipeline, pipelineId, row.lostReason, draft)
  // Entering a stage that is won is winning; then nothing says which stage it came from.
  const status = row.status ?? (stage?.isWon ? 'won' : 'open')
  const currency = row.currency ?? (await companyCurrency(crm))
  const expectedRevenue = moneyFrom('expectedRevenue', row.expectedRevenue, currency, faults)
  const amount = moneyFrom('amount', row.amount, currency, faults)
  const unitPrice = moneyFrom('unitPrice', row.unitPrice, currency, faults)
  aboutLines(row, draft)
  aboutClosing(row, status, status !== 'open', draft)
  if (status !== 'open' && closedOn !== undefined && openedOn === undefined) {
    faults.push({
      field: 'openedOn',
      code: 'DAY_MISSING',
      message: 'expected the day on which it was opened: it was closed in the past',
    })
  }
  if (title === undefined) return

  const from = {
    at: 'openedOn',
    pipelineId: 'pipeline',
    stageId: 'stage',
    ownerId: 'owner',
    teamId: 'team',
    customerId: 'customer',
    externalIds: 'externalId',
  } as const
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
    externalIds: externalIdsOf(row, draft),
    custom: custom.whenNew,
  }
  steps.push({ wish: openOpportunity(opening, openedOn), from })
  if (status === 'open' && row.probability !== undefined) {
    steps.push({
      wish: setOpportunityProbability({ opportunityId, probability: row.probability }, openedOn),
      from: { at: 'openedOn' },
    })
  }
  for (const productId of new Set(row.product)) {
    const lineId = await crm.idFor('line', opportunityId, productId)
    const wish = addOpportunityLine({ opportunityId, lineId, productId, quantity: row.quantity, unitPrice }, openedOn)
    steps.push({ wish, from: { at: 'openedOn', productId: 'product' } })
  }
  if (status === 'won')
    steps.push({
      wish: markWon({ opportunityId, revenue: amount }, closedOn),
      from: { at: 'closedOn', revenue: 'amount', opportunityId: 'status' },
    })
  if (status === 'lost') {
    const wish = markLost({ opportunityId, reasonId: lostReason?.reasonId, note: row.note }, closedOn)
    steps.push({ wish, from: { at: 'closedOn', reasonId: 'lostReason', opportunityId: 'status' } })
  }
}

export const externalIdsOf = ({ externalSystem, externalId }: OpportunityValues, { faults }: Draft) => {
  if ((externalSystem === undefined) !== (externalId === undefined)) {
    faults.push({
      field: externalId === undefined ? 'externalSystem' : 'externalId',
      code: 'INCOMPLETE',
      message: 'another system and its id go together: give both or neither',
    })
  }
  return externalSystem !== undefined && externalId !== undefined ? [{ system: externalSystem, id: externalId }] : []
}

/** Quantity and price are those of one product. */
export const aboutLines = (row: OpportunityValues, { faults }: Draft): void => {
  if (row.product?.length === 1) return
  for (const field of ['quantity', 'unitPrice'] as const) {
    if (row[field] === undefined) continue
    faults.push({
      field,
      code: 'PRODUCT_NEEDED',
      message: 'goes with one product: name exactly one, or leave the cell empty',
    })
  }
}

/**
 * What does not go with how it stands: what is missing is a fault, what has no use is said.
 * @param closes whether the row closes it
 */
export const aboutClosing = (
  row: OpportunityValues,
  status: 'open' | 'won' | 'lost',
  closes: boolean,
  { faults, notices }: Draft,
): void => {
  if (closes && row.closedOn === undefined)
    faults.push({ field: 'closedOn', code: 'DAY_MISSING', message: `expected the day on which it was ${status}` })
  const unused = (field: 'closedOn' | 'amount' | 'lostReason' | 'note', because: string) =>
    notices.push({ field, code: 'UNUSED', message: `not used: ${because}` })
  if (status === 'open' && row.closedOn !== undefined) unused('closedOn', 'it is open')
  // Files write 0 where there is no amount.
  if (status !== 'won' && row.amount !== undefined && Number(row.amount) !== 0) unused('amount', 'it is not won')
  if (status !== 'lost' && row.lostReason !== undefined) unused('lostReason', 'it is not lost')
  if (status !== 'lost' && row.note !== undefined) unused('note', 'it is not lost')
}
