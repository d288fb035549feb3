import { oneLine } from '@eventcrm/crm'
import { openSheetWriter, type SheetCell } from '@eventcrm/importer'
import { rename, rm, writeFile } from 'node:fs/promises'
import { customColumn } from './cells.ts'
import { none, type CustomValue, type ExportSource, type LeftOut, type Row, type Table } from './table.ts'
import { contacts } from './things/contacts.ts'
import { invoices } from './things/invoices.ts'
import { leads } from './things/leads.ts'
import { opportunities } from './things/opportunities.ts'
import { opportunityHistory } from './things/opportunity-history.ts'
import { payments } from './things/payments.ts'
import { pipelines } from './things/pipelines.ts'
import { products } from './things/products.ts'
import { purchases } from './things/purchases.ts'
import { staff } from './things/staff.ts'

/** In the order in which another database imports them: what is referred to goes first. */
export const exportNames = [
  'products',
  'staff',
  'pipelines',
  'contacts',
  'leads',
  'opportunities',
  'purchases',
  'invoices',
  'payments',
] as const
export type ExportName = (typeof exportNames)[number]

const tables: Readonly<Record<ExportName, Table>> = {
  products,
  staff,
  pipelines,
  contacts,
  leads,
  opportunities,
  purchases,
  invoices,
  payments,
}

export interface ExportOptions {
  /** Where the mapping goes that imports the file back. */
  readonly mappingFile: string
  /** A row for each thing that happened to an opportunity, instead of how it is now. */
  readonly history?: boolean
  /** Aborted, the export stops and leaves nothing behind, and the signal's reason is thrown. */
  readonly signal?: AbortSignal
  /** Called after each thing, with the things written so far and all there are. */
  readonly onProgress?: (progress: { readonly things: number; readonly of: number }) => void
}

export interface ExportSummary {
  readonly things: number
  readonly rows: number
  /** What the file does not have, and how many there are: where there is any, what comes of importing it has other receivables. */
  readonly leftOut: readonly { readonly what: LeftOut; readonly count: number }[]
}

type Format = 'csv' | 'xlsx'
const formatOf = (file: string): Format => (/\.xlsx$/i.test(file) ? 'xlsx' : 'csv')

type CustomType = 'text' | 'number' | 'boolean'
const typeOf = (value: CustomValue): CustomType => {
  const type = typeof value
  return type === 'string' ? 'text' : type === 'number' ? 'number' : 'boolean'
}

/** How many there are, and every field of the company's own, which the headings need before the first row. One with values of several types is text. */
const look = async (crm: ExportSource, { rounds, customOf }: Table, signal: AbortSignal | undefined) => {
  const custom = new Map<string, CustomType>()
  let things = 0
  let steps = 0
  for (const [round, { ids }] of rounds.entries())
    for await (const id of ids(crm)) {
      signal?.throwIfAborted()
      steps++
      if (round > 0) continue
      things++
      for (const [name, value] of (await customOf?.(crm, id)) ?? []) {
        const known = custom.get(name)
        custom.set(name, known === undefined || known === typeOf(value) ? typeOf(value) : 'text')
      }
    }
  return { things, steps, custom: new Map([...custom].sort(([a], [b]) => (a < b ? -1 : 1))) }
}

const leftOutOf = async (crm: ExportSource, { leavesOut }: Table, signal: AbortSignal | undefined) => {
  if (!leavesOut) return []
  const counts = new Map<LeftOut, number>()
  for await (const { type } of crm.events({ follow: false })) {
    signal?.throwIfAborted()
    const [what, count = 0] = leavesOut[type] ?? []
    if (what !== undefined) counts.set(what, (counts.get(what) ?? 0) + count)
  }
  return Array.from(counts, ([what, count]) => ({ what, count })).filter(({ count }) => count > 0)
}

/** The mapping that imports such a file. */
const mappingOf = (
  { becomes, columns, settings = {} }: Table,
  custom: ReadonlyMap<string, CustomType>,
  noneWord: string,
  format: Format,
) => ({
  becomes,
  key: ['key'],
  none: noneWord,
  numbers: { decimal: '.', group: null },
  ...(format === 'csv' ? { guarded: true } : {}),
  fields: Object.fromEntries(
    columns.map(column => [column, settings[column] ? { column, ...settings[column] } : column]),
  ),
  ...(custom.size === 0
    ? {}
    : { custom: Object.fromEntries([...custom].map(([name, as]) => [name, { column: customColumn(name), as }])) }),
})

/** Thrown where something says the word that takes away what is there: the file then needs another. */
class WordTaken extends Error {}

/** The cells of a row, with a word in the place of `none`. */
const written = (row: Row, headings: readonly string[], noneWord: string): SheetCell[] =>
  headings.map(heading => {
    const cell = row[heading]
    if (cell === none) return noneWord
    if (typeof cell === 'string' && oneLine(cell).toLowerCase() === noneWord) throw new WordTaken()
    return cell ?? null
  })

/**
 * Writes every thing of a kind into a file, Excel's if its name ends in .xlsx, else CSV, and beside it the mapping that imports it back: into the same
 * database, where it changes nothing, or into another. Memory does not grow with the number of things. What stood in either file is replaced when the
 * export has come to its end.
 * @throws what a store or the file system throws; nothing is left behind then
 * @example await exportFile(crm, 'contacts', 'contacts.csv', { mappingFile: 'contacts.mapping.json' })
 */
export const exportFile = async (
  crm: ExportSource,
  name: ExportName,
  file: string,
  options: ExportOptions,
): Promise<ExportSummary> => {
  const table = options.history && name === 'opportunities' ? opportunityHistory : tables[name]
  await crm.catchUp()
  const seen = await look(crm, table, options.signal)
  for (let noneWord = '(none)'; ; noneWord = `(${noneWord})`)
    try {
      return {
        ...(await write(crm, table, seen, { ...options, file, noneWord })),
        leftOut: await leftOutOf(crm, table, options.signal),
      }
    } catch (error) {
      if (!(error instanceof WordTaken)) throw error
    }
}

const write = async (
  crm: ExportSource,
  table: Table,
  { things, steps, custom }: Awaited<ReturnType<typeof look>>,
  {
    file,
    mappingFile,
    noneWord,
    signal,
    onProgress,
  }: ExportOptions & { readonly file: string; readonly noneWord: string },
): Promise<Omit<ExportSummary, 'leftOut'>> => {
  const headings = ['key', ...table.columns, ...[...custom.keys()].map(customColumn)]
  const writer = await openSheetWriter(file)
  const temporary = `${mappingFile}.tmp`
  let rows = 0
  let done = 0
  try {
    await writer.add(headings)
    for (const round of table.rounds) {
      for await (const id of round.ids(crm)) {
        signal?.throwIfAborted()
        for (const row of await round.rows(crm, id)) {
          await writer.add(written(row, headings, noneWord))
          rows++
        }
        onProgress?.({ things: ++done, of: steps })
      }
    }
    const mapping = mappingOf(table, custom, noneWord, formatOf(file))
    await writeFile(temporary, `${JSON.stringify(mapping, null, 2)}\n`, { mode: 0o600 })
    await writer.finish()
    await rename(temporary, mappingFile)
    return { things, rows }
  } finally {
    await writer.discard()
    await rm(temporary, { force: true })
  }
}
