import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { accountsIn, endingAt, openAccounts, openWith, transferring } from '../../packages/crm/test/transfers.ts'
import { mongodb, servers, storesOn } from './places.ts'

const open = servers()

describe.skipIf(mongodb === null)('a process over EventStoreDB and MongoDB', () => {
  it('is carried out once by several runners, and to its end after it was cut off', { timeout: 60_000 }, async () => {
    const place = await open()
    const stores = [await storesOn(place), await storesOn(place), await storesOn(place)] as const
    const [first] = stores
    const preparing = await openWith(first)
    const { from, to, closed } = await openAccounts(preparing)
    for (let i = 0; i < 9; i++)
      await preparing.accounts.request({
        ...{ accountId: from, toId: i % 3 === 0 ? closed : to },
        ...{ amount: i, transferId: randomUUID() },
      })
    const cut = await openWith(endingAt(first, 4, true))
    await cut.processes.settle().catch(() => undefined)
    await cut.close()
    await preparing.close()
    const runners = await Promise.all(stores.map(own => openWith(own)))
    await Promise.all(runners.map(crm => crm.processes.settle()))
    const types = Object.values(await accountsIn(first.events))
      .flat()
      .map(one => (Array.isArray(one) ? String(one[0]) : ''))
    const count = (type: string) => types.filter(one => one === type).length
    expect([count('TransferReceived'), count('TransferBooked'), count('TransferDone')]).toEqual([6, 6, 6])
    expect(count('TransferRefused')).toBe(3)
    for (const crm of runners) {
      await crm.processes.settle()
      for (const process of (await crm.status()).processes) expect(process).toMatchObject({ open: 0, failing: [] })
      expect((await crm.verify()).findings).toEqual([])
      await crm.close()
    }
    const mended = await openWith(first, { processes: [transferring(2)] })
    await mended.processes.settle()
    await mended.close()
    for (const own of stores) await own.close()
  })
})
