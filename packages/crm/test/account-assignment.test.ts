// Customers that nobody manages get their account manager by the company's rules, and nobody gets more than the limit says.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contact } from '@eventcrm/domain'
import { rounds } from '../../testkit/src/campaign.ts'
import type { Stores } from '../src/index.ts'
import { an, binh, chi, createLead, newStores, open, ownerOf, setTheScene, turnsIn, typesOf } from './assignment.ts'
import { idOf, openWith, type LeadsCrm } from './leads.ts'
import { endingAt } from './transfers.ts'

const customerId = (n: number) => idOf(200 + n)
/** A contact that becomes a customer, accepted once however often it is sent. */
const createCustomer = async (
  crm: LeadsCrm,
  n: number,
  at = '2026-01-06',
  given: { readonly accountManagerId?: string; readonly term?: 'oneOff' } = {},
) => {
  const contactId = customerId(n)
  const name = `Khách ${String(n)}`
  await crm.send(
    [
      contact.register({ contactId, kind: 'individual', name, ...given }),
      contact.becomeCustomer({ contactId, code: `KH-${String(n)}` }),
    ],
    { at, commandId: `customer-${String(n)}` },
  )
  return contactId
}
const managerOf = async (crm: LeadsCrm, contactId: string) => (await crm.state('contacts', contactId)).accountManagerId
const managersOf = (crm: LeadsCrm, ids: readonly string[]) => Promise.all(ids.map(id => managerOf(crm, id)))
const failingIn = async (crm: LeadsCrm) =>
  (await crm.status()).processes.filter(({ open, failing }) => open !== 0 || failing.length > 0)
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n)

