// A process to be killed: goes on with the numbered commits from where the file stands, and says on stdout which were acknowledged.
import { writeSync } from 'node:fs'
import { openSqlite } from '../src/index.ts'
import { collections, numberedCommit, view } from './numbered-commits.ts'

const [file = ''] = process.argv.slice(2)
const { documents } = await openSqlite(file)
await documents.ensure(collections)
const [progress] = await documents.query([{ progress: view }])
for (let n = (progress?.commits ?? 0) + 1; ; n++) {
  await documents.commit(numberedCommit(n))
  // Written at once and by this thread: the line is out before anything else happens.
  writeSync(1, `${String(n)}\n`)
}
