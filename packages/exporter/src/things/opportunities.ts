import { rowsByDay, type SaidSince } from '../by-day.ts'
import { amountCell, customCells, customIn, dayCell, externalIdCells, listCell, shown } from '../cells.ts'
import { none, opportunityIds, type ExportSource, type Row, type Table } from '../table.ts'
import {
  assignmentCells,
  columns,
  lineCells,
  nameIn,
  opportunityOf,
  settings,
  wonStageCells,
  type Opportunity,
} from './opportunity-cells.ts'

/** By the product's code, which is the same in every database. */
const linesOf = async (crm: ExportSource, { lines }: Opportunity) => {
  const coded = [...lines.values()].map(async line => ({
    line,
    by: [(await crm.state('products', line.productId)).code, line.quantity, line.unitPrice.minorUnits].join('\n'),
  }))
  return (await Promise.all(coded)).sort((a, b) => (a.by < b.by ? -1 : 1)).map(({ line }) => line)
}

const ownFields = ({ custom }: Opportunity) => [...custom].map(([name, { value }]) => [name, value] as const)

const closingCells = async (
  crm: ExportSource,
  { status, lost, stage, wonStage, revenue, days }: Opportunity,
): Promise<Row> => {
  const closedOn = dayCell(days['status'])
  const { stages, lostReasons } = await crm.state('pipelines', stage.pipelineId)
  if (status === 'won') {
    const entered = wonStage ? wonStageCells(stages, wonStage.stageId) : {}
    return { ...entered, status, closedOn, amount: amountCell(revenue.value), currency: revenue.value.currency }
  }
  if (status !== 'lost') return { status }
  const lostReason = lost?.reasonId ? nameIn(lostReasons, lost.reasonId) : null
  return { status, closedOn, lostReason, note: shown(lost?.note) }
}

const rows = async (crm: ExportSource, key: string): Promise<readonly Row[]> => {
  const there = await opportunityOf(crm, key)
  const { stage, status, revenue, assignment, openedOn, days } = there
  if (openedOn === null) return []
  const { stages } = await crm.state('pipelines', stage.pipelineId)
  const assignedOn = days['assignment'] ?? openedOn
  const assigned = await assignmentCells(crm, assignment, assignedOn)
  const closing = await closingCells(crm, there)
  const opening: Row = {
    key,
    title: shown(there.title),
    customer: there.customerId,
    pipeline: stage.pipelineId,
    stage: nameIn(stages, stage.stageId),
    openedOn: dayCell(openedOn),
    expectedRevenue: revenue.byHand && status !== 'won' ? amountCell(revenue.value) : null,
    currency: revenue.value.currency,
    probability: status === 'open' ? there.probabilityByHand : null,
    expectedCloseOn: dayCell(there.expectedCloseOn),
    priority: there.priority,
    tags: listCell([...new Set(Array.from(there.tags.values(), ({ label }) => label))].sort()),
    ...customCells(ownFields(there)),
    ...(assignedOn === openedOn ? assigned : {}),
  }
  const lines = (await linesOf(crm, there)).map((line): SaidSince => [
    there.lines.lastSetOn(line.lineId) ?? openedOn,
    lineCells(line),
  ])
  const [firstLine, ...furtherLines] = lines
  const [firstId, ...furtherIds] = externalIdCells(there.externalIds, openedOn)
  const first: Row = { ...opening, ...firstLine?.[1], ...firstId?.[1] }
  const further = [...furtherLines, ...furtherIds]
  if (assignedOn !== openedOn) further.push([assignedOn, assigned])
  if (status === 'open') return [{ ...first, status }, ...rowsByDay(key, further)]
  if (further.length === 0 && closing['stage'] === undefined) return [{ ...first, ...closing }]
  // what only an open one takes is in before it is closed
  const closedOn = days['status'] ?? openedOn
  const correctedOn = days['revenue'] ?? closedOn
  if (status !== 'won' || correctedOn <= closedOn) return [first, ...rowsByDay(key, [...further, [closedOn, closing]])]
  const { amount = null, ...won } = closing
  // since corrected it may be what the lines add up to again
  const corrected: Row = revenue.byHand ? { amount, currency: revenue.value.currency } : { expectedRevenue: none }
  return [first, ...rowsByDay(key, [...further, [closedOn, won], [correctedOn, corrected]])]
}

/** Each as it is now, as if it had been so from its opening until its closing; what further rows say, from the day on which it was said. */
export const opportunities: Table = {
  becomes: 'opportunity',
  columns,
  settings,
  customOf: async (crm, id) => customIn(ownFields(await opportunityOf(crm, id))),
  rounds: [{ ids: opportunityIds, rows }],
}
