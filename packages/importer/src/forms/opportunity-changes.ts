import { labelKey, opportunity, sameMoney, showDay, showMoney } from '@eventcrm/crm'
import type { PlanBuilder } from '../plan-builder.ts'
import { hasOwnValue } from '../own-value.ts'
import { Timeline } from '../timeline.ts'
import { externalIdsFrom } from './external-id.ts'
import { currencyOf, given, moneyFrom } from './money.ts'
import { aboutClosing, aboutLines, amountsOf, named, spelledTags } from './opportunity-checks.ts'
import { close, sameClosing, turnOf } from './opportunity-closing.ts'
import {
  beforeOpening,
  differs,
  isSetBy,
  later,
  momentsOf,
  outOfOrder,
  type Comparing,
  type Opportunity,
  type Says,
} from './opportunity-days.ts'
import type { Name, OpportunityValues, Row } from './opportunity-fields.ts'

export interface Changing extends Comparing {
  readonly row: OpportunityValues
  readonly opportunityId: string
  readonly crm: Row['crm']
  /** How the row says that it stands; undefined where it does not. */
  readonly claimed: 'open' | 'won' | 'lost' | undefined
  /** When what changes changed, and the field that says so. */
  readonly at: string | undefined
  readonly dated: { readonly at: Name }
  /** The same of what only an open one can be given, which a closing on an earlier day ends. */
  readonly whileOpen: { readonly at: string | undefined; readonly dated: { readonly at: Name } }
  /** Of the row's amounts. */
  readonly currency: string
}

/** A row about an opportunity that is there: what it says otherwise than what held on its day is changed, if that can be done. */
export const change = async (
  { id: opportunityId, crm, names, custom, whenThere: row, isHistory, before }: Row,
  there: Opportunity,
  plan: PlanBuilder<Name>,
): Promise<void> => {
  if (there.status === 'void') {
    plan.fault(row.status === undefined ? 'title' : 'status', 'OPPORTUNITY_VOID', {
      en: 'it was entered by mistake and is void: take the row out, or give it another key',
      vi: 'cơ hội này đã bị hủy vì nhập nhầm: hãy bỏ dòng này, hoặc ghi khóa khác',
    })
    return
  }
  const { pipelineId } = there.stage
  const stage = await named('stage', row.stage, name => names.stage(pipelineId, name), plan)
  const lostReason = await named('lostReason', row.lostReason, name => names.lostReason(pipelineId, name), plan)
  const { changedOn, openedOn, closedOn } = row
  stays(row, there, plan)
  const reasons = plan.faults.length
  if (changedOn !== undefined && there.openedOn !== null && changedOn < there.openedOn)
    plan.fault('changedOn', 'DATED_TOO_EARLY', beforeOpening(there.openedOn))
  else if (changedOn !== undefined && before !== null && changedOn < before.day)
    plan.fault('changedOn', 'OUT_OF_ORDER', outOfOrder(before.day))
  if (plan.faults.length > reasons) return

  const claimed = row.status ?? (stage?.isWon ? 'won' : undefined)
  const closing = claimed === 'won' || claimed === 'lost' ? closedOn : undefined
  const days = {
    on: changedOn,
    among: [closing, openedOn].filter(day => day !== undefined),
    last: isHistory ? (changedOn ?? closing ?? openedOn) : undefined,
  }
  const timeline = new Timeline(there, () => momentsOf(crm, opportunityId), days, before)
  const currency = currencyOf(row.currency, amountsOf(row), there.revenue.value.currency, plan)
  const comparing = { there, timeline, plan, row, opportunityId, crm, claimed, currency }
  const turn = await turnOf(comparing)
  const closes = turn === 'closes'
  const at = changedOn ?? (closes ? closedOn : undefined)
  const dated = { at: changedOn === undefined && closes ? 'closedOn' : 'changedOn' } as const
  const endsEarlier = closes && closedOn !== undefined && changedOn !== undefined && closedOn < changedOn
  const whileOpen = endsEarlier ? { at: closedOn, dated: { at: 'closedOn' } as const } : { at, dated }
  const changing: Changing = { ...comparing, at, dated, whileOpen }

  const stands = claimed ?? (await timeline.onItsDay(there.days['status'])).status
  aboutLines(row, plan)
  if (stands !== 'unknown' && stands !== 'void') aboutClosing(row, stands, plan)
  if (turn === 'reopens') plan.step(opportunity.reopen({ opportunityId }, at), { ...dated, opportunityId: 'status' })
  await details(changing)
  await ownFields(changing, custom.whenThere)
  if (stage?.isWon && row.status === 'open') {
    plan.fault('stage', 'STAGE_IS_WON', {
      en: 'one that is open cannot be in a stage that is won: put an open stage, or the status won',
      vi: 'cơ hội đang mở không thể ở giai đoạn thắng: hãy ghi một giai đoạn mở, hoặc tình trạng won',
    })
  }
  if (stage && !stage.isWon) await inStage(changing, stage.stageId)
  await whatIsExpected(changing, turn === 'reopens')
  await lines(changing)
  if (closes) close(changing, lostReason?.reasonId, stage?.isWon ? stage.stageId : undefined)
  else if (turn === 'stays') await sameClosing(changing, stands, lostReason?.reasonId)
  plan.place = timeline.place
}

