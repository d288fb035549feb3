// A storage contract: a released schema never changes. A change is a new version; the old one moves to `older`.
import { z } from 'zod'
import { defineEvents } from '../kernel/events.ts'
import { personal } from '../kernel/personal.ts'
import { id } from '../kernel/values.ts'

const person = id('person').describe('Whom the personal values are about: the view itself')
const name = personal(z.string()).describe('Name')
const shared = z.boolean().describe('Whether everybody sees it, or its owner alone')

/** What a list is asked: the fields and values of the filter as JSON text, since the values may be about persons. */
const question = {
  filter: personal(z.string()).describe('Fields and values that the list is filtered by, as JSON'),
  sort: z
    .array(
      z.object({
        field: z.string().describe('Field'),
        direction: z.enum(['ascending', 'descending']).describe('Which way'),
      }),
    )
    .describe('What it stands in the order of; none for the list’s own order'),
  group: z.string().nullable().describe('Field that it is grouped by'),
  scope: z.enum(['all', 'mine', 'team', 'department']).describe('Whose it shows: of whoever looks at it'),
  apart: z
    .enum(['without', 'only', 'with'])
    .nullable()
    .describe('Whether it shows what stands apart, as what is lost; null as the list has it'),
  columns: z.array(z.string()).describe('Fields that are shown, in their order; none for the list’s own'),
}

const events = defineEvents({
  SavedViewSaved: z
    .object({
      personId: person,
      list: z.string().describe('The list that it is a view of'),
      ownerId: id('staff member').describe('Whose it is'),
      name,
      shared,
      ...question,
    })
    .describe('Somebody saved how a list is to be seen'),
  SavedViewRenamed: z.object({ personId: person, name }).describe('The saved view has another name'),
  SavedViewChanged: z
    .object({ personId: person, ...question })
    .describe('The saved view shows something else, or in another way'),
  SavedViewShared: z
    .object({ from: shared.describe('Before'), to: shared.describe('Since') })
    .describe('The saved view is seen by everybody since, or by its owner alone'),
  SavedViewRemoved: z.object({}).describe('The saved view was removed'),
})

type Inferred = typeof events
export interface SavedViewEvents extends Inferred {} // a name for hovers and errors
export const savedViewEvents: SavedViewEvents = events
