import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const repository = join(import.meta.dirname, '../..')
let root: string

const write = (file: string, text: string): void => {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text)
}

/** Stands where pnpm would be: notes that it was called and installs nothing. */
const fakePnpm = `
  const fs = require('fs')
  fs.appendFileSync('calls', process.argv.slice(2, 4).join(' ') + '\\n')
  if (fs.existsSync('fail')) { console.error(fs.readFileSync('fail', 'utf8')); process.exit(1) }
  setTimeout(() => fs.mkdirSync('node_modules', { recursive: true }), fs.existsSync('slow') ? 60000 : 100)
`
/** Stands where npm would be: brings that pnpm. */
const fakeNpm = `
  import fs from 'node:fs'
  fs.appendFileSync('../../npm-calls', process.argv.slice(2, 4).join(' ') + '\\n')
  if (fs.existsSync('../../npm-fails')) { console.error('EINTEGRITY'); process.exit(1) }
  const { packages } = JSON.parse(fs.readFileSync('package-lock.json', 'utf8'))
  const { version } = packages['node_modules/pnpm']
  fs.mkdirSync('node_modules/pnpm/bin', { recursive: true })
  fs.writeFileSync('node_modules/pnpm/package.json', JSON.stringify({ name: 'pnpm', version }))
  fs.writeFileSync('node_modules/pnpm/bin/pnpm.cjs', ${JSON.stringify(fakePnpm)})
`
const cli = `
  const [what] = process.argv.slice(2)
  const wait = setInterval(() => {}, 1000)
  const done = () => clearInterval(wait)
  if (what === 'fail') process.exit(3)
  if (what === 'wait') {
    process.on('SIGTERM', () => { console.log('asked to end'); process.exit(7) })
    console.log('waiting ' + process.pid)
  } else if (what === 'crash') process.kill(process.pid, 'SIGKILL')
  else {
    const text: string = JSON.stringify({ args: process.argv.slice(2), folder: process.cwd(), path: process.env['PATH'], node: process.version })
    console.log(text)
    done()
  }
`

/** A checkout, with a space in its path, of nothing but the launcher and what it looks at. */
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'the launcher ')))
  for (const name of ['run.cjs', 'set-up.cjs', 'lifeline.cjs', 'tools'])
    cpSync(join(repository, 'scripts', name), join(root, 'scripts', name), { recursive: true })
  write('npm-cli.js', fakeNpm)
  write('package.json', JSON.stringify({ type: 'module', devDependencies: {} }))
  write('pnpm-lock.yaml', 'lock')
  write('pnpm-workspace.yaml', 'workspace')
  write('packages/cli/package.json', '{}')
  write('test/tool/package.json', '{}')
  write('packages/cli/src/bin.ts', cli)
})
afterEach(() => {
  rmSync(root, { recursive: true })
})

