// The clock in three processes at once, which are killed at any moment and started again.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createCrm, type CommandMessage } from '@eventcrm/crm'
import { contact, invoice, overdueEpisodes } from '@eventcrm/domain'
import { rounds } from '@eventcrm/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { places, type Place } from './places.ts'

const { folder, kinds } = places()

const instalments = rounds(30, 1000)
/** Three at least: of one of three processes the others may have raised all before it comes to be killed. */
const kills = rounds(3, 60)
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const customerId = id(999_999)

/** Invoices with two instalments each, all of them overdue. */
const prepare = async (place: Place): Promise<void> => {
  const stores = await place.open()
  const crm = await createCrm({
    ...{ stores, actor: 'test', company: { currency: 'VND', foundedOn: '2025-01-01' } },
    clock: () => new Date('2026-06-30T05:00:00Z'),
  })
  await crm.send([contact.register({ contactId: customerId, kind: 'organisation', name: 'Đại Phát' })], {
    at: '2025-12-01',
  })
  for (let n = 0; n < instalments / 2; n += 50) {
    const messages: CommandMessage[] = []
    for (let i = n; i < Math.min(n + 50, instalments / 2); i++)
      messages.push(
        invoice.record({
          ...{ invoiceId: id(i), customerId, number: String(i) },
          lines: [{ description: 'Máy in', unitPrice: { amount: '100', currency: 'VND' } }],
          terms: {
            instalments: [
              { portion: 40, count: i % 30 },
              { portion: 60, count: 60 },
            ],
          },
        }),
      )
    await crm.send(messages, { at: '2026-01-01' })
  }
  await crm.catchUp()
  await crm.close()
  await stores.close()
}

const script = join(import.meta.dirname, 'ticking.ts')
/** Runs the clock in a process, which is killed once it has made so many writes. @returns whether it was */
const tick = async (place: Place, writes: number): Promise<boolean> => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...place.told], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') },
  })
  let told = 0
  child.stdout.on('data', (text: Buffer) => {
    told += text.length
    // at any moment of the next write
    if (told >= writes && !child.killed) setImmediate(() => child.kill('SIGKILL'))
  })
  await once(child, 'close')
  if (child.signalCode !== 'SIGKILL') expect(child.exitCode).toBe(0)
  return child.signalCode === 'SIGKILL'
}

describe.each(kinds)('%s', (_, newPlace) => {
  it(
    `${String(instalments)} due instalments are raised once each by three processes at once, killed at up to ${String(kills)} moments`,
    { timeout: 3_600_000 },
    async () => {
      const place = await newPlace()
      await prepare(place)
      const most = Math.max(2, Math.floor(instalments / (kills + 6)))
      const [moments = []] = fc.sample(
        fc.array(fc.integer({ min: 1, max: most }), { minLength: kills, maxLength: kills }),
        1,
      )
      let killed = 0
      for (let n = 0; n < moments.length; n += 3) {
        const three = await Promise.all([0, 1, 2].map(i => tick(place, moments[n + i] ?? Infinity)))
        killed += three.filter(Boolean).length
      }
      expect(await tick(place, Infinity)).toBe(false)

      const stores = await place.open()
      const crm = await createCrm({ stores, actor: 'test', project: false })
      const raised: string[] = []
      const expected: string[] = []
      for (let n = 0; n < instalments / 2; n++)
        for await (const event of crm.history('invoices', id(n))) {
          if (event.type === 'InvoiceOverdue') {
            const { instalment, on } = event.data
            expect(event.occurredOn).toBe(on)
            raised.push(`${String(n)} ${String(instalment)} ${on}`)
          }
          if (event.type !== 'InvoiceIssued') continue
          const due = event.data.instalments.map(one => ({ ...one, amount: one.amount.minorUnits }))
          for (const { instalment, on } of overdueEpisodes(due, [], null))
            expected.push(`${String(n)} ${String(instalment)} ${on}`)
        }
      expect(expected).toHaveLength(instalments)
      expect(raised.toSorted()).toEqual(expected.toSorted())
      expect(await crm.clock.run({ now: '2026-06-30' })).toMatchObject({ overdue: { raised: 0, refused: [] } })
      await crm.close()
      await stores.close()
      expect(killed).toBeGreaterThan(0)
      console.log(`${String(raised.length)} raised, ${String(killed)} processes killed`)
    },
  )
})
