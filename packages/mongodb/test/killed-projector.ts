// A process to be killed: goes on with the numbered commits from where the database stands, and says on stdout which were acknowledged. A server
// that is away, or did not say whether it wrote, is asked again.
import { StoreUnavailable } from '@eventcrm/event-store'
import { CommitOutcomeUnknown } from '@eventcrm/projection'
import { writeSync } from 'node:fs'
import { collections, numberedCommit, view } from '../../sqlite/test/numbered-commits.ts'
import { openMongoDB } from '../src/index.ts'

const [url = ''] = process.argv.slice(2)
const { documents } = await openMongoDB(url)
await documents.ensure(collections)
for (;;) {
  try {
    const [progress] = await documents.query([{ progress: view }])
    for (let n = (progress?.commits ?? 0) + 1; ; n++) {
      await documents.commit(numberedCommit(n))
      // Written at once and by this thread: the line is out before anything else happens.
      writeSync(1, `${String(n)}\n`)
    }
  } catch (error) {
    if (!(error instanceof StoreUnavailable || error instanceof CommitOutcomeUnknown)) throw error
  }
}