/** What is decided once, when it is opened. */
const stays = (row: OpportunityValues, there: Opportunity, plan: PlanBuilder<Name>): void => {
  if (row.openedOn !== undefined && row.openedOn !== there.openedOn) {
    plan.fault('openedOn', 'OPENING_STAYS', {
      en: `it was opened on ${String(there.openedOn)}, which stays: leave the cell empty, or put that day`,
      vi: `cơ hội mở ngày ${showDay(String(there.openedOn), 'vi')} và giữ nguyên: hãy để trống ô này, hoặc ghi đúng ngày đó`,
    })
  }
  if (row.pipeline !== undefined && row.pipeline !== there.stage.pipelineId) {
    plan.fault('pipeline', 'PIPELINE_STAYS', {
      en: 'it is in another sales pipeline, which stays: leave the cell empty, or put that pipeline',
      vi: 'cơ hội thuộc quy trình bán hàng khác và giữ nguyên: hãy để trống ô này, hoặc ghi quy trình đó',
    })
  }
}

/** The line of a product: that of the row's key, or the first one that there is. */
const lineOf = async ({ row: { lineKey: key }, there, opportunityId, crm }: Changing, productId: string) => {
  const isThere = key !== undefined && there.lines.had(key.toLowerCase())
  const lineId = isThere ? key.toLowerCase() : await crm.idFor('line', opportunityId, key ?? productId)
  const lineIn = ({ lines }: Opportunity) =>
    key === undefined ? [...lines.values()].find(line => line.productId === productId) : lines.get(lineId)
  return { lineId, lineIn }
}

