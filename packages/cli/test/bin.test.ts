// The process itself: what main.ts leaves to it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newFolder } from './run.ts'

const { folder, run, remove } = newFolder()
const bin = join(import.meta.dirname, '..', 'src', 'bin.ts')
const start = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  spawn(process.execPath, ['--disable-warning=ExperimentalWarning', bin, ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
  })

const ended = async (child: ReturnType<typeof start>) => {
  const [stdout, stderr, [exitCode]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { stdout, stderr, exitCode }
}

beforeAll(async () => {
  await run(['demo', '--opportunities', '40'])
})
afterAll(remove)

it('ends with the exit code of the command', async () => {
  expect(await ended(start(['--version']))).toMatchObject({ exitCode: 0, stderr: '' })
  expect(await ended(start(['status', '-d', 'missing.sqlite']))).toMatchObject({ exitCode: 3, stdout: '' })
  expect(await ended(start(['reprot']))).toMatchObject({ exitCode: 2 })
})

it('writes everything before it ends, into a pipe too', async () => {
  const { stdout, stderr, exitCode } = await ended(start(['report', 'pipeline', '-d', 'demo.sqlite', '-f', 'json']))
  expect(exitCode).toBe(0)
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toHaveProperty('currencies')
})

it('is quiet when its reader has seen enough', async () => {
  const child = start(['report', 'pipeline', '-d', 'demo.sqlite'])
  child.stdout.destroy()
  const [stderr, [exitCode]] = await Promise.all([text(child.stderr), once(child, 'close')])
  expect(stderr).toBe('')
  expect(exitCode).toBe(0)
})

it('colours only what a terminal shows, or when it is told to', async () => {
  const status = ['status', '-d', 'demo.sqlite']
  expect((await ended(start(status))).stdout).not.toContain('\u001b[')
  const coloured = await ended(start(status, { FORCE_COLOR: '1' }))
  expect(coloured.stdout).toContain('\u001b[32mup to date')
  expect((await ended(start(status, { NO_COLOR: '1' }))).stdout).not.toContain('\u001b[')
})

it('stops at a good place on Ctrl-C, and ends with 130', async () => {
  const child = start(['demo', '--seed', '2', '--opportunities', '5000', '--database', 'long.sqlite'])
  const outcome = ended(child)
  for (;;) {
    const { exitCode, stdout } = await run(['status', '-d', 'long.sqlite', '-f', 'json'])
    if (exitCode === 0 && Number(JSON.parse(stdout).head) > 100) break
  }
  child.kill('SIGINT')
  const { exitCode, stdout, stderr } = await outcome
  expect(exitCode).toBe(130)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/run the same command again to go on/)
})
