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
  async plan(row) {
    const there = await opportunityOf(row.crm, row.id)
    const draft = new Draft<Name>(there.status === 'unknown')
    if (draft.creates) await open(row, draft)
    else await change(row, there, draft)
    return draft
  },
})
