// A row for each thing that happened to an opportunity, in the order of days, as the import takes it.
import { opportunity } from '@eventcrm/crm'
import { inOrderOfDays } from '../by-day.ts'
import { amountCell, customCells, customIn, dayCell, listCell, ofLists, shown, sideBySide } from '../cells.ts'
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

const eventsOf = async (crm: ExportSource, id: string) => {
  const events = []
  for await (const event of crm.history('opportunities', id)) events.push(event)
  return inOrderOfDays(events)
}
type OpportunityEvent = Awaited<ReturnType<typeof eventsOf>>[number]
type Revenue = Opportunity['revenue']

const amountOf = ({ value }: Revenue): Row => ({ amount: amountCell(value), currency: value.currency })
/** What is expected while it does not follow the lines. */
const expected = ({ value, byHand }: Revenue): Row =>
  byHand ? { expectedRevenue: amountCell(value), currency: value.currency } : { expectedRevenue: none }

const customOf = (custom: Readonly<Record<string, unknown>>): Row => ({
  ...Object.fromEntries(Object.keys(custom).map(name => [`custom.${name}`, none])),
  ...customCells(Object.entries(custom)),
})

const pipelineOf = (crm: ExportSource, { stage }: Opportunity) => crm.state('pipelines', stage.pipelineId)

type Pipeline = Awaited<ReturnType<typeof pipelineOf>>

/**
 * The cells that an event fills, the first row's first.
 * @param status how it stood before
 */
const cellsOf = async (
  crm: ExportSource,
  event: OpportunityEvent,
  pipeline: Pipeline,
  status: Opportunity['status'],
): Promise<readonly Row[]> => {
  const { type, data } = event
  const day = dayCell(event.occurredOn)
  switch (type) {
    case 'OpportunityOpened': {
      const { stage, assignment, revenue, priority, externalIds } = data
      const first: Row = {
        title: shown(data.title),
        ...(await assignmentCells(crm, assignment, event.occurredOn)),
        customer: data.customerId,
        pipeline: stage.pipelineId,
        stage: nameIn(pipeline.stages, stage.stageId),
        openedOn: day,
        currency: revenue.value.currency,
        ...(revenue.byHand ? expected(revenue) : {}),
        expectedCloseOn: dayCell(data.expectedCloseOn),
        priority,
        tags: listCell(data.tags.map(({ label }) => label)),
        ...customCells(Object.entries(data.custom)),
      }
      const ids = externalIds.map(({ system, id }): Row => ({ externalSystem: system, externalId: shown(id) }))
      return sideBySide(first, { changedOn: day }, ids)
    }
    case 'OpportunityRetitled':
      return [{ title: shown(data.title) }]
    case 'OpportunityCustomFieldsSet':
      return [customOf(data.custom)]
    case 'OpportunityExternalIdSet':
      return [{ externalSystem: data.system, externalId: data.id === null ? none : shown(data.id) }]
    case 'StageChanged':
      return [{ stage: nameIn(pipeline.stages, data.to.stageId) }]
    case 'OpportunityProbabilitySet':
      return [{ probability: data.to ?? none }]
    case 'OpportunityRevenueSet':
      return [status === 'won' && data.to.byHand ? amountOf(data.to) : expected(data.to)]
    case 'OpportunityExpectedCloseSet':
      return [{ expectedCloseOn: data.to === null ? none : dayCell(data.to) }]
    case 'OpportunityPrioritySet':
      return [{ priority: data.to }]
    case 'OpportunityTagged':
      return [{ tags: listCell([data.tag.label]) }]
    case 'OpportunityUntagged':
      return [{ untagged: listCell([data.tag.label]) }]
    case 'OpportunityReassigned':
      return [await assignmentCells(crm, data.to, event.occurredOn, data.from)]
    case 'OpportunityCustomerLinked':
      return [{ customer: data.to ?? none }]
    case 'OpportunityPersonAdded':
    case 'OpportunityPersonRoleSet':
    case 'OpportunityPersonRemoved':
    case 'OpportunityMainPersonSet':
      return [] // the import has no columns for persons
    case 'OpportunityLineAdded':
      return [lineCells(data.line)]
    case 'OpportunityLineChanged':
      return [lineCells(data.to)]
    case 'OpportunityLineRemoved':
      return [{ lineKey: data.line.lineId, product: data.line.productId, lineRemoved: 'yes' }]
    case 'MarkedWon':
      return [
        {
          ...wonStageCells(pipeline.stages, data.to.stageId),
          status: 'won',
          closedOn: day,
          ...amountOf(data.revenue),
        },
      ]
    case 'MarkedLost': {
      const lostReason = data.reason && nameIn(pipeline.lostReasons, data.reason.reasonId)
      return [{ status: 'lost', closedOn: day, lostReason, note: shown(data.note) }]
    }
    case 'OpportunityReopened':
      return [{ status: 'open' }]
    // an import has no leads to name, and what is void is not exported
    case 'OpportunityLeadTaken':
    case 'OpportunityLeadReleased':
    case 'OpportunityVoided':
      return []
  }
}

const rows = async (crm: ExportSource, key: string): Promise<readonly Row[]> => {
  const pipeline = await pipelineOf(crm, await opportunityOf(crm, key))
  const rows: Row[] = []
  let state = opportunity.state.initialState
  for (const event of await eventsOf(crm, key)) {
    const changedOn = event.type === 'OpportunityOpened' ? null : dayCell(event.occurredOn)
    for (const cells of await cellsOf(crm, event, pipeline, state.status)) rows.push({ key, changedOn, ...cells })
    state = opportunity.state.evolve(state, event)
  }
  return rows
}

/** Each as it was on every day. */
export const opportunityHistory: Table = {
  becomes: 'opportunity',
  columns: [...columns, 'untagged', 'lineRemoved'],
  settings: { ...settings, untagged: ofLists },
  customOf: async (crm, id) => {
    const said = []
    for await (const { type, data } of crm.history('opportunities', id))
      if (type === 'OpportunityOpened' || type === 'OpportunityCustomFieldsSet')
        said.push(...Object.entries(data.custom))
    return customIn(said)
  },
  rounds: [{ ids: opportunityIds, rows }],
}
