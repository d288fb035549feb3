// The lists that a company keeps, and where each of them is.

/** The lists, each with the last digits of its stream's id: a storage contract. */
const digits = {
  customerGroup: '01',
  territory: '02',
  industry: '03',
  size: '04',
  leadSource: '05',
  campaign: '06',
  contactSource: '07',
  customerSource: '08',
  contactStatus: '09',
  position: '0a',
  tag: '0b',
  leadLostReason: '0c',
} as const

export type CatalogueName = keyof typeof digits
const isName = (name: string): name is CatalogueName => Object.hasOwn(digits, name)
export const catalogueNames: readonly CatalogueName[] = Object.keys(digits).filter(isName)

/** The id of a list's stream. A namespace has one of each, so whoever looks a value up knows where. */
export const catalogueId = (name: CatalogueName): string => `ca7a1090-0000-4000-8000-0000000000${digits[name]}`

const names = new Map(catalogueNames.map(name => [catalogueId(name), name]))

/** The list of that id; undefined where there is none. */
export const catalogueNamed = (id: string): CatalogueName | undefined => names.get(id)

/** Lists whose entries may stand under others. */
export const isTree = (name: CatalogueName | undefined): boolean => name === 'territory' || name === 'customerGroup'

/** Lists whose entries stand for a range of numbers. */
export const hasBands = (name: CatalogueName | undefined): boolean => name === 'size'

/** The most entries of a list, counted with those retired: territories reach down to wards, of which Viet Nam had 10,600. */
export const mostTerritories = 15_000
export const mostEntries = (name: CatalogueName | undefined): number => (name === 'territory' ? mostTerritories : 1000)
