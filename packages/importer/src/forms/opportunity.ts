import { PlanBuilder } from '../plan-builder.ts'
import { defineForm } from '../form.ts'
import { change } from './opportunity-changes.ts'
import { opportunityOf } from './opportunity-days.ts'
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
      product: [...lines.values()].map(({ productId }) => productId),
    }
    return (ids[field] ?? []).filter(id => id !== null)
  },
  async plan(row) {
    const there = await opportunityOf(row.crm, row.id)
    const plan = new PlanBuilder<Name>(there.status === 'unknown')
    if (plan.creates) await open(row, plan)
    else await change(row, there, plan)
    return plan
  },
})
