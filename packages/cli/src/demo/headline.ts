// What a demo comes to, short enough to be the last thing on a screen.
import type { Day, Language } from '@eventcrm/domain'
import { formatsOf } from '../formats.ts'
import { table, wrapped } from '../layout.ts'
import { figureOf } from '../report/report-table.ts'
import type { ShownAnswer } from '../report/shown-answer.ts'
import type { Paint } from '../terminal.ts'

interface Shown {
  readonly name: string
  /** What it was made of. */
  readonly made: string
  readonly language: Language
  readonly width: number
  readonly paint: Paint
}

const figures = ['openCount', 'openValue', 'wonCount', 'wonValue', 'lostCount', 'winRateByCount']

/** The same figures of several days, side by side; one of no opportunities has none. */
export const headline = (answers: readonly ShownAnswer[], { name, made, language, width, paint }: Shown): string => {
  const days: readonly Day[] = answers.map(({ asOf }) => asOf)
  const totals = answers.map(({ sections }) => sections.find(section => section.name === 'total'))
  const rows = figures.map(figure => {
    const cells = totals.map(total => (total ? figureOf(total, figure, language) : (['', '–'] as const)))
    return [cells.find(([title]) => title !== '')?.[0] ?? '', ...cells.map(([, text]) => text)]
  })
  return [
    paint('bold', wrapped(name, width, 2)),
    paint('dim', wrapped(made, width, 2)),
    ...table(
      [{ title: '' }, ...days.map(day => ({ title: formatsOf(language).day(day), align: 'right' as const }))],
      rows,
      { width, paintTitles: text => paint('dim', text) },
    ),
  ].join('\n')
}
