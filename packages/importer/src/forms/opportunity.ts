import { defineForm } from '../form.ts'
import { change, opportunityOf } from './opportunity-changes.ts'
import { Draft, fields } from './opportunity-fields.ts'
import { open } from './opportunity-opening.ts'

export const opportunityForm = defineForm({
  kind: 'opportunity',
  describe: 'an opportunity, open or closed',
  fields,
  custom: true,
  async plan(row) {
    const there = await opportunityOf(row.crm, row.id)
    const creates = there.status === 'unknown'
    const draft = new Draft()
    if (creates) await open(row, draft)
    else await change(row, there, draft)
    const { steps, faults, notices } = draft
    return { creates, steps, faults, notices }
  },
})
