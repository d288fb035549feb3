import { addPart, setPart, unopened, type Dated, type FieldWords } from '../kernel/dated.ts'
import type { DataOf } from '../kernel/events.ts'
import { noParts, type Parts } from '../kernel/parts.ts'
import type { Reference } from '../kernel/reference.ts'
import { defineState } from '../kernel/state.ts'
import { catalogueEvents } from './events.ts'
import { catalogueId, mostTerritories, type CatalogueName } from './kinds.ts'

/** A value that can be chosen. */
export type CatalogueEntry = Readonly<DataOf<typeof catalogueEvents.CatalogueEntryAdded>> & {
  /** It may no longer be chosen. */
  readonly retired: boolean
}

/** A list of values that a company keeps. */
export interface CatalogueState extends Dated {
  readonly entries: Parts<CatalogueEntry>
}

const initialState: CatalogueState = { ...unopened, entries: noParts() }

const entry = { en: 'entry', vi: 'mục danh mục' }
/** For people: a rejection names by them what was set later. */
const fieldWords: FieldWords<CatalogueState> = {
  'entries.entryId': entry,
  'entries.label': { en: 'list of labels', vi: 'danh sách tên các mục' },
  'entries.code': { en: 'list of codes', vi: 'danh sách mã các mục' },
  'entries.order': { en: 'place of this entry', vi: 'thứ tự của mục này' },
  'entries.parentId': { en: 'tree of entries', vi: 'cây danh mục' },
  'entries.band': { en: 'list of ranges', vi: 'danh sách khoảng số' },
  'entries.retired': { en: 'list of entries in use', vi: 'danh sách mục đang dùng' },
}

export const catalogueState = defineState({
  category: 'catalogue',
  idField: 'catalogue',
  events: catalogueEvents,
  initialState,
  fieldWords,
  // each list has a bound of its own: this is the longest's
  bounds: { entries: mostTerritories },
  evolve: {
    CatalogueEntryAdded: (s, e, on) => addPart(s, on, 'entries', e.entryId, { ...e, retired: false }),
    CatalogueEntryRenamed: (s, e, on) => setPart(s, on, 'entries', e.entryId, { label: e.to }),
    CatalogueEntryCodeSet: (s, e, on) => setPart(s, on, 'entries', e.entryId, { code: e.to }),
    CatalogueEntryReordered: (s, e, on) => setPart(s, on, 'entries', e.entryId, { order: e.to }),
    CatalogueEntryMoved: (s, e, on) => setPart(s, on, 'entries', e.entryId, { parentId: e.to }),
    CatalogueEntryBandSet: (s, e, on) => setPart(s, on, 'entries', e.entryId, { band: e.to }),
    CatalogueEntryRetired: (s, e, on) => setPart(s, on, 'entries', e.entryId, { retired: true }),
    CatalogueEntryReinstated: (s, e, on) => setPart(s, on, 'entries', e.entryId, { retired: false }),
  },
  replaced: {
    CatalogueEntryRenamed: (s, e) => ({ from: s.entries.get(e.entryId)?.label }),
    CatalogueEntryCodeSet: (s, e) => ({ from: s.entries.get(e.entryId)?.code }),
    CatalogueEntryReordered: (s, e) => ({ from: s.entries.get(e.entryId)?.order }),
    CatalogueEntryMoved: (s, e) => ({ from: s.entries.get(e.entryId)?.parentId }),
    CatalogueEntryBandSet: (s, e) => ({ from: s.entries.get(e.entryId)?.band }),
  },
})

/**
 * For a command's context: the list that its value is looked up in; nothing to read where it gives none.
 * @param given the value as the command has it
 */
export const catalogueFor = (name: CatalogueName, given: unknown): Reference<CatalogueState> =>
  catalogueState.of(given === null || given === undefined ? null : catalogueId(name))

/** An entry and all that it stands under, nearest first. */
export const pathTo = ({ entries }: CatalogueState, entryId: string): readonly CatalogueEntry[] => {
  const path: CatalogueEntry[] = []
  let entry = entries.get(entryId)
  while (entry && !path.includes(entry)) {
    path.push(entry)
    entry = entry.parentId === null ? undefined : entries.get(entry.parentId)
  }
  return path
}
