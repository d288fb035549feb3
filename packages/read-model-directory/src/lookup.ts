import { searchKeyOf } from '@eventcrm/domain'
import { documentsOf, type DocumentStore } from '@eventcrm/projection'
import { directory, type DirectoryEntry, type DirectoryKind } from './directory.ts'

/**
 * Names to show for ids.
 * @returns a name for each id that the directory knows; null where it was erased
 */
export const namesOf = async (
  documents: DocumentStore,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string | null>> => {
  const [found] = await documents.query([{ load: directory.collection, keys: [...new Set(ids)] }])
  return new Map([...found].map(([id, { name }]) => [id, typeof name === 'string' ? name : null]))
}

/**
 * Entries whose name begins as searched, accents and capitals aside, in Vietnamese order.
 * @param search what people type: 'nguyen t' finds 'Nguyễn Thị Đào'
 */
export const findByName = async (
  documents: DocumentStore,
  search: string,
  kind: DirectoryKind,
  limit = 20,
): Promise<readonly DirectoryEntry[]> => {
  const [found] = await documents.query([
    {
      find: directory.collection,
      where: {
        and: [
          { field: 'kind', equals: kind },
          { field: 'searchKey', prefix: searchKeyOf(search) },
        ],
      },
      sort: [{ field: 'sortKey' }],
      limit,
    },
  ])
  return documentsOf(directory, found)
}
