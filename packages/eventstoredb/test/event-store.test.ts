import { eventStoreContract, newNamespace } from '../../testkit/src/index.ts'
import { openEventStoreDB } from '../src/index.ts'
import { clusterUrl } from './cluster.ts'
import { letStrangersIn } from './strangers.ts'

const cluster = clusterUrl()

eventStoreContract('the event store on EventStoreDB, among strangers', async () => {
  const url = await cluster()
  const first = newNamespace()
  const again = async (namespace = first) => openEventStoreDB(url, { namespace })
  return { store: await again(), again, release: await letStrangersIn(url, first) }
})
