// A disk that is full, wherever that happens: the command says so, and nothing that was there is lost.
import { spawnSync } from 'node:child_process'
import { copyFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { rounds } from '../../testkit/src/campaign.ts'
import { newFolder } from './run.ts'

// a busy machine is no fault
vi.setConfig({ testTimeout: 600_000 })

const { run, file, folder, remove } = newFolder('en')
beforeAll(() => run(['demo', '--seed', '19', '--opportunities', '30', '--database', 'crm.sqlite']))
afterAll(remove)

const program = fileURLToPath(new URL('../src/bin.ts', import.meta.url))

/** Runs a command line whose files may not grow beyond so many blocks of half a kilobyte. */
const limited = (blocks: number, args: readonly string[]) =>
  spawnSync(
    'sh',
    [
      '-c',
      `ulimit -f ${String(blocks)}; exec "$0" "$@"`,
      process.execPath,
      '--disable-warning=ExperimentalWarning',
      program,
      ...args,
    ],
    { cwd: folder, encoding: 'utf8' },
  )

it.skipIf(process.platform === 'win32')(
  'a rebuild or a backup that finds no room says so, and goes well once there is',
  async () => {
    const ask = () => run(['report', 'pipeline', '-d', 'full.sqlite', '--as-of', '2025-12-31'])
    copyFileSync(file('crm.sqlite'), file('full.sqlite'))
    const before = await ask()
    let [failed, backups] = [0, 0]
    for (let i = 0; i < rounds(2, 40); i++) {
      const blocks = Math.floor((statSync(file('crm.sqlite')).size / 512) * Math.random())
      const rebuild = limited(blocks, ['rebuild', '-d', 'full.sqlite'])
      expect([0, 3], rebuild.stderr).toContain(rebuild.status)
      if (rebuild.status === 3) failed++
      const backup = limited(blocks, ['backup', `copy-${String(i)}.sqlite`, '-d', 'full.sqlite'])
      expect([0, 3], backup.stderr).toContain(backup.status)
      if (backup.status === 3) backups++
      expect((await run(['verify', '-d', 'full.sqlite'])).stdout).toMatch(/nothing wrong/)
      expect(await ask()).toEqual(before)
    }
    expect(failed + backups).toBeGreaterThan(0)
  },
)
