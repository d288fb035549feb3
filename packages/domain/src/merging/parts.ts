// Parts that go from one stream to another, and what changed of them.
import { same } from '../kernel/change.ts'
import { derivedId } from '../kernel/derived-id.ts'
import type { Parts } from '../kernel/parts.ts'

const byId = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1)

/** Parts that are not there yet, each under its id; under another where something else is or was there under it. */
export const added = <Part extends object>(
  there: Parts<Part>,
  from: Parts<Part>,
  loserId: string,
  under: (part: Part, id: string) => Part,
  mayTake: (id: string) => boolean,
): Part[] =>
  [...from].sort(byId).flatMap(([id, part]) => {
    const other = derivedId(id, loserId)
    if (!mayTake(id) || same(there.get(id), part) || there.had(other)) return []
    return [under(part, there.had(id) ? other : id)]
  })

/** Those that are there since, or are otherwise than before. */
export const differing = <Part>(before: Parts<Part>, after: Parts<Part>): Part[] =>
  [...after]
    .filter(([id, part]) => !same(before.get(id), part))
    .sort(byId)
    .map(([, part]) => part)

/** The ids of those that are there no longer. */
export const gone = (before: Parts<unknown>, after: Parts<unknown>): string[] =>
  [...before.keys()].filter(id => !after.has(id)).sort()
