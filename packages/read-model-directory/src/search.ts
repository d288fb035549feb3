// Search by names, codes, e-mail addresses and phone numbers. Every step reads stretches of the index of terms, and only as far as it takes to
// find enough, to know that there is no more, or to have read its most: so a search costs the same among a thousand documents and a million.
import { searchKeyOf, searchWordsOf } from '@eventcrm/domain'
import { checkedDocument, loadedOf, type DocumentStore, type TextRange, type View } from '@eventcrm/projection'
import { endTerm, isWord, keyTerm, longName, pairTerm } from './search-terms.ts'

/** What is found by terms. */
export interface Searchable {
  readonly searchTerms: readonly string[]
  readonly sortKey: string | null
  /** What it is part of, where it is. */
  readonly mergedInto?: string | null
}

export interface Hit<Doc> {
  readonly key: string
  readonly document: Doc
  /** Every word typed is a whole word of the name, or what was typed is the whole name, code, e-mail address or phone number. */
  readonly whole: boolean
}

export interface Hits<Doc> {
  readonly hits: readonly Hit<Doc>[]
  /** Whether there are more, or may be: as many were found as were asked for, or thousands share the beginnings typed. */
  readonly more: boolean
}

const equalTo = (term: string): TextRange => ({ from: term, to: term })
/** The last code point of all: behind whatever begins so. */
const last = '\u{10ffff}'
const beginning = (term: string): TextRange => ({ from: term, below: term + last })
const longerThan = (term: string): TextRange => ({ above: term, below: term + last })

/** One way to find: what is a hit, and stretches of the index in which all hits are. */
interface Step {
  /** Whoever has read one of these to its end has seen every hit. */
  readonly covers: readonly (readonly TextRange[])[]
  readonly isHit: (terms: ReadonlySet<string>) => boolean
}

const someBegins = (terms: ReadonlySet<string>, word: string): boolean =>
  terms.values().some(term => isWord(term) && term.startsWith(word))

/** Of more words, the longest few are looked for in the index, since they are the rarest; the others are looked for in what that finds. */
const mostLookedFor = 3

const pairsOf = (words: readonly string[]): readonly (readonly [string, string])[] => {
  const looked = words.toSorted((a, b) => b.length - a.length).slice(0, mostLookedFor)
  return looked.flatMap((first, i) => looked.slice(i + 1).map(second => [first, second] as const))
}

const wholeWords = (words: readonly string[]): Step => {
  const [only] = words
  return {
    covers:
      words.length === 1 && only !== undefined
        ? [[equalTo(only)]]
        : pairsOf(words).map(([a, b]) => [equalTo(pairTerm(a, b)), equalTo(longName)]),
    isHit: terms => words.every(word => terms.has(word)),
  }
}

/** Of two words one is whole, and then their pair begins so; or both are cut short, and then the rarer of what is longer has them all. */
const beginnings = (words: readonly string[]): Step => {
  const [only] = words
  return {
    covers:
      words.length === 1 && only !== undefined
        ? [[beginning(only)]]
        : pairsOf(words).flatMap(([a, b]) =>
            [a, b].map(cut => [
              beginning(pairTerm(a, b)),
              beginning(pairTerm(b, a)),
              longerThan(cut),
              equalTo(longName),
            ]),
          ),
    isHit: terms => words.every(word => someBegins(terms, word)),
  }
}

const fewestDigits = 4

/** A phone number as it is written, or its end. */
const digitsIn = (text: string): string | null => {
  const written = text.replaceAll(/[\s().\-–/]/g, '')
  return /^\+?\d{3,20}$/.test(written) ? written : null
}

/** A phone number as people type it: its text, and the key of its end where that is long enough to tell; null where it is none. */
export const typedNumber = (text: string): { readonly text: string; readonly end: string | null } | null => {
  const number = digitsIn(text)
  if (number === null) return null
  return { text: number, end: /^\d+$/.test(number) && number.length >= fewestDigits ? endTerm(number) : null }
}

const keys = (text: string): Step => {
  const number = typedNumber(text)
  const key = keyTerm(number?.text ?? searchKeyOf(text))
  const end = number?.end ?? null
  return {
    covers: [[beginning(key), ...(end === null ? [] : [beginning(end)])]],
    isHit: terms => terms.values().some(term => term.startsWith(key) || (end !== null && term.startsWith(end))),
  }
}

const wholeKey = (text: string): Step => {
  const key = keyTerm(digitsIn(text) ?? searchKeyOf(text))
  return { covers: [[equalTo(key)]], isHit: terms => terms.has(key) }
}

/** Documents read of a stretch at first; four times as many each time after, up to the most. */
const atFirst = 24
const most = atFirst * 4 ** 4

