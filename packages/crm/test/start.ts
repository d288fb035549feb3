// A command handler over the in-memory store, and the library's commands as methods.
import {
  aggregates,
  claimAggregates,
  companyState,
  everyAggregate,
  seriesAggregates,
  theCompany,
  type CompanyState,
} from '@eventcrm/domain'
import { createCodec, createMemoryEventStore, type EventStore, type RecordedEvent } from '@eventcrm/event-store'
import { CommandHandler } from '../src/commands/command-handler.ts'
import { createCalendar } from '../src/company/calendar.ts'
import { methodsOf, type MethodsByName } from '../src/facade/methods.ts'
import { idForKey } from '../src/identity.ts'

const codec = createCodec(...everyAggregate.map(({ events }) => events))
const secret = new Uint8Array(32)

export const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

export interface Setting {
  /** False: the company is still to be founded. */
  readonly founded?: boolean
  readonly wrap?: (store: EventStore) => EventStore
  readonly memory?: EventStore
  readonly clock?: () => Date
}

export const start = async ({
  founded = true,
  wrap = store => store,
  memory = createMemoryEventStore(),
  clock = () => new Date('2026-03-01T02:00:00Z'),
}: Setting = {}) => {
  const handler = new CommandHandler({
    events: wrap(memory),
    codec,
    namespace: 'crm',
    clock,
    actor: 'lan',
    idFor: (kind, key) => Promise.resolve(idForKey(secret, kind, [key])),
    aggregates: new Map(Object.values(aggregates).map(aggregate => [aggregate.category, aggregate])),
    claims: claimAggregates,
    series: seriesAggregates,
    company: { fold: companyState, id: theCompany },
    calendarOf: state => createCalendar((state as CompanyState).timeZone),
  })
  /** All events but the company's founding. */
  const log = async () => {
    const events: RecordedEvent[] = []
    for await (const event of memory.readAll())
      if (!founded || !event.stream.startsWith('crm.company-')) events.push(event)
    return events
  }
  if (founded && (await memory.head()) === null) {
    const founding = await start({ memory, founded: false, clock: () => new Date('2020-01-01T00:00:00Z') })
    await founding.crm.company.found({ timeZone: 'Asia/Ho_Chi_Minh', currency: 'VND', language: 'vi' })
  }
  const crm = methodsOf(new Map(Object.entries(aggregates)), handler) as unknown as MethodsByName<typeof aggregates>
  return { handler, crm, memory, log }
}
