// What `eventcrm status` tells of processes.
import type { CrmStatus } from '@eventcrm/crm'
import { table, type Cell } from './layout.ts'
import type { StatusWords } from './status-words.ts'
import type { Paint } from './terminal.ts'
import { visible } from './visible.ts'

interface Page {
  readonly words: StatusWords
  readonly width: number
  readonly paint: Paint
}

type ProcessOf = CrmStatus['processes'][number]

const standingOf = ({ started, open, upToDate, oldest, failing }: ProcessOf, { words, paint }: Page): Cell => {
  if (failing.length > 0) return { text: words.failing(failing.length), paint: text => paint('red', text) }
  if (!started) return { text: words.notStarted, paint: text => paint('dim', text) }
  if (open === null) return { text: words.notKnown, paint: text => paint('yellow', text) }
  if (!upToDate) return { text: words.moreMayBeOpen, paint: text => paint('yellow', text) }
  return oldest === null
    ? { text: words.done, paint: text => paint('green', text) }
    : { text: words.underWay(oldest), paint: text => paint('yellow', text) }
}

/** What processes have open; nothing where there are none. */
export const processLines = (processes: CrmStatus['processes'], page: Page): readonly string[] => {
  if (processes.length === 0) return []
  const { words, width, paint } = page
  return [
    '',
    ...table(
      [{ title: words.process }, { title: '' }, { title: words.open }],
      processes.map(one => [visible(one.process), standingOf(one, page), one.open === null ? '–' : String(one.open)]),
      { width, indent: 0, paintTitles: text => paint('dim', text) },
    ),
    ...processes.flatMap(({ process, failing }) =>
      failing.flatMap(({ stream, key, attempts, nextAt, reason }) => [
        '',
        `${paint('red', visible(process))}: ${words.failingStep(stream ?? visible(key), attempts, nextAt)}: ${visible(reason)}`,
      ]),
    ),
  ]
}
