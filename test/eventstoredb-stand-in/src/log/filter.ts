import type { RecordedEvent } from './event-log.ts'

export type Filter = (event: RecordedEvent) => boolean
export const everything: Filter = () => true

export interface FilterBy {
  readonly on: 'stream' | 'type'
  readonly prefixes: readonly string[]
  /** The server's are of .NET; those that an application writes mean the same here. Prefixes win over it. */
  readonly regex: string
}

export const filterBy = ({ on, prefixes, regex }: FilterBy): Filter => {
  const textOf = (event: RecordedEvent) => (on === 'stream' ? event.stream : event.type)
  if (prefixes.length > 0) return event => prefixes.some(prefix => textOf(event).startsWith(prefix))
  const expression = new RegExp(regex, 'u')
  return event => expression.test(textOf(event))
}
