// Leads that nobody has get their salesperson by the company's rules, whoever carries it out and wherever that ends.
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lead } from '@eventcrm/domain'
import { rounds } from '../../testkit/src/campaign.ts'
import type { Stores } from '../src/index.ts'
import {
  an,
  binh,
  chi,
  createLead,
  newStores,
  open,
  ownerOf,
  setTheScene,
  team,
  turnsIn,
  typesOf,
} from './assignment.ts'
import { idOf, openWith } from './leads.ts'
import { endingAt } from './transfers.ts'

describe('a lead that nobody has', () => {
  it('is given by turns of the team, with the rule', async () => {
    const crm = await open()
    await setTheScene(crm)
    const leads = [
      await createLead(crm, 0),
      await createLead(crm, 1),
      await createLead(crm, 2),
      await createLead(crm, 3),
    ]
    await crm.processes.settle()
    const owners = await Promise.all(leads.map(leadId => ownerOf(crm, leadId)))
    expect([...new Set(owners)].toSorted()).toEqual([an, binh, chi])
    expect(await typesOf(crm, 'leads', idOf(100))).toEqual(['LeadCreated', 'LeadAssignmentRequested', 'LeadAssigned'])
    expect((await crm.state('leads', idOf(100))).assignment.teamId).toBe(team)
  })

  it('stays nobody’s in a company that has no rules, without a word', async () => {
    const crm = await open()
    const leadId = await createLead(crm, 0)
    await crm.processes.settle()
    expect(await typesOf(crm, 'leads', leadId)).toEqual(['LeadCreated'])
  })

  it('stays nobody’s where everybody has enough, with the reason, until the rules are asked again', async () => {
    const crm = await open()
    await setTheScene(crm, { perMonth: 1 })
    const leads = [0, 1, 2, 3].map(n => idOf(100 + n))
    for (const n of leads.keys()) await createLead(crm, n)
    await crm.processes.settle()
    const owners = await Promise.all(leads.map(leadId => ownerOf(crm, leadId)))
    const left = leads[owners.indexOf(null)] ?? ''
    expect(owners.filter(owner => owner !== null).toSorted()).toEqual([an, binh, chi])
    expect((await typesOf(crm, 'leads', left)).at(-1)).toBe('LeadAssignmentRefused')
    // in the next month there is room again
    await crm.leads.assignByRules({ leadId: left }, { at: '2026-02-02' })
    await crm.processes.settle()
    expect(await ownerOf(crm, left)).not.toBeNull()
  })

  it('is left alone where it was given by hand meanwhile, and the turn goes back', async () => {
    const stores = newStores()
    const crm = await open(stores)
    await setTheScene(crm)
    const leadId = await createLead(crm, 0)
    await crm.leads.assign({ leadId, ownerId: chi }, { at: '2026-01-06' })
    await crm.processes.settle()
    expect(await ownerOf(crm, leadId)).toBe(chi)
    expect((await turnsIn(stores.events)).map(({ type }) => type)).toEqual([
      'AssignmentTurnTaken',
      'AssignmentTurnGivenBack',
    ])
    const next = await createLead(crm, 1)
    await crm.processes.settle()
    expect(await ownerOf(crm, next)).toBe(an)
  })

  it('goes to those with room for more accounts, counted from the customers that they manage', async () => {
    const crm = await open()
    await setTheScene(crm)
    for (const staffMemberId of [an, binh]) {
      await crm.assignmentRules.setLimits({ staffMemberId, most: 1 }, { at: '2026-01-05' })
      const contactId = randomUUID()
      await crm.contacts.register(
        { contactId, kind: 'organisation', name: 'Đại Phát', accountManagerId: staffMemberId },
        { at: '2026-01-05' },
      )
      await crm.contacts.becomeCustomer({ contactId }, { at: '2026-01-05' })
    }
    const leads = [await createLead(crm, 0), await createLead(crm, 1)]
    await crm.processes.settle()
    expect(await Promise.all(leads.map(leadId => ownerOf(crm, leadId)))).toEqual([chi, chi])
  })

  it('is no longer for somebody who has left', async () => {
    const crm = await open()
    await setTheScene(crm)
    await crm.staff.recordLeft({ staffMemberId: an }, { at: '2026-02-01' })
    const leadId = await createLead(crm, 0)
    await crm.processes.settle()
    expect(await ownerOf(crm, leadId)).toBe(binh)
  })
})

