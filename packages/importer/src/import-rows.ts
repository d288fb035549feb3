import { KeyedQueue, type CommandOptions } from '@eventcrm/crm'
import { randomUUID } from 'node:crypto'
import { lookForDuplicates, type DuplicatesOptions } from './duplicates.ts'
import { EntryNames } from './entry-names.ts'
import type { FileRow } from './file-row.ts'
import { companyAsOf, type Form, type ImportTarget } from './form.ts'
import { forms } from './forms/index.ts'
import { handleRows, type RowHandling } from './handle-row.ts'
import { ImportRun, sha256Of } from './import-run.ts'
import { Makers } from './makers.ts'
import type { Mapping } from './mapping.ts'
import { inOrder } from './in-order.ts'
import { things, type ThingRows } from './lines.ts'
import { Occurrences } from './occurrences.ts'
import { openFile } from './open-file.ts'
import { remark, type RowOutcome, type RowRemark } from './outcome.ts'
import { PipelineNames } from './pipeline-names.ts'
import { rowReader, type ReadRow } from './read-row.ts'
import { References } from './references.ts'
import { FirstPlaces, PlacesByKey, RowsByKey } from './rows-by-key.ts'
import { plainValues } from './row-values.ts'
import { begun, rowsAsked } from './rows-asked.ts'
import { SharedChannels } from './shared-channels.ts'
import { openSheet, type Sheet } from './sheet.ts'
import { similarInWords, SimilarNames } from './similar-names.ts'
import { thingOfKey } from './thing-of-key.ts'
import { WrittenDown, type NamedOne } from './written-down.ts'

export interface ImportProgress {
  /** Rows with an outcome. */
  readonly rows: number
  /** Bytes read of the file. */
  readonly bytes: number
  /** Bytes of the whole file; null when that is not known. */
  readonly totalBytes: number | null
}

export interface ImportOptions extends Pick<DuplicatesOptions, 'onDuplicates'> {
  /** Who imports: an id. The one given to `createCrm` when left out. */
  readonly actor?: string
  /** Why, in the actor's words; stands beside every event of the import, as personal data. */
  readonly reason?: string
  /**
   * Rows carried out at the same time. Their appends share one sync of the disk; 64 is where more brought nothing.
   * Rows about the same thing are never carried out at the same time.
   */
  readonly concurrency?: number
  /** Aborted, the import stops before the next row: rows begun are finished and told, then the signal's reason is thrown. */
  readonly signal?: AbortSignal
  /** Called after each row with how far the import is; what it throws ends the import. */
  readonly onProgress?: (progress: ImportProgress) => void
}

/** A file's name, or its bytes. */
export type ImportSource = string | AsyncIterable<Uint8Array | string>

/** A row with its outcome, and as it is in the file. */
export interface HandledRow {
  readonly outcome: RowOutcome
  readonly written: FileRow
  /** Leads and contacts that it wrote down. */
  readonly wrote: readonly NamedOne[]
}

/** A source with every column that the mapping names, and rows where those asked for begin. */
export interface OpenImport {
  readonly sheet: Sheet
  readonly mapping: Mapping
  /** Null for bytes without one. */
  readonly file: string | null
  /** Of the file, in hex; null where it is not known. */
  readonly sha256: string | null
  /** The rows asked for. To be read once. */
  readonly rows: AsyncIterable<ReadRow>
  /** Which of equal rows is which, for rows without a key. */
  readonly occurrences: Occurrences
  /** Bytes read so far. */
  readonly bytes: () => number
  readonly totalBytes: number | null
  /** Lets go of a source whose rows are not handled. */
  close(): Promise<void>
}

/**
 * Carries out the rows of a file, and tells what became of each, in the order of the file. A row applies whole or not at all,
 * unless another writer comes between its streams and what is missing cannot be added: it is then rejected, with the reason IN_PART.
 * What it says of something that is there already and says the same changes nothing, so a file can be imported again, and an
 * import that was interrupted is simply started again. Each is kept as a run (`importRuns`). What may be the same as others is looked for at the end, if there is an `onDuplicates`. Memory grows by at most 75 bytes for each row, if the mapping has a key,
 * for contacts by 64 for each phone number and e-mail address, and where duplicates are looked for by 52 for each lead and contact written down; without a key, by some hundred bytes.
 * @param mapping made by `parseMapping` or `readMapping`
 * @throws FileUnreadable when the file cannot be read, or read on; what a store throws. Rows before are in. CommandInvalid for an
 *   actor or a reason that will not do; RangeError for a concurrency below one: nothing was imported
 * @example
 * for await (const { row, outcome, reasons } of importRows(crm, 'products.csv', mapping)) console.log(row, outcome, reasons)
 */
