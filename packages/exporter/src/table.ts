import type { Crm } from '@eventcrm/crm'
import type { Kind, SheetCell } from '@eventcrm/importer'
import type { FoundDocuments } from '@eventcrm/projection'
import { directory, type DirectoryEntry, type DirectoryKind } from '@eventcrm/read-model-directory'
import { notVoid, opportunities, type OpportunityDocument } from '@eventcrm/read-model-pipeline'

/** What an export reads; `createCrm` makes one. */
export type ExportSource = Pick<Crm, 'find' | 'state' | 'history' | 'events' | 'catchUp'>

/** Stands in a cell for the word which takes away what is there. */
export const none: unique symbol = Symbol('none')

/** Cells by column; a column left out is empty. */
export type Row = Readonly<Record<string, SheetCell | typeof none | undefined>>

export type CustomValue = string | number | boolean

/** Things of one kind that are gone through, and the rows of each. */
export interface Round {
  readonly ids: (crm: ExportSource) => AsyncIterable<string>
  readonly rows: (crm: ExportSource, id: string) => Promise<readonly Row[]>
}

/** What the files of money do not have, though it counts in reports. */
export type LeftOut = 'cancelledInvoices' | 'creditNotes' | 'writeOffs' | 'bouncedPayments' | 'voidedPurchases'

/** How one kind of thing is written: a column of each name is a field of the form that takes it back. */
export interface Table {
  readonly becomes: Kind
  readonly columns: readonly string[]
  /** What the mapping says of a column beside its name. */
  readonly settings?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** The values of the company's own fields that rows of a thing have. */
  readonly customOf?: (crm: ExportSource, id: string) => Promise<readonly (readonly [string, CustomValue])[]>
  /** Events that tell of something which is not written; -1 where one takes it back. */
  readonly leavesOut?: Readonly<Record<string, readonly [LeftOut, 1 | -1]>>
  /** One after the other: what rows of a later round refer to is in by then. */
  readonly rounds: readonly [Round, ...Round[]]
}

/** Documents read at once: few enough to keep memory flat. */
const page = 500

export const named = (kind: DirectoryKind) =>
  async function* (crm: ExportSource): AsyncGenerator<string, undefined> {
    let after: string | null = null
    do {
      const where = { field: 'kind', equals: kind } as const
      const found: FoundDocuments<DirectoryEntry> = await crm.find(directory, {
        where,
        limit: page,
        ...(after === null ? {} : { after }),
      })
      for (const { key } of found.documents) yield key
      after = found.next
    } while (after !== null)
  }

export async function* opportunityIds(crm: ExportSource): AsyncGenerator<string, undefined> {
  let after: string | null = null
  do {
    const found: FoundDocuments<OpportunityDocument> = await crm.find(opportunities, {
      where: notVoid,
      limit: page,
      ...(after === null ? {} : { after }),
    })
    for (const { key } of found.documents) yield key
    after = found.next
  } while (after !== null)
}
