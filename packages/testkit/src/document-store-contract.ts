import type { DocumentStore } from '@eventcrm/projection'
import { registerContract, type ContractOptions, type Opened } from './contract.ts'
import { commitCases } from './document-store/commit-cases.ts'
import { collectionCases } from './document-store/collection-cases.ts'
import { documentCases } from './document-store/document-cases.ts'
import { filterCases } from './document-store/filter-cases.ts'
import { refusalCases } from './document-store/refusal-cases.ts'
import { searchCases } from './document-store/search-cases.ts'
import { someCases } from './document-store/some-cases.ts'
import { versionCases } from './document-store/version-cases.ts'
import type { Case } from './document-store/asking.ts'

/** What the doc comments of the `DocumentStore` port promise, case by case; nothing stronger. */
export const documentStoreCases: readonly Case[] = [
  ...collectionCases,
  ...commitCases,
  ...documentCases,
  ...filterCases,
  ...searchCases,
  ...someCases,
  ...refusalCases,
  ...versionCases,
]

/**
 * Registers the cases of the `DocumentStore` port with vitest.
 * @param open a store without documents, for one case
 * @example documentStoreContract('the in-memory document store', async () => ({ store: createMemoryDocumentStore() }))
 */
export const documentStoreContract = (
  name: string,
  open: () => Promise<Opened<DocumentStore>>,
  options: ContractOptions = {},
): void => {
  registerContract(name, documentStoreCases, open, options)
}
