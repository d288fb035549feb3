// Leads and contacts beside those that they may be the same as.
import { matchReasonWords, type Language, type MatchReason, type Words } from '@eventcrm/domain'
import { table } from './layout.ts'
import type { Paint } from './terminal.ts'

const words = {
  en: { name: 'Name', other: 'May be the same', score: 'Score', why: 'Because' },
  vi: { name: 'Tên', other: 'Có thể trùng với', score: 'Điểm', why: 'Vì' },
} as const

export const kindWords: Readonly<Record<'contact' | 'lead', Words>> = {
  contact: { en: 'contact', vi: 'liên hệ' },
  lead: { en: 'lead', vi: 'khách hàng tiềm năng' },
}

export interface DuplicateRow {
  readonly name: string
  readonly other: string
  /** Of both, whole: they are what is typed next. */
  readonly ids?: readonly [string, string]
  readonly score: number
  readonly reasons: readonly MatchReason[]
}

/** Lines, with titles. */
export const duplicatesTable = (
  rows: readonly DuplicateRow[],
  { language, width, paint }: { readonly language: Language; readonly width: number; readonly paint: Paint },
): string[] => {
  const said = words[language]
  return table(
    [
      { title: said.name, shrinks: true },
      { title: said.other, shrinks: true },
      { title: said.score },
      { title: said.why, shrinks: true },
    ],
    rows.map(({ name, other, score, reasons }) => [
      name,
      other,
      String(score),
      reasons.map(reason => matchReasonWords[reason][language]).join(', '),
    ]),
    {
      width,
      paintTitles: title => paint('dim', title),
      below: row => (rows[row]?.ids ?? []).map(id => `    ${paint('dim', id)}`),
    },
  )
}
