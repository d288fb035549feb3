// Which contacts count as one on the day asked for.
import type { Day } from '@eventcrm/domain'
import { survivorsAsOf, type MergerDocument } from '@eventcrm/read-model-directory'

export interface Survivors {
  readonly survivorOf: (contactId: string) => string
  /** Contacts that ever were part of others, or had others as part of them. */
  readonly involved: ReadonlySet<string>
}

export const survivorsOf = (documents: readonly MergerDocument[], asOf: Day): Survivors => ({
  survivorOf: survivorsAsOf(documents, asOf),
  involved: new Set(
    documents.flatMap(({ contactId, steps }) => [
      contactId,
      ...steps.flatMap(({ survivorId }) => (survivorId === null ? [] : [survivorId])),
    ]),
  ),
})
