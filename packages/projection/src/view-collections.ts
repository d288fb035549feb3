import { isColumn } from './collections.ts'
import type { Collection } from './document-store.ts'
import { rowSchemas, type AnyRollup } from './rollup.ts'
import type { AnyView } from './view.ts'

/**
 * The collections of views and rollups, with what analysts see of them.
 * @throws TypeError when two would be kept in one
 */
export const collectionsToMake = (views: readonly AnyView[], rollups: readonly AnyRollup[]): readonly Collection[] => {
  const rows = (name: string, version: number, of: 'total' | 'days') => ({
    publication: { name, version, fields: ['facet', 'series', 'month', of] },
  })
  const all = [
    ...views.map(({ name, version, collection, indexes, fields, document }) => ({
      ...{ name: collection, indexes, schema: document },
      publication: { name, version, fields: fields.filter(isColumn) },
    })),
    ...views.flatMap(({ fedBy }) =>
      fedBy ? [{ name: fedBy.source.collection, indexes: fedBy.source.indexes, schema: fedBy.source.document }] : [],
    ),
    ...rollups.flatMap(rollup => {
      const { name, version, collection, daysCollection } = rollup
      const indexes = [...rollup.indexes, ['month']]
      const { months, days } = rowSchemas(rollup)
      return [
        { name: collection, indexes, schema: months, ...rows(name, version, 'total') },
        { name: daysCollection, indexes, schema: days, ...rows(`${name}Days`, version, 'days') },
      ]
    }),
  ]
  const seen = new Set<string>()
  for (const { name } of all) {
    if (seen.has(name))
      throw new TypeError(`Two views or rollups would be kept in ${name}: each needs a name of its own`)
    seen.add(name)
  }
  return all
}
