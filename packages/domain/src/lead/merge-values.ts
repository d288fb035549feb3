// What a lead takes over from one that becomes part of it, and what it has again once that is undone.
import { tagKey } from '../kernel/catalogue-entry.ts'
import { same } from '../kernel/change.ts'
import { setCustomFields } from '../kernel/custom-fields.ts'
import { addPart, set, type Occurrence } from '../kernel/dated.ts'
import { setExternalIds } from '../kernel/external-ids.ts'
import type { DataOf } from '../kernel/events.ts'
import { isErased } from '../kernel/personal.ts'
import { pick } from '../kernel/pick.ts'
import { added, differing, gone } from '../merging/parts.ts'
import type { MayTake } from '../merging/taking.ts'
import type { LeadEvents } from './events.ts'
import type { LeadState } from './state.ts'

export type LeadValues = DataOf<LeadEvents['LeadMerged']>['taken'][number]['values']
export type LeadPartsGone = DataOf<LeadEvents['LeadUnmerged']>['gone']

/** Fields of which the first value that there is counts. */
const leadFields = [
  'title',
  'name',
  'organisationName',
  'phone',
  'email',
  'website',
  'address',
  'position',
  'industry',
  'size',
  'group',
  'territory',
  'source',
  'campaign',
  'need',
  'rating',
  'qualification',
] as const
/** Fields of which somebody may choose whose value counts. */
export const choosableLeadFields = [
  'title',
  'name',
  'organisationName',
  'phone',
  'email',
  'website',
  'address',
  'kind',
  'position',
  'industry',
  'size',
  'group',
  'territory',
  'source',
  'campaign',
  'need',
  'rating',
  'assignment',
] as const

/** A lead with these values, on that day. */
export const withLeadValues = (s: LeadState, on: Occurrence, values: LeadValues): LeadState => {
  const { answers, tags, notes, externalIds, custom, ...fields } = values
  let state = set(s, on, fields)
  for (const { question, answer } of answers) state = addPart(state, on, 'answers', question, { answer })
  for (const tag of tags) state = addPart(state, on, 'tags', tagKey(tag), tag)
  for (const note of notes) state = addPart(state, on, 'notes', note.noteId, note)
  return setCustomFields(setExternalIds(state, on, externalIds), on, custom)
}

const isThere = (value: unknown): boolean => value !== null && !isErased(value)
const isNobodys = ({ assignment }: LeadState) => assignment.ownerId === null && assignment.teamId === null

/**
 * What a lead takes over from another one: values that it has not, or that were chosen, and what the other one has more of.
 * @param chosen the fields of which the other one's value was chosen
 */
export const takenFromLead = (
  survivor: LeadState,
  loserId: string,
  loser: LeadState,
  chosen: ReadonlySet<string>,
  mayTake: MayTake,
): LeadValues => {
  const isTaken = (field: (typeof leadFields)[number]) =>
    mayTake(field) &&
    isThere(loser[field]) &&
    !same(loser[field], survivor[field]) &&
    (chosen.has(field) || survivor[field] === null)
  const isAssigned = isNobodys(survivor) ? !isNobodys(loser) : chosen.has('assignment') && !isNobodys(loser)
  const isNew = (of: 'answers' | 'tags' | 'externalIds' | 'custom', key: string) =>
    !survivor[of].has(key) && mayTake(of, key)
  return {
    ...pick(loser, leadFields.filter(isTaken)),
    ...(chosen.has('kind') && loser.kind !== survivor.kind ? { kind: loser.kind } : {}),
    ...(isAssigned && mayTake('assignment') && !same(loser.assignment, survivor.assignment)
      ? { assignment: loser.assignment }
      : {}),
    answers: [...loser.answers]
      .flatMap(([question, { answer }]) => (isNew('answers', question) ? [{ question, answer }] : []))
      .sort((a, b) => (a.question < b.question ? -1 : 1)),
    tags: [...loser.tags]
      .flatMap(([key, tag]) => (isNew('tags', key) ? [tag] : []))
      .sort((a, b) => (a.label < b.label ? -1 : 1)),
    notes: added(
      survivor.notes,
      loser.notes,
      loserId,
      (note, noteId) => ({ ...note, noteId }),
      id => mayTake('notes', id),
    ),
    externalIds: [...loser.externalIds]
      .flatMap(([system, { id }]) => (isNew('externalIds', system) ? [{ system, id }] : []))
      .sort((a, b) => (a.system < b.system ? -1 : 1)),
    custom: Object.fromEntries(
      [...loser.custom].flatMap(([field, { value }]) => (isNew('custom', field) ? [[field, value]] : [])),
    ),
  }
}

const restored = [...leadFields, 'kind', 'assignment', 'lost'] as const

/** What changed from one state of a lead to another: what it has since, and what it has no longer. */
export const changeOfLead = (
  before: LeadState,
  after: LeadState,
): { readonly values: LeadValues; readonly gone: LeadPartsGone } => ({
  values: {
    ...pick(
      after,
      restored.filter(field => !same(before[field], after[field])),
    ),
    ...(after.status === before.status || after.status === 'unknown' ? {} : { status: after.status }),
    answers: [...after.answers]
      .flatMap(([question, { answer }]) =>
        same(before.answers.get(question)?.answer, answer) ? [] : [{ question, answer }],
      )
      .sort((a, b) => (a.question < b.question ? -1 : 1)),
    tags: differing(before.tags, after.tags),
    notes: differing(before.notes, after.notes),
    externalIds: [...after.externalIds]
      .flatMap(([system, { id }]) => (same(before.externalIds.get(system)?.id, id) ? [] : [{ system, id }]))
      .sort((a, b) => (a.system < b.system ? -1 : 1)),
    custom: Object.fromEntries(
      [...after.custom].flatMap(([field, { value }]) =>
        same(before.custom.get(field)?.value, value) ? [] : [[field, value]],
      ),
    ),
  },
  gone: {
    answers: gone(before.answers, after.answers),
    tags: gone(before.tags, after.tags),
    notes: gone(before.notes, after.notes),
    externalIds: gone(before.externalIds, after.externalIds),
    custom: gone(before.custom, after.custom),
  },
})
