// Which events of the log are asked for, as they were given on the command line.
import type { Crm } from '@eventcrm/crm'
import type { DecodedEvent } from '@eventcrm/event-store'
import { exitCodes } from '../exit-codes.ts'
import { Fault, usageFault } from '../fault.ts'
import { quoted } from '../quoted.ts'
import { closest, didYouMean, idIfNamed, isUuid, nearestNames } from '../resolve-name.ts'
import { eventTypes } from './event-words.ts'

export interface LogAsked {
  readonly actor?: string | undefined
  readonly on?: string | undefined
  readonly recorded?: string | undefined
  readonly type?: readonly string[] | undefined
}

/** @throws Fault proposing the nearest types when it is none */
const typeOf = (text: string): string => {
  const type = eventTypes.find(each => each.toLowerCase() === text.toLowerCase())
  if (type !== undefined) return type
  const near = closest(text.toLowerCase(), eventTypes, each => each.toLowerCase())
  throw usageFault(
    { en: '--type: there is no event of that type', vi: '--type: không có loại sự kiện này' },
    ...didYouMean(near),
    { en: 'every type: docs/events.md', vi: 'mọi loại: docs/events.md' },
  )
}

export interface LogFilter {
  readonly passes: (event: DecodedEvent) => boolean
  /** Why no event passed: one that names no actor, and the nearest names. */
  readonly noneBecause: () => Promise<Fault>
}

/**
 * Which events are asked for.
 * @throws Fault for a type that is none, and for a name that several staff members have
 */
export const logFilter = async (crm: Crm, { actor, on, recorded, type }: LogAsked): Promise<LogFilter> => {
  const types = type && new Set(type.map(typeOf))
  const staffMember = actor === undefined ? undefined : await idIfNamed(crm, 'staffMember', actor, '--actor')
  // who is no staff member acts under an id of their own: import, a program
  const actors = actor === undefined ? undefined : [actor, staffMember]
  const calendar = await crm.calendar()
  // a damaged event's time is on no day
  const wasRecordedOn = (at: string, day: string) => !Number.isNaN(Date.parse(at)) && calendar.dayOf(at) === day
  const acted = new Set<string>()
  return {
    passes(event) {
      if (actors) acted.add(event.actor)
      return (
        (types?.has(event.type) ?? true) &&
        (on === undefined || event.occurredOn === on) &&
        (actors?.includes(event.actor) ?? true) &&
        (recorded === undefined || wasRecordedOn(event.recordedAt, recorded))
      )
    },
    async noneBecause() {
      if (actor === undefined || staffMember !== undefined || acted.has(actor))
        return new Fault(exitCodes.no, {
          en: 'no event in the log is as asked',
          vi: 'nhật ký không có sự kiện nào như yêu cầu',
        })
      const programs = [...acted].filter(id => !isUuid(id))
      const near = await nearestNames(crm, 'staffMember', actor, programs)
      return new Fault(
        exitCodes.no,
        {
          en: `--actor: no staff member is called ${quoted(actor)}, and no event is by that id`,
          vi: `--actor: không có nhân viên nào tên ${quoted(actor)}, và không có sự kiện nào của mã đó`,
        },
        didYouMean(near),
      )
    },
  }
}

/**
 * The position behind which events are asked for.
 * @param head the log's last
 * @throws Fault for what is no position of the log
 */
export const positionBehind = (since: string, head: string | null): string => {
  const position = since.padStart(head?.length ?? 0, '0')
  if (head !== null && /^\d+$/.test(since) && position <= head && position.length === head.length) return position
  throw usageFault({
    en: `--since: expected a position of the log, which ${head === null ? 'is empty' : `ends at ${head}`}`,
    vi: `--since: cần một vị trí trong nhật ký, nhật ký ${head === null ? 'đang trống' : `kết thúc ở ${head}`}`,
  })
}
