// What search finds a document by: one list of texts, each of which begins with what tells its kind. Search then reads a short stretch of
// the list's index, whatever is searched for: see docs/lists-and-search.md.
import { isErased, searchKeyOf, searchWordsOf, type Personal } from '@eventcrm/domain'

/** Pairs of so many words at most: 24 make 552. A name of more is found by `longName` beside them. */
const mostPaired = 24

/** Of a name with more words than are paired. */
export const longName = '&&'
/** The beginning of a name's two words, the second of which may be cut short. */
export const pairTerm = (first: string, second: string): string => `&${first} ${second}`
/** The beginning of a name, a code, an e-mail address or a phone number as a whole. */
export const keyTerm = (key: string): string => `=${key}`
/** The beginning of a phone number read backwards. */
export const endTerm = (digits: string): string => `~${[...digits].reverse().join('')}`
/** Whether it is a name's word, and not one of the others. */
export const isWord = (term: string): boolean => !/^[&=~]/.test(term)

const countryCode = '+84'
/** The ways in which people write a number from its beginning, and its digits backwards. */
export const phoneKeys = (phone: string): readonly string[] => [
  phone,
  ...(phone.startsWith(countryCode) ? [`0${phone.slice(countryCode.length)}`] : []),
  endTerm(phone.replaceAll(/\D/g, '')),
]
const phoneTerms = (phone: string): readonly string[] => phoneKeys(phone).map(key => (isWord(key) ? keyTerm(key) : key))

const nameTerms = (name: string): readonly string[] => {
  const words = searchWordsOf(name)
  const paired = words.slice(0, mostPaired)
  return [
    ...words,
    ...paired.flatMap(first => paired.filter(word => word !== first).map(second => pairTerm(first, second))),
    ...(words.length > mostPaired ? [longName] : []),
    keyTerm(searchKeyOf(name)),
  ]
}

/** What somebody is searched by. */
export interface Searched {
  readonly names?: readonly (Personal<string> | null)[]
  /** Customer codes, e-mail addresses. */
  readonly codes?: readonly (Personal<string> | null)[]
  /** E.164. */
  readonly phones?: readonly (Personal<string> | null)[]
}

const known = (values: readonly (Personal<string> | null)[] = []): readonly string[] =>
  values.filter(value => typeof value === 'string' && !isErased(value)).map(String)

/** Its terms, each once, in plain order. What was erased has none. */
export const searchTermsOf = ({ names, codes, phones }: Searched): string[] =>
  [
    ...new Set([
      ...known(names).flatMap(nameTerms),
      ...known(codes).map(code => keyTerm(searchKeyOf(code))),
      ...known(phones).flatMap(phoneTerms),
    ]),
  ].sort()
