// Random mergers, changes and partings: lists and reports agree with a plain model, today and on every past day.
import { createMemoryDocumentStore, createProjector, documentsOf } from '@eventcrm/projection'
import { contacts as contactsView } from '@eventcrm/read-model-directory'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rounds } from '../../testkit/src/campaign.ts'
import { createMemoryStores, isRejected } from '../src/index.ts'
import { idOf, openWith } from './leads.ts'

const contacts = [0, 1, 2, 3].map(n => idOf(11 + n))
const nameOf = (n: number) => `An ${String(n)}`

const who = fc.nat({ max: 3 })
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('merge' as const), a: who, b: who }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('unmerge', 'unmerge', 'rename', 'becomeCustomer', 'becomeCustomer', 'open', 'lose', 'link'),
      a: who,
      b: who,
    }),
  },
)

interface Deal {
  readonly id: string
  customer: number
  status: 'open' | 'won' | 'lost'
}
/** Since when somebody is a customer, and by what: what was said of another, whose path is named, or what that one was. */
interface Customer {
  readonly since: string
  readonly by: { readonly takenFrom: number } | { readonly saidOf: readonly number[] }
}

/** The plain model: who is part of whom, what is for whom, and who is a customer. */
class Model {
  readonly into = new Map<number, number>()
  readonly customers = new Map<number, Customer>()
  readonly deals: Deal[] = []

  rootOf(n: number): number {
    return this.pathOf(n).at(-1) ?? n
  }
  /** Itself and all that stand for it, in turn. */
  pathOf(n: number): readonly number[] {
    const next = this.into.get(n)
    return next === undefined ? [n] : [n, ...this.pathOf(next)]
  }
  /** Itself and all that are part of it. */
  partsOf(n: number): readonly number[] {
    return contacts.flatMap((_, part) => (this.pathOf(part).includes(n) ? [part] : []))
  }
  dealsOf(n: number): readonly Deal[] {
    const parts = this.partsOf(n)
    return this.deals.filter(({ customer }) => parts.includes(customer))
  }

  /** Since when it or a part of it is a customer. */
  customerSince(n: number): string | null {
    const its = this.customers.get(n)
    if (its) return its.since
    const parts = this.partsOf(n).flatMap(part => this.customers.get(part)?.since ?? [])
    return parts.sort()[0] ?? null
  }

  becomeCustomer(n: number, since: string): void {
    const path = this.pathOf(n)
    const root = this.rootOf(n)
    if (!this.customers.has(root)) this.customers.set(root, { since, by: { saidOf: path.slice(0, -1) } })
  }
  merge(survivor: number, loser: number): void {
    this.into.set(loser, survivor)
    const its = this.customers.get(loser)
    if (its && !this.customers.has(survivor))
      this.customers.set(survivor, { since: its.since, by: { takenFrom: loser } })
  }
  unmerge(loser: number, on: string): void {
    const survivor = this.into.get(loser) ?? loser
    this.into.delete(loser)
    const its = this.customers.get(survivor)
    if (!its) return
    if ('takenFrom' in its.by) {
      if (its.by.takenFrom === loser) this.customers.delete(survivor)
    } else if (its.by.saidOf.at(-1) === loser) {
      this.customers.delete(survivor)
      // what was said of it is said again on the day of parting
      if (!this.customers.has(loser))
        this.customers.set(loser, { since: on, by: { saidOf: its.by.saidOf.slice(0, -1) } })
    }
    // another part of it may be a customer all the same: the one that was first merged stands for it
    if (this.customers.has(survivor)) return
    const [next] = [...this.into].flatMap(([part, of]) => (of === survivor && this.customers.has(part) ? [part] : []))
    const since = next === undefined ? undefined : this.customers.get(next)?.since
    if (next !== undefined && since !== undefined) this.customers.set(survivor, { since, by: { takenFrom: next } })
  }
}

/** Contacts as documents say them, folded from the log in batches of that size. */
const contactsIn = async (events: Parameters<typeof createProjector>[0]['events'], batchSize: number) => {
  const documents = createMemoryDocumentStore()
  await createProjector({ events, documents, views: [contactsView], rollups: [], batchSize }).catchUp()
  const [found] = await documents.query([{ find: contactsView.collection, sort: [{ field: 'contactId' }] }])
  return documentsOf(contactsView, found)
}

