// A process that locks a file again and again, each time for a random while, until its stdin is closed. Says on stdout that it has begun.
import { writeSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'

const [file = '', longest = '0'] = process.argv.slice(2)
const end = new AbortController()
process.stdin.on('close', () => end.abort()).resume()

/** What other programs do to a file of SQLite: write, read for a while, tidy up. */
const locks: readonly (readonly [begin: string, end: string])[] = [
  ['BEGIN IMMEDIATE', 'ROLLBACK'],
  ['BEGIN EXCLUSIVE', 'ROLLBACK'],
  ['BEGIN; SELECT count(*) FROM sqlite_schema', 'COMMIT'],
  ['PRAGMA wal_checkpoint(TRUNCATE)', 'SELECT 1'],
]
const db = new DatabaseSync(file, { timeout: 50 })
writeSync(1, 'begun\n')
while (!end.signal.aborted) {
  const [begin, end] = locks[Math.floor(Math.random() * locks.length)] ?? ['', '']
  try {
    db.exec(begin)
    await pause(Math.random() * Number(longest))
    db.exec(end)
  } catch {
    // locked by the one that is tested
    if (db.isTransaction) db.exec('ROLLBACK')
  }
  await pause(Math.random() * 5)
}
db.close()
