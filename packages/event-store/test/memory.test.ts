import { besideStrangers, eventStoreContract, newNamespace } from '../../testkit/src/index.ts'
import { createMemoryEventStore, MemoryLog } from '../src/index.ts'

const open = async () => {
  const log = new MemoryLog()
  const first = newNamespace()
  const again = async (namespace = first) => createMemoryEventStore({ namespace, log })
  return { store: await again(), again }
}

eventStoreContract('the in-memory event store', open)
eventStoreContract('the in-memory event store, beside strangers', besideStrangers(open))
