// What is said of a question that can't be asked so, in each language: a schema has room for one.
import type { Words } from '@eventcrm/domain'
import type { z } from 'zod'

/** By its English, what schemas of questions say themselves. */
const sayings = new Map<string, Words>()

/**
 * What a schema says itself.
 * @returns the English, for the schema
 */
export const saying = (words: Words): string => {
  sayings.set(words.en, words)
  return words.en
}

/** What is said where a schema says nothing itself. */
export interface IssueWords {
  readonly error: z.core.$ZodErrorMap
  /** In each language, of an issue of a schema that was asked with `error`. */
  wordsOf(issue: z.core.$ZodIssue): Words
}

export const wordsFor = (issue: z.core.$ZodIssue, words?: IssueWords): Words =>
  sayings.get(issue.message) ?? words?.wordsOf(issue) ?? inEnglish(issue.message)

export const inEnglish = (message: string): Words => ({ en: message, vi: message })
