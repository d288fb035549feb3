import { catalogueNames, labelKey, searchKeyOf, type CatalogueName } from '@eventcrm/domain'
import { documentsOf, ViewBuilding, type DocumentStore, type EntriesCalled, type Filter } from '@eventcrm/projection'
import { catalogues, type CatalogueDocument } from './catalogues.ts'

const isCatalogue = (name: string): name is CatalogueName => catalogueNames.some(known => known === name)

/**
 * The entries of a catalogue that somebody means by a word: those that are called so, accents and capitals aside where none is written just so; else
 * those that were.
 * @throws ViewBuilding while the catalogues are first folded: nobody is told then that there is no such entry
 */
export const entriesCalled = async (
  documents: DocumentStore,
  catalogue: string,
  typed: string,
): Promise<EntriesCalled> => {
  if (!isCatalogue(catalogue)) return { labels: [typed], inUse: [] }
  const text = typed.toWellFormed()
  const key = searchKeyOf(text)
  const of = async (...said: readonly Filter[]): Promise<readonly CatalogueDocument[]> => {
    const where: Filter = { and: [{ field: 'catalogue', equals: catalogue }, ...said] }
    const [progress, found] = await documents.query([
      { progress: catalogues.collection },
      { find: catalogues.collection, where },
    ])
    if (!progress || progress.building) throw new ViewBuilding(catalogues.name)
    return documentsOf(catalogues, found)
  }
  const called = await of({ field: 'searchKey', equals: key })
  const exact = called.filter(({ label }) => labelKey(label) === labelKey(text))
  const now = exact.length > 0 ? exact : called
  const meant = now.length > 0 ? now : await of({ field: 'formerKeys', contains: key })
  if (meant.length > 0)
    return { labels: meant.flatMap(({ label, formerLabels }) => [label, ...formerLabels]), inUse: [] }
  return { labels: [], inUse: (await of({ field: 'retired', equals: false })).map(({ label }) => label) }
}