it('lists and reports agree with a plain model, on every day', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 16 }), async steps => {
      const stores = createMemoryStores()
      const crm = await openWith(stores)
      try {
        const begun = { at: '2026-01-05' }
        const model = new Model()
        const { opportunities } = crm
        for (const [n, contactId] of contacts.entries()) {
          await crm.contacts.register({ contactId, kind: 'individual', name: nameOf(n) }, begun)
          const opportunityId = idOf(21 + n)
          await opportunities.open({ opportunityId, title: nameOf(n), customerId: contactId }, begun)
          await opportunities.markWon({ opportunityId }, begun)
          model.deals.push({ id: opportunityId, customer: n, status: 'won' })
        }
        const days: { readonly day: string; readonly roots: readonly number[] }[] = []
        for (const [i, { do: what, a, b }] of steps.entries()) {
          const day = `2026-02-${String(i + 1).padStart(2, '0')}`
          const [first, second] = [contacts[a] ?? '', contacts[b] ?? '']
          const open = model.deals.find(({ status, customer }) => status === 'open' && customer === a)
          if (what === 'merge' && model.rootOf(a) !== model.rootOf(b)) {
            // by rank, or the first whatever it is
            const asked = a < b ? {} : { survivorId: contacts[model.rootOf(a)] ?? '' }
            const { survivorId, loserIds } = await crm.contacts.merge({ ids: [first, second], ...asked }, { at: day })
            expect(loserIds).toHaveLength(1)
            model.merge(contacts.indexOf(survivorId), contacts.indexOf(loserIds[0] ?? ''))
          } else if (what === 'unmerge' && model.into.has(a)) {
            try {
              await crm.contacts.unmerge({ id: first }, { at: day })
              model.unmerge(a, day)
            } catch (error) {
              // its survivor is part of another: that is undone first
              if (!isRejected(error, 'MERGED_INTO_ANOTHER')) throw error
            }
          } else if (what === 'rename')
            await crm.contacts.rename({ contactId: first, name: `Bình ${String(i)}` }, { at: day })
          else if (what === 'becomeCustomer') {
            try {
              await crm.contacts.becomeCustomer({ contactId: first, code: `KH-${String(i)}` }, { at: day })
            } catch (error) {
              if (!isRejected(error, 'ALREADY_CUSTOMER')) throw error
            }
            model.becomeCustomer(a, day)
          } else if (what === 'open') {
            const opportunityId = idOf(31 + i)
            await opportunities.open({ opportunityId, title: 'Máy in', customerId: first }, { at: day })
            model.deals.push({ id: opportunityId, customer: a, status: 'open' })
          } else if (what === 'lose' && open) {
            await opportunities.markLost({ opportunityId: open.id }, { at: day })
            open.status = 'lost'
          } else if (what === 'link' && open) {
            await opportunities.linkCustomer({ opportunityId: open.id, customerId: second }, { at: day })
            open.customer = b
          }
          days.push({ day, roots: contacts.map((_, n) => model.rootOf(n)) })
        }
        await crm.catchUp()
        const { rows } = await crm.lists.contacts({})
        const roots = contacts.filter((_, n) => model.rootOf(n) === n)
        expect(rows.map(({ key }) => key).sort()).toEqual(roots)
        const documents = await contactsIn(stores.events, 1)
        expect(await contactsIn(stores.events, 1_000)).toEqual(documents)
        for (const [n, document] of documents.entries()) {
          const of = (wanted: Deal['status']) => model.dealsOf(n).filter(({ status }) => status === wanted).length
          const customerSince = model.customerSince(n)
          expect(document).toMatchObject({
            contactId: contacts[n],
            openOpportunities: of('open'),
            wonOpportunities: of('won'),
            lostOpportunities: of('lost'),
            pipelineStatus: of('open') > 0 ? 'inTalks' : of('won') > 0 ? 'won' : of('lost') > 0 ? 'lost' : 'none',
            lifecycle: customerSince ? 'customer' : 'opportunity',
            isCustomer: customerSince !== null,
            customerSince,
          })
        }
        for (const { contactId, isCustomer, customerCode } of documents) {
          const { customer } = await crm.state('contacts', contactId)
          expect({ isCustomer: customer !== null, customerCode: customer?.code ?? null }).toEqual({
            isCustomer,
            customerCode,
          })
        }
        for (const [n, contactId] of contacts.entries()) {
          const root = contacts[model.rootOf(n)] ?? ''
          const survivor = await crm.state('contacts', root)
          expect((await crm.names([contactId])).get(contactId)).toBe(survivor.name)
          expect(rows.find(({ key }) => key === root)?.document).toEqual(documents[model.rootOf(n)])
          const ofCustomer = await crm.lists.opportunities({ filter: { customer: { is: contactId } }, apart: 'with' })
          const expected = model.dealsOf(model.rootOf(n)).map(({ id }) => id)
          expect(ofCustomer.rows.map(({ key }) => key).sort()).toEqual(expected.sort())
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
