// A row's cells through a mapping: what each field is given, before references are followed and schemas asked.
import { oneLine } from '@eventcrm/crm'
import type { FileRow } from './file-row.ts'
import type { Fields, Reads } from './field.ts'
import { constantOf, convert, unusable, type Formats, type Given, type Part, type Picks } from './given.ts'
import { severalIn, type CellSource, type CustomSource, type Mapping, type Source } from './mapping.ts'
import { remark, type RowRemark } from './outcome.ts'
import { cellText, foldedText, readTruth } from './reading/index.ts'
import { locate, type Sheet } from './sheet.ts'

export interface ReadField {
  readonly column: string | null
  /** What stands in its cells. */
  readonly value: string | null
  /** What the row says; undefined where it says nothing. */
  readonly given: Given | undefined
  /** What something new gets where the row says nothing. */
  readonly otherwise: Given | undefined
  /** Whether what cannot be read is taken for an empty cell. */
  readonly leaveEmpty: boolean
  /** The other fields that one of its columns feeds, the company's own as `custom.name`, and the key as `key`. */
  readonly alsoFeeds: readonly string[]
}

export interface ReadRow {
  readonly row: number
  /** As it is in the file. */
  readonly written: FileRow
  readonly fields: Readonly<Record<string, ReadField>>
  readonly custom: Readonly<Record<string, ReadField>>
  /** The values of the key columns; null without a key. */
  readonly key: readonly string[] | null
  /** All that the mapping looks at, for telling equal rows. */
  readonly content: readonly string[]
  readonly faults: readonly RowRemark[]
  readonly notices: readonly RowRemark[]
}

export const columnsOf = (source: Source | CustomSource | undefined): readonly string[] =>
  source === undefined || 'value' in source
    ? []
    : (severalIn.map(name => source[name]).find(columns => columns !== undefined) ??
      (source.column === undefined ? [] : [source.column]))

const pickOf = ({ first, earliest, latest }: Pick<CellSource, 'first' | 'earliest' | 'latest'>): Picks =>
  first ? 'first' : earliest ? 'earliest' : latest ? 'latest' : 'join'

/** A value of the company's own as what the mapping says that it is. */
const typed = (given: Given | undefined, as: 'text' | 'number' | 'boolean'): Given | undefined => {
  if (!given || !('value' in given) || as === 'text') return given
  if (as === 'number') return { value: Number(given.value) }
  return readTruth(String(given.value))
}

/** How a row's cells are looked up and mended, worked out once for a file. */
interface Reader {
  (row: FileRow, notices: RowRemark[]): ReadField
}

/** A constant of the mapping. */
const fromNoColumn = { column: null, value: null, otherwise: undefined, leaveEmpty: false, alsoFeeds: [] } as const
const emptyCell = { en: 'empty', vi: 'để trống' }
const keyExpected = { en: 'expected a value: by it the row is known', vi: 'cần một giá trị: dòng được nhận ra nhờ nó' }

