import { StoreClosed, type EventStore, type Page } from '@eventcrm/event-store'
import fc from 'fast-check'
import { randomUUID } from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'
import { lives } from '../../domain/test/laws/lives.ts'
import { rounds } from '../../testkit/src/campaign.ts'
import {
  CommandInvalid,
  createCrm,
  createMemoryStores,
  isRejected,
  libraryProcesses,
  verifyStores,
  type Stores,
} from '../src/index.ts'
import { ticket, ticketing, ticketsView } from './tickets.ts'

// a busy machine is no broken law
vi.setConfig({ testTimeout: 120_000 })

const clock = () => new Date('2027-06-30T05:00:00Z')

const someTickets = async (stores: Stores, count = 3) => {
  const aggregates = { tickets: ticket }
  const crm = await createCrm({
    stores,
    actor: 'lan',
    clock,
    company: {},
    aggregates,
    readModels: [ticketing],
    project: false,
  })
  const teamId = randomUUID()
  for (let i = 0; i < count; i++) {
    const ticketId = randomUUID()
    await crm.tickets.open({ ticketId, subject: 'Printer', teamId })
    if (i % 2 === 0) await crm.tickets.close({ ticketId })
  }
  return crm
}

describe('verify', () => {
  it('raises no alarm at random histories, however far their documents are behind', async () => {
    let [events, documents] = [0, 0]
    await fc.assert(
      fc.asyncProperty(lives, fc.nat(10), async (plan, tenths) => {
        const stores = createMemoryStores()
        const crm = await createCrm({ stores, actor: 'lan', clock, project: false })
        for (const [i, { message, on }] of plan.entries()) {
          if (i === Math.floor((plan.length * tenths) / 10)) await crm.catchUp()
          if (message.aggregate === 'customerCode') continue // only ever claimed by what needs it
          await crm.send([message], { at: on }).catch((error: unknown) => {
            if (!isRejected(error) && !(error instanceof CommandInvalid)) throw error
          })
        }
        const { views } = await crm.status()
        const notBuilt = views.flatMap(({ view, building }) => (building ? [view] : []))
        const verification = await crm.verify()
        expect(verification).toMatchObject({ found: 0, findings: [], notCompared: notBuilt })
        events += verification.events
        documents += verification.documents
        await crm.close()
      }),
      { numRuns: rounds(8, 2_000) },
    )
    expect(events).toBeGreaterThan(50)
    expect(documents).toBeGreaterThan(0)
  })

  it('looks at your own aggregates and read models too, and only at their form where their code is not given', async () => {
    const stores = createMemoryStores()
    const crm = await someTickets(stores)
    await crm.catchUp([ticketsView])
    const [found] = await crm.query([{ find: ticketsView.collection }])
    const [one] = found.documents
    expect(await crm.verify()).toMatchObject({ streams: 15 + libraryProcesses.length, found: 0 })
    await stores.documents.commit({
      views: [],
      writes: [
        {
          collection: `crm_${ticketsView.collection}`,
          key: one?.key ?? '',
          document: { ...one?.document, subject: 'Paper' },
        },
      ],
    })
    expect(await crm.verify()).toMatchObject({
      found: 1,
      findings: [{ kind: 'document', where: `${ticketsView.collection} ${one?.key ?? ''}` }],
    })
    expect(await verifyStores({ stores })).toMatchObject({ streams: 15 + libraryProcesses.length, found: 0 })
    await crm.close()
  })

  it('tells of positions that do not rise', async () => {
    const stores = createMemoryStores()
    const crm = await someTickets(stores)
    const turned: EventStore = {
      ...stores.events,
      async *subscribe(options) {
        for await (const page of stores.events.subscribe(options)) {
          const [first, second, ...rest] = page.events
          yield (first && second ? { ...page, events: [second, first, ...rest] } : page) satisfies Page
        }
      },
    }
    expect(await verifyStores({ stores: { ...stores, events: turned } })).toMatchObject({
      found: 1,
      findings: [{ kind: 'position', position: '00000000000000000001' }],
    })
    await crm.close()
  })

  it('keeps the first 100 findings and counts them all', async () => {
    const stores = createMemoryStores()
    const crm = await someTickets(stores, 120)
    await crm.catchUp([ticketsView])
    const [{ documents }] = await crm.query([{ find: ticketsView.collection }])
    await stores.documents.commit({
      views: [],
      writes: documents.map(({ key }) => ({ collection: `crm_${ticketsView.collection}`, key, document: null })),
    })
    const { found, findings } = await crm.verify()
    expect({ found, kept: findings.length }).toEqual({ found: 120, kept: 100 })
    await crm.close()
  })

  it('says how far it is, ends when told to, and takes no option that there is not', async () => {
    const stores = createMemoryStores()
    const crm = await someTickets(stores)
    const parts: string[] = []
    await crm.verify({ onProgress: ({ part }) => parts.push(part) })
    expect(parts).toContain('log')
    await crm.verify({
      onProgress: () => {
        throw new Error('a listener at fault')
      },
    })
    await expect(crm.verify({ signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
    await expect(crm.verify({ sginal: 1 } as object)).rejects.toThrow(TypeError)
    await crm.close()
  })

  it('does not end in silence when the log is closed under it', async () => {
    const stores = createMemoryStores()
    const crm = await someTickets(stores)
    const { events } = stores
    const paged: EventStore = { ...events, subscribe: options => events.subscribe({ ...options, pageSize: 1 }) }
    const verifying = verifyStores(
      { stores: { ...stores, events: paged } },
      { onProgress: ({ part }) => void (part === 'log' && events.close()) },
    )
    await expect(verifying).rejects.toThrow(StoreClosed)
    await crm.close()
  })
})
