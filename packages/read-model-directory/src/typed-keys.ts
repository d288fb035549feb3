// Filters of what people type as search takes it: codes, e-mail addresses and phone numbers.
import { searchKeyOf } from '@eventcrm/domain'
import type { Filter } from '@eventcrm/projection'
import { keyTerm } from './search-terms.ts'
import { typedNumber } from './search.ts'

/** As search finds it: by the beginning, accents and capitals aside. */
export const byKey =
  (path: string) =>
  (typed: string, how: 'is' | 'begins'): readonly Filter[] => {
    const key = searchKeyOf(typed)
    if (key === '') return [{ or: [] }]
    if (how === 'is') return [{ field: path, contains: key }]
    // the index of terms first, which other keys share
    return [
      { field: 'searchTerms', containsPrefix: keyTerm(key) },
      { field: path, containsPrefix: key },
    ]
  }

/** As search finds it: from the beginning with 0 or +84, or by the last four or more digits. */
export const byPhone = (typed: string, how: 'is' | 'begins'): readonly Filter[] => {
  const number = typedNumber(typed)
  if (number === null) return [{ or: [] }]
  if (how === 'is') return [{ field: 'phoneKeys', contains: number.text }]
  const { text, end } = number
  return [
    {
      or: [
        { field: 'searchTerms', containsPrefix: keyTerm(text) },
        ...(end === null ? [] : [{ field: 'searchTerms', containsPrefix: end } as const]),
      ],
    },
    {
      or: [
        { field: 'phoneKeys', containsPrefix: text },
        ...(end === null ? [] : [{ field: 'phoneKeys', containsPrefix: end } as const]),
      ],
    },
  ]
}
