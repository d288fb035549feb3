// A row's cells through a mapping: what each field is given, before references are followed and schemas asked.
import { oneLine, type Wording } from '@eventcrm/crm'
import { locate, type Sheet, type SheetRow } from './csv/sheet.ts'
import type { Field, Fields, Reads } from './field.ts'
import { severalIn, type CellSource, type CustomSource, type Mapping, type Source } from './mapping.ts'
import { remark, type RowRemark } from './outcome.ts'
import {
  cellText,
  foldedText,
  readAmount,
  readList,
  readMoment,
  readNumber,
  readShare,
  type NumberSigns,
} from './reading/index.ts'

/**
 * What a field is given: a value for its schema, days and instants of which one is meant, the names of other things, each as the parts of its key, or
 * the word that takes away what is there.
 */
export type Given =
  | { readonly value: unknown }
  | { readonly moments: readonly string[]; readonly pick: 'earliest' | 'latest' }
  | { readonly names: readonly (readonly string[])[] }
  | { readonly takesAway: true }
  | { readonly expected: Wording }

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
  readonly cells: readonly string[]
  readonly fields: Readonly<Record<string, ReadField>>
  readonly custom: Readonly<Record<string, ReadField>>
  /** The values of the key columns; null without a key. */
  readonly key: readonly string[] | null
  /** All that the mapping looks at, for telling equal rows. */
  readonly content: readonly string[]
  readonly faults: readonly RowRemark[]
  readonly notices: readonly RowRemark[]
}

type Formats = Pick<CellSource, 'dateFormat' | 'scale' | 'round' | 'unit' | 'country'> & {
  readonly dateFormat: string
  /** Null where the mapping declares none. */
  readonly numbers: NumberSigns | null
}

/** How constants of a mapping are written, whatever the file does. */
const plain: Formats = { dateFormat: 'yyyy-MM-dd', numbers: { decimal: '.', group: null }, round: false }

type Picks = 'join' | 'first' | 'earliest' | 'latest'

const momentsOf = (parts: readonly string[], dateFormat: string, pick: Picks): Given => {
  const read = parts.filter(part => part !== '').map(part => readMoment(part, dateFormat))
  const unreadable = read.find(one => 'expected' in one)
  if (unreadable) return unreadable
  const moments = read.flatMap(one => ('value' in one ? [one.value] : []))
  return { moments, pick: pick === 'latest' ? 'latest' : 'earliest' }
}

const convert = (
  reads: Reads,
  parts: readonly string[],
  { join, separator }: Pick<CellSource, 'join' | 'separator'>,
  { dateFormat, numbers, scale, round, unit, country }: Formats,
  pick: Picks = 'join',
): Given => {
  const text = parts.filter(part => part !== '').join(join)
  switch (reads.as) {
    case 'line':
      return { value: oneLine(text) }
    case 'text':
      return { value: text }
    case 'number':
      return readNumber(text, numbers)
    case 'amount': {
      const read = readAmount(text, numbers)
      return 'expected' in read ? read : { value: { ...read.value, scale: scale ?? null, round } }
    }
    case 'share':
      return readShare(text, numbers, { unit: unit ?? null, round })
    case 'day':
      return momentsOf(pick === 'join' ? [text] : parts, dateFormat, pick)
    case 'list':
      return { value: readList(text, separator) }
    case 'phone':
      return { value: { text: oneLine(text), country } }
    case 'reference':
      return {
        names: reads.many && parts.length === 1 ? readList(text, separator).map(name => [name]) : [parts.map(oneLine)],
      }
  }
}

/** A constant of the mapping for a field. */
export const constantOf = (field: Pick<Field, 'reads'>, value: string | number | boolean, separator = ';'): Given =>
  convert(field.reads, [String(value)], { join: ' ', separator }, plain)

const columnsOf = (source: Source | CustomSource | undefined): readonly string[] =>
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
  const word = typeof given.value === 'string' ? foldedText(given.value) : ''
  return word === 'true' || word === 'false'
    ? { value: word === 'true' }
    : {
        expected: {
          en: "expected true or false; say in the mapping's `values` which of them the file's words mean",
          vi: 'cần true hoặc false; hãy ghi trong `values` của tệp ánh xạ từ nào trong tệp nghĩa là gì',
        },
      }
}

/** How a row's cells are looked up and mended, worked out once for a file. */
interface Reader {
  (cells: readonly string[], notices: RowRemark[]): ReadField
}

