// Columns of text that fit a width, whatever letters and signs they hold.
import cliTruncate from 'cli-truncate'
import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'
import { visible, visibleLines } from './visible.ts'

export interface Column {
  readonly title: string
  /** Numbers stand to the right. */
  readonly align?: 'left' | 'right'
  /** Gives way when the table is too wide. Of several, the widest gives way first. */
  readonly shrinks?: boolean
}

/** A cell, and what its text is painted with once it has its width. */
export interface Painted {
  readonly text: string
  readonly paint: (text: string) => string
}
export type Cell = string | Painted

const textOf = (cell: Cell | undefined): string => visible(typeof cell === 'object' ? cell.text : (cell ?? ''))

const painted = (text: string, cell: Cell | undefined): string => (typeof cell === 'object' ? cell.paint(text) : text)

const padded = (text: string, width: number, align: Column['align']): string => {
  const cut = cliTruncate(text, width)
  const space = ' '.repeat(Math.max(0, width - stringWidth(cut)))
  return align === 'right' ? space + cut : cut + space
}

/** Below this a column says nothing any more. */
const narrowest = 8

const widthsOf = (columns: readonly Column[], rows: readonly (readonly Cell[])[], available: number): number[] => {
  const widths = columns.map(({ title }, i) =>
    Math.max(stringWidth(visible(title)), ...rows.map(row => stringWidth(textOf(row[i])))),
  )
  const shrinking = columns.flatMap(({ shrinks = false }, i) => (shrinks ? [i] : []))
  for (let over = widths.reduce((sum, width) => sum + width, 0) - available; over > 0; over--) {
    const widest = Math.max(...shrinking.map(i => widths[i] ?? 0))
    if (widest <= narrowest) break
    widths[widths.findIndex((width, i) => width === widest && columns[i]?.shrinks === true)] = widest - 1
  }
  return widths
}

const gap = 2

interface Layout {
  readonly width: number
  readonly indent?: number
  readonly paintTitles?: (text: string) => string
  readonly below?: (row: number) => readonly string[]
}

/** Rows one below the other, a line for each cell: where a table does not fit side by side. */
const records = (
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  { width, indent, paintTitles, below }: Required<Layout>,
): string[] => {
  const titles = columns.map(({ title }) => visible(title))
  const labels = Math.max(0, ...titles.slice(1).map(title => stringWidth(title)))
  const margin = ' '.repeat(indent)
  return rows.flatMap(([first, ...cells], row) => [
    margin + painted(wrapped(textOf(first), width, indent), first),
    ...cells.flatMap((cell, i) => {
      if (textOf(cell) === '') return []
      const title = padded(titles[i + 1] ?? '', labels, 'left')
      const start = labels === 0 ? '' : paintTitles(title) + ' '.repeat(gap)
      const under = indent + gap + (labels === 0 ? 0 : labels + gap)
      return [`${margin}${' '.repeat(gap)}${start}${painted(wrapped(textOf(cell), width, under), cell)}`]
    }),
    ...below(row),
  ])
}

/**
 * A table, a line each; where it would not fit however much columns give way, its rows one below the other.
 * @param options.paintTitles what the line of titles is painted with; a table whose titles are all empty has none
 * @param options.below lines that stand below a row, as they are
 */
export const table = (
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  { width, indent = 2, paintTitles = text => text, below = () => [] }: Layout,
): string[] => {
  const available = width - indent - gap * (columns.length - 1)
  const widths = widthsOf(columns, rows, available)
  if (widths.reduce((sum, each) => sum + each, 0) > available)
    return records(columns, rows, { width, indent, paintTitles, below })
  const line = (cells: readonly Cell[]): string => {
    const texts = columns
      .map(({ align }, i) => {
        const cell = cells[i]
        const text = padded(textOf(cell), widths[i] ?? 0, align)
        return painted(text, cell)
      })
      .join(' '.repeat(gap))
    return `${' '.repeat(indent)}${texts}`.trimEnd()
  }
  const titles = columns.some(({ title }) => title !== '')
    ? [columns.map(({ title }) => ({ text: title, paint: paintTitles }))]
    : []
  return [...titles.map(line), ...rows.flatMap((cells, row) => [line(cells), ...below(row)])]
}

/**
 * Text in as many lines as it takes. Further lines stand under the first, so that no text looks like what stands beside or below it.
 * @param under how far to the right the further lines stand
 */
export const wrapped = (text: string, width: number, under: number): string =>
  wrapAnsi(visibleLines(text).join('\n'), Math.max(1, width - under), { hard: true, trim: true })
    .split('\n')
    .join(`\n${' '.repeat(under)}`)

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

/** A bar of blocks for a share of one; `rest` fills what is left of its width. */
export const bar = (share: number, width: number, rest = ''): string => {
  const parts = Math.round(Math.min(Math.max(share, 0), 1) * width * 8)
  const blocks = '█'.repeat(Math.floor(parts / 8)) + (eighths[parts % 8] ?? '')
  return blocks + rest.repeat(width - blocks.length)
}
