import { z } from 'zod'
import { companyState, theCompany } from '../company/state.ts'
import { defineAggregate, kernelRejection, type Aggregate } from '../kernel/aggregate.ts'
import { catalogueEntryRejections, catalogueLabel, labelKey } from '../kernel/catalogue-entry.ts'
import { differingField, same } from '../kernel/change.ts'
import { commandOf, defineRejections, type Decision, type Rejection } from '../kernel/command.ts'
import { expected } from '../kernel/expected.ts'
import { code, id } from '../kernel/values.ts'
import { languages } from '../kernel/words.ts'
import { catalogueEvents as events, type CatalogueEvents } from './events.ts'
import type { CatalogueInputs } from './inputs.ts'
import { catalogueId, catalogueNamed, catalogueNames, hasBands, isTree, mostEntries } from './kinds.ts'
import { readyMadeEntries } from './presets.ts'
import { catalogueState, pathTo, type CatalogueEntry, type CatalogueState } from './state.ts'

const reject = defineRejections({
  ...catalogueEntryRejections,
  ENTRY_EXISTS: {
    en: 'The catalogue has an entry with this id and other values',
    vi: 'Danh mục đã có mục với mã này nhưng có giá trị khác',
  },
  LABEL_TAKEN: {
    en: 'Another entry in use has this label, whatever its case and blanks',
    vi: 'Một mục khác đang dùng có tên này, không kể chữ hoa và khoảng trắng',
  },
  CODE_TAKEN: { en: 'Another entry in use has this code', vi: 'Một mục khác đang dùng có mã này' },
  BANDS_OVERLAP: {
    en: 'Another entry in use stands for some of these numbers',
    vi: 'Một mục khác đang dùng đã gồm một phần khoảng số này',
  },
  NOT_A_TREE: {
    en: 'Entries of this catalogue do not stand under others',
    vi: 'Các mục của danh mục này không xếp dưới mục khác',
  },
  NO_BANDS: { en: 'Entries of this catalogue stand for no numbers', vi: 'Các mục của danh mục này không có khoảng số' },
  UNDER_ITSELF: {
    en: 'An entry cannot stand under itself or what is under it',
    vi: 'Một mục không thể nằm dưới chính nó hoặc dưới mục con của nó',
  },
})

const command = commandOf(catalogueState)
const whichCatalogue = z
  .enum(catalogueNames)
  .meta({ kind: 'catalogue name' })
  .transform(catalogueId)
  .describe('Which catalogue')
const entryId = id('catalogue entry')
const label = catalogueLabel.describe('Label, unique among the entries in use beside it')
const entryCode = code.describe('Code of the company’s own, unique among the entries in use')
const order = z
  .int()
  .min(0)
  .max(1_000_000)
  .describe('Place among the entries, lowest first; of equals, the lower id goes first')
const parentId = entryId.nullable().describe('Entry that it stands under; null at the top')
const number = z.int().min(0).max(1_000_000_000)
const band = z
  .strictObject({
    from: number.describe('Lowest number'),
    to: number.nullable().describe('Highest number; null without end'),
  })
  .refine(
    ({ from, to }) => to === null || to >= from,
    expected({
      en: 'expected a highest number that is no lower than the lowest',
      vi: 'cần số cao nhất không nhỏ hơn số thấp nhất',
    }),
  )
  .meta({ kind: 'band' })

/** What may not be twice among the entries in use: a change of one may not be dated before the last change of any. */
const unique = ['entries.label', 'entries.code', 'entries.parentId', 'entries.band', 'entries.retired'] as const

type Band = CatalogueEntry['band']
const overlap = (a: Band, b: Band): boolean =>
  a !== null && b !== null && a.from <= (b.to ?? Infinity) && b.from <= (a.to ?? Infinity)
const sameKey = (a: string | null, b: string | null): boolean => a !== null && b !== null && labelKey(a) === labelKey(b)

/** Why an entry cannot be in use as it would be: another has what may not be twice. */
const conflict = ({ entries }: CatalogueState, entry: Omit<CatalogueEntry, 'retired'>): Rejection | undefined => {
  const { entryId, label, code, parentId, band } = entry
  for (const other of entries.values()) {
    if (other.retired || other.entryId === entryId) continue
    const details = { entryId: other.entryId }
    if (other.parentId === parentId && sameKey(other.label, label))
      return reject('LABEL_TAKEN', { field: 'label', ...details })
    if (sameKey(other.code, code)) return reject('CODE_TAKEN', { field: 'code', ...details })
    if (overlap(other.band, band)) return reject('BANDS_OVERLAP', { field: 'band', ...details })
  }
  return undefined
}

