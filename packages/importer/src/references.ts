// What a cell means by "GTX Pro" or "Moses Frase": what was imported under that key, a contact with that customer code, or else what has that name.
import { oneLine, RecentCache, searchKeyOf, type Words } from '@eventcrm/crm'
import type { ReferenceKind } from './field.ts'
import type { Form, ImportTarget } from './form.ts'
import { nearestInWords, nearestOf } from './nearest.ts'
import { foldedText } from './reading/index.ts'
import { thingOfKey, type KeyedThing } from './thing-of-key.ts'

/** @property id of what is meant; for something unknown, the id under which it would be imported */
export type Reference =
  | { readonly is: 'unknown'; readonly id: string }
  /** @property otherwiseWritten its name, where that has other accents */
  | { readonly is: 'known'; readonly id: string; readonly otherwiseWritten?: string }
  /** Several things have that name, and none that key. */
  | { readonly is: 'ambiguous'; readonly id: string; readonly candidates: readonly string[] }

const wording: Readonly<Record<ReferenceKind, Words>> = {
  product: { en: 'product', vi: 'sản phẩm' },
  staffMember: { en: 'staff member', vi: 'nhân viên' },
  salesTeam: { en: 'sales team', vi: 'đội bán hàng' },
  contact: { en: 'contact', vi: 'liên hệ' },
  pipeline: { en: 'sales pipeline', vi: 'quy trình bán hàng' },
  opportunity: { en: 'opportunity', vi: 'cơ hội' },
  invoice: { en: 'invoice', vi: 'hóa đơn' },
}

/** What was imported under that key, else the contact that has that customer code. */
const byKeyOrCode = async (crm: ImportTarget, kind: ReferenceKind, parts: readonly string[]): Promise<KeyedThing> => {
  const byKey = await thingOfKey(crm, kind, parts)
  const [code = ''] = parts
  if (byKey.isThere || kind !== 'contact' || parts.length !== 1 || code === '') return byKey
  const holderId = await crm.holderOfCustomerCode(code)
  return holderId === null
    ? byKey
    : { id: holderId, isThere: (await crm.state('contacts', holderId)).openedOn !== null }
}

/** Names looked at for the nearest. A directory with more is searched among those that begin with the same letter. */
const looked = 1000
/** References remembered in an import: a few thousand accounts and products are all that most files mention. */
const kept = 10_000

export class References {
  readonly #crm: ImportTarget
  readonly #found = new RecentCache<Reference>(kept)
  /** What rows under way are looking for, so that those that name the same have it looked up once. */
  readonly #underWay = new Map<string, Promise<Reference>>()
  readonly #complaints = new RecentCache<Words>(kept)
  readonly #fresh: boolean
  readonly #made: ReferenceKind | undefined
  #caughtUp: Promise<void> | undefined

  /**
   * @param form whose rows, taken one by one, make things that others refer to, and rename them: names are then looked up each time. What it makes
   *   otherwise is known by its key or customer code once it is there
   */
  constructor(crm: ImportTarget, { oneByOne, makes }: Pick<Form, 'oneByOne' | 'makes'>) {
    this.#crm = crm
    this.#fresh = oneByOne
    this.#made = makes?.kind
  }

  /** @param parts the values of the key columns; a single one may be a name instead */
  async find(kind: ReferenceKind, parts: readonly string[]): Promise<Reference> {
    const key = JSON.stringify([kind, ...parts])
    const before = this.#found.get(key)
    if (before) return before
    const underWay = this.#underWay.get(key)
    if (underWay) return underWay
    const looking = this.#lookUp(kind, parts, key)
    this.#underWay.set(key, looking)
    try {
      return await looking
    } finally {
      this.#underWay.delete(key)
    }
  }

