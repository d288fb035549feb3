import { randomUUID } from 'node:crypto'
import { opportunity } from '@eventcrm/domain'
import {
  commandOf,
  defineAggregate,
  defineEvents,
  defineRejections,
  defineState,
  set,
  unopened,
  type Dated,
} from '@eventcrm/domain/kernel'
import { defineReadModel, defineView } from '@eventcrm/projection'
import { opportunities } from '@eventcrm/read-model-pipeline'
import { z } from 'zod'
import { afterEach, describe, expect, expectTypeOf, it } from 'vitest'
import { createCrm, createMemoryStores, isRejected, theCompany, type RejectionCode } from '../src/index.ts'
import { ticket, ticketing, ticketsView } from './tickets.ts'

const clock = () => new Date('2026-06-30T05:00:00Z')
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
const start = async () => {
  const stores = createMemoryStores()
  const aggregates = { tickets: ticket }
  const crm = await createCrm({ stores, actor: 'lan', clock, company: {}, aggregates, readModels: [ticketing] })
  closing.push(() => crm.close())
  return { crm, stores }
}
const [north, south] = [randomUUID(), randomUUID()]

describe('an application’s own aggregates and read models', () => {
  it('have commands, states, histories and reports like the library’s, typed by inference', async () => {
    const { crm } = await start()
    const [one, two] = [randomUUID(), randomUUID()]
    const outcome = await crm.tickets.open({ ticketId: one, subject: 'Printer', teamId: north }, { at: '2026-03-01' })
    expectTypeOf(outcome.events[0]?.type).toEqualTypeOf<'TicketOpened' | 'TicketClosed' | undefined>()
    await crm.send([
      ticket.open({ ticketId: two, subject: 'Paper', teamId: south }, '2026-03-02'),
      ticket.close({ ticketId: one }, '2026-03-05'),
      opportunity.open({ opportunityId: randomUUID(), title: 'Paper' }),
    ])
    await crm.catchUp([ticketsView])
    expect((await crm.state('tickets', one)).status).toBe('closed')
    const history: string[] = []
    for await (const event of crm.history('tickets', one)) history.push(event.type)
    expect(history).toEqual(['TicketOpened', 'TicketClosed'])
    const asked = async (asOf?: string) =>
      (await crm.reports.openTickets(asOf === undefined ? {} : { asOf })).teams.map(({ teamId, open }) => [
        teamId,
        open,
      ])
    expect((await asked('2026-03-03')).toSorted()).toEqual(
      [
        [north, 1],
        [south, 1],
      ].toSorted(),
    )
    expect(await asked()).toEqual([[south, 1]])
    const { position } = await crm.tickets.open({ ticketId: randomUUID(), subject: 'Ink', teamId: north })
    await crm.tickets.open({ ticketId: randomUUID(), subject: 'Ink', teamId: north })
    const { teams } = await crm.reports.openTickets({ knownAt: position ?? '' })
    expect(teams.find(({ teamId }) => teamId === north)).toMatchObject({ open: 1 })
  })

  it('are found by view, with fields that are checked and rows that are typed', async () => {
    const { crm } = await start()
    for (const subject of ['A', 'B', 'C']) await crm.tickets.open({ ticketId: randomUUID(), subject, teamId: north })
    await crm.catchUp([ticketsView, opportunities])
    const page = await crm.find(ticketsView, {
      where: { field: 'teamId', equals: north },
      sort: [{ field: 'subject' }],
      limit: 2,
    })
    expectTypeOf(page.documents[0]?.document.subject).toEqualTypeOf<string | undefined>()
    expect(page.documents.map(({ document }) => document.subject)).toEqual(['A', 'B'])
    const rest = await crm.find(ticketsView, {
      where: { field: 'teamId', equals: north },
      sort: [{ field: 'subject' }],
      ...(page.next === null ? {} : { after: page.next }),
    })
    expect(rest.documents.map(({ document }) => document.subject)).toEqual(['C'])
    expect((await crm.find(opportunities)).documents).toEqual([])
    // @ts-expect-error -- no such field
    await expect(crm.find(ticketsView, { where: { field: 'colour', equals: 'red' } })).rejects.toThrow(
      /a field of tickets/,
    )
    const { crm: without } = await (async () => {
      const crm = await createCrm({ stores: createMemoryStores(), clock })
      closing.push(() => crm.close())
      return { crm }
    })()
    await expect(without.find(ticketsView)).rejects.toThrow(TypeError)
  })

  it('take what their schemas take, which the compiler knows', async () => {
    const { crm } = await start()
    // @ts-expect-error -- no such field
    const wrong = crm.tickets.open({ ticketId: randomUUID(), subject: 'A', teamId: north, colour: 'red' })
    await expect(wrong).rejects.toMatchObject({ code: 'CommandInvalid', faults: [{ field: 'colour' }] })
    // @ts-expect-error -- no such kind
    await expect(crm.contacts.register({ contactId: randomUUID(), kind: 'person', name: 'An' })).rejects.toThrow(/kind/)
    // @ts-expect-error -- no such command
    expect(crm.tickets.reopen).toBeUndefined()
  })

  it('are rejected with codes that their own aggregate declares', async () => {
    const { crm } = await start()
    const ticketId = randomUUID()
    const error: unknown = await crm.tickets.close({ ticketId }).catch((error: unknown) => error)
    expect(isRejected<RejectionCode<typeof ticket>>(error, 'TICKET_UNKNOWN')).toBe(true)
  })

  it('hold claims only where they are said to', async () => {
    const { crm } = await start()
    const events = defineEvents({ SeatTaken: z.object({ ownerId: z.uuid() }), SeatFreed: z.object({}) })
    const free: Dated & { readonly ownerId: string | null } = { ...unopened, ownerId: null }
    const state = defineState({
      category: 'seat',
      idField: 'seatId',
      events,
      initialState: free,
      bounds: {},
      evolve: {
        SeatTaken: (s, { ownerId }, on) => set(s, on, { ownerId }),
        SeatFreed: (s, _, on) => set(s, on, { ownerId: null }),
      },
    })
    const command = commandOf(state)
    const input = z.strictObject({ seatId: z.uuid(), ownerId: z.uuid() })
    const seat = defineAggregate({
      state,
      rejections: defineRejections({ SEAT_UNKNOWN: 'There is no such seat' }),
      unknown: 'SEAT_UNKNOWN',
      commands: {
        claim: command({
          describe: 'Takes it',
          creates: true,
          schema: input,
          decide: ({ ownerId }) => [events.SeatTaken({ ownerId })],
        }),
        release: command({ describe: 'Frees it', schema: input, decide: () => [events.SeatFreed({})] }),
      },
    })
    const stores = createMemoryStores()
    const options = { stores, actor: 'lan', clock, company: {}, project: false }
    const seats = await createCrm({ ...options, aggregates: { seats: seat } })
    closing.push(() => seats.close())
    await seats.seats.claim({ seatId: randomUUID(), ownerId: randomUUID() })
    expect((await seats.status()).claimsWithoutOwner).toEqual([])
    const holding = await createCrm({ ...options, claims: { seat } })
    closing.push(() => holding.close())
    expect((await holding.status()).claimsWithoutOwner).toMatchObject([{ kind: 'seat' }])
    expect('seats' in holding).toBe(false)
    await expect(createCrm({ ...options, claims: { seat: ticket } })).rejects.toThrow(/'claim' and 'release'/)
    expect((await crm.status()).claimsWithoutOwner).toEqual([])
  })

  it('may not have a name, a category or an event that is taken', async () => {
    const open = (options: object) => createCrm({ stores: createMemoryStores(), ...options })
    await expect(open({ aggregates: { contacts: ticket } })).rejects.toThrow(/'contacts'/)
    await expect(open({ aggregates: { send: ticket } })).rejects.toThrow(/'send'/)
    await expect(open({ aggregates: { tickets: ticket, more: ticket } })).rejects.toThrow(/category 'ticket'/)
    const twin = (category: string) =>
      defineAggregate({
        state: defineState({
          category,
          idField: 'ticketId',
          events: ticket.events,
          initialState: { ...unopened },
          bounds: {},
          evolve: { TicketOpened: s => s, TicketClosed: s => s },
        }),
        rejections: defineRejections({ X: '' }),
        commands: {},
      })
    await expect(open({ aggregates: { tickets: ticket, more: twin('more') } })).rejects.toThrow(/event 'TicketOpened'/)
    await expect(open({ aggregates: { more: twin('sales-order') } })).rejects.toThrow(/'sales-order' is not/)
    await expect(open({ readModels: [ticketing, ticketing] })).rejects.toThrow(TypeError)
    await expect(
      open({ readModels: [{ ...ticketing, reports: [{ ...ticketing.reports[0], name: 'pipeline' }] }] }),
    ).rejects.toThrow(/'pipeline'/)
    const reading = { ...ticketing, views: [], rollups: [], alsoReads: ticketing.views }
    await expect(open({ readModels: [reading] })).rejects.toThrow('which no read model has')
  })
})

