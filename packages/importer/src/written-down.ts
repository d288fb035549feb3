// The leads and contacts that an import wrote down, and the rows that did, in 36 to 52 bytes each.
import type { CommandMessage } from '@eventcrm/crm'
import { z } from 'zod'
import { NumbersByKey } from './numbers-by-key.ts'

const registration = z.object({ aggregate: z.literal('contact'), name: z.literal('register') })
const name = z.string().optional()
const contactNamed = z.object({ contactId: z.uuid(), name }).transform(({ contactId: id, name = '' }) => ({ id, name }))
const creation = z.object({ aggregate: z.literal('lead'), name: z.literal('create') })
const leadNamed = z.object({ leadId: z.uuid(), name }).transform(({ leadId: id, name = '' }) => ({ id, name }))
const writing = z.union([
  registration.extend({ input: contactNamed }).transform(({ input }) => input),
  creation.extend({ input: leadNamed }).transform(({ input }) => input),
])

/** A lead or contact, and its name; '' where it has none. */
export interface NamedOne {
  readonly id: string
  readonly name: string
}
/** The lead or contact that a command writes down; null for any other command. */
export const writtenBy = (command: CommandMessage): NamedOne | null => writing.safeParse(command).data ?? null

/** One of them. */
export interface WrittenOne {
  readonly id: string
  readonly row: number
  /** Which one it is, in the order of the rows. */
  readonly place: number
}

const idBytes = 16
const width = idBytes + 4
/** How many are handed out at once: what `crm.duplicates.findEach` takes. */
const atOnce = 1000

const bytesOf = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex')
const idIn = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

export class WrittenDown {
  readonly #parts: Buffer[] = []
  readonly #places = new NumbersByKey(1)
  #size = 0

  /** To be called in the order of the rows. Of several rows the first counts. */
  add(id: string, row: number): void {
    const key = id.toLowerCase()
    if (this.#places.get(key) !== null) return
    this.#places.put(key, [this.#size + 1])
    const at = (this.#size % atOnce) * width
    if (at === 0) this.#parts.push(Buffer.alloc(atOnce * width))
    const part = this.#parts.at(-1)
    part?.set(bytesOf(key), at)
    part?.writeUInt32LE(row, at + idBytes)
    this.#size++
  }

  get(id: string): WrittenOne | null {
    const [count] = this.#places.get(id) ?? []
    return count === undefined ? null : this.#at(count - 1)
  }

  /** All of them, some at once. */
  *parts(): Generator<readonly WrittenOne[]> {
    for (let from = 0; from < this.#size; from += atOnce)
      yield Array.from({ length: Math.min(atOnce, this.#size - from) }, (_, i) => this.#at(from + i)).filter(
        one => one !== null,
      )
  }

  /** Memory that they take. */
  get bytes(): number {
    return this.#places.bytes + this.#parts.length * atOnce * width
  }

  #at(place: number): WrittenOne | null {
    const part = this.#parts[Math.floor(place / atOnce)]
    const at = (place % atOnce) * width
    return part ? { id: idIn(part.subarray(at, at + idBytes)), row: part.readUInt32LE(at + idBytes), place } : null
  }
}
