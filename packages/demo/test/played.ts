import { createCrm, createMemoryStores } from '@eventcrm/crm'
import { createMemoryKeyStore, type RecordedEvent } from '@eventcrm/event-store'
import { createDemo } from '../src/index.ts'

/** The demo of a seed, or as it comes, played into memory. */
export const played = async (seed?: number, opportunities?: number) => {
  const demo = createDemo(seed === undefined || opportunities === undefined ? {} : { seed, opportunities })
  const stores = createMemoryStores(createMemoryKeyStore(demo.secrets))
  const crm = await createCrm({ ...demo.crmOptions(stores), project: false })
  await demo.play(crm)
  const events: RecordedEvent[] = []
  for await (const event of stores.events.readAll()) events.push(event)
  return { crm, demo, events, stores }
}
