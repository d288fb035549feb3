// A phone number or an e-mail address that another contact has: told, since the two may be one person entered twice.
import type { Words } from '@eventcrm/crm'
import type { ImportTarget, Channels } from './form.ts'
import type { Said } from './outcome.ts'
import { NumbersByKey } from './numbers-by-key.ts'

const wording = {
  phone: {
    en: 'another contact has this phone number too',
    vi: 'một liên hệ khác cũng có số điện thoại này',
  },
  email: {
    en: 'another contact has this e-mail address too',
    vi: 'một liên hệ khác cũng có địa chỉ email này',
  },
} as const satisfies Record<keyof Channels, Words>
const fields = ['phone', 'email'] as const

const said = (field: keyof Channels, where: Words): Said => ({
  field,
  code: 'OF_ANOTHER_CONTACT',
  words: { en: `${wording[field].en}: ${where.en}`, vi: `${wording[field].vi}: ${where.vi}` },
})

/** A row that has something, while rows are under way. */
interface Seen {
  /** The last row up to it that has the same and went in; null for none. */
  readonly last: Promise<number | null>
}

/** Looks at the rows of a file in their order, and at the documents for what was there before. */
export class SharedChannels {
  readonly #crm: Pick<ImportTarget, 'contactsReachedBy'>
  readonly #done = new NumbersByKey(1)
  readonly #underWay = new Map<string, Seen>()

  constructor(crm: Pick<ImportTarget, 'contactsReachedBy'>) {
    this.#crm = crm
  }

  /**
   * To be called in the order of the file: sees at once which rows are before.
   * @param named whom the row is about, by the key
   * @param id the same, as documents have it
   * @param wentIn whether the row does; it waits for no row behind
   * @returns asks what is to be said, which waits for those rows before that have something of it
   */
  of(
    channels: Channels,
    row: number,
    named: string,
    id: () => Promise<string>,
    wentIn: Promise<boolean>,
  ): () => Promise<readonly Said[]> {
    const before = fields.map(field => [field, this.#before(field, channels[field], { row, named, wentIn })] as const)
    return async () => {
      const inFile: Said[] = []
      for (const [field, last] of before) {
        const other = await last
        if (other !== null) inFile.push(said(field, { en: `row ${String(other)}`, vi: `dòng ${String(other)}` }))
      }
      return [...inFile, ...(await this.#inDocuments(channels, new Set(inFile.map(({ field }) => field)), id))]
    }
  }

  async #inDocuments(
    channels: Channels,
    toldOf: ReadonlySet<string | null>,
    id: () => Promise<string>,
  ): Promise<readonly Said[]> {
    const asked = fields.filter(field => channels[field] !== undefined && !toldOf.has(field))
    const found = await Promise.all(asked.map(field => this.#crm.contactsReachedBy({ [field]: channels[field] })))
    if (found.flat().length === 0) return []
    const own = await id()
    return asked.flatMap((field, i) => {
      const other = found[i]?.find(contact => contact.id !== own && contact.name !== null)
      return other ? [said(field, { en: String(other.name), vi: String(other.name) })] : []
    })
  }

  /** The last row before that has it, went in and is about somebody else. */
  #before(
    field: keyof Channels,
    value: string | undefined,
    { row, named, wentIn }: { readonly row: number; readonly named: string; readonly wentIn: Promise<boolean> },
  ): Promise<number | null> {
    if (value === undefined) return Promise.resolve(null)
    const last = this.#see(JSON.stringify([field, value]), row, wentIn)
    const lastOwn = this.#see(JSON.stringify([field, value, named]), row, wentIn)
    return Promise.all([last, lastOwn]).then(([any, own]) => (any === own ? null : any))
  }

  /** The last row before that has the key and went in. */
  #see(key: string, row: number, wentIn: Promise<boolean>): Promise<number | null> {
    const before = this.#underWay.get(key)?.last ?? Promise.resolve(this.#done.get(key)?.[0] ?? null)
    const seen: Seen = { last: wentIn.then(isIn => (isIn ? row : before)) }
    this.#underWay.set(key, seen)
    void seen.last.then(last => {
      if (this.#underWay.get(key) !== seen) return
      this.#underWay.delete(key)
      if (last !== null) this.#done.put(key, [last])
    })
    return before
  }
}
