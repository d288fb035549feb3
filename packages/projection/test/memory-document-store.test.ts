import { documentStoreContract } from '@eventcrm/testkit'
import { createMemoryDocumentStore } from '../src/index.ts'

documentStoreContract('the in-memory document store', async () => ({ store: createMemoryDocumentStore() }))
