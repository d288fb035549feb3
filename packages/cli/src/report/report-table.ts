// Any report as people read it in a terminal.
import type { Language, ShownMoney } from '@eventcrm/domain'
import type { CellValue, Kind, Said, Section, SectionColumn } from '@eventcrm/projection'
import stringWidth from 'string-width'
import { clockOf } from '../clock.ts'
import { formatsOf, type Formats } from '../formats.ts'
import { bar, table, wrapped, type Cell, type Column } from '../layout.ts'
import type { Paint } from '../terminal.ts'
import { reportWords, type ReportWords } from './report-words.ts'
import type { AskedValue, ShownAnswer } from './shown-answer.ts'

export interface TableOptions {
  readonly language: Language
  readonly width: number
  readonly paint: Paint
  /** The company's: the instant by which an answer was known is then told by its clock, and in UTC otherwise. */
  readonly timeZone?: string
  /** Only sections of these names. */
  readonly only?: readonly string[]
}

interface Page extends TableOptions {
  /** Whether the report takes `--top`, which shows more rows. */
  readonly hasTop: boolean
  readonly words: ReportWords
  readonly formats: Formats
}

const isSaid = (value: CellValue): value is Said => typeof value === 'object' && value !== null && 'say' in value
const isMoney = (value: CellValue): value is ShownMoney =>
  typeof value === 'object' && value !== null && 'amount' in value
const isNumber = (value: CellValue): value is number | bigint => typeof value === 'number' || typeof value === 'bigint'

const ofNumbers: ReadonlySet<Kind> = new Set(['count', 'money', 'percent', 'decimal', 'number'])

const textOf = (
  value: CellValue,
  { kind, title }: SectionColumn,
  { words, formats, language }: Pick<Page, 'words' | 'formats' | 'language'>,
): string => {
  if (isSaid(value)) return value.say[language]
  if (value === null) return kind === 'name' ? words.unnamed : ofNumbers.has(kind) ? '–' : ''
  if (isMoney(value)) return formats.money(value)
  if (typeof value === 'boolean') return value ? title[language] : ''
  if (isNumber(value))
    return kind === 'percent'
      ? formats.percent(Number(value))
      : kind === 'decimal'
        ? formats.decimal(Number(value))
        : kind === 'number'
          ? formats.number(Number(value))
          : formats.count(value)
  return kind === 'day' ? formats.day(value) : kind === 'month' ? formats.month(value) : value
}

const sizeOf = (value: CellValue): number =>
  isMoney(value) ? Number(value.amount) : isNumber(value) ? Number(value) : 0

/** What a bar is drawn against. */
const wholeOf = ({ kind }: SectionColumn, values: readonly CellValue[]): number =>
  kind === 'percent' ? 1 : Math.max(0, ...values.map(sizeOf))

/** What a bar's rest is drawn with, where it stands for something. */
const restOfBar = '░'

const barCell = (
  value: CellValue,
  { bar: drawn }: SectionColumn,
  whole: number,
  width: number,
  { paint }: Page,
): Cell => ({
  text: bar(whole === 0 ? 0 : sizeOf(value) / whole, width, drawn === true || value === null ? '' : restOfBar),
  paint: text => paint('cyan', text),
})

/** Columns that a table has: not those for CSV alone, and no yes or no that is no everywhere. */
const columnsIn = ({ columns, rows }: Section) =>
  columns
    .map((column, i) => ({ column, values: rows.map(row => row[i] ?? null) }))
    .filter(({ column, values }) => column.inTable !== false && (column.kind !== 'flag' || values.includes(true)))

/** What a question's field `top` takes at most. */
const largestTop = 1000

const gap = 2
const widestBar = 12
const narrowestBar = 4

/** Bars take what width is left to them, and stand aside where that is too little. */
const barWidth = (texts: readonly (readonly string[])[], bars: number, width: number): number => {
  const used = texts.reduce((sum, column) => sum + Math.max(0, ...column.map(text => stringWidth(text))) + gap, 0)
  const left = Math.floor((width - used) / bars) - gap
  return left < narrowestBar ? 0 : Math.min(left, widestBar)
}

const tableLines = (section: Section, page: Page, rowsShown: number): readonly string[] => {
  const { language, width, paint } = page
  const all = columnsIn(section)
  const under = all.filter(({ column }) => column.inTable === 'below')
  const below = (row: number): readonly string[] => {
    const told = under.map(({ column, values }) => textOf(values[row] ?? null, column, page))
    const text = told.filter(part => part !== '').join(' · ')
    return text === '' ? [] : [paint('dim', `    ${wrapped(text, width, 4)}`)]
  }
  const beside = all.filter(({ column }) => column.inTable === true)
  const shown = beside.map(({ column, values }) => ({
    column,
    values: values.slice(0, rowsShown),
    title: column.kind === 'flag' ? '' : column.title[language],
    texts: values.slice(0, rowsShown).map(value => textOf(value, column, page)),
  }))
  const bars = shown.filter(({ column }) => column.bar !== false).length
  const wide =
    bars === 0
      ? 0
      : barWidth(
          shown.map(({ title, texts }) => [title, ...texts]),
          bars,
          width,
        )
  const columns = shown.flatMap(({ column, title, texts, values }) => {
    const isNumeric = ofNumbers.has(column.kind)
    const made: Column = { title, ...(isNumeric ? { align: 'right' } : { shrinks: !column.whole }) }
    const whole = wholeOf(column, values)
    return [
      { made, cells: texts },
      ...(column.bar !== false && wide > 0
        ? [{ made: { title: '' }, cells: values.map(value => barCell(value, column, whole, wide, page)) }]
        : []),
    ]
  })
  return table(
    columns.map(({ made }) => made),
    Array.from({ length: rowsShown }, (_, i) => columns.map(({ cells }) => cells[i] ?? '')),
    { width, paintTitles: text => paint('dim', text), below },
  )
}

