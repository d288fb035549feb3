// What other systems call a thing: one id per system, each with a day of its own.
import { z } from 'zod'
import { addPart, removePart, type Dated, type Occurrence } from './dated.ts'
import { expected } from './expected.ts'
import type { Parts } from './parts.ts'
import { personal, type Personal } from './personal.ts'
import { keyCode, line } from './values.ts'

const system = keyCode.describe('Which system')
const eachOnce = expected({ en: 'expected each system once', vi: 'cần mỗi hệ thống một lần' })
const idThere = line(200).describe('Its id there')

/** How many systems may have an id for a thing, counted with those taken away: more than a company runs, and a list to look through. */
export const mostExternalIds = 50

/** In a command that enters something: no system twice. */
export const externalIds = z
  .array(z.object({ system, id: idThere }))
  .max(mostExternalIds)
  .check(({ value, issues }) => {
    value.forEach((one, i) => {
      if (value.findIndex(other => other.system === one.system) < i)
        issues.push({ code: 'custom', input: value, path: [i, 'system'], message: eachOnce })
    })
  })
/** In a command that changes one. */
export const externalIdChange = { system, id: idThere.nullable().describe('Its id there; null none') }

const systemStored = z.string().describe('Which system')
/** In an event: the ids are personal, since nobody declared them otherwise. */
export const externalIdsStored = z.array(
  z.object({ system: systemStored, id: personal(z.string()).describe('Its id there') }),
)
/** What an event says of one that changed. */
export const externalIdChangeStored = {
  system: systemStored,
  id: personal(z.string()).nullable().describe('Its id there since; null none'),
}

/** What every state that other systems have ids for keeps: the ids by system. */
export interface ExternalIds extends Dated {
  readonly externalIds: Parts<{ readonly id: Personal<string> }>
}

/** What a system calls it; null when it has no id there. */
export const externalIdIn = ({ externalIds }: ExternalIds, system: string): Personal<string> | null =>
  externalIds.get(system)?.id ?? null

/** The state with these ids set on that day; null takes one away. */
export const setExternalIds = <S extends ExternalIds>(
  state: S,
  on: Occurrence,
  ids: readonly { readonly system: string; readonly id: Personal<string> | null }[],
): S => ({
  ...state,
  ...ids.reduce<ExternalIds>(
    (s, { system, id }) =>
      id === null ? removePart(s, on, 'externalIds', system) : addPart(s, on, 'externalIds', system, { id }),
    state,
  ),
})
