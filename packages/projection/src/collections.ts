import { parsePath } from './condition.ts'
import type { Collection } from './document-store.ts'
import { inputError } from './input-error.ts'

const names = /^[A-Za-z][A-Za-z0-9_]{0,99}$/
const mostFields = 8

const columns = /^[A-Za-z][A-Za-z0-9_]{0,99}$/
/** Whether a field can be a column of what analysts see. */
export const isColumn = (field: string): boolean => columns.test(field)

/** @throws TypeError naming what is not of the documented form */
const checkCollection = ({ name, indexes, publication }: Collection, at: string): void => {
  if (!names.test(name)) throw inputError(`${at}.name`, 'at most 100 letters, digits and underscores, a letter first')
  for (const [i, fields] of indexes.entries()) {
    const here = `${at}.indexes[${i}]`
    if (fields.length === 0 || fields.length > mostFields) throw inputError(here, `1 to ${mostFields} fields`)
    for (const [j, field] of fields.entries()) parsePath(field, `${here}[${j}]`)
    if (new Set(fields).size < fields.length) throw inputError(here, 'each field once')
  }
  if (!publication) return
  if (!names.test(publication.name))
    throw inputError(`${at}.publication.name`, 'at most 100 letters, digits and underscores, a letter first')
  if (!Number.isSafeInteger(publication.version) || publication.version < 1)
    throw inputError(`${at}.publication.version`, 'a whole number, 1 or more')
  if (!publication.fields.every(isColumn))
    throw inputError(`${at}.publication.fields`, 'names of letters, digits and underscores, a letter first')
}

/** @throws TypeError for a collection's name of another form */
export const checkNames = (collections: readonly string[]): void => {
  for (const [i, name] of collections.entries())
    if (!names.test(name))
      throw inputError(`collections[${i}]`, 'at most 100 letters, digits and underscores, a letter first')
}

/** The collections that a store has made ready. */
export class ReadyCollections {
  readonly #byLowerCase = new Map<string, string>()
  readonly #published = new Map<string, string>()

  /**
   * Checks collections that are to be made ready.
   * @throws TypeError for a name or path of another form, and for a name that differs from another in case only: a database may hold them for one
   */
  check(collections: readonly Collection[]): void {
    const [seen, published] = [new Map(this.#byLowerCase), new Map(this.#published)]
    const take = (names: Map<string, string>, name: string, at: string) => {
      const known = names.get(name.toLowerCase()) ?? name
      if (known !== name) throw inputError(at, `a name that differs from '${known}' not in case only`)
      names.set(name.toLowerCase(), name)
    }
    for (const [i, collection] of collections.entries()) {
      checkCollection(collection, `collections[${i}]`)
      const { name, publication } = collection
      take(seen, name, `collections[${i}].name`)
      if (publication) take(published, publication.name, `collections[${i}].publication.name`)
    }
    for (const [name, publication] of published)
      if (seen.has(name)) throw inputError(`publication ${publication}`, 'a name that no collection has')
  }

  add(collections: readonly Collection[]): void {
    for (const { name, publication } of collections) {
      this.#byLowerCase.set(name.toLowerCase(), name)
      if (publication) this.#published.set(publication.name.toLowerCase(), publication.name)
    }
  }

  /** @throws TypeError when it was not made ready */
  require(name: string, at: string): void {
    if (this.#byLowerCase.get(name.toLowerCase()) !== name)
      throw inputError(at, 'a collection that `ensure` has made ready')
  }
}