const take = async <Doc extends Searchable>(
  store: DocumentStore,
  view: View<Doc>,
  { covers, isHit }: Step,
  wanted: number,
): Promise<{ readonly hits: ReadonlyMap<string, Doc>; readonly isWhole: boolean }> => {
  const hits = new Map<string, Doc>()
  const textOf = (range: TextRange) => JSON.stringify(range)
  const readToEnd = new Set<string>()
  for (let limit = Math.max(atFirst, wanted); ; limit = Math.min(limit * 4, most)) {
    const ranges = new Map(covers.flat().map(range => [textOf(range), range]))
    const open = [...ranges].filter(([text]) => !readToEnd.has(text))
    const answers = await store.query(
      open.map(([, range]) => ({ some: view.collection, field: 'searchTerms', limit, ...range }) as const),
    )
    for (const [i, [text]] of open.entries()) {
      const found = answers[i] ?? []
      if (found.length < limit) readToEnd.add(text)
      for (const one of found) {
        const document = checkedDocument(view, one.document)
        if (isHit(new Set(document.searchTerms))) hits.set(one.key, document)
      }
    }
    const isWhole = covers.some(cover => cover.every(range => readToEnd.has(textOf(range))))
    if (isWhole || hits.size >= wanted || limit >= most) return { hits, isWhole }
  }
}

const order = (a: string | null, b: string | null): number =>
  (a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0

/** Words without those that another begins with: who has that one has them too. */
const tellingWords = (text: string): readonly string[] => {
  const words = searchWordsOf(text)
  return words.filter(word => !words.some(other => other !== word && other.startsWith(word)))
}

/** What is part of another stands for that one, which is found once, as well as by any of its parts. */
const survivorsAmong = async <Doc extends Searchable, Found extends Hit<Doc> & { readonly rank: number }>(
  store: DocumentStore,
  view: View<Doc>,
  hits: readonly Found[],
): Promise<Found[]> => {
  const found = new Map<string, Found>()
  let open = hits
  while (open.length > 0) {
    const merged: (readonly [string, Found])[] = []
    for (const hit of open) {
      const into = hit.document.mergedInto
      if (into) merged.push([into, hit])
      else if ((found.get(hit.key)?.rank ?? Infinity) > hit.rank) found.set(hit.key, hit)
    }
    if (merged.length === 0) break
    const [loaded] = await store.query([{ load: view.collection, keys: [...new Set(merged.map(([key]) => key))] }])
    const survivors = loadedOf(view, loaded)
    open = merged.flatMap(([key, hit]) => {
      const document = survivors.get(key)
      return document ? [{ ...hit, key, document }] : []
    })
  }
  return [...found.values()]
}

/**
 * Documents by what people type: each word begins some word of the name, in any order, accents, đ and capitals aside; or the whole
 * begins a code, an e-mail address or a phone number (with 0 or +84), or is the last four or more digits of one.
 * @param limit at most so many; of more, any of the best. Fewer are told where hits are rare among thousands that share the beginnings typed
 * @returns what is the whole name, code, address or number first, then what has all the words as they are, then the others; each in Vietnamese order
 */
export const searchIn = async <Doc extends Searchable>(
  store: DocumentStore,
  view: View<Doc>,
  typed: string,
  limit = 20,
): Promise<Hits<Doc>> => {
  const text = typed.toWellFormed().trim().slice(0, 200)
  if (text === '') return { hits: [], more: false }
  const words = tellingWords(text)
  const isOne = !/\s/.test(text) || digitsIn(text) !== null
  const steps = [
    { step: wholeKey(text), rank: 0 },
    ...(words.length > 0 ? [{ step: wholeWords(words), rank: 1 }] : []),
    ...(isOne ? [{ step: keys(text), rank: 2 }] : []),
    ...(words.length > 0 ? [{ step: beginnings(words), rank: 2 }] : []),
  ]
  const hits = new Map<string, Hit<Doc> & { readonly rank: number }>()
  let isCut = false
  for (const { step, rank } of steps) {
    // one more than is told, to know whether there is more
    if (hits.size > limit) break
    const found = await take(store, view, step, limit + 1)
    isCut ||= !found.isWhole
    for (const [key, document] of found.hits)
      if (!hits.has(key)) hits.set(key, { key, document, whole: rank < 2, rank })
  }
  const best = (await survivorsAmong(store, view, [...hits.values()]))
    .sort((a, b) => a.rank - b.rank || order(a.document.sortKey, b.document.sortKey) || order(a.key, b.key))
    .slice(0, limit)
    .map(({ key, document, whole }) => ({ key, document, whole }))
  return { hits: best, more: hits.size > limit || isCut }
}
