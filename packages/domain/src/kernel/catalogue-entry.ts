// Values chosen from a list that the company keeps, or written freely: what commands take, what events store, and how the one becomes
// the other.
import { z } from 'zod'
import { isRejection, rejectionIn, type Rejection } from './command.ts'
import { expected } from './expected.ts'
import { oneLine } from './one-line.ts'
import type { Parts } from './parts.ts'
import { keyWord } from './values.ts'

/** The label of an entry: short, on one line, no personal data. */
export const catalogueLabel = keyWord(120)

/** A catalogue value in an event: which entry, and its label on that day, so that no later renaming changes a past report. */
export const catalogueEntryStored = z.object({
  entryId: z.uuid().nullable().describe('Which entry of the catalogue; null for free text'),
  label: z.string().describe('Its label on that day, or the free text'),
})
export type CatalogueEntryStored = Readonly<z.output<typeof catalogueEntryStored>>

/** Text that became a catalogue value: kept as the label, without an entry's id. */
export const labelled = (label: string): CatalogueEntryStored => ({ entryId: null, label })

/** A catalogue value in a command: an entry by its id, or text. Text that is the label of an entry in use means that entry. */
export const catalogueEntryGiven = z.union(
  [
    catalogueLabel.transform(label => ({ label })),
    z.strictObject({ label: catalogueLabel.describe('Label of an entry, or free text') }),
    z.strictObject({ entryId: z.uuid().toLowerCase().meta({ kind: 'catalogue entry' }).describe('Which entry') }),
  ],
  {
    error: expected({
      en: 'expected text of at most 120 characters, or an entry: { entryId }',
      vi: 'cần văn bản nhiều nhất 120 ký tự, hoặc một mục: { entryId }',
    }),
  },
)
export type CatalogueEntryGiven = Readonly<z.output<typeof catalogueEntryGiven>>

/** As much of a catalogue as a value is looked up in. */
export interface CatalogueEntries {
  readonly entries: Parts<{ readonly label: string; readonly retired: boolean }>
}

/** What two labels have in common when they are the same label: their letters with accents, whatever their case and blanks. */
export const labelKey = (label: string): string => oneLine(label).toLowerCase().toUpperCase().normalize('NFC')

/** The rejections of what names an entry of a catalogue: spread them where an aggregate takes such values. */
export const catalogueEntryRejections = {
  CATALOGUE_ENTRY_UNKNOWN: { en: 'The catalogue has no such entry', vi: 'Danh mục không có mục này' },
  CATALOGUE_ENTRY_RETIRED: {
    en: 'The entry may no longer be chosen',
    vi: 'Mục này không còn được chọn nữa',
  },
} as const

const refused = (code: keyof typeof catalogueEntryRejections, field: string, entryId: string) =>
  rejectionIn(code, catalogueEntryRejections[code], { field, entryId })

/** By what is the same in labels: the one entry in use that is called so, or undefined where several are. */
type Called = ReadonlyMap<string, CatalogueEntryStored | undefined>
/** Looked up for every contact of an import, and walking through thousands of territories takes milliseconds: once per state is enough. */
const calledIn = new WeakMap<CatalogueEntries['entries'], Called>()

const indexed = (entries: CatalogueEntries['entries']): Called => {
  const called = new Map<string, CatalogueEntryStored | undefined>()
  for (const [entryId, { label, retired }] of entries) {
    // text of a past day is what it was then: an entry that begins later is meant only by its id
    if (retired || entries.beginsLater(entryId)) continue
    const key = labelKey(label)
    called.set(key, called.has(key) ? undefined : { entryId, label })
  }
  return called
}

/** The one entry in use that is called so. */
const entryCalled = ({ entries }: CatalogueEntries, label: string): CatalogueEntryStored | undefined => {
  const called = calledIn.get(entries) ?? indexed(entries)
  calledIn.set(entries, called)
  return called.get(labelKey(label))
}

/** What an entry that is chosen already, and was renamed since, is called where it is chosen again. */
export type ChosenAgain = 'by its name now' | 'as it was'

/**
 * A value of a command as its event stores it. What is chosen already may have been retired since.
 * @param catalogue the list, from the command's context
 * @param current the value that is there; null none
 * @param field the command's field, for the rejection
 * @param again 'as it was' where the command is compared with one that was accepted: sent again it changes nothing
 */
