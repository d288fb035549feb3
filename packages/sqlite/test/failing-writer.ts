// A process whose files may not grow beyond some size: appends until that fails, and says on stdout how.
import { EventStoreError } from '@eventcrm/event-store'
import { writeSync } from 'node:fs'
import { newStream, storedEvents } from '../../testkit/src/event-store/samples.ts'
import { openSqlite } from '../src/index.ts'

const [file = ''] = process.argv.slice(2)
const { events, close } = await openSqlite(file)
for (;;) {
  const stream = newStream()
  const given = storedEvents(3)
  try {
    await events.append(stream, 'noStream', given)
    writeSync(1, `${JSON.stringify({ stream, given })}\n`)
  } catch (error) {
    const code = error instanceof EventStoreError ? error.code : String(error)
    writeSync(
      1,
      `${JSON.stringify({ stream, given, code, cause: error instanceof Error ? String(error.cause) : '' })}\n`,
    )
    break
  }
}
await close()
