import { eventStoreContract } from '../../testkit/src/index.ts'
import { createMemoryEventStore } from '../src/index.ts'

eventStoreContract('the in-memory event store', async () => ({ store: createMemoryEventStore() }))