const unknownEntry = (entryId: string, field = 'entryId') => reject('CATALOGUE_ENTRY_UNKNOWN', { field, entryId })

/** Why nothing can be put under an entry. */
const notAbove = (catalogue: string, state: CatalogueState, parentId: string | null): Rejection | undefined => {
  if (parentId === null) return undefined
  if (!isTree(catalogueNamed(catalogue))) return reject('NOT_A_TREE', { field: 'parentId' })
  const parent = state.entries.get(parentId)
  if (!parent) return unknownEntry(parentId, 'parentId')
  return parent.retired ? reject('CATALOGUE_ENTRY_RETIRED', { field: 'parentId', entryId: parentId }) : undefined
}

/** A decision about one entry. */
const ofEntry =
  <Given extends Readonly<Record<'entryId', string>>>(
    decide: (entry: CatalogueEntry, given: Given, state: CatalogueState) => Decision<keyof typeof events>,
  ) =>
  (given: Given, state: CatalogueState) => {
    const entry = state.entries.get(given.entryId)
    return entry ? decide(entry, given, state) : unknownEntry(given.entryId)
  }

/** A change of an entry; of one in use only to what no other has. */
const changing = (
  state: CatalogueState,
  entry: CatalogueEntry,
  changes: Partial<CatalogueEntry>,
  event: ReturnType<(typeof events)[keyof typeof events]>,
): Decision<keyof typeof events> => {
  const after = { ...entry, ...changes }
  return (after.retired ? undefined : conflict(state, after)) ?? [event]
}

/** Places are left between entries for others. */
const gap = 10
const nextOrder = ({ entries }: CatalogueState, parentId: string | null): number => {
  let last = -gap
  for (const entry of entries.values()) if (entry.parentId === parentId) last = Math.max(last, entry.order)
  return last + gap
}

export type CatalogueRejection = keyof typeof reject.wordings
type Inferred = Aggregate<
  'catalogue',
  'catalogue',
  CatalogueEvents,
  CatalogueState,
  CatalogueRejection,
  CatalogueInputs
>
export interface CatalogueAggregate extends Inferred {} // a name for hovers and declarations

