import type { Row } from '../table.ts'

/** Ids in other systems that a row has columns for, where all of them are said at once. */
export const idColumns = [
  ['externalSystem', 'externalId'],
  ['externalSystem2', 'externalId2'],
  ['externalSystem3', 'externalId3'],
] as const

/** The first three of them that were not erased. */
export const idCells = (ids: readonly { readonly system: string; readonly id: unknown }[]): Row => {
  const known = ids.flatMap(({ system, id }) => (typeof id === 'string' ? [{ system, id }] : []))
  return Object.fromEntries(
    idColumns.flatMap(([system, id], i) => {
      const one = known[i]
      return one ? [[system, one.system] as const, [id, one.id] as const] : []
    }),
  )
}
