import { commands, sameMoney, type Crm } from '@eventcrm/crm'
import { moneyFrom } from './money.ts'
import type { Draft, Name, OpportunityValues, Row } from './opportunity-fields.ts'
import { lostReasonNamed, pipelineOf, stageNamed } from './opportunity-names.ts'
import { aboutClosing, aboutLines, externalIdsOf } from './opportunity-opening.ts'

const {
  retitleOpportunity,
  reassignOpportunity,
  linkOpportunityCustomer,
  tagOpportunity,
  setOpportunityCustomFields,
  setOpportunityExternalId,
  changeStage,
  setOpportunityProbability,
  setOpportunityRevenue,
  setOpportunityExpectedClose,
  setOpportunityPriority,
  addOpportunityLine,
  changeOpportunityLine,
  markWon,
  markLost,
} = commands.opportunities

export const opportunityOf = (crm: Pick<Crm, 'state'>, id: string) => crm.state('opportunities', id)
export type Opportunity = Awaited<ReturnType<typeof opportunityOf>>

interface Changing {
  readonly row: OpportunityValues
  readonly there: Opportunity
  readonly opportunityId: string
  readonly crm: Row['crm']
  /** When what changes changed, and the field that says so. */
  readonly at: string | undefined
  readonly dated: { readonly at: Name }
  readonly draft: Draft
}

/** A row about an opportunity that is there: what it says otherwise is changed, if that can be done. */
export const change = async (
  { id: opportunityId, crm, custom, whenThere: row }: Row,
  there: Opportunity,
  draft: Draft,
): Promise<void> => {
  const { steps, faults } = draft
  const { pipelineId } = there.stage
  const pipeline = await pipelineOf(crm, pipelineId)
  const stage = row.stage === undefined ? undefined : stageNamed(pipeline, pipelineId, row.stage, draft)
  const status = row.status ?? (stage?.isWon ? 'won' : there.status)
  if (status === 'unknown') return
  const closes = there.status === 'open' && status !== 'open'
  const at = row.changedOn ?? (closes ? row.closedOn : undefined)
  const dated = { at: row.changedOn === undefined && closes ? 'closedOn' : 'changedOn' } as const
  const changing: Changing = { row, there, opportunityId, crm, at, dated, draft }

  stays(changing)
  aboutLines(row, draft)
  aboutClosing(row, status, closes, draft)
  if (row.title !== undefined)
    steps.push({ wish: retitleOpportunity({ opportunityId, title: row.title }, at), from: dated })
  if (row.owner !== undefined || row.team !== undefined) {
    const wish = reassignOpportunity(
      { opportunityId, ownerId: row.owner ?? there.assignment.ownerId, teamId: row.team },
      at,
    )
    steps.push({ wish, from: { ...dated, ownerId: 'owner', teamId: 'team' } })
  }
  if (row.customer !== undefined)
    steps.push({
      wish: linkOpportunityCustomer({ opportunityId, customerId: row.customer }, at),
      from: { ...dated, customerId: 'customer' },
    })
  for (const tag of row.tags ?? [])
    steps.push({ wish: tagOpportunity({ opportunityId, tag }, at), from: { ...dated, tag: 'tags' } })
  if (Object.keys(custom.whenThere).length > 0) {
    steps.push({ wish: setOpportunityCustomFields({ opportunityId, custom: custom.whenThere }, at), from: dated })
  }
  for (const given of externalIdsOf(row, draft)) {
    steps.push({
      wish: setOpportunityExternalId({ opportunityId, ...given }, at),
      from: { ...dated, system: 'externalSystem', id: 'externalId' },
    })
  }
  if (row.priority !== undefined)
    steps.push({ wish: setOpportunityPriority({ opportunityId, priority: row.priority }, at), from: dated })
  if (stage?.isWon && row.status === 'open') {
    faults.push({
      field: 'stage',
      code: 'STAGE_IS_WON',
      message: 'one that is open cannot be in a stage that is won: put an open stage, or the status won',
    })
  }
  if (stage && !stage.isWon && there.status === 'open' && stage.stageId !== there.stage.stageId) {
    steps.push({
      wish: changeStage({ opportunityId, stageId: stage.stageId }, at),
      from: { ...dated, stageId: 'stage' },
    })
  }
  whatIsExpected(changing)
  await lines(changing)
  const lostReason =
    row.lostReason === undefined ? undefined : lostReasonNamed(pipeline, pipelineId, row.lostReason, draft)
  if (there.status === status) sameClosing(changing, lostReason?.reasonId)
  else if (there.status === 'open') close(changing, status, lostReason?.reasonId)
  else {
    const message = `it was ${there.status} on ${String(there.days['status'])} and cannot become ${status} by an import: reopen it first`
    faults.push({ field: row.status === undefined ? 'stage' : 'status', code: 'ALREADY_CLOSED', message })
  }
}

/** What is decided once, when it is opened. */
const stays = ({ row, there, draft }: Changing): void => {
  const { faults } = draft
  if (row.openedOn !== undefined && row.openedOn !== there.openedOn) {
    faults.push({
      field: 'openedOn',
      code: 'OPENING_STAYS',
      message: `it was opened on ${String(there.openedOn)}, which stays: leave the cell empty, or put that day`,
    })
  }
  if (row.pipeline !== undefined && row.pipeline !== there.stage.pipelineId) {
    faults.push({
      field: 'pipeline',
      code: 'PIPELINE_STAYS',
      message: 'it is in another sales pipeline, which stays: leave the cell empty, or put that pipeline',
    })
  }
}

