import { opportunity, sameMoney, showMoney, type Crm } from '@eventcrm/crm'
import type { PlanBuilder } from '../plan-builder.ts'
import { externalIdsFrom } from './external-id.ts'
import { currencyOf, given, moneyFrom } from './money.ts'
import { aboutClosing, aboutLines, amountsOf, named, spelledTags } from './opportunity-checks.ts'
import type { Name, OpportunityValues, Row } from './opportunity-fields.ts'

export const opportunityOf = (crm: Pick<Crm, 'state'>, id: string) => crm.state('opportunities', id)
type Opportunity = Awaited<ReturnType<typeof opportunityOf>>

const statusWords = { open: 'mở', won: 'thắng', lost: 'thất bại', unknown: '' } as const

interface Changing {
  readonly row: OpportunityValues
  readonly there: Opportunity
  readonly opportunityId: string
  readonly crm: Row['crm']
  /** When what changes changed, and the field that says so. */
  readonly at: string | undefined
  readonly dated: { readonly at: Name }
  /** Of the row's amounts. */
  readonly currency: string
  readonly plan: PlanBuilder<Name>
}

/** A row about an opportunity that is there: what it says otherwise is changed, if that can be done. */
export const change = async (
  { id: opportunityId, crm, names, custom, whenThere: row }: Row,
  there: Opportunity,
  plan: PlanBuilder<Name>,
): Promise<void> => {
  const { pipelineId } = there.stage
  const stage = await named('stage', row.stage, name => names.stage(pipelineId, name), plan)
  const lostReason = await named('lostReason', row.lostReason, name => names.lostReason(pipelineId, name), plan)
  const status = row.status ?? (stage?.isWon ? 'won' : there.status)
  if (status === 'unknown') return
  const closes = there.status === 'open' && status !== 'open'
  const at = row.changedOn ?? (closes ? row.closedOn : undefined)
  const dated = { at: row.changedOn === undefined && closes ? 'closedOn' : 'changedOn' } as const
  const currency = currencyOf(row.currency, amountsOf(row), there.revenue.value.currency, plan)
  const changing: Changing = { row, there, opportunityId, crm, at, dated, currency, plan }

  stays(changing)
  aboutLines(row, plan)
  aboutClosing(row, status, closes, plan)
  details(changing)
  const own = custom.whenThere
  if (Object.keys(own).length > 0) plan.step(opportunity.setCustomFields({ opportunityId, custom: own }, at), dated)
  if (stage?.isWon && row.status === 'open') {
    plan.fault('stage', 'STAGE_IS_WON', {
      en: 'one that is open cannot be in a stage that is won: put an open stage, or the status won',
      vi: 'cơ hội đang mở không thể ở giai đoạn thắng: hãy ghi một giai đoạn mở, hoặc tình trạng won',
    })
  }
  if (stage && !stage.isWon && there.status === 'open' && stage.stageId !== there.stage.stageId) {
    plan.step(opportunity.changeStage({ opportunityId, stageId: stage.stageId }, at), { ...dated, stageId: 'stage' })
  }
  whatIsExpected(changing)
  await lines(changing)
  if (there.status === status) sameClosing(changing, lostReason?.reasonId)
  else if (there.status === 'open') close(changing, status, lostReason?.reasonId)
  else {
    const on = String(there.days['status'])
    plan.fault(row.status === undefined ? 'stage' : 'status', 'ALREADY_CLOSED', {
      en: `it was ${there.status} on ${on} and cannot become ${status} by an import: reopen it first`,
      vi: `cơ hội đã ${statusWords[there.status]} ngày ${on} và không thể thành ${status} khi nhập: hãy mở lại trước`,
    })
  }
}

/** What is decided once, when it is opened. */
const stays = ({ row, there, plan }: Changing): void => {
  if (row.openedOn !== undefined && row.openedOn !== there.openedOn) {
    plan.fault('openedOn', 'OPENING_STAYS', {
      en: `it was opened on ${String(there.openedOn)}, which stays: leave the cell empty, or put that day`,
      vi: `cơ hội mở ngày ${String(there.openedOn)} và giữ nguyên: hãy để trống ô này, hoặc ghi đúng ngày đó`,
    })
  }
  if (row.pipeline !== undefined && row.pipeline !== there.stage.pipelineId) {
    plan.fault('pipeline', 'PIPELINE_STAYS', {
      en: 'it is in another sales pipeline, which stays: leave the cell empty, or put that pipeline',
      vi: 'cơ hội thuộc quy trình bán hàng khác và giữ nguyên: hãy để trống ô này, hoặc ghi quy trình đó',
    })
  }
}

/** What can change of an open and of a closed one. */
const details = ({ row, there, opportunityId, at, dated, plan }: Changing): void => {
  const { title, owner, team, customer, priority } = row
  if (title !== undefined) plan.step(opportunity.retitle({ opportunityId, title }, at), dated)
  if (owner !== undefined || team !== undefined) {
    const ownerId = owner ?? there.assignment.ownerId
    const command = opportunity.reassign({ opportunityId, ownerId, teamId: team }, at)
    plan.step(command, { ...dated, ownerId: 'owner', teamId: 'team' })
  }
  if (customer !== undefined) {
    plan.step(opportunity.linkCustomer({ opportunityId, customerId: customer }, at), {
      ...dated,
      customerId: 'customer',
    })
  }
  if (priority !== undefined) plan.step(opportunity.setPriority({ opportunityId, priority }, at), dated)
  for (const tag of spelledTags(row.tags ?? [], there.tags.keys()))
    plan.step(opportunity.tag({ opportunityId, tag }, at), { ...dated, tag: 'tags' })
  for (const given of externalIdsFrom(row, plan)) {
    const command = opportunity.setExternalId({ opportunityId, ...given }, at)
    plan.step(command, { ...dated, system: 'externalSystem', id: 'externalId' })
  }
}

