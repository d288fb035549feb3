// What a cell means by "GTX Pro" or "Moses Frase": what was imported under that key, or else what has that name.
import { RecentCache, searchKeyOf, type LibraryAggregates } from '@eventcrm/crm'
import type { ReferenceKind } from './field.ts'
import type { ImportTarget } from './form.ts'
import { nearestOf } from './nearest.ts'

/** @property id of what is meant; for something unknown, the id under which it would be imported */
export type Reference =
  | { readonly is: 'known' | 'unknown'; readonly id: string }
  /** Several things have that name, and none that key. */
  | { readonly is: 'ambiguous'; readonly id: string; readonly candidates: readonly string[] }

const wording: Readonly<Record<ReferenceKind, string>> = {
  product: 'product',
  staffMember: 'staff member',
  salesTeam: 'sales team',
  contact: 'contact',
  pipeline: 'sales pipeline',
}

/** Names looked at for the nearest. A directory with more is searched among those that begin with the same letter. */
const looked = 1000
/** References remembered in an import: a few thousand accounts and products are all that most files mention. */
const kept = 10_000

const isThere = async (crm: ImportTarget, kind: ReferenceKind, id: string): Promise<boolean> => {
  const aggregates = {
    product: 'products',
    staffMember: 'staff',
    salesTeam: 'teams',
    contact: 'contacts',
    pipeline: 'pipelines',
  } as const satisfies Record<ReferenceKind, keyof LibraryAggregates>
  return (await crm.state(aggregates[kind], id)).openedOn !== null
}

export class References {
  readonly #crm: ImportTarget
  readonly #found = new RecentCache<Reference>(kept)
  /** What rows under way are looking for, so that those that name the same have it looked up once. */
  readonly #underWay = new Map<string, Promise<Reference>>()
  readonly #complaints = new RecentCache<string>(kept)
  readonly #fresh: boolean
  #caughtUp: Promise<void> | undefined

  /** @param fresh whether rows of this import make things that others refer to, and rename them: names are then looked up each time */
  constructor(crm: ImportTarget, fresh: boolean) {
    this.#crm = crm
    this.#fresh = fresh
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
    const id = await this.#crm.idFor(kind, ...parts)
    const byKey = await isThere(this.#crm, kind, id)
    const found: Reference = byKey ? { is: 'known', id } : await this.#byName(kind, parts, id)
    if (byKey || !this.#fresh) this.#found.set(key, found)
    return found
  }

  async #byName(kind: ReferenceKind, parts: readonly string[], id: string): Promise<Reference> {
    const [name] = parts
    if (name === undefined || parts.length > 1) return { is: 'unknown', id }
    await this.#catchUp()
    const begun = await this.#crm.search(kind, name, looked)
    const named = begun.filter(({ searchKey }) => searchKey === searchKeyOf(name))
    // The same name, accents and all; failing that, the same but for accents and capitals.
    const exact = named.filter(entry => entry.name?.normalize('NFC') === name.normalize('NFC'))
    const [first, ...others] = exact.length > 0 ? exact : named
    if (!first) return { is: 'unknown', id }
    if (others.length === 0) return { is: 'known', id: first.id }
    return { is: 'ambiguous', id, candidates: [first, ...others].map(entry => entry.id) }
  }

  /** Names are found in documents, which may lag behind what was imported before. */
  async #catchUp(): Promise<void> {
    if (this.#fresh) this.#caughtUp = undefined
    await (this.#caughtUp ??= this.#crm.catchUp())
  }

  /** What to say of a reference that means nothing, or too much. */
  async complaint(kind: ReferenceKind, parts: readonly string[], found: Reference): Promise<string> {
    if (found.is === 'ambiguous') return severalHave(found.candidates.length, `${wording[kind]}s`)
    const key = JSON.stringify([kind, ...parts])
    const before = this.#complaints.get(key)
    if (before !== undefined) return before
    const [name = ''] = parts
    const names = async (search: string) =>
      (await this.#crm.search(kind, search, looked)).flatMap(entry => entry.name ?? [])
    const all = await names('')
    const nearest = nearestOf(name, all.length < looked ? all : await names(name.slice(0, 1)))
    const hint = nearest === undefined ? '' : `; the nearest is "${nearest}"`
    const complaint = `there is no such ${wording[kind]}${hint}. Import it first, or mend the name`
    this.#complaints.set(key, complaint)
    return complaint
  }
}

export const severalHave = (count: number, things: string): string =>
  `${String(count)} ${things} have this name: put the key under which the one meant was imported`