describe('a customer that nobody manages', () => {
  it('is given by turns of the team, with the rule', async () => {
    const crm = await open()
    await setTheScene(crm)
    const customers = await Promise.all(numbers(4).map(n => createCustomer(crm, n)))
    await crm.processes.settle()
    expect([...new Set(await managersOf(crm, customers))].toSorted()).toEqual([an, binh, chi])
    expect(await typesOf(crm, 'contacts', customerId(0))).toEqual([
      'ContactRegistered',
      'ContactBecameCustomer',
      'ContactAssignmentRequested',
      'ContactAccountManagerSet',
    ])
  })

  it('takes turns in one order with leads, and counts for no month’s leads', async () => {
    const crm = await open()
    await setTheScene(crm, { perMonth: 1 })
    const whose: (string | null)[] = []
    for (const n of [0, 1, 2]) {
      const contactId = await createCustomer(crm, n)
      await crm.processes.settle()
      whose.push(await managerOf(crm, contactId))
      const leadId = await createLead(crm, n)
      await crm.processes.settle()
      whose.push(await ownerOf(crm, leadId))
    }
    expect(whose).toEqual([an, binh, chi, an, binh, chi])
  })

  it('stays nobody’s in a company that has no rules, and where somebody manages it already', async () => {
    const crm = await open()
    const first = await createCustomer(crm, 0)
    await setTheScene(crm)
    await createCustomer(crm, 1, '2026-01-06', { accountManagerId: an })
    await crm.processes.settle()
    for (const contactId of [first, customerId(1)])
      expect(await typesOf(crm, 'contacts', contactId)).toEqual(['ContactRegistered', 'ContactBecameCustomer'])
    // asked for by somebody, the rules give what was there before them too
    await crm.contacts.assignByRules({ contactId: first })
    await crm.processes.settle()
    expect(await managerOf(crm, first)).toBe(an)
    await expect(crm.contacts.assignByRules({ contactId: first })).rejects.toMatchObject({ code: 'ALREADY_ASSIGNED' })
  })

  it('is left alone where it was given by hand meanwhile, and the turn goes back', async () => {
    const stores = newStores()
    const crm = await open(stores)
    await setTheScene(crm)
    const contactId = await createCustomer(crm, 0)
    await crm.contacts.setAccountManager({ contactId, accountManagerId: chi }, { at: '2026-01-06' })
    await crm.processes.settle()
    expect(await managerOf(crm, contactId)).toBe(chi)
    expect((await turnsIn(stores.events)).map(({ type }) => type)).toEqual([
      'AssignmentTurnTaken',
      'AssignmentTurnGivenBack',
    ])
    const next = await createCustomer(crm, 1)
    await crm.processes.settle()
    expect(await managerOf(crm, next)).toBe(an)
    expect(await failingIn(crm)).toEqual([])
  })

  it('stays nobody’s where everybody has enough, with the reason, until the rules are asked again', async () => {
    const crm = await open()
    await setTheScene(crm, { most: 1 })
    const customers = await Promise.all(numbers(4).map(n => createCustomer(crm, n)))
    await crm.processes.settle()
    const managers = await managersOf(crm, customers)
    expect(managers.filter(id => id !== null).toSorted()).toEqual([an, binh, chi])
    const [left, kept] = [managers.indexOf(null), managers.indexOf(an)].map(n => customers[n] ?? '')
    const last: unknown[] = []
    for await (const { type, data } of crm.history('contacts', left ?? '')) last.push({ type, data })
    expect(last.at(-1)).toMatchObject({ type: 'ContactAssignmentRefused', data: { code: 'NOBODY_HAS_ROOM' } })
    // what is put away is nobody's account
    await crm.contacts.archive({ contactId: kept ?? '' })
    await crm.contacts.assignByRules({ contactId: left ?? '' })
    await crm.processes.settle()
    expect(await managerOf(crm, left ?? '')).toBe(an)
  })

  it('is given only where it counts: for one deal only it is nobody’s, and takes no room', async () => {
    const crm = await open()
    await setTheScene(crm, { most: 1 })
    const customers: string[] = []
    for (const n of numbers(4)) customers.push(await createCustomer(crm, n, '2026-01-06', { term: 'oneOff' }))
    await crm.processes.settle()
    expect(await managersOf(crm, customers)).toEqual([null, null, null, null])
    await expect(crm.contacts.assignByRules({ contactId: customers[0] ?? '' })).rejects.toMatchObject({
      code: 'ONE_OFF_CUSTOMER',
    })
    for (const contactId of customers) await crm.contacts.setTerm({ contactId, term: 'regular' }, { at: '2026-01-07' })
    await crm.processes.settle()
    const managers = await managersOf(crm, customers)
    expect(managers.filter(id => id !== null).toSorted()).toEqual([an, binh, chi])
    await crm.catchUp()
    expect((await crm.reports.portfolios()).total).toMatchObject({ managed: 3, unmanaged: 1, peopleOver: 0 })
  })

  it('is given nothing by a rebuild, which gives the documents that were there', async () => {
    const crm = await open()
    await setTheScene(crm, { most: 1 })
    for (const n of numbers(4)) await createCustomer(crm, n)
    await crm.processes.settle()
    await crm.catchUp()
    const before = await crm.reports.portfolios()
    expect(before.total).toMatchObject({ managed: 3, unmanaged: 1, peopleOver: 0 })
    await crm.rebuild()
    expect(await crm.reports.portfolios()).toEqual(before)
    expect(await crm.verify()).toMatchObject({ found: 0, notCompared: [] })
  })

  it('is not given while it is put away, nor as part of another', async () => {
    const stores = newStores()
    const crm = await open(stores)
    const [whole, part, away] = await Promise.all(numbers(3).map(n => createCustomer(crm, n)))
    await setTheScene(crm)
    for (const contactId of [part ?? '', away ?? '']) await crm.contacts.assignByRules({ contactId })
    await crm.contacts.archive({ contactId: away ?? '' })
    await crm.contacts.merge({ ids: [whole ?? '', part ?? ''], survivorId: whole })
    await crm.processes.settle()
    expect(await managersOf(crm, [part ?? '', away ?? ''])).toEqual([null, null])
    const turns = await turnsIn(stores.events)
    expect(turns.filter(({ type }) => type === 'AssignmentTurnTaken')).toHaveLength(
      turns.filter(({ type }) => type === 'AssignmentTurnGivenBack').length,
    )
    await expect(crm.contacts.assignByRules({ contactId: away ?? '' })).rejects.toMatchObject({
      code: 'CONTACT_ARCHIVED',
    })
    expect(await failingIn(crm)).toEqual([])
  })

  it('is answered by the rules also where the part whose name it became a customer by is parted from it meanwhile', async () => {
    const crm = await open()
    await setTheScene(crm)
    for (const n of [0, 1])
      await crm.contacts.register({ contactId: customerId(n), kind: 'individual', name: 'Lê Bình' })
    await crm.contacts.merge({ ids: [customerId(0), customerId(1)], survivorId: customerId(0) })
    await crm.contacts.becomeCustomer({ contactId: customerId(1), code: 'KH-1' })
    await crm.contacts.unmerge({ id: customerId(1) })
    await crm.processes.settle()
    expect(await failingIn(crm)).toEqual([])
    expect((await typesOf(crm, 'contacts', customerId(0))).at(-1)).toBe('ContactAssignmentRefused')
    // and are asked about the part once it stands as a customer itself
    expect(await managerOf(crm, customerId(1))).not.toBeNull()
  })

  it('is asked of the rules once it is parted from what was given by its name', async () => {
    const crm = await open()
    await setTheScene(crm)
    for (const n of [0, 1])
      await crm.contacts.register({ contactId: customerId(n), kind: 'individual', name: 'Lê Bình' })
    await crm.contacts.merge({ ids: [customerId(0), customerId(1)], survivorId: customerId(0) })
    await crm.contacts.becomeCustomer({ contactId: customerId(1), code: 'KH-1' })
    await crm.processes.settle()
    expect(await managerOf(crm, customerId(0))).toBe(an)
    await crm.contacts.unmerge({ id: customerId(1) })
    await crm.processes.settle()
    expect(await managerOf(crm, customerId(1))).toBe(binh)
    expect(await failingIn(crm)).toEqual([])
  })

  it('is asked of the rules again once it is parted from what it was merged into before they answered', async () => {
    const stores = newStores()
    const crm = await open(stores)
    await setTheScene(crm)
    await crm.contacts.register({ contactId: customerId(0), kind: 'individual', name: 'Lê Bình' })
    await createCustomer(crm, 1)
    await crm.contacts.merge({ ids: [customerId(0), customerId(1)], survivorId: customerId(0) })
    await crm.processes.settle()
    expect((await typesOf(crm, 'contacts', customerId(1))).at(-1)).toBe('ContactAssignmentRefused')
    await crm.contacts.unmerge({ id: customerId(1) })
    await crm.processes.settle()
    expect(await managerOf(crm, customerId(1))).not.toBeNull()
    expect(await managerOf(crm, customerId(0))).toBeNull()
    expect(await failingIn(crm)).toEqual([])
  })

  it('stays nobody’s where it is parted and was nobody’s before, whatever the rules', async () => {
    const crm = await open()
    await crm.contacts.register({ contactId: customerId(0), kind: 'individual', name: 'Lê Bình' })
    await createCustomer(crm, 1)
    await setTheScene(crm)
    await crm.contacts.merge({ ids: [customerId(0), customerId(1)], survivorId: customerId(0) })
    await crm.contacts.unmerge({ id: customerId(1) })
    await crm.processes.settle()
    expect(await typesOf(crm, 'contacts', customerId(1))).not.toContain('ContactAssignmentRequested')
  })

  it('stays nobody’s where it is parted in a company that has no rules', async () => {
    const crm = await open()
    await crm.contacts.register({ contactId: customerId(0), kind: 'individual', name: 'Lê Bình' })
    await crm.contacts.register({ contactId: customerId(1), kind: 'individual', name: 'Lê Bình' })
    await crm.contacts.merge({ ids: [customerId(0), customerId(1)], survivorId: customerId(0) })
    await crm.contacts.becomeCustomer({ contactId: customerId(1), code: 'KH-1' })
    await crm.contacts.unmerge({ id: customerId(1) })
    await crm.processes.settle()
    expect((await crm.state('contacts', customerId(1))).customer).not.toBeNull()
    expect(await typesOf(crm, 'contacts', customerId(1))).not.toContain('ContactAssignmentRequested')
  })
})

