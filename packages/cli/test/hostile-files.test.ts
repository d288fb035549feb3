// Whatever becomes of the file: what reads it says so or answers as before, and never fails as a fault of eventcrm itself.
import { createCrm, type Verification } from '@eventcrm/crm'
import { openSqlite } from '@eventcrm/sqlite'
import fc from 'fast-check'
import { randomUUID } from 'node:crypto'
import {
  closeSync,
  copyFileSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { rounds } from '../../testkit/src/campaign.ts'
import { newFolder } from './run.ts'

// a busy machine is no fault
vi.setConfig({ testTimeout: 3_600_000 })

const { run, file, remove } = newFolder()
const victim = 'victim.sqlite'
let sound: Buffer
let log: Buffer
let report: Awaited<ReturnType<typeof run>>
/** What reads give, by how many events there are: a write-ahead log may be cut anywhere. */
let positions: readonly string[]

const ask = (database: string) => run(['report', 'pipeline', '-d', database, '--as-of', '2025-12-31', '-f', 'json'])

beforeAll(async () => {
  await run(['demo', '--seed', '5', '--opportunities', '4', '--database', 'whole.sqlite'])
  report = await ask('whole.sqlite')
  sound = readFileSync(file('whole.sqlite'))
  const stores = await openSqlite(file('whole.sqlite'))
  const crm = await createCrm({ stores, actor: 'lan', project: false })
  for (const title of ['Máy in', 'Máy chiếu', 'Máy quét'])
    await crm.opportunities.open({ opportunityId: randomUUID(), title })
  const read: string[] = []
  for await (const { position } of stores.events.readAll()) read.push(position)
  positions = read
  log = readFileSync(file('whole.sqlite-wal'))
  copyFileSync(file('whole.sqlite'), file('beside.sqlite'))
  await crm.close()
  await stores.close()
})
afterAll(remove)

const put = (bytes: Uint8Array, wal?: Uint8Array) => {
  for (const kind of ['', '-wal', '-shm', '-journal']) rmSync(file(`${victim}${kind}`), { force: true })
  writeFileSync(file(victim), bytes)
  if (wal) writeFileSync(file(`${victim}-wal`), wal)
}

/** Everything that reads, then what writes. None of them may end as a fault of eventcrm itself. */
const outcome = async () => {
  const verify = await run(['verify', '-d', victim, '-f', 'json'])
  const status = await run(['status', '-d', victim])
  const history = await run(['history', 'company', '-d', victim])
  const answer = await ask(victim)
  const told = await run(['log', '-d', victim])
  const listed = await run(['list', 'opportunities', '-d', victim])
  const rebuilt = await run(['rebuild', '-d', victim])
  for (const { exitCode, stderr } of [verify, status, history, answer, told, listed, rebuilt])
    expect([0, 1, 3], stderr).toContain(exitCode)
  return { verify, answer }
}

type Damage =
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'fill'; readonly at: number; readonly length: number; readonly byte: number }
  | { readonly kind: 'cut'; readonly at: number }

/** Anywhere alike: numbers are else drawn small, and what stands at a file's beginning makes it no database. */
const fraction = fc.noBias(fc.nat(999_999)).map(n => n / 1_000_000)
const damages: fc.Arbitrary<Damage> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('flip' as const), at: fraction, bit: fc.nat(7) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('fill' as const),
      at: fraction,
      length: fc.integer({ min: 1, max: 9000 }),
      byte: fc.nat(255),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut' as const), at: fraction }) },
)
const damaged = (bytes: Buffer, damage: Damage): Buffer => {
  const at = Math.floor(damage.at * bytes.length)
  const copy = Buffer.from(bytes)
  switch (damage.kind) {
    case 'flip':
      copy[at] = (copy[at] ?? 0) ^ (1 << damage.bit)
      return copy
    case 'fill':
      return copy.fill(damage.byte, at, Math.min(at + damage.length, copy.length))
    case 'cut':
      return copy.subarray(0, at)
  }
}

describe('a file that is damaged', () => {
  it('is found by verify, or answers as before; nothing that reads it fails as a fault of eventcrm', async () => {
    const seen = { found: 0, refused: 0, unaffected: 0 }
    await fc.assert(
      fc.asyncProperty(fc.array(damages, { minLength: 1, maxLength: 2 }), async given => {
        put(given.reduce(damaged, sound))
        const { verify, answer } = await outcome()
        if (verify.exitCode === 3) seen.refused++
        else if (verify.exitCode === 1) seen.found++
        else {
          seen.unaffected++
          expect(answer.stdout).toBe(report.stdout)
        }
      }),
      { numRuns: rounds(10, 300) },
    )
    expect(seen.found).toBeGreaterThan(0)
  })

  it('beside a damaged log of writes has a beginning of the history, or says that it is damaged', async () => {
    const beside = readFileSync(file('beside.sqlite'))
    await fc.assert(
      fc.asyncProperty(damages, async damage => {
        put(beside, damaged(log, damage))
        const { verify } = await outcome()
        if (verify.exitCode !== 0) return
        const { events }: Verification = JSON.parse(verify.stdout)
        const stores = await openSqlite(file(victim))
        const read: string[] = []
        for await (const { position } of stores.events.readAll()) read.push(position)
        await stores.close()
        expect(read).toEqual(positions.slice(0, events))
        expect(existsSync(file(victim))).toBe(true)
      }),
      { numRuns: rounds(6, 150) },
    )
  })

  it('in its log of writes, while a reader has it open, tells the reader as much or nothing; who opens it then has a beginning of the history', async () => {
    const beside = readFileSync(file('beside.sqlite'))
    await fc.assert(
      fc.asyncProperty(damages, fc.boolean(), async (damage, hasRead) => {
        put(beside, log)
        const stores = await openSqlite(file(victim), { readOnly: true })
        const crm = await createCrm({ stores, project: false })
        const readAll = async () => {
          const read: string[] = []
          for await (const { position } of crm.events({ follow: false })) read.push(position)
          await crm.reports.pipeline({ asOf: '2025-12-31' })
          return read
        }
        if (hasRead) expect(await readAll()).toEqual(positions)
        overwrite(`${victim}-wal`, damaged(log, damage))
        try {
          const read = await readAll()
          expect(positions).toEqual(expect.arrayContaining(read))
        } catch (error) {
          // a fault that is told by its code, and none of the library's own
          expect(codeOf(error), String(error)).toMatch(/^(?!ERR_)[A-Z]\w+$/)
        }
        await crm.close()
        await stores.close()
        const { verify } = await outcome()
        if (verify.exitCode !== 0) return
        const { events }: Verification = JSON.parse(verify.stdout)
        const again = await openSqlite(file(victim))
        const read: string[] = []
        for await (const { position } of again.events.readAll()) read.push(position)
        await again.close()
        expect(read).toEqual(positions.slice(0, events))
      }),
      { numRuns: rounds(6, 150) },
    )
  })
})

/** Into the same file: who has it open reads what is written. */
const overwrite = (name: string, bytes: Uint8Array): void => {
  const to = openSync(file(name), 'r+')
  ftruncateSync(to, bytes.length)
  writeSync(to, bytes, 0, bytes.length, 0)
  closeSync(to)
}
const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
