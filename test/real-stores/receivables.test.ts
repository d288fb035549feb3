// A random history of invoices, payments and credit notes on the stores of a company, against a plain double-entry ledger of it.
import { rounds } from '@eventcrm/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Ledger } from '../../packages/read-model-receivables/test/ledger.ts'
import { expectSameOnDays } from '../../packages/read-model-receivables/test/same-as-ledger.ts'
import { projectorOf, write } from '../../packages/read-model-receivables/test/stores.ts'
import { places } from './places.ts'

const { kinds } = places()
const many = rounds(200, 10_000)

describe.each(kinds)('%s', (_, newPlace) => {
  it(
    `a history of ${String(many)} invoices, payments and credit notes comes to what a double-entry ledger comes to`,
    { timeout: 3_600_000 },
    async () => {
      const [seed = 0] = fc.sample(fc.integer(), 1)
      const ledger = new Ledger(seed).live(many * 2)
      const stores = await (await newPlace()).open()
      try {
        // the second half comes to documents that are there
        const half = Math.floor(ledger.happenings.length / 2)
        await write(stores.events, ledger.happenings.slice(0, half))
        await projectorOf(stores.events, stores.documents).catchUp()
        await write(stores.events, ledger.happenings, half)
        await projectorOf(stores.events, stores.documents).catchUp()
        await expectSameOnDays(stores.documents, ledger, seed)
      } finally {
        await stores.close()
      }
      const { length } = ledger.postings
      expect(length).toBeGreaterThan(many)
      console.log(`${String(ledger.happenings.length)} events, ${String(length)} postings, seed ${String(seed)}`)
    },
  )
})
