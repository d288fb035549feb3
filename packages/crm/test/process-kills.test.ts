// A process that is killed behind every write that it makes, or a little later, and started again each time.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { rounds } from '../../testkit/src/campaign.ts'
import { liveTransfers, openTransfers } from './killed-transfers.ts'
import { accountsIn } from './transfers.ts'

const kills = rounds(3, 300)
const transfers = 6
const script = join(import.meta.dirname, 'killed-transfers.ts')

/** Starts it, and kills it once it has made so many writes. */
const killBehind = async (file: string, writes: number): Promise<boolean> => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, file, String(transfers)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let told = 0
  child.stdout.on('data', (text: Buffer) => {
    told += text.length
    if (told < writes || child.killed) return
    setTimeout(() => child.kill('SIGKILL'), Math.random() * 5) // at any moment of the next
  })
  await once(child, 'close')
  return child.signalCode === 'SIGKILL'
}

const endOf = async (file: string) => {
  const stores = await openTransfers(file)
  const processes = await liveTransfers(stores, transfers)
  const accounts = await accountsIn(stores.events)
  await stores.close()
  return { processes, accounts }
}

it(
  `comes to what an undisturbed one comes to, killed ${String(kills)} times`,
  { timeout: 60_000 + kills * 10_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'eventcrm-'))
    try {
      const undisturbed = await endOf(join(folder, 'undisturbed.sqlite'))
      expect(undisturbed.processes).toMatchObject([{ open: 0, failing: [] }])
      for (let killed = 0, files = 0; killed < kills; files++) {
        const file = join(folder, `${String(files)}.sqlite`)
        // each time from further on, until nothing is left to be done
        for (let more = 1 + Math.floor(Math.random() * 12); killed < kills;) {
          if (!(await killBehind(file, more))) break
          killed++
          more = 1 + Math.floor(Math.random() * 6)
        }
        expect(await endOf(file)).toEqual(undisturbed)
        await rm(file, { force: true })
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
)
