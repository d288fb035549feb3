import { mkdirSync, writeFileSync, existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it } from 'vitest'
import { newFolder } from './run.ts'

const { run, file, remove } = newFolder()
afterAll(remove)

const reading = [['report', 'pipeline'], ['history', 'company'], ['status'], ['rebuild']]

describe.each(reading.map(words => [words.join(' '), words] as const))('%s', (_, words) => {
  const read = (database: string) => run([...words, '--database', database])

  it('does not make a database that is not there', async () => {
    const { exitCode, stdout, stderr } = await read('missing.sqlite')
    expect(exitCode).toBe(3)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^eventcrm: there is no database 'missing.sqlite'\n {2}give the file/)
    expect(existsSync(file('missing.sqlite'))).toBe(false)
  })

  it('takes no folder for a database', async () => {
    mkdirSync(file('folder'), { recursive: true })
    const { exitCode, stderr } = await read('folder')
    expect(exitCode).toBe(3)
    expect(stderr).toMatch(/folder' is a folder/)
  })

  it('takes no other file for a database', async () => {
    writeFileSync(file('notes.txt'), 'Gọi lại cho khách hàng\n'.repeat(100))
    const { exitCode, stderr } = await read('notes.txt')
    expect(exitCode).toBe(3)
    expect(stderr).toMatch(/notes.txt' is not a database\n {2}give the file that `eventcrm import`/)
  })

  it('takes no database of another application', async () => {
    const other = new DatabaseSync(file('other.sqlite'))
    other.exec('CREATE TABLE IF NOT EXISTS notes (text)')
    other.close()
    const { exitCode, stderr } = await read('other.sqlite')
    expect(exitCode).toBe(3)
    expect(stderr).toMatch(
      /other.sqlite' is a database of another application\n {2}give the file that `eventcrm import`/,
    )
  })

  it('does not make a database of an empty file', async () => {
    writeFileSync(file('empty'), '')
    const { exitCode, stderr } = await read('empty')
    expect(exitCode).toBe(3)
    expect(stderr).toMatch(/'empty' is empty/)
  })

  it('reads no database of a newer version', async () => {
    if (!existsSync(file('newer.sqlite'))) {
      await run(['demo', '--opportunities', '1', '--database', 'newer.sqlite'])
      const database = new DatabaseSync(file('newer.sqlite'))
      database.exec('PRAGMA user_version = 99')
      database.close()
    }
    const { exitCode, stderr } = await read('newer.sqlite')
    expect(exitCode).toBe(3)
    expect(stderr).toMatch(/newer version/)
  })

  it('shows no stack unless EVENTCRM_DEBUG asks for it', async () => {
    writeFileSync(file('notes.txt'), 'Gọi lại cho khách hàng\n'.repeat(100))
    const shown = async (environment: Readonly<Record<string, string>>) =>
      (await run([...words, '--database', 'notes.txt'], { environment })).stderr
    expect(await shown({})).not.toMatch(/\n\s+at /)
    expect(await shown({ EVENTCRM_DEBUG: '0' })).not.toMatch(/\n\s+at /)
    expect(await shown({ EVENTCRM_DEBUG: '1' })).toMatch(/\n\s+at /)
  })
})
