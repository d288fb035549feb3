// Ids and days of what is written into the file of a release: the same each time.
import type { CommandOptions } from '@eventcrm/crm'

export const idOf = (kind: number, n: number): string =>
  `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`

/** The day behind another one. */
export const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

/** Options of a command of that day, each with a command id of its own. */
export const commandsOf = (chapter: string) => {
  let sent = 0
  return (at: string): CommandOptions => ({ at, commandId: `${chapter}/${String(++sent)}` })
}