/** A constant of the mapping. */
const fromNoColumn = { column: null, value: null, otherwise: undefined, leaveEmpty: false, alsoFeeds: [] } as const
const withoutNul = { en: 'expected text without NUL characters', vi: 'cần văn bản không có ký tự NUL' }
const emptyCell = { en: 'empty', vi: 'để trống' }
const keyExpected = { en: 'expected a value: by it the row is known', vi: 'cần một giá trị: dòng được nhận ra nhờ nó' }

/** @throws FileUnreadable naming every column that the file lacks */
export const rowReader = (mapping: Mapping, fields: Fields, sheet: Sheet): ((row: SheetRow) => ReadRow) => {
  const { key = null, custom: ownFields = {}, delimiter } = mapping
  const emptyWords = new Set(mapping.emptyWords.map(foldedText))
  const none = mapping.none === undefined ? undefined : foldedText(mapping.none)
  const sources = [...Object.values(mapping.fields), ...Object.values(ownFields)]
  const used = [...new Set([...(key ?? []).map(({ column }) => column), ...sources.flatMap(columnsOf)])]
  const places = locate(sheet, used, delimiter)
  const cellAt = (cells: readonly string[], column: string): string => cellText(cells[places.get(column) ?? -1] ?? '')
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
    const meant = (text: string): string => {
      if (isPlain || text === '') return text
      const folded = foldedText(text)
      return mended.get(folded) ?? (emptyWords.has(folded) ? '' : text)
    }
    const formats: Formats = {
      ...source,
      dateFormat: source.dateFormat ?? mapping.dateFormat,
      numbers: source.numbers ?? mapping.numbers ?? null,
      country: source.country === undefined ? mapping.country : source.country,
    }
    const { whenEmpty } = source
    const otherwise =
      whenEmpty === undefined || whenEmpty === 'report' ? undefined : constantOf({ reads }, whenEmpty, source.separator)
    const leaveEmpty = source.whenInvalid === 'leaveEmpty'
    const alsoFeeds = alsoFedBy(name, columns)
    return (cells, notices) => {
      const raw = columns.map(column => cellAt(cells, column))
      const parts = raw.map(meant)
      const first = pick === 'first' ? parts.findIndex(part => part !== '') : -1
      const taken = first < 0 ? parts : parts.slice(first, first + 1)
      const value = first < 0 ? raw.join(source.join) : (raw[first] ?? '')
      const said = { column: first < 0 ? column : nameOf(columns[first] ?? ''), value }
      if (parts.every(part => part === '')) {
        if (whenEmpty === 'report') notices.push(remark({ field: name, code: 'EMPTY', words: emptyCell }, said))
        return { ...said, given: undefined, otherwise, leaveEmpty, alsoFeeds }
      }
      const given: Given = value.includes('\0')
        ? { expected: withoutNul }
        : none !== undefined && foldedText(taken.filter(part => part !== '').join(source.join)) === none
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
      (cells, notices) => {
        const field = reader(cells, notices)
        return { ...field, given: typed(field.given, source.as), otherwise: typed(field.otherwise, source.as) }
      },
    ]
  })
  const content = [...used].sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0))
  const keyColumns = key?.map(({ column, values }) => ({
    column,
    values: new Map(Object.entries(values).map(([from, to]) => [foldedText(from), to])),
  }))

  return ({ row, cells, ragged }) => {
    const faults: RowRemark[] = []
    const notices: RowRemark[] = []
    if (ragged !== undefined) faults.push(remark({ field: null, code: 'RAGGED', words: ragged }))
    // Cells of a ragged row may stand under the wrong headings: what they seem to say is no help.
    const read = (readers: readonly [string, Reader][]) =>
      ragged === undefined ? Object.fromEntries(readers.map(([name, reader]) => [name, reader(cells, notices)])) : {}
    const keyValues = keyColumns?.map(({ column, values }) => {
      const text = oneLine(cellAt(cells, column))
      return values.size === 0 ? text : (values.get(foldedText(text)) ?? text)
    })
    if (ragged === undefined && keyValues?.every(value => value === '')) {
      faults.push(
        remark(
          { field: null, code: 'KEY_MISSING', words: keyExpected },
          { column: (key ?? []).map(({ column }) => nameOf(column)).join(', '), value: '' },
        ),
      )
    }
    return {
      row,
      cells,
      fields: read(readers),
      custom: read(customReaders),
      key: keyValues ?? null,
      content: content.flatMap(column => [nameOf(column), oneLine(cellAt(cells, column))]),
      faults,
      notices,
    }
  }
}