it('a lead that the rules were asked about by the name of its part is answered also once that is parted from it', async () => {
  const crm = await open()
  for (const n of [0, 1]) await createLead(crm, n)
  await setTheScene(crm)
  await crm.leads.merge({ ids: [idOf(100), idOf(101)], survivorId: idOf(100) })
  await crm.leads.assignByRules({ leadId: idOf(101) })
  await crm.leads.unmerge({ id: idOf(101) })
  await crm.processes.settle()
  expect(await failingIn(crm)).toEqual([])
  expect(await ownerOf(crm, idOf(100))).not.toBeNull()
  expect(await ownerOf(crm, idOf(101))).toBeNull()
})

it('several who carry it out at once pass nobody’s limit, refuse nobody for whom there is room, and give no customer twice', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('2026-01-06', '2026-01-20', '2026-02-03'), { minLength: 2, maxLength: 14 }),
      fc.array(fc.constantFrom(an, binh), { maxLength: 3 }),
      fc.integer({ min: 0, max: 4 }),
      async (days, byHand, most) => {
        const stores = newStores()
        const crms = await Promise.all([openWith(stores), openWith(stores), openWith(stores)])
        try {
          const [first] = crms
          await setTheScene(first, { most })
          for (const [n, accountManagerId] of byHand.entries())
            await createCustomer(first, 100 + n, '2026-01-05', { accountManagerId })
          for (const [n, day] of days.entries()) await createCustomer(first, n, day)
          await createLead(first, 0)
          await Promise.all(crms.map(crm => crm.processes.settle()))
          const managers = await managersOf(first, numbers(days.length).map(customerId))
          const has = (id: string) => byHand.filter(each => each === id).length
          const given = (id: string) => managers.filter(each => each === id).length
          const rooms = [an, binh, chi].map(id => Math.max(0, most - has(id)))
          for (const [i, id] of [an, binh, chi].entries()) expect(given(id), id).toBeLessThanOrEqual(rooms[i] ?? 0)
          expect(managers.filter(id => id !== null)).toHaveLength(
            Math.min(
              days.length,
              rooms.reduce((sum, each) => sum + each),
            ),
          )
          expect(await failingIn(first)).toEqual([])
          await first.catchUp()
          const { portfolios } = await first.reports.portfolios()
          expect(portfolios.filter(({ promised }) => promised > 0)).toEqual([])
        } finally {
          for (const crm of crms) await crm.close()
        }
      },
    ),
    { numRuns: rounds(6, 300) },
  )
}, 300_000)

