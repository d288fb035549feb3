import { StoreClosed, StoreUnavailable } from '@eventcrm/event-store'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openConnection, type Connection, type Database } from '../src/connection.ts'
import { newFolder } from './folder.ts'

let folder: ReturnType<typeof newFolder>
let file: string
let connection: Connection
beforeEach(async () => {
  folder = newFolder()
  file = folder.file('log.sqlite')
  connection = await openConnection(file)
})
afterEach(async () => {
  await connection.close()
  await folder.remove()
})

const put = (name: string) => (db: Database) => {
  db.prepare('INSERT INTO streams (name, category) VALUES (?, ?)').run(name, 'crm.test')
  return name
}
const names = () =>
  connection.read(db =>
    db
      .prepare('SELECT name FROM streams ORDER BY stream')
      .all()
      .map(row => row['name']),
  )
const turns = async (count: number) => {
  for (let i = 0; i < count; i++) await new Promise(resolve => setImmediate(resolve))
}

/** Another process's connection, holding the lock to write. */
const lock = () => {
  const other = new DatabaseSync(file)
  other.exec('BEGIN IMMEDIATE')
  return {
    release() {
      other.exec('ROLLBACK')
      other.close()
    },
  }
}

describe('writing', () => {
  it('shares one transaction among the jobs that wait at the same moment', async () => {
    const results = await Promise.all(Array.from({ length: 64 }, (_, i) => connection.write(put(`n${String(i)}`))))
    expect(results).toEqual(await names())
    expect(results).toHaveLength(64)
    expect(connection.statistics()).toEqual({ commits: 1, writes: 64 })
  })

  it('bounds a group, so that the event loop has its turn', async () => {
    const writing = Promise.all(Array.from({ length: 1000 }, (_, i) => connection.write(put(`n${String(i)}`))))
    let turned = 0
    const ticking = setInterval(() => turned++, 0)
    await writing
    clearInterval(ticking)
    const { commits, writes } = connection.statistics()
    expect(writes).toBe(1000)
    expect(commits).toBeGreaterThanOrEqual(4)
    expect(commits).toBeLessThanOrEqual(32)
    expect(turned).toBeGreaterThan(0)
  })

  it('does not make a lone job wait for others', async () => {
    let done = false
    void connection.write(put('alone')).then(() => (done = true))
    await turns(2)
    expect(done).toBe(true)
    expect(connection.statistics()).toEqual({ commits: 1, writes: 1 })
  })

  it('undoes a job that throws, and no other of its group', async () => {
    const fault = new Error('a fault of the job')
    const outcomes = await Promise.allSettled(
      Array.from({ length: 9 }, (_, i) =>
        connection.write(db => {
          put(`n${String(i)}`)(db)
          if (i % 3 === 1) throw fault
        }),
      ),
    )
    expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([
      true,
      false,
      true,
      true,
      false,
      true,
      true,
      false,
      true,
    ])
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toBe(fault)
    expect(await names()).toEqual(['n0', 'n2', 'n3', 'n5', 'n6', 'n8'])
  })

  it('runs jobs in the order in which they were given, also when one of them throws', async () => {
    const seen: string[][] = []
    const job = (name: string, fails: boolean) =>
      connection.write(db => {
        seen.push(
          db
            .prepare('SELECT name FROM streams ORDER BY stream')
            .all()
            .map(row => String(row['name'])),
        )
        put(name)(db)
        if (fails) throw new Error(name)
      })
    await Promise.allSettled([job('a', false), job('b', true), job('c', false), job('d', false)])
    expect(await names()).toEqual(['a', 'c', 'd'])
    expect(seen.slice(-4)).toEqual([[], ['a'], ['a'], ['a', 'c']])
  })

  it('says StoreUnavailable, with SQLite’s reason, when a statement fails', async () => {
    await connection.write(put('a'))
    const [twice, fine] = await Promise.allSettled([connection.write(put('a')), connection.write(put('b'))])
    expect(twice).toMatchObject({ status: 'rejected', reason: { code: 'StoreUnavailable', cause: { errcode: 2067 } } })
    expect(fine).toMatchObject({ status: 'fulfilled' })
    expect(await names()).toEqual(['a', 'b'])
  })

  it('refuses what does not fit the disk with StoreUnavailable, and takes what does', async () => {
    await connection.write(db => {
      db.exec('PRAGMA max_page_count = 40')
    })
    const outcomes = await Promise.allSettled(
      ['small', 'x'.repeat(1_000_000), 'also small'].map(name => connection.write(put(name))),
    )
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(outcomes[1]).toMatchObject({ reason: { code: 'StoreUnavailable', cause: { errcode: 13 } } })
    expect(await names()).toEqual(['small', 'also small'])
  })
})

describe('a file that another process has locked', () => {
  it('is tried again without blocking the event loop', async () => {
    const { release } = lock()
    let written = false
    const writing = connection.write(put('a')).then(() => (written = true))
    await turns(200)
    expect(written).toBe(false)
    release()
    await writing
    expect(await names()).toEqual(['a'])
  })

  it('can still be read', async () => {
    await connection.write(put('a'))
    const { release } = lock()
    expect(await names()).toEqual(['a'])
    release()
  })

  it('is given up after a bound, with nothing written', async () => {
    await connection.close()
    connection = await openConnection(file, { lockTimeout: 40 })
    const { release } = lock()
    const outcomes = await Promise.allSettled([connection.write(put('a')), connection.write(put('b'))])
    release()
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailable) })
    }
    expect(await connection.write(put('c'))).toBe('c')
    expect(await names()).toEqual(['c'])
  })
})

describe('reading', () => {
  it('sees one state of the file, whatever another process commits meanwhile', async () => {
    const other = new DatabaseSync(file)
    const counts = await connection.read(db => {
      const count = () => db.prepare('SELECT count(*) AS n FROM streams').get()?.['n']
      const before = count()
      other.exec("INSERT INTO streams (name, category) VALUES ('other', 'crm.test')")
      return [before, count()]
    })
    other.close()
    expect(counts).toEqual([0, 0])
    expect(await names()).toEqual(['other'])
  })

  it('leaves nothing open that would hold a checkpoint back', async () => {
    await connection.write(put('a'))
    await names()
    const other = new DatabaseSync(file)
    expect(other.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()).toMatchObject({ busy: 0, log: 0 })
    other.close()
  })

  it('passes on what the job throws, and stays usable', async () => {
    const fault = new Error('a fault of the job')
    await expect(
      connection.read(() => {
        throw fault
      }),
    ).rejects.toBe(fault)
    await expect(connection.read(db => db.prepare('SELECT nonsense').get())).rejects.toThrow(StoreUnavailable)
    expect(await connection.write(put('a'))).toBe('a')
  })
})

describe('closing', () => {
  it('finishes the jobs that were given, takes no more, and leaves one file', async () => {
    const writing = ['a', 'b', 'c'].map(name => connection.write(put(name)))
    await Promise.all([connection.close(), connection.close()])
    expect(await Promise.all(writing)).toEqual(['a', 'b', 'c'])
    await expect(connection.write(put('d'))).rejects.toThrow(StoreClosed)
    await expect(names()).rejects.toThrow(StoreClosed)
    expect(folder.list()).toEqual(['log.sqlite'])
  })
})
