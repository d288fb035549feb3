// The process itself: what main.ts leaves to it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createAuthority, startStandIn } from '../../../test/eventstoredb-stand-in/src/index.ts'
import { newFolder } from './run.ts'

const { folder, file, run, remove } = newFolder()
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
  await run(['demo', '--opportunities', '20'])
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

it.each(['report pipeline', 'log', 'list opportunities'])('%s is quiet when its reader has seen enough', async line => {
  const child = start([...line.split(' '), '-d', 'demo.sqlite', '--language', 'en'])
  child.stdout.destroy()
  const [stderr, [exitCode]] = await Promise.all([text(child.stderr), once(child, 'close')])
  expect(stderr).toBe('')
  expect(exitCode).toBe(0)
})

const rows = Array.from({ length: 300 }, (_, i) => `P${String(i)},Máy in ${String(i)}\n`)
const importing = (database: string) => {
  writeFileSync(file('p.csv'), `code,name\n${rows.join('')}`)
  writeFileSync(
    file('p.json'),
    JSON.stringify({ becomes: 'product', key: ['code'], fields: { code: 'code', name: 'name' } }),
  )
  return ['import', 'p.csv', '-m', 'p.json', '-d', database]
}
const products = async (database: string): Promise<number> => {
  const again = await run([...importing(database), '--dry-run', '-f', 'json'])
  return z.object({ unchanged: z.number() }).parse(JSON.parse(again.stdout)).unchanged
}

describe('work goes on to its end, and tells by its exit code, when nobody hears of it:', () => {
  it.each(['stdout', 'stderr'] as const)('%s is closed', async closed => {
    await run(['demo', '--opportunities', '1', '-d', `${closed}.sqlite`]) // so that there is something to note on stderr
    const child = start([...importing(`${closed}.sqlite`), '--time-zone', 'Asia/Tokyo'])
    child[closed].destroy()
    const open = closed === 'stdout' ? child.stderr : child.stdout
    const [said, [exitCode]] = await Promise.all([text(open), once(child, 'close')])
    expect(said).not.toMatch(/EPIPE|cannot be written/)
    expect(exitCode).toBe(0)
    expect(await products(`${closed}.sqlite`)).toBe(300)
  })

  it('rows that were rejected are told by exit code 1', async () => {
    const args = importing('no.sqlite')
    writeFileSync(file('p.csv'), 'code,name\nA,\nB,Máy in\n')
    const child = start(args)
    child.stdout.destroy()
    child.stderr.destroy()
    expect(await once(child, 'close')).toEqual([1, null])
  })
})

describe.skipIf(!existsSync('/dev/full'))('an output on a full disk', () => {
  const onto = (args: readonly string[], stderr: 'pipe' | number = 'pipe') =>
    spawn(process.execPath, ['--disable-warning=ExperimentalWarning', bin, ...args], {
      cwd: folder,
      stdio: ['ignore', full, stderr],
    })
  let full = 0
  beforeAll(() => {
    full = openSync('/dev/full', 'w')
  })
  afterAll(() => {
    closeSync(full)
  })

  it('is told, with exit code 3', async () => {
    const child = onto(['report', 'pipeline', '-d', 'demo.sqlite', '--language', 'en'])
    const [stderr, [exitCode]] = await Promise.all([text(child.stderr ?? Readable.from([])), once(child, 'close')])
    expect(stderr).toMatch(/^eventcrm: the output cannot be written: the disk is full\n/)
    expect(exitCode).toBe(3)
  })

  it('keeps no work from being done, even when nothing can be told', async () => {
    expect(await once(onto(importing('full.sqlite'), full), 'close')).toEqual([3, null])
    expect(await products('full.sqlite')).toBe(300)
  })
})

it.each(['20.19.5', '22.17.1'])('Node %s is told in one line to be too old', async version => {
  const older = file('older.cjs')
  writeFileSync(older, `Object.defineProperty(process, 'versions', { value: { node: '${version}' } })`)
  const started = join(import.meta.dirname, '..', 'src', 'eventcrm.cjs')
  const child = spawn(process.execPath, ['--require', older, started, 'demo'])
  expect(await ended(child)).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `EventCRM needs Node 22.18 or newer; this is ${version}\n`,
  })
})

it('colours only what a terminal shows, or when it is told to', async () => {
  const status = ['status', '-d', 'demo.sqlite', '--language', 'en']
  expect((await ended(start(status))).stdout).not.toContain('\u001b[')
  const coloured = await ended(start(status, { FORCE_COLOR: '1' }))
  expect(coloured.stdout).toContain('\u001b[32mup to date')
  expect((await ended(start(status, { NO_COLOR: '1' }))).stdout).not.toContain('\u001b[')
})

it('says that a certificate is verified whatever a connection string says, and nothing of how a server is named', async () => {
  const node = await startStandIn({ tls: await createAuthority(folder) })
  const url = node
    .urlFor('admin', 'changeit')
    .replace('localhost', '127.0.0.1')
    .replace(/tlsCAFile=.*$/, 'tlsVerifyCert=false')
  const { exitCode, stderr } = await ended(start(['check', '--events', url, '--language', 'en']))
  await node.close()
  expect(exitCode).toBe(3)
  expect(stderr).toMatch(/^eventcrm: EventStoreDB is not trusted.*tlsVerifyCert=false has no effect.*\n$/)
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
  expect(stderr).toMatch(/chạy lại lệnh này để làm tiếp/)
})

describe.skipIf(process.platform === 'win32')('an import leaves nothing behind when it is stopped', () => {
  const place = join(folder, 'stopped')
  const temporary = join(folder, 'temporary')
  beforeEach(() => {
    for (const made of [place, temporary]) {
      rmSync(made, { recursive: true, force: true })
      mkdirSync(made)
    }
    writeFileSync(
      join(folder, 'products.mapping.json'),
      JSON.stringify({ becomes: 'product', key: ['code'], fields: { code: 'code', name: 'name' } }),
    )
    // The first row is rejected, so that its file is begun.
    const rows = Array.from({ length: 100_000 }, (_, n) => `P${String(n)},${n === 0 ? '' : 'Pen'}`)
    writeFileSync(join(place, 'products.csv'), ['code,name', ...rows].join('\n'))
  })

  const importing = (...more: readonly string[]) =>
    start(['import', join(place, 'products.csv'), '-m', 'products.mapping.json', '-d', 'stopped.sqlite', ...more], {
      TMPDIR: temporary,
    })
  const begun = (where: string) => readdirSync(where).some(name => /\.tmp$|^eventcrm-/.test(name))
  const untilBegun = async (where: string, child: ReturnType<typeof importing>) => {
    while (!begun(where) && child.exitCode === null) await setImmediate()
  }

  it.each([
    ['by a terminal that is closed', ['SIGHUP'], 130],
    ['twice', ['SIGINT', 'SIGTERM'], 143],
  ] as const)('%s', async (_, signals, expected) => {
    const child = importing()
    const outcome = ended(child)
    await untilBegun(place, child)
    for (const signal of signals) child.kill(signal)
    const { exitCode } = await outcome
    // The second comes too late where the first was quick.
    expect([130, expected]).toContain(exitCode)
    expect(readdirSync(place)).toEqual(['products.csv'])
  })

  it('twice in a dry run', async () => {
    const child = importing('--dry-run')
    const outcome = ended(child)
    await untilBegun(temporary, child)
    child.kill('SIGINT')
    child.kill('SIGTERM')
    await outcome
    expect(readdirSync(temporary)).toEqual([])
    expect(readdirSync(place)).toEqual(['products.csv'])
  })
})