export async function* importRows(
  crm: ImportTarget,
  source: ImportSource,
  mapping: Mapping,
  options: ImportOptions = {},
): AsyncGenerator<RowOutcome, undefined> {
  const opened = await openImport(source, mapping, options.signal)
  try {
    const written = new WrittenDown()
    const { onDuplicates } = options
    for await (const { outcome, wrote } of handledRows(crm, opened, options)) {
      if (onDuplicates) for (const { id } of wrote) written.add(id, outcome.row)
      yield outcome
    }
    const { brokeOff } = await lookForDuplicates(crm, written, options)
    if (brokeOff !== null) throw brokeOff
  } finally {
    await opened.close()
  }
}

/** @throws FileUnreadable when there are no headings, or not those that the mapping names, or no row where the first is asked for */
export const openImport = async (source: ImportSource, mapping: Mapping, signal?: AbortSignal): Promise<OpenImport> => {
  const { bytes: content, size } = typeof source === 'string' ? await openFile(source) : { bytes: source, size: null }
  let bytes = 0
  const sheet = await openSheet(content, mapping, count => (bytes += count), signal)
  try {
    const form: Form = forms[mapping.becomes]
    const occurrences = new Occurrences()
    const asked = rowsAsked(sheet, mapping, form, { readRow: rowReader(mapping, form.fields, sheet), occurrences })
    const rows = mapping.rows?.from === undefined ? asked : await begun(asked)
    const file = typeof source === 'string' ? source : null
    const sha256 = file === null || size === null ? null : await sha256Of(file, signal).catch(() => null)
    signal?.throwIfAborted()
    return {
      sheet,
      mapping,
      file,
      sha256,
      rows,
      occurrences,
      bytes: () => bytes,
      totalBytes: size,
      close: () => sheet.close(),
    }
  } catch (error) {
    await sheet.close()
    throw error
  }
}

/** What a row refers to that other rows may be making just now, as they are named. */
const referredIn = ({ fields }: ReadRow, form: Form): readonly string[] =>
  Object.entries(fields).flatMap(([name, { given }]) => {
    const reads = form.fields[name]?.reads
    return reads?.as === 'reference' && reads.to === form.kind && given && 'names' in given
      ? given.names.map(parts => JSON.stringify([form.kind, ...parts]))
      : []
  })

/** One id for the whole run: in the history, what an import did is found together. */
const commandOptionsOf = ({ actor, reason }: ImportOptions, runId: string): CommandOptions => ({
  source: 'import',
  correlationId: runId,
  ...(actor === undefined ? {} : { actor }),
  ...(reason === undefined ? {} : { reason }),
})

