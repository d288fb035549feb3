import { PartiallyAppended } from '@eventcrm/crm'
import { AppendOutcomeUnknown, StoreUnavailable } from '@eventcrm/event-store'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it } from 'vitest'
import { exitCodes } from '../src/exit-codes.ts'
import { faultOf } from '../src/explain.ts'

const folder = mkdtempSync(join(tmpdir(), 'eventcrm-cli-'))
const file = join(folder, 'some.sqlite')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What SQLite itself throws there. */
const faultIn = (job: (db: DatabaseSync) => void, readOnly = false): unknown => {
  const db = new DatabaseSync(file, { readOnly, timeout: 0 })
  try {
    job(db)
  } catch (error) {
    return error
  } finally {
    db.close()
  }
  throw new Error('expected SQLite to fail')
}
const adviceOn = (cause: unknown): readonly string[] => {
  const fault = faultOf(new StoreUnavailable('SQLite failed', { cause }))
  expect(fault.exitCode).toBe(exitCodes.unavailable)
  // The same, where it comes from SQLite directly.
  expect(faultOf(cause)).toMatchObject({ exitCode: exitCodes.unavailable, next: fault.next })
  return fault.next.map(({ en }) => en)
}

describe('what to do about a database that cannot be written', () => {
  it('is to free the disk when it is full', () => {
    const full = faultIn(db => {
      db.exec('PRAGMA max_page_count = 2; CREATE TABLE a (x); CREATE TABLE b (x)')
    })
    expect(adviceOn(full)).toEqual(['free space on the disk that holds the database, then run the same command again'])
  })

  it('is to let it be written when it is read only', () => {
    const readOnly = faultIn(db => {
      db.exec('CREATE TABLE c (x)')
    }, true)
    expect(adviceOn(readOnly)).toEqual([
      expect.stringMatching(/^see that the database file and its folder may be written/),
    ])
  })

  it('is to wait when another process has it', () => {
    const other = new DatabaseSync(file)
    other.exec('BEGIN EXCLUSIVE')
    const busy = faultIn(db => {
      db.exec('BEGIN IMMEDIATE')
    })
    other.close()
    const wait = ['run the same command again when the other process is done']
    expect(adviceOn(busy)).toEqual(wait)
    expect(faultOf(new StoreUnavailable('Another process kept the file locked')).next).toMatchObject([{ en: wait[0] }])
  })

  it('is to run it again when nobody knows whether it was', () => {
    const fault = faultOf(new AppendOutcomeUnknown('The commit failed midway'))
    expect(fault.exitCode).toBe(exitCodes.unavailable)
    expect(fault.next).toMatchObject([{ en: 'run the same command again: what is in is not done twice' }])
    expect(faultOf(new PartiallyAppended('c1', [0], new AppendOutcomeUnknown('The commit failed midway')))).toEqual(
      fault,
    )
  })
})

it('names no file by an empty path', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  expect(faultOf(full).message).toBe('a file cannot be written: the disk is full')
})
