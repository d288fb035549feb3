// Wherever the processes of payments end, a new CRM over the same stores comes to what an undisturbed one comes to.
import { invoice, payment } from '@eventcrm/domain'
import { createMemoryKeyStore } from '@eventcrm/event-store'
import { createMemoryStores, type Stores } from '../src/index.ts'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rounds } from '../../testkit/src/campaign.ts'
import { openWith } from './leads.ts'
import {
  codeOf,
  credit,
  creditNote,
  expectBalanced,
  first,
  invoice1,
  invoice2,
  payment1,
  payment2,
  second,
  setTheScene,
  streamsIn,
  third,
  vnd,
} from './payments.ts'
import { endingAt } from './transfers.ts'

const secret = new Uint8Array(32).fill(7)
const newStores = (): Stores => createMemoryStores(createMemoryKeyStore({ 'crm/outsideKeys': secret }))
const pay = (paymentId: string, allocationId: string, invoiceId: string, amount: number) => ({
  ...{ paymentId, allocationId, invoiceId, amount: vnd(amount) },
})

/** One allocation that is taken, one that is refused, one undone, a credit note that releases, a bounce; whatever was done before is there already. */
const live = async (stores: Omit<Stores, 'close'>, how: 'asked for' | 'followed'): Promise<unknown> => {
  const crm = await openWith(stores)
  try {
    await setTheScene(crm)
    const options = (at: string, commandId: string) => ({ at, commandId })
    const allocate = async (given: ReturnType<typeof pay>, at: string, commandId: string) => {
      if (how === 'asked for') return codeOf(crm.payments.allocate(given, options(at, commandId)))
      await crm.send([payment.allocate(given)], options(at, commandId))
      await crm.processes.settle()
      return undefined
    }
    const came = [
      await allocate(pay(payment1, first, invoice1, 700), '2026-01-20', 'first'),
      await allocate(pay(payment1, second, invoice1, 400), '2026-01-20', 'second'),
      await allocate(pay(payment2, third, invoice2, 900), '2026-02-20', 'third'),
      await allocate(pay(payment2, second, invoice1, 300), '2026-01-25', 'fourth'),
    ]
    const undoing = { paymentId: payment2, allocationId: second }
    const bouncing = { paymentId: payment1 }
    await credit(crm, { invoiceId: invoice2, creditNoteId: creditNote, amount: 500 }, '2026-02-05')
    if (how === 'asked for') {
      await crm.payments.undoAllocation(undoing, options('2026-02-01', 'undo'))
      await crm.payments.bounce(bouncing, options('2026-01-15', 'bounce'))
    } else {
      await crm.send([payment.undoAllocation(undoing)], options('2026-02-01', 'undo'))
      await crm.send([payment.bounce(bouncing)], options('2026-01-15', 'bounce'))
    }
    await crm.processes.settle()
    await crm.send(
      [invoice.writeOff({ invoiceId: invoice1, writeOffId: third, amount: vnd(1000) })],
      options('2026-03-01', 'write-off'),
    )
    const processes = (await crm.status()).processes.filter(({ open, failing }) => open !== 0 || failing.length > 0)
    await expectBalanced(crm, [invoice1, invoice2], [payment1, payment2])
    return { streams: await streamsIn(stores.events), processes, came }
  } finally {
    await crm.close()
  }
}

it.each(['asked for', 'followed'] as const)(
  '%s, cut off at each append and commit, before it is there or after, payments end as if undisturbed',
  { timeout: 120_000 },
  async how => {
    let writes = 0
    const undisturbed = await live(
      endingAt(newStores(), Infinity, true, () => writes++),
      how,
    )
    expect(undisturbed).toMatchObject({ processes: [] })
    const every = Array.from({ length: writes }, (_, n) => n + 1).flatMap(at =>
      [true, false].map(written => ({ at, written })),
    )
    const count = Math.min(every.length, rounds(20, every.length))
    const [cuts = []] = fc.sample(fc.shuffledSubarray(every, { minLength: count, maxLength: count }), 1)
    for (const cut of cuts) {
      const stores = newStores()
      await live(endingAt(stores, cut.at, cut.written), how).catch(() => undefined)
      expect(await live(stores, how), JSON.stringify(cut)).toEqual(undisturbed)
    }
  },
)