  async #lookUp(kind: ReferenceKind, parts: readonly string[], key: string): Promise<Reference> {
    const { id, isThere } = await byKeyOrCode(this.#crm, kind, parts)
    const found: Reference = isThere ? { is: 'known', id } : await this.#byName(kind, parts, id)
    const isYetToBeMade = found.is === 'unknown' && kind === this.#made
    if (isThere || !(this.#fresh || isYetToBeMade)) this.#found.set(key, found)
    return found
  }

  async #byName(kind: ReferenceKind, parts: readonly string[], id: string): Promise<Reference> {
    const [name] = parts
    if (name === undefined || parts.length > 1) return { is: 'unknown', id }
    if (kind === 'opportunity') return { is: 'unknown', id } // titles tell none from another
    await this.#catchUp()
    if (kind === 'invoice') return this.#byNumber(name, id)
    const begun = await this.#crm.search(kind, name, looked)
    const named = begun.filter(({ searchKey }) => searchKey === searchKeyOf(name))
    // The same name, accents and all; failing that, the same but for accents and capitals.
    const exact = named.filter(entry => entry.name !== null && foldedText(entry.name) === foldedText(name))
    const [first, ...others] = exact.length > 0 ? exact : named
    if (!first) return { is: 'unknown', id }
    if (others.length === 0)
      return { is: 'known', id: first.id, ...(exact.length > 0 || !first.name ? {} : { otherwiseWritten: first.name }) }
    return { is: 'ambiguous', id, candidates: [first, ...others].map(entry => entry.id) }
  }

  async #byNumber(named: string, id: string): Promise<Reference> {
    const numbered = await this.#crm.invoicesNumbered(named)
    const [first, ...others] = numbered.length > 0 ? numbered : await this.#bySymbolAndNumber(named)
    if (first === undefined) return { is: 'unknown', id }
    return others.length === 0 ? { is: 'known', id: first } : { is: 'ambiguous', id, candidates: [first, ...others] }
  }

  /** A symbol and a number may have blanks and slashes of their own. */
  async #bySymbolAndNumber(named: string): Promise<readonly string[]> {
    for (const { symbol, number } of symbolsAndNumbers(named)) {
      const found: string[] = []
      for (const id of await this.#crm.invoicesNumbered(number, looked)) {
        const { issued } = await this.#crm.state('invoices', id)
        if (issued?.symbol && foldedText(issued.symbol) === foldedText(symbol)) found.push(id)
      }
      if (found.length > 0) return found
    }
    return []
  }

  /** Names are found in documents, which may lag behind what was imported before. */
  async #catchUp(): Promise<void> {
    if (this.#fresh) this.#caughtUp = undefined
    await (this.#caughtUp ??= this.#crm.catchUp())
  }

  /** What to say of a reference that means nothing, or too much. */
  async complaint(kind: ReferenceKind, parts: readonly string[], found: Reference): Promise<Words> {
    if (found.is === 'ambiguous') return severalHave(found.candidates.length, kind)
    const key = JSON.stringify([kind, ...parts])
    const before = this.#complaints.get(key)
    if (before !== undefined) return before
    const [name = ''] = parts
    const names = async (search: string) =>
      kind === 'opportunity' || kind === 'invoice'
        ? []
        : (await this.#crm.search(kind, search, looked)).flatMap(entry => entry.name ?? [])
    const all = await names('')
    const nearest = nearestOf(name, all.length < looked ? all : await names(name.slice(0, 1)))
    const { en, vi } = wording[kind]
    const hint = nearestInWords(nearest)
    const complaint = {
      en: `there is no such ${en}${hint.en}. Import it first, or mend the name`,
      vi: `không có ${vi} này${hint.vi}. Hãy nhập trước, hoặc sửa lại tên`,
    }
    this.#complaints.set(key, complaint)
    return complaint
  }
}

/** The ways in which a text can be a symbol with a number behind it, the shortest number first. */
const symbolsAndNumbers = (named: string): readonly { readonly symbol: string; readonly number: string }[] =>
  [...oneLine(named).matchAll(/[ /]+/g)]
    .map(({ 0: between, index }) => ({
      symbol: oneLine(named).slice(0, index),
      number: oneLine(named).slice(index + between.length),
    }))
    .filter(({ symbol, number }) => symbol !== '' && number !== '')
    .reverse()

/** What a text that names an invoice has behind its last blank or slash: the same, however its number is written. */
export const endOfNumber = (named: string): string => foldedText(named).split(/[ /]/).at(-1) ?? ''

const severalInvoices = (count: number): Words => ({
  en: `${String(count)} invoices have this number: put the symbol in front ("C26T 7"), or the key under which the one meant was imported`,
  vi: `có ${String(count)} hóa đơn mang số này: hãy ghi ký hiệu phía trước ("C26T 7"), hoặc khóa đã dùng khi nhập hóa đơn muốn nói`,
})

export const severalHave = (count: number, kind: ReferenceKind): Words =>
  kind === 'invoice' ? severalInvoices(count) : severalNamed(count, kind)

const severalNamed = (count: number, kind: ReferenceKind): Words => ({
  en: `${String(count)} ${wording[kind].en}s have this name: put the key under which the one meant was imported`,
  vi: `có ${String(count)} ${wording[kind].vi} mang tên này: hãy ghi khóa đã dùng khi nhập đối tượng muốn nói`,
})
