import { showMoney, type ShownMoney } from '@eventcrm/domain'
import type { OpportunityDocument } from '@eventcrm/read-model-pipeline'

/** An opportunity as it is listed: with names beside ids. */
export interface ListedOpportunity extends Pick<
  OpportunityDocument,
  | 'opportunityId'
  | 'title'
  | 'status'
  | 'openedOn'
  | 'expectedCloseOn'
  | 'closedOn'
  | 'probability'
  | 'priority'
  | 'ownerId'
  | 'teamId'
  | 'customerId'
  | 'tags'
> {
  readonly pipelineId: string
  readonly pipeline: string | null
  readonly stageId: string
  /** What it was called when the opportunity entered it. */
  readonly stage: string
  readonly owner: string | null
  readonly team: string | null
  readonly customer: string | null
  /** Expected revenue; the final amount once won. */
  readonly amount: ShownMoney
  readonly lostReason: string | null
}

export const listed = (
  documents: readonly OpportunityDocument[],
  names: ReadonlyMap<string, string | null>,
): readonly ListedOpportunity[] => {
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null))
  return documents.map(({ stage: { pipelineId, stageId, name }, lostReason, ...document }) => ({
    opportunityId: document.opportunityId,
    title: document.title,
    status: document.status,
    pipelineId,
    pipeline: nameOf(pipelineId),
    stageId,
    stage: name,
    amount: showMoney(document),
    probability: document.probability,
    ownerId: document.ownerId,
    owner: nameOf(document.ownerId),
    teamId: document.teamId,
    team: nameOf(document.teamId),
    customerId: document.customerId,
    customer: nameOf(document.customerId),
    openedOn: document.openedOn,
    expectedCloseOn: document.expectedCloseOn,
    closedOn: document.closedOn,
    lostReason: lostReason?.name ?? null,
    priority: document.priority,
    tags: document.tags,
  }))
}