export const catalogueEntryIn = (
  given: CatalogueEntryGiven,
  catalogue: CatalogueEntries,
  current: CatalogueEntryStored | null,
  field: string,
  again: ChosenAgain = 'by its name now',
): CatalogueEntryStored | Rejection => {
  if ('label' in given) {
    const free = { entryId: null, label: given.label }
    const found = entryCalled(catalogue, given.label) ?? free
    const { entryId } = found
    if (!current) return found
    if (entryId === null) return labelKey(current.label) === labelKey(given.label) ? current : found
    return current.entryId === entryId && again === 'as it was' ? current : found
  }
  const { entryId } = given
  const entry = catalogue.entries.get(entryId)
  if (current?.entryId === entryId && (again === 'as it was' || !entry || entry.retired)) return current
  if (!entry) return refused('CATALOGUE_ENTRY_UNKNOWN', field, entryId)
  return entry.retired ? refused('CATALOGUE_ENTRY_RETIRED', field, entryId) : { entryId, label: entry.label }
}

/** Values of a command by field; null takes one away, and what is undefined was not given. */
export type CatalogueValuesGiven<Field extends string> = {
  readonly [F in Field]?: CatalogueEntryGiven | null | undefined
}

/**
 * Several values of a command as its event stores them, those given only.
 * @param catalogues the list of each field, from the command's context
 * @param current the values that are there
 * @param again as for one of them
 * @returns the first rejection, where there is one
 */
export const catalogueEntriesIn = <Field extends string>(
  given: CatalogueValuesGiven<Field>,
  catalogues: { readonly [F in Field]: CatalogueEntries },
  current: { readonly [F in Field]?: CatalogueEntryStored | null },
  again: ChosenAgain = 'by its name now',
): { readonly [F in Field]?: CatalogueEntryStored | null } | Rejection => {
  const stored: { [F in Field]?: CatalogueEntryStored | null } = {}
  for (const field in catalogues) {
    const value: CatalogueEntryGiven | null | undefined = given[field]
    if (value === undefined) continue
    const entry =
      value === null ? null : catalogueEntryIn(value, catalogues[field], current[field] ?? null, field, again)
    if (entry && 'code' in entry) return entry
    stored[field] = entry
  }
  return stored
}

/** What tags are told apart by: their entries, or the labels of those that are free text. */
export const tagKey = ({ entryId, label }: CatalogueEntryStored): string => entryId ?? labelKey(label)

/** Of the tags that are there the one that a command names; of several that are called so rather free text than an entry. */
export const tagNamed = (
  given: CatalogueEntryGiven,
  tags: Iterable<CatalogueEntryStored>,
): CatalogueEntryStored | undefined => {
  const named = [...tags].filter(tag =>
    'entryId' in given ? tag.entryId === given.entryId : labelKey(tag.label) === labelKey(given.label),
  )
  return named.find(({ entryId }) => entryId === null) ?? named[0]
}

/** A tag as its event stores it: the one that is there already, where it is the same. */
export const tagIn = (
  given: CatalogueEntryGiven,
  tags: Iterable<CatalogueEntryStored>,
  catalogue: CatalogueEntries,
  field = 'tag',
  again: ChosenAgain = 'by its name now',
): CatalogueEntryStored | Rejection => {
  const there = tagNamed(given, tags)
  // free text stays what it is, also where an entry has been called so since
  return there?.entryId === null ? there : catalogueEntryIn(given, catalogue, there ?? null, field, again)
}

export const tagGiven = catalogueEntryGiven.describe('Tag')

/** Tags as they are stored, each once and in order. */
export const tagsIn = (
  given: readonly CatalogueEntryGiven[],
  known: Iterable<CatalogueEntryStored>,
  catalogue: CatalogueEntries,
): CatalogueEntryStored[] | Rejection => {
  const tags = new Map<string, CatalogueEntryStored>()
  for (const one of given) {
    const tag = tagIn(one, known, catalogue, 'tags', 'as it was')
    if (isRejection(tag)) return tag
    tags.set(tagKey(tag), tag)
  }
  return [...tags].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tag]) => tag)
}
