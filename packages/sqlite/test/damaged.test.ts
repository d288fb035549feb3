import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { newStream, storedEvent } from '../../testkit/src/event-store/samples.ts'
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

it('so is a document', async () => {
  const file = folder.file('crm.sqlite')
  const stores = await openSqlite(file)
  await stores.documents.ensure([{ name: 'people__v1', indexes: [] }])
  await stores.documents.commit({
    views: [],
    writes: [{ collection: 'people__v1', key: 'a', document: { name: 'Nguyễn An' } }],
  })
  damage(file, `UPDATE _documents_people__v1 SET document = replace(document, '"Nguyễn', 'Nguyễn')`)
  await expect(stores.documents.query([{ load: 'people__v1', keys: ['a'] }])).rejects.toMatchObject({
    code: 'DatabaseRefused',
    message: 'The file is damaged: rebuild documents, or restore a backup',
  })
  await stores.close()
})
