import { code, line } from '@eventcrm/crm'
import type { PlanBuilder } from '../plan-builder.ts'
import { orNone, textField, type Values } from '../field.ts'

/** What another system calls it. */
export const externalFields = {
  externalSystem: textField('Another system that knows it', code),
  externalId: orNone(textField('Its id there', line(200))),
}

/** @returns the id there that the row says; null where it has none any more */
export const externalIdsFrom = (
  { externalSystem: system, externalId: id }: Values<typeof externalFields>,
  plan: PlanBuilder<string>,
): { system: string; id: string | null }[] => {
  if (system !== undefined && id !== undefined) return [{ system, id }]
  // A constant names the system of every row, also of those that it doesn't know.
  if (id !== undefined)
    plan.fault('externalSystem', 'INCOMPLETE', {
      en: 'an id goes with the system that gave it: name the system',
      vi: 'mã phải đi cùng hệ thống đã cấp: hãy ghi tên hệ thống',
    })
  return []
}

/** What something new is called there. */
export const newExternalIds = (values: Values<typeof externalFields>, plan: PlanBuilder<string>) =>
  externalIdsFrom(values, plan).flatMap(({ system, id }) => (id === null ? [] : [{ system, id }]))
