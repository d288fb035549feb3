import type { KeyStore } from '@eventcrm/event-store'
import { Binary, type Db } from 'mongodb'
import { randomBytes } from 'node:crypto'
import { codeOf, DUPLICATE_KEY } from './errors.ts'
import { insist, type Patience } from './patience.ts'

interface Secret {
  readonly _id: string
  readonly value: Binary
}

/**
 * The key store in a database of its own: a backup of the documents has none of the keys in it.
 * @param readOnly true: one that is not there is kept for as long as the store is
 */
export const createMongoKeyStore = (
  db: Db,
  { patience, readOnly }: { readonly patience: Patience; readonly readOnly: boolean },
): KeyStore => {
  const made = new Map<string, Uint8Array>()
  const kept = db.collection<Secret>('secrets')
  return {
    secret: (name, first) =>
      insist(patience.begin(), async () => {
        const known = await kept.findOne({ _id: name })
        if (known) return Uint8Array.from(known.value.buffer)
        if (readOnly) {
          const secret = made.get(name) ?? Uint8Array.from(first ?? randomBytes(32))
          made.set(name, secret)
          return secret
        }
        const value = new Binary(first ?? randomBytes(32))
        await kept.updateOne({ _id: name }, { $setOnInsert: { value } }, { upsert: true }).catch((error: unknown) => {
          if (codeOf(error) !== DUPLICATE_KEY) throw error // another process was first
        })
        const written = await kept.findOne({ _id: name })
        return Uint8Array.from((written?.value ?? value).buffer)
      }),
  }
}
