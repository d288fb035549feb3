import type { KeyStore } from '@eventcrm/event-store'
import { Binary, type Db } from 'mongodb'
import { randomBytes } from 'node:crypto'
import { codeOf, DUPLICATE_KEY } from './errors.ts'
import { insist, type Patience } from './patience.ts'

interface Secret {
  readonly _id: string
  readonly value: Binary
}

/** The key store in a database of its own: a backup of the documents has none of the keys in it. */
export const createMongoKeyStore = (db: Db, patience: Patience): KeyStore => {
  const kept = db.collection<Secret>('secrets')
  return {
    secret: (name, first) =>
      insist(patience.begin(), async () => {
        const known = await kept.findOne({ _id: name })
        if (known) return Uint8Array.from(known.value.buffer)
        const value = new Binary(first ?? randomBytes(32))
        await kept.updateOne({ _id: name }, { $setOnInsert: { value } }, { upsert: true }).catch((error: unknown) => {
          if (codeOf(error) !== DUPLICATE_KEY) throw error // another process was first
        })
        const made = await kept.findOne({ _id: name })
        return Uint8Array.from((made?.value ?? value).buffer)
      }),
  }
}