it('several who carry it out at once give no turn twice, skip none, and keep the limits', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 4, max: 12 }),
      fc.option(fc.integer({ min: 1, max: 3 })),
      async (count, perMonth) => {
        const stores = newStores()
        const crms = await Promise.all([openWith(stores), openWith(stores), openWith(stores)])
        try {
          const [first] = crms
          await setTheScene(first, { perMonth })
          for (let n = 0; n < count; n++) await createLead(first, n)
          await Promise.all(crms.map(crm => crm.processes.settle()))
          const owners = await Promise.all(Array.from({ length: count }, (_, n) => ownerOf(first, idOf(100 + n))))
          const counts = [an, binh, chi].map(each => owners.filter(owner => owner === each).length)
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
          if (perMonth !== null) expect(Math.max(...counts)).toBeLessThanOrEqual(perMonth)
          expect(counts.reduce((sum, each) => sum + each)).toBe(Math.min(count, 3 * (perMonth ?? count)))
          const turns = await turnsIn(stores.events)
          expect(new Set(turns.map(({ requestId }) => requestId)).size).toBe(turns.length)
        } finally {
          for (const crm of crms) await crm.close()
        }
      },
    ),
    { numRuns: rounds(4, 100) },
  )
}, 60_000)

/** Two leads that the rules give, and one given by hand before they come to it; what was done before is there already. */
const live = async (stores: Omit<Stores, 'close'>) => {
  const crm = await openWith(stores)
  try {
    await setTheScene(crm, { perMonth: 1 })
    for (const n of [0, 1]) await createLead(crm, n)
    await crm.processes.settle()
    const leadId = idOf(102)
    await crm.send([lead.create({ leadId, name: 'Khách 2' }), lead.assign({ leadId, ownerId: chi })], {
      at: '2026-01-06',
      commandId: 'by-hand',
    })
    await crm.processes.settle()
    for (const n of [3, 4]) await createLead(crm, n, '2026-01-07')
    await crm.processes.settle()
    const turns = await turnsIn(stores.events)
    const leads = await Promise.all([0, 1, 2, 3, 4].map(n => crm.state('leads', idOf(100 + n))))
    const [{ failing } = { failing: undefined }] = (await crm.status()).processes.filter(
      ({ process }) => process === 'leadAssignment',
    )
    return {
      failing,
      owners: leads.map(({ assignment }) => assignment.ownerId).toSorted(),
      answered: leads.map(({ assignmentRequest }) => assignmentRequest?.answered),
      turns: turns.map(({ whose, type }) => `${type} ${whose}`).toSorted(),
    }
  } finally {
    await crm.close()
  }
}

it('ends as if undisturbed, at whichever append or commit it is cut off', { timeout: 60_000 }, async () => {
  const undisturbed = await live(newStores())
  expect(undisturbed.failing).toEqual([])
  expect(undisturbed.owners).toEqual([an, binh, chi, chi, null].toSorted())
  const cuts = fc.sample(fc.tuple(fc.integer({ min: 10, max: 60 }), fc.boolean()), {
    numRuns: rounds(8, 500),
    seed: 1,
  })
  for (const [at, written] of cuts) {
    const stores = newStores()
    await live(endingAt(stores, at, written)).catch(() => undefined)
    expect(await live(stores), `cut off at ${String(at)}`).toEqual(undisturbed)
  }
})
