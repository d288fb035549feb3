// Ids that are derived, not drawn: the same for the same things, in every process. Frozen: another derivation would make
// another company of the same log.
import { createHmac } from 'node:crypto'
import { v5 } from 'uuid'

const eventNamespace = '5a1c3f0e-6d0b-5c57-9d8e-1f2f4b6a7c90'
const keyNamespace = 'b1f4c6d2-0a53-5e8b-8f6e-3c9a7d5e2b14'

/** The id of an event: the same whenever the same command's decision is written to the same stream. */
export const eventIdOf = (stream: string, commandId: string, index: number): string => v5(`${stream}\n${commandId}\n${String(index)}`, eventNamespace)

/**
 * The id of what an outside key names: UUIDv5 of HMAC-SHA-256(secret, kind and key), since a bare hash of a phone number is
 * guessed in minutes. Text is compared in Unicode NFC, without the space around it.
 */
export const idForKey = (secret: Uint8Array, kind: string, key: readonly string[]): string => {
  const name = JSON.stringify([kind, ...key.map(part => part.normalize('NFC').trim())])
  return v5(createHmac('sha256', secret).update(name).digest('hex'), keyNamespace)
}
