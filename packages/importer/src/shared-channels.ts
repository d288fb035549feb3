// A phone number or an e-mail address that another contact has: told, since the two may be one person entered twice.
import type { Crm, Words } from '@eventcrm/crm'
import type { ImportTarget, Channels } from './form.ts'
import type { Said } from './outcome.ts'
import { RowsByKey } from './rows-by-key.ts'

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
type Contact = Awaited<ReturnType<Crm['contactsReachedBy']>>[number]
const fields = ['phone', 'email'] as const

const said = (field: keyof Channels, where: Words): Said => ({
  field,
  code: 'OF_ANOTHER_CONTACT',
  words: { en: `${wording[field].en}: ${where.en}`, vi: `${wording[field].vi}: ${where.vi}` },
})

/** Looks at the rows of a file in their order, and at the documents for what was there before. */
export class SharedChannels {
  readonly #crm: Pick<ImportTarget, 'contactsReachedBy'>
  readonly #rows = new RowsByKey()

  constructor(crm: Pick<ImportTarget, 'contactsReachedBy'>) {
    this.#crm = crm
  }

  /**
   * To be called in the order of the file: looks at once at the rows before.
   * @param named whom the row is about, by the key
   * @param id the same, as documents have it
   */
  async of(channels: Channels, row: number, named: string, id: () => Promise<string>): Promise<readonly Said[]> {
    const inFile = fields.flatMap(field => {
      const before = this.#before(field, channels[field], row, named)
      return before === null ? [] : [said(field, { en: `row ${String(before)}`, vi: `dòng ${String(before)}` })]
    })
    const toldOf = new Set(inFile.map(({ field }) => field))
    const [phone, email] = fields.map(field => (toldOf.has(field) ? undefined : channels[field]))
    if (phone === undefined && email === undefined) return inFile
    const found = await this.#crm.contactsReachedBy({ phone, email })
    if (found.length === 0) return inFile
    const own = await id()
    const has = (contact: Contact, field: keyof Channels): boolean =>
      field === 'phone' ? contact.phone === phone : contact.emailKey === email
    return [
      ...inFile,
      ...fields.flatMap(field => {
        const other = found.find(contact => contact.id !== own && contact.name !== null && has(contact, field))
        return channels[field] === undefined || !other
          ? []
          : [said(field, { en: String(other.name), vi: String(other.name) })]
      }),
    ]
  }

  /** The last row before that has it and is about somebody else. */
  #before(field: keyof Channels, value: string | undefined, row: number, named: string): number | null {
    if (value === undefined) return null
    const last = this.#rows.see(JSON.stringify([field, value]), row)
    const lastOwn = this.#rows.see(JSON.stringify([field, value, named]), row)
    return last === lastOwn ? null : last
  }
}
