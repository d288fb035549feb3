// Payments of several processes at once that are killed again and again: once nothing is pending, it adds up to the minor unit.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { remainderOn } from '@eventcrm/domain'
import { isThorough, rounds } from '@eventcrm/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openWith } from '../../packages/crm/test/leads.ts'
import { expectBalanced } from '../../packages/crm/test/payments.ts'
import { randomOf } from '../../packages/read-model-receivables/test/ledger.ts'
import { invoiceIdOf, paymentIdOf, peopledBy, prepare, type Deeds } from './deeds.ts'
import { places, type Place } from './places.ts'

const { folder, kinds } = places()

const processes = isThorough() ? 4 : 2
const count = rounds(30, 2000)
/** So often a process is killed; in a usual run only one of them, once. */
const killsOf = (process: number) => (isThorough() ? Math.max(1, Math.round(count / 100)) : process === 0 ? 1 : 0)
const script = join(import.meta.dirname, 'paying.ts')

/**
 * Does the deeds of one process from `first` on.
 * @param appends it kills itself once it has made so many; 0 lets it end
 * @param came is told what each deed came to
 * @returns whether it was killed
 */
const pay = async (
  { told }: Place,
  { seed, count }: Deeds,
  first: number,
  appends: number,
  came: (n: number, outcome: string) => void,
): Promise<boolean> => {
  const numbers = [seed, count, first, processes, appends].map(String)
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...numbers, ...told], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') },
  })
  let heard = ''
  child.stdout.on('data', (text: Buffer) => (heard += text.toString()))
  await once(child, 'close')
  for (const [, n, outcome = ''] of heard.matchAll(/^(\d+) (.+)\n/gm)) came(Number(n), outcome)
  if (child.signalCode === null) expect(child.exitCode).toBe(0)
  return child.signalCode === 'SIGKILL'
}

describe.each(kinds)('%s', (_, newPlace) => {
  it(
    `${String(count)} allocations, undoings, bounces, credit notes and write-offs by ${String(processes)} processes at once that are killed add up`,
    { timeout: 3_600_000 },
    async () => {
      const place = await newPlace()
      const stores = await place.open()
      const [seed = 0] = fc.sample(fc.integer(), 1)
      const deeds = { seed, count }
      // what processes leave is not carried out by this one as long as others are there
      const preparing = await openWith(stores, { runProcesses: false })
      await prepare(preparing, deeds)
      await preparing.close()
      const outcomes = new Map<number, string>()
      let killed = 0
      const goOn = async (p: number) => {
        const { between } = randomOf(seed + p)
        // so few that it is killed before it is through
        const most = Math.max(4, Math.floor(count / processes / (killsOf(p) + 5)) * 2)
        const first = () => {
          let n = p
          while (outcomes.has(n)) n += processes
          return n
        }
        const came = (n: number, outcome: string) => outcomes.set(n, outcome)
        for (let left = killsOf(p); left > 0; left--) {
          if (!(await pay(place, deeds, first(), between(1, most), came))) break
          killed++
        }
        expect(await pay(place, deeds, first(), 0, came)).toBe(false)
      }
      await Promise.all(Array.from({ length: processes }, (__, p) => goOn(p)))
      expect(outcomes.size).toBe(count)

      const crm = await openWith(stores)
      await crm.processes.settle()
      expect((await crm.status()).processes.filter(one => one.open !== 0 || one.failing.length > 0)).toEqual([])
      const all = Array.from({ length: peopledBy(deeds) }, (__, n) => n)
      await expectBalanced(crm, all.map(invoiceIdOf), all.map(paymentIdOf))
      const statuses = new Map<string, number>()
      for (const n of all) {
        const state = await crm.state('payments', paymentIdOf(n))
        const ends = state.bounce ? ['refused', 'undone'] : ['allocated', 'refused', 'undone']
        for (const { status } of state.allocations.values()) {
          expect(ends).toContain(status)
          statuses.set(status, (statuses.get(status) ?? 0) + 1)
        }
        expect(remainderOn(state, '2026-06-30') >= 0n).toBe(true)
        if (state.bounce) expect(remainderOn(state, '2026-06-30')).toBe(0n)
      }
      expect((await crm.verify()).findings).toEqual([])
      expect(killed).toBeGreaterThan(0)
      const counted = Map.groupBy(outcomes.values(), outcome => outcome)
      // with few deeds one or the other may not be among them
      for (const what of isThorough() ? ['allocate', 'undo', 'bounce', 'credit', 'writeOff'] : ['allocate'])
        expect(counted.get(`${what} accepted`)?.length ?? 0, what).toBeGreaterThan(0)
      const told = [...counted].map(([outcome, its]) => `${outcome} ${String(its.length)}`).sort()
      console.log(
        `${String(count)} deeds, ${String(processes)} processes, ${String(killed)} kills, seed ${String(seed)}: ${told.join(', ')}; ${JSON.stringify([...statuses])}`,
      )
      await crm.close()
      await stores.close()
    },
  )
})
