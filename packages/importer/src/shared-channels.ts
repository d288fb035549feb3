// A phone number or an e-mail address that another contact has: told, since the two may be one person entered twice.
import type { Words } from '@eventcrm/crm'
import type { Channel, ImportTarget } from './form.ts'
import { personIdOf } from './person-id.ts'
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
} as const satisfies Record<Channel['by'], Words>

const said = ({ by, field }: Channel, where: Words): Said => ({
  field,
  code: 'OF_ANOTHER_CONTACT',
  words: { en: `${wording[by].en}: ${where.en}`, vi: `${wording[by].vi}: ${where.vi}` },
})

/** A row that has something, while rows are under way. */
interface Seen {
  /** The last row up to it that has the same and went in; null for none. */
  readonly last: Promise<number | null>
}

interface RowSeen {
  readonly row: number
  readonly named: string
  readonly wentIn: Promise<boolean>
}

/** Looks at the rows of a file in their order, and at the documents for what was there before. */
export class SharedChannels {
  readonly #crm: Pick<ImportTarget, 'contactsReachedBy' | 'idFor'>
  readonly #done = new NumbersByKey(1)
  readonly #underWay = new Map<string, Seen>()

  constructor(crm: Pick<ImportTarget, 'contactsReachedBy' | 'idFor'>) {
    this.#crm = crm
  }

  /**
   * To be called in the order of the file: sees at once which rows are before. That a person is reached as the organisation is no news.
   * @param named whom the row is about, by the key
   * @param id the same, as documents have it
   * @param wentIn whether the row does; it waits for no row behind
   * @returns asks what is to be said, which waits for those rows before that have something of it
   */
  of(
    channels: readonly Channel[],
    row: number,
    named: string,
    id: () => Promise<string>,
    wentIn: Promise<boolean>,
  ): () => Promise<readonly Said[]> {
    const before = channels.map(channel => [channel, this.#before(channel, { row, named, wentIn })] as const)
    return async () => {
      const inFile = new Map<Channel, Said>()
      for (const [channel, last] of before) {
        const other = await last
        if (other !== null)
          inFile.set(channel, said(channel, { en: `row ${String(other)}`, vi: `dòng ${String(other)}` }))
      }
      const others = channels.filter(channel => !inFile.has(channel))
      return [...inFile.values(), ...(await this.#inDocuments(channels, others, id))]
    }
  }

  async #inDocuments(
    channels: readonly Channel[],
    asked: readonly Channel[],
    id: () => Promise<string>,
  ): Promise<readonly Said[]> {
    const found = await Promise.all(asked.map(({ by, value }) => this.#crm.contactsReachedBy({ [by]: value })))
    if (found.flat().length === 0) return []
    const rowId = await id()
    const persons = new Set(channels.flatMap(({ person }) => person ?? []))
    const own = new Set([rowId])
    for (const person of persons) own.add(await personIdOf(this.#crm, rowId, person))
    return asked.flatMap((channel, i) => {
      const other = found[i]?.find(contact => !own.has(contact.id) && contact.name !== null)
      return other ? [said(channel, { en: String(other.name), vi: String(other.name) })] : []
    })
  }

  /** The last row before that has it, went in and is about somebody else. */
  #before({ by, value, person }: Channel, { row, named, wentIn }: RowSeen): Promise<number | null> {
    const keyOf = (...whose: readonly string[]) => JSON.stringify([by, value, ...whose])
    const last = this.#see(keyOf(), row, wentIn)
    // of a person, also the organisation's own; of an organisation, also its persons'
    const ofRow = keyOf(named, 'itself')
    const ofPersons = keyOf(named, 'persons')
    const own =
      person === null
        ? [this.#see(ofRow, row, wentIn), this.#last(ofPersons)]
        : [this.#see(keyOf(named, 'person', person), row, wentIn), this.#last(ofRow)]
    if (person !== null) void this.#see(ofPersons, row, wentIn)
    return Promise.all([last, Promise.all(own)]).then(([any, ownRows]) => (ownRows.includes(any) ? null : any))
  }

  #last(key: string): Promise<number | null> {
    return this.#underWay.get(key)?.last ?? Promise.resolve(this.#done.get(key)?.[0] ?? null)
  }

  /** The last row before that has the key and went in. */
  #see(key: string, row: number, wentIn: Promise<boolean>): Promise<number | null> {
    const before = this.#last(key)
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
