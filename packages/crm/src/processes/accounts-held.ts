// How many customers people manage, and are about to.
import { loadedOf, type DocumentStore, type Filter, type Projector } from '@eventcrm/projection'
import { accountsOf, contacts, isAccountOf, portfolios } from '@eventcrm/read-model-directory'

export interface Held {
  /** Customers that the person manages, and those whose turn is the person's and is being carried out: each once. */
  readonly accounts: number
  /** The same, without a customer whose turn it is and those whose turn was taken behind that one. */
  before(contactId: string): number
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
): Promise<ReadonlyMap<string, Held>> => {
  if (staffMemberIds.length === 0) return new Map()
  await projector?.catchUp([portfolios])
  const [found] = await documents.query([{ load: portfolios.collection, keys: staffMemberIds }])
  const promised = new Map([...loadedOf(portfolios, found)].map(([id, document]) => [id, document.promised]))
  await projector?.catchUp([contacts])
  const ids = [...promised.values()].flat()
  const [loaded, ...counts] = await documents.query([
    { load: contacts.collection, keys: ids },
    ...countsOf(staffMemberIds),
  ])
  const there = loadedOf(contacts, loaded)
  return new Map(
    staffMemberIds.map((staffMemberId, i) => {
      const written = counts[i] ?? 0
      const promisedTo = promised.get(staffMemberId) ?? []
      const isPromised = (contactId: string) => {
        const document = there.get(contactId)
        return !document || !isAccountOf(staffMemberId, document)
      }
      const held: Held = {
        accounts: written + promisedTo.filter(isPromised).length,
        before(contactId) {
          const at = promisedTo.indexOf(contactId)
          return written + (at < 0 ? promisedTo : promisedTo.slice(0, at)).filter(isPromised).length
        },
      }
      return [staffMemberId, held]
    }),
  )
}

function countsOf(staffMemberIds: readonly string[]): readonly { readonly count: string; readonly where: Filter }[]
function countsOf(staffMemberIds: readonly string[]) {
  return staffMemberIds.map(id => ({ count: contacts.collection, where: accountsOf(id) }))
}
