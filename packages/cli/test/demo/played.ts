import { createCrm, createMemoryStores } from '@eventcrm/crm'
import { createMemoryKeyStore, type RecordedEvent } from '@eventcrm/event-store'
import { founding } from '../../src/demo/company.ts'
import { secretName, secretOf } from '../../src/demo/ids.ts'
import { foundedAt, planOf } from '../../src/demo/plan.ts'
import { play, SimulatedClock } from '../../src/demo/play.ts'

/** The demo of a seed, played into memory. */
export const played = async (seed: number, opportunities: number) => {
  const stores = createMemoryStores(createMemoryKeyStore({ [secretName]: secretOf(seed) }))
  const clock = new SimulatedClock(foundedAt)
  const crm = await createCrm({ stores, clock: clock.now, company: founding, project: false })
  const steps = planOf(seed, opportunities)
  await play(crm, steps, clock)
  const events: RecordedEvent[] = []
  for await (const event of stores.events.readAll()) events.push(event)
  return { crm, steps, events, clock }
}
