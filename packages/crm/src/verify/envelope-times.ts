import type { RecordedEvent } from '@eventcrm/event-store'
import { longestLag } from '../commands/command-time.ts'

/** Hours between a place's time and UTC, at most: an Alaska before 1867, rounded up. */
const farthest = 16 * 3_600_000

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10)

/**
 * Whether an event happened before it was written down, and on a day that it was somewhere at that instant. That `recordedAt` falls along
 * a stream is no fault: a clock that ran ahead was put back.
 */
export const isInTime = ({ metadata: { occurredAt, occurredOn, recordedAt } }: RecordedEvent): boolean => {
  const [occurred, recorded] = [Date.parse(occurredAt), Date.parse(recordedAt)]
  return (
    occurred <= recorded + longestLag &&
    dayOf(occurred - farthest) <= occurredOn &&
    occurredOn <= dayOf(occurred + farthest)
  )
}
