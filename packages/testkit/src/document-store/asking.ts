// What the cases of the document store's contract ask and say in one line.
import type { Document, DocumentStore, Filter, Find, Found, ViewProgress } from '@eventcrm/projection'
import type { ContractCase } from '../contract.ts'

export type Case = ContractCase<DocumentStore>
export type Progress = Omit<ViewProgress, 'commits'>

/** The collection of cases that need only one. */
export const things = 'things__v1'

export const ensure = (store: DocumentStore, ...names: readonly string[]): Promise<void> =>
  store.ensure(names.map(name => ({ name, indexes: [] })))

/** Where a view stands after its `n`th event. */
export const progressAt = (n: number): Progress => ({
  checkpoint: { position: String(n).padStart(20, '0'), eventId: `event ${String(n)}` },
  building: false,
  rollups: [],
  stopped: null,
})

export const writesOf = (collection: string, documents: Readonly<Record<string, Document | null>>) =>
  Object.entries(documents).map(([key, document]) => ({ collection, key, document }))

/** Writes documents by key, whatever is there. */
export const put = (
  store: DocumentStore,
  documents: Readonly<Record<string, Document | null>>,
  collection = things,
): Promise<void> => store.commit({ views: [], writes: writesOf(collection, documents) })

export const load = async (
  store: DocumentStore,
  keys: readonly string[],
  collection = things,
): Promise<Readonly<Record<string, Document>>> => {
  const [found] = await store.query([{ load: collection, keys }])
  return Object.fromEntries(found)
}

export const find = async (store: DocumentStore, find: Find = {}, collection = things): Promise<Found> => {
  const [found] = await store.query([{ ...find, find: collection }])
  return found
}

export const keysOf = ({ documents }: Found): readonly string[] => documents.map(({ key }) => key)

/** The keys of the documents that a filter finds, in their order. */
export const matched = async (store: DocumentStore, where: Filter): Promise<readonly string[]> =>
  keysOf(await find(store, { where }))

export const all = async (store: DocumentStore, collection = things): Promise<Readonly<Record<string, Document>>> =>
  Object.fromEntries((await find(store, {}, collection)).documents.map(({ key, document }) => [key, document]))

export const progressOf = async (store: DocumentStore, view: string): Promise<ViewProgress | null> => {
  const [progress] = await store.query([{ progress: view }])
  return progress
}
