import { openSqlite } from '@eventcrm/sqlite'
import { writeFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { Stop } from '../src/index.ts'
import { newFolder, type RunOptions } from './run.ts'

const { run, file, remove } = newFolder()
afterAll(remove)
const small = ['--opportunities', '12']
const demo = (args: readonly string[], options?: RunOptions) => run(['demo', ...small, ...args], options)
const inClone = (script: string) => ({ npm_package_name: 'eventcrm', npm_lifecycle_event: script })
const head = async (database: string) => JSON.parse((await run(['status', '-d', database, '-f', 'json'])).stdout).head

describe('demo', () => {
  it('makes demo.sqlite in the folder it was called from, shows two reports, and says what to try next', async () => {
    const { exitCode, stdout, stderr } = await demo([])
    expect(exitCode).toBe(0)
    expect(stderr).toBe('')
    expect(stdout).toMatch(
      /^Công ty Cổ phần Thiết bị Văn phòng Sông Lam\n12 opportunities by \d+ commands, \d+ events, in demo\.sqlite/,
    )
    expect(stdout).toContain('đến hết ngày 31/12/2025')
    expect(stdout).toContain('đến hết ngày 30/06/2025')
    const lines = [...stdout.matchAll(/^ {4}eventcrm (.+)$/gm)].map(([, line]) => line ?? '')
    expect(lines).toHaveLength(5)
    for (const line of lines) {
      const words = [...line.matchAll(/"([^"]+)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
      expect(await run(words), line).toMatchObject({ exitCode: 0 })
    }
  })

  it('names the commands as npm runs them, in a clone', async () => {
    const { stdout } = await demo([], { environment: inClone('demo') })
    expect(stdout).toContain('    npm run -s eventcrm -- report pipeline --database demo.sqlite')
  })

  it('adds nothing the second time, and shows the same', async () => {
    const before = await head('demo.sqlite')
    const { exitCode, stdout } = await demo([])
    expect(exitCode).toBe(0)
    expect(stdout).toContain('in demo.sqlite before')
    expect(await head('demo.sqlite')).toBe(before)
  })

  it('makes the same file of the same seed: every event in its place', async () => {
    const events = async (database: string) => {
      await run(['demo', '--seed', '3', '--opportunities', '40', '--database', database])
      const stores = await openSqlite(file(database))
      const all: unknown[] = []
      for await (const event of stores.events.readAll()) all.push(event)
      await stores.close()
      return JSON.stringify(all)
    }
    expect(await events('one.sqlite')).toBe(await events('other.sqlite'))
  })

  it('goes on where it was stopped', async () => {
    const stop = new Stop()
    const stopped = run(['demo', '--opportunities', '100', '--database', 'stopped.sqlite'], { stop })
    const asked = setInterval(() => stop.ask(), 5)
    const { exitCode, stdout, stderr } = await stopped
    clearInterval(asked)
    expect(exitCode).toBe(130)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/run the same command again to go on/)
    expect((await run(['demo', '--opportunities', '100', '--database', 'stopped.sqlite'])).exitCode).toBe(0)
    await run(['demo', '--opportunities', '100', '--database', 'whole.sqlite'])
    expect(await head('stopped.sqlite')).toBe(await head('whole.sqlite'))
  })

  it.each([
    ['another seed', ['--seed', '2'], /'demo.sqlite' holds another demo: seed 1, 12 opportunities/],
    [
      'another number of opportunities',
      ['--opportunities', '13'],
      /'demo.sqlite' holds another demo: seed 1, 12 opportunities/,
    ],
  ] as const)('leaves a demo of %s alone', async (_, args, message) => {
    const before = await head('demo.sqlite')
    const { exitCode, stderr } = await demo(args)
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(message)
    expect(await head('demo.sqlite')).toBe(before)
  })

  it('leaves another company alone', async () => {
    writeFileSync(
      file('p.mapping.json'),
      JSON.stringify({ becomes: 'product', key: ['code'], fields: { code: 'code', name: 'name' } }),
    )
    writeFileSync(file('p.csv'), 'code,name\nA,Máy in\n')
    await run(['import', 'p.csv', '-m', 'p.mapping.json', '-d', 'company.sqlite'])
    const before = await head('company.sqlite')
    const { exitCode, stderr } = await demo(['--database', 'company.sqlite'])
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/'company.sqlite' holds something that is not a demo/)
    expect(stderr).not.toMatch(/delete/)
    expect(await head('company.sqlite')).toBe(before)
  })

  it('has an owner for every claimed key, also for commands that come later', async () => {
    const { claimsWithoutOwner } = JSON.parse((await run(['status', '-d', 'demo.sqlite', '-f', 'json'])).stdout)
    expect(claimsWithoutOwner).toEqual([])
  })
})
