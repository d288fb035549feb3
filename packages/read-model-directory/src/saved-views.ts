import { id, isErased, savedView, sortKeyOf, type Personal } from '@eventcrm/domain'
import { defineView, type View } from '@eventcrm/projection'
import { z } from 'zod'

export const savedViewDocument = z.object({
  savedViewId: id('saved view'),
  list: z.string().describe('The list that it is a view of'),
  ownerId: id('staff member').describe('Whose it is'),
  name: z.string().nullable().describe('Name; null when erased'),
  sortKey: z.string().nullable().describe('The name’s place in Vietnamese order: sort by this'),
  shared: z.boolean().describe('Whether everybody sees it, or its owner alone'),
  filter: z.string().nullable().describe('What the list is filtered by, as JSON; null when erased'),
  sort: z
    .array(
      z.object({
        field: z.string().describe('Field'),
        direction: z.enum(['ascending', 'descending']).describe('Which way'),
      }),
    )
    .describe('What it stands in the order of'),
  group: z.string().nullable().describe('Field that it is grouped by'),
  scope: z.enum(['all', 'mine', 'team', 'department']).describe('Whose it shows: of whoever looks at it'),
  apart: z
    .enum(['without', 'only', 'with'])
    .nullable()
    .describe('Whether it shows what stands apart, as what is lost; null as the list has it'),
  columns: z.array(z.string()).describe('Fields that are shown, in their order'),
})
type Document = z.output<typeof savedViewDocument>
export interface SavedViewDocument extends Document {} // a name for hovers and errors

const known = (value: Personal<string>): string | null => (isErased(value) ? null : value)
const called = (name: Personal<string>) => {
  const text = known(name)
  return { name: text, sortKey: text === null ? null : sortKeyOf(text) }
}

const saved = (document: SavedViewDocument | undefined): SavedViewDocument => {
  if (!document) throw new TypeError('Something happened to a view that was never saved')
  return document
}

/** How people want to see lists: one document per saved view. */
export const savedViews: View<SavedViewDocument> = defineView({
  name: 'savedViews',
  version: 1,
  describe: 'Saved views of lists: whose, and what each shows',
  document: savedViewDocument,
  indexes: [['ownerId'], ['shared', 'list']],
  aggregates: [savedView],
  on: {
    SavedViewSaved: (_, { streamId, data: { personId: _person, name, filter, ...given } }) => ({
      savedViewId: streamId,
      ...given,
      ...called(name),
      filter: known(filter),
    }),
    SavedViewRenamed: (document, { data }) => Object.assign(saved(document), called(data.name)),
    SavedViewChanged: (document, { data: { personId: _, filter, ...question } }) =>
      Object.assign(saved(document), question, { filter: known(filter) }),
    SavedViewShared: (document, { data }) => Object.assign(saved(document), { shared: data.to }),
    SavedViewRemoved: () => null,
  },
})