/** What can change of an open and of a closed one. */
const details = async (changing: Changing): Promise<void> => {
  const { row, there, opportunityId, at, dated, plan } = changing
  const { title, owner, team, customer, priority } = row
  const isNew = (field: Name, says: Says, lastSet = there.days[field]) => differs(changing, field, lastSet, says)
  if (title !== undefined && (await isNew('title', s => s.title === title)))
    plan.step(opportunity.retitle({ opportunityId, title }, at), dated)
  const assigned: Says = ({ assignment: { ownerId, teamId } }) =>
    (owner === undefined || owner === ownerId) && (team === undefined || team === teamId)
  if (!(owner === undefined && team === undefined)) {
    if (await isNew(owner === undefined ? 'team' : 'owner', assigned, there.days['assignment'])) {
      const ownerId = owner === undefined ? there.assignment.ownerId : owner
      const command = opportunity.reassign({ opportunityId, ownerId, teamId: team }, at)
      plan.step(command, { ...dated, ownerId: 'owner', teamId: 'team' })
    }
  }
  if (customer !== undefined && (await isNew('customer', s => s.customerId === customer, there.days['customerId']))) {
    const command = opportunity.linkCustomer({ opportunityId, customerId: customer }, at)
    plan.step(command, { ...dated, customerId: 'customer' })
  }
  if (priority !== undefined && (await isNew('priority', s => s.priority === priority)))
    plan.step(opportunity.setPriority({ opportunityId, priority }, at), dated)
  const called = (s: typeof there, label: string) =>
    [...s.tags].find(([, tag]) => labelKey(tag.label) === labelKey(label))?.[0]
  const setOn = (label: string) => there.tags.lastSetOn(called(there, label) ?? labelKey(label))
  for (const tag of spelledTags(
    row.tags ?? [],
    Array.from(there.tags.values(), ({ label }) => label),
  ))
    if (await isNew('tags', s => called(s, tag) !== undefined, setOn(tag)))
      plan.step(opportunity.tag({ opportunityId, tag }, at), { ...dated, tag: 'tags' })
  for (const tag of row.untagged ?? [])
    if (await isNew('untagged', s => called(s, tag) === undefined, setOn(tag)))
      plan.step(opportunity.untag({ opportunityId, tag }, at), { ...dated, tag: 'untagged' })
  for (const given of externalIdsFrom(row, plan)) {
    const { system, id } = given
    if (
      !(await isNew(
        'externalId',
        s => (s.externalIds.get(system)?.id ?? null) === id,
        there.externalIds.lastSetOn(system),
      ))
    )
      continue
    const command = opportunity.setExternalId({ opportunityId, ...given }, at)
    plan.step(command, { ...dated, system: 'externalSystem', id: 'externalId' })
  }
}

const ownFields = async (changing: Changing, given: Row['custom']['whenThere']): Promise<void> => {
  const { there, opportunityId, at, dated, plan } = changing
  const custom: Record<string, (typeof given)[string]> = {}
  for (const [name, value] of Object.entries(given)) {
    const has: Says = s => hasOwnValue(s.custom.get(name)?.value, value)
    if (await differs(changing, `custom.${name}`, there.custom.lastSetOn(name), has)) custom[name] = value
  }
  if (Object.keys(custom).length > 0) plan.step(opportunity.setCustomFields({ opportunityId, custom }, at), dated)
}

const inStage = async (changing: Changing, stageId: string): Promise<void> => {
  const { there, opportunityId, plan } = changing
  const { at, dated } = changing.whileOpen
  if (!(await isNewWhileOpen(changing, 'stage', there.days['stage'], s => s.stage.stageId === stageId))) return
  const from = { ...dated, stageId: 'stage', opportunityId: 'stage' } as const
  plan.step(opportunity.changeStage({ opportunityId, stageId }, at), from)
}

/** Whether a row says something new of what only an open one can be given, which rests on its being open on that day. */
const isNewWhileOpen = (changing: Changing, field: Name, lastSet: string | undefined, says: Says): Promise<boolean> =>
  differs(changing, field, later(lastSet, changing.there.days['status']), says)

