import type { Step } from '@eventcrm/demo'
import type { Paint } from './terminal.ts'
import { visible } from './visible.ts'

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
  readonly file: string
  readonly paint: Paint
  /** What the program is called by. */
  readonly program: string
}

/** What to type next, with what it shows. */
export const nextSteps = (steps: readonly Step[], { file, paint, program }: Shown): string => {
  const on = `--database ${/^[\w./-]+$/.test(file) ? file : `'${visible(file).replaceAll("'", String.raw`'\''`)}'`}`
  const story = busiest(steps)
  const lines: readonly (readonly [does: string, line: string])[] = [
    ['The pipeline as of any other day, in English', `report pipeline ${on} --as-of 2025-03-31 --language en`],
    ['One team’s', `report pipeline ${on} --team "Miền Nam"`],
    ...(story === undefined
      ? []
      : [
          [
            'The story of one opportunity: who did what, when, and why',
            `history crm.opportunity-${story} ${on}`,
          ] as const,
        ]),
    ['Where log and documents stand', `status ${on}`],
    ['Throw the documents away, and fold them anew from the events', `rebuild ${on}`],
  ]
  return [
    paint('bold', 'What to try next'),
    ...lines.flatMap(([does, line]) => [paint('dim', `  ${does}`), `    ${program} ${line}`]),
  ].join('\n')
}
