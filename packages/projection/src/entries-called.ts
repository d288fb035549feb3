// Which entries of a catalogue a question means by a word.
import { nearestText } from '@eventcrm/event-store'
import type { DocumentStore } from './document-store.ts'
import type { Filter } from './filter.ts'
import { faultOf, QuestionInvalid } from './report-question.ts'

/** The entries of a catalogue that are, or else were, called so. */
export interface EntriesCalled {
  /** All that they are and were called; none where no entry was ever called so. */
  readonly labels: readonly string[]
  /** Then the labels in use, one of which may be meant. */
  readonly inUse: readonly string[]
}

/** Who knows the catalogues. */
export interface CatalogueContext {
  readonly documents: DocumentStore
  /** Which entries of a catalogue are meant by a word; without it, texts are compared as they are kept. */
  entriesCalled?(catalogue: string, typed: string): Promise<EntriesCalled>
}

/** A word for entries of a catalogue, where a question has it. */
export interface EntryAsked {
  readonly field: string
  readonly catalogue: string
  readonly typed: string
}

/**
 * All that the entries meant by a word are and were called, and the word itself.
 * @param kept which documents have the word as it is typed
 * @throws QuestionInvalid for a word that no entry is called, and no document has
 */
export const labelsMeant = async (
  context: CatalogueContext,
  { field, catalogue, typed }: EntryAsked,
  kept: { readonly collection: string; readonly where: Filter },
): Promise<readonly string[]> => {
  if (!context.entriesCalled) return [typed]
  const { labels, inUse } = await context.entriesCalled(catalogue, typed)
  if (labels.length > 0) return [...new Set([typed, ...labels])]
  const [found] = await context.documents.query([{ find: kept.collection, where: kept.where, limit: 1 }])
  if (found.documents.length > 0) return [typed]
  const nearest = nearestText(typed, inUse, text => text.toLowerCase())
  throw new QuestionInvalid([
    faultOf(field, {
      en: `no entry of the catalogue is called so${nearest === undefined ? '' : `; did you mean ${nearest}?`}`,
      vi: `danh mục không có mục nào tên như vậy${nearest === undefined ? '' : `; có phải ý bạn là ${nearest}?`}`,
    }),
  ])
}