/** What only an open one can be given: asked for only where it differs, so that a closed one that agrees is left in peace. */
const whatIsExpected = async (changing: Changing, reopens: boolean): Promise<void> => {
  const { row, there, timeline, opportunityId, currency, claimed, plan } = changing
  const { at, dated } = changing.whileOpen
  const { expectedCloseOn, probability } = row
  const revenue = moneyFrom('expectedRevenue', row.expectedRevenue ?? undefined, currency, plan)
  const { status } = await timeline.onItsDay(there.days['status'])
  // Of a won one the final amount has taken its place.
  const expects: Says = s =>
    s.status !== 'won' && revenue !== undefined && sameMoney(revenue, s.revenue.value) && isSetBy(row, s)
  if (
    revenue &&
    (status !== 'won' || reopens) &&
    (await isNewWhileOpen(changing, 'expectedRevenue', there.days['revenue'], expects))
  ) {
    const from = { ...dated, revenue: 'expectedRevenue', opportunityId: 'expectedRevenue' } as const
    plan.step(opportunity.setRevenue({ opportunityId, revenue: showMoney(revenue) }, at), from)
  }
  if (
    row.expectedRevenue === null &&
    (await differs(changing, 'expectedRevenue', there.days['revenue'], s => !s.revenue.byHand))
  ) {
    const from = { ...dated, opportunityId: 'expectedRevenue' } as const
    plan.step(opportunity.setRevenue({ opportunityId, revenue: null }, at), from)
  }
  const closeOn: Says = s => s.expectedCloseOn === expectedCloseOn
  if (
    expectedCloseOn !== undefined &&
    (await isNewWhileOpen(changing, 'expectedCloseOn', there.days['expectedCloseOn'], closeOn))
  ) {
    const from = { ...dated, opportunityId: 'expectedCloseOn' } as const
    plan.step(opportunity.setExpectedClose({ opportunityId, expectedCloseOn }, at), from)
  }
  // How it was closed says all about the probability of a closed one.
  const isOpen = (claimed ?? 'open') === 'open' && (status === 'open' || reopens)
  const asProbable: Says = s => s.status === 'open' && s.probabilityByHand === probability
  if (
    probability !== undefined &&
    isOpen &&
    (await isNewWhileOpen(changing, 'probability', there.days['probabilityByHand'], asProbable))
  ) {
    plan.step(opportunity.setProbability({ opportunityId, probability }, at), {
      ...dated,
      opportunityId: 'probability',
    })
  }
}

const lines = async (changing: Changing): Promise<void> => {
  const { row, there, opportunityId, currency, plan } = changing
  const { at, dated } = changing.whileOpen
  const { quantity } = row
  const unitPrice = moneyFrom('unitPrice', row.unitPrice, currency, plan)
  for (const productId of new Set(row.product)) {
    const { lineId, lineIn } = await lineOf(changing, productId)
    const has: Says = s => {
      const line = lineIn(s)
      if (!line) return false
      return (quantity ?? line.quantity) === line.quantity && (!unitPrice || sameMoney(unitPrice, line.unitPrice))
    }
    const line = lineIn(there)
    const lastSet = there.lines.lastSetOn(line?.lineId ?? lineId)
    if (row.lineRemoved === 'yes') {
      if (await isNewWhileOpen(changing, 'lineRemoved', lastSet, s => !lineIn(s)))
        plan.step(opportunity.removeLine({ opportunityId, lineId: line?.lineId ?? lineId }, at), {
          ...dated,
          opportunityId: 'lineRemoved',
        })
      continue
    }
    const otherQuantity = line && quantity !== undefined && quantity !== line.quantity
    const field = !line ? 'product' : otherQuantity ? 'quantity' : unitPrice ? 'unitPrice' : 'product'
    if (!(await isNewWhileOpen(changing, field, lastSet, has))) continue
    if (line) {
      const command = opportunity.changeLine(
        { opportunityId, lineId: line.lineId, quantity, unitPrice: given(unitPrice) },
        at,
      )
      plan.step(command, { ...dated, opportunityId: field })
      continue
    }
    const command = opportunity.addLine({ opportunityId, lineId, productId, quantity, unitPrice: given(unitPrice) }, at)
    plan.step(command, { ...dated, productId: 'product', opportunityId: 'product' })
    if (there.lines.size > 0 && row.lineKey === undefined)
      plan.notice('product', 'LINE_ADDED', {
        en: 'added to the lines that were there, which stay',
        vi: 'đã thêm vào các dòng có sẵn, các dòng đó giữ nguyên',
      })
  }
}
