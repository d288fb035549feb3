// Wherever a merger or its undoing is cut off, a new CRM over the same stores ends it as an undisturbed one does.
import { createMemoryKeyStore } from '@eventcrm/event-store'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rounds } from '../../testkit/src/campaign.ts'
import { createMemoryStores, type Stores } from '../src/index.ts'
import { idOf, openWith, streamsIn } from './leads.ts'
import { endingAt } from './transfers.ts'

const secret = new Uint8Array(32).fill(7)
const newStores = (): Stores => createMemoryStores(createMemoryKeyStore({ 'crm/outsideKeys': secret }))
const [an, binh, chi] = [idOf(11), idOf(12), idOf(13)]
const ids = [an, binh, chi]
const at = '2026-02-01'

/** Whatever was done before is there already. */
const live = async (stores: Omit<Stores, 'close'>, of: 'contacts' | 'leads') => {
  const crm = await openWith(stores)
  try {
    const first = { at: '2026-01-05' }
    for (const [n, id] of ids.entries()) {
      const options = { ...first, commandId: `begin-${String(n)}` }
      if (of === 'contacts')
        await crm.contacts.register({ contactId: id, kind: 'individual', name: `An ${String(n)}` }, options)
      else await crm.leads.create({ leadId: id, name: `An ${String(n)}` }, options)
    }
    const merge = { ids, survivorId: an, mergeId: idOf(50) }
    const merging = { at, commandId: 'merge' }
    await (of === 'contacts' ? crm.contacts.merge(merge, merging) : crm.leads.merge(merge, merging))
    const renaming = { at, commandId: 'rename' }
    await (of === 'contacts'
      ? crm.contacts.rename({ contactId: binh, name: 'Bình' }, renaming)
      : crm.leads.rename({ leadId: binh, name: 'Bình' }, renaming))
    const unmerge = { id: an, mergeId: idOf(50) }
    const parting = { at: '2026-02-02', commandId: 'unmerge' }
    await (of === 'contacts' ? crm.contacts.unmerge(unmerge, parting) : crm.leads.unmerge(unmerge, parting))
    await crm.processes.settle()
  } finally {
    await crm.close()
  }
}

const mostWrites = 40

it('ends as if undisturbed, at whichever append or commit it is cut off', { timeout: 60_000 }, async () => {
  const undisturbed = { contacts: newStores(), leads: newStores() }
  for (const of of ['contacts', 'leads'] as const) await live(undisturbed[of], of)
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('contacts' as const, 'leads' as const),
      fc.array(fc.record({ at: fc.integer({ min: 1, max: mostWrites }), written: fc.boolean() }), {
        minLength: 1,
        maxLength: 3,
      }),
      async (of, cuts) => {
        const stores = newStores()
        for (const { at, written } of cuts) await live(endingAt(stores, at, written), of).catch(() => undefined)
        await live(stores, of)
        expect(await streamsIn(stores.events)).toEqual(await streamsIn(undisturbed[of].events))
      },
    ),
    { numRuns: rounds(15, 2_000) },
  )
})
