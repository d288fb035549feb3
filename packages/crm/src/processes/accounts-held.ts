// How many customers people manage, and are about to.
import { loadedOf, type DocumentStore, type Filter, type Projector, type Query } from '@eventcrm/projection'
import { contacts, isAccount, isAccountOf, portfolios, type ContactDocument } from '@eventcrm/read-model-directory'

export interface Held {
  /** Customers that the person manages, and those whose turn is the person's and is being carried out: each once. */
  readonly accounts: number
  /** The same without the one asked for and those whose turn was taken behind it; 0 where the person manages it by now. */
  readonly before: number
}

/**
 * Accounts of each of them, level with the log: of all turns that were taken before this is called, each is counted.
 *
 * The turns under way are read first, and the customers from documents that have gone no less far: so one that is written down in between is
 * still counted, and the ones that are among both are counted once.
 */
export const accountsHeld = async (
  {
    documents,
    projector,
  }: { readonly documents: DocumentStore; readonly projector: Pick<Projector, 'catchUp'> | undefined },
  staffMemberIds: readonly string[],
  contactId?: string,
): Promise<ReadonlyMap<string, Held>> => {
  if (staffMemberIds.length === 0) return new Map()
  await projector?.catchUp([portfolios])
  const [found] = await documents.query([{ load: portfolios.collection, keys: staffMemberIds }])
  const promised = new Map([...loadedOf(portfolios, found)].map(([id, document]) => [id, document.promised]))
  await projector?.catchUp([contacts])
  const ids = [...promised.values(), contactId ?? []].flat()
  const [loaded, groups] = await documents.query([{ load: contacts.collection, keys: ids }, accountsBy(staffMemberIds)])
  const writtenOf = new Map(groups.map(({ values: [ownerId], count }) => [ownerId, count]))
  const there = loadedOf(contacts, loaded)
  return new Map(
    staffMemberIds.map(staffMemberId => {
      const written = writtenOf.get(staffMemberId) ?? 0
      const promisedTo = promised.get(staffMemberId) ?? []
      const isWritten = (id: string) => {
        const document = there.get(id)
        return document !== undefined && isAccountOf(staffMemberId, document)
      }
      const held = (promises: readonly string[]) => written + promises.filter(id => !isWritten(id)).length
      const at = contactId === undefined ? -1 : promisedTo.indexOf(contactId)
      const isIts = contactId !== undefined && there.get(contactId)?.ownerId === staffMemberId
      const before = isIts ? 0 : held(at < 0 ? promisedTo : promisedTo.slice(0, at))
      return [staffMemberId, { accounts: held(promisedTo), before }]
    }),
  )
}

type Grouping = Extract<Query, { readonly group: string }>
function accountsBy(staffMemberIds: readonly string[]): Grouping
function accountsBy(staffMemberIds: readonly string[]) {
  const where: Filter<ContactDocument> = { and: [{ field: 'ownerId', in: staffMemberIds }, isAccount] }
  return { group: contacts.collection, by: ['ownerId'], where }
}
