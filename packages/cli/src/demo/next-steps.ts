import type { Step } from '@eventcrm/demo'
import type { Language } from '@eventcrm/domain'
import { wrapped } from '../layout.ts'
import { namespaceOf, type Place } from '../place.ts'
import type { Paint } from '../terminal.ts'
import { shellLines } from '../typed.ts'
import { demoWords } from './demo-words.ts'

/** The opportunity that most happened to: the best story to read. */
const busiest = (steps: readonly Step[]): string | undefined => {
  const times = new Map<string, number>()
  for (const { opportunityId } of steps) {
    if (opportunityId !== null) times.set(opportunityId, (times.get(opportunityId) ?? 0) + 1)
  }
  return [...times].reduce<readonly [string | undefined, number]>(
    (most, each) => (each[1] > most[1] ? each : most),
    [undefined, 0],
  )[0]
}

interface Shown {
  readonly place: Place
  readonly paint: Paint
  readonly language: Language
  /** What commands speak unless they are told otherwise. */
  readonly companys: Language
  readonly width: number
  /** What the program is called by. */
  readonly program: string
}

/** What to type next, with what it shows. */
export const nextSteps = (
  steps: readonly Step[],
  { place, paint, language, companys, width, program }: Shown,
): string => {
  const told = language === companys ? '' : ` --language ${language}`
  const on = `${place.typed === '' ? '' : ` ${place.typed}`}${told}`
  const words = demoWords[language]
  const story = busiest(steps)
  const lines: readonly (readonly [does: string, line: string])[] = [
    [words.otherDay, `report pipeline${on} --as-of 2025-03-31`],
    [words.oneTeam, `report pipeline${on} --team "Miền Nam"`],
    [words.funnel, `report lead-funnel${on} --source Facebook`],
    [words.owed, `report receivables${on} --as-of 2025-06-30`],
    [words.worth, `report clv${on} --as-of 2025-12-31`],
    [words.invoices, `list invoices${on} --overdue`],
    [words.statement, `report statement${on} --customer KH0001 --as-of 2025-12-31`],
    ...(story === undefined ? [] : [[words.story, `history ${namespaceOf(place)}.opportunity-${story}${on}`] as const]),
    [words.status, `status${on}`],
    [words.rebuild, `rebuild${on}`],
  ]
  return [
    paint('bold', words.tryNext),
    ...lines.flatMap(([does, line]) => [
      paint('dim', `  ${wrapped(does, width, 2)}`),
      ...shellLines(`${program} ${line}`, width - 4).map(typed => `    ${typed}`),
    ]),
  ].join('\n')
}
