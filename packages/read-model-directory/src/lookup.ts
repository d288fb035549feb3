import { searchKeyOf } from '@eventcrm/domain'
import { checkedDocument, documentsOf, loadedOf, type Colleagues, type DocumentStore } from '@eventcrm/projection'
import { contacts, type ContactDocument } from './contacts.ts'
import { directory, type ContactEntry, type DirectoryEntry, type DirectoryKind } from './directory.ts'
import { keyTerm } from './search-terms.ts'

/**
 * Names to show for ids.
 * @returns a name for each id that the directory knows; null where it was erased
 */
export const namesOf = async (
  documents: DocumentStore,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string | null>> => {
  const survivors = await survivorsOf(documents, ids)
  return new Map([...survivors].map(([id, { name }]) => [id, name]))
}

const mergedIntoOf = (entry: DirectoryEntry): string | null => (entry.kind === 'contact' ? entry.mergedInto : null)

/**
 * What ids stand for now: an entry for each that the directory knows, that of the survivor where it is part of another contact.
 */
export const survivorsOf = async (
  documents: DocumentStore,
  ids: readonly string[],
): Promise<ReadonlyMap<string, DirectoryEntry>> => {
  const known = new Map<string, DirectoryEntry>()
  for (let wanted = [...new Set(ids)]; wanted.length > 0;) {
    const [found] = await documents.query([{ load: directory.collection, keys: wanted }])
    const loaded = loadedOf(directory, found)
    for (const [id, entry] of loaded) known.set(id, entry)
    wanted = [...new Set([...loaded.values()].flatMap(entry => mergedIntoOf(entry) ?? []))].filter(id => !known.has(id))
  }
  const survivorOf = (entry: DirectoryEntry): DirectoryEntry => {
    const into = known.get(mergedIntoOf(entry) ?? '')
    return into ? survivorOf(into) : entry
  }
  return new Map(
    ids.flatMap(id => {
      const entry = known.get(id)
      return entry ? [[id, survivorOf(entry)] as const] : []
    }),
  )
}

/** The contacts that count as one with a contact now: itself first, what it is part of, and all that are part of that. */
export const partsOf = async (documents: DocumentStore, contactId: string): Promise<readonly string[]> => {
  const survivor = (await survivorsOf(documents, [contactId])).get(contactId)?.id ?? contactId
  const all = new Set([contactId, survivor])
  for (let wanted = [...all]; wanted.length > 0;) {
    const [found] = await documents.query([{ find: directory.collection, where: { field: 'mergedInto', in: wanted } }])
    wanted = documentsOf(directory, found)
      .map(({ id }) => id)
      .filter(id => !all.has(id))
    for (const id of wanted) all.add(id)
  }
  return [...all]
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
          { field: 'mergedInto', equals: null },
          { field: 'searchKey', prefix: searchKeyOf(search.toWellFormed()) },
        ],
      },
      sort: [{ field: 'sortKey' }],
      limit,
    },
  ])
  return documentsOf(directory, found)
}

/** How somebody can be reached. */
export interface Reach {
  /** E.164. */
  readonly phone?: string | undefined
  /** Its case says nothing. */
  readonly email?: string | undefined
}

const has = ({ phone, furtherPhones, email, furtherEmails }: ContactDocument, reach: Reach): boolean =>
  (reach.phone !== undefined && [phone, ...Object.values(furtherPhones)].includes(reach.phone)) ||
  (reach.email !== undefined &&
    [email, ...Object.values(furtherEmails)].some(one => one?.toLowerCase() === reach.email?.toLowerCase()))

/**
 * Contacts that have the phone number or the e-mail address, as the main one or a further one: at most so many of each, in no particular order. Two
 * persons may share one.
 * @example await contactsReachedBy(documents, { phone: '+84912345678' })
 */
export const contactsReachedBy = async (
  documents: DocumentStore,
  reach: Reach,
  limit = 20,
): Promise<readonly ContactEntry[]> => {
  const { phone, email } = reach
  const terms = [phone ?? [], email === undefined ? [] : searchKeyOf(email)].flat().map(keyTerm)
  const found = await documents.query(
    terms.map(term => ({ some: contacts.collection, field: 'searchTerms', from: term, to: term, limit }) as const),
  )
  // search leaves accents aside, and a name or a code may look like a number
  const reached = found.flat().map(({ document }) => checkedDocument(contacts, document))
  const keys = [...new Set(reached.filter(document => has(document, reach)).map(({ contactId }) => contactId))]
  if (keys.length === 0) return []
  const survivors = new Map([...(await survivorsOf(documents, keys)).values()].map(entry => [entry.id, entry]))
  return [...survivors.values()].flatMap(entry => (entry.kind === 'contact' ? [entry] : []))
}

/** Whom a staff member works with at present: whose main team it is, and who is of the department. Nobody for an id that is none's. */
export const colleaguesOf = async (documents: DocumentStore, staffMemberId: string): Promise<Colleagues> => {
  const [loaded] = await documents.query([{ load: directory.collection, keys: [staffMemberId] }])
  const me = loadedOf(directory, loaded).get(staffMemberId)
  if (me?.kind !== 'staffMember') return { teamId: null, department: null, ofTeam: [], ofDepartment: [] }
  const { mainTeamId: teamId, department } = me
  const [found] = await documents.query([
    { find: directory.collection, where: { field: 'kind', equals: 'staffMember' } },
  ])
  const staff = documentsOf(directory, found).flatMap(entry => (entry.kind === 'staffMember' ? [entry] : []))
  return {
    teamId,
    department,
    ofTeam: teamId === null ? [] : staff.filter(one => one.mainTeamId === teamId).map(({ id }) => id),
    ofDepartment: department === null ? [] : staff.filter(one => one.department === department).map(({ id }) => id),
  }
}
