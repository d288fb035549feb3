import type { Day } from '@eventcrm/crm'
import { amountCell, customCells, customIn, dayCell, externalIdRows, listCell, shown, sideBySide } from '../cells.ts'
import { opportunityIds, type ExportSource, type Row, type Table } from '../table.ts'
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
    tags: listCell([...there.tags.keys()].sort()),
    ...customCells(ownFields(there)),
    ...(assignedOn === openedOn ? assigned : {}),
  }
  const lines = (await linesOf(crm, there)).map(lineCells)
  const further = { key, changedOn: dayCell(openedOn) }
  const [first, ...more] = sideBySide(opening, further, lines, externalIdRows(there.externalIds))
  // in the order of their days, so that what only an open one takes is in before it is closed
  const later: (readonly [day: Day, row: Row])[] = []
  if (assignedOn !== openedOn) later.push([assignedOn, assigned])
  if (status !== 'open') later.push([days['status'] ?? openedOn, closing])
  later.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  if (status === 'open') return [{ ...first, status }, ...more, ...datedRows(key, later)]
  return more.length + later.length === 1 && closing['stage'] === undefined
    ? [{ ...first, ...closing }]
    : [{ ...first }, ...more, ...datedRows(key, later)]
}

const datedRows = (key: string, rows: readonly (readonly [day: Day, row: Row])[]): readonly Row[] =>
  rows.map(([day, row]) => ({ key, changedOn: dayCell(day), ...row }))

/** Each as it is now, as if it had been so from its opening until its closing. */
export const opportunities: Table = {
  becomes: 'opportunity',
  columns,
  settings,
  customOf: async (crm, id) => customIn(ownFields(await opportunityOf(crm, id))),
  rounds: [{ ids: opportunityIds, rows }],
}
