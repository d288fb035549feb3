// Invoices issued by several processes at once that are killed again and again: their numbers have no gap.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { isThorough, rounds } from '@eventcrm/testkit'
import { describe, expect, it } from 'vitest'
import { draftInvoices, expectNoGaps, numbersIn, openWith } from '../../packages/crm/test/invoices.ts'
import { places, type Place } from './places.ts'

const { folder, kinds } = places()

const processes = isThorough() ? 4 : 2
const count = rounds(20, 1000)
/** So often a process is killed, each time a little after it has issued some more; in a usual run only one of them, once. */
const killsOf = (process: number) => (isThorough() ? Math.max(1, Math.round(count / 50)) : process === 0 ? 1 : 0)
const script = join(import.meta.dirname, 'issuing.ts')

/**
 * Issues all in a process of its own.
 * @param behind kills it at any moment once it has issued so many; null lets it end
 * @returns whether it was killed
 */
const issue = async ({ told }: Place, first: number, behind: number | null): Promise<boolean> => {
  const given = [script, String(count), String(first), ...told]
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...given], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') },
  })
  let issued = 0
  child.stdout.on('data', (text: Buffer) => {
    issued += text.length
    if (behind === null || issued < behind || child.killed) return
    setTimeout(() => child.kill('SIGKILL'), Math.random() * 10) // at any moment of the next
  })
  await once(child, 'close')
  if (child.signalCode === null) expect(child.exitCode).toBe(0)
  return child.signalCode === 'SIGKILL'
}

describe.each(kinds)('%s', (_, newPlace) => {
  it(
    `${String(count)} invoices issued by ${String(processes)} processes at once that are killed have the numbers 1 to ${String(count)}`,
    { timeout: 3_600_000 },
    async () => {
      const place = await newPlace()
      const stores = await place.open()
      const crm = await openWith(stores)
      await draftInvoices(crm, count)
      let killed = 0
      const goOn = async (p: number) => {
        const first = Math.floor((p * count) / processes)
        for (let left = killsOf(p), more = 1; left > 0; left--, more = 1 + Math.floor(Math.random() * 20)) {
          // what is issued already is said at once: further on each time
          const done = (await numbersIn(stores.events)).had.length
          if (done === count || !(await issue(place, first, Math.floor(done / processes) + more))) break
          killed++
        }
        await issue(place, first, null)
      }
      await Promise.all(Array.from({ length: processes }, (__, p) => goOn(p)))
      await crm.processes.settle()
      expectNoGaps(await numbersIn(stores.events), count)
      expect((await crm.status()).processes.every(({ open: left }) => left === 0)).toBe(true)
      expect((await crm.verify()).findings).toEqual([])
      expect(killed).toBeGreaterThan(0)
      console.log(`${String(count)} invoices, ${String(processes)} processes, ${String(killed)} kills`)
      await crm.close()
      await stores.close()
    },
  )
})
