import type { KeyStore } from '@eventcrm/event-store'
import { randomBytes } from 'node:crypto'
import type { Connection, Database } from './connection.ts'

const find = (db: Database, name: string): Uint8Array | undefined => {
  const value = db.prepare('SELECT value FROM secrets WHERE name = ?').get(name)?.['value']
  return value instanceof Uint8Array ? value : undefined
}

/**
 * The key store over a connection: secrets in a table of the same file.
 * @param given secrets known beforehand, kept when first asked for; what the file has already stays
 */
export const createSqliteKeyStore = (
  connection: Connection,
  given: Readonly<Record<string, Uint8Array>> = {},
): KeyStore => ({
  async secret(name) {
    const known = await connection.read(db => find(db, name))
    if (known) return known
    return connection.write(db => {
      // Another process may have been first.
      const made = find(db, name) ?? given[name] ?? new Uint8Array(randomBytes(32))
      db.prepare('INSERT OR IGNORE INTO secrets (name, value) VALUES (?, ?)').run(name, made)
      return made
    })
  },
})
