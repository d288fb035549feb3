// Where a log is kept that is to be there again when the stand-in is started anew: a SQLite file, which one process has open at a time.
import { DatabaseSync } from 'node:sqlite'
import type { RecordedEvent } from './event-log.ts'

const table = `CREATE TABLE IF NOT EXISTS events (
  position INTEGER PRIMARY KEY, stream TEXT, revision TEXT, id TEXT, type TEXT, isJson INTEGER, data BLOB, metadata BLOB, created INTEGER
) STRICT`

const bytes = (value: unknown): Uint8Array => (value instanceof Uint8Array ? value : new Uint8Array())

export class LogFile {
  readonly #db: DatabaseSync

  /** @throws Error where it is no SQLite file, or another process has it open */
  constructor(file: string) {
    this.#db = new DatabaseSync(file, { timeout: 0 })
    // what was acknowledged outlives the process, which is what a test ends; not the machine
    this.#db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
    this.#db.exec(table)
  }

  read(): readonly Omit<RecordedEvent, 'index'>[] {
    return this.#db
      .prepare('SELECT * FROM events ORDER BY position')
      .all()
      .map(row => ({
        position: Number(row['position']),
        stream: String(row['stream']),
        revision: BigInt(String(row['revision'])),
        id: String(row['id']),
        type: String(row['type']),
        isJson: row['isJson'] === 1,
        data: bytes(row['data']),
        metadata: bytes(row['metadata']),
        created: Number(row['created']),
      }))
  }

  /** All of them, or none. */
  write(events: readonly RecordedEvent[]): void {
    const add = this.#db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
    this.#db.exec('BEGIN')
    for (const { position, stream, revision, id, type, isJson, data, metadata, created } of events)
      add.run(position, stream, String(revision), id, type, isJson ? 1 : 0, data, metadata, created)
    this.#db.exec('COMMIT')
  }

  close(): void {
    this.#db.close()
  }
}
