import { aggregates, isErased } from '@eventcrm/domain'
import type { DecodedEvent } from '@eventcrm/event-store'
import type { z } from 'zod'
import { wrapped } from '../layout.ts'
import type { Paint } from '../terminal.ts'
import { shownFields, show, type Shows } from './show-value.ts'

export interface HistoryOptions extends Shows {
  readonly width: number
  readonly paint: Paint
  readonly timeZone: string
}

interface Page extends Omit<HistoryOptions, 'timeZone'> {
  readonly at: (instant: string) => string
}

const descriptions = new Map(
  Object.values(aggregates).flatMap(({ events }) =>
    Object.entries<{ readonly schema: z.ZodType }>(events).map(
      ([type, { schema }]) => [type, schema.description ?? type] as const,
    ),
  ),
)

/** An instant as a clock on the company's wall shows it. */
const clock = (timeZone: string) => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  return (instant: string): string => format.format(new Date(instant))
}

const indent = ' '.repeat(18)
/** Further lines of one thing stand further in than the next thing. */
const further = 2
const under = indent.length + further

/** What one command did at once goes together: the first of it says when, and by whom. */
const eventLines = (event: DecodedEvent, isFirst: boolean, { width, paint, at, ...shows }: Page): readonly string[] => {
  const occurred = at(event.occurredAt)
  const recorded = at(event.recordedAt)
  const fields = shownFields(event.data, shows)
  const labels = Math.max(0, ...fields.map(([label]) => label.length))
  const underLabel = labels === 0 ? under : indent.length + labels + 2
  const described = paint('bold', wrapped(descriptions.get(event.type) ?? event.type, width, under))
  const why = event.reason === undefined ? undefined : isErased(event.reason) ? '(erased)' : event.reason
  const by = `by ${show(event.actor, shows)} · ${event.source}`
  const late = recorded === occurred ? '' : ` · written down ${recorded}`
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
  const { paint, width, timeZone } = options
  const heading = [
    ...(name === undefined ? [] : [paint('bold', wrapped(name, width, further))]),
    paint(
      'dim',
      wrapped(
        `${stream} · ${String(events.length)} ${events.length === 1 ? 'event' : 'events'} · times of ${timeZone}`,
        width,
        further,
      ),
    ),
  ]
  const page = { ...options, at: clock(timeZone) }
  const lines = events.flatMap((event, i) => eventLines(event, !goTogether(events[i - 1], event), page))
  return [...heading, ...lines].join('\n')
}
