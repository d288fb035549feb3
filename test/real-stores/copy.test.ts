import { CommandInvalid, copyLog, createCrm, createMemoryStores, isRejected } from '@eventcrm/crm'
import {
  createMemoryEventStore,
  createMemoryKeyStore,
  type EventStore,
  type RecordedEvent,
} from '@eventcrm/event-store'
import { openEventStoreDB } from '@eventcrm/eventstoredb'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { lives } from '../../packages/domain/test/laws/lives.ts'
import { newNamespace, rounds } from '../../packages/testkit/src/index.ts'
import { startStandIn, type StandIn } from '../eventstoredb-stand-in/src/index.ts'

const given = process.env['EVENTSTOREDB_URL']
const node: StandIn | undefined = given === undefined ? await startStandIn() : undefined
const url = given ?? node?.url ?? ''
afterAll(async () => node?.close())

const logOf = async (store: EventStore) => {
  const log: Omit<RecordedEvent, 'position'>[] = []
  for await (const { position: _, ...event } of store.readAll()) log.push(event)
  return log
}

const newStores = (namespace: string) =>
  createMemoryStores(createMemoryKeyStore(), createMemoryEventStore({ namespace }))

/** Lets so many appends through; then it is away. */
const breaking = (store: EventStore, appends: number): EventStore => ({
  ...store,
  append: async (...asked) => {
    if (appends-- <= 0) throw new Error('gone')
    return store.append(...asked)
  },
})

it(
  'a log is copied to EventStoreDB and back, whatever its history, and however often that breaks off on the way',
  { timeout: 600_000 },
  async () => {
    const clock = () => new Date('2027-06-30T05:00:00Z')
    let events = 0
    await fc.assert(
      fc.asyncProperty(lives, fc.array(fc.nat(60), { maxLength: 2 }), async (plan, breaks) => {
        const namespace = newNamespace()
        const [from, back] = [newStores(namespace), newStores(namespace)]
        const crm = await createCrm({ stores: from, actor: 'lan', clock, project: false })
        for (const { message, on } of plan) {
          if (message.aggregate === 'customerCode') continue // only ever claimed by what needs it
          await crm.send([message], { at: on }).catch((error: unknown) => {
            if (!isRejected(error) && !(error instanceof CommandInvalid)) throw error
          })
        }
        const there = { events: openEventStoreDB(url, { namespace }), keys: createMemoryKeyStore() }
        for (const appends of breaks)
          await copyLog(from, { ...there, events: breaking(there.events, appends) }).catch((error: unknown) => {
            if (!(error instanceof Error) || error.message !== 'gone') throw error
          })
        await copyLog(from, there)
        await copyLog(there, back)
        const log = await logOf(from.events)
        expect(await logOf(there.events)).toEqual(log)
        expect(await logOf(back.events)).toEqual(log)
        events += log.length
        await there.events.close()
      }),
      { numRuns: rounds(3, 100) },
    )
    expect(events).toBeGreaterThan(30)
  },
)