describe('a view of one’s own that stops', () => {
  it('fails only who asks for it, and is told with what its fold threw', async () => {
    const cause = new Error('no such day')
    const view = defineView({
      name: 'faulty',
      version: 1,
      describe: 'Stops at the first win',
      document: z.object({}),
      aggregates: [opportunity],
      on: {
        OpportunityOpened: () => ({}),
        MarkedWon: () => {
          throw cause
        },
      },
    })
    const faulty = defineReadModel({ name: 'faulty', describe: 'Faulty', views: [view], rollups: [], reports: [] })
    const faults: unknown[] = []
    const onFault = (fault: unknown) => faults.push(fault)
    const crm = await createCrm({
      stores: createMemoryStores(),
      actor: 'lan',
      clock,
      company: {},
      readModels: [faulty],
      onFault,
    })
    closing.push(() => crm.close())
    const opportunityId = randomUUID()
    await crm.opportunities.open({ opportunityId, title: 'Máy in' })
    const { position } = await crm.opportunities.markWon({ opportunityId })
    await crm.projected(position)
    await crm.catchUp()
    expect((await crm.reports.pipeline()).currencies).toHaveLength(1)
    expect((await crm.reports.pipeline({ knownAt: position ?? '' })).currencies).toHaveLength(1)
    await expect(crm.projected(position, [view])).rejects.toMatchObject({ code: 'ViewStopped', view: 'faulty' })
    await expect(crm.catchUp([view])).rejects.toMatchObject({ code: 'ViewStopped' })
    expect(faults).toMatchObject([{ code: 'ViewStopped', view: 'faulty', cause }])
  })
})

describe('the company', () => {
  it('has a country, by which phone numbers are read: Viet Nam’s unless told otherwise', async () => {
    const phoneIn = async (company: object) => {
      const crm = await createCrm({ stores: createMemoryStores(), actor: 'lan', clock, company, project: false })
      closing.push(() => crm.close())
      const contactId = randomUUID()
      const { country } = await crm.state('company', theCompany)
      const phone = await crm.contacts
        .register({ contactId, kind: 'individual', name: 'An', phone: '0131 225 2383' })
        .then(
          async () => (await crm.state('contacts', contactId)).phone,
          (error: unknown) => isRejected(error, 'PHONE_INVALID') && error.details,
        )
      return { country, phone }
    }
    const invalid = { field: 'phone' }
    expect(await phoneIn({})).toEqual({ country: 'VN', phone: invalid })
    expect(await phoneIn({ country: 'GB' })).toEqual({ country: 'GB', phone: '+441312252383' })
    expect(await phoneIn({ country: null })).toEqual({ country: null, phone: invalid })
    await expect(phoneIn({ country: 'XX' })).rejects.toThrow(/country: expected/)
  })
})