/** What only an open one can be given: wished for only where it differs, so that a closed one that agrees is left in peace. */
const whatIsExpected = ({ row, there, opportunityId, at, dated, draft: { steps, faults } }: Changing): void => {
  const currency = row.currency ?? there.revenue.value.currency
  const revenue = moneyFrom('expectedRevenue', row.expectedRevenue, currency, faults)
  // Of a won one the final amount has taken its place.
  if (revenue && there.status !== 'won' && !sameMoney(revenue, there.revenue.value)) {
    steps.push({
      wish: setOpportunityRevenue({ opportunityId, revenue }, at),
      from: { ...dated, revenue: 'expectedRevenue', opportunityId: 'expectedRevenue' },
    })
  }
  const { expectedCloseOn, probability } = row
  if (expectedCloseOn !== undefined && expectedCloseOn !== there.expectedCloseOn) {
    steps.push({
      wish: setOpportunityExpectedClose({ opportunityId, expectedCloseOn }, at),
      from: { ...dated, opportunityId: 'expectedCloseOn' },
    })
  }
  // How it was closed says all about the probability of a closed one.
  if (
    probability !== undefined &&
    there.status === 'open' &&
    row.status !== 'won' &&
    row.status !== 'lost' &&
    probability !== there.probabilityByHand
  ) {
    steps.push({ wish: setOpportunityProbability({ opportunityId, probability }, at), from: dated })
  }
}

const lines = async ({ row, there, opportunityId, crm, at, dated, draft }: Changing): Promise<void> => {
  const { steps, faults, notices } = draft
  const unitPrice = moneyFrom('unitPrice', row.unitPrice, row.currency ?? there.revenue.value.currency, faults)
  const { quantity } = row
  for (const productId of new Set(row.product)) {
    const line = Object.values(there.lines).find(other => other.productId === productId)
    const from = { ...dated, productId: 'product', opportunityId: 'product' } as const
    if (!line) {
      const lineId = await crm.idFor('line', opportunityId, productId)
      steps.push({ wish: addOpportunityLine({ opportunityId, lineId, productId, quantity, unitPrice }, at), from })
      if (Object.keys(there.lines).length > 0)
        notices.push({
          field: 'product',
          code: 'LINE_ADDED',
          message: 'added to the lines that were there, which stay',
        })
    } else if (
      (quantity !== undefined && quantity !== line.quantity) ||
      (unitPrice && !sameMoney(unitPrice, line.unitPrice))
    ) {
      const wish = changeOpportunityLine({ opportunityId, lineId: line.lineId, quantity, unitPrice }, at)
      steps.push({ wish, from: { ...from, opportunityId: quantity === undefined ? 'unitPrice' : 'quantity' } })
    }
  }
}

const close = (
  { row, there, opportunityId, draft: { steps, faults } }: Changing,
  status: 'open' | 'won' | 'lost',
  reasonId: string | undefined,
): void => {
  const from = { at: 'closedOn', opportunityId: 'status', revenue: 'amount', reasonId: 'lostReason' } as const
  if (status === 'won') {
    const revenue = moneyFrom('amount', row.amount, row.currency ?? there.revenue.value.currency, faults)
    steps.push({ wish: markWon({ opportunityId, revenue }, row.closedOn), from })
  } else if (status === 'lost') {
    steps.push({ wish: markLost({ opportunityId, reasonId, note: row.note }, row.closedOn), from })
  }
}

/** It is closed as the row says; what the row says of the closing must be so, but for the final amount, which can be corrected. */
const sameClosing = (
  { row, there, opportunityId, at, dated, draft: { steps, faults } }: Changing,
  reasonId: string | undefined,
): void => {
  if (there.status === 'open') return
  const on = there.days['status']
  if (row.closedOn !== undefined && row.closedOn !== on) {
    faults.push({
      field: 'closedOn',
      code: 'CLOSING_STAYS',
      message: `it was ${there.status} on ${String(on)}, which stays: put that day, or reopen it first`,
    })
  }
  if (there.status === 'lost') {
    const { lost } = there
    if (reasonId !== undefined && reasonId !== lost?.reasonId) {
      faults.push({
        field: 'lostReason',
        code: 'CLOSING_STAYS',
        message: 'it was lost for another reason, which stays: put that one, or reopen it first',
      })
    }
    if (row.note !== undefined && row.note !== lost?.note) {
      faults.push({
        field: 'note',
        code: 'CLOSING_STAYS',
        message: 'something else was said when it was lost, which stays: leave the cell empty, or reopen it first',
      })
    }
    return
  }
  const revenue = moneyFrom('amount', row.amount, row.currency ?? there.revenue.value.currency, faults)
  if (revenue && !sameMoney(revenue, there.revenue.value)) {
    steps.push({ wish: setOpportunityRevenue({ opportunityId, revenue }, at), from: { ...dated, revenue: 'amount' } })
  }
}
