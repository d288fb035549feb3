// A misspelt name makes a customer of its own: told where one is there, or was made before in the file, whose name is nearly the same.
import { searchKeyOf, type Words } from '@eventcrm/crm'
import type { ImportTarget } from './form.ts'

/** A file that makes more is the first of a company, and not one with a few misspelt names. Looking at one takes some 0.1 ms. */
const most = 1000
/** Names of contacts looked at. Of more, those that begin with the first half of the name. */
const looked = 1000
/** Shorter names are near to too many. */
const shortest = 5

interface Known {
  readonly id: string | null
  readonly name: string
  readonly key: string
  readonly row: number | null
}

const keyOf = (name: string): string =>
  searchKeyOf(name)
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .replaceAll('congty', 'cty')
const digitsOf = (key: string): string => key.replaceAll(/\P{N}/gu, '')

/** Whether one letter more, less or another, or two in the other order, make one of the other. */
const isOneChange = (one: string, other: string): boolean => {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  if (long.length - short.length > 1) return false
  let from = 0
  while (from < short.length && short[from] === long[from]) from++
  const rest = long.length === short.length ? short.slice(from + 1) : short.slice(from)
  if (long.slice(from + 1) === rest) return true
  const swapped = short[from + 1] === long[from] && short[from] === long[from + 1]
  return long.length === short.length && swapped && short.slice(from + 2) === long.slice(from + 2)
}

/** Names with other numbers are other names: KH1 and KH2, branch 3 and branch 4. */
const isSimilar = (one: string, other: string): boolean =>
  one.length >= shortest && isOneChange(one, other) && digitsOf(one) === digitsOf(other)

export interface SimilarName {
  readonly name: string
  /** The row of the file that made it; null where it was there before. */
  readonly row: number | null
}

export class SimilarNames {
  readonly #crm: Pick<ImportTarget, 'search'>
  readonly #made: Known[] = []
  #there: readonly Known[] | undefined

  constructor(crm: Pick<ImportTarget, 'search'>) {
    this.#crm = crm
  }

  /** To be asked about each customer that rows make, in the order of the rows. */
  async of(id: string, name: string, row: number): Promise<SimilarName | undefined> {
    if (this.#made.length >= most) return undefined
    const key = keyOf(name)
    const isOther = (known: Known) => known.id !== id && isSimilar(key, known.key)
    const found = this.#made.find(isOther) ?? (await this.#begunLike(name)).find(isOther)
    this.#made.push({ id, name, key, row })
    return found && { name: found.name, row: found.row }
  }

  async #begunLike(name: string): Promise<readonly Known[]> {
    this.#there ??= await this.#search('')
    if (this.#there.length < looked) return this.#there
    return this.#search(name.slice(0, Math.ceil(name.length / 2)))
  }

  async #search(begin: string): Promise<readonly Known[]> {
    const found = await this.#crm.search('contact', begin, looked)
    return found.map(({ id, name }) => ({ id, name: name ?? '', key: keyOf(name ?? ''), row: null }))
  }
}

const is = ({ name, row }: SimilarName): Words =>
  row === null
    ? { en: `there is "${name}"`, vi: `đã có "${name}"` }
    : { en: `row ${String(row)} made "${name}"`, vi: `dòng ${String(row)} đã tạo "${name}"` }

export const similarInWords = (similar: SimilarName): Words => {
  const { en, vi } = is(similar)
  return {
    en: `made as a new customer, but ${en}: if both are one, write the name alike, and merge the two`,
    vi: `được tạo thành khách hàng mới, nhưng ${vi}: nếu là một, hãy ghi tên giống nhau và gộp hai khách hàng`,
  }
}
