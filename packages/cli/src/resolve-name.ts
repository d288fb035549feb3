// Which thing a user means by a name, part of a name, or an id.
import type { Crm } from '@eventcrm/crm'
import { searchKeyOf, searchWordsOf, type Words } from '@eventcrm/domain'
import { mostChanges } from '@eventcrm/event-store'
import { documentsOf, type AnyView, type FoundDocuments } from '@eventcrm/projection'
import { contacts, directory, type DirectoryEntry, type DirectoryKind } from '@eventcrm/read-model-directory'
import leven from 'leven'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { Fault, usageFault } from './fault.ts'
import { quoted } from './quoted.ts'
import { reportWords } from './report/report-words.ts'
import { inEach } from './speech.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
export const isUuid = (text: string): boolean => uuid.test(text)

const kinds: Readonly<Record<DirectoryKind, Words>> = {
  staffMember: { en: 'staff member', vi: 'nhân viên' },
  salesTeam: { en: 'sales team', vi: 'đội bán hàng' },
  contact: { en: 'contact', vi: 'liên hệ' },
  product: { en: 'product', vi: 'sản phẩm' },
  pipeline: { en: 'pipeline', vi: 'quy trình bán hàng' },
}

const shown = ({ name, id }: Pick<DirectoryEntry, 'id' | 'name'>): Words =>
  inEach(language => `${name ?? reportWords[language].unnamed}  ${id}`)

/** Of several things that may be meant, so many are listed. */
export const mostListed = 8

const mayBeAny = (option: string, given: string): Words => ({
  en: `${option}: ${given} may be any of these; give more of it, or the id`,
  vi: `${option}: ${given} có thể là một trong những mục sau; hãy ghi rõ hơn, hoặc ghi mã`,
})
const severalContacts = (option: string, given: string): Words => ({
  en: `${option}: several contacts have ${given} in their name; give more of it, the customer code, or the id`,
  vi: `${option}: nhiều liên hệ có ${given} trong tên; hãy ghi rõ hơn, hoặc ghi mã khách hàng, hoặc mã định danh`,
})

/**
 * @param lines the first of those that may be meant, of so many
 * @param said what is told before them
 */
export const severalFault = (
  option: string,
  text: string,
  lines: readonly Words[],
  count: number,
  said: typeof mayBeAny = mayBeAny,
): Fault => {
  const more =
    count > lines.length
      ? [{ en: `  … and ${String(count - lines.length)} more`, vi: `  … và ${String(count - lines.length)} nữa` }]
      : []
  return usageFault(
    said(option, quoted(text)),
    ...lines.map(line => inEach(language => `  ${line[language]}`)),
    ...more,
  )
}

/** What was probably meant. */
export const didYouMean = (near: readonly string[]): readonly Words[] =>
  near.length === 0 ? [] : [{ en: `did you mean ${near.join(' or ')}?`, vi: `có phải ${near.join(' hoặc ')}?` }]

/** Names read through to find the nearest ones; a company has fewer of most kinds. */
const looked = 1000

/** The texts that are most like what was given, by a key of each. */
export const closest = (given: string, texts: readonly string[], keyOf: (text: string) => string): readonly string[] =>
  texts
    .map(text => ({ text, far: leven(keyOf(text), given) }))
    .filter(({ far }) => far <= mostChanges(given))
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ text }) => quoted(text))

/** What a user's text may mean. */
const candidates = async (crm: Crm, kind: DirectoryKind, text: string): Promise<readonly DirectoryEntry[]> => {
  const beginning = await crm.search(kind, text, looked)
  const exact = beginning.filter(({ searchKey }) => searchKey === searchKeyOf(text))
  return exact.length > 0 ? exact : beginning
}

/** Who alone may be meant. @throws Fault naming them when there are several */
const theOne = (
  found: readonly Pick<DirectoryEntry, 'id' | 'name'>[],
  text: string,
  option: string,
  said?: typeof mayBeAny,
): string | undefined => {
  if (found.length > 1) throw severalFault(option, text, found.slice(0, mostListed).map(shown), found.length, said)
  return found[0]?.id
}

/** Those of whose names some words are what was typed, else begin so, in any order: people go by the last word of theirs. */
const byWords = async (crm: Crm, kind: DirectoryKind, text: string): Promise<readonly DirectoryEntry[]> => {
  const words = searchWordsOf(text)
  if (words.length === 0) return []
  const whole: DirectoryEntry[] = []
  const begun: DirectoryEntry[] = []
  for (let after: string | null = null; ;) {
    const page: FoundDocuments<DirectoryEntry> = await crm.find(directory, {
      where: { field: 'kind', equals: kind },
      sort: [{ field: 'sortKey' }],
      limit: looked,
      ...(after === null ? {} : { after }),
    })
    for (const { document } of page.documents) {
      const own = searchWordsOf(document.name ?? '')
      if (words.every(word => own.includes(word))) whole.push(document)
      else if (words.every(word => own.some(one => one.startsWith(word)))) begun.push(document)
    }
    if (page.next === null) return whole.length > 0 ? whole : begun
    after = page.next
  }
}

