// Stages and lost reasons are written as they were on every day, since opportunities take from a stage what it says on the day they enter it.
import type { Day } from '@eventcrm/crm'
import { changedCells, daysOf } from '../by-day.ts'
import { dayCell, listCell, ofLists, yesOrNo } from '../cells.ts'
import { named, none, type ExportSource, type Row, type Table } from '../table.ts'

type Pipeline = Awaited<ReturnType<typeof pipelineOf>>
const pipelineOf = (crm: ExportSource, id: string, asOf: Day) => crm.state('pipelines', id, { asOf })

/** A stage or lost reason: its key, and what the file says of it. */
interface Part {
  readonly key: string
  readonly cells: Row
}

const stagesOf = ({ stages }: Pipeline): readonly Part[] =>
  [...stages.values()]
    .filter(({ stageId }) => !stages.beginsLater(stageId))
    .sort((a, b) => a.order - b.order || (a.stageId < b.stageId ? -1 : 1))
    .map(({ stageId, name: stage, order, probability, isWon, folded, rottingDays, requirements, retired }) => ({
      key: stageId,
      cells: {
        ...{ stage, order, probability, won: yesOrNo(isWon), folded: yesOrNo(folded) },
        ...{ rottingDays: rottingDays ?? 0, requirements: listCell(requirements), retired: yesOrNo(retired) },
      },
    }))

const lostReasonsOf = ({ lostReasons }: Pipeline): readonly Part[] =>
  [...lostReasons.values()]
    .filter(({ reasonId }) => !lostReasons.beginsLater(reasonId))
    .sort((a, b) => (a.reasonId < b.reasonId ? -1 : 1))
    .map(({ reasonId, name, retired }) => ({
      key: reasonId,
      cells: { lostReason: name, retired: yesOrNo(retired) },
    }))

const rows = async (crm: ExportSource, key: string): Promise<readonly Row[]> => {
  const rows: Row[] = []
  const before = new Map<string, Row>()
  let known: string | undefined
  const days = await daysOf(crm, 'pipelines', key)
  for (const day of days) {
    const pipeline = await pipelineOf(crm, key, day)
    const dated = { key, createdOn: day === days[0] ? dayCell(day) : null, changedOn: dayCell(day) }
    if (pipeline.name !== known) rows.push({ ...dated, name: pipeline.name })
    known = pipeline.name
    const changed = (column: 'stageKey' | 'lostReasonKey', part: Part) => {
      const changedOnce = before.has(part.key)
      const cells = changedCells(part.cells, before.get(part.key))
      before.set(part.key, part.cells)
      if (Object.keys(cells).length === 0) return
      // an empty cell would say nothing
      const emptied: Row = changedOnce && cells['requirements'] === '' ? { requirements: none } : {}
      rows.push({ ...dated, [column]: part.key, ...cells, ...emptied })
    }
    for (const part of stagesOf(pipeline)) changed('stageKey', part)
    for (const part of lostReasonsOf(pipeline)) changed('lostReasonKey', part)
  }
  return rows
}

export const pipelines: Table = {
  becomes: 'pipeline',
  columns: [
    ...['name', 'stageKey', 'stage', 'order', 'probability', 'won', 'folded', 'rottingDays', 'requirements'],
    ...['lostReasonKey', 'lostReason', 'retired', 'createdOn', 'changedOn'],
  ],
  settings: { requirements: ofLists, probability: { unit: 'percent' } },
  rounds: [{ ids: named('pipeline'), rows }],
}
