// Which leads and contacts may be the same as one: found by the index of what they have in common, then compared.
import {
  comparableOf,
  lookUpKeysOf,
  matchOf,
  possiblySame,
  type Comparable,
  type Described,
  type MatchReason,
} from '@eventcrm/domain'
import { checkedDocument, documentsOf, type DocumentStore } from '@eventcrm/projection'
import { describedMatch, matches, type MatchDocument } from './matches.ts'

/** A lead or contact that may be the same. */
export interface Duplicate {
  readonly of: 'contact' | 'lead'
  readonly id: string
  /** Null where it was erased. */
  readonly name: string | null
  /** 50 to 100: how likely it is the same. */
  readonly score: number
  /** What they have in common, the strongest first; `matchReasonWords` has words for them. */
  readonly reasons: readonly MatchReason[]
}
/** One that may be the same as others. */
export interface WithDuplicates extends Pick<Duplicate, 'of' | 'id' | 'name'> {
  /** The likeliest first. */
  readonly duplicates: readonly Duplicate[]
}
/** Two that may be the same. */
export interface DuplicatePair {
  readonly of: 'contact' | 'lead'
  readonly id: string
  readonly name: string | null
  readonly other: Duplicate
}

/** Candidates read for one thing in common: what more have is an office's number, or nobody's. */
const mostByKey = 100

const nameOf = ({ of, kind, name, organisationName }: MatchDocument): string | null =>
  of === 'lead' && kind === 'organisation' ? (organisationName ?? name) : (name ?? organisationName)

/** Whether one was made of the other: a converted lead and its contact. */
const isMadeOf = (a: Pick<MatchDocument, 'id' | 'contactId'>, b: Pick<MatchDocument, 'id' | 'contactId'>): boolean =>
  a.contactId === b.id || b.contactId === a.id || (a.contactId !== null && a.contactId === b.contactId)

/** A document, made ready to be compared. */
interface Candidate {
  readonly document: MatchDocument
  readonly comparable: Comparable
}
const candidate = (document: MatchDocument): Candidate => ({
  document,
  comparable: comparableOf(describedMatch(document)),
})

const duplicatesAmong = (
  comparable: Comparable,
  self: Pick<MatchDocument, 'id' | 'contactId'>,
  candidates: Iterable<Candidate>,
): readonly Duplicate[] =>
  [...candidates]
    .flatMap(({ document, comparable: other }) => {
      if (document.id === self.id || document.standsFor === 'nothing' || isMadeOf(self, document)) return []
      const { score, reasons } = matchOf(comparable, other)
      const { of, id } = document
      return score < possiblySame ? [] : [{ of, id, name: nameOf(document), score, reasons }]
    })
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))

const candidatesBy = async (
  documents: DocumentStore,
  keys: readonly string[],
): Promise<ReadonlyMap<string, readonly Candidate[]>> => {
  const found = await documents.query(
    keys.map(key => ({ some: matches.collection, field: 'keys', from: key, to: key, limit: mostByKey }) as const),
  )
  return new Map(
    keys.map((key, i) => [key, (found[i] ?? []).map(({ document }) => candidate(checkedDocument(matches, document)))]),
  )
}
const among = (by: ReadonlyMap<string, readonly Candidate[]>, keys: readonly string[]): Iterable<Candidate> =>
  new Map(keys.flatMap(key => (by.get(key) ?? []).map(one => [one.document.id, one] as const))).values()

/**
 * Leads and contacts that may be the same as what is described, the likeliest first.
 * @param self whose description it is, where it is one of them
 */
export const duplicatesOf = async (
  documents: DocumentStore,
  described: Described,
  self: Pick<MatchDocument, 'id' | 'contactId'> = { id: '', contactId: null },
  limit = 20,
): Promise<readonly Duplicate[]> => {
  const keys = lookUpKeysOf(described)
  if (keys.length === 0) return []
  const by = await candidatesBy(documents, keys)
  return duplicatesAmong(comparableOf(described), self, among(by, keys)).slice(0, limit)
}

const withDuplicates = async (
  documents: DocumentStore,
  all: readonly MatchDocument[],
): Promise<readonly WithDuplicates[]> => {
  const by = await candidatesBy(documents, [...new Set(all.flatMap(({ keys }) => keys))])
  return all.map(one => ({
    of: one.of,
    id: one.id,
    name: nameOf(one),
    duplicates: duplicatesAmong(comparableOf(describedMatch(one)), one, among(by, one.keys)),
  }))
}

/** Documents looked through at once. */
const page = 200

/** Those of these leads and contacts that may be the same as others, in the order of their ids here; `limit` others of each. */
export const duplicatesOfEach = async (
  documents: DocumentStore,
  ids: readonly string[],
  limit = 20,
): Promise<readonly WithDuplicates[]> => {
  const found: WithDuplicates[] = []
  for (let from = 0; from < ids.length; from += page) {
    const keys = ids.slice(from, from + page)
    const [loaded] = await documents.query([{ load: matches.collection, keys }])
    const all = keys.flatMap(key => {
      const document = loaded.get(key)
      return document ? [checkedDocument(matches, document)] : []
    })
    for (const one of await withDuplicates(
      documents,
      all.filter(({ standsFor }) => standsFor === 'itself'),
    ))
      if (one.duplicates.length > 0) found.push({ ...one, duplicates: one.duplicates.slice(0, limit) })
  }
  return found
}

/** All pairs that may be the same, each once, in no particular order: it reads through all leads and contacts. */
export async function* duplicatePairs(documents: DocumentStore): AsyncGenerator<DuplicatePair> {
  let after: string | null | undefined
  while (after !== null) {
    const [found] = await documents.query([
      { find: matches.collection, limit: page, ...(after === undefined ? {} : { after }) },
    ])
    const all = documentsOf(matches, found).filter(({ standsFor }) => standsFor === 'itself')
    for (const { duplicates, ...one } of await withDuplicates(documents, all))
      for (const other of duplicates) if (one.id < other.id) yield { ...one, other }
    after = found.next
  }
}
