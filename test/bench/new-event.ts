// Events as the library writes them, for benchmarks of stores.
import { opportunityEvents } from '@eventcrm/domain'
import { createCodec, type StoredEvent } from '@eventcrm/event-store'
import { randomUUID } from 'node:crypto'

export const codec = createCodec(opportunityEvents)

/** An event of the size that opportunities have: 1.1 kB in all. */
export const newEvent = (): StoredEvent => {
  const personId = randomUUID()
  const opened = opportunityEvents.OpportunityOpened({
    personId,
    title: 'Máy in cho trường Lê Lợi',
    stage: {
      pipelineId: randomUUID(),
      stageId: randomUUID(),
      name: 'Qualified',
      order: 1,
      probability: 20,
      rottingDays: 30,
    },
    assignment: { ownerId: randomUUID(), teamId: randomUUID(), department: 'Hà Nội' },
    revenue: { value: { minorUnits: 55_000_000, currency: 'VND' }, byHand: false },
    expectedCloseOn: '2026-03-01',
    priority: 1,
    tags: [{ entryId: null, label: 'school' }],
    customerId: randomUUID(),
    externalIds: [{ system: 'old-crm', id: 'HD-2026-0412' }],
    custom: { floor: 3 },
  })
  const commandId = randomUUID()
  const at = '2026-01-20T08:30:00.000Z'
  return codec.encode(
    opened,
    randomUUID(),
    {
      occurredAt: at,
      occurredOn: '2026-01-20',
      recordedAt: at,
      commandId,
      correlationId: commandId,
      causationId: commandId,
      actor: randomUUID(),
      source: 'api',
    },
    personId,
  )
}
export const newEvents = (count: number): readonly StoredEvent[] => Array.from({ length: count }, newEvent)
