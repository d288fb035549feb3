// Which entries of a catalogue are called so: by label, by the company's code, by the path from above, or by what they were called before.
import { catalogueId, labelKey, type CatalogueName } from '@eventcrm/crm'
import type { ImportTarget } from './form.ts'

export type Entries = Awaited<ReturnType<typeof catalogueOf>>['entries']
export type Entry = NonNullable<ReturnType<Entries['get']>>
const catalogueOf = (crm: ImportTarget, name: CatalogueName) => crm.state('catalogues', catalogueId(name))

export const entriesOf = async (crm: ImportTarget, name: CatalogueName): Promise<Entries> =>
  (await catalogueOf(crm, name)).entries

/** Entries by what they are called, whatever its case: under several parents there may be several of one label. */
interface Index {
  readonly byLabel: ReadonlyMap<string, readonly Entry[]>
  readonly byCode: ReadonlyMap<string, readonly Entry[]>
  readonly retired: ReadonlyMap<string, readonly Entry[]>
}
/** Looked up for every cell, and walking through thousands of entries takes milliseconds: once per state is enough. */
const indexes = new WeakMap<Entries, Index>()

const indexOf = (entries: Entries): Index => {
  const known = indexes.get(entries)
  if (known) return known
  const all = [...entries.values()]
  const inUse = all.filter(({ retired }) => !retired)
  const index = {
    byLabel: Map.groupBy(inUse, ({ label }) => labelKey(label)),
    byCode: Map.groupBy(
      inUse.filter(({ code }) => code !== null),
      ({ code }) => labelKey(String(code)),
    ),
    retired: Map.groupBy(
      all.filter(({ retired }) => retired),
      ({ label }) => labelKey(label),
    ),
  }
  indexes.set(entries, index)
  return index
}

const separator = /\s*[/>›]\s*/

/** The labels of a path, `Miền Nam / Quận 1`; one label where it is none. */
export const partsOf = (text: string): readonly string[] => text.split(separator).filter(part => part !== '')

/** From the top down to the entry. */
export const pathOf = (entries: Entries, entry: Entry): readonly string[] => {
  const path: string[] = []
  const seen = new Set<string>()
  for (let at: Entry | undefined = entry; at && !seen.has(at.entryId); at = entries.get(at.parentId ?? '')) {
    seen.add(at.entryId)
    path.unshift(at.label)
  }
  return path
}

/** Entries in use that a path leads to; it need not begin at the top. */
export const onPath = (entries: Entries, parts: readonly string[]): readonly Entry[] => {
  const keys = parts.map(labelKey)
  return (indexOf(entries).byLabel.get(keys.at(-1) ?? '') ?? []).filter(entry => {
    const path = pathOf(entries, entry).map(labelKey)
    return keys.every((key, i) => path[path.length - keys.length + i] === key)
  })
}

/** Entries in use by their label, else by their code, else by their path. */
export const inUseCalled = (entries: Entries, text: string): readonly Entry[] => {
  const { byLabel, byCode } = indexOf(entries)
  const key = labelKey(text)
  const parts = partsOf(text)
  return byLabel.get(key) ?? byCode.get(key) ?? (parts.length > 1 ? onPath(entries, parts) : [])
}

export const retiredCalled = (entries: Entries, text: string): readonly Entry[] =>
  indexOf(entries).retired.get(labelKey(text)) ?? []

export const labelsIn = (entries: Entries): readonly string[] =>
  [...indexOf(entries).byLabel.values()].flatMap(called => called.map(({ label }) => label))

/** The ids of entries by the labels that they had before they were renamed. */
export const formerLabels = async (
  crm: ImportTarget,
  name: CatalogueName,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> => {
  const former = new Map<string, Set<string>>()
  for await (const { type, data } of crm.history('catalogues', catalogueId(name)))
    if (type === 'CatalogueEntryRenamed') {
      const key = labelKey(data.from)
      former.set(key, (former.get(key) ?? new Set()).add(data.entryId))
    }
  return former
}
