import { StreamIncomplete, type ReadStreamOptions, type RecordedEvent } from '@eventcrm/event-store'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { collect, newStream, storedEvent, storedEvents } from '../../testkit/src/event-store/samples.ts'
import { openSqlite } from '../src/index.ts'
import { newFolder } from './folder.ts'

let folder: ReturnType<typeof newFolder>
beforeEach(() => {
  folder = newFolder()
})
afterEach(() => folder.remove())

const damage = (file: string, sql: string) => {
  const db = new DatabaseSync(file)
  db.exec(sql)
  db.close()
}

it('an event that cannot be read any more is told by its position, and nothing of it is shown', async () => {
  const file = folder.file('crm.sqlite')
  const stores = await openSqlite(file)
  const stream = newStream()
  await stores.events.append(stream, 'noStream', [storedEvent({ personal: { p: { '/name': 'Nguyễn An' } } })])
  damage(file, `UPDATE events SET personal = replace(personal, '"Nguyễn', 'Nguyễn')`)
  const read = async () => {
    for await (const _ of stores.events.readStream(stream));
  }
  const failed = read()
  await expect(failed).rejects.not.toHaveProperty('cause')
  await expect(failed).rejects.toMatchObject({
    code: 'DatabaseRefused',
    message: 'The file is damaged at position 00000000000000000001 of the log: restore a backup',
  })
  await stores.close()
})

it('what lies before and behind an event that cannot be read can be read', async () => {
  const file = folder.file('crm.sqlite')
  const stores = await openSqlite(file)
  const stream = newStream()
  await stores.events.append(stream, 'noStream', storedEvents(5))
  damage(file, `UPDATE events SET data = '{' WHERE revision = 2`)
  const read = async (events: AsyncIterable<RecordedEvent>) => {
    const revisions: number[] = []
    const failed = (async () => {
      for await (const { revision } of events) revisions.push(revision)
    })()
    await expect(failed).rejects.toMatchObject({ position: '00000000000000000003' })
    return revisions
  }
  expect(await read(stores.events.readAll())).toEqual([0, 1])
  expect(await read(stores.events.readAll({ direction: 'backwards' }))).toEqual([4, 3])
  expect(await read(stores.events.readStream(stream))).toEqual([0, 1])
  expect(await read(stores.events.readStream(stream, { direction: 'backwards' }))).toEqual([4, 3])
  expect(await collect(stores.events.readAll({ from: '00000000000000000004' }))).toHaveLength(2)
  await stores.close()
})

describe('a stream that lacks an event', () => {
  const lacking = async (...revisions: readonly number[]) => {
    const file = folder.file('crm.sqlite')
    const stores = await openSqlite(file)
    const stream = newStream()
    await stores.events.append(newStream(), 'noStream', storedEvents(3))
    await stores.events.append(stream, 'noStream', storedEvents(1200))
    damage(file, `DELETE FROM events WHERE position > 3 AND revision IN (${revisions.join()})`)
    const read = async (options: ReadStreamOptions) => {
      let read = 0
      try {
        for await (const _ of stores.events.readStream(stream, options)) read++
        return { read, lacks: null }
      } catch (error) {
        expect(error).toBeInstanceOf(StreamIncomplete)
        return { read, lacks: (error as StreamIncomplete).revision }
      }
    }
    return { read, close: () => stores.close() }
  }

  it('is told where reading comes to it, from either side', async () => {
    const { read, close } = await lacking(700, 701)
    expect(await read({})).toEqual({ read: 700, lacks: 700 })
    expect(await read({ direction: 'backwards' })).toEqual({ read: 498, lacks: 701 })
    expect(await read({ from: 701 })).toEqual({ read: 0, lacks: 701 })
    expect(await read({ from: 700, direction: 'backwards' })).toEqual({ read: 0, lacks: 700 })
    await close()
  })

  it('is read where none is missing among those asked for', async () => {
    const { read, close } = await lacking(700)
    expect(await read({ limit: 700 })).toEqual({ read: 700, lacks: null })
    expect(await read({ from: 701 })).toEqual({ read: 499, lacks: null })
    expect(await read({ from: 699, direction: 'backwards' })).toEqual({ read: 700, lacks: null })
    expect(await read({ from: 5000, direction: 'backwards', limit: 499 })).toEqual({ read: 499, lacks: null })
    expect(await read({ from: 5000 })).toEqual({ read: 0, lacks: null })
    await close()
  })

  it('may lack its first', async () => {
    const { read, close } = await lacking(0)
    expect(await read({})).toEqual({ read: 0, lacks: 0 })
    expect(await read({ direction: 'backwards' })).toEqual({ read: 1199, lacks: 0 })
    await close()
  })
})

