import { createCrm, createMemoryStores } from '@eventcrm/crm'
import { createMemoryKeyStore, type RecordedEvent } from '@eventcrm/event-store'
import { founding } from '../../src/demo/company.ts'
import { secretName, secretOf } from '../../src/demo/ids.ts'
import { foundedAt, planOf } from '../../src/demo/plan.ts'
import { Conductor } from '../../src/demo/conductor.ts'
import { play } from '../../src/demo/play.ts'

/** The demo of a seed, played into memory. */
export const played = async (seed: number, opportunities: number) => {
  const stores = createMemoryStores(createMemoryKeyStore({ [secretName]: secretOf(seed) }))
  const conductor = new Conductor(foundedAt)
  const crm = await createCrm({
    stores: { ...stores, events: conductor.inOrder(stores.events) },
    clock: conductor.now,
    company: founding,
    project: false,
  })
  const steps = planOf(seed, opportunities)
  await play(crm, steps, conductor)
  const events: RecordedEvent[] = []
  for await (const event of stores.events.readAll()) events.push(event)
  return { crm, steps, events, conductor }
}
