import { isErased } from '@eventcrm/domain'
import type { DecodedEvent } from '@eventcrm/event-store'
import { clockOf } from '../clock.ts'
import { wrapped } from '../layout.ts'
import type { Paint } from '../terminal.ts'
import { describedEvent } from './event-words.ts'
import { historyWords } from './history-words.ts'
import { shownFields, show, type Shows } from './show-value.ts'

export interface HistoryOptions extends Shows {
  readonly width: number
  readonly paint: Paint
  readonly timeZone: string
}

interface Page extends Omit<HistoryOptions, 'timeZone'> {
  readonly at: (instant: string) => string
}

const indent = ' '.repeat(18)

/** Further lines of one thing stand further in than the next thing. */
const further = 2
const under = indent.length + further

/** What one command did at once goes together: the first of it says when, and by whom. */
const eventLines = (event: DecodedEvent, isFirst: boolean, { width, paint, at, ...shows }: Page): readonly string[] => {
  const occurred = at(event.occurredAt)
  const recorded = at(event.recordedAt)
  const words = historyWords[shows.language]
  const fields = shownFields(event, shows)
  const labels = Math.max(0, ...fields.map(([label]) => label.length))
  const underLabel = labels === 0 ? under : indent.length + labels + 2
  const described = paint('bold', wrapped(describedEvent(event.type, shows.language), width, under))
  const why = event.reason === undefined ? undefined : isErased(event.reason) ? words.erased : event.reason
  const by = `${words.by(show(event.actor, shows))} · ${event.source}`
  const late = recorded === occurred ? '' : ` · ${words.writtenDown(recorded)}`
  return [
    '',
    `${isFirst ? `${paint('cyan', occurred)}  ` : indent}${described}`,
    `${indent}${paint('dim', wrapped(isFirst ? `${event.type} · ${by}${late}` : event.type, width, under))}`,
    ...(isFirst && why !== undefined ? [`${indent}${wrapped(`“${why}”`, width, under)}`] : []),
    ...fields.map(([label, text]) => {
      const start = labels === 0 ? '' : `${label.padEnd(labels)}  `
      return `${indent}${paint('dim', start)}${wrapped(text, width, underLabel)}`
    }),
  ]
}

const goTogether = (before: DecodedEvent | undefined, event: DecodedEvent): boolean =>
  before?.commandId === event.commandId && before.occurredAt === event.occurredAt

/** Who did what, when and why, oldest first; lines without a break at the end. */
export const historyTable = (
  stream: string,
  name: string | undefined,
  events: readonly DecodedEvent[],
  options: HistoryOptions,
): string => {
  const { paint, width, timeZone, language } = options
  const words = historyWords[language]
  const heading = [
    ...(name === undefined ? [] : [paint('bold', wrapped(name, width, further))]),
    paint('dim', wrapped(`${stream} · ${words.events(events.length)} · ${words.timesOf(timeZone)}`, width, further)),
  ]
  const page = { ...options, at: clockOf(timeZone, language) }
  const lines = events.flatMap((event, i) => eventLines(event, !goTogether(events[i - 1], event), page))
  return [...heading, ...lines].join('\n')
}
