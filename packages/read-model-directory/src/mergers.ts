// Contacts that are part of others, and when: so that what was for one of them counts for the one that stands for it, on the days on which it did.
import { contact, id, type Day } from '@eventcrm/domain'
import { dated, defineView, insertStep, type View, type ViewEvent } from '@eventcrm/projection'
import { z } from 'zod'

const step = z.object({
  ...dated,
  survivorId: id('contact').nullable().describe('What it is part of since; null nothing'),
})
export const mergerDocument = z.object({
  contactId: id('contact'),
  steps: z.array(step).describe('What it was part of since when, by day and position'),
})
type Document = z.output<typeof mergerDocument>
export interface MergerDocument extends Document {} // a name for hovers and errors

const changes =
  <Data>(survivorOf: (data: Data) => string | null) =>
  (document: MergerDocument | undefined, { streamId, data, occurredOn, position }: ViewEvent<Data>): MergerDocument => {
    const known = document ?? { contactId: streamId, steps: [] }
    insertStep(known.steps, { day: occurredOn, position, survivorId: survivorOf(data) })
    return known
  }

/** One document per contact that ever was part of another. */
export const mergers: View<MergerDocument> = defineView({
  name: 'mergers',
  version: 1,
  describe: 'Contacts that are or were part of others, and when',
  document: mergerDocument,
  aggregates: [contact],
  on: {
    ContactMergedInto: changes(({ survivorId }) => survivorId),
    ContactSetApart: changes(() => null),
  },
})

/** What stood for a contact on a day: itself, or what it was part of. */
export const survivorsAsOf = (documents: readonly MergerDocument[], asOf: Day): ((contactId: string) => string) => {
  const into = new Map(
    documents.flatMap(({ contactId, steps }) => {
      const last = steps.findLast(({ day }) => day <= asOf)
      return last?.survivorId ? [[contactId, last.survivorId] as const] : []
    }),
  )
  return contactId => {
    let id = contactId
    // never round in a circle as it is recorded; late entries may make one of a day
    for (let hops = 0; hops <= into.size; hops++) {
      const next = into.get(id)
      if (next === undefined) break
      id = next
    }
    return id
  }
}

/** The contacts that a contact stood for on a day, its own first. */
export const partsAsOf = (
  documents: readonly MergerDocument[],
  survivorOf: (contactId: string) => string,
  contactId: string,
): readonly string[] => [
  ...new Set([
    contactId,
    ...[survivorOf(contactId), ...documents.map(document => document.contactId)].filter(
      id => survivorOf(id) === survivorOf(contactId),
    ),
  ]),
]
