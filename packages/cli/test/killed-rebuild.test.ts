// A rebuild that is killed at any moment leaves what can be gone on with, and says so until then.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { rounds } from '../../testkit/src/campaign.ts'
import { newFolder } from './run.ts'

const kills = rounds(2, 100)
const { run, file, remove } = newFolder('en')
beforeAll(() => run(['demo', '--seed', '17', '--opportunities', '30', '--database', 'crm.sqlite']))
afterAll(remove)

const child = fileURLToPath(new URL('rebuild-child.ts', import.meta.url))

/** Runs a rebuild, and kills it once it has said so much, and a little later. False where it had ended by itself. */
const kill = async (lines: number): Promise<boolean> => {
  const rebuild = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', child, file('crm.sqlite')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  let doomed = false
  rebuild.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
    if (doomed || said.split('\n').length <= lines) return
    doomed = true
    setTimeout(() => rebuild.kill('SIGKILL'), Math.random() * 5) // at any moment of a commit
  })
  await once(rebuild, 'close')
  return rebuild.signalCode === 'SIGKILL'
}

it(
  `killed ${String(kills)} times, nothing of the log is lost, no document is another, and reports are as before`,
  { timeout: 30_000 + kills * 10_000 },
  async () => {
    const ask = () => run(['report', 'pipeline', '-d', 'crm.sqlite', '--as-of', '2025-12-31'])
    const before = await ask()
    let killed = 0
    for (let i = 0; i < kills; i++) {
      // the first right where it begins, so that one at least is killed before it ends
      if (await kill(i === 0 ? 1 : 1 + Math.floor(Math.random() * 8))) killed++
      const { exitCode, stdout } = await run(['verify', '-d', 'crm.sqlite'])
      expect({ exitCode, stdout }).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('nothing wrong') })
      expect((await run(['status', '-d', 'crm.sqlite'])).exitCode).toBe(0)
      // every other time it is gone on with; else the next rebuild begins in what this one left
      if (i % 2 === 1) expect(await ask()).toEqual(before)
    }
    expect(killed).toBeGreaterThan(0)
    expect(await ask()).toEqual(before)
    expect((await run(['verify', '-d', 'crm.sqlite'])).exitCode).toBe(0)
  },
)
