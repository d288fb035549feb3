// What is said of input that does not fit its schema.
import { expectedInWords, wordsOfIssue } from '@eventcrm/domain'
import { nearestName, shownPath } from '@eventcrm/event-store'
import { z } from 'zod'
import type { FieldFault } from '../errors.ts'

/** What an issue about unknown fields forgets: which ones there are. */
const knownBeside = new WeakMap<readonly string[], readonly string[]>()

/** What schemas are asked with, so that `faultsOf` can say what was expected. */
export const expecting: { readonly error: z.core.$ZodErrorMap } = {
  error: issue => {
    const { code, inst } = issue
    if (code === 'unrecognized_keys' && inst instanceof z.ZodObject)
      knownBeside.set(issue.keys, Object.keys(inst.shape))
    return expectedInWords(issue)
  },
}

/** A field that there is not, and the one that was probably meant. */
export const unknownField = (at: readonly PropertyKey[], known: readonly string[]): FieldFault => {
  const meant = nearestName(String(at.at(-1)), known)
  const words =
    meant === undefined
      ? { en: 'no such field', vi: 'không có trường này' }
      : { en: `no such field; did you mean ${meant}?`, vi: `không có trường này; có phải ${meant}?` }
  return { field: shownPath(at), message: words.en, words }
}

/** The faults that zod found, one for each field. */
export const faultsOf = (error: z.ZodError): FieldFault[] =>
  error.issues.flatMap(issue => {
    const { path, message } = issue
    if (issue.code === 'unrecognized_keys') {
      const known = knownBeside.get(issue.keys) ?? []
      return issue.keys.map(key => unknownField([...path, key], known))
    }
    return [{ field: shownPath(path), message, words: wordsOfIssue(issue) }]
  })
