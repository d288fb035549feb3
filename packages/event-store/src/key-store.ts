import { randomBytes } from 'node:crypto'

/**
 * Where secrets are kept: apart from the log, in it never. Today the company's secret, from which the ids of outside keys
 * derive; later the persons' keys.
 */
export interface KeyStore {
  /**
   * The secret of that name, 32 bytes. The same in every process that shares the store.
   * @param first kept where there is none yet, as a copied log's or a demo's that derives from its seed; one is made at random when left out
   */
  secret(name: string, first?: Uint8Array): Promise<Uint8Array>
}

/**
 * A key store in memory.
 * @param given secrets known beforehand: a test's, or a demo's that derives from its seed
 */
export const createMemoryKeyStore = (given: Readonly<Record<string, Uint8Array>> = {}): KeyStore => {
  const secrets = new Map(Object.entries(given))
  return {
    async secret(name, first) {
      const known = secrets.get(name) ?? Uint8Array.from(first ?? randomBytes(32))
      secrets.set(name, known)
      return Uint8Array.from(known) // a copy: who changes it changes no secret
    },
  }
}
