import { z } from 'zod'
import { defineAggregate, type Aggregate } from '../kernel/aggregate.ts'
import { same } from '../kernel/change.ts'
import { commandOf, defineRejections } from '../kernel/command.ts'
import { expected } from '../kernel/expected.ts'
import { id, keyCode, line } from '../kernel/values.ts'
import { activeStaffMember, staffMemberRejections } from '../staff-member/state.ts'
import { savedViewEvents as events, type SavedViewEvents } from './events.ts'
import type { SavedViewInputs } from './inputs.ts'
import { savedViewState, type SavedViewState } from './state.ts'

const reject = defineRejections({
  ...staffMemberRejections,
  SAVED_VIEW_UNKNOWN: { en: 'There is no such saved view', vi: 'Không có chế độ xem đã lưu này' },
  SAVED_VIEW_REMOVED: { en: 'This saved view was removed', vi: 'Chế độ xem đã lưu này đã bị xóa' },
  ALREADY_SAVED: {
    en: 'A view was saved under this id with other values',
    vi: 'Đã có chế độ xem được lưu với mã này nhưng có giá trị khác',
  },
})

const command = commandOf(savedViewState)
const savedViewId = id('saved view')
const name = line(120).describe('Name')

const isObject = (json: string): boolean => {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
const filter = z
  .string()
  .max(20_000)
  .refine(
    given => given.isWellFormed() && isObject(given),
    expected({
      en: 'expected a JSON object as text, like {"name":{"contains":"an"}}',
      vi: 'cần một đối tượng JSON dạng văn bản, như {"name":{"contains":"an"}}',
    }),
  )
  .meta({ kind: 'list filter' })

const field = keyCode.describe('Field')
const question = {
  filter: filter.default('{}').describe('What the list is filtered by, as JSON; everything when left out'),
  sort: z
    .array(
      z.strictObject({
        field,
        direction: z.enum(['ascending', 'descending']).default('ascending').describe('Which way'),
      }),
    )
    .max(3)
    .default([])
    .describe('What it stands in the order of; the list’s own order when left out'),
  group: field.nullable().default(null).describe('Field that it is grouped by; null none'),
  scope: z
    .enum(['all', 'mine', 'team', 'department'])
    .default('all')
    .describe('Whose it shows, of whoever looks at it; everybody’s when left out'),
  apart: z
    .enum(['without', 'only', 'with'])
    .nullable()
    .default(null)
    .describe('Whether it shows what stands apart, as what is lost; null as the list has it'),
  columns: z
    .array(field)
    .max(60)
    .default([])
    .describe('Fields that are shown, in their order; the list’s own when left out'),
}

export type SavedViewRejection = keyof typeof reject.wordings
type Inferred = Aggregate<
  'savedView',
  'savedViewId',
  SavedViewEvents,
  SavedViewState,
  SavedViewRejection,
  SavedViewInputs
>
export interface SavedViewAggregate extends Inferred {} // a name for hovers and declarations

const removed = ({ status }: SavedViewState) => (status === 'removed' ? reject('SAVED_VIEW_REMOVED') : undefined)

export const savedView: SavedViewAggregate = defineAggregate({
  state: savedViewState,
  rejections: reject,
  unknown: 'SAVED_VIEW_UNKNOWN',
  commands: {
    save: command({
      describe: 'Saves how a list is to be seen: its filter, order, groups, scope and columns',
      rejects: ['ALREADY_SAVED', 'SAVED_VIEW_REMOVED', 'STAFF_MEMBER_LEFT', 'STAFF_MEMBER_UNKNOWN'],
      creates: true,
      schema: z.strictObject({
        savedViewId,
        list: keyCode.describe('The list that it is a view of'),
        ownerId: id('staff member').describe('Whose it is'),
        name,
        shared: z.boolean().default(false).describe('Whether everybody sees it; the owner alone when left out'),
        ...question,
      }),
      context: ({ ownerId }) => ({ owner: activeStaffMember('ownerId', ownerId) }),
      decide: ({ savedViewId, list, ownerId, name, shared, ...question }, state) => {
        if (state.status === 'unknown')
          return [events.SavedViewSaved({ personId: savedViewId, list, ownerId, name, shared, ...question })]
        const isSaved = same(
          { list, ownerId, name, shared, question },
          {
            list: state.list,
            ownerId: state.ownerId,
            name: state.name,
            shared: state.shared,
            question: state.question,
          },
        )
        return removed(state) ?? (isSaved ? [] : reject('ALREADY_SAVED', { savedViewId }))
      },
    }),

    rename: command({
      describe: 'Gives a saved view another name',
      rejects: ['SAVED_VIEW_REMOVED'],
      dependsOn: ['status'],
      schema: z.strictObject({ savedViewId, name }),
      decide: ({ savedViewId, name }, state) =>
        removed(state) ??
        (state.name === name
          ? []
          : [events.SavedViewRenamed({ personId: savedViewState.personOf(state, savedViewId), name })]),
    }),

    change: command({
      describe: 'Has a saved view show something else: all of its filter, order, groups, scope and columns are set',
      rejects: ['SAVED_VIEW_REMOVED'],
      dependsOn: ['status'],
      schema: z.strictObject({ savedViewId, ...question }),
      decide: ({ savedViewId, ...question }, state) =>
        removed(state) ??
        (same(question, state.question)
          ? []
          : [events.SavedViewChanged({ personId: savedViewState.personOf(state, savedViewId), ...question })]),
    }),

    share: command({
      describe: 'Has everybody see a saved view, or its owner alone',
      rejects: ['SAVED_VIEW_REMOVED'],
      dependsOn: ['status'],
      schema: z.strictObject({ savedViewId, shared: z.boolean().describe('Whether everybody sees it') }),
      decide: ({ shared }, state) =>
        removed(state) ?? (state.shared === shared ? [] : [events.SavedViewShared({ from: state.shared, to: shared })]),
    }),

    remove: command({
      describe: 'Removes a saved view; its history stays',
      dependsOn: ['name', 'shared', 'question'],
      schema: z.strictObject({ savedViewId }),
      decide: (_, state) => (state.status === 'removed' ? [] : [events.SavedViewRemoved({})]),
    }),
  },
})
