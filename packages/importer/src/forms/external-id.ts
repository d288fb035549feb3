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
  if (id !== undefined) withoutSystem('externalSystem', plan)
  return []
}

/** What something new is called there. */
export const newExternalIds = (values: Values<typeof externalFields>, plan: PlanBuilder<string>) =>
  externalIdsFrom(values, plan).flatMap(({ system, id }) => (id === null ? [] : [{ system, id }]))

const withoutSystem = <Name extends string>(field: NoInfer<Name>, plan: PlanBuilder<Name>) => {
  plan.fault(field, 'INCOMPLETE', {
    en: 'an id goes with the system that gave it: name the system',
    vi: 'mã phải đi cùng hệ thống đã cấp: hãy ghi tên hệ thống',
  })
}

/** What several other systems call it, where all of that is said at once. */
export const threeExternalFields = {
  ...externalFields,
  externalSystem2: { ...externalFields.externalSystem, describe: 'A second system that knows it' },
  externalId2: externalFields.externalId,
  externalSystem3: { ...externalFields.externalSystem, describe: 'A third system that knows it' },
  externalId3: externalFields.externalId,
}
type ThreeNames = keyof typeof threeExternalFields

const pairs = [
  ['externalSystem', 'externalId'],
  ['externalSystem2', 'externalId2'],
  ['externalSystem3', 'externalId3'],
] as const

/** What other systems call it; null where one is said to have no id for it. */
export const threeExternalIdsFrom = <Name extends string>(
  values: Values<typeof threeExternalFields>,
  plan: PlanBuilder<Name | ThreeNames>,
) =>
  pairs.flatMap(([systemField, idField]) => {
    const [system, id] = [values[systemField], values[idField]]
    if (system !== undefined && id !== undefined) return [{ system, id, field: idField }]
    if (id !== undefined) withoutSystem<Name | ThreeNames>(systemField, plan)
    return []
  })

/** What other systems call something new. */
export const newThreeExternalIds = <Name extends string>(
  values: Values<typeof threeExternalFields>,
  plan: PlanBuilder<Name | ThreeNames>,
) => threeExternalIdsFrom(values, plan).flatMap(({ system, id }) => (id === null ? [] : [{ system, id }]))
