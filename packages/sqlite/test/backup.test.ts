import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { collect, newStream, storedEvents } from '../../testkit/src/index.ts'
import { backupSqlite, openSqlite } from '../src/index.ts'
import { asNobody } from './as-nobody.ts'
import { newFolder } from './folder.ts'

let folder: ReturnType<typeof newFolder>
let file: string
let copy: string
beforeEach(() => {
  folder = newFolder()
  file = folder.file('crm.sqlite')
  copy = folder.file('copy.sqlite')
})
afterEach(() => folder.remove())

const made = async (events = 3) => {
  const stores = await openSqlite(file)
  await stores.events.append(newStream(), 'noStream', storedEvents(events))
  return stores
}
const eventsIn = async (path: string) => {
  const { events, check, close } = await openSqlite(path, { readOnly: true })
  const read = await collect(events.readAll())
  expect(await check()).toEqual([])
  await close()
  return read
}

describe('a backup', () => {
  it.skipIf(process.platform === 'win32')('is one file with everything, for its owner only', async () => {
    const stores = await made()
    const all = await collect(stores.events.readAll())
    await backupSqlite(file, copy)
    await stores.close()
    expect(await eventsIn(copy)).toEqual(all)
    expect(folder.list()).toEqual(['copy.sqlite', 'crm.sqlite'])
    expect((statSync(copy).mode & 0o777).toString(8)).toBe('600')
    // opened for writing it is a database like any other
    const restored = await openSqlite(copy)
    await restored.events.append(newStream(), 'noStream', storedEvents(1))
    await restored.close()
    expect(await eventsIn(copy)).toHaveLength(all.length + 1)
  })

  it('leaves what it copies as it is, and has what a killed process left beside it', async () => {
    const stores = await made(20)
    for (const kind of ['', '-wal']) copyFileSync(`${file}${kind}`, folder.file(`left.sqlite${kind}`))
    await stores.close()
    const left = folder.file('left.sqlite')
    const before = readFileSync(left)
    await backupSqlite(left, copy)
    expect(readFileSync(left).equals(before)).toBe(true)
    expect(await eventsIn(copy)).toHaveLength(20)
  })

  it('is of one moment, also while another process writes without a pause', async () => {
    await (await made(2000)).close()
    const writer = new Worker(
      `const { DatabaseSync } = require('node:sqlite')
       const { parentPort, workerData } = require('node:worker_threads')
       const db = new DatabaseSync(workerData)
       db.exec("PRAGMA synchronous = OFF; PRAGMA busy_timeout = 5000")
       let going = true
       parentPort.on('message', () => { going = false })
       const write = () => {
         for (let i = 0; i < 20; i++) db.exec("INSERT INTO streams (name, category) VALUES ('crm.a-' || hex(randomblob(16)), 'crm.a'), ('crm.b-' || hex(randomblob(16)), 'crm.b')")
         if (going) setImmediate(write); else { db.close(); parentPort.postMessage('done'); parentPort.close() }
       }
       parentPort.postMessage('begun')
       write()`,
      { eval: true, workerData: file },
    )
    await new Promise(resolve => writer.once('message', resolve))
    for (let i = 0; i < 5; i++) {
      rmSync(copy, { force: true })
      await backupSqlite(file, copy)
      const db = new DatabaseSync(copy)
      expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
      const ofEach = db
        .prepare("SELECT count(*) AS n FROM streams WHERE category IN ('crm.a', 'crm.b') GROUP BY category")
        .all()
      expect(new Set(ofEach.map(({ n }) => n)).size).toBeLessThanOrEqual(1)
      db.close()
    }
    const done = new Promise(resolve => writer.once('message', resolve))
    writer.postMessage('enough')
    await done
  })

  it('writes over nothing', async () => {
    await (await made()).close()
    writeFileSync(copy, 'mine')
    await expect(backupSqlite(file, copy)).rejects.toThrow(/is there already/)
    expect(readFileSync(copy, 'utf8')).toBe('mine')
    await expect(backupSqlite(file, file)).rejects.toThrow(/is there already/)
    mkdirSync(folder.file('folder'))
    await expect(backupSqlite(file, folder.file('folder'))).rejects.toThrow(/is there already/)
    symlinkSync(copy, folder.file('link'))
    await expect(backupSqlite(file, folder.file('link'))).rejects.toThrow(/is there already/)
    expect(readFileSync(copy, 'utf8')).toBe('mine')
  })

  it('leaves nothing of one that was ended, or of a damaged file', async () => {
    await (await made(3000)).close()
    const ending = new AbortController()
    const backup = backupSqlite(file, copy, {
      signal: ending.signal,
      onProgress: () => {
        ending.abort(new Error('enough'))
      },
    })
    await expect(backup).rejects.toThrow('enough')
    expect(folder.list()).toEqual(['crm.sqlite'])
    const bytes = readFileSync(file)
    bytes.fill(0x5a, 2 * 4096, 3 * 4096)
    writeFileSync(file, bytes)
    await expect(backupSqlite(file, copy)).rejects.toMatchObject({ code: 'DatabaseRefused' })
    expect(folder.list()).toEqual(['crm.sqlite'])
  })

  it.skipIf(process.platform === 'win32')('that may not be made is refused by its own name', async () => {
    await (await made()).close()
    chmodSync(file, 0o444)
    await asNobody(folder.path, () =>
      expect(backupSqlite(file, copy)).rejects.toMatchObject({
        code: 'DatabaseRefused',
        message: `'${copy}' cannot be made (EACCES): see that its folder may be written, and has room`,
      }),
    )
  })

  it('of what is no company’s file is refused', async () => {
    await expect(backupSqlite(file, copy)).rejects.toThrow(/is no file/)
    writeFileSync(file, 'a,b,c\n'.repeat(1000))
    await expect(backupSqlite(file, copy)).rejects.toMatchObject({ code: 'DatabaseRefused' })
    chmodSync(file, 0o600)
    expect(folder.list()).toEqual(['crm.sqlite'])
  })
})