/** A list of values that a company keeps: customer groups, territories, industries … */
export const catalogue: CatalogueAggregate = defineAggregate({
  state: catalogueState,
  rejections: reject,
  unknown: 'CATALOGUE_ENTRY_UNKNOWN',
  commands: {
    addEntry: command({
      describe: 'Adds a value to choose, after the others unless told where',
      rejects: [
        'BANDS_OVERLAP',
        'CATALOGUE_ENTRY_RETIRED',
        'CATALOGUE_ENTRY_UNKNOWN',
        'CODE_TAKEN',
        'ENTRY_EXISTS',
        'LABEL_TAKEN',
        'NOT_A_TREE',
        'NO_BANDS',
      ],
      creates: true,
      schema: z.strictObject({
        catalogue: whichCatalogue,
        entryId,
        label,
        code: entryCode.optional(),
        order: order.optional(),
        parentId: parentId.optional(),
        band: band.optional().describe('Numbers that it stands for, in a catalogue of sizes'),
      }),
      dependsOn: unique,
      decide: ({ catalogue, entryId, ...given }, state) => {
        const there = state.entries.get(entryId)
        if (there) {
          const field = differingField(given, there)
          return field ? reject('ENTRY_EXISTS', { field, entryId }) : []
        }
        const { label, code = null, parentId = null, band = null } = given
        const name = catalogueNamed(catalogue)
        if (state.entries.size >= mostEntries(name))
          return kernelRejection('TOO_MANY_PARTS', { field: 'entries', most: mostEntries(name) })
        if (band && !hasBands(name)) return reject('NO_BANDS', { field: 'band' })
        const { order = nextOrder(state, parentId) } = given
        const entry = { entryId, label, code, order, parentId, band }
        return notAbove(catalogue, state, parentId) ?? conflict(state, entry) ?? [events.CatalogueEntryAdded(entry)]
      },
    }),

    addReadyMade: command({
      describe:
        'Adds the values that a new company begins with, those that were never there and whose label nobody has',
      creates: true,
      schema: z.strictObject({
        catalogue: whichCatalogue,
        language: z.enum(languages).optional().describe('Language of the labels; the company’s when left out'),
      }),
      dependsOn: unique,
      context: () => ({ company: companyState.of(theCompany) }),
      decide: ({ catalogue, language }, state, { company }) =>
        readyMadeEntries(catalogue, language ?? company.language)
          .filter(entry => !state.entries.had(entry.entryId) && !conflict(state, entry))
          .map(entry => events.CatalogueEntryAdded(entry)),
    }),

    renameEntry: command({
      describe: 'Gives a value another label; what was chosen before shows the old one on its days',
      rejects: ['CATALOGUE_ENTRY_UNKNOWN', 'LABEL_TAKEN'],
      schema: z.strictObject({ catalogue: whichCatalogue, entryId, label }),
      dependsOn: unique,
      decide: ofEntry((entry, { entryId, label: to }, state) =>
        entry.label === to
          ? []
          : changing(state, entry, { label: to }, events.CatalogueEntryRenamed({ entryId, from: entry.label, to })),
      ),
    }),

    setEntryCode: command({
      describe: 'Gives a value another code',
      rejects: ['CATALOGUE_ENTRY_UNKNOWN', 'CODE_TAKEN'],
      schema: z.strictObject({ catalogue: whichCatalogue, entryId, code: entryCode.nullable() }),
      dependsOn: unique,
      decide: ofEntry((entry, { entryId, code: to }, state) =>
        entry.code === to
          ? []
          : changing(state, entry, { code: to }, events.CatalogueEntryCodeSet({ entryId, from: entry.code, to })),
      ),
    }),

    reorderEntry: command({
      describe: 'Moves a value among those beside it',
      rejects: ['CATALOGUE_ENTRY_UNKNOWN'],
      schema: z.strictObject({ catalogue: whichCatalogue, entryId, order }),
      decide: ofEntry(({ order: from }, { entryId, order: to }) =>
        from === to ? [] : [events.CatalogueEntryReordered({ entryId, from, to })],
      ),
    }),

    moveEntry: command({
      describe: 'Puts a value, and all that is under it, under another one',
      rejects: ['CATALOGUE_ENTRY_RETIRED', 'CATALOGUE_ENTRY_UNKNOWN', 'LABEL_TAKEN', 'NOT_A_TREE', 'UNDER_ITSELF'],
      schema: z.strictObject({ catalogue: whichCatalogue, entryId, parentId }),
      dependsOn: unique,
      decide: ofEntry((entry, { catalogue, entryId, parentId: to }, state) => {
        if (entry.parentId === to) return []
        const refused = notAbove(catalogue, state, to)
        if (refused) return refused
        if (to !== null && pathTo(state, to).some(above => above.entryId === entryId))
          return reject('UNDER_ITSELF', { field: 'parentId', entryId })
        const moved = events.CatalogueEntryMoved({ entryId, from: entry.parentId, to })
        return changing(state, entry, { parentId: to }, moved)
      }),
    }),

    setEntryBand: command({
      describe: 'Has a value stand for other numbers',
      rejects: ['BANDS_OVERLAP', 'CATALOGUE_ENTRY_UNKNOWN', 'NO_BANDS'],
      schema: z.strictObject({
        catalogue: whichCatalogue,
        entryId,
        band: band.nullable().describe('Numbers that it stands for; null none'),
      }),
      dependsOn: unique,
      decide: ofEntry((entry, { catalogue, entryId, band: to }, state) => {
        if (same(entry.band, to)) return []
        if (!hasBands(catalogueNamed(catalogue))) return reject('NO_BANDS', { field: 'band' })
        return changing(state, entry, { band: to }, events.CatalogueEntryBandSet({ entryId, from: entry.band, to }))
      }),
    }),

    retireEntry: command({
      describe: 'Takes a value out of the choice; where it was chosen, it stays',
      rejects: ['CATALOGUE_ENTRY_UNKNOWN'],
      schema: z.strictObject({ catalogue: whichCatalogue, entryId }),
      decide: ofEntry(({ entryId, retired }) => (retired ? [] : [events.CatalogueEntryRetired({ entryId })])),
    }),

    reinstateEntry: command({
      describe: 'Offers a retired value again',
      rejects: ['BANDS_OVERLAP', 'CATALOGUE_ENTRY_UNKNOWN', 'CODE_TAKEN', 'LABEL_TAKEN'],
      schema: z.strictObject({ catalogue: whichCatalogue, entryId }),
      dependsOn: unique,
      decide: ofEntry((entry, { entryId }, state) =>
        entry.retired ? changing(state, entry, { retired: false }, events.CatalogueEntryReinstated({ entryId })) : [],
      ),
    }),
  },
})