/** @throws FileUnreadable naming every column that the file lacks */
export const rowReader = (mapping: Mapping, fields: Fields, sheet: Sheet): ((row: FileRow) => ReadRow) => {
  const { key = null, custom: ownFields = {} } = mapping
  const emptyWords = new Set(mapping.emptyWords.map(foldedText))
  const none = mapping.none === undefined ? undefined : foldedText(mapping.none)
  const sources = [...Object.values(mapping.fields), ...Object.values(ownFields)]
  const used = [...new Set([...(key ?? []).map(({ column }) => column), ...sources.flatMap(columnsOf)])]
  const places = locate(sheet, used)
  // Excel writes none into its own files, nor does an export into any.
  const hasTextFormulas = sheet.format === 'csv' && !mapping.guarded
  const cellAt = ({ cells, kinds, signs }: FileRow, column: string): Part => {
    const place = places.get(column) ?? -1
    const cell = cells[place] ?? ''
    return {
      text: hasTextFormulas ? cellText(cell) : cell.trim(),
      kind: kinds?.[place] ?? 'text',
      sign: signs?.[place],
    }
  }
  const nameOf = (column: string): string => sheet.nameOf(places.get(column) ?? -1)
  const feeds: readonly (readonly [field: string, columns: readonly string[]])[] = [
    ...(key ?? []).map(({ column }) => ['key', [column]] as const),
    ...Object.entries(mapping.fields).map(([field, source]) => [field, columnsOf(source)] as const),
    ...Object.entries(ownFields).map(([field, source]) => [`custom.${field}`, columnsOf(source)] as const),
  ]
  const alsoFedBy = (name: string, columns: readonly string[]): readonly string[] => {
    const own = new Set(columns.map(column => places.get(column)))
    return feeds.flatMap(([field, others]) =>
      field !== name && others.some(column => own.has(places.get(column))) ? [field] : [],
    )
  }

  const readerOf = (name: string, reads: Reads, source: Source | CustomSource): Reader => {
    if ('value' in source) {
      const given = constantOf({ reads }, source.value)
      const constant: ReadField = { ...fromNoColumn, given }
      return () => constant
    }
    const columns = columnsOf(source)
    const pick = pickOf(source)
    const column = columns.map(nameOf).join(', ')
    const mended = new Map(Object.entries(source.values).map(([from, to]) => [foldedText(from), to.trim()]))
    const isPlain = mended.size === 0 && emptyWords.size === 0
    const meant = (part: Part): Part => {
      if (isPlain || part.text === '') return part
      const folded = foldedText(part.text)
      const text = mended.get(folded) ?? (emptyWords.has(folded) ? '' : undefined)
      return text === undefined ? part : { text, kind: 'text' }
    }
    const formats: Formats = {
      ...source,
      dateFormat: source.dateFormat ?? mapping.dateFormat,
      numbers: source.numbers ?? mapping.numbers ?? null,
      country: source.country === undefined ? mapping.country : source.country,
    }
    const { whenEmpty } = source
    const otherwise =
      whenEmpty === undefined || whenEmpty === 'report' ? undefined : constantOf({ reads }, whenEmpty, source)
    const leaveEmpty = source.whenInvalid === 'leaveEmpty'
    const alsoFeeds = alsoFedBy(name, columns)
    return (row, notices) => {
      const raw = columns.map(column => cellAt(row, column))
      const parts = raw.map(meant)
      const first = pick === 'first' ? parts.findIndex(({ text }) => text !== '') : -1
      const taken = first < 0 ? parts : parts.slice(first, first + 1)
      const value = first < 0 ? raw.map(({ text }) => text).join(source.join) : (raw[first]?.text ?? '')
      const said = { column: first < 0 ? column : nameOf(columns[first] ?? ''), value }
      if (parts.every(({ text }) => text === '')) {
        if (whenEmpty === 'report') notices.push(remark({ field: name, code: 'EMPTY', words: emptyCell }, said))
        return { ...said, given: undefined, otherwise, leaveEmpty, alsoFeeds }
      }
      const expected = taken.map(unusable).find(wrong => wrong !== undefined)
      const written = taken.flatMap(({ text }) => (text === '' ? [] : [text])).join(source.join)
      const given: Given =
        expected !== undefined
          ? { expected }
          : none !== undefined && foldedText(written) === none
            ? { takesAway: true }
            : convert(reads, taken, source, formats, pick)
      return { ...said, given, otherwise, leaveEmpty, alsoFeeds }
    }
  }

  const readers = Object.entries(mapping.fields).flatMap(([name, source]): [string, Reader][] => {
    const field = fields[name]
    return field && source ? [[name, readerOf(name, field.reads, source)]] : []
  })
  const customReaders = Object.entries(ownFields).map(([name, source]): [string, Reader] => {
    if ('value' in source) return [name, () => ({ ...fromNoColumn, given: { value: source.value } })]
    const as = source.as === 'number' ? 'number' : 'text'
    const reader = readerOf(`custom.${name}`, { as }, source)
    return [
      name,
      (row, notices) => {
        const field = reader(row, notices)
        return { ...field, given: typed(field.given, source.as), otherwise: typed(field.otherwise, source.as) }
      },
    ]
  })
  const content = [...used].sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0))
  const keyColumns = key?.map(({ column, values }) => ({
    column,
    values: new Map(Object.entries(values).map(([from, to]) => [foldedText(from), to])),
  }))

  return written => {
    const { row, unreadable } = written
    const faults: RowRemark[] = []
    const notices: RowRemark[] = []
    if (unreadable) faults.push(remark({ field: null, ...unreadable }))
    // Cells of such a row may stand under the wrong headings: what they seem to say is no help.
    const read = (readers: readonly [string, Reader][]) =>
      unreadable ? {} : Object.fromEntries(readers.map(([name, reader]) => [name, reader(written, notices)]))
    const keyValues = keyColumns?.map(({ column, values }) => {
      const text = oneLine(cellAt(written, column).text)
      return values.size === 0 ? text : (values.get(foldedText(text)) ?? text)
    })
    const unusableKey = (key ?? [])
      .map(({ column }) => unusable(cellAt(written, column)))
      .find(wrong => wrong !== undefined)
    if (!unreadable && (unusableKey !== undefined || keyValues?.every(value => value === ''))) {
      faults.push(
        remark(
          { field: null, code: 'KEY_MISSING', words: unusableKey ?? keyExpected },
          { column: (key ?? []).map(({ column }) => nameOf(column)).join(', '), value: '' },
        ),
      )
    }
    return {
      row,
      written,
      fields: read(readers),
      custom: read(customReaders),
      key: keyValues ?? null,
      content: content.flatMap(column => [nameOf(column), oneLine(cellAt(written, column).text)]),
      faults,
      notices,
    }
  }
}
