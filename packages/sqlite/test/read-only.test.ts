import type { EventStore } from '@eventcrm/event-store'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { collect, newStream, storedEvents } from '../../testkit/src/index.ts'
import { backupSqlite, DatabaseRefused, openSqlite } from '../src/index.ts'
import { asNobody } from './as-nobody.ts'
import { newFolder } from './folder.ts'

let folder: ReturnType<typeof newFolder>
let file: string
/** For temporary files of these tests alone. */
let temporary: ReturnType<typeof newFolder>
const usual = process.env['TMPDIR']
beforeEach(() => {
  folder = newFolder()
  temporary = newFolder()
  chmodSync(temporary.path, 0o777)
  process.env['TMPDIR'] = temporary.path
  file = folder.file('crm.sqlite')
})
afterEach(async () => {
  if (usual === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = usual
  await folder.remove()
  await temporary.remove()
})

const things = { name: 'things__v1', indexes: [['n']] }
const made = async () => {
  const stores = await openSqlite(file)
  await stores.events.append(newStream(), 'noStream', storedEvents(3))
  await stores.documents.ensure([things])
  await stores.documents.commit({ views: [], writes: [{ collection: things.name, key: 'a', document: { n: 1 } }] })
  await stores.keys.secret('crm/outsideKeys')
  return stores
}
const readable = () => openSqlite(file, { readOnly: true, lockTimeout: 500 })
const count = async (events: EventStore) => (await collect(events.readAll())).length

/** The folder with all that is in it: bytes and times. */
const everything = () => [
  statSync(folder.path, { bigint: true }).mtimeNs,
  ...folder.list().map(name => {
    const path = folder.file(name)
    return [name, statSync(path, { bigint: true }).mtimeNs, readFileSync(path).toString('base64')]
  }),
]
const copies = () => readdirSync(tmpdir()).filter(name => /^eventcrm-[A-Za-z0-9]{6}$/.test(name))

/** What a process leaves that is killed: a log of writes which nobody has brought into the file. */
const leftByKilled = async ({ shared }: { readonly shared: boolean }) => {
  const stores = await made()
  const left = folder.file('left.sqlite')
  for (const kind of ['', '-wal', ...(shared ? ['-shm'] : [])]) copyFileSync(`${file}${kind}`, `${left}${kind}`)
  await stores.close()
  rmSync(file)
  file = left
}

describe('a file opened for reading only', () => {
  it('answers, and nothing is written, beside it neither', async () => {
    await (await made()).close()
    const before = everything()
    const { events, documents, keys, check, close } = await readable()
    expect(await count(events)).toBe(3)
    await documents.ensure([things, { name: 'others__v1', indexes: [['n']] }])
    const where = { field: 'n', equals: 1 } as const
    const [found, other, none, progress, views] = await documents.query([
      { count: 'things__v1', where },
      { find: 'others__v1', where },
      { load: 'others__v1', keys: ['a'] },
      { progress: 'others__v1' },
      { views: '' },
    ])
    expect([found, other.documents, none.size, progress, views.size]).toEqual([1, [], 0, null, 0])
    const secret = await keys.secret('acme/outsideKeys')
    expect(await keys.secret('acme/outsideKeys')).toEqual(secret)
    expect(await check()).toEqual([])
    expect(everything()).toEqual(before)
    await close()
    await close()
    expect(everything()).toEqual(before)
  })

  it('refuses to be written to', async () => {
    await (await made()).close()
    const { events, documents, close } = await readable()
    await documents.ensure([things])
    await expect(events.append(newStream(), 'noStream', storedEvents(1))).rejects.toThrow(DatabaseRefused)
    await expect(documents.commit({ views: [], writes: [] })).rejects.toThrow(/for reading only/)
    await close()
    await expect(collect(events.readAll())).rejects.toMatchObject({ code: 'StoreClosed' })
  })

  it('shows what others write meanwhile, and what they close with', async () => {
    await (await made()).close()
    const { events, close } = await readable()
    expect(await count(events)).toBe(3)
    for (let expected = 4; expected < 8; expected++) {
      const writer = await openSqlite(file)
      await writer.events.append(newStream(), 'noStream', storedEvents(1))
      expect(await count(events)).toBe(expected)
      await writer.close()
      expect(await count(events)).toBe(expected)
    }
    await close()
  })

  it('is read while another process has it open, and with what a killed one has left', async () => {
    const writer = await made()
    const { events, close } = await readable()
    expect(await count(events)).toBe(3)
    await close()
    await writer.close()
    await leftByKilled({ shared: true })
    const kept = () => ['', '-wal'].map(kind => readFileSync(`${file}${kind}`).toString('base64'))
    const before = kept()
    const left = await readable()
    expect(await count(left.events)).toBeGreaterThan(0)
    await left.close()
    expect(kept()).toEqual(before)
  })

  it.skipIf(process.platform === 'win32')('may lie where nothing may be written', async () => {
    await (await made()).close()
    chmodSync(file, 0o444)
    const before = everything()
    await asNobody(folder.path, async () => {
      const { events, close } = await readable()
      expect(await count(events)).toBe(3)
      await close()
    })
    expect(everything()).toEqual(before)
  })

  it.skipIf(process.platform === 'win32')(
    'may lie there with what a killed process has left, which is read in a copy of its own that is taken away',
    async () => {
      await leftByKilled({ shared: false })
      for (const name of folder.list()) chmodSync(folder.file(name), 0o444)
      const before = everything()
      const copiesBefore = copies()
      await asNobody(folder.path, async () => {
        const { events, close } = await readable()
        expect(await count(events)).toBe(3)
        const [copy] = copies().filter(name => !copiesBefore.includes(name))
        expect(copy).toBeDefined()
        await close()
      })
      expect(copies()).toEqual(copiesBefore)
      expect(everything()).toEqual(before)
    },
  )
})

/** What a process leaves that is killed amid a change of a file that a backup is: half of it in the file, and how it was in the journal. */
const leftHalfWritten = async () => {
  await (await made()).close()
  const writer = new DatabaseSync(file)
  writer.exec('PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; PRAGMA cache_spill = 1')
  writer.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
    INSERT INTO streams (name, category) SELECT 'crm.thing-' || i || hex(zeroblob(200)), 'crm.thing' FROM n`)
  const names = () => writer.prepare('SELECT name FROM streams ORDER BY 1').all().length
  const before = names()
  writer.exec('BEGIN; DELETE FROM streams WHERE stream > 1')
  const left = folder.file('left.sqlite')
  for (const kind of ['', '-journal']) copyFileSync(`${file}${kind}`, `${left}${kind}`)
  writer.exec('ROLLBACK')
  writer.close()
  rmSync(file)
  file = left
  return before
}
const streamsIn = (path: string) => {
  const db = new DatabaseSync(path)
  try {
    return db.prepare('SELECT count(*) AS count FROM streams').get()?.['count']
  } finally {
    db.close()
  }
}

describe('what a killed process has left beside a file', () => {
  it('is read in a copy, so that nothing is made beside it, and others are seen who come to it', async () => {
    await leftByKilled({ shared: false })
    const before = everything()
    const copiesBefore = copies()
    const { events, check, close } = await readable()
    expect(await count(events)).toBe(3)
    expect(await check()).toEqual([])
    expect(everything()).toEqual(before)
    const writer = await openSqlite(file)
    await writer.events.append(newStream(), 'noStream', storedEvents(1))
    expect(await count(events)).toBe(4)
    await writer.close()
    expect(await count(events)).toBe(4)
    await close()
    expect(copies()).toEqual(copiesBefore)
  })

  it.skipIf(process.platform === 'win32')('is read through a link too, and copied', async () => {
    await leftByKilled({ shared: false })
    const elsewhere = newFolder()
    const link = elsewhere.file('link.sqlite')
    symlinkSync(file, link)
    const { events, close } = await openSqlite(link, { readOnly: true })
    expect(await count(events)).toBe(3)
    await close()
    await backupSqlite(link, folder.file('copy.sqlite'))
    const copy = await openSqlite(folder.file('copy.sqlite'), { readOnly: true })
    expect(await count(copy.events)).toBe(3)
    await copy.close()
    expect(elsewhere.list()).toEqual(['link.sqlite'])
    await elsewhere.remove()
  })

  it('is taken back where it is half a change, in the copy only', async () => {
    const streams = await leftHalfWritten()
    const before = everything()
    const { check, events, close } = await readable()
    expect(await count(events)).toBe(3)
    expect((await check()).filter(({ where }) => where === 'file')).toEqual([])
    await close()
    expect(everything()).toEqual(before)
    await backupSqlite(file, folder.file('copy.sqlite'))
    expect(streamsIn(folder.file('copy.sqlite'))).toBe(streams)
  })
})

describe('what is not there, or is something else,', () => {
  it('is refused, and nothing is made', async () => {
    await expect(readable()).rejects.toThrow(/is no file/)
    expect(existsSync(file)).toBe(false)
    writeFileSync(file, '')
    await expect(readable()).rejects.toThrow(/is an empty database/)
    writeFileSync(file, 'a,b,c\n'.repeat(1000))
    await expect(readable()).rejects.toThrow(/is not a database/)
    rmSync(file)
    const other = new DatabaseSync(file)
    other.exec('CREATE TABLE notes (text)')
    other.close()
    await expect(readable()).rejects.toMatchObject({ foreign: true })
    expect(folder.list()).toEqual(['crm.sqlite'])
  })
})
