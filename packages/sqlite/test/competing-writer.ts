// One of several processes that append to one file at once. Says on stdout what it appended, and when.
import { RevisionConflict } from '@eventcrm/event-store'
import { writeSync } from 'node:fs'
import { collect, newStream, storedEvent } from '../../testkit/src/event-store/samples.ts'
import { openSqlite } from '../src/index.ts'

const [file = '', shared = '', count = ''] = process.argv.slice(2)
const { events, close } = await openSqlite(file)

const insist = async (id: string): Promise<number> => {
  const [last] = await collect(events.readStream(shared, { direction: 'backwards', limit: 1 }))
  try {
    return (await events.append(shared, last?.revision ?? 'noStream', [storedEvent({ id })])).revision
  } catch (error) {
    if (error instanceof RevisionConflict) return insist(id)
    throw error
  }
}
for (let i = 0; i < Number(count); i++) {
  const { id } = storedEvent()
  const revision = await insist(id)
  await events.append(newStream(), 'noStream', [storedEvent(), storedEvent()])
  writeSync(1, `${id} ${String(revision)} ${String(Date.now())}\n`)
}
await close()
