// Other processes lock the file while commands run: each ends right, or says that the file is busy, and nothing is lost.
import { createCrm, product, ViewBuilding, type Crm } from '@eventcrm/crm'
import { openSqlite } from '@eventcrm/sqlite'
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { copyFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { rounds } from '../../testkit/src/campaign.ts'
import { newFolder } from './run.ts'

// a busy machine is no fault
vi.setConfig({ testTimeout: 3_600_000 })

const { run, file, remove } = newFolder('en')
beforeAll(async () => {
  await run(['demo', '--seed', '21', '--opportunities', '20', '--database', 'sound.sqlite'])
  const rows = Array.from({ length: 40 }, (_, n) => `L${String(n)},Máy in ${String(n)}\n`)
  writeFileSync(file('p.csv'), `code,name\n${rows.join('')}`)
  const fields = { code: 'code', name: 'name' }
  writeFileSync(file('p.json'), JSON.stringify({ becomes: 'product', key: ['code'], fields }))
})
beforeEach(() => copyFileSync(file('sound.sqlite'), file('crm.sqlite')))
afterAll(remove)

const holder = fileURLToPath(new URL('lock-holder.ts', import.meta.url))

/** While two processes lock the file, for so many milliseconds at a time at most. */
const whileLocked = async (longest: number, work: () => Promise<void>): Promise<void> => {
  const holders = [0, 1].map(() =>
    spawn(process.execPath, ['--disable-warning=ExperimentalWarning', holder, file('crm.sqlite'), String(longest)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  )
  try {
    await Promise.all(holders.map(({ stdout }) => once(stdout, 'data')))
    await work()
  } finally {
    await Promise.all(
      holders.map(async child => {
        const closed = once(child, 'close')
        child.stdin.end()
        await closed
      }),
    )
  }
}
const ask = (database: string) => run(['report', 'pipeline', '-d', database, '--as-of', '2025-12-31', '-f', 'json'])

it('held for moments, they delay an import, a report, a rebuild and a backup, and change nothing of what these do', async () => {
  const before = await ask('sound.sqlite')
  await whileLocked(40, async () => {
    for (let round = 0; round < rounds(2, 100); round++) {
      const [imported, reported, rebuilt, saved] = await Promise.all([
        run(['import', 'p.csv', '-m', 'p.json', '-d', 'crm.sqlite', '-f', 'json']),
        ask('crm.sqlite'),
        run(['rebuild', '-d', 'crm.sqlite']),
        run(['backup', `copy-${String(round)}.sqlite`, '-d', 'crm.sqlite']),
      ])
      for (const { exitCode, stderr } of [imported, reported, rebuilt, saved])
        expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
      expect(JSON.parse(imported.stdout)).toMatchObject({ rows: 40, created: round === 0 ? 40 : 0, rejected: 0 })
      expect((await run(['verify', '-d', `copy-${String(round)}.sqlite`])).exitCode).toBe(0)
    }
  })
  const { stdout, stderr, exitCode } = await ask('crm.sqlite')
  expect({ ...JSON.parse(stdout), position: null }).toEqual({ ...JSON.parse(before.stdout), position: null })
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  expect((await run(['verify', '-d', 'crm.sqlite'])).stdout).toMatch(/nothing wrong/)
})

/** What was done, or that the file was busy. */
const orBusy = async <T>(work: () => Promise<T>): Promise<T | 'busy'> => {
  try {
    return await work()
  } catch (error) {
    expect(error).toMatchObject({ code: 'StoreUnavailable', message: expect.stringContaining('locked') })
    return 'busy'
  }
}

/** A rebuild that was held up may have left documents to be folded, as the report then says. */
const report = (crm: Crm) => () =>
  crm.reports.pipeline({}).catch((error: unknown) => {
    if (!(error instanceof ViewBuilding)) throw error
  })

it('held for longer than is waited for, they are told as such, and nothing acknowledged is lost', async () => {
  const written: string[] = []
  let busy = 0
  await whileLocked(300, async () => {
    for (let round = 0; round < rounds(4, 200); round++) {
      const outcome = await orBusy(async () => {
        const stores = await openSqlite(file('crm.sqlite'), { lockTimeout: 60 })
        try {
          const crm: Crm = await createCrm({ stores, actor: 'lan', project: false })
          try {
            for (let n = 0; n < 5; n++) {
              const productId = randomUUID()
              const listing = product.list({ productId, code: productId.slice(0, 13), name: 'Máy in' })
              const sent = await orBusy(() => crm.send([listing]))
              if (sent === 'busy') busy++
              else written.push(productId)
            }
            for (const work of [() => crm.catchUp(), () => crm.rebuild(), report(crm)])
              if ((await orBusy<unknown>(work)) === 'busy') busy++
          } finally {
            await crm.close()
          }
        } finally {
          await stores.close()
        }
      })
      if (outcome === 'busy') busy++
    }
  })
  expect(busy).toBeGreaterThan(0)
  const { exitCode, stdout } = await run(['log', '-d', 'crm.sqlite', '--type', 'ProductListed', '-f', 'jsonl'])
  expect(exitCode).toBe(0)
  const listed = stdout
    .trimEnd()
    .split('\n')
    .map(line => String(JSON.parse(line).streamId))
  expect(listed).toEqual(expect.arrayContaining(written))
  expect(new Set(listed).size).toBe(listed.length)
  expect((await run(['rebuild', '-d', 'crm.sqlite'])).exitCode).toBe(0)
  expect((await run(['verify', '-d', 'crm.sqlite'])).stdout).toMatch(/nothing wrong/)
})
