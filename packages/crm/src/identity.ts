// Ids that are derived, not drawn: the same for the same things, in every process. Frozen: another derivation would make
// another company of the same log.
import { oneLine } from '@eventcrm/domain'
import { createHmac, hash, type KeyObject } from 'node:crypto'
import { parse, v4 } from 'uuid'

/** Namespace of event ids. */
export const eventNamespace = '5a1c3f0e-6d0b-5c57-9d8e-1f2f4b6a7c90'
const eventNamespaceBytes = parse(eventNamespace)
/** Namespace of the ids of outside keys. */
const keyNamespace = 'b1f4c6d2-0a53-5e8b-8f6e-3c9a7d5e2b14'
const keyNamespaceBytes = parse(keyNamespace)

const scratch = Buffer.alloc(1024)

/**
 * A command's id, drawn at random. Text put together of pieces holds on to them, at eight times its size for as long as it is
 * kept; lower case, which it is already, is in one piece.
 */
export const newCommandId = (): string => v4().toLowerCase()

/** The namespace followed by the name; valid until the next call. */
const bytesOf = (namespace: Uint8Array, name: string): Uint8Array => {
  if (name.length > 300) return Buffer.concat([namespace, Buffer.from(name)]) // a character may take three bytes
  scratch.set(namespace)
  return scratch.subarray(0, namespace.length + scratch.write(name, namespace.length))
}

/**
 * UUIDv5. Written out because it is on the path of every event and every imported row, where it takes a quarter of the time of
 * the uuid package's v5; a test compares both.
 */
const v5 = (namespace: Uint8Array, name: string): string => {
  const digest = hash('sha1', bytesOf(namespace, name), 'hex')
  const variant = '89ab'[Number.parseInt(digest.charAt(16), 16) & 3] ?? '8'
  const parts = [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `5${digest.slice(13, 16)}`,
    `${variant}${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ]
  return parts.join('-') // in one piece, which a template's text is not
}

/** The id of an event, made of stream, command id and index: the same whenever the same decision is written again. */
export const eventIdOf = (stream: string, commandId: string, index: number): string =>
  v5(eventNamespaceBytes, `${stream}\n${commandId}\n${String(index)}`)

/**
 * The id of what an outside key names: UUIDv5 of HMAC-SHA-256(secret, kind and key), since a bare hash of a phone number is
 * guessed in minutes. Text is compared in Unicode NFC, with each run of blanks and line breaks as one, and none around it.
 * @param secret as a KeyObject it takes a seventh of the time
 */
export const idForKey = (secret: Uint8Array | KeyObject, kind: string, key: readonly string[]): string => {
  const name = JSON.stringify([kind, ...key.map(oneLine)])
  return v5(keyNamespaceBytes, createHmac('sha256', secret).update(name).digest('hex'))
}

/** What a company's secret is kept under. */
export const secretOf = (namespace: string): string => `${namespace}/outsideKeys`

/** What tells whether a secret is a company's: the id of a key that names nothing. */
export const keyCheckOf = (secret: Uint8Array | KeyObject): string => idForKey(secret, 'keyCheck', [''])

/** Namespace of the ids of processes and of their commands. */
const processNamespaceBytes = parse('c7d2a1e4-58b6-5f03-9a7c-4e1b0d6f3a85')

/** The id of a process's stream. */
export const processIdOf = (process: string): string => v5(processNamespaceBytes, process)

/** The id of a leg's command: the same whenever the step is carried out, by whichever version of the process. */
export const legCommandId = (process: string, requestId: string, leg: string): string =>
  v5(processNamespaceBytes, `${process}\n${requestId}\n${leg}`)
