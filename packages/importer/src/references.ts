// What a cell means by "GTX Pro" or "Moses Frase": what was imported under that key, or else what has that name.
import { searchKeyOf, type Crm } from '@eventcrm/crm'
import type { ReferenceKind } from './field.ts'
import type { ImportTarget } from './form.ts'
import { nearestOf } from './nearest.ts'

export type Reference =
  | { readonly id: string; readonly known: boolean }
  /** Several things have that name, and none that key. */
  | { readonly id: string; readonly ambiguous: number }

const wording: Readonly<Record<ReferenceKind, string>> = {
  product: 'product',
  staffMember: 'staff member',
  salesTeam: 'sales team',
  contact: 'contact',
  pipeline: 'sales pipeline',
}

/** Names looked at for the nearest. A directory with more is searched among those that begin with the same letter. */
const looked = 1000
/** References remembered: what was there once stays. A few thousand accounts and products are all that most files mention. */
const kept = 10_000

const isThere = async (crm: ImportTarget, kind: ReferenceKind, id: string): Promise<boolean> => {
  const aggregates = {
    product: 'products',
    staffMember: 'staff',
    salesTeam: 'teams',
    contact: 'contacts',
    pipeline: 'pipelines',
  } as const satisfies Record<ReferenceKind, Parameters<Crm['state']>[0]>
  return (await crm.state(aggregates[kind], id)).openedOn !== null
}

export class References {
  readonly #crm: ImportTarget
  readonly #known = new Map<string, Reference>()
  readonly #fresh: boolean
  #caughtUp: Promise<void> | undefined

  /** @param fresh whether rows of this import make things that others refer to by name: the directory must then know them at once */
  constructor(crm: ImportTarget, fresh: boolean) {
    this.#crm = crm
    this.#fresh = fresh
  }

  /** @param parts the values of the key columns; a single one may be a name instead */
  async find(kind: ReferenceKind, parts: readonly string[]): Promise<Reference> {
    const key = JSON.stringify([kind, ...parts])
    const before = this.#known.get(key)
    if (before) return before
    const found = await this.#look(kind, parts)
    if ('known' in found && found.known) {
      this.#known.set(key, found)
      const [oldest] = this.#known.size > kept ? this.#known.keys() : []
      if (oldest !== undefined) this.#known.delete(oldest)
    }
    return found
  }

  async #look(kind: ReferenceKind, parts: readonly string[]): Promise<Reference> {
    const id = await this.#crm.idFor(kind, ...parts)
    if (await isThere(this.#crm, kind, id)) return { id, known: true }
    const [name] = parts
    if (name === undefined || parts.length > 1) return { id, known: false }
    await this.#catchUp()
    const begun = await this.#crm.find(kind, name, looked)
    const named = begun.filter(({ searchKey }) => searchKey === searchKeyOf(name))
    // The same name, accents and all; failing that, the same but for accents and capitals.
    const exact = named.filter(entry => entry.name?.normalize('NFC') === name.normalize('NFC'))
    const [first, ...others] = exact.length > 0 ? exact : named
    if (!first) return { id, known: false }
    return others.length === 0 ? { id: first.id, known: true } : { id, ambiguous: others.length + 1 }
  }

  /** Names are found in documents, which may lag behind what was imported before. */
  async #catchUp(): Promise<void> {
    if (this.#fresh) this.#caughtUp = undefined
    await (this.#caughtUp ??= this.#crm.catchUp())
  }

  /** What to say of a reference that means nothing, or too much. */
  async complaint(kind: ReferenceKind, parts: readonly string[], found: Reference): Promise<string> {
    if ('ambiguous' in found)
      return `${String(found.ambiguous)} ${wording[kind]}s have this name: put the key under which the one meant was imported`
    const [name = ''] = parts
    const names = async (search: string) =>
      (await this.#crm.find(kind, search, looked)).flatMap(entry => entry.name ?? [])
    const all = await names('')
    const nearest = nearestOf(name, all.length < looked ? all : await names(name.slice(0, 1)))
    return `there is no such ${wording[kind]}${nearest === undefined ? '' : `; the nearest is "${nearest}"`}. Import it first, or mend the name`
  }
}
