import { Draft } from '../draft.ts'
import { defineForm } from '../form.ts'
import { change, opportunityOf } from './opportunity-changes.ts'
import { fields, type Name } from './opportunity-fields.ts'
import { open } from './opportunity-opening.ts'

export const opportunityForm = defineForm({
  kind: 'opportunity',
  describe: 'an opportunity, open or closed',
  fields,
  custom: true,
  has: async (crm, id, field) => {
    const { assignment, customerId, stage, lines } = await opportunityOf(crm, id)
    const ids: Readonly<Record<string, readonly (string | null)[]>> = {
      owner: [assignment.ownerId],
      team: [assignment.teamId],
      customer: [customerId],
      pipeline: [stage.pipelineId],
      product: Object.values(lines).map(({ productId }) => productId),
    }
    return (ids[field] ?? []).filter(id => id !== null)
  },
  async plan(row) {
    const there = await opportunityOf(row.crm, row.id)
    const draft = new Draft<Name>(there.status === 'unknown')
    if (draft.creates) await open(row, draft)
    else await change(row, there, draft)
    return draft
  },
})
