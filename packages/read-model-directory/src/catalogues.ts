// The values that can be chosen, as they are now: what a form offers, and what an entry is called.
import {
  catalogue,
  catalogueNamed,
  catalogueNames,
  searchKeyOf,
  sortKeyOf,
  type CatalogueEvents,
  type DataOf,
} from '@eventcrm/domain'
import { defineView, type FoldDocument, type View, type ViewEvent } from '@eventcrm/projection'
import { z } from 'zod'

export const catalogueDocument = z.object({
  catalogue: z.enum(catalogueNames).describe('Which catalogue'),
  entryId: z.uuid().describe('Its id'),
  label: z.string().describe('Label'),
  sortKey: z.string().describe('The label’s place in Vietnamese order: sort by this'),
  searchKey: z.string().describe('The label without accents and capitals: search by this'),
  formerLabels: z.array(z.string()).describe('What it was called before'),
  formerKeys: z.array(z.string()).describe('The same without accents and capitals'),
  code: z.string().nullable().describe('Code of the company’s own; null none'),
  order: z.int().describe('Place among the entries beside it, lowest first'),
  parentId: z.uuid().nullable().describe('Entry that it stands under; null at the top'),
  from: z.int().nullable().describe('Lowest number that it stands for; null where it stands for none'),
  to: z.int().nullable().describe('Highest number that it stands for; null without end, or where it stands for none'),
  retired: z.boolean().describe('Whether it may no longer be chosen'),
})
type Document = z.output<typeof catalogueDocument>
export interface CatalogueDocument extends Document {} // a name for hovers and errors

interface OfEntry {
  readonly entryId: string
}
/** Under its list and its id, since ids are each list's own. */
const key = ({ streamId, data: { entryId } }: ViewEvent<OfEntry>): string => `${streamId}/${entryId}`

type Said<Type extends keyof CatalogueEvents> = DataOf<CatalogueEvents[Type]>
const changes = <Data extends OfEntry>(
  change: (data: Data, document: CatalogueDocument) => Partial<CatalogueDocument>,
): {
  readonly key: (event: ViewEvent<Data>) => string
  readonly fold: FoldDocument<CatalogueDocument, Data>
} => ({
  key,
  fold: (document, { data }) => {
    if (!document) throw new TypeError('Something happened to a catalogue entry that was never added')
    return Object.assign(document, change(data, document))
  },
})

const called = (label: string) => ({ label, sortKey: sortKeyOf(label), searchKey: searchKeyOf(label) })
const numbers = (band: { readonly from: number; readonly to: number | null } | null) => ({
  from: band?.from ?? null,
  to: band?.to ?? null,
})

/** One document per entry of a catalogue, retired ones too. */
export const catalogues: View<CatalogueDocument> = defineView({
  name: 'catalogues',
  version: 2,
  describe: 'Entries of the company’s catalogues as they are now: customer groups, territories, industries, sources …',
  document: catalogueDocument,
  indexes: [['catalogue', 'order'], ['catalogue', 'searchKey'], ['formerKeys']],
  aggregates: [catalogue],
  on: {
    CatalogueEntryAdded: {
      key,
      fold: (_, { streamId, data: { entryId, label, code, order, parentId, band } }) => {
        const name = catalogueNamed(streamId)
        if (name === undefined) throw new TypeError('An entry was added to a catalogue that this version does not know')
        return {
          catalogue: name,
          entryId,
          ...called(label),
          formerLabels: [],
          formerKeys: [],
          code,
          order,
          parentId,
          ...numbers(band),
          retired: false,
        }
      },
    },
    CatalogueEntryRenamed: changes<Said<'CatalogueEntryRenamed'>>(({ from, to }, { formerLabels }) => {
      const former = [...new Set([...formerLabels, from])].filter(label => label !== to).sort()
      return { ...called(to), formerLabels: former, formerKeys: [...new Set(former.map(searchKeyOf))].sort() }
    }),
    CatalogueEntryCodeSet: changes<Said<'CatalogueEntryCodeSet'>>(({ to }) => ({ code: to })),
    CatalogueEntryReordered: changes<Said<'CatalogueEntryReordered'>>(({ to }) => ({ order: to })),
    CatalogueEntryMoved: changes<Said<'CatalogueEntryMoved'>>(({ to }) => ({ parentId: to })),
    CatalogueEntryBandSet: changes<Said<'CatalogueEntryBandSet'>>(({ to }) => numbers(to)),
    CatalogueEntryRetired: changes<OfEntry>(() => ({ retired: true })),
    CatalogueEntryReinstated: changes<OfEntry>(() => ({ retired: false })),
  },
})