const start = (
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): ChildProcess => {
  const env: NodeJS.ProcessEnv = { ...process.env, npm_execpath: join(root, 'npm-cli.js'), ...options.env }
  if (!options.env) for (const key of ['INIT_CWD', 'npm_lifecycle_event']) delete env[key]
  return spawn(process.execPath, [join(root, 'scripts/run.cjs'), ...args], {
    cwd: options.cwd ?? root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}
const ended = async (child: ChildProcess) => {
  let [out, err] = ['', '']
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const [code, signal] = await once(child, 'close')
  return { code, signal, out, err }
}
const launched = (...args: readonly string[]) => ended(start(args))
const printed = async (child: ChildProcess): Promise<string> => {
  const [chunk] = await once(child.stdout!, 'data')
  return String(chunk)
}
const calls = (file = 'calls'): number =>
  existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8').trim().split('\n').length : 0

/** Resolves once the process is gone. */
const gone = async (pid: number): Promise<void> => {
  for (;;) {
    try {
      process.kill(pid, 0)
    } catch {
      return
    }
    // a killed process whose new parent does not ask for it stays as a zombie
    const stat = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : ''
    if (/\) Z /.test(stat)) return
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

describe('set-up', () => {
  it('installs once, says so on stderr, and leaves stdout to the command', async () => {
    const first = await launched('eventcrm', 'report')
    expect(first.err).toContain('bringing pnpm from npm')
    expect(first.err).toContain('installing the packages')
    expect(JSON.parse(first.out).args).toEqual(['report'])
    const second = await launched('eventcrm', 'report')
    expect(second.err).toBe('')
    expect(calls()).toBe(1)
    expect(readFileSync(join(root, 'calls'), 'utf8')).toBe('install --frozen-lockfile\n')
    expect(readFileSync(join(root, 'npm-calls'), 'utf8')).toBe('ci --ignore-scripts\n')
  })

  it.each([
    'pnpm-lock.yaml',
    'package.json',
    'pnpm-workspace.yaml',
    'packages/cli/package.json',
    'test/tool/package.json',
  ])('installs again when %s changes', async file => {
    await launched('eventcrm')
    write(file, `${readFileSync(join(root, file), 'utf8')}\n`)
    await launched('eventcrm')
    expect(calls()).toBe(2)
  })

  it('installs again when the packages are gone', async () => {
    await launched('eventcrm')
    rmSync(join(root, 'node_modules'), { recursive: true })
    await launched('eventcrm')
    expect(calls()).toBe(2)
  })

  it('is done once by two starts at the same moment', async () => {
    const both = await Promise.all([launched('eventcrm', 'one'), launched('eventcrm', 'two')])
    expect(both.map(({ code }) => code)).toEqual([0, 0])
    expect(calls()).toBe(1)
    expect(calls('npm-calls')).toBe(1)
    expect(existsSync(join(root, '.tools/set-up-by'))).toBe(false)
  })

  it('brings another pnpm when another version is pinned', async () => {
    await launched('eventcrm')
    write('.tools/node_modules/pnpm/package.json', JSON.stringify({ name: 'pnpm', version: '1.0.0' }))
    await launched('eventcrm')
    expect(calls('npm-calls')).toBe(2)
  })

  it('takes the place of a start that is gone', async () => {
    const gone = spawn(process.execPath, ['--version'], { stdio: 'ignore' })
    await once(gone, 'close')
    write('.tools/set-up-by', String(gone.pid))
    const both = await Promise.all([launched('eventcrm', 'one'), launched('eventcrm', 'two')])
    expect(both.map(({ code }) => code)).toEqual([0, 0])
    expect(calls()).toBe(1)
  })

  it('goes on after it was killed', async () => {
    write('slow', '')
    const killed = start(['eventcrm'])
    while (calls() === 0) await new Promise(resolve => setTimeout(resolve, 20))
    killed.kill('SIGKILL')
    await ended(killed)
    rmSync(join(root, 'slow'))
    expect((await launched('eventcrm')).code).toBe(0)
    expect(calls()).toBe(2)
  })

  it('shows what failed and says what to do', async () => {
    write('fail', 'request to somewhere failed, reason: getaddrinfo ENOTFOUND')
    const { code, out, err } = await launched('eventcrm')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/ENOTFOUND[\s\S]*Is the npm registry reached from here[\s\S]*run the same command again/)
    write('fail', 'ERR_PNPM_OUTDATED_LOCKFILE')
    expect((await launched('eventcrm')).err).toContain('run `node .tools/node_modules/pnpm/bin/pnpm.cjs install`')
    rmSync(join(root, '.tools'), { recursive: true })
    write('npm-fails', '')
    expect(await launched('eventcrm')).toMatchObject({ code: 1, err: expect.stringContaining('other bytes') })
  })
})

describe('the command', () => {
  it('gets its arguments as they are', async () => {
    const args = ['import', 'a b.csv', '--x=*', `it's "so"`, '$HOME', '--', '-y']
    expect(JSON.parse((await launched('eventcrm', ...args)).out).args).toEqual(args)
  })

  it('runs where it was called, under npm as well', async () => {
    mkdirSync(join(root, 'docs'))
    const here = await ended(start(['eventcrm'], { cwd: join(root, 'docs') }))
    expect(JSON.parse(here.out).folder).toBe(join(root, 'docs'))
    const env = { INIT_CWD: join(root, 'docs'), npm_lifecycle_event: 'eventcrm' }
    const underNpm = await ended(start(['eventcrm'], { env }))
    expect(JSON.parse(underNpm.out).folder).toBe(join(root, 'docs'))
  })

  it('finds the fit Node and the pinned pnpm first', async () => {
    const { path } = JSON.parse((await launched('eventcrm')).out)
    expect(path.split(':').slice(0, 2)).toEqual([dirname(process.execPath), join(root, '.tools/node_modules/.bin')])
  })

  it('passes on its exit code and the signal that ended it', async () => {
    expect((await launched('eventcrm', 'fail')).code).toBe(3)
    expect((await launched('eventcrm', 'crash')).signal).toBe('SIGKILL')
  })

  it('is asked to end when the launcher is', async () => {
    await launched('eventcrm')
    const child = start(['eventcrm', 'wait'])
    await printed(child)
    child.kill('SIGTERM')
    expect(await ended(child)).toMatchObject({ code: 7, out: 'asked to end\n' })
  })

  it('ends when the launcher is killed outright', async () => {
    await launched('eventcrm')
    const child = start(['eventcrm', 'wait'])
    const pid = Number((await printed(child)).replace('waiting ', ''))
    child.kill('SIGKILL')
    await gone(pid)
  })

  it('is a file or a tool of this repository', async () => {
    write('scripts/hello.ts', `const text: string = 'hello'\nconsole.log(text, process.argv[2])\n`)
    write('package.json', JSON.stringify({ type: 'module', devDependencies: { greeter: '1.0.0' } }))
    write('node_modules/greeter/package.json', JSON.stringify({ bin: { greet: 'greet.js' } }))
    write('node_modules/greeter/greet.js', `console.log('greetings', process.argv[2])\n`)
    expect((await launched('scripts/hello.ts', 'you')).out).toBe('hello you\n')
    expect((await launched('greet', 'you')).out).toBe('greetings you\n')
    expect(await launched('nobody')).toMatchObject({ code: 1, out: '' })
  })
})
