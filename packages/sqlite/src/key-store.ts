import type { KeyStore } from '@eventcrm/event-store'
import { randomBytes } from 'node:crypto'
import type { Connection, Database } from './connection.ts'

const find = (db: Database, name: string): Uint8Array | undefined => {
  const value = db.prepare('SELECT value FROM secrets WHERE name = ?').get(name)?.['value']
  return value instanceof Uint8Array ? value : undefined
}

/**
 * The key store over a connection: secrets in a table of the same file.
 * @param readOnly true: one that the file has not is kept for as long as the store is
 */
export const createSqliteKeyStore = (
  connection: Connection,
  { readOnly = false }: { readonly readOnly?: boolean } = {},
): KeyStore => {
  const kept = new Map<string, Uint8Array>()
  return {
    async secret(name, first) {
      const known = (await connection.read(db => find(db, name))) ?? kept.get(name)
      if (known) return known
      const made = Uint8Array.from(first ?? randomBytes(32))
      if (readOnly) {
        kept.set(name, made)
        return made
      }
      return connection.write(db => {
        // Another process may have been first.
        const secret = find(db, name) ?? made
        db.prepare('INSERT OR IGNORE INTO secrets (name, value) VALUES (?, ?)').run(name, secret)
        return secret
      })
    },
  }
}
