// Collections that are searched at random: alike but for their indexes.
import type { DocumentStore } from '@eventcrm/projection'
import fc from 'fast-check'
import { indexSets } from './arbitrary-searches.ts'
import type { Kept } from './model.ts'

/** Which of them. */
export const mode = fc.integer({ min: 0, max: indexSets.length - 1 })

export const searchedIn = (set: number) => `searched${String(set)}`

export const ensureSearched = (store: DocumentStore): Promise<void> =>
  store.ensure(indexSets.map((indexes, set) => ({ name: searchedIn(set), indexes })))

/** Has a collection hold these documents only. */
export const replaceAll = (store: DocumentStore, collection: string, kept: readonly Kept[]): Promise<void> =>
  store.commit({
    views: [],
    writes: kept.map(({ key, document }) => ({ collection, key, document })),
    clear: [collection],
  })