/** Five customers in two months, one of them given by hand before the rules come to it; what was done before is there already. */
const live = async (stores: Omit<Stores, 'close'>) => {
  const crm = await openWith(stores)
  try {
    await setTheScene(crm, { most: 1 })
    for (const n of [0, 1]) await createCustomer(crm, n)
    await crm.processes.settle()
    const contactId = customerId(2)
    await crm.send(
      [
        contact.register({ contactId, kind: 'individual', name: 'Khách 2' }),
        contact.becomeCustomer({ contactId, code: 'KH-2' }),
        contact.setAccountManager({ contactId, accountManagerId: an }),
      ],
      { at: '2026-01-06', commandId: 'by-hand' },
    )
    await crm.processes.settle()
    for (const n of [3, 4]) await createCustomer(crm, n, '2026-02-03')
    await crm.processes.settle()
    const contacts = await Promise.all(numbers(5).map(n => crm.state('contacts', customerId(n))))
    const turns = (await turnsIn(stores.events)).map(({ type }) => type)
    return {
      failing: await failingIn(crm),
      managers: contacts.map(({ accountManagerId }) => accountManagerId).toSorted(),
      answered: contacts.map(({ assignmentRequest }) => assignmentRequest?.answered),
      held:
        turns.filter(type => type === 'AssignmentTurnTaken').length -
        turns.filter(type => type === 'AssignmentTurnGivenBack').length,
    }
  } finally {
    await crm.close()
  }
}

it('ends as if undisturbed, at whichever append or commit it is cut off', { timeout: 300_000 }, async () => {
  const undisturbed = await live(newStores())
  expect(undisturbed).toEqual({
    failing: [],
    managers: [an, an, binh, chi, null].toSorted(),
    answered: [true, true, true, true, true],
    held: 3,
  })
  const cuts = fc.sample(fc.tuple(fc.integer({ min: 10, max: 90 }), fc.boolean()), {
    numRuns: rounds(8, 500),
    seed: 1,
  })
  for (const [at, written] of cuts) {
    const stores = newStores()
    await live(endingAt(stores, at, written)).catch(() => undefined)
    expect(await live(stores), `cut off at ${String(at)}`).toEqual(undisturbed)
  }
})