/** One row set upright: a line for each column. */
const uprightLines = (section: Section, page: Page): readonly string[] => {
  const rows = columnsIn(section).flatMap(({ column, values }) =>
    values.map((value): Cell[] => [
      column.title[page.language],
      textOf(value, column, page),
      column.bar !== false ? barCell(value, column, wholeOf(column, [value]), widestBar, page) : '',
    ]),
  )
  return table([{ title: '' }, { title: '', align: 'right' }, { title: '' }], rows, { width: page.width })
}

/** What the parts of the bars stand for. */
const captionOf = ({ columns }: Section, { language }: Page): readonly string[] => {
  const captions = columns.flatMap(({ bar, inTable }) =>
    typeof bar === 'object' && inTable ? [`█ ${bar.share[language]}  ${restOfBar} ${bar.rest[language]}`] : [],
  )
  return [...new Set(captions)]
}

const sectionLines = (section: Section, page: Page): readonly string[] => {
  const { rows, title, note, upright, most } = section
  const { language, paint, words } = page
  if (rows.length === 0 && note === null) return []
  const shown = Math.min(rows.length, most ?? rows.length)
  const below = [
    ...(rows.length > shown
      ? [words.more(rows.length - shown) + (page.hasTop ? `: --top ${String(Math.min(rows.length, largestTop))}` : '')]
      : []),
    ...(note === null ? [] : [note[language]]),
    ...(rows.length === 0 ? [] : captionOf(section, page)),
  ]
  return [
    '',
    paint('bold', wrapped(title[language], page.width, 2)),
    ...(rows.length === 0 ? [] : upright ? uprightLines(section, page) : tableLines(section, page, shown)),
    ...below.map(line => paint('dim', `  ${wrapped(line, page.width, 2)}`)),
  ]
}

/** What the report was asked for, beside the day. */
const askedLines = ({ report, asked, names }: ShownAnswer, { words, formats, language, paint, width }: Page) => {
  const saidOf = ({ field: { name, holds }, value }: AskedValue): string => {
    const { title, none } = report.asked[name] ?? {}
    if (value === null && none) return none[language]
    const said =
      value === null ? '–' : holds === 'day' ? formats.day(value) : holds === 'id' ? (names.get(value) ?? value) : value
    return `${title?.[language] ?? name} ${said}`
  }
  return asked.length === 0 ? [] : [paint('dim', wrapped(`${words.only}: ${asked.map(saidOf).join(' · ')}`, width, 2))]
}

/** What tells sections apart that are there several times: the currency, say. */
const headingOf = ({ within }: Section, sections: readonly Section[]): string =>
  Object.entries(within)
    .filter(([name, value]) => sections.some(section => section.within[name] !== value))
    .map(([, value]) => value)
    .join(' · ')

/** A figure of a section of one row, as its table shows it: what it is, and how much. */
export const figureOf = (
  section: Section,
  name: string,
  language: Language,
): readonly [title: string, text: string] => {
  const place = section.columns.findIndex(column => column.name === name)
  const column = section.columns[place]
  if (!column) throw new TypeError(`There is no column '${name}' in '${section.name}'`)
  const page = { words: reportWords[language], formats: formatsOf(language), language }
  return [column.title[language], textOf(section.rows[0]?.[place] ?? null, column, page)]
}

const instantIn = (instant: string, { timeZone, language }: TableOptions): string =>
  timeZone === undefined ? instant : `${clockOf(timeZone, language, 'medium')(instant)} ${timeZone}`

/** Lines, without a break at the end. */
export const reportTable = (shown: ShownAnswer, options: TableOptions): string => {
  const { language, paint, width, only } = options
  const { report, asOf, knownAt, sections: all } = shown
  // where sections are picked, another command than `report` shows them, and has no such option
  const hasTop = only === undefined && Object.hasOwn(report.question.shape, 'top')
  const page: Page = { ...options, hasTop, words: reportWords[language], formats: formatsOf(language) }
  const sections = only ? all.filter(({ name }) => only.includes(name)) : all
  let heading = ''
  return [
    paint('bold', wrapped(`${report.title[language]} ${page.words.asOf(page.formats.day(asOf))}`, width, 2)),
    ...(knownAt === null ? [] : [paint('dim', wrapped(page.words.knownAt(instantIn(knownAt, options)), width, 2))]),
    ...askedLines(shown, page),
    paint('dim', '─'.repeat(width)),
    ...(sections.every(({ rows }) => rows.length === 0) ? [`  ${page.words.nothing}`] : []),
    ...sections.flatMap(section => {
      const was = heading
      heading = headingOf(section, sections)
      return [...(heading === was ? [] : ['', paint('bold', heading)]), ...sectionLines(section, page)]
    }),
  ].join('\n')
}
