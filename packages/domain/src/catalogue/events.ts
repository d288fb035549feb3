// A storage contract: a released schema never changes. A change is a new version; the old one moves to `older`.
import { z } from 'zod'
import { defineEvents } from '../kernel/events.ts'
import { id } from '../kernel/values.ts'

const entryId = id('catalogue entry')
const label = z.string().describe('Label')
const code = z.string().nullable().describe('Code of the company’s own; null none')
const order = z.int().describe('Place among the entries, lowest first')
const parentId = entryId.nullable().describe('Entry that it stands under; null at the top')
const band = z
  .object({
    from: z.int().describe('Lowest number'),
    to: z.int().nullable().describe('Highest number; null without end'),
  })
  .nullable()
  .describe('Numbers that it stands for; null none')

const events = defineEvents({
  CatalogueEntryAdded: z.object({ entryId, label, code, order, parentId, band }).describe('A value may be chosen'),
  CatalogueEntryRenamed: z
    .object({ entryId, from: label.describe('Label before'), to: label.describe('Label since') })
    .describe('A value has another label'),
  CatalogueEntryCodeSet: z
    .object({ entryId, from: code.describe('Code before'), to: code.describe('Code since; null none') })
    .describe('A value has another code'),
  CatalogueEntryReordered: z
    .object({ entryId, from: order, to: order })
    .describe('A value stands elsewhere among the others'),
  CatalogueEntryMoved: z
    .object({
      entryId,
      from: parentId.describe('Entry that it stood under; null at the top'),
      to: parentId.describe('Entry that it stands under since; null at the top'),
    })
    .describe('A value stands under another'),
  CatalogueEntryBandSet: z
    .object({ entryId, from: band.describe('Numbers before'), to: band.describe('Numbers since; null none') })
    .describe('A value stands for other numbers'),
  CatalogueEntryRetired: z.object({ entryId }).describe('A value may no longer be chosen; where it was, it stays'),
  CatalogueEntryReinstated: z.object({ entryId }).describe('A value may be chosen again'),
})

type Inferred = typeof events
export interface CatalogueEvents extends Inferred {} // a name for hovers and errors
export const catalogueEvents: CatalogueEvents = events