describe('a document that cannot be read any more', () => {
  const collection = { name: 'people__v1', indexes: [['name'], ['tags']] }
  const withPeople = async () => {
    const stores = await openSqlite(folder.file('crm.sqlite'))
    await stores.documents.ensure([collection])
    await stores.documents.commit({
      views: [],
      writes: ['a', 'b'].map(key => ({
        collection: 'people__v1',
        key,
        document: { name: 'Nguyễn An', tags: ['x'] },
      })),
    })
    return stores
  }
  it.each([
    ['is no JSON', `'{"name": "Nguyễn'`],
    ['is a list', `'[]'`],
    ['is null', `'null'`],
  ])('since it %s, is told as what a rebuild mends, and nothing of it is shown', async (_, text) => {
    const stores = await withPeople()
    await stores.close()
    damage(
      folder.file('crm.sqlite'),
      `DROP INDEX _index_1; DROP INDEX _index_2; UPDATE _documents_people__v1 SET document = ${text} WHERE key = 'a'`,
    )
    const { documents, close } = await openSqlite(folder.file('crm.sqlite'))
    await documents.ensure([collection])
    const refused = {
      code: 'DatabaseRefused',
      message: 'The file is damaged: rebuild documents, or restore a backup',
      ofDocuments: true,
    }
    await expect(documents.query([{ load: 'people__v1', keys: ['a'] }])).rejects.toMatchObject(refused)
    await expect(documents.query([{ load: 'people__v1', keys: ['a'] }])).rejects.not.toHaveProperty('cause')
    await expect(documents.query([{ find: 'people__v1' }])).rejects.toMatchObject(refused)
    await close()
  })

  it('is so where SQLite’s own functions meet it', async () => {
    const stores = await withPeople()
    damage(
      folder.file('crm.sqlite'),
      `DROP INDEX _index_1; DROP INDEX _index_2; UPDATE _documents_people__v1 SET document = '{' WHERE key = 'a'`,
    )
    const where = { field: 'name', equals: 'Nguyễn An' } as const
    await expect(stores.documents.query([{ count: 'people__v1', where }])).rejects.toMatchObject({
      code: 'DatabaseRefused',
      ofDocuments: true,
    })
    await stores.close()
  })
})

it('progress that cannot be read any more is that of a view which is to be folded anew', async () => {
  for (const [i, progress] of ['{', '[]', '{"checkpoint":7}'].entries()) {
    const stores = await openSqlite(folder.file(`${String(i)}.sqlite`))
    const next = { checkpoint: { position: '1', eventId: 'e' }, building: false, rollups: [], stopped: null }
    await stores.documents.commit({ views: [{ view: 'people__v1', expected: 0, next }], writes: [] })
    damage(folder.file(`${String(i)}.sqlite`), `UPDATE _progress SET progress = '${progress}'`)
    const [progressNow, all] = await stores.documents.query([{ progress: 'people__v1' }, { views: '' }])
    expect(progressNow).toMatchObject({ checkpoint: null, building: true, commits: 1 })
    expect(progressNow?.stopped?.reason).toContain('damaged')
    expect(all).toEqual(new Map([['people__v1', progressNow]]))
    await stores.close()
  }
})
