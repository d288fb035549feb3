// A process to be killed: appends to a file, eight appenders at once, and says on stdout what was acknowledged.
import { writeSync } from 'node:fs'
import { newStream, storedEvent } from '../../testkit/src/event-store/samples.ts'
import { openSqlite } from '../src/index.ts'

const [file = ''] = process.argv.slice(2)
const { events } = await openSqlite(file)

const appender = async () => {
  const stream = newStream()
  let revision = -1
  for (let batch = 0; ; batch++) {
    const size = 1 + (batch % 3)
    const given = Array.from({ length: size }, (_, i) => storedEvent({ data: { batch, size, i } }))
    revision = (await events.append(stream, revision === -1 ? 'noStream' : revision, given)).revision
    // Written at once and by this thread: the line is out before anything else happens.
    writeSync(1, given.map(({ id }, i) => `ACK ${id} ${stream} ${String(revision - size + 1 + i)}\n`).join(''))
  }
}
await Promise.all(Array.from({ length: 8 }, appender))
