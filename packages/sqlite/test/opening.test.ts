import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { collect, newStream, storedEvents } from '../../testkit/src/index.ts'
import { openConnection } from '../src/connection.ts'
import { DatabaseRefused, openSqlite } from '../src/index.ts'
import { makeTables } from '../src/open-database.ts'
import { asNobody } from './as-nobody.ts'
import { newFolder } from './folder.ts'

let folder: ReturnType<typeof newFolder>
let file: string
beforeEach(() => {
  folder = newFolder()
  file = folder.file('log.sqlite')
})
afterEach(() => folder.remove())

const made = async () => {
  const store = await openSqlite(file)
  await store.events.append(newStream(), 'noStream', storedEvents(2))
  await store.close()
}
const raw = (sql: string) => {
  const db = new DatabaseSync(file)
  db.exec(sql)
  db.close()
}
const refusal = async (name = file, message?: RegExp) => {
  const error: unknown = await openSqlite(name, { lockTimeout: 100 }).then(
    store => store.close(),
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(DatabaseRefused)
  if (message) expect((error as Error).message).toMatch(message)
}

describe('a connection', () => {
  it('has every setting that durability rests on, on a new file and on one that is there', async () => {
    for (const _ of ['new', 'there']) {
      const connection = await openConnection(file)
      const settings = await connection.read(db =>
        ['journal_mode', 'synchronous', 'busy_timeout', 'secure_delete', 'fullfsync', 'checkpoint_fullfsync'].map(
          name => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0],
        ),
      )
      await connection.close()
      expect(settings).toEqual(['wal', 2, 0, 1, 1, 1])
    }
  })

  it('turns a file of ours to write-ahead logging that was left in another mode', async () => {
    await made()
    raw('PRAGMA journal_mode = DELETE')
    const { events, close } = await openSqlite(file)
    expect(await collect(events.readAll())).toHaveLength(2)
    expect(existsSync(`${file}-wal`)).toBe(true)
    await close()
  })
})

describe('a new file', () => {
  it.skipIf(process.platform === 'win32')('can be read by its owner only, and so can the files beside it', async () => {
    const { events, close } = await openSqlite(file)
    await events.append(newStream(), 'noStream', storedEvents(1))
    for (const name of folder.list()) expect((statSync(folder.file(name)).mode & 0o777).toString(8)).toBe('600')
    await close()
  })

  it.skipIf(process.platform === 'win32')('is made so behind links that lead to nothing too', async () => {
    mkdirSync(folder.file('there'))
    symlinkSync('there/log.sqlite', folder.file('near.sqlite'))
    symlinkSync(folder.file('near.sqlite'), folder.file('far.sqlite'))
    const { close } = await openSqlite(folder.file('far.sqlite'))
    expect((statSync(folder.file('there/log.sqlite')).mode & 0o777).toString(8)).toBe('600')
    await close()
    symlinkSync('round.sqlite', folder.file('round.sqlite'))
    await refusal(folder.file('round.sqlite'), /cannot be opened/)
  })

  it('may have any name that the file system allows', async () => {
    for (const name of ['file:log?mode=memory', 'Đơn hàng #1.sqlite', '%41.sqlite', ' ']) {
      const { events, close } = await openSqlite(folder.file(name))
      await events.append(newStream(), 'noStream', storedEvents(1))
      await close()
      expect(folder.list()).toContain(name)
    }
  })

  it('may be opened by many at the same moment', async () => {
    const stores = await Promise.all(Array.from({ length: 8 }, () => openSqlite(file)))
    await Promise.all(stores.map(({ events }) => events.append(newStream(), 'noStream', storedEvents(1))))
    for (const { events } of stores) expect(await collect(events.readAll())).toHaveLength(8)
    for (const { close } of stores) await close()
  })

  it('is made once, though two have found it empty', async () => {
    const [one, two] = [new DatabaseSync(file), new DatabaseSync(file)]
    makeTables(one, file)
    makeTables(two, file)
    one.close()
    two.close()
    await made()
  })

  it('may be an empty file, or a link to where it is to be', async () => {
    writeFileSync(file, '')
    await made()
    symlinkSync(file, folder.file('link.sqlite'))
    const { events, close } = await openSqlite(folder.file('link.sqlite'))
    expect(await collect(events.readAll())).toHaveLength(2)
    await close()
  })
})

describe('a file that is refused, and left as it was', () => {
  const unchanged = async (message: RegExp) => {
    const before = readFileSync(file)
    await refusal(file, message)
    expect(readFileSync(file).equals(before)).toBe(true)
  }

  it('is the database of another application', async () => {
    raw('CREATE TABLE customers (name TEXT)')
    await unchanged(/another application/)
  })
  it('is the database of another application that says so in its header alone', async () => {
    raw('PRAGMA application_id = 252006673')
    await unchanged(/another application/)
  })
  it('is a database with tables of a newer version', async () => {
    await made()
    raw('PRAGMA user_version = 3')
    await unchanged(/newer version.*version 3; this one knows 2/)
  })
  it('was made by a preview', async () => {
    await made()
    raw('PRAGMA user_version = 1')
    await unchanged(/made by a preview of EventCRM: import anew/)
  })
  it('is no database', async () => {
    writeFileSync(file, 'a,b,c\n'.repeat(1000))
    await unchanged(/not a database/)
  })
})

describe('a place that is refused', () => {
  it('is a folder', async () => {
    mkdirSync(file)
    await refusal(file, /is a folder/)
  })
  it('lies in a folder that is not there', async () => {
    await refusal(folder.file('nowhere/log.sqlite'), /folder is there/)
    expect(folder.list()).toEqual([])
  })
  it('lies under a file', async () => {
    writeFileSync(folder.file('note'), '')
    await refusal(folder.file('note/log.sqlite'))
  })
  it('is memory, or has no name', async () => {
    await refusal(':memory:', /createMemoryEventStore/)
    await refusal('', /createMemoryEventStore/)
  })

  it.skipIf(process.platform === 'win32')('may be read but not written, itself or its folder', async () => {
    await made()
    chmodSync(file, 0o444)
    await asNobody(folder.path, () => refusal(file, /cannot be opened|read only/))
    await asNobody(folder.path, () => refusal(file, /read only/), 0o777)
  })
  it.skipIf(process.platform === 'win32')('may not be read', async () => {
    await made()
    chmodSync(file, 0o000)
    await asNobody(folder.path, () => refusal(file, /cannot be opened|read only/))
  })
})
