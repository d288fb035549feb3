// What a cell means by "Retail" or "RT": an entry of a catalogue, by its label or the company's code for it.
import { catalogue, catalogueId, labelKey, type CatalogueName, type CommandMessage, type Words } from '@eventcrm/crm'
import type { UnknownEntries, WrittenEntries } from './field.ts'
import type { ImportTarget } from './form.ts'
import { nearestInWords, nearestOf } from './nearest.ts'
import type { PlanBuilder } from './plan-builder.ts'

/** An entry as a row means it. */
export interface MeantEntry {
  readonly label: string
  /** As commands take it: by its id, so that the entry is meant also on a day on which it was not there yet. */
  readonly given: string | { readonly entryId: string }
  /** Adds it to its catalogue, to be sent before what names it; null where it is there, or is to stay a text. */
  readonly add: CommandMessage | null
}

const wording: Readonly<Record<CatalogueName, Words>> = {
  customerGroup: { en: 'customer group', vi: 'nhóm khách hàng' },
  territory: { en: 'territory', vi: 'khu vực' },
  industry: { en: 'industry', vi: 'ngành nghề' },
  size: { en: 'size', vi: 'quy mô' },
  leadSource: { en: 'lead source', vi: 'nguồn khách hàng tiềm năng' },
  campaign: { en: 'campaign', vi: 'chiến dịch' },
  contactSource: { en: 'contact source', vi: 'nguồn liên hệ' },
  customerSource: { en: 'customer source', vi: 'nguồn khách hàng' },
  contactStatus: { en: 'contact status', vi: 'tình trạng liên hệ' },
  position: { en: 'position', vi: 'chức vụ' },
  tag: { en: 'tag', vi: 'nhãn' },
  leadLostReason: { en: 'lost reason', vi: 'lý do thất bại' },
}

const unknown = (name: CatalogueName, text: string, labels: readonly string[]): Words => {
  const { en, vi } = wording[name]
  const hint = nearestInWords(nearestOf(text, labels))
  return {
    en: `there is no such ${en}${hint.en}. Mend the cell, add the ${en} to the catalogue, or say "unknown": "add" in the mapping`,
    vi: `không có ${vi} này${hint.vi}. Hãy sửa ô, thêm ${vi} vào danh mục, hoặc ghi "unknown": "add" trong tệp ánh xạ`,
  }
}

/** Whether an entry, or free text, that is there is the one that a row means. */
export const isEntry = (
  stored: { readonly entryId: string | null; readonly label: string } | null | undefined,
  meant: MeantEntry | null,
): boolean => {
  if (!stored || !meant) return !stored && !meant
  const { given } = meant
  return typeof given === 'string' || stored.entryId === null
    ? labelKey(stored.label) === labelKey(meant.label)
    : stored.entryId === given.entryId
}

type Entries = Awaited<ReturnType<typeof catalogueOf>>['entries']
type Entry = NonNullable<ReturnType<Entries['get']>>
const catalogueOf = (crm: ImportTarget, name: CatalogueName) => crm.state('catalogues', catalogueId(name))

/** Entries in use by what they are called, whatever its case; of several called so the first. */
interface InUse {
  readonly byLabel: ReadonlyMap<string, Entry>
  readonly byCode: ReadonlyMap<string, Entry>
}
/** Looked up for every cell, and walking through thousands of entries takes milliseconds: once per state is enough. */
const inUseIn = new WeakMap<Entries, InUse>()

const indexed = (entries: Entries): InUse => {
  const [byLabel, byCode] = [new Map<string, Entry>(), new Map<string, Entry>()]
  for (const entry of entries.values()) {
    if (entry.retired) continue
    const [label, code] = [labelKey(entry.label), entry.code === null ? null : labelKey(entry.code)]
    if (!byLabel.has(label)) byLabel.set(label, entry)
    if (code !== null && !byCode.has(code)) byCode.set(code, entry)
  }
  return { byLabel, byCode }
}

/** Looks words up in the catalogues as they are now. */
export class EntryNames {
  readonly #crm: ImportTarget
  /** How what this import adds is written, by its words whatever their case: rows at the same time add one entry, not two. */
  readonly #added = new Map<string, string>()

  constructor(crm: ImportTarget) {
    this.#crm = crm
  }

  async find(name: CatalogueName, text: string, unknownIs: UnknownEntries): Promise<MeantEntry | Words> {
    const { entries } = await catalogueOf(this.#crm, name)
    const inUse = inUseIn.get(entries) ?? indexed(entries)
    inUseIn.set(entries, inUse)
    const key = labelKey(text)
    const found = inUse.byLabel.get(key) ?? inUse.byCode.get(key)
    if (found) return { label: found.label, given: { entryId: found.entryId }, add: null }
    switch (unknownIs) {
      case 'refuse':
        return unknown(
          name,
          text,
          [...inUse.byLabel.values()].map(({ label }) => label),
        )
      case 'text':
        return { label: text, given: text, add: null }
      case 'add': {
        const place = `${name} ${key}`
        const label = this.#added.get(place) ?? text
        this.#added.set(place, label)
        const entryId = await this.#crm.idFor('catalogueEntry', name, key)
        return { label, given: { entryId }, add: catalogue.addEntry({ catalogue: name, entryId, label }) }
      }
    }
  }
}

/**
 * The entries that a cell names; what it names and is not there is a fault of the field.
 * @returns null where the cell takes away what is there, undefined where the row says nothing or something unknown
 */
export const entriesFrom = async <Name extends string>(
  field: NoInfer<Name>,
  written: WrittenEntries | null | undefined,
  name: CatalogueName,
  names: EntryNames,
  plan: PlanBuilder<Name>,
): Promise<readonly MeantEntry[] | null | undefined> => {
  if (written === null || written === undefined) return written
  const meant: MeantEntry[] = []
  const complaints: Words[] = []
  for (const text of written.texts) {
    const found = await names.find(name, text, written.unknown)
    if ('label' in found) meant.push(found)
    else
      complaints.push(written.texts.length > 1 ? { en: `"${text}": ${found.en}`, vi: `"${text}": ${found.vi}` } : found)
  }
  if (complaints.length === 0) return meant
  const all = (language: keyof Words) => complaints.map(words => words[language]).join('; ')
  plan.fault(field, 'ENTRY_UNKNOWN', { en: all('en'), vi: all('vi') })
  return undefined
}

/** The one entry that a cell names. */
export const entryFrom = async <Name extends string>(
  ...about: Parameters<typeof entriesFrom<Name>>
): Promise<MeantEntry | null | undefined> => {
  const meant = await entriesFrom(...about)
  return meant ? meant[0] : meant
}
