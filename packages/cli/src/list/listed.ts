// Any list's rows as people, spreadsheets and programs read them.
import { showMoney, type Language, type ShownMoney } from '@eventcrm/domain'
import type { AnyList, ListAnswer, ListField, ListGroup } from '@eventcrm/projection'
import { erased } from '../erased.ts'
import { formatsOf } from '../formats.ts'
import { table } from '../layout.ts'
import { csvOf, type Row } from '../report/report-csv.ts'
import type { Paint } from '../terminal.ts'

type Value = string | number | boolean | ShownMoney | readonly string[] | null
/** A row by the names of the list's fields. */
export interface Listed {
  readonly id: string
  readonly values: Readonly<Record<string, Value>>
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const at = (document: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), document)

const valueOf = (document: unknown, { kind, path, currencyPath }: ListField): Value => {
  const value = at(document, path)
  if (kind === 'money') {
    const currency = currencyPath === undefined ? undefined : at(document, currencyPath)
    return typeof value === 'number' && typeof currency === 'string' ? showMoney({ minorUnits: value, currency }) : null
  }
  if (Array.isArray(value)) return value.map(String)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}

/** Fields that have a value of their own, and are not only asked for. */
const valued = ({ fields }: AnyList) =>
  Object.entries(fields).filter(([, { kind }]) => kind !== 'neglect' && kind !== 'past')

export const listedOf = (list: AnyList, { rows }: Pick<ListAnswer, 'rows'>): readonly Listed[] =>
  rows.map(({ key, document }) => ({
    id: key,
    values: Object.fromEntries(valued(list).map(([name, field]) => [name, valueOf(document, field)])),
  }))

/** Ids stand beside the names of what they are of. */
export const listedJson = ({ fields }: AnyList, rows: readonly Listed[], names: ListAnswer['names']) =>
  rows.map(({ id, values }) => ({
    id,
    ...Object.fromEntries(
      Object.entries(values).flatMap(([name, value]): (readonly [string, unknown])[] =>
        fields[name]?.kind === 'id'
          ? [
              [`${name}Id`, value],
              [name, typeof value === 'string' ? (names.get(value) ?? null) : null],
            ]
          : [[name, value]],
      ),
    ),
  }))

export const listedCsv = (list: AnyList, rows: readonly Listed[], names: ListAnswer['names']): string => {
  const columns = valued(list).flatMap(([name, { kind }]) =>
    kind === 'id' ? [`${name}Id`, name] : kind === 'money' ? [name, `${name}Currency`] : [name],
  )
  const cells = rows.map(({ id, values }): Row => {
    const row: Record<string, Row[string]> = { id }
    for (const [name, value] of Object.entries(values)) {
      const isId = list.fields[name]?.kind === 'id'
      if (isId && typeof value === 'string') {
        row[`${name}Id`] = value
        row[name] = names.get(value) ?? null
      } else if (typeof value === 'object' && value !== null) {
        if ('amount' in value) {
          row[name] = { amount: value.amount }
          row[`${name}Currency`] = value.currency
        } else row[name] = value.join('; ')
      } else row[name] = typeof value === 'boolean' ? String(value) : value
    }
    return row
  })
  return csvOf(cells, ['id', ...columns])
}

const words = {
  en: { nothing: 'Nothing is like that.', yes: 'yes', count: 'Count', none: '–' },
  vi: { nothing: 'Không có gì như vậy.', yes: 'có', count: 'Số lượng', none: '–' },
} as const

export interface Page {
  readonly language: Language
  readonly width: number
  readonly paint: Paint
  readonly names: ListAnswer['names']
}

/** A value as people read it; a dash for none. */
export const shownValue = (
  field: ListField | undefined,
  value: Value | undefined,
  { language, names }: Page,
): string => {
  const said = words[language]
  const formats = formatsOf(language)
  if (value === undefined || value === null) return field?.isErasable ? erased[language] : said.none
  if (typeof value === 'boolean') return value ? said.yes : said.none
  if (typeof value === 'number') return formats.count(value)
  if (typeof value === 'object') return 'amount' in value ? formats.money(value) : value.join(', ')
  if (field?.kind === 'id') return names.get(value) ?? erased[language]
  if (field?.kind === 'day') return formats.day(value)
  return field?.choices?.[value]?.[language] ?? value
}

/** A cell of a table: the value, behind that of another field where the list says so. */
const cellIn = (fields: AnyList['fields'], values: Listed['values'], name: string, page: Page): string => {
  const shown = shownValue(fields[name], values[name], page)
  const before = fields[name]?.behind
  const value = before === undefined ? null : values[before]
  if (before === undefined || value === null || value === undefined) return shown
  const first = shownValue(fields[before], value, page)
  // before it is issued an invoice has a symbol and no number
  return values[name] === null ? first : `${first} ${shown}`
}

