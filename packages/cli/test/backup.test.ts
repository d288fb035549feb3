import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newFolder } from './run.ts'

const { run, file, remove } = newFolder('en')
beforeAll(() => run(['demo', '--seed', '3', '--opportunities', '5', '--database', 'crm.sqlite']))
afterAll(remove)

describe('backup', () => {
  it('makes a copy that is verified, reported from and written to like the database itself', async () => {
    const { exitCode, stdout, stderr } = await run(['backup', 'copy.sqlite', '-d', 'crm.sqlite'])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toMatch(/^Copied everything up to position \d{20} into copy\.sqlite: \d+\.\d MB/)
    if (process.platform !== 'win32') expect((statSync(file('copy.sqlite')).mode & 0o777).toString(8)).toBe('600')
    expect((await run(['verify', '-d', 'copy.sqlite'])).exitCode).toBe(0)
    const report = (database: string) => run(['report', 'pipeline', '-d', database, '--as-of', '2025-12-31'])
    expect(await report('copy.sqlite')).toEqual(await report('crm.sqlite'))
    copyFileSync(file('copy.sqlite'), file('restored.sqlite'))
    expect((await run(['rebuild', '-d', 'restored.sqlite'])).exitCode).toBe(0)
  })

  it('writes over nothing', async () => {
    writeFileSync(file('mine.txt'), 'mine')
    const { exitCode, stderr } = await run(['backup', 'mine.txt', '-d', 'crm.sqlite'])
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/mine\.txt' is there already/)
    expect(readFileSync(file('mine.txt'), 'utf8')).toBe('mine')
  })

  it('says what is wrong with the database, or with where the copy is to go', async () => {
    expect(await run(['backup', 'new.sqlite', '-d', 'missing.sqlite'])).toMatchObject({ exitCode: 3, stdout: '' })
    expect(await run(['backup', 'new.sqlite', '-d', 'mine.txt'])).toMatchObject({ exitCode: 3, stdout: '' })
    const nowhere = await run(['backup', 'nowhere/new.sqlite', '-d', 'crm.sqlite'])
    expect(nowhere.exitCode).toBe(3)
    expect(nowhere.stderr).toMatch(/is not there/)
    expect(await run(['backup', 'new.sqlite'])).toMatchObject({ exitCode: 2 })
  })

  it('is of a file only, and says what there is for servers', async () => {
    const servers = ['--events', 'esdb://localhost:1', '--documents', 'mongodb://localhost:1']
    const { exitCode, stderr } = await run(['backup', 'copy2.sqlite', ...servers])
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/servers have backups of their own\n.*docs\/real-stores\.md/)
  })
})
