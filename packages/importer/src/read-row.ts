// A row's cells through a mapping: what each field is given, before references are followed and schemas asked.
import type { Wording } from '@eventcrm/crm'
import { locate, type Sheet, type SheetRow } from './csv/sheet.ts'
import type { Field, Fields, Reads } from './field.ts'
import type { CellSource, CustomSource, Mapping, Source } from './mapping.ts'
import { remark, type RowRemark } from './outcome.ts'
import { readDay, readList, readNumber, type NumberSigns } from './reading.ts'

/** What a field is given: a value for its schema, or the names of other things, each as the parts of its key. */
export type Given =
  { readonly value: unknown } | { readonly names: readonly (readonly string[])[] } | { readonly expected: Wording }

export interface ReadField {
  readonly column: string | null
  /** What stands in its cells. */
  readonly value: string | null
  /** What the row says; undefined where it says nothing. */
  readonly given: Given | undefined
  /** What something new gets where the row says nothing. */
  readonly otherwise: Given | undefined
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

interface Formats {
  readonly dateFormat: string
  readonly numbers: NumberSigns
}

/** How constants of a mapping are written, whatever the file does. */
const plain: Formats = { dateFormat: 'yyyy-MM-dd', numbers: { decimal: '.', group: null } }

const convert = (
  reads: Reads,
  parts: readonly string[],
  { join, separator }: Pick<CellSource, 'join' | 'separator'>,
  { dateFormat, numbers }: Formats,
): Given => {
  const text = parts.filter(part => part !== '').join(join)
  switch (reads.as) {
    case 'text':
      return { value: text }
    case 'number':
      return readNumber(text, numbers)
    case 'day':
      return readDay(text, dateFormat)
    case 'list':
      return { value: readList(text, separator) }
    case 'reference':
      return { names: reads.many && parts.length === 1 ? readList(text, separator).map(name => [name]) : [parts] }
  }
}

/** A constant of the mapping for a field. */
export const constantOf = (field: Pick<Field, 'reads'>, value: string | number | boolean, separator = ';'): Given =>
  convert(field.reads, [String(value)], { join: ' ', separator }, plain)

const columnsOf = (source: Source | CustomSource | undefined): readonly string[] =>
  source === undefined || 'value' in source
    ? []
    : (source.columns ?? (source.column === undefined ? [] : [source.column]))

/** A value of the company's own as what the mapping says that it is. */
const typed = (given: Given | undefined, as: 'text' | 'number' | 'boolean'): Given | undefined => {
  if (!given || !('value' in given) || as === 'text') return given
  if (as === 'number') return { value: Number(given.value) }
  return given.value === 'true' || given.value === 'false'
    ? { value: given.value === 'true' }
    : { expected: "expected true or false; say in the mapping's `values` which of them the file's words mean" }
}

/** How a row's cells are looked up and mended, worked out once for a file. */
interface Reader {
  (cells: readonly string[], into: { readonly faults: RowRemark[]; readonly notices: RowRemark[] }): ReadField
}

/** @throws FileUnreadable naming every column that the file lacks */
export const rowReader = (mapping: Mapping, fields: Fields, sheet: Sheet): ((row: SheetRow) => ReadRow) => {
  const { key = null, custom: ownFields = {}, delimiter } = mapping
  const sources = [...Object.values(mapping.fields), ...Object.values(ownFields)]
  const used = [...new Set([...(key ?? []).map(({ column }) => column), ...sources.flatMap(columnsOf)])]
  const places = locate(sheet, used, delimiter)
  const cellAt = (cells: readonly string[], column: string): string => cells[places.get(column) ?? -1]?.trim() ?? ''
  const nameOf = (column: string): string => sheet.nameOf(places.get(column) ?? -1)

  const readerOf = (name: string, reads: Reads, source: Source | CustomSource): Reader => {
    if ('value' in source) {
      const constant: ReadField = {
        column: null,
        value: null,
        given: constantOf({ reads }, source.value),
        otherwise: undefined,
      }
      return () => constant
    }
    const columns = columnsOf(source)
    const column = columns.map(nameOf).join(', ')
    const mended = new Map(Object.entries(source.values).map(([from, to]) => [from.normalize('NFC'), to.trim()]))
    const formats = { dateFormat: source.dateFormat ?? mapping.dateFormat, numbers: source.numbers ?? mapping.numbers }
    const { whenEmpty } = source
    const otherwise =
      whenEmpty === undefined || whenEmpty === 'report' ? undefined : constantOf({ reads }, whenEmpty, source.separator)
    return (cells, { faults, notices }) => {
      const raw = columns.map(column => cellAt(cells, column))
      const parts = raw.map(text => mended.get(text.normalize('NFC')) ?? text)
      const value = raw.join(source.join)
      const said = { column, value }
      if (parts.every(part => part === '')) {
        if (whenEmpty === 'report') notices.push(remark({ field: name, code: 'EMPTY', words: 'empty' }, said))
        return { ...said, given: undefined, otherwise }
      }
      const given: Given = value.includes('\0')
        ? { expected: 'expected text without NUL characters' }
        : convert(reads, parts, source, formats)
      if ('expected' in given) faults.push(remark({ field: name, code: 'INVALID', words: given.expected }, said))
      return { ...said, given, otherwise }
    }
  }

  const readers = Object.entries(mapping.fields).flatMap(([name, source]): [string, Reader][] => {
    const field = fields[name]
    return field && source ? [[name, readerOf(name, field.reads, source)]] : []
  })
  const customReaders = Object.entries(ownFields).map(([name, source]): [string, Reader] => {
    if ('value' in source)
      return [name, () => ({ column: null, value: null, given: { value: source.value }, otherwise: undefined })]
    const as = source.as === 'number' ? 'number' : 'text'
    const reader = readerOf(`custom.${name}`, { as }, source)
    return [
      name,
      (cells, into) => {
        const field = reader(cells, into)
        const given = typed(field.given, source.as)
        if (given && 'expected' in given && given !== field.given)
          into.faults.push(remark({ field: `custom.${name}`, code: 'INVALID', words: given.expected }, field))
        return { ...field, given, otherwise: typed(field.otherwise, source.as) }
      },
    ]
  })
  const content = [...used].sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0))
  const keyColumns = key?.map(({ column, values }) => ({ column, values: new Map(Object.entries(values)) }))

  return ({ row, cells, ragged }) => {
    const faults: RowRemark[] = []
    const notices: RowRemark[] = []
    if (ragged !== undefined) faults.push(remark({ field: null, code: 'RAGGED', words: ragged }))
    // Cells of a ragged row may stand under the wrong headings: what they seem to say is no help.
    const read = (readers: readonly [string, Reader][]) =>
      ragged === undefined
        ? Object.fromEntries(readers.map(([name, reader]) => [name, reader(cells, { faults, notices })]))
        : {}
    const keyValues = keyColumns?.map(({ column, values }) => {
      const text = cellAt(cells, column)
      return values.get(text) ?? text
    })
    if (ragged === undefined && keyValues?.every(value => value === '')) {
      faults.push(
        remark(
          { field: null, code: 'KEY_MISSING', words: 'expected a value: by it the row is known' },
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
      content: content.flatMap(column => [nameOf(column), cellAt(cells, column)]),
      faults,
      notices,
    }
  }
}