/** What only an open one can be given: asked for only where it differs, so that a closed one that agrees is left in peace. */
const whatIsExpected = ({ row, there, opportunityId, at, dated, currency, plan }: Changing): void => {
  const { expectedCloseOn, probability } = row
  const revenue = moneyFrom('expectedRevenue', row.expectedRevenue, currency, plan)
  // Of a won one the final amount has taken its place.
  if (revenue && there.status !== 'won' && !sameMoney(revenue, there.revenue.value)) {
    const from = { ...dated, revenue: 'expectedRevenue', opportunityId: 'expectedRevenue' } as const
    plan.step(opportunity.setRevenue({ opportunityId, revenue: showMoney(revenue) }, at), from)
  }
  if (expectedCloseOn !== undefined && expectedCloseOn !== there.expectedCloseOn) {
    const from = { ...dated, opportunityId: 'expectedCloseOn' } as const
    plan.step(opportunity.setExpectedClose({ opportunityId, expectedCloseOn }, at), from)
  }
  // How it was closed says all about the probability of a closed one.
  const staysOpen = there.status === 'open' && (row.status ?? 'open') === 'open'
  if (probability !== undefined && staysOpen && probability !== there.probabilityByHand) {
    plan.step(opportunity.setProbability({ opportunityId, probability }, at), dated)
  }
}

const lines = async ({ row, there, opportunityId, crm, at, dated, currency, plan }: Changing): Promise<void> => {
  const { quantity } = row
  const unitPrice = moneyFrom('unitPrice', row.unitPrice, currency, plan)
  for (const productId of new Set(row.product)) {
    const line = [...there.lines.values()].find(other => other.productId === productId)
    if (!line) {
      const lineId = await crm.idFor('line', opportunityId, productId)
      const command = opportunity.addLine(
        { opportunityId, lineId, productId, quantity, unitPrice: given(unitPrice) },
        at,
      )
      plan.step(command, { ...dated, productId: 'product', opportunityId: 'product' })
      if (there.lines.size > 0)
        plan.notice('product', 'LINE_ADDED', {
          en: 'added to the lines that were there, which stay',
          vi: 'đã thêm vào các dòng có sẵn, các dòng đó giữ nguyên',
        })
      continue
    }
    const otherQuantity = quantity !== undefined && quantity !== line.quantity
    if (otherQuantity || (unitPrice && !sameMoney(unitPrice, line.unitPrice))) {
      const command = opportunity.changeLine(
        { opportunityId, lineId: line.lineId, quantity, unitPrice: given(unitPrice) },
        at,
      )
      plan.step(command, { ...dated, opportunityId: otherQuantity ? 'quantity' : 'unitPrice' })
    }
  }
}

const close = (
  { row, opportunityId, currency, plan }: Changing,
  status: 'open' | 'won' | 'lost',
  reasonId: string | undefined,
): void => {
  const from = { at: 'closedOn', opportunityId: 'status', revenue: 'amount', reasonId: 'lostReason' } as const
  if (status === 'won') {
    const revenue = moneyFrom('amount', row.amount, currency, plan)
    plan.step(opportunity.markWon({ opportunityId, revenue: given(revenue) }, row.closedOn), from)
  } else if (status === 'lost') {
    plan.step(opportunity.markLost({ opportunityId, reasonId, note: row.note }, row.closedOn), from)
  }
}

/** It is closed as the row says; what the row says of the closing must be so, but for the final amount, which can be corrected. */
const sameClosing = (
  { row, there, opportunityId, at, dated, currency, plan }: Changing,
  reasonId: string | undefined,
): void => {
  if (there.status === 'open') return
  const on = there.days['status']
  if (row.closedOn !== undefined && row.closedOn !== on) {
    plan.fault('closedOn', 'CLOSING_STAYS', {
      en: `it was ${there.status} on ${String(on)}, which stays: put that day, or reopen it first`,
      vi: `cơ hội đã ${statusWords[there.status]} ngày ${String(on)} và giữ nguyên: hãy ghi ngày đó, hoặc mở lại trước`,
    })
  }
  if (there.status === 'won') {
    const revenue = moneyFrom('amount', row.amount, currency, plan)
    if (revenue && !sameMoney(revenue, there.revenue.value)) {
      plan.step(opportunity.setRevenue({ opportunityId, revenue: showMoney(revenue) }, at), {
        ...dated,
        revenue: 'amount',
      })
    }
    return
  }
  if (reasonId !== undefined && reasonId !== there.lost?.reasonId) {
    plan.fault('lostReason', 'CLOSING_STAYS', {
      en: 'it was lost for another reason, which stays: put that one, or reopen it first',
      vi: 'cơ hội thất bại vì lý do khác và giữ nguyên: hãy ghi lý do đó, hoặc mở lại trước',
    })
  }
  if (row.note !== undefined && row.note !== there.lost?.note) {
    plan.fault('note', 'CLOSING_STAYS', {
      en: 'something else was said when it was lost, which stays: leave the cell empty, or reopen it first',
      vi: 'khi thất bại đã ghi lời khác và giữ nguyên: hãy để trống ô này, hoặc mở lại trước',
    })
  }
}