/** Contacts read when they are looked up by words; of more, more of the name has to be given anyway. */
const mostContacts = 100

/**
 * Contacts of whose names some words are what was typed, else begin so, as search finds them: there are too many to read. Search also looks
 * at phone numbers and the like, which are no names.
 */
const contactsByWords = async (crm: Crm, text: string): Promise<readonly Pick<DirectoryEntry, 'id' | 'name'>[]> => {
  const words = searchWordsOf(text)
  if (words.length === 0) return []
  const { hits } = await crm.searchContacts(text, mostContacts)
  const named = hits.filter(({ document: { name } }) => {
    const own = searchWordsOf(name ?? '')
    return words.every(word => own.some(one => one.startsWith(word)))
  })
  const whole = named.filter(hit => hit.whole)
  return (whole.length > 0 ? whole : named).map(({ key, document: { name } }) => ({ id: key, name }))
}

/** The views in which a name of a kind is looked up. */
export const viewsNaming = (kind: DirectoryKind): readonly AnyView[] =>
  kind === 'contact' ? [directory, contacts] : [directory]

/**
 * The id of what has that name, or alone has a name that begins so; undefined when nothing has.
 * @throws Fault naming the candidates when several are meant
 */
export const idIfNamed = async (
  crm: Crm,
  kind: DirectoryKind,
  text: string,
  option: string,
): Promise<string | undefined> => theOne(await candidates(crm, kind, text), text, option)

/** The names of that kind that are most like a text; `others` beside them. */
export const nearestNames = async (
  crm: Crm,
  kind: DirectoryKind,
  text: string,
  others: readonly string[] = [],
): Promise<readonly string[]> => {
  const all = await crm.search(kind, '', looked)
  return closest(searchKeyOf(text), [...all.flatMap(({ name }) => name ?? []), ...others], searchKeyOf)
}

const withCode = async (crm: Crm, code: string): Promise<string | undefined> => {
  const spellings = [code, code.toUpperCase(), code.toLowerCase()]
  const where = { field: 'customerCode', in: spellings } as const
  const [found] = await crm.query([{ find: directory.collection, where, limit: 1 }])
  return documentsOf(directory, found)[0]?.id
}

/** Contacts whose own name it is, though others stand for them now. */
const partsNamed = async (crm: Crm, text: string): Promise<readonly DirectoryEntry[]> => {
  const named = {
    and: [{ field: 'kind', equals: 'contact' } as const, { field: 'searchKey', equals: searchKeyOf(text) } as const],
  }
  const where = { and: [named, { not: { field: 'mergedInto', equals: null } as const }] }
  const [found] = await crm.query([{ find: directory.collection, where, limit: mostListed + 1 }])
  return documentsOf(directory, found)
}

/**
 * The id of what is meant: an id as it is, a customer code, a name with or without accents and capitals, the beginning of a name that only
 * one has, the name of a contact that is part of another, or words of a name that only one has.
 * @param option what the user gave it as, for the message: '--owner'
 * @param missing what the command ends with when nothing is called so
 * @throws Fault naming the candidates when several are meant, or the nearest names when none is
 */
export const resolveName = async (
  crm: Crm,
  kind: DirectoryKind,
  text: string,
  option: string,
  missing: ExitCode = exitCodes.usage,
): Promise<string> => {
  const kindOf = kinds[kind]
  if (isUuid(text)) {
    const id = text.toLowerCase()
    if ((await crm.names([id])).has(id)) return id
    throw new Fault(
      missing,
      {
        en: `${option}: no ${kindOf.en} has the id ${text}`,
        vi: `${option}: không có ${kindOf.vi} nào có mã ${text}`,
      },
      [{ en: `give a name: ${option} "…"`, vi: `hãy ghi tên: ${option} "…"` }],
    )
  }
  // a code is one customer's, and whole: it goes before names that begin so
  const coded = kind === 'contact' ? await withCode(crm, text) : undefined
  if (coded) return coded
  const named = await idIfNamed(crm, kind, text, option)
  if (named !== undefined) return named
  const part = kind === 'contact' ? theOne(await partsNamed(crm, text), text, option) : undefined
  if (part !== undefined) return part
  const worded =
    kind === 'contact'
      ? theOne(await contactsByWords(crm, text), text, option, severalContacts)
      : theOne(await byWords(crm, kind, text), text, option)
  if (worded !== undefined) return worded
  const near = await nearestNames(crm, kind, text)
  throw new Fault(
    missing,
    {
      en: `${option}: no ${kindOf.en} is called ${quoted(text)}`,
      vi: `${option}: không có ${kindOf.vi} nào tên ${quoted(text)}`,
    },
    didYouMean(near),
  )
}
