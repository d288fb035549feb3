import { isErased } from '@eventcrm/domain'
import type { DecodedEvent } from '@eventcrm/event-store'
import { wrapped } from '../layout.ts'
import type { Paint } from '../terminal.ts'
import { describedEvent } from './event-words.ts'
import { historyWords } from './history-words.ts'
import { show, shownFields, type Shows } from './show-value.ts'

export interface LogPage extends Shows {
  readonly width: number
  readonly paint: Paint
  /** An instant as a clock on the company's wall shows it. */
  readonly at: (instant: string) => string
}

const indent = ' '.repeat(18)
/** Further lines of one thing stand further in than the next thing. */
const under = indent.length + 2

/** What tells one event of its type from the others. */
const telling = ['tag', 'staffMemberId', 'reason', 'line']
const namedParts = ['stageId', 'reasonId']

/** What changed from what to what, or which part it was. */
const particularsOf = (event: DecodedEvent, shows: Shows): string => {
  const fields = new Map<string, unknown>(Object.entries(event.data))
  if (fields.has('from')) {
    const [first] = shownFields(event, shows)
    return first ? `: ${first[1]}` : ''
  }
  const field = namedParts.some(part => fields.has(part)) ? 'name' : telling.find(name => fields.has(name))
  const value = field === undefined ? null : (fields.get(field) ?? null)
  return value === null ? '' : `: ${show(value, shows, field)}`
}

/** What one event says: when, what, about what, who and why; lines without a break at the end. */
export const logLines = (event: DecodedEvent, page: LogPage): string => {
  const { width, paint, at, language, names } = page
  const words = historyWords[language]
  const [occurred, recorded] = [at(event.occurredAt), at(event.recordedAt)]
  const name = names.get(event.streamId)
  const about = [
    name === undefined ? event.stream : (name ?? words.erased),
    words.by(show(event.actor, page)),
    event.source,
    ...(recorded === occurred ? [] : [words.writtenDown(recorded)]),
    words.at(event.position),
  ].join(' · ')
  const why = event.reason === undefined ? [] : [`“${isErased(event.reason) ? words.erased : event.reason}”`]
  return [
    `${paint('cyan', occurred)}  ${wrapped(describedEvent(event.type, language) + particularsOf(event, page), width, under)}`,
    ...[about, ...why].map(text => `${indent}${paint('dim', wrapped(text, width, under))}`),
  ].join('\n')
}
