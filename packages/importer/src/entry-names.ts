// What a cell means by "Retail" or "RT": an entry of a catalogue, by its label or the company's code for it.
import { catalogue, labelKey, type CatalogueName, type CommandMessage, type Words } from '@eventcrm/crm'
import {
  entriesOf,
  formerLabels,
  inUseCalled,
  labelsIn,
  onPath,
  partsOf,
  pathOf,
  retiredCalled,
  type Entries,
  type Entry,
} from './entries-called.ts'
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

const ambiguous = (entries: Entries, candidates: readonly Entry[]): Words => {
  const paths = candidates.slice(0, 3).map(entry => `"${pathOf(entries, entry).join(' / ')}"`)
  return {
    en: `several entries are or were called so: put the one that is meant, ${paths.join(' or ')}`,
    vi: `có nhiều mục đang hoặc từng mang tên này: hãy ghi rõ mục muốn nói, ${paths.join(' hoặc ')}`,
  }
}

/** A value that is there. */
type Stored = { readonly entryId: string | null } | null | undefined

type Found =
  { readonly meant: MeantEntry } | { readonly code: 'ENTRY_UNKNOWN' | 'ENTRY_AMBIGUOUS'; readonly fault: Words }

const known = ({ entryId, label }: Entry): Found => ({ meant: { label, given: { entryId }, add: null } })

/** Looks words up in the catalogues as they are now. */
export class EntryNames {
  readonly #crm: ImportTarget
  /** Read where words are unknown otherwise, once: a file that was right before an entry was renamed stays right. */
  readonly #former = new Map<CatalogueName, ReturnType<typeof formerLabels>>()

  constructor(crm: ImportTarget) {
    this.#crm = crm
  }

  /** @param held what is there: of several entries by that name the one that is meant */
  async find(name: CatalogueName, text: string, unknownIs: UnknownEntries, held: readonly Stored[]): Promise<Found> {
    const entries = await entriesOf(this.#crm, name)
    const called = inUseCalled(entries, text)
    const candidates = called.length > 0 ? called : await this.#before(name, entries, text)
    const [first, ...others] = candidates
    const own = others.length > 0 && candidates.find(({ entryId }) => held.some(value => value?.entryId === entryId))
    if (own) return known(own)
    if (others.length > 0) return { code: 'ENTRY_AMBIGUOUS', fault: ambiguous(entries, candidates) }
    // one that is retired may still be chosen where it is, or on a day on which it was in use: the command knows
    if (first && !(first.retired && unknownIs === 'text')) return known(first)
    switch (unknownIs) {
      case 'refuse':
        return { code: 'ENTRY_UNKNOWN', fault: unknown(name, text, labelsIn(entries)) }
      case 'text':
        return { meant: { label: text, given: text, add: null } }
      case 'add':
        return { meant: await this.#added(name, entries, text) }
    }
  }

  /** What was called so: entries that are called otherwise now, else those that are retired. */
  async #before(name: CatalogueName, entries: Entries, text: string): Promise<readonly Entry[]> {
    const former = this.#former.get(name) ?? formerLabels(this.#crm, name)
    this.#former.set(name, former)
    const renamed = [...((await former).get(labelKey(text)) ?? [])].flatMap(entryId => entries.get(entryId) ?? [])
    const inUse = renamed.filter(({ retired }) => !retired)
    return inUse.length > 0 ? inUse : [...new Set([...retiredCalled(entries, text), ...renamed])]
  }

  /** A path adds its last part under what the others lead to. */
  async #added(name: CatalogueName, entries: Entries, text: string): Promise<MeantEntry> {
    const parts = partsOf(text)
    const above = parts.length > 1 ? onPath(entries, parts.slice(0, -1)) : []
    const parent = above.length === 1 ? above[0] : undefined
    const label = parent ? (parts.at(-1) ?? text) : text
    const under = parent ? [parent.entryId] : []
    const entryId = await this.#crm.idFor('catalogueEntry', name, ...under, labelKey(label))
    const add = catalogue.addEntry({
      ...{ catalogue: name, entryId, label },
      ...(parent ? { parentId: parent.entryId } : {}),
    })
    return { label, given: { entryId }, add }
  }
}

/**
 * The entries that a cell names; what it names and is not there, or could be several, is a fault of the field.
 * @param held what is there
 * @returns null where the cell takes away what is there, undefined where the row says nothing or something unknown
 */
export const entriesFrom = async <Name extends string>(
  field: NoInfer<Name>,
  written: WrittenEntries | null | undefined,
  name: CatalogueName,
  names: EntryNames,
  plan: PlanBuilder<Name>,
  held: readonly Stored[],
): Promise<readonly MeantEntry[] | null | undefined> => {
  if (written === null || written === undefined) return written
  const meant: MeantEntry[] = []
  const complaints: Words[] = []
  let code: 'ENTRY_UNKNOWN' | 'ENTRY_AMBIGUOUS' = 'ENTRY_AMBIGUOUS'
  for (const text of written.texts) {
    const found = await names.find(name, text, written.unknown, held)
    if ('meant' in found) {
      meant.push(found.meant)
      continue
    }
    const { fault } = found
    if (found.code === 'ENTRY_UNKNOWN') code = found.code
    complaints.push(written.texts.length > 1 ? { en: `"${text}": ${fault.en}`, vi: `"${text}": ${fault.vi}` } : fault)
  }
  if (complaints.length === 0) return meant
  const all = (language: keyof Words) => complaints.map(words => words[language]).join('; ')
  plan.fault(field, code, { en: all('en'), vi: all('vi') })
  return undefined
}

/** The one entry that a cell names. */
export const entryFrom = async <Name extends string>(
  ...about: Parameters<typeof entriesFrom<Name>>
): Promise<MeantEntry | null | undefined> => {
  const meant = await entriesFrom(...about)
  return meant ? meant[0] : meant
}