/** Lines without a break at the end. */
export const listedTable = ({ fields, columns }: AnyList, rows: readonly Listed[], page: Page): string => {
  const { language, width, paint } = page
  if (rows.length === 0) return `  ${words[language].nothing}`
  return table(
    columns.map(name => {
      const { kind, title, behind } = fields[name] ?? { kind: 'text', title: { en: name, vi: name } }
      return {
        title: title[language],
        ...(kind === 'money' || kind === 'number' ? { align: 'right' as const } : {}),
        shrinks: (kind === 'text' && behind === undefined) || kind === 'choice' || kind === 'id',
      }
    }),
    rows.map(({ values }) => columns.map(name => cellIn(fields, values, name, page))),
    { width, paintTitles: text => paint('dim', text) },
  ).join('\n')
}

const amountsOf = ({ amounts }: ListGroup): readonly ShownMoney[] =>
  Object.values(amounts).flatMap(byCurrency =>
    Object.entries(byCurrency).map(([currency, minorUnits]) => showMoney({ minorUnits, currency })),
  )

/** What is counted by a field, a line each. */
export const groupsTable = ({ fields }: AnyList, group: string, groups: readonly ListGroup[], page: Page): string => {
  const { language, width, paint } = page
  const formats = formatsOf(language)
  const field = fields[group]
  const hasAmounts = groups.some(({ amounts }) => Object.keys(amounts).length > 0)
  const money = Object.values(fields).find(({ kind }) => kind === 'money')
  return table(
    [
      { title: field?.title[language] ?? group, shrinks: true },
      { title: words[language].count, align: 'right' },
      ...(hasAmounts ? [{ title: money?.title[language] ?? '', align: 'right' as const }] : []),
    ],
    groups.map(one => [
      shownValue(field, one.value, page),
      formats.count(one.count),
      ...(hasAmounts
        ? [
            amountsOf(one)
              .map(amount => formats.money(amount))
              .join(' + '),
          ]
        : []),
    ]),
    { width, paintTitles: text => paint('dim', text) },
  ).join('\n')
}

/** Groups for programs, ids beside the names of what they are of: sums as decimal text, amounts in major units, as reports show them. */
export const groupsJson = (
  { fields }: AnyList,
  group: string,
  groups: readonly ListGroup[],
  names: ListAnswer['names'],
) =>
  groups.map(({ value, count, sums, amounts }) => ({
    value,
    ...(fields[group]?.kind === 'id' ? { name: typeof value === 'string' ? (names.get(value) ?? null) : null } : {}),
    count,
    sums: Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, String(sum)])),
    amounts: Object.fromEntries(
      Object.entries(amounts).map(([name, byCurrency]) => [
        name,
        Object.entries(byCurrency).map(([currency, minorUnits]) => showMoney({ minorUnits, currency })),
      ]),
    ),
  }))

/** Groups for a spreadsheet: a line each, and of amounts in several currencies one for each. */
export const groupsCsv = (
  { fields }: AnyList,
  group: string,
  groups: readonly ListGroup[],
  names: ListAnswer['names'],
): string => {
  const all = Object.entries(fields)
  const isId = fields[group]?.kind === 'id'
  const numbers = all.filter(([name]) => groups.some(({ sums }) => sums[name] !== undefined)).map(([name]) => name)
  const money = all.find(([name]) => groups.some(({ amounts }) => amounts[name] !== undefined))?.[0]
  const rows = groups.flatMap(({ value, count, sums, amounts }): readonly Row[] => {
    const called = isId
      ? { [`${group}Id`]: String(value ?? ''), [group]: typeof value === 'string' ? (names.get(value) ?? null) : null }
      : { [group]: typeof value === 'boolean' ? String(value) : value }
    const row = { ...called, count, ...Object.fromEntries(numbers.map(name => [name, sums[name] ?? null])) }
    const byCurrency = Object.entries(money === undefined ? {} : (amounts[money] ?? {}))
    if (money === undefined || byCurrency.length === 0) return [row]
    return byCurrency.map(([currency, minorUnits]) => ({
      ...row,
      [money]: { amount: showMoney({ minorUnits, currency }).amount },
      [`${money}Currency`]: currency,
    }))
  })
  const columns = [
    ...(isId ? [`${group}Id`, group] : [group]),
    'count',
    ...numbers,
    ...(money === undefined ? [] : [money, `${money}Currency`]),
  ]
  return csvOf(rows, columns)
}
