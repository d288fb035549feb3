// Wherever a process ends, a new one over the same stores comes to what an undisturbed one comes to.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createMemoryKeyStore } from '@eventcrm/event-store'
import { rounds } from '../../testkit/src/campaign.ts'
import { createMemoryStores, type Stores } from '../src/index.ts'
import { account, accountsIn, endingAt, openWith, transfersIn } from './transfers.ts'

const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** Account 2 is closed. */
const accounts = [0, 1, 2].map(idOf)

interface Asked {
  readonly from: number
  readonly to: number
  readonly day: string
}
const asked = fc.record({
  from: fc.constantFrom(0, 1),
  to: fc.constantFrom(0, 1, 2),
  day: fc.constantFrom('2026-02-03', '2026-02-04', '2026-06-30'),
})

/** Opens the accounts, asks for the transfers and carries them out; whatever was done before is there already. */
const live = async (stores: Omit<Stores, 'close'>, transfers: readonly Asked[], how: 'asked for' | 'followed') => {
  const crm = await openWith(stores)
  try {
    for (const [i, accountId] of accounts.entries())
      await crm.accounts.open({ accountId }, { at: '2026-01-05', commandId: `open-${String(i)}` })
    await crm.accounts.shut({ accountId: idOf(2) }, { at: '2026-01-05', commandId: 'shut' })
    for (const [i, { from, to, day }] of transfers.entries()) {
      const request = account.request({
        accountId: idOf(from),
        toId: idOf(to),
        amount: i + 1,
        transferId: idOf(100 + i),
      })
      const options = { at: day, commandId: `transfer-${String(i)}` }
      if (how === 'followed') await crm.send([request], options)
      else
        await crm.processes.carryOut(request, options).catch((error: unknown) => {
          if (!(error instanceof Error) || error.name !== 'CommandRejected') throw error
        })
    }
    await crm.processes.settle()
    return crm
  } catch (error) {
    await crm.close()
    throw error
  }
}

const stateOf = async (stores: Omit<Stores, 'close'>, transfers: readonly Asked[], how: 'asked for' | 'followed') => {
  const crm = await live(stores, transfers, how)
  // a step that failed as its process ended is due again for the next
  const processes = transfersIn(await crm.status())
  await crm.close()
  return { accounts: await accountsIn(stores.events), processes }
}

/** What an undisturbed run writes at most: appends and commits. */
const mostWrites = 60

const runs = rounds(20, 2000)

const secret = new Uint8Array(32).fill(7)
const newStores = (): Stores => createMemoryStores(createMemoryKeyStore({ 'crm/outsideKeys': secret }))

it(
  'ends as if undisturbed, at whichever append or commit it is cut off, before it is there or after',
  { timeout: 20_000 + runs * 1000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(asked, { minLength: 1, maxLength: 4 }).map(all => all.toSorted((a, b) => (a.day < b.day ? -1 : 1))),
        fc.array(fc.record({ at: fc.integer({ min: 1, max: mostWrites }), written: fc.boolean() }), {
          minLength: 1,
          maxLength: 3,
        }),
        fc.constantFrom('asked for' as const, 'followed' as const),
        async (transfers, cuts, how) => {
          const undisturbed = await stateOf(newStores(), transfers, how)
          const stores = newStores()
          for (const { at, written } of cuts)
            await stateOf(endingAt(stores, at, written), transfers, how).catch(() => undefined)
          expect(await stateOf(stores, transfers, how)).toEqual(undisturbed)
          expect(undisturbed.processes).toMatchObject([{ open: 0, failing: [] }])
        },
      ),
      { numRuns: runs },
    )
  },
)