/** The rows with what became of them, in the order of the file, kept as a run. To be read once. */
export async function* handledRows(
  crm: ImportTarget,
  { sheet, mapping, file, sha256, rows: readRows, occurrences, bytes, totalBytes }: OpenImport,
  options: ImportOptions,
  runId: string = randomUUID(),
): AsyncGenerator<HandledRow, undefined> {
  const { concurrency = 64, signal, onProgress } = options
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new RangeError(`Expected a concurrency of one or more, not ${String(concurrency)}`)
  }
  sheet.stopOn(signal)
  const commandOptions = commandOptionsOf(options, runId)
  // Nothing is sent, but the options are checked: a wrong one is the caller's mistake, and no reason to reject every row.
  await crm.send([], commandOptions)
  const form: Form = forms[mapping.becomes]
  const calendar = await crm.calendar()
  const isHistory = mapping.key !== undefined && mapping.fields['changedOn'] !== undefined
  const handling: RowHandling = {
    crm,
    form,
    references: new References(crm, form),
    names: new PipelineNames(crm),
    entries: new EntryNames(crm),
    firsts: new FirstPlaces(),
    options: commandOptions,
    isKeyed: mapping.key !== undefined,
    isHistory,
    whenNew: mapping.new,
    dayOf: instant => calendar.dayOf(instant),
  }
  const rowsByKey = new RowsByKey()
  const shared = form.channels && {
    channels: form.channels,
    rows: new SharedChannels(crm),
    country: (await companyAsOf(crm)).country,
  }
  if (shared) await crm.catchUp() // what was there before is found in documents
  const placesByKey = isHistory ? new PlacesByKey() : null
  const queue = new KeyedQueue()
  const makers = new Makers()
  const similarNames = form.makes && new SimilarNames(crm)

  const begin = async (rows: ThingRows): Promise<readonly [ReadRow, readonly HandledRow[]]> => {
    const [row] = rows
    const { key } = row
    // Told before the row has to wait: which one of equal rows it is depends on its place in the file.
    const name = key ? [form.kind, ...key] : [`${form.kind}/row`, ...row.content, String(occurrences.of(row.content))]
    const named = JSON.stringify(name)
    // Rows that say on which day something changed are the history of one thing.
    const sameKeyAs = key && row.fields['changedOn']?.given === undefined ? rowsByKey.see(named, row.row) : null
    const values = form.makes || shared ? plainValues(row, form.fields) : {}
    const [kind = '', ...parts] = name
    const id = async () => (key ? (await thingOfKey(crm, form.kind, key)).id : crm.idFor(kind, ...parts))
    const wentIn = Promise.withResolvers<boolean>()
    const wrote: NamedOne[] = []
    const others = shared?.rows.of(shared.channels(values, shared.country), row.row, named, id, wentIn.promise)
    const handle = async () =>
      handleRows(rows, handling, {
        ...{ id, sameKeyAs, others: others ?? (() => Promise.resolve([])) },
        before: placesByKey?.get(named) ?? null,
        moveTo: place => placesByKey?.set(named, place),
        isIn: wentIn.resolve,
        wrote: written => void wrote.push(written),
      })
    try {
      // Both places are taken now, in the order of the file, so that each row waits for rows before it only.
      const made = form.makes?.keyOf(values) ?? null
      const isMade = made === null ? undefined : makers.before(made, wentIn.promise)
      const alsoWritten = rows.flatMap(one => form.alsoWrites?.(plainValues(one, form.fields)) ?? [])
      const outcomes = await queue.run([named, ...referredIn(row, form), ...alsoWritten], async () => {
        await isMade
        return handle()
      })
      const handled = outcomes.map((outcome, i) => {
        const { written = row.written } = rows[i] ?? {}
        return { outcome, written, wrote: i === 0 ? wrote : [] }
      })
      return [row, handled]
    } finally {
      wentIn.resolve(false) // unless it did
    }
  }
  /** With what is said of customers that it made, once all rows before it are told. */
  const withSimilar = async ({ fields }: ReadRow, handled: HandledRow): Promise<HandledRow> => {
    const { outcome, wrote } = handled
    const notices: RowRemark[] = []
    for (const { id, name } of similarNames ? wrote : []) {
      const similar = await similarNames?.of(id, name, outcome.row)
      const field = fields['customerName']?.given === undefined ? 'customer' : 'customerName'
      const said = similar && { field, code: 'SIMILAR_NAME', words: similarInWords(similar) }
      if (said && outcome.outcome !== 'rejected') notices.push(remark(said, fields[field]))
    }
    return notices.length === 0
      ? handled
      : { ...handled, outcome: { ...outcome, notices: [...outcome.notices, ...notices] } }
  }
  async function* asked(): AsyncGenerator<ThingRows, undefined> {
    for await (const thing of things(readRows, form)) {
      signal?.throwIfAborted()
      yield thing
    }
    return undefined
  }

  const rowsAskedFor = sheet.rejectedBefore ? undefined : mapping.rows
  const run = await ImportRun.begin(crm, runId, { file, sha256, mapping, rows: rowsAskedFor }, commandOptions)
  const counts = { created: 0, changed: 0, unchanged: 0, rejected: 0 }
  let rows = 0
  let fault: unknown
  let finished = false
  try {
    for await (const [read, thing] of inOrder(asked(), form.oneByOne ? 1 : concurrency, begin))
      for (const one of thing) {
        const handled = await withSimilar(read, one)
        rows++
        counts[handled.outcome.outcome]++
        onProgress?.({ rows, bytes: bytes(), totalBytes })
        yield handled
      }
    await run.finish(counts)
    finished = true
  } catch (error) {
    if (signal?.aborted !== true) fault = error
    throw error
  } finally {
    if (!finished) await run.breakOff(counts, fault)
  }
  return undefined
}
