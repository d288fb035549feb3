// A process to be killed: copies a file's log into another, and says on stdout what it has written.
import { copyLog } from '@eventcrm/crm'
import { openSqlite } from '@eventcrm/sqlite'
import { writeSync } from 'node:fs'

const [source = '', target = ''] = process.argv.slice(2)
const from = await openSqlite(source, { readOnly: true })
const to = await openSqlite(target)
writeSync(1, 'begun\n')
await copyLog(from, to, {
  onProgress({ part }) {
    if (part === 'copy') writeSync(1, 'copied\n')
  },
})
await Promise.all([from.close(), to.close()])
