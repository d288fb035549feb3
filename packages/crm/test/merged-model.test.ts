// Random mergers, changes and partings: lists and reports agree with a plain model, today and on every past day.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rounds } from '../../testkit/src/campaign.ts'
import { createMemoryStores, isRejected } from '../src/index.ts'
import { idOf, openWith } from './leads.ts'

const contacts = [0, 1, 2, 3].map(n => idOf(11 + n))
const deals = [0, 1, 2, 3].map(n => idOf(21 + n))
const nameOf = (n: number) => `An ${String(n)}`

const who = fc.nat({ max: 3 })
const step = fc.oneof(
  fc.record({ do: fc.constant('merge' as const), a: who, b: who }),
  fc.record({ do: fc.constant('unmerge' as const), a: who, b: who }),
  fc.record({ do: fc.constant('rename' as const), a: who, b: who }),
)

/** The plain model: who is part of whom. */
class Model {
  readonly into = new Map<number, number>()
  rootOf(n: number): number {
    const next = this.into.get(n)
    return next === undefined ? n : this.rootOf(next)
  }
  partsOf(root: number): readonly number[] {
    return contacts.flatMap((_, n) => (this.rootOf(n) === root ? [n] : []))
  }
}

it('lists and reports agree with a plain model, on every day', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async steps => {
      const crm = await openWith(createMemoryStores())
      try {
        const begun = { at: '2026-01-05' }
        for (const [n, contactId] of contacts.entries()) {
          await crm.contacts.register({ contactId, kind: 'individual', name: nameOf(n) }, begun)
          const opportunityId = deals[n] ?? ''
          await crm.opportunities.open({ opportunityId, title: nameOf(n), customerId: contactId }, begun)
          await crm.opportunities.markWon({ opportunityId }, begun)
        }
        const model = new Model()
        const days: { readonly day: string; readonly roots: readonly number[] }[] = []
        for (const [i, { do: what, a, b }] of steps.entries()) {
          const day = `2026-02-${String(i + 1).padStart(2, '0')}`
          const [first, second] = [contacts[a] ?? '', contacts[b] ?? '']
          if (what === 'merge' && model.rootOf(a) !== model.rootOf(b)) {
            const { survivorId, loserIds } = await crm.contacts.merge({ ids: [first, second] }, { at: day })
            expect(loserIds).toHaveLength(1)
            model.into.set(contacts.indexOf(loserIds[0] ?? ''), contacts.indexOf(survivorId))
          } else if (what === 'unmerge' && model.into.has(a)) {
            try {
              await crm.contacts.unmerge({ id: first }, { at: day })
              model.into.delete(a)
            } catch (error) {
              // its survivor is part of another: that is undone first
              if (!isRejected(error, 'MERGED_INTO_ANOTHER')) throw error
            }
          } else if (what === 'rename')
            await crm.contacts.rename({ contactId: first, name: `Bình ${String(i)}` }, { at: day })
          days.push({ day, roots: contacts.map((_, n) => model.rootOf(n)) })
        }
        await crm.catchUp()
        const { rows } = await crm.lists.contacts({})
        const roots = contacts.filter((_, n) => model.rootOf(n) === n)
        expect(rows.map(({ key }) => key).sort()).toEqual(roots)
        for (const [n, contactId] of contacts.entries()) {
          const survivor = await crm.state('contacts', contacts[model.rootOf(n)] ?? '')
          expect((await crm.names([contactId])).get(contactId)).toBe(survivor.name)
          const ofCustomer = await crm.lists.opportunities({ filter: { customer: { is: contactId } } })
          expect(ofCustomer.rows.map(({ key }) => key).sort()).toEqual(
            model.partsOf(model.rootOf(n)).map(part => deals[part] ?? ''),
          )
        }
        for (const [i, { day, roots: then }] of days.entries()) {
          const n = i % 4
          const { currencies } = await crm.reports.pipeline({ asOf: day, customer: contacts[n] ?? '' })
          expect(currencies.reduce((sum, { won }) => sum + won.count, 0)).toBe(
            then.filter(root => root === then[n]).length,
          )
          const all = await crm.reports.pipeline({ asOf: day })
          expect(all.currencies[0]?.bestCustomers?.map(({ customerId }) => customerId).sort()).toEqual(
            [...new Set(then)].map(root => contacts[root] ?? '').sort(),
          )
        }
      } finally {
        await crm.close()
      }
    }),
    { numRuns: rounds(6, 500) },
  )
})
